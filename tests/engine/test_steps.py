"""The steps of a check are the engine's own answers: they add up to what the outcome says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal
from typing import Any

import pytest

from dq.application.rulebooks import read_rules
from dq.archive import Archive, MemoryStore, ReportTables, Store
from dq.engine import check, explain_outcomes
from dq.engine.steps import Step
from dq.outcome.model import Outcome
from dq.semantics import check_text
from dq.semantics.checked import CheckedRule, Compare, Literal
from dq.types import Reason, Verdict, unit_named
from tests.engine.small import SCHEMA, report

Told = tuple[Outcome, tuple[Step, ...]]


def explained(text: str, *reports: ReportTables) -> list[Told]:
    """Outcomes with their steps of the one rule."""
    book = check_text(f'rule T001 "t" {{ {text} }}', "test.dq", SCHEMA).book
    store = MemoryStore(reports, SCHEMA)
    outcomes = check(book, store, SCHEMA, evidence="all", language="en", holds=True).outcomes
    steps = explain_outcomes(book.rules[0], outcomes, book, store, SCHEMA, language="en")
    return list(zip(outcomes, steps, strict=True))


def base(value: Decimal | None, unit: str | None) -> Decimal | None:
    return value if value is None or not unit else value * unit_named(unit).factor


def test_parts_come_before_what_they_make_with_their_intervals():
    body = report(alpha=[{"item": "a", "total": "10.00", "part": "3.34"}])
    ((_, steps),) = explained("for each alpha as r check r.total = 3 * r.part", body)
    shown = [(step.depth, step.text, step.value, step.low, step.high) for step in steps]
    assert shown[:3] == [
        (1, "total", Decimal("10.00"), Decimal("9.995"), Decimal("10.005")),
        (2, "part", Decimal("3.34"), Decimal("3.335"), Decimal("3.345")),
        (1, "3 * part", Decimal("10.02"), Decimal("10.005"), Decimal("10.035")),
    ]
    assert (steps[3].difference, steps[3].allowance, steps[3].verdict) == (
        Decimal("-0.02"),
        Decimal("0.02"),
        Verdict.ROUNDING,
    )
    assert [each.source.line for each in steps[0].operands] == [10]


def test_a_chain_of_addends_is_told_addend_by_addend():
    body = report(alpha=[{"item": "a", "total": "10.00", "part": "3.00"}])
    ((_, steps),) = explained("for each alpha as r check r.total = r.part + r.part - r.total * 2", body)
    assert [(step.depth, step.text) for step in steps[1:-1]] == [
        (2, "part"),
        (2, "part"),
        (3, "total"),
        (2, "total * 2"),
        (1, "part + part - (total * 2)"),
    ]


def test_a_figure_that_cancels_has_no_interval():
    body = report(alpha=[{"item": "a", "total": "10.00", "part": "3.34"}])
    ((_, steps),) = explained("for each alpha as r check r.total - r.total = r.part", body)
    assert next((step.low, step.high) for step in steps if step.text == "total - total") == (0, 0)


def test_only_the_branch_taken_is_told():
    body = report(alpha=[{"item": "a", "total": "10.00", "part": "3.34"}])
    text = "for each alpha as r check r.total = case { r.part > 5万元 => r.part; else => r.total + 1万元 }"
    ((outcome, steps),) = explained(text, body)
    assert [(step.text, step.value) for step in steps if step.depth == 2 and step.verdict is None] == [
        ("total + 1万元", Decimal("11.00"))
    ]
    assert [(step.text, step.value) for step in steps if step.depth == 1] == [
        ("total", Decimal("10.00")),
        ("case … else …", Decimal("11.00")),
    ]
    assert (steps[-1].verdict, outcome.right) == (Verdict.VIOLATED, Decimal("11.00"))


def test_what_is_no_figure_is_told_as_it_is_printed():
    body = report(alpha=[{"item": "a", "total": "10.00", "part": "?"}, {"item": "b", "total": "10.00", "part": ""}])
    first, second = explained("for each alpha as r check r.total = r.part", body)
    part = first[1][1]
    assert (part.value, part.told) == (None, "“?”")
    assert (first[1][-1].verdict, first[1][-1].reason) == (Verdict.UNDECIDED, Reason.UNREADABLE)
    assert (second[1][1].value, second[1][1].told) == (None, "blank")


class Held:
    """The sample in memory: each of the rules has its tables read anew, and from files that takes half of the time."""

    def __init__(self, store: Store) -> None:
        self.fingerprint, self.corrections = store.fingerprint, store.corrections
        self._frames = {name: store.scan(name).collect() for name in store.datasets()}

    def datasets(self) -> tuple[str, ...]:
        return tuple(self._frames)

    def scan(self, dataset: str, of: Collection[str] | None = None) -> Any:  # noqa: ARG002 - all is in memory
        return self._frames[dataset].lazy()

    def together(self) -> tuple[tuple[str, ...], ...]:
        return (tuple(self._frames["reports"]["report"]),)


@pytest.fixture(scope="module")
def sample(checkout: Any) -> list[tuple[CheckedRule, list[Told]]]:
    """Every shipped rule on the sample archive."""
    rules = read_rules([])
    opened = Archive.open(checkout / "datasets" / "sample", rules.schema)
    assert opened.archive is not None
    store = Held(opened.archive.inspect().sound)
    run = check(rules.book, store, rules.schema, evidence="violated", language="en", holds=True)
    found: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in run.outcomes:
        found[outcome.rule].append(outcome)
    told = []
    for rule in rules.book.rules:
        outcomes = found[rule.id]
        steps = explain_outcomes(rule, outcomes, rules.book, store, rules.schema, language="en")
        told.append((rule, list(zip(outcomes, steps, strict=True))))
    return told


@pytest.mark.slow
def test_the_last_step_of_every_outcome_of_the_sample_is_its_verdict(sample):
    seen = 0
    for _, told in sample:
        for outcome, steps in told:
            root = steps[-1]
            assert root.depth == 0
            if outcome.reason is not Reason.BLOCKED:
                assert (root.verdict, root.reason) == (outcome.verdict, outcome.reason)
                seen += 1
    assert seen > 100


@pytest.mark.slow
def test_the_sides_of_every_comparison_of_the_sample_are_the_outcomes(sample):
    seen = 0
    for rule, told in sample:
        checks = [each.check for each in rule.expectations]
        if not all(isinstance(each, Compare) for each in checks):
            continue
        literal = {isinstance(each.right, Literal) for each in checks if isinstance(each, Compare)}
        for outcome, steps in told:
            if outcome.left is None or literal != {False}:
                continue
            assert (steps[-1].difference, steps[-1].allowance) == (outcome.difference, outcome.allowance)
            left, right = (step for step in steps if step.depth == 1)
            for side, value in ((left, outcome.left), (right, outcome.right)):
                assert base(side.value or Decimal(0), side.unit) == base(value, outcome.unit), (rule.id, side)
            seen += 1
    assert seen > 100
