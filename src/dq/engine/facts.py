"""Printed rows of single reports, to say which cells an outcome read: only for the outcomes that need it.

Verdicts never come from here. Filters and keys are read as printed, like `where` itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, TypeVar, assert_never

from dq.engine.decimals import DecimalAlgebra, called, month_of
from dq.engine.patterns import matches
from dq.outcome.model import CorrectedCell
from dq.semantics.checked import (
    Among,
    And,
    Arithmetic,
    Call,
    Case,
    Compare,
    Comparison,
    Condition,
    Exists,
    Expr,
    Field,
    Home,
    Implies,
    Inner,
    Literal,
    Matches,
    MonthOf,
    Negate,
    Not,
    Operator,
    Or,
    Pick,
    Reduce,
    Reducer,
    ReportField,
    Source,
    StartsWith,
    StateName,
    StateTest,
)
from dq.types import CellState, ValueType

Row = Mapping[str, Any]
"""A stored row: columns of `dq.archive.layout`."""

Cell = tuple[str, int, str]
"""What identifies a printed cell of a report: table, row number, column."""

_EMPTY: Final = (CellState.BLANK, CellState.DASH)

Ordered = TypeVar("Ordered", Decimal, str)

Scalar = Decimal | str | None
"""A figure, a text, or nothing that could be used."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A source as it is looked up: equalities by an index, the rest of its filter row by row."""

    columns: tuple[str, ...]
    outer: tuple[Expr, ...]
    rest: tuple[Condition, ...]

    @staticmethod
    def of(source: Source) -> Asked:
        """Equalities with constant texts in the filter are keys as well."""
        keys = list(source.keys)
        rest = []
        for part in _conjuncts(source.filter):
            match part:
                case Compare(Comparison.EQ, Inner(_, column), Literal(value) as constant) if isinstance(value, str):
                    keys.append((column, constant))
                case _:
                    rest.append(part)
        return Asked(tuple(name for name, _ in keys), tuple(each for _, each in keys), tuple(rest))


