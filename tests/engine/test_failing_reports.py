"""A rule that cannot be evaluated on one report is evaluated on the others all the same."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dq.archive import MemoryStore
from dq.engine import outcomes, trial
from dq.engine.outcomes import Book
from dq.engine.planning import Planning
from dq.engine.portion import TableTooLargeError
from dq.outcome.model import RunError
from dq.semantics import check_text
from dq.types import Reason
from tests.engine.small import SCHEMA, breaking, check, report

RULES = """
rule T001 "rows" { for each alpha as r check r.total = r.part }
rule T002 "sums" { check sum(alpha.total) = sum(alpha.part) }
"""


def bodies(number: int):
    return [report(f"b{n}/2018", alpha=[{"item": "甲", "total": "2", "part": str(1 + n % 2)}]) for n in range(number)]


@pytest.mark.parametrize("portion", [2, 7, 100])
def test_what_a_report_breaks_does_not_depend_on_those_beside_it(monkeypatch, portion):
    sound = check(RULES, *bodies(9))
    breaking(monkeypatch, "b3/2018")
    record = check(RULES, *bodies(9), portion=portion)
    assert record.errors == (RunError("T002", "b3/2018", "ValueError: no"),)
    told = {(o.report, o.rule): o for o in record.outcomes}
    expected = {(o.report, o.rule): o for o in sound.outcomes}
    assert told.pop(("b3/2018", "T002")).verdict == "error"
    del expected["b3/2018", "T002"]
    assert told == expected


def test_row_names_are_there_where_the_only_rule_on_rows_failed_on_another_report(monkeypatch):
    breaking(monkeypatch, "b2/2018", rule="T001")
    record = check(RULES.split("rule T002", maxsplit=1)[0], *bodies(5))
    rows = {o.report: o.row and o.row["path"] for o in record.outcomes}
    assert rows == {"b0/2018": "甲", "b1/2018": "甲", "b2/2018": None, "b3/2018": "甲", "b4/2018": "甲"}


def test_a_rule_that_fails_on_several_reports_is_one_error(monkeypatch):
    breaking(monkeypatch, *(f"b{n}/2018" for n in range(9)))
    record = check(RULES, *bodies(9), portion=4)
    assert record.errors == (RunError("T002", None, "ValueError: no"),)
    assert record.matrix["T002"] == {"error": 9}


@pytest.fixture
def evaluations(monkeypatch):
    """How often something was evaluated, and what it raises each time, for so many reports and more."""
    count = []

    def broken(by, least=0):
        def evaluate(plan, portion, *rest):
            count.append(len(portion.reports))
            if len(portion.reports) < least:
                return sound(plan, portion, *rest)
            raise by

        sound = trial.evaluate
        monkeypatch.setattr(trial, "evaluate", evaluate)
        return count

    return broken


def many(number: int) -> str:
    """So many rules."""
    return "\n".join(f'rule T{n:03} "t" {{ check sum(alpha.total) = sum(alpha.part) }}' for n in range(number))


@pytest.mark.parametrize("fault", [NameError("name 'x' is not defined"), TypeError("no"), AttributeError("no")])
@pytest.mark.parametrize("few", [0, 100])
def test_a_fault_of_the_program_is_told_at_once(evaluations, fault, few):
    count = evaluations(fault)
    with pytest.raises(type(fault), match=str(fault)):
        check(many(59), *bodies(40), few=few)
    assert len(count) <= 8  # two portions may be begun


def test_a_name_that_nobody_defined_is_no_fault_of_a_single_report(evaluations):
    count = evaluations(NameError("name 'x' is not defined"))
    with pytest.raises(NameError):
        check(many(59), *bodies(1))
    assert len(count) == 4


@pytest.mark.parametrize("few", [0, 100])
def test_a_fault_that_all_new_reports_share_does_not_end_the_run(evaluations, few):
    """A run of what is new sees these alone; a run of everything sees sound ones beside them."""
    evaluations(TypeError("no"), 1)
    record = check(many(3), *bodies(13), few=few)
    assert record.counts["error"] == 13 * 3
    assert {error.message for error in record.errors} == {"TypeError: no"}


@pytest.mark.parametrize("few", [-1, 100])
def test_rules_are_evaluated_on_no_report_at_all_without_a_fault(few):
    """So that what befalls them there is the program's."""
    book = Book.of(check_text(RULES, "test.dq", SCHEMA).book.rules)
    planned = Planning(book, SCHEMA, None).of("wide")
    bench = trial.Bench(MemoryStore((), SCHEMA), tuple(SCHEMA.tables), few=few)
    found = bench.run(planned.tests, "wide", [])
    assert len(planned.tests) == 2
    assert found.failed == ()
    assert found.results.is_empty()


