"""Constant folding: what a rule's templates, definitions and list of columns left of comparisons of constants.

Before → after:

    where "total" = "total" and r.level = 1     →   where r.level = 1
    check 1 < 2 implies r.a = r.b               →   check r.a = r.b

Sums of constants and factors are folded before, for that is what a linear form is (`dq.plan.linear`). What decides a
check stays as it is written, constants too: people are shown its sides, and what it reads decides whether it is told.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from dq.plan.nodes import Both, Condition, Contrary, Either, Given, NumberTest, OneOf, Starts, TextTest, Words
from dq.plan.whole import Plan, Test
from dq.semantics.checked import Comparison, ToleranceKind

_COMPARED: Final[dict[Comparison, Callable[[Any, Any], bool]]] = {
    Comparison.EQ: operator.eq,
    Comparison.NE: operator.ne,
    Comparison.LT: operator.lt,
    Comparison.LE: operator.le,
    Comparison.GT: operator.gt,
    Comparison.GE: operator.ge,
}


def fold(plan: Plan) -> Plan:
    """Conditions over constants are settled once, not on every row; those that are always true go."""
    bases = (replace(base, tests=tuple(map(_test, base.tests))) for base in plan.bases)
    return replace(plan, bases=tuple(bases))


def _test(test: Test) -> Test:
    where, applies = (None if each is None else _filter(each) for each in (test.where, test.applies))
    return replace(test, where=where, applies=applies, check=_check(test.check))


def _filter(condition: Condition) -> Condition | None:
    """The condition, None where it is always true."""
    folded = _folded(condition)
    return None if _settled(folded) is True else folded


def _check(check: Condition) -> Condition:
    """The check with its antecedents folded, which nobody is shown."""
    match check:
        case Both(left, right) | Either(left, right):
            return type(check)(_check(left), _check(right))
        case Contrary(operand):
            return Contrary(_check(operand))
        case Given(antecedent, consequent):
            given = _filter(antecedent)
            return _check(consequent) if given is None else Given(given, _check(consequent))
        case _:
            return check


def _folded(condition: Condition) -> Condition:
    """The condition without those of its parts that make no difference."""
    match condition:
        case Both(left, right) | Either(left, right):
            left, right = _folded(left), _folded(right)
            neutral = isinstance(condition, Both)  # true beside and, false beside or
            if _settled(left) is neutral:
                return right
            return left if _settled(right) is neutral else type(condition)(left, right)
        case Contrary(operand):
            inner = _folded(operand)
            return inner.operand if isinstance(inner, Contrary) else Contrary(inner)
        case Given(antecedent, consequent):
            given = _folded(antecedent)
            return _folded(consequent) if _settled(given) is True else Given(given, _folded(consequent))
        case _:
            return condition


def _settled(condition: Condition) -> bool | None:
    """What a condition over constants comes to; None where it reads something, or true values might decide it."""
    match condition:
        case TextTest(comparison, Words(str(left)), Words(str(right))):
            return _COMPARED[comparison](left, right)
        case NumberTest(comparison, left, right, _, tolerance, None) if not left.terms and not right.terms:
            plain = tolerance.kind in (ToleranceKind.ROUNDING, ToleranceKind.EXACT)
            return _COMPARED[comparison](left.constant, right.constant) if plain else None
        case OneOf(Words(str(text)), choices):
            return text in choices
        case Starts(Words(str(text)), Words(str(prefix))):
            return text.startswith(prefix)
        case Contrary(operand):
            inner = _settled(operand)
            return None if inner is None else not inner
        case _:
            return None
