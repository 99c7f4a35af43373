"""Whole runs: what blocks what, what one fault explains, what is told, and that nothing depends on chance."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal

import pytest

from dq.archive import MemoryStore
from dq.engine import explain
from dq.engine.outcomes import ReportOutcomes
from dq.engine.run import Options, run
from dq.outcome import run_json
from dq.semantics import check_text
from dq.semantics import checked as c
from dq.types import ValueType
from tests.engine.small import SCHEMA, check, report

NEEDS = """
rule T001 "有数须有名" { basis "b" severity error for each alpha as r check r.label is present }
rule T002 "行" { basis "b" severity error for each alpha as r check r.total = r.part needs T001 }
rule T003 "表" { basis "b" severity error check sum(alpha.total) = sum(alpha.part) needs T002 }
rule T004 "另" { basis "b" severity error for each beta as r check r.amount >= 0 needs T003 }
"""


def test_needs_block_the_same_row_and_then_the_report() -> None:
    rows = report(
        alpha=[{"label": "", "total": "1", "part": "2"} | {"label": None}, {"label": "乙", "total": "1", "part": "1"}],
        beta=[{"amount": "1"}],
    )
    record = check(NEEDS, rows)
    told = [(o.rule, o.row and o.row["n"], o.verdict.value, o.reason and o.reason.label) for o in record.outcomes]
    assert told == [
        ("T001", 0, "violated", None),
        ("T001", 1, "holds", None),
        ("T002", 0, "undecided", "blocked"),
        ("T002", 1, "holds", None),
        ("T003", None, "undecided", "blocked"),
        ("T004", 0, "undecided", "blocked"),
    ]
    assert {o.cause for o in record.outcomes if o.verdict != "holds"} == {"c1"}
    assert record.matrix["T002"] == {"holds": 1, "undecided": 1}


CELLS = """
rule T001 "行" { basis "b" severity error for each alpha as r check r.total = r.part }
rule T002 "和" { basis "b" severity error
                check alpha[item = "丙"].total = alpha[item = "甲"].total + alpha[item = "乙"].total }