@pytest.mark.parametrize("fault", [TableTooLargeError("too large"), OverflowError("too large"), MemoryError("no")])
def test_what_reports_may_cause_is_told_rule_by_rule(evaluations, fault):
    evaluations(fault)
    record = check(RULES, *bodies(4))
    assert record.counts["error"] == 8
    assert {error.message for error in record.errors} == {f"{type(fault).__name__}: {fault}"}


@pytest.mark.parametrize("bad", [range(80), range(1, 80, 2), [40]])
def test_what_befalls_every_rule_is_not_looked_for_rule_by_rule_on_every_report(monkeypatch, bad):
    """Not at the ends, all, every second, or one of the reports."""
    count, sound = [], trial.read_portion
    fallen = {f"b{n:02}/2018" for n in bad}

    def read_portion(store, reports, *rest):
        count.append(len(reports))
        if fallen.isdisjoint(reports):
            return sound(store, reports, *rest)
        raise MemoryError("no")

    monkeypatch.setattr(trial, "read_portion", read_portion)
    reports = [report(f"b{n:02}/2018", alpha=[{"item": "甲", "total": "2", "part": "2"}]) for n in range(80)]
    record = check(many(40), *reports, evidence="violated")
    assert record.counts["error"] == 40 * len(bad)
    assert record.counts.get("holds", 0) == 40 * (80 - len(bad))
    assert len(count) < 600  # 40 rules on 80 reports are 3200


def test_what_is_blocked_has_its_figures_where_another_rule_fails(monkeypatch):
    """The rule that blocks and those that are blocked are then evaluated apart."""
    rules = (
        RULES
        + """
rule T003 "sound" { needs T001 check count(alpha) = 1 }
rule T004 "fails" { needs T001 check count(alpha) = 1 }
"""
    )
    wrong = [report(f"b{n}/2018", alpha=[{"item": "甲", "total": "2", "part": "9"}]) for n in range(5)]
    breaking(monkeypatch, "b0/2018", rule="T004")
    whole, told_only = (check(rules, *wrong, holds=holds, few=0) for holds in (True, False))
    assert list(told_only.outcomes) == [each for each in whole.outcomes if each.verdict != "holds"]
    blocked = [(o.report[:2], o.rule, o.left) for o in told_only.outcomes if o.reason is Reason.BLOCKED]
    sound = [(f"b{n}", rule, 1) for n in range(1, 5) for rule in ("T003", "T004")]
    assert blocked == [("b0", "T003", 1), ("b0", "T004", None), *sound]


@pytest.mark.parametrize("figure", ["12345678901234.89", "12345678901234567890123456789.12"])
@pytest.mark.parametrize("decimals", [0, 29, 127])
def test_a_figure_of_any_stored_size_is_told_as_it_is(figure, decimals):
    """The context of the process has 28 digits. What is too large to be evaluated shows its cells all the same."""
    body = report(alpha=[{"item": "甲", "total": figure, "part": "1"}], unit="元")
    body.rows["alpha"][0] |= {"total": Decimal(figure), "total__decimals": decimals}
    record = check('rule T001 "t" { for each alpha as r check r.total = r.part }', body, few=0, evidence="all")
    assert record.counts["violated" if len(figure) < 28 else "error"] == 1
    told_as = record.outcomes[0].operands[0].value
    assert told_as == Decimal(figure)
    assert told_as.as_tuple().exponent == -max(2, decimals)


def test_a_report_that_cannot_be_told_is_marked_and_the_others_are_told(monkeypatch):
    shown = outcomes.shown

    def failing(found, document, *rest):
        if found and document == "b2/2018.txt":
            raise ValueError("no")
        return shown(found, document, *rest)

    monkeypatch.setattr(outcomes, "shown", failing)
    wrong = [report(f"b{n}/2018", alpha=[{"item": "甲", "total": "2", "part": "9"}]) for n in range(4)]
    record = check(RULES, *wrong, few=0)
    assert record.errors == tuple(RunError(rule, "b2/2018", "ValueError: no") for rule in ("T001", "T002"))
    assert record.failed == {("T001", "b2/2018"), ("T002", "b2/2018")}
    violated = [o for o in record.outcomes if o.verdict == "violated"]
    assert [(o.report, o.rule, bool(o.operands)) for o in violated] == [
        (f"b{n}/2018", rule, n != 2) for n in range(4) for rule in ("T001", "T002")
    ]


def test_a_name_that_nobody_defined_is_a_fault_of_the_program_in_telling_too(monkeypatch):
    monkeypatch.setattr(outcomes, "shown", lambda *_: undefined)  # noqa: F821 - the fault
    with pytest.raises(NameError):
        check(RULES, *bodies(4))
