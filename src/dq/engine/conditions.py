"""Conditions as polars expressions: three Kleene booleans, each null where it cannot be told.

Polars' `&`, `|` and `~` follow Kleene's tables (tests/engine proves it).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, assert_never

import polars as pl

from dq.engine.bits import (
    AMBIGUOUS,
    MISSING,
    MONEY_UNIT,
    OTHER_UNIT,
    OVERFLOW,
    UNITS,
    UNREADABLE,
    UNUSABLE,
    flag,
    has,
)
from dq.engine.frame import Frame, Number
from dq.engine.literals import exact
from dq.plan.form import STORED_DECIMALS, decimals, digits, form_of
from dq.plan.linear import EXACT
from dq.plan.nodes import (
    Both,
    Condition,
    Contrary,
    Either,
    Given,
    NumberTest,
    Occurs,
    OneOf,
    Starts,
    StateIs,
    TextTest,
)
from dq.plan.walk import has_unit, leaves
from dq.semantics.checked import Comparison, StateName, ToleranceKind
from dq.types import CellState, ValueType

_ZERO: Final = exact(Decimal(0))
_CONTRARY: Final = {
    Comparison.EQ: Comparison.NE,
    Comparison.NE: Comparison.EQ,
    Comparison.LT: Comparison.GE,
    Comparison.GE: Comparison.LT,
    Comparison.GT: Comparison.LE,
    Comparison.LE: Comparison.GT,
}
_STATES: Final = {
    StateName.PRESENT: (CellState.FIGURE, CellState.ZERO, CellState.TEXT, CellState.UNREADABLE),
    StateName.BLANK: (CellState.BLANK, CellState.DASH),
}


@dataclass(frozen=True, slots=True)
class Truth:
    """A condition in every row: true as printed, possibly true, possibly false; and the bits of all it read."""

    printed: pl.Expr
    possible: pl.Expr
    refutable: pl.Expr
    bits: pl.Expr

    @property
    def unreadable(self) -> pl.Expr:
        """True where it cannot be told for no other reason than a cell that is there and cannot be read.

        A filter leaves out what it cannot tell, but a cell that it should read and cannot makes its user undecided.
        """
        cells_only = has(self.bits, UNREADABLE | OVERFLOW) & ~has(self.bits, MISSING | AMBIGUOUS | UNITS)
        return self.printed.is_null() & cells_only


@dataclass(frozen=True, slots=True)
class Sides:
    """A comparison of numbers, scaled by a power of ten; `allowance` is how far it may be off."""

    left: pl.Expr
    right: pl.Expr
    allowance: pl.Expr
    bits: pl.Expr


def truth(condition: Condition, frame: Frame) -> Truth:
    """The condition on the rows of `frame`."""
    match condition:
        case NumberTest():
            return _number_test(condition, frame)
        case TextTest(comparison, left, right):
            return _printed_only(_compare(comparison, frame.words(left), frame.words(right)), frame.bits(left, right))
        case OneOf(operand, choices):
            return _printed_only(frame.words(operand).is_in(list(choices)), frame.bits(operand))
        case Starts(operand, prefix):
            found = frame.words(operand).str.starts_with(frame.words(prefix))
            return _printed_only(found, frame.bits(operand, prefix))
        case StateIs(operand, state):
            code = frame.state(operand)
            among = code == 0 if state is StateName.ABSENT else code.is_in([each.value for each in _STATES[state]])
            return _printed_only(among, frame.state_bits(operand))
        case Occurs(operand):
            return _printed_only(frame.count(operand) > 0, frame.bits(operand))
        case Both(left, right):
            return _both(truth(left, frame), truth(right, frame))
        case Either(left, right):
            return _either(truth(left, frame), truth(right, frame))
        case Contrary(operand):
            inner = truth(operand, frame)
            return Truth(~inner.printed, inner.refutable, inner.possible, inner.bits)
        case Given(antecedent, consequent):
            given = truth(antecedent, frame)
            settled = Truth(~given.printed, ~given.printed, given.printed, given.bits)
            return _either(settled, truth(consequent, frame))
        case _:
            assert_never(condition)


def sides(test: NumberTest, frame: Frame, scaled: int) -> Sides:
    """Both sides and the allowance, times 10^scaled."""
    left, right = frame.number(test.left, scaled), frame.number(test.right, scaled)
    down, up = _reach(test, frame, scaled)
    match test.comparison:
        case Comparison.LE | Comparison.LT:
            allowance = _ZERO if down is None else down
        case Comparison.GE | Comparison.GT:
            allowance = _ZERO if up is None else up
        case Comparison.EQ | Comparison.NE:
            allowance = _towards_equality(left.value - right.value, down, up)
        case _:
            assert_never(test.comparison)
    return Sides(left.value, right.value, allowance, test_bits(test, frame))


def test_digits(test: NumberTest) -> int:
    """The power of ten under which both sides and the tolerance are whole or fit the stored decimals."""
    tolerance = decimals(test.tolerance.amount) - STORED_DECIMALS
    return max(digits(test.left), digits(test.right), digits(test.difference), tolerance, 0)


def test_bits(test: NumberTest, frame: Frame) -> pl.Expr:
    """Bits of both sides; a clash of units between a quantity and another figure is found here."""
    bits = frame.bits(test.left, test.right)
    types = {form_of(leaf).type for leaf in leaves(test) if has_unit(leaf)}
    if ValueType.QUANTITY not in types:
        return bits
    known = MONEY_UNIT if ValueType.MONEY in types else 0
    known |= OTHER_UNIT if types - {ValueType.MONEY, ValueType.QUANTITY} else 0
    seen = bits | flag(known)
    clash = has(seen, MONEY_UNIT) & has(seen, OTHER_UNIT)
    return pl.when(clash).then(bits | flag(UNITS)).otherwise(bits)


def _reach(test: NumberTest, frame: Frame, scaled: int) -> tuple[pl.Expr | None, pl.Expr | None]:
    """How far the true difference may lie below and above the printed one."""
    match test.tolerance.kind:
        case ToleranceKind.EXACT:
            return None, None
        case ToleranceKind.ABSOLUTE:
            amount = EXACT.scaleb(test.tolerance.amount, scaled)
            reach = exact(amount) if amount else None
            return reach, reach
        case ToleranceKind.ROUNDING:
            difference = frame.number(test.difference, scaled)
            return difference.down, difference.up
        case _:
            assert_never(test.tolerance.kind)


def _towards_equality(difference: pl.Expr, down: pl.Expr | None, up: pl.Expr | None) -> pl.Expr:
    if down is up:
        return _ZERO if down is None else down
    below, above = (_ZERO if end is None else end for end in (down, up))
    wider = pl.when(below > above).then(below).otherwise(above)
    return pl.when(difference > 0).then(below).when(difference < 0).then(above).otherwise(wider)


def _number_test(test: NumberTest, frame: Frame) -> Truth:
    scaled = test_digits(test)
    left, right = frame.number(test.left, scaled), frame.number(test.right, scaled)
    difference = Number(left.value - right.value, *_reach(test, frame, scaled))
    bits = test_bits(test, frame)
    usable = (bits & flag(UNUSABLE)) == 0
    return Truth(
        _where(usable, _compare(test.comparison, difference.value, _ZERO)),
        _where(usable, _possible(test.comparison, difference)),
        _where(usable, _possible(_CONTRARY[test.comparison], difference)),
        bits,
    )


def _where(usable: pl.Expr, value: pl.Expr) -> pl.Expr:
    return pl.when(usable).then(value)


def _possible(comparison: Comparison, difference: Number) -> pl.Expr:
    """Whether some true difference satisfies the comparison with zero. Intervals are closed, `<` stays strict."""
    value, down, up = difference.value, difference.down, difference.up
    low = value if down is None else value - down
    high = value if up is None else value + up
    match comparison:
        case Comparison.EQ:
            return (low <= 0) & (high >= 0)
        case Comparison.NE:
            return (low != 0) | (high != 0)
        case Comparison.LE:
            return low <= 0
        case Comparison.LT:
            return low < 0
        case Comparison.GE:
            return high >= 0
        case Comparison.GT:
            return high > 0
        case _:
            assert_never(comparison)


def _compare(comparison: Comparison, left: pl.Expr, right: pl.Expr) -> pl.Expr:
    match comparison:
        case Comparison.EQ:
            return left == right
        case Comparison.NE:
            return left != right
        case Comparison.LT:
            return left < right
        case Comparison.LE:
            return left <= right
        case Comparison.GT:
            return left > right
        case Comparison.GE:
            return left >= right
        case _:
            assert_never(comparison)


def _printed_only(printed: pl.Expr, bits: pl.Expr) -> Truth:
    """A condition that knows no rounding."""
    told = _where((bits & flag(UNUSABLE)) == 0, printed)
    return Truth(told, told, ~told, bits)


def _both(left: Truth, right: Truth) -> Truth:
    return Truth(
        left.printed & right.printed,
        left.possible & right.possible,
        left.refutable | right.refutable,
        left.bits | right.bits,
    )


def _either(left: Truth, right: Truth) -> Truth:
    return Truth(
        left.printed | right.printed,
        left.possible | right.possible,
        left.refutable & right.refutable,
        left.bits | right.bits,
    )
