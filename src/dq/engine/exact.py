"""Comparisons with products, quotients, rounding or dates, evaluated exactly: fractions, row by row.

Polars has no exact division (its decimals keep their scale) and 128 bits are too few for products, so these tests leave
it for the comparison itself: operands come as columns, verdicts go back as columns. Equal rows are evaluated once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import Any, Final

import polars as pl

from dq.engine.figures import Scale
from dq.engine.interval import (
    Interval,
    IntervalAlgebra,
    absolute,
    divided,
    multiple,
    multiplied,
    plus,
    spanning,
    times,
)
from dq.engine.operations import ANSWER, MILLIONTHS
from dq.engine.plain import column_of, plain
from dq.plan.nodes import (
    Absolute,
    Atom,
    Extreme,
    Leaf,
    Linear,
    Month,
    NumberTest,
    Product,
    Quotient,
    Rounded,
    Term,
    Words,
)
from dq.semantics.checked import CONTRARY, Comparison, ToleranceKind
from dq.types import Rounding

MOST_SHARED: Final = 6
"""Figures that stand on both sides of one division and are taken as one each; more are taken as if independent."""

_ALGEBRA: Final = IntervalAlgebra()
_ZERO: Final = Fraction(0)
_LARGEST: Final = Fraction(10**31)
_MINUS: Final = Fraction(-1)

Given = Mapping[Leaf | Words, Interval]
"""What was read in one row."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a comparison says of one row; figures in millionths, `allowance` None where there is no bound."""

    printed: bool
    possible: bool
    refutable: bool
    left: int
    right: int
    allowance: int | None


class TooLargeError(Exception):
    """A result that exceeds what is stored."""


def answer(test: NumberTest, given: Given, step: Fraction | None, *, apart: bool = False) -> Answer:
    """The comparison of one row.

    Parameters: `step` a unit of the last printed digit of the side that is a single figure, None without one; `apart`
    nothing stands on both sides, so that their difference need not be evaluated for itself.
    Errors: `ZeroDivisionError` for a divisor printed as zero; `TooLargeError`.
    """
    left, right = evaluated(test.left, given), evaluated(test.right, given)
    difference = plus(left, times(right, _MINUS)) if apart else evaluated(test.difference, given)
    difference = _within(test, difference, right)
    value = left.value - right.value
    difference = Interval(value, difference.low, difference.high)
    equal = value == 0 or _rounds_to(test, left.value, right.value, step)
    printed = _as_printed(test.comparison, value, equal=equal)
    contrary = CONTRARY[test.comparison]
    return Answer(
        printed,
        printed or _some(test.comparison, difference, equal=equal),
        (not printed) or _some(contrary, difference, equal=equal),
        _stored(left.value),
        _stored(right.value),
        _allowance(test.comparison, difference),
    )


def _rounds_to(test: NumberTest, left: Fraction, right: Fraction, step: Fraction | None) -> bool:
    """Whether the computed side, rounded half up to the printed digits of the other, equals it."""
    if test.single is None or not step:
        return False
    figure, computed = (left, right) if test.single.on_left else (right, left)
    return multiple(computed, step, Rounding.HALF_UP) == figure


def _as_printed(comparison: Comparison, difference: Fraction, *, equal: bool) -> bool:
    match comparison:
        case Comparison.EQ:
            return equal
        case Comparison.NE:
            return not equal
        case Comparison.LT:
            return difference < 0
        case Comparison.LE:
            return difference <= 0
        case Comparison.GT:
            return difference > 0
        case Comparison.GE:
            return difference >= 0


def _some(comparison: Comparison, difference: Interval, *, equal: bool) -> bool:
    """Whether some true difference satisfies the comparison with zero."""
    low, high = difference.low, difference.high
    match comparison:
        case Comparison.EQ:
            return difference.holds_zero
        case Comparison.NE:
            return low != high if equal else low != 0 or high != 0
        case Comparison.LE:
            return low is None or low <= 0
        case Comparison.LT:
            return low is None or low < 0
        case Comparison.GE:
            return high is None or high >= 0
        case Comparison.GT:
            return high is None or high > 0