rule T003 "表间" { basis "b" severity error check alpha[item = "甲"].total = beta[item = "甲"].amount }
"""


def rows(first: str) -> list[dict[str, str]]:
    return [
        {"item": "甲", "total": first, "part": "1"},
        {"item": "乙", "total": "2", "part": "2"},
        {"item": "丙", "total": "3", "part": "3"},
    ]


def test_one_wrong_cell_is_one_cause() -> None:
    good = check(CELLS, report(alpha=rows("1"), beta=[{"item": "甲", "amount": "1"}]))
    assert good.counts["violated"] == 0
    bad = check(CELLS, report(alpha=rows("100"), beta=[{"item": "甲", "amount": "1"}]))
    violated = [o for o in bad.outcomes if o.verdict == "violated"]
    assert [o.rule for o in violated] == ["T001", "T002", "T003"]
    assert {o.cause for o in violated} == {"c1"}


def test_two_wrong_cells_are_two_causes() -> None:
    two = rows("100")
    two[1]["part"] = "50"
    record = check(CELLS, report(alpha=two, beta=[{"item": "甲", "amount": "1"}]))
    causes = {(o.rule, o.row and o.row["n"]): o.cause for o in record.outcomes if o.verdict == "violated"}
    assert causes == {("T001", 0): "c1", ("T001", 1): "c2", ("T002", None): "c1", ("T003", None): "c1"}


@pytest.mark.parametrize(("lines", "causes"), [((10, 10), {"c1"}), ((10, 11), {"c1", "c2"})])
def test_one_printed_figure_that_two_statements_take_is_one_cause(monkeypatch, lines, causes) -> None:
    monkeypatch.setattr(ReportOutcomes, "_tables", frozenset())  # All rows are told in sentences.
    told = report(alpha=[{"item": item, "total": "9", "part": "1"} for item in ("甲", "乙")])
    for row, line in zip(told.rows["alpha"], lines, strict=True):
        row |= {"total__line": line, "part__cell": 2}
    record = check('rule T001 "行" { basis "b" severity error for each alpha as r check r.total = r.part }', told)
    assert {o.cause for o in record.outcomes} == causes


def test_operands_are_given_where_asked_for() -> None:
    two = [report(f"{name}/2018", alpha=rows("1.4"), beta=[{"item": "甲", "amount": "9"}]) for name in ("a", "b")]
    kinds = {o.verdict.value: len(o.operands) for o in check(CELLS, *two).outcomes}
    assert kinds["violated"] == 2
    assert kinds["rounding"] == kinds["holds"] == 0
    assert all(o.operands for o in check(CELLS, *two, evidence="all").outcomes)
    assert all(o.operands for o in check(CELLS, two[0]).outcomes)


def test_a_doubted_reading_is_passed_on() -> None:
    doubted = report(alpha=rows("100"))
    doubted.rows["alpha"][0]["total__doubt"] = "column_shift"
    record = check(CELLS.split("rule T002", maxsplit=1)[0], doubted)
    assert [(o.row and o.row["n"], o.reading_doubt) for o in record.outcomes] == [(0, True), (1, False), (2, False)]


@pytest.mark.parametrize("evidence", ["violated", "all"])
def test_a_doubted_blank_among_addends_is_shown_and_passed_on(evidence):
    """What was read into another column leaves a blank: the sum may be wrong by our reading only."""
    rule = 'rule T001 "t" { basis "b" severity error check sum(alpha.part) = sum(alpha.total) }'
    read = report(alpha=[{"item": "甲", "part": "", "total": "1.00"}, {"item": "乙", "part": "2.00", "total": "2.00"}])
    for doubt in (None, "column_shift"):
        read.rows["alpha"][0]["part__doubt"] = doubt
        (told,) = check(rule, read, evidence=evidence).outcomes
        blanks = [(each.row["n"], each.doubt) for each in told.operands if each.state == "blank"]
        assert told.verdict == "violated"
        assert (blanks, told.reading_doubt) == (([(0, doubt)], True) if doubt else ([], False))


def test_nothing_but_the_run_itself_depends_on_chance() -> None:
    reports = [
        report(f"{name}/2018", alpha=rows(str(n)), beta=[{"item": "甲", "amount": "1"}])
        for n, name in enumerate("dcba")
    ]
    book = check_text(CELLS + NEEDS.replace("T00", "T01"), "t.dq", SCHEMA).book

    def told(order: list, **options: int) -> dict:
        record = run(book, MemoryStore(order, SCHEMA), SCHEMA, Options(holds=True, **options))
        return {key: value for key, value in run_json(record, everything=True).items() if key != "run"}

    expected = told(reports)
    assert told(reports[::-1]) == expected
    assert told(reports, portion=1) == expected
    assert told(reports, portion=3) == expected
    assert told(reports, raw=True) == expected


@pytest.mark.slow
def test_the_number_of_threads_changes_nothing() -> None:
    script = (
        "from tests.properties.test_fused_is_naive import engine, invented; from dq.outcome import outcome_lines\n"
        "for seed in range(5):\n"
        "    print('\\n'.join(outcome_lines(engine(*invented(seed)), everything=True)))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "POLARS_MAX_THREADS": str(threads), "PYTHONPATH": "src:."},
            capture_output=True,
            check=True,
        ).stdout
        for threads in (1, 4)
    }
    assert len(outputs) == 1
    assert outputs.pop().count(b"\n") > 10


def test_a_rule_that_cannot_be_evaluated_takes_no_other_with_it() -> None:
    """A text in a sum gets past no checker; if one did, it would be an error and the others would be told."""
    book = check_text(CELLS, "t.dq", SCHEMA).book
    rule = book.rules[1]
    figure = c.Field("alpha", "total", ValueType.MONEY)
    text = c.Literal("甲", ValueType.TEXT, "甲")
    mixed = c.Arithmetic(c.Operator.ADD, figure, text, ValueType.MONEY)
    literal = c.Literal(Decimal(10) ** 40, ValueType.NUMBER, "…")
    for wrong in (mixed, c.Arithmetic(c.Operator.ADD, figure, literal, ValueType.MONEY)):
        check_ = c.Compare(c.Comparison.EQ, wrong, literal, c.Tolerance())
        broken = replace(rule.expectations[0], check=check_, each="alpha")
        rules = (book.rules[0], replace(rule, expectations=(broken,)), book.rules[2])
        both = [report(f"{name}/2018", alpha=rows("1"), beta=[{"item": "甲", "amount": "1"}]) for name in "ab"]
        record = run(replace(book, rules=rules), MemoryStore(both, SCHEMA), SCHEMA, Options(holds=True))
        assert [error.rule for error in record.errors] == ["T002"]
        assert record.matrix == {"T001": {"holds": 6}, "T002": {"error": 2}, "T003": {"holds": 2}}


def test_explain_goes_from_the_source_to_polars() -> None:
    book = check_text(CELLS, "t.dq", SCHEMA).book
    text = explain(book.rules[1], SCHEMA)
    for part in (
        "-- source: T002",
        "Arithmetic",
        "as written",
        "after share",
        "-- polars, group 0: alpha by report, item",
    ):
        assert part in text


def test_statements_and_messages_in_both_languages() -> None:
    bad = report(alpha=rows("100"), beta=[{"item": "甲", "amount": "1"}])
    (zh,) = [o for o in check(CELLS, bad).outcomes if o.rule == "T003"]
    (en,) = [o for o in check(CELLS, bad, language="en").outcomes if o.rule == "T003"]
    assert zh.statement == "100 = 1；差额 99，容差 1"
    assert zh.message.startswith("《alpha表》")
    assert en.statement == "100 = 1; difference 99, allowance 1"
    assert "should equal" in en.message


def test_a_message_names_what_is_missing_and_what_blocks() -> None:
    gone = report(alpha=rows("1"), beta=None)
    messages = {o.rule: o.message for o in check(CELLS, gone).outcomes}
    assert messages["T003"] == "无法判断：报告中没有《beta表》。"
    unnamed = report(alpha=[{"label": None, "total": "1", "part": "1"}])
    told = {o.rule: o.message for o in check(NEEDS, unnamed).outcomes}
    assert told["T003"] == "无法判断：前提规则 T002 未通过。"


def test_what_is_read_as_zero_is_shown_as_zero() -> None:
    rule = 'rule T001 "t" { basis "b" severity error for each alpha as r check r.total = r.part missing as zero }'
    (outcome,) = check(rule, report(template="narrow", alpha=[{"total": "5", "part": None}])).outcomes
    assert outcome.statement == "5 = 0；差额 5，容差 0.5"
    assert [operand.state for operand in outcome.operands] == ["figure", "absent"]
