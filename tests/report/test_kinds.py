"""The kind of a rule is read from the shape of its check."""

from __future__ import annotations

import pytest

from dq.diagnostics import Span, Text
from dq.report.sinks.great_expectations.kinds import KIND_TITLES, RuleKind, kind_of
from dq.semantics.checked import (
    And,
    CheckedRule,
    Compare,
    Comparison,
    Condition,
    Exists,
    Expectation,
    Field,
    Inner,
    Not,
    Pick,
    Reduce,
    Reducer,
    Source,
    StateName,
    StateTest,
    Tolerance,
)
from dq.types import Severity, ValueType

CELL = Field("t", "total", ValueType.MONEY)
OTHER = Pick(Source("u"), "total", ValueType.MONEY, "u.total")
SUM = Reduce(Reducer.SUM, Source("t"), Inner("t", "total", ValueType.MONEY), ValueType.MONEY, "sum(t.total)")
EQUAL = Compare(Comparison.EQ, CELL, SUM, Tolerance())
PRESENT = StateTest(CELL, StateName.PRESENT)


def rule_with(check: Condition) -> CheckedRule:
    expectation = Expectation("R1", None, "t", None, None, check, ("t",), frozenset())
    title, place = Text("题", "title"), Span("r.dq")
    return CheckedRule("R1", title, "", Severity.ERROR, None, (), "", "", place, "r", (expectation,), "f")


@pytest.mark.parametrize(
    ("check", "kind"),
    [
        (EQUAL, RuleKind.IDENTITY),
        (Compare(Comparison.EQ, CELL, OTHER, Tolerance()), RuleKind.AGREEMENT),
        (Compare(Comparison.LE, CELL, OTHER, Tolerance()), RuleKind.BOUND),
        (Compare(Comparison.NE, CELL, OTHER, Tolerance()), RuleKind.BOUND),
        (PRESENT, RuleKind.STATE),
        (Exists(Source("t")), RuleKind.STATE),
        (And(EQUAL, PRESENT), RuleKind.LOGIC),
        (Not(EQUAL), RuleKind.LOGIC),
    ],
)
def test_kind_of(check, kind):
    assert kind_of(rule_with(check)) is kind


def test_every_kind_has_a_title():
    assert set(KIND_TITLES) == set(RuleKind)