@dataclass(slots=True)
class Facts:
    """One report: its properties, the printed rows of its tables in print order, and the cells that were corrected.

    Parameters: `found` the tables that are there; `elsewhere` the other reports that rules ask for; `lacks_units` not
    every unit's report is among them.
    """

    report: Row
    tables: Mapping[str, Sequence[Row]]
    found: frozenset[str]
    corrected: Mapping[Cell, CorrectedCell] = field(default_factory=dict)
    elsewhere: dict[Home, tuple[Facts, ...]] = field(default_factory=dict)
    lacks_units: bool = False
    indexes: dict[tuple[str, tuple[str, ...]], dict[tuple[object, ...], list[Row]]] = field(default_factory=dict)
    sources: dict[int, Asked] = field(default_factory=dict)
    memory: dict[tuple[int, tuple[Scalar, ...]], list[tuple[int, Row]]] = field(default_factory=dict)
    """Rows by the identity of the source (rules outlive facts) and the values that its keys are to equal, each with the
    place of its report among `homes`: facts that refer to themselves would stay, as nobody looks for cycles in a run.
    """

    def row(self, table: str, number: int) -> Row | None:
        """The row printed at this place."""
        return next(iter(self.index(table, ("n",)).get((number,), [])), None)

    def homes(self, source: Source) -> tuple[Facts, ...]:
        """The reports that a source's rows stand in."""
        return (self,) if source.home is Home.OWN else self.elsewhere.get(source.home, ())

    def has(self, source: Source) -> bool:
        """Whether the table of a source is there, in every report that should have it."""
        homes = self.homes(source)
        lacking = self.lacks_units if source.home is Home.UNITS else not homes
        return not lacking and all(source.table in home.found for home in homes)

    def matched(self, source: Source, row: Row | None) -> list[Row]:
        """The rows of a source as seen from the row at hand."""
        return [each for _, each in self._found(source, row)]

    def placed(self, source: Source, row: Row | None) -> list[tuple[Facts, Row]]:
        """The rows of a source as seen from the row at hand, each with the report that it stands in."""
        homes = self.homes(source)
        return [(homes[place], each) for place, each in self._found(source, row)]

    def _found(self, source: Source, row: Row | None) -> list[tuple[int, Row]]:
        """The rows of a source as seen from the row at hand, each with the place of its report."""
        asked = self._asked(source)
        wanted = tuple(self.value(expression, row) for expression in asked.outer)
        key = id(source), wanted
        found = self.memory.get(key)
        if found is None:
            found = [
                (place, each)
                for place, home in enumerate(self.homes(source))
                for each in ([] if None in wanted else home.index(source.table, asked.columns).get(wanted, []))
                if all(self.true(part, each) for part in asked.rest)
            ]
            self.memory[key] = found
        return found

    def _asked(self, source: Source) -> Asked:
        asked = self.sources.get(id(source))
        if asked is None:
            asked = self.sources[id(source)] = Asked.of(source)
        return asked

    def value(self, node: Expr, row: Row | None) -> Scalar:
        """An expression as printed; None where it cannot be told."""
        match node:
            case Literal(value):
                return str(value).lower() if isinstance(value, bool) else value
            case Field() | Inner():
                return cell_value(row, node.column, numeric=node.type.is_numeric, optional=_optional(node))
            case ReportField(name):
                return _plain(self.report.get(name))
            case Pick():
                rows = self.matched(node.source, row)
                if len(rows) > 1:
                    return None
                return cell_value(
                    rows[0] if rows else None, node.column, numeric=node.type.is_numeric, optional=node.optional
                )
            case Reduce():
                return self._reduced(node, row)
            case Negate(operand):
                number = self.number(operand, row)
                return None if number is None else -number
            case Arithmetic():
                return self._arithmetic(node, row)
            case Call(function, arguments, _, step):
                figures = [figure for each in arguments if (figure := self.number(each, row)) is not None]
                return called(function, figures, step) if len(figures) == len(arguments) else None
            case MonthOf(operand):
                text = self.value(operand, row)
                return month_of(text) if isinstance(text, str) else None
            case Case():
                taken = self.taken(node, row)
                return None if taken is None else self.value(taken, row)
            case _:
                assert_never(node)

    def number(self, node: Expr, row: Row | None) -> Decimal | None:
        """A numeric expression as printed; a date as its month."""
        value = self.value(node, row)
        if node.type is ValueType.DATE and isinstance(value, str):
            return month_of(value)
        return value if isinstance(value, Decimal) else None

    def taken(self, node: Case, row: Row | None) -> Expr | None:
        """The value of the first branch whose guard is true as printed; None where that cannot be told."""
        for guard, value in node.branches:
            told = self.true(guard, row)
            if told is None:
                return None
            if told:
                return value
        return node.otherwise

    def true(self, node: Condition, row: Row | None) -> bool | None:
        """A condition as printed; None where it cannot be told."""
        match node:
            case Compare(comparison, left, right):
                return _compared(comparison, self.value(left, row), self.value(right, row))
            case And(left, right):
                first = self.true(left, row)
                second = False if first is False else self.true(right, row)
                return False if second is False else None if first is None else second
            case Or(left, right):
                first = self.true(left, row)
                second = True if first is True else self.true(right, row)
                return True if second is True else None if first is None else second
            case Not(operand):
                inner = self.true(operand, row)
                return None if inner is None else not inner
            case Implies(left, right):
                return self.true(Or(Not(left), right), row)
            case StateTest(operand, state):
                code = self.state(operand, row)
                return None if code is None else _in_state(code, state)
            case Exists(source):
                return bool(self.matched(source, row)) if self.has(source) else None
            case Among(operand, choices):
                value = self.value(operand, row)
                return None if value is None else value in [choice.value for choice in choices]
            case Matches(operand, pattern):
                text = self.value(operand, row)
                return matches(pattern, text) if isinstance(text, str) else None
            case StartsWith(operand, prefix):
                text, start = self.value(operand, row), self.value(prefix, row)
                return text.startswith(start) if isinstance(text, str) and isinstance(start, str) else None
            case _:
                assert_never(node)

    def state(self, operand: Expr, row: Row | None) -> int | None:
        """State of a cell, 0 for none; None where it cannot be told."""
        match operand:
            case Pick(source, column):
                rows = self.matched(source, row)
                if len(rows) > 1 or not self.has(source):
                    return None
                return cell_state(rows[0], column) if rows else 0
            case Field(_, column) | Inner(_, column):
                return 0 if row is None else cell_state(row, column)
            case _:
                return None

    def _reduced(self, node: Reduce, row: Row | None) -> Scalar:
        if not self.has(node.source) and not node.optional:
            return None
        rows = self.matched(node.source, row)
        if node.element is None:
            return Decimal(len(rows))
        if node.reducer is Reducer.DISTINCT:
            return self._distinct(node.element, rows)
        values = [self.number(node.element, each) for each in rows]
        usable = [value for value in values if value is not None]
        if len(usable) < len(values) or (not usable and node.reducer is not Reducer.SUM):
            return None
        match node.reducer:
            case Reducer.MIN:
                return min(usable)
            case Reducer.MAX:
                return max(usable)
            case Reducer.AVERAGE:
                return DecimalAlgebra().quotient(sum(usable, Decimal(0)), Decimal(len(usable)))
            case _:
                return sum(usable, Decimal(0))

    def _distinct(self, element: Expr, rows: list[Row]) -> Decimal:
        if not isinstance(element, Inner):
            return Decimal(len(rows))
        there = [each for each in rows if cell_state(each, element.column) not in (0, *_EMPTY)]
        return Decimal(len({self.value(element, each) for each in there}))

    def _arithmetic(self, node: Arithmetic, row: Row | None) -> Decimal | None:
        left, right = self.number(node.left, row), self.number(node.right, row)
        if left is None or right is None:
            return None
        match node.operator:
            case Operator.ADD:
                return left + right
            case Operator.SUBTRACT:
                return left - right
            case Operator.MULTIPLY:
                return DecimalAlgebra().scaled(left, right)
            case Operator.DIVIDE:
                return DecimalAlgebra().quotient(left, right) if right else None
            case _:
                assert_never(node.operator)

    def index(self, table: str, columns: tuple[str, ...]) -> dict[tuple[object, ...], list[Row]]:
        """Rows of a table by the values of these columns."""
        index = self.indexes.get((table, columns))
        if index is None:
            index = self.indexes[table, columns] = {}
            for row in self.tables.get(table, []):
                values = tuple(cell_value(row, column, numeric=False) for column in columns)
                index.setdefault(values, []).append(row)
        return index


