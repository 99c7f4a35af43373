"""Of a check that is violated, the parts that make it so.

Conditions that are met, and alternatives that never applied, say nothing to the reader of a finding.
"""

from __future__ import annotations

from dataclasses import dataclass

from dq.engine.facts import Facts, Row
from dq.semantics.checked import And, Compare, Condition, Expr, Implies, Literal, Not, Or
from dq.types import ValueType


@dataclass(frozen=True, slots=True)
class AtFault:
    """What is false of a condition, as the row prints it. Parameters: as those of `Facts.true`."""

    facts: Facts
    row: Row | None

    def of(self, node: Condition) -> Condition:
        """The part that makes a false condition false; the condition itself where that cannot be told.

        Example: of `a is present implies (b = c or b = 0)` the part `b = c or b = 0`.
        """
        match node:
            case Implies(left, right) if self._is(left, told=True):
                return self.of(right)
            case And(left, right):
                false = [self.of(each) for each in (left, right) if self._is(each, told=False)]
                return node if not false else false[0] if len(false) == 1 else _both(false[0], false[1])
            case Or(left, right):
                return _either(self.of(left), self.of(right))
            case Not(operand):
                return Not(self._met(operand))
            case _:
                return node

    def _met(self, node: Condition) -> Condition:
        """The part that makes a true condition true: of alternatives those that are."""
        match node:
            case Or(left, right):
                true = [self._met(each) for each in (left, right) if self._is(each, told=True)]
                return node if not true else true[0] if len(true) == 1 else Or(true[0], true[1])
            case And(left, right):
                return And(self._met(left), self._met(right))
            case _:
                return node

    def _is(self, node: Condition, *, told: bool) -> bool:
        return self.facts.true(node, self.row) is told


def has_figures(node: Condition) -> bool:
    """Whether a condition compares figures, dates or two printed texts: its other tests are of words of the program."""
    match node:
        case Compare(_, left, right):
            return _is_measured(left) or not (isinstance(left, Literal) or isinstance(right, Literal))
        case And(left, right) | Or(left, right) | Implies(left, right):
            return has_figures(left) or has_figures(right)
        case Not(operand):
            return has_figures(operand)
        case _:
            return False


def _both(left: Condition, right: Condition) -> Condition:
    """Two conditions that are both false: where one is of words, it says that the figures were never to be compared."""
    if has_figures(left) is not has_figures(right):
        return right if has_figures(left) else left
    return And(left, right)


def _either(left: Condition, right: Condition) -> Condition:
    """Alternatives that all failed: those that compare figures, where there are such; each once."""
    if has_figures(left) is not has_figures(right):
        return left if has_figures(left) else right
    return left if left == right else Or(left, right)


def _is_measured(side: Expr) -> bool:
    return side.type.is_numeric or side.type is ValueType.DATE