def _within(test: NumberTest, difference: Interval, right: Interval) -> Interval:
    """The difference with the interval that the tolerance gives it."""
    value = difference.value
    match test.tolerance.kind:
        case ToleranceKind.EXACT:
            reach = _ZERO
        case ToleranceKind.ABSOLUTE:
            reach = Fraction(test.tolerance.amount)
        case ToleranceKind.RELATIVE:
            reach = abs(right.value) * Fraction(test.tolerance.amount)
        case ToleranceKind.ROUNDING | ToleranceKind.TRUNCATION:
            return difference
    return Interval(value, value - reach, value + reach)


def _allowance(comparison: Comparison, difference: Interval) -> int | None:
    """How far the difference may reach towards truth."""
    value = difference.value
    down = None if difference.low is None else value - difference.low
    up = None if difference.high is None else difference.high - value
    match comparison:
        case Comparison.LE | Comparison.LT:
            reach = down
        case Comparison.GE | Comparison.GT:
            reach = up
        case Comparison.EQ | Comparison.NE if value > 0:
            reach = down
        case Comparison.EQ | Comparison.NE if value < 0:
            reach = up
        case Comparison.EQ | Comparison.NE:
            reach = None if down is None or up is None else max(down, up)
    return None if reach is None else _stored(reach)


def _stored(value: Fraction) -> int:
    """A result as it is shown: in millionths of the base unit, halves away from zero."""
    if abs(value) >= _LARGEST:
        raise TooLargeError
    steps = (2 * abs(value.numerator) * MILLIONTHS + value.denominator) // (2 * value.denominator)
    return steps if value.numerator >= 0 else -steps


def evaluated(number: Linear, given: Given) -> Interval:
    """A linear form of what was read and computed."""
    total = Interval.exactly(_fraction(number.constant)) if number.constant or not number.terms else None
    for term in number.terms:
        figure = _term(term, given)
        total = figure if total is None else plus(total, figure)
    return Interval.exactly(_ZERO) if total is None else total


def _term(term: Term, given: Given) -> Interval:
    figure = _atom(term.atom, given)
    return times(_ALGEBRA.exact(figure) if term.exact else figure, _fraction(term.coefficient))


_fraction: Final = lru_cache(maxsize=10_000)(Fraction)
"""The fraction of a constant: few constants are in many rows."""


def _atom(atom: Atom, given: Given) -> Interval:
    match atom:
        case Absolute(operand):
            return absolute(evaluated(operand, given))
        case Rounded(operand, step, way):
            return _ALGEBRA.rounded(evaluated(operand, given), step, way)
        case Extreme(operands, largest):
            return _ALGEBRA.extreme([evaluated(operand, given) for operand in operands], largest=largest)
        case Product(left, right):
            return multiplied(evaluated(left, given), evaluated(right, given))
        case Quotient(left, right):
            return _quotient(left, right, given)
        case Month(operand):
            return given[operand]
        case _:
            return given[atom]


def _quotient(left: Linear, right: Linear, given: Given) -> Interval:
    """Left ÷ right; a figure that stands in both is one figure.

    In each figure for itself the quotient of two sums is (a·x + b) ÷ (c·x + d), monotone as long as the divisor does
    not pass zero, so its extremes lie at ends of the intervals.
    """
    dividend, divisor = evaluated(left, given), evaluated(right, given)
    plain = divided(dividend, divisor)
    above = {term.atom: term for term in left.terms if not term.exact}
    shared = [term for term in right.terms if not term.exact and term.atom in above]
    if not shared or len(shared) > MOST_SHARED or plain.ends is None:
        return plain
    figures = [_atom(term.atom, given) for term in shared]
    atoms = {term.atom for term in shared}
    rests = [
        evaluated(Linear(tuple(t for t in side.terms if t.exact or t.atom not in atoms), side.constant), given)
        for side in (left, right)
    ]
    ends = [figure.ends for figure in (*figures, *rests)]
    if any(end is None for end in ends):
        return plain
    corners = []
    for corner in product(*(end for end in ends if end is not None)):
        *values, above_rest, below_rest = corner
        factors = [above[term.atom].coefficient for term in shared]
        upper = above_rest + sum((Fraction(k) * v for k, v in zip(factors, values, strict=True)), _ZERO)
        lower = below_rest + sum((Fraction(t.coefficient) * v for t, v in zip(shared, values, strict=True)), _ZERO)
        corners.append(upper / lower)
    return spanning(plain.value, corners)


