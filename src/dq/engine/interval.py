"""Figures with the closed interval of the true values that print as them, in exact fractions.

Corners: the ends of a sum are the sums of the ends; × and ÷ take the extreme ones of their ends' combinations; an
interval of the divisor that holds zero leaves the quotient without bounds. Interval arithmetic in the sense of
R. E. Moore, Interval Analysis (1966), also the method of XBRL Calculations 1.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import ceil, floor
from typing import Final

from dq.types import Rounding

_ZERO: Final = Fraction(0)


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure as printed, and the ends of its interval; None for an end without bound."""

    value: Fraction
    low: Fraction | None
    high: Fraction | None

    @staticmethod
    def exactly(value: Fraction) -> Interval:
        """A figure without radius."""
        return Interval(value, value, value)

    @property
    def is_exact(self) -> bool:
        """True for one that is known to have no radius: both ends are the figure itself."""
        return self.low is self.value is self.high

    @property
    def ends(self) -> tuple[Fraction, Fraction] | None:
        """Both ends, None where one is missing."""
        return None if self.low is None or self.high is None else (self.low, self.high)

    @property
    def holds_zero(self) -> bool:
        """True where zero may be the true value."""
        return (self.low is None or self.low <= 0) and (self.high is None or self.high >= 0)


def unbounded(value: Fraction) -> Interval:
    """A figure whose true value may be anything."""
    return Interval(value, None, None)


def spanning(value: Fraction, corners: Iterable[Fraction]) -> Interval:
    """A figure between the smallest and the largest of some corners."""
    found = sorted(corners)
    return Interval(value, found[0], found[-1])


def plus(left: Interval, right: Interval) -> Interval:
    """Left + right."""
    if left.is_exact and right.is_exact:
        return Interval.exactly(left.value + right.value)
    low = None if left.low is None or right.low is None else left.low + right.low
    high = None if left.high is None or right.high is None else left.high + right.high
    return Interval(left.value + right.value, low, high)


def times(figure: Interval, factor: Fraction) -> Interval:
    """Factor · figure."""
    if not factor:
        return Interval.exactly(_ZERO)
    if factor == 1:
        return figure
    if figure.is_exact:
        return Interval.exactly(figure.value * factor)
    low = None if figure.low is None else figure.low * factor
    high = None if figure.high is None else figure.high * factor
    return Interval(figure.value * factor, *((low, high) if factor > 0 else (high, low)))


def multiplied(left: Interval, right: Interval) -> Interval:
    """Left · right."""
    value = left.value * right.value
    if left.is_exact and right.is_exact:
        return Interval.exactly(value)
    if left.ends is None or right.ends is None:
        return unbounded(value)
    return spanning(value, (a * b for a, b in product(left.ends, right.ends)))


def divided(left: Interval, right: Interval) -> Interval:
    """Left ÷ right. Errors: `ZeroDivisionError` where the divisor is printed as zero."""
    value = left.value / right.value
    if left.is_exact and right.is_exact:
        return Interval.exactly(value)
    if left.ends is None or right.ends is None or right.holds_zero:
        return unbounded(value)
    return spanning(value, (a / b for a, b in product(left.ends, right.ends)))


def absolute(figure: Interval) -> Interval:
    """|figure|: an interval across zero starts at zero."""
    if figure.ends is None:
        return Interval(abs(figure.value), _ZERO, None)
    low, high = figure.ends
    nearest = low if low > 0 else -high if high < 0 else _ZERO
    return Interval(abs(figure.value), nearest, max(-low, high))


def multiple(value: Fraction, step: Fraction, way: Rounding) -> Fraction:
    """The value as a multiple of `step`. Example: `multiple(Fraction(5, 2), Fraction(1), Rounding.HALF_UP)` → 3."""
    steps = value / step
    match way:
        case Rounding.HALF_UP:
            whole = floor(abs(steps) + Fraction(1, 2))
            return step * (whole if steps >= 0 else -whole)
        case Rounding.DOWN:
            return step * floor(steps)
        case Rounding.UP:
            return step * ceil(steps)


class IntervalAlgebra:
    """Functions of figures over intervals. Example: `IntervalAlgebra().absolute(figure)`."""

    def scaled(self, figure: Interval, factor: Decimal) -> Interval:
        """Factor · figure."""
        return times(figure, Fraction(factor))

    def difference(self, left: Interval, right: Interval) -> Interval:
        """Left − right."""
        return plus(left, times(right, Fraction(-1)))

    def quotient(self, left: Interval, right: Interval) -> Interval:
        """Left ÷ right."""
        return divided(left, right)

    def absolute(self, figure: Interval) -> Interval:
        """|figure|."""
        return absolute(figure)

    def exact(self, figure: Interval) -> Interval:
        """The figure without its radius."""
        return Interval.exactly(figure.value)

    def rounded(self, figure: Interval, step: Decimal, way: Rounding) -> Interval:
        """The figure, and both ends, as multiples of `step`."""
        size = Fraction(step)
        low, high = (None if end is None else multiple(end, size, way) for end in (figure.low, figure.high))
        return Interval(multiple(figure.value, size, way), low, high)

    def extreme(self, figures: Sequence[Interval], *, largest: bool) -> Interval:
        """The smallest or largest of several, value by value and end by end."""
        choose = max if largest else min
        lows = [figure.low for figure in figures if figure.low is not None]
        highs = [figure.high for figure in figures if figure.high is not None]
        # The largest is at least its largest lower end; without all upper ends it has none.
        low = choose(lows) if len(lows) == len(figures) else (max(lows, default=None) if largest else None)
        high = choose(highs) if len(highs) == len(figures) else (None if largest else min(highs, default=None))
        return Interval(choose(figure.value for figure in figures), low, high)
