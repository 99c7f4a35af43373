"""Faults that are asked for, each as its kind says, with the truth about it."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import polars as pl
import pytest

from dq.application.rulebooks import read_rules
from dq.archive import MemoryStore
from dq.engine import check
from dq.synthesis.generation.fault_spec import KINDS, FaultSpec, read_faults
from dq.synthesis.generation.faults import put_fault
from dq.synthesis.generation.faulty import TRUTH, faulty_portions, truth_table, write_truth
from dq.synthesis.generation.identities import broken, equations
from dq.synthesis.generation.misprints import misprint, restated
from dq.synthesis.generation.plan import as_report_tables, plan, portions
from dq.templates import default_schema
from dq.types import Verdict
from tests.synthesis.generation.forms import budgets, final_accounts


def chance(seed):
    """Chance that is the same each time."""
    return Random(seed)  # noqa: S311 - no secret


MISPRINTS = ("transposed", "dropped", "extra", "replaced", "sign", "unit_slip")


@pytest.fixture(scope="module")
def reports(made):
    return [report for frames in made.values() for report in as_report_tables(frames)]


def test_sound_reports_break_nothing(reports):
    assert {name for report in reports for name in broken(report)} == set()
    made = portions(plan(20, 2, budgets(), (2019, 2023)))
    planned = [report for _, frames in made for report in as_report_tables(frames)]
    assert {name for report in planned for name in broken(report)} == set()
    assert min(len(list(equations(report))) for report in planned) > 60
    names = {each.name for report in reports for each in equations(report)}
    for part in ("summary: both sides", "funds: carried", "general_basic: levels", "procurement: kinds"):
        assert part in names
    assert min(len(list(equations(report))) for report in reports) > 150


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_is_put_in_and_told(kind, reports):
    faults = [done for report in reports if (done := put_fault(report, kind, chance(report.report["report"])))]
    assert len(faults) > len(reports) * 0.9
    assert sum(fault.moves for _, fault in faults) > len(faults) * 0.6
    for after, fault in faults:
        assert fault.kind == kind
        assert broken(after) == fault.broken
        before = next(report for report in reports if report.report == after.report)
        assert _differing(before, after) == {fault.table}


def _differing(before, after):
    return {table for table in before.rows if before.rows[table] != after.rows[table]}


@pytest.mark.parametrize("kind", MISPRINTS)
@pytest.mark.parametrize("text", ["16,952.05", "16952.05", "3.10", "120000.00", "28,154"])
def test_a_misprint_is_one_slip_of_the_pen(kind, text):
    for seed in range(30):
        wrong = misprint(kind, text, "万元", chance(seed))
        if wrong is None:
            continue
        assert Decimal(wrong.replace(",", "")) != Decimal(text.replace(",", ""))
        old, new = (each.replace(",", "").replace(".", "") for each in (text, wrong))
        assert len(wrong.partition(".")[2]) == len(text.partition(".")[2])
        match kind:
            case "transposed":
                assert sorted(old) == sorted(new)
            case "dropped":
                assert len(new) == len(old) - 1
            case "extra":
                assert len(new) == len(old) + 1
            case "replaced":
                assert sum(here != there for here, there in zip(old, new, strict=True)) == 1
            case "sign":
                assert wrong == f"-{text}"
            case "unit_slip":
                assert Decimal(wrong.replace(",", "")) == 10_000 * Decimal(text.replace(",", ""))


def test_a_stale_total_is_lower_by_what_was_not_added():
    assert restated("16,952.05", Decimal("0.10")) == "15,256.84"
    assert restated("0.02", Decimal("0.01")) == "0.01"


def test_rows_shifted_by_one(reports):
    after, fault = next(
        done
        for report in reports
        for seed in range(40)
        if (done := put_fault(report, "row_shift", chance(seed)))[1].table == "general_expenditure"
    )
    before = next(report for report in reports if report.report == after.report).rows[fault.table]
    rows = after.rows[fault.table]
    assert [row["n"] for row in rows] == list(range(len(before) + 1))
    start = next(at for at, row in enumerate(before) if row["path"] == fault.row)
    assert [row["total__printed"] for row in rows[start + 1 :]] == [row["total__printed"] for row in before[start:]]
    assert rows[start]["total"] is None
    assert (rows[-1]["label"], rows[-1]["path"], rows[-2]["below"]) == (None, "", rows[-1]["n"])
    found = next(table for table in after.tables if table["table"] == fault.table)
    assert found["rows"] == len(rows)


def test_an_omitted_row_leaves_no_gap(reports):
    after, fault = put_fault(reports[0], "omitted_child", chance(1))
    rows = after.rows[fault.table]
    assert fault.row not in {row["path"] for row in rows}
    assert [row["n"] for row in rows] == list(range(len(rows)))
    for row in rows:
        if row["below"] is not None:
            assert rows[row["below"]]["above"] == row["n"]
        if row["parent"] is not None:
            assert row["path"].startswith(rows[row["parent"]]["path"] + "/")


def test_shares_are_kept_and_the_rest_is_sound():
    wanted = plan(200, 3, final_accounts(), range(2018, 2020))
    faults = []
    faulty = dict(faulty_portions(wanted, FaultSpec({"sign": 0.2, "dropped": 0.1}), faults))
    kinds = [fault.kind for fault in faults]
    assert 20 <= kinds.count("sign") <= 60
    assert 8 <= kinds.count("dropped") <= 35
    touched = {fault.report for fault in faults}
    for year, frames in portions(wanted):
        for name, frame in frames.items():
            order = [column for column in ("report", "table", "n") if column in frame.columns]
            rest = ~pl.col("report").is_in(sorted(touched))
            assert faulty[year][name].filter(rest).sort(order).equals(frame.filter(rest).sort(order))
            assert faulty[year][name].schema == frame.schema


def test_what_breaks_the_accounts_is_found():
    schema = default_schema()
    faults = []
    made = faulty_portions(plan(60, 6, final_accounts(), range(2018, 2020)), read_faults("all=0.1").spec, faults)
    store = MemoryStore([report for _, frames in made for report in as_report_tables(frames)], schema)
    record = check(read_rules([]).book, store, schema)
    told = {outcome.report for outcome in record.outcomes if outcome.verdict is Verdict.VIOLATED}
    assert len(faults) > 40
    assert [fault for fault in faults if fault.moves and fault.report not in told] == []
    assert told <= {fault.report for fault in faults}


def test_the_truth_is_written_beside_the_archive(tmp_path, reports):
    faults = [put_fault(report, "sign", chance(1))[1] for report in reports[:3]]
    parquet, csv = write_truth(faults, tmp_path / "a")
    assert (parquet.name, csv.name) == ("a.faults.parquet", "a.faults.csv")
    assert pl.read_parquet(parquet).equals(truth_table(faults))
    assert pl.read_csv(csv, schema=TRUTH).equals(truth_table(faults))


@pytest.mark.parametrize(
    ("text", "rates"),
    [
        ("sign=0.5", {"sign": 0.5}),
        ("sign=0.25, dropped=1e-3", {"sign": 0.25, "dropped": 0.001}),
        ("all", dict.fromkeys(KINDS, 0.01)),
        ("all=0.02,sign=0", {**dict.fromkeys(KINDS, 0.02), "sign": 0.0}),
    ],
)
def test_shares_as_typed(text, rates):
    assert read_faults(text).spec == FaultSpec(rates)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "DQ-S026"),
        ("sign", "DQ-S026"),
        ("sign=2", "DQ-S026"),
        ("sign=-0.1", "DQ-S026"),
        ("sign=nan", "DQ-S026"),
        ("sing=0.1", "DQ-S025"),
        ("all=0.2", "DQ-S027"),
        ("nowhere.toml", "DQ-S028"),
    ],
)
def test_shares_that_make_no_sense(text, code):
    assert [each.code for each in read_faults(text).diagnostics] == [code]


def test_shares_of_a_file(tmp_path):
    file = tmp_path / "faults.toml"
    file.write_text("[faults]\nsign = 0.5\n", encoding="utf-8")
    assert read_faults(str(file)).spec == FaultSpec({"sign": 0.5})
    for text in ("[fault]\nsign = 0.5\n", "[faults]\nsign = true\n", "[faults", "[faults]\n"):
        file.write_text(text, encoding="utf-8")
        assert read_faults(str(file)).diagnostics