def _conjuncts(node: Condition | None) -> Iterator[Condition]:
    if isinstance(node, And):
        yield from _conjuncts(node.left)
        yield from _conjuncts(node.right)
    elif node is not None:
        yield node


def cell_value(row: Row | None, column: str, *, numeric: bool, optional: bool = False) -> Scalar:
    """What a cell says: blank and dash are zero for a number; None for what is not there or cannot be read."""
    if row is None:
        return Decimal(0) if optional else None
    if f"{column}__state" not in row:
        return _plain(row.get(column))
    state = row[f"{column}__state"]
    if not numeric:
        return None if state in (CellState.BLANK, CellState.DASH) else _plain(row[f"{column}__printed"])
    match state:
        case CellState.FIGURE | CellState.ZERO:
            return _plain(row[column])
        case CellState.BLANK | CellState.DASH:
            return Decimal(0)
        case _:
            return Decimal(0) if optional and state is None else None


def cell_state(row: Row, column: str) -> int:
    """`CellState` of a cell, 0 where there is none. A null label is an empty cell, other null keys are not printed."""
    if f"{column}__state" in row:
        return int(row[f"{column}__state"] or 0)
    if row.get(column) is not None:
        return int(CellState.FIGURE)
    return int(CellState.BLANK) if column == "label" else 0


def _in_state(code: int, state: StateName) -> bool:
    match state:
        case StateName.ABSENT:
            return code == 0
        case StateName.BLANK:
            return code in (CellState.BLANK, CellState.DASH)
        case StateName.PRESENT:
            return code in (CellState.FIGURE, CellState.ZERO, CellState.TEXT, CellState.UNREADABLE)
        case _:
            assert_never(state)


def _optional(node: Field | Inner) -> bool:
    return isinstance(node, Field) and node.optional


def _plain(value: object) -> Scalar:
    """A stored value as a rule sees it."""
    if value is None or isinstance(value, str | Decimal):
        return value
    return Decimal(value) if isinstance(value, int) else None


def _order(left: Ordered, right: Ordered) -> int:
    return int(left > right) - int(left < right)


def _compared(comparison: Comparison, left: Scalar, right: Scalar) -> bool | None:
    """A comparison as printed."""
    match left, right:
        case (Decimal(), Decimal()):
            order = _order(left, right)
        case (str(), str()):
            order = _order(left, right)
        case _:
            return None
    match comparison:
        case Comparison.EQ:
            return order == 0
        case Comparison.NE:
            return order != 0
        case Comparison.LT:
            return order < 0
        case Comparison.LE:
            return order <= 0
        case Comparison.GT:
            return order > 0
        case Comparison.GE:
            return order >= 0
        case _:
            assert_never(comparison)
