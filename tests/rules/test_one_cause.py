"""One fault of a real report's tables is one cause at error level, however many rules it turns."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from random import Random

import pytest

from dq.archive import ReportTables
from dq.synthesis.generation.faults import put_fault
from dq.types import Severity, Verdict
from tests.reading import read_once
from tests.rules.moving import DOCUMENTS, run

SOUND = "2024-bureau"


def accused(report: ReportTables) -> tuple[int, set[str | None]]:
    """How many outcomes are violated at error level, and their causes."""
    wrong = [o for o in run(report).outcomes if o.verdict is Verdict.VIOLATED and o.severity is Severity.ERROR]
    return len(wrong), {outcome.cause for outcome in wrong}


def in_another_unit(report: ReportTables, table: str) -> ReportTables:
    """The report with the header of one table in 元 over figures in 万元."""
    rows = {name: [dict(row) for row in found] for name, found in report.rows.items()}
    for row in rows[table]:
        for name in [
            key.removesuffix("__unit") for key, unit in row.items() if key.endswith("__unit") and unit == "万元"
        ]:
            row[f"{name}__unit"] = "元"
            for figure in (name, f"{name}__radius"):
                if row[figure] is not None:
                    row[figure] *= Decimal("0.0001")
    return ReportTables(report.report, report.tables, rows)


def one_fault(kind: str, table: str) -> Callable[[ReportTables], ReportTables]:
    """A fault of this kind in this table of a report."""

    def put(report: ReportTables) -> ReportTables:
        alone = ReportTables(report.report, report.tables[:0], {table: report.rows[table]})
        done = put_fault(alone, kind, Random(3))  # noqa: S311 - no secret
        assert done is not None
        return ReportTables(report.report, report.tables, {**report.rows, table: done[0].rows[table]})

    return put


def changed_places(report: ReportTables, table: str, column: str, codes: tuple[str, str]) -> ReportTables:
    """The report with the figures of two rows of a column printed for one another."""
    rows = {name: [dict(row) for row in found] for name, found in report.rows.items()}
    one, other = (next(row for row in rows[table] if row["code"] == code) for code in codes)
    for name in [key for key in one if key == column or key.startswith(f"{column}__")]:
        one[name], other[name] = other[name], one[name]
    return ReportTables(report.report, report.tables, rows)


FAULTS: dict[str, Callable[[ReportTables], ReportTables]] = {
    "a row too low": one_fault("row_shift", "general_basic"),
    "columns that changed places": one_fault("swapped_columns", "expenditure"),
    "a code left out": one_fault("omitted_child", "expenditure"),
    "a total not brought up to date": one_fault("stale_total", "expenditure"),
    "two digits": one_fault("transposed", "general_expenditure"),
    "two figures that changed places": partial(
        changed_places, table="expenditure", column="total", codes=("20805", "2080501")
    ),
    "元 for 万元": lambda report: in_another_unit(report, "expenditure"),
}


@pytest.fixture(scope="module")
def report(shared_documents) -> ReportTables:
    found = read_once(shared_documents / DOCUMENTS[SOUND]).report
    assert found is not None
    return found


@pytest.mark.parametrize("fault", FAULTS)
def test_one_fault_of_a_table_is_one_cause(report, fault):
    assert accused(report) == (0, set())
    outcomes, found = accused(FAULTS[fault](report))
    assert outcomes > 0
    assert found == {"c1"}
