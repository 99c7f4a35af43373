"""Conditions as expressions: three Kleene booleans, each null where it cannot be told.

Polars' `&`, `|` and `~` follow Kleene's tables (tests/engine proves it).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, assert_never

from dq.engine.bits import AMBIGUOUS, MISSING, NO_PRIOR, OVERFLOW, UNITS, UNREADABLE, UNUSABLE, ZERO_DIVISOR, flag, has
from dq.engine.expression import NOT_TOLD, NOTHING, Expr, exact, number, when, whole
from dq.engine.frame import Frame, Number
from dq.engine.rowwise import exactly, test_bits
from dq.plan.form import STORED_DECIMALS, decimals, digits, row_by_row
from dq.plan.linear import EXACT
from dq.plan.nodes import (
    Both,
    Choice,
    Condition,
    Contrary,
    Either,
    Given,
    Like,
    NumberTest,
    Occurs,
    OneOf,
    Starts,
    StateIs,
    TextTest,
)
from dq.semantics.checked import CONTRARY, Comparison, StateName, ToleranceKind
from dq.types import CellState

_NOT_THERE: Final = MISSING | AMBIGUOUS | NO_PRIOR | UNITS | ZERO_DIVISOR
_STATES: Final = {
    StateName.PRESENT: (CellState.FIGURE, CellState.ZERO, CellState.TEXT, CellState.UNREADABLE),
    StateName.BLANK: (CellState.BLANK, CellState.DASH),
}


@dataclass(frozen=True, slots=True)
class Truth:
    """A condition in every row: true as printed, possibly true, possibly false; and the bits of all it read."""

    printed: Expr
    possible: Expr
    refutable: Expr
    bits: Expr

    @property
    def unreadable(self) -> Expr:
        """True where it cannot be told for no other reason than a cell that is there and cannot be read.

        A filter leaves out what it cannot tell, but a cell that it should read and cannot makes its user undecided.
        """
        return self.printed.is_null() & has(self.bits, UNREADABLE) & ~has(self.bits, _NOT_THERE)

    @property
    def too_large(self) -> Expr:
        """True where it cannot be told and a figure is too large: an error of whoever asks, whatever else it lacks."""
        return self.printed.is_null() & has(self.bits, OVERFLOW)


@dataclass(frozen=True, slots=True)
class Sides:
    """A comparison of numbers, scaled by a power of ten; `allowance` is how far it may be off."""

    left: Expr
    right: Expr
    allowance: Expr
    bits: Expr


def truth(condition: Condition, frame: Frame) -> Truth:
    """The condition on the rows of `frame`."""
    match condition:
        case NumberTest():
            return _number_test(condition, frame)
        case TextTest(comparison, left, right):
            return _printed_only(_compare(comparison, frame.words(left), frame.words(right)), frame.bits(left, right))
        case OneOf(operand, choices):
            return _printed_only(frame.words(operand).among(choices), frame.bits(operand))
        case Starts(operand, prefix):
            found = frame.words(operand).starts_with(frame.words(prefix))
            return _printed_only(found, frame.bits(operand, prefix))
        case Like(operand, pattern):
            found = frame.words(operand).like(pattern)
            return _printed_only(found, frame.bits(operand))
        case StateIs(operand, state):
            code = frame.state(operand)
            among = code.among([0] if state is StateName.ABSENT else [each.value for each in _STATES[state]])
            return _printed_only(among, frame.state_bits(operand))
        case Occurs(operand):
            return _printed_only(frame.count(operand) > NOTHING, frame.bits(operand))
        case Both(left, right):
            return _both(truth(left, frame), truth(right, frame))
        case Either(left, right):
            return _either(truth(left, frame), truth(right, frame))
        case Contrary(operand):
            inner = truth(operand, frame)
            return Truth(~inner.printed, inner.refutable, inner.possible, inner.bits)
        case Choice(branches, otherwise):
            return _choice([(truth(guard, frame), truth(each, frame)) for guard, each in branches], otherwise, frame)
        case Given(antecedent, consequent):
            given = truth(antecedent, frame)
            settled = Truth(~given.printed, ~given.printed, given.printed, given.bits)
            return _either(settled, truth(consequent, frame))
        case _:
            assert_never(condition)


def sides(test: NumberTest, frame: Frame, scaled: int) -> Sides:
    """Both sides and the allowance, times 10^scaled."""
    if row_by_row(test):
        told = exactly(test, frame)
        size = whole(Decimal(10) ** scaled)
        shown = [told.answer(name) * size for name in ("left", "right", "allowance")]
        return Sides(shown[0], shown[1], shown[2], told.bits)
    left, right = frame.number(test.left, scaled), frame.number(test.right, scaled)
    down, up = _reach(test, frame, scaled)
    match test.comparison:
        case Comparison.LE | Comparison.LT:
            allowance = NOTHING if down is None else down
        case Comparison.GE | Comparison.GT:
            allowance = NOTHING if up is None else up
        case Comparison.EQ | Comparison.NE:
            allowance = _towards_equality(left.value - right.value, down, up)
        case _:
            assert_never(test.comparison)
    return Sides(left.value, right.value, allowance, test_bits(test, frame))


def test_digits(test: NumberTest) -> int:
    """The power of ten under which both sides and the tolerance are whole or fit the stored decimals."""
    if row_by_row(test):
        return 0
    tolerance = decimals(test.tolerance.amount) - STORED_DECIMALS
    return max(digits(test.left), digits(test.right), digits(test.difference), tolerance, 0)


def _reach(test: NumberTest, frame: Frame, scaled: int) -> tuple[Expr | None, Expr | None]:
    """How far the true difference may lie below and above the printed one."""
    match test.tolerance.kind:
        case ToleranceKind.EXACT:
            return None, None
        case ToleranceKind.ABSOLUTE:
            amount = EXACT.scaleb(test.tolerance.amount, scaled)
            reach = exact(amount) if amount else None
            return reach, reach
        case ToleranceKind.ROUNDING | ToleranceKind.TRUNCATION:
            difference = frame.number(test.difference, scaled)
            return difference.down, difference.up
        case ToleranceKind.RELATIVE:
            raise TypeError("a relative tolerance is evaluated row by row")
        case _:
            assert_never(test.tolerance.kind)


def _towards_equality(difference: Expr, down: Expr | None, up: Expr | None) -> Expr:
    if down is up:
        return NOTHING if down is None else down
    below, above = (NOTHING if end is None else end for end in (down, up))
    wider = when(below > above).then(below).otherwise(above)
    return when(difference > NOTHING).then(below).when(difference < NOTHING).then(above).otherwise(wider)


def _number_test(test: NumberTest, frame: Frame) -> Truth:
    if row_by_row(test):
        told = exactly(test, frame)
        return Truth(told.answer("printed"), told.answer("possible"), told.answer("refutable"), told.bits)
    scaled = test_digits(test)
    left, right = frame.number(test.left, scaled), frame.number(test.right, scaled)
    difference = Number(left.value - right.value, *_reach(test, frame, scaled))
    bits = test_bits(test, frame)
    usable = (bits & flag(UNUSABLE)).equals(number(0))
    cut = test.tolerance.kind is ToleranceKind.TRUNCATION
    return Truth(
        _where(usable, _compare(test.comparison, difference.value, NOTHING)),
        _where(usable, _possible(test.comparison, difference, open_ends=cut)),
        _where(usable, _possible(CONTRARY[test.comparison], difference, open_ends=cut)),
        bits,
    )


def _where(usable: Expr, value: Expr) -> Expr:
    return when(usable).then(value).otherwise(NOT_TOLD)


def _possible(comparison: Comparison, difference: Number, *, open_ends: bool) -> Expr:
    """Whether some true difference satisfies the comparison with zero. Intervals are closed, `<` stays strict.

    Parameters: `open_ends` the ends belong to the interval only where the figure itself stands there (truncation).
    """
    value, down, up = difference.value, difference.down, difference.up
    low = value if down is None else value - down
    high = value if up is None else value + up
    if open_ends:
        return _possible_within(comparison, value, low, high)
    match comparison:
        case Comparison.EQ:
            return (low <= NOTHING) & (high >= NOTHING)
        case Comparison.NE:
            return low.differs(NOTHING) | high.differs(NOTHING)
        case Comparison.LE:
            return low <= NOTHING
        case Comparison.LT:
            return low < NOTHING
        case Comparison.GE:
            return high >= NOTHING
        case Comparison.GT:
            return high > NOTHING
        case _:
            assert_never(comparison)


def _possible_within(comparison: Comparison, value: Expr, low: Expr, high: Expr) -> Expr:
    """As `_possible`, where an end that is not the value itself is not reached."""
    from_below, from_above = (low < NOTHING) | (value <= NOTHING), (high > NOTHING) | (value >= NOTHING)
    match comparison:
        case Comparison.EQ:
            return from_below & from_above
        case Comparison.NE:
            return low.differs(high) | value.differs(NOTHING)
        case Comparison.LE:
            return from_below
        case Comparison.LT:
            return low < NOTHING
        case Comparison.GE:
            return from_above
        case Comparison.GT:
            return high > NOTHING
        case _:
            assert_never(comparison)


def _compare(comparison: Comparison, left: Expr, right: Expr) -> Expr:
    match comparison:
        case Comparison.EQ:
            return left.equals(right)
        case Comparison.NE:
            return left.differs(right)
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


def _printed_only(printed: Expr, bits: Expr) -> Truth:
    """A condition that knows no rounding."""
    told = _where((bits & flag(UNUSABLE)).equals(number(0)), printed)
    return Truth(told, told, ~told, bits)


def _choice(branches: list[tuple[Truth, Truth]], otherwise: Condition, frame: Frame) -> Truth:
    """The truth of the branch taken as printed; possible and refutable where that of any branch still possible is."""
    result = truth(otherwise, frame)
    for guard, each in reversed(branches):
        printed = when(guard.printed).then(each.printed).when(~guard.printed).then(result.printed).otherwise(NOT_TOLD)
        result = Truth(
            printed,
            (guard.possible & each.possible) | (guard.refutable & result.possible),
            (guard.possible & each.refutable) | (guard.refutable & result.refutable),
            guard.bits | each.bits | result.bits,
        )
    return result


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