@dataclass(frozen=True, slots=True)
class Read:
    """Where an operand's figures stand in the rows that are handed over.

    Parameters: `digits` the power of ten they are scaled by; `down` and `up` columns of what they may lie off.
    """

    of: Leaf | Words
    value: int
    down: int | None
    up: int | None
    digits: int


_NO_ANSWER: Final[tuple[Any, ...]] = (None,) * 6


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A comparison over rows.

    Parameters: `reads` its operands; `radius` the column with twice which the last printed digit of the single figure
    is, `unit` that of its unit and decimals, None without a single figure; `apart` nothing stands on both sides.
    """

    test: NumberTest
    reads: tuple[Read, ...]
    radius: int | None = None
    unit: int | None = None
    apart: bool = False
    seen: dict[tuple[Any, ...], tuple[Any, ...]] = field(default_factory=dict, compare=False)

    def fused(self, operands: Sequence[pl.Expr]) -> pl.Expr:
        """The answers as polars computes them."""
        columns = [each.alias(f"o{place}") for place, each in enumerate(operands)]
        return pl.struct(columns).map_batches(self._answers, return_dtype=pl.Struct(ANSWER), is_elementwise=True)

    def direct(self, operands: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
        """The answers to plain values, figures in millionths."""
        return [self._row(row) for row in zip(*operands, strict=True)]

    def _answers(self, rows: pl.Series) -> pl.Series:
        found = self.direct([plain(column) for column in rows.struct.unnest().get_columns()])
        data = [
            column_of([each[place] for each in found], kind).alias(name)
            for place, (name, kind) in enumerate(ANSWER.items())
        ]
        return pl.DataFrame(data).to_struct(rows.name)

    def _row(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        found = self.seen.get(row)
        if found is None:
            if len(self.seen) >= _REMEMBERED:
                self.seen.clear()
            found = self.seen[row] = self._answer(row)
        return found

    def _answer(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        given = {read.of: _interval(read, row) for read in self.reads}
        try:
            told = answer(self.test, given, self._step(row), apart=self.apart)
        except ZeroDivisionError:
            return (*_NO_ANSWER, True, False)
        except TooLargeError:
            return (*_NO_ANSWER, False, True)
        return (told.printed, told.possible, told.refutable, told.left, told.right, told.allowance, False, False)

    def _step(self, row: tuple[Any, ...]) -> Fraction | None:
        """A unit of the last printed digit of the single figure; None for a cell without a figure."""
        if self.unit is None or "|" not in (row[self.unit] or ""):
            return None
        if self.radius is not None and row[self.radius]:
            return Fraction(2 * row[self.radius], 10**6)
        scale = Scale.parse(row[self.unit])
        return Fraction(scale.size.factor) / Fraction(10) ** scale.decimals


_REMEMBERED: Final = 20_000
"""Answers that one comparison keeps, for the rows that ask again."""


def _interval(read: Read, row: tuple[Any, ...]) -> Interval:
    size = 10 ** (6 + read.digits)
    value = Fraction(row[read.value] or 0, size)
    if read.down is None or read.up is None:
        return Interval.exactly(value)
    return Interval(value, value - Fraction(row[read.down] or 0, size), value + Fraction(row[read.up] or 0, size))


@lru_cache(maxsize=256)
def evaluation(test: NumberTest, reads: tuple[Read, ...], radius: int | None, unit: int | None) -> Evaluation:
    """The evaluation of a comparison, one for all who ask, so that equal rows are evaluated once."""
    sides = ({(term.atom, term.exact) for term in side.terms} for side in (test.left, test.right))
    return Evaluation(test, reads, radius, unit, apart=set.isdisjoint(*sides))
