"""What would explain a violation without excusing it: figures cut off instead of rounded, or rounded to whole units.

Asked only of violated outcomes, whose printed rows are at hand.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Final

from dq.engine.facts import Facts, Row, cell_value
from dq.engine.interval import Interval, IntervalAlgebra, divided, multiplied, plus, times
from dq.semantics.checked import (
    And,
    Arithmetic,
    Call,
    Case,
    Compare,
    Comparison,
    Condition,
    Expr,
    Field,
    Implies,
    Inner,
    Literal,
    Negate,
    Not,
    Operator,
    Or,
    Pick,
    Reduce,
    Reducer,
    ToleranceKind,
)
from dq.types import CellState, Hint, unit_named

_ALGEBRA: Final = IntervalAlgebra()
_PRINTED: Final = (CellState.FIGURE, CellState.ZERO)
_SHORT: Final = Fraction(1, 10**15)
"""What is cut off is less than a unit, by less than any report prints."""

_NOTHING: Final = Interval.exactly(Fraction(0))

_Possible = tuple[bool | None, bool | None]
"""Whether a condition can be true, and whether it can be false."""


def hint(check: Condition, facts: Facts, row: Row | None) -> Hint | None:
    """The hint of a violated check, or None where neither way of printing explains it.

    Example: a total of 1.00 beside three addends of 0.33 → `Hint.TRUNCATED` only if cutting them off explains it.
    """
    for way in Hint:
        explaining = _Explaining(facts, way)
        if explaining.condition(check, row)[0] and explaining.differs:
            return way
    return None


_Cell = tuple[int, str]
"""A cell by the identity of its row, which its facts keep, and its column."""


@dataclass(frozen=True, slots=True)
class _Part:
    """An addend of a difference. Parameters: `factor` it is taken times, `cells` the figures in it."""

    interval: Interval
    factor: Fraction
    cells: tuple[_Cell, ...]


@dataclass(slots=True)
class _Explaining:
    """Evaluates a check as if its figures had been printed in this way.

    Parameters: `differs` whether any figure read stands for more values than it does by its own radius.
    """

    facts: Facts
    way: Hint
    differs: bool = False
    read: list[_Cell] = field(default_factory=list)

    def condition(self, node: Condition, row: Row | None) -> _Possible:
        """Kleene's tables over what is possible; the left side of `implies` and all without figures as printed."""
        match node:
            case Compare() if node.left.type.is_numeric and node.tolerance.kind is ToleranceKind.ROUNDING:
                return self._comparison(node, row)
            case And(left, right):
                one, other = self.condition(left, row), self.condition(right, row)
                return _all(one[0], other[0]), _any(one[1], other[1])
            case Or(left, right):
                one, other = self.condition(left, row), self.condition(right, row)
                return _any(one[0], other[0]), _all(one[1], other[1])
            case Not(operand):
                possible, refutable = self.condition(operand, row)
                return refutable, possible
            case Implies(left, right):
                given, then = self.facts.true(left, row), self.condition(right, row)
                return _any(None if given is None else not given, then[0]), _all(given, then[1])
            case _:
                told = self.facts.true(node, row)
                return told, None if told is None else not told

    def _comparison(self, node: Compare, row: Row | None) -> _Possible:
        parts: dict[object, _Part] = {}
        if not (
            self._spread(node.left, row, Fraction(1), parts) and self._spread(node.right, row, Fraction(-1), parts)
        ):
            return None, None
        cells = Counter(cell for part in parts.values() for cell in part.cells)
        if any(number > 1 for number in cells.values()):
            return None, None  # one figure in two places of × ÷: what both can be at once is not told here
        difference = _NOTHING
        for part in parts.values():
            difference = plus(difference, times(part.interval, part.factor) if part.factor else _NOTHING)
        low, high = difference.low, difference.high
        below, above = low is None or low <= 0, high is None or high >= 0
        less, more = low is None or low < 0, high is None or high > 0
        reach = {
            Comparison.EQ: (below and above, less or more),
            Comparison.NE: (less or more, below and above),
            Comparison.LE: (below, more),
            Comparison.LT: (less, above),
            Comparison.GE: (above, less),
            Comparison.GT: (more, below),
        }
        return reach[node.comparison]

    def _spread(self, node: Expr, row: Row | None, factor: Fraction, parts: dict[object, _Part]) -> bool:
        """Add the addends of a figure to `parts`, each cell once with the factor that all its places come to.

        False where it cannot be told.
        """
        match node:
            case Field() | Inner() | Pick():
                return self._add(node, row, factor, parts)
            case Reduce(Reducer.SUM, source, element, _, _, optional) if element is not None and (
                optional or self.facts.has(source)
            ):
                rows = self.facts.matched(source, row)
                return all(self._spread(element, each, factor, parts) for each in rows)
            case Negate(operand):
                return self._spread(operand, row, -factor, parts)
            case Arithmetic(Operator.ADD, left, right):
                return self._spread(left, row, factor, parts) and self._spread(right, row, factor, parts)
            case Arithmetic(Operator.SUBTRACT, left, right):
                return self._spread(left, row, factor, parts) and self._spread(right, row, -factor, parts)
            case Arithmetic(Operator.MULTIPLY, Literal(Decimal() as by), other):
                return self._spread(other, row, factor * Fraction(by), parts)
            case Arithmetic(Operator.MULTIPLY, other, Literal(Decimal() as by)):
                return self._spread(other, row, factor * Fraction(by), parts)
            case Arithmetic(Operator.DIVIDE, other, Literal(Decimal() as by)) if by:
                return self._spread(other, row, factor / Fraction(by), parts)
            case _:
                return self._add(node, row, factor, parts)

    def _add(self, node: Expr, row: Row | None, factor: Fraction, parts: dict[object, _Part]) -> bool:
        """Add what is one addend: a cell, which may have been added before, or what is computed of several."""
        self.read = []
        interval = self.number(node, row)
        if interval is None:
            return False
        cells = tuple(dict.fromkeys(self.read)) if isinstance(node, Field | Inner | Pick) else tuple(self.read)
        key: object = cells if isinstance(node, Field | Inner | Pick) and cells else object()
        before = parts.get(key)
        parts[key] = _Part(interval, factor + (before.factor if before else 0), cells)
        return True

    def number(self, node: Expr, row: Row | None) -> Interval | None:
        """A figure with its interval; None where it cannot be told."""
        match node:
            case Field(_, column) | Inner(_, column):
                return self._cell(row, column, measured=node.type.is_measured)
            case Pick(source, column):
                rows = self.facts.matched(source, row)
                if len(rows) == 1:
                    return self._cell(rows[0], column, measured=node.type.is_measured)
                return Interval.exactly(Fraction(0)) if not rows and node.optional else None
            case Reduce(Reducer.SUM, source, element, _, _, optional) if element is not None and (
                optional or self.facts.has(source)
            ):
                return self._sum([self.number(element, each) for each in self.facts.matched(source, row)])
            case Negate(operand):
                found = self.number(operand, row)
                return None if found is None else times(found, Fraction(-1))
            case Arithmetic():
                return self._arithmetic(node, row)
            case Call(function, arguments, _, step):
                figures = [figure for each in arguments if (figure := self.number(each, row)) is not None]
                if len(figures) < len(arguments):
                    return None
                return _called(function, figures, step or Decimal(0))
            case Case():
                taken = self.facts.taken(node, row)
                return None if taken is None else self.number(taken, row)
            case _:
                value = self.facts.number(node, row)
                return None if value is None else Interval.exactly(Fraction(value))

    def _sum(self, figures: list[Interval | None]) -> Interval | None:
        total = Interval.exactly(Fraction(0))
        for figure in figures:
            if figure is None:
                return None
            total = plus(total, figure)
        return total

    def _arithmetic(self, node: Arithmetic, row: Row | None) -> Interval | None:
        left, right = self.number(node.left, row), self.number(node.right, row)
        if left is None or right is None:
            return None
        match node.operator:
            case Operator.ADD:
                return plus(left, right)
            case Operator.SUBTRACT:
                return _ALGEBRA.difference(left, right)
            case Operator.MULTIPLY:
                return multiplied(left, right)
            case Operator.DIVIDE:
                return divided(left, right) if right.value else None

    def _cell(self, row: Row | None, column: str, *, measured: bool) -> Interval | None:
        value = cell_value(row, column, numeric=True)
        if value is None or isinstance(value, str):
            return None
        figure = Fraction(value)
        if row is None or not measured or row.get(f"{column}__state") not in _PRINTED:
            return Interval.exactly(figure)
        radius = Fraction(row[f"{column}__radius"] or 0)
        self.read.append((id(row), column))
        if self.way is Hint.TRUNCATED:
            self.differs = True
            cut = max(2 * radius - _SHORT, Fraction(0))
            return Interval(figure, figure - (cut if figure <= 0 else 0), figure + (cut if figure >= 0 else 0))
        size = Fraction(unit_named(row[f"{column}__unit"] or "").factor)
        printed = size / Fraction(10) ** (row[f"{column}__decimals"] or 0) / 2
        self.differs |= printed > radius
        radius = max(radius, printed)
        return Interval(figure, figure - radius, figure + radius)


def _called(function: str, figures: list[Interval], step: Decimal) -> Interval | None:
    from dq.functions import scalar_called  # few rules call one

    try:
        return scalar_called(function).meaning(_ALGEBRA, figures, step)
    except ZeroDivisionError:
        return None


def _all(one: bool | None, other: bool | None) -> bool | None:  # noqa: FBT001 - Kleene's and
    return False if False in (one, other) else None if None in (one, other) else True


def _any(one: bool | None, other: bool | None) -> bool | None:  # noqa: FBT001 - Kleene's or
    return True if True in (one, other) else None if None in (one, other) else False
