"""Checked expressions → plan nodes, in the scope of one row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final, assert_never

from dq.plan.algebra import LinearAlgebra
from dq.plan.cases import first_case, ways
from dq.plan.linear import add, constant, scale, single
from dq.plan.nodes import (
    Aggregate,
    Both,
    Cell,
    Choice,
    Condition,
    Contrary,
    Either,
    Given,
    Key,
    Kind,
    Like,
    Linear,
    Lookup,
    Month,
    NumberTest,
    Occurs,
    OneOf,
    Property,
    Single,
    Slot,
    Starts,
    StateIs,
    TextTest,
    Words,
)
from dq.plan.shown import unit_leaf
from dq.semantics import checked
from dq.templates.model import Schema
from dq.types import ValueType

_ALGEBRA: Final = LinearAlgebra()
_ATOMS = checked.Field | checked.Inner | checked.ReportField | checked.Pick | checked.Reduce


class PlanError(Exception):
    """A checked rule that no plan can be made of: our bug, reported as a run error of this rule."""


@dataclass(frozen=True, slots=True)
class Lowering:
    """Lowers expressions of one row: the row of `for each` (outermost), or that of a Source.

    Parameters: `truncated` figures are taken as cut off behind their last printed digit.
    """

    schema: Schema
    table: str | None
    outermost: bool
    truncated: bool = False
    _atoms: dict[int, tuple[_ATOMS, Cell | Property | Slot]] = field(init=False, repr=False, default_factory=dict)
    """By the node's `id`, with the node, so that the number is no other's: branches of a case are much alike."""

    def number(self, node: checked.Expr) -> Linear:
        """A numeric expression as a linear form; a date as a number of months."""
        match node:
            case checked.Literal(value):
                if not isinstance(value, Decimal):
                    raise PlanError(f"not a number: {node.text}")
                return constant(value)
            case checked.Negate(operand):
                return scale(self.number(operand), Decimal(-1))
            case checked.Arithmetic():
                return self._arithmetic(node)
            case checked.Call(function, arguments, _, step):
                from dq.functions import scalar_called  # few rules call one

                figures = [self.number(argument) for argument in arguments]
                return scalar_called(function).meaning(_ALGEBRA, figures, step or Decimal(0))
            case checked.MonthOf(operand):
                return single(Month(self.words(operand)))
            case checked.Reduce(checked.Reducer.AVERAGE, source, _, type_, text):
                total = checked.Reduce(checked.Reducer.SUM, source, node.element, type_, text)
                count = checked.Reduce(checked.Reducer.COUNT, source, None, ValueType.COUNT, text)
                return _ALGEBRA.quotient(self.number(total), self.number(count), type_)
            case _ if node.type is ValueType.DATE and not isinstance(node, checked.Case):
                return single(Month(self.words(node)))
            case checked.Field() | checked.Inner() | checked.ReportField() | checked.Pick() | checked.Reduce():
                return single(self.atom(node))
            case checked.Case():
                raise PlanError("a case stands in a condition that was not lifted")
            case _:
                assert_never(node)

    def words(self, node: checked.Expr) -> Words:
        """A textual expression."""
        match node:
            case checked.Literal(value):
                return Words(str(value).lower() if isinstance(value, bool) else str(value))
            case checked.Field() | checked.Inner() | checked.ReportField() | checked.Pick():
                return Words(self.atom(node))
            case _:
                raise PlanError("a text is expected")

    def atom(self, node: _ATOMS) -> Cell | Property | Slot:
        """What stands for itself in a form."""
        if id(node) not in self._atoms:
            self._atoms[id(node)] = node, self._atom(node)
        return self._atoms[id(node)][1]

    def _atom(self, node: _ATOMS) -> Cell | Property | Slot:
        match node:
            case checked.Field() | checked.Inner():
                return self._cell(node)
            case checked.ReportField(name, type_):
                return Property(name, type_)
            case checked.Pick():
                cell = self._column(node.source.table, node.column, node.type)
                return Slot(self._lookup(node.source, Kind.PICK, cell), node.type, node.optional)
            case checked.Reduce():
                return self._reduce(node)
            case _:
                assert_never(node)

    def condition(self, node: checked.Condition) -> Condition:
        """A condition."""
        match node:
            case checked.Compare() | checked.Among() | checked.StartsWith() | checked.Matches():
                case = first_case(node)
                return self._plain(node) if case is None else self._choice(node, case)
            case checked.And(left, right):
                return Both(self.condition(left), self.condition(right))
            case checked.Or(left, right):
                return Either(self.condition(left), self.condition(right))
            case checked.Not(operand):
                return Contrary(self.condition(operand))
            case checked.Implies(left, right):
                return Given(self.condition(left), self.condition(right))
            case checked.StateTest():
                return self._state_test(node)
            case checked.Exists(source):
                return Occurs(Slot(self._lookup(source, Kind.COUNT, None), ValueType.COUNT))
            case _:
                assert_never(node)

    def _choice(self, node: checked.Condition, case: checked.Case) -> Choice:
        branches: list[tuple[Condition, Condition]] = []
        for guard, condition in ways(node, case):
            if guard is None:
                return Choice(tuple(branches), self.condition(condition))
            branches.append((self.condition(guard), self.condition(condition)))
        raise PlanError("a case without else")

    def _plain(self, node: checked.Compare | checked.Among | checked.StartsWith | checked.Matches) -> Condition:
        match node:
            case checked.Compare():
                return self._compare(node)
            case checked.Among():
                return self._among(node)
            case checked.StartsWith(operand, prefix):
                return Starts(self.words(operand), self.words(prefix))
            case checked.Matches(operand, pattern):
                return Like(self.words(operand), pattern)
            case _:
                assert_never(node)

    def _arithmetic(self, node: checked.Arithmetic) -> Linear:
        left, right = self.number(node.left), self.number(node.right)
        match node.operator:
            case checked.Operator.ADD:
                return add(left, right, Decimal(1))
            case checked.Operator.SUBTRACT:
                return _ALGEBRA.difference(left, right)
            case checked.Operator.MULTIPLY:
                return _ALGEBRA.product(left, right, node.type)
            case checked.Operator.DIVIDE:
                return _ALGEBRA.quotient(left, right, node.type)
            case _:
                assert_never(node.operator)

    def _cell(self, node: checked.Field | checked.Inner) -> Cell:
        if isinstance(node, checked.Field) != self.outermost or node.table != self.table:
            raise PlanError(f"{node.table}.{node.column} is not a column of the row at hand")
        optional = isinstance(node, checked.Field) and node.optional
        return replace(self._column(node.table, node.column, node.type), optional=optional)

    def _column(self, table: str, column: str, type_: ValueType) -> Cell:
        measure = self._is_measure(table, column)
        return Cell(column, type_, measure, truncated=self.truncated and measure and type_.is_measured)

    def _is_measure(self, table: str, column: str) -> bool:
        found = self.schema.tables[table].columns.get(column)
        return found is not None and found.is_measure

    def _inner(self, table: str) -> Lowering:
        return Lowering(self.schema, table, outermost=False, truncated=self.truncated)

    def _lookup(self, source: checked.Source, kind: Kind, element: Linear | Cell | None) -> Lookup:
        keys = sorted(source.keys, key=lambda pair: pair[0])
        inner = Lowering(self.schema, source.table, outermost=False)
        chosen = None if source.filter is None else inner.condition(source.filter)
        outer = tuple(self._outer(expression) for _, expression in keys)
        columns = tuple(self._key(source.table, name, expression) for name, expression in keys)
        if kind in (Kind.PICK, Kind.STATE) and not columns:
            columns, outer, chosen = _named_row(chosen)
        return Lookup(source.table, columns, outer, Aggregate(kind, element, chosen), source.home)

    def _key(self, table: str, column: str, outer: checked.Expr) -> Cell:
        """A key column; those that no template names (n, parent, above) have the type of what they equal."""
        found = self.schema.tables[table].columns.get(column)
        return Cell(column, outer.type if found is None else found.type, found is not None and found.is_measure)

    def _outer(self, node: checked.Expr) -> Key:
        """What a lookup is asked with."""
        match node:
            case checked.Literal(value):
                return value if isinstance(value, Decimal) else str(value)
            case checked.ReportField(name, type_):
                return Property(name, type_)
            case checked.Field() if not self._is_measure(node.table, node.column):
                return self._cell(node)
            case _:
                raise PlanError("a row is found by its key columns, report properties and constants only")

    def _reduce(self, node: checked.Reduce) -> Slot:
        if node.element is None:
            return Slot(self._lookup(node.source, Kind.COUNT, None), node.type)
        if node.reducer is checked.Reducer.DISTINCT:
            if not isinstance(node.element, checked.Inner):
                raise PlanError("different values are those of one column")
            cell = self._inner(node.source.table)._cell(node.element)  # noqa: SLF001 - of this class
            return Slot(self._lookup(node.source, Kind.DISTINCT, cell), node.type)
        element = self._inner(node.source.table).number(node.element)
        return Slot(self._lookup(node.source, Kind(node.reducer.value), element), node.type, node.optional)

    def _compare(self, node: checked.Compare) -> Condition:
        if not all(side.type.is_numeric or side.type is ValueType.DATE for side in (node.left, node.right)):
            return TextTest(node.comparison, self.words(node.left), self.words(node.right))
        cuts = node.tolerance.kind is checked.ToleranceKind.TRUNCATION
        lower = replace(self, truncated=True) if cuts else self
        left, right = lower.number(node.left), lower.number(node.right)
        single_side = _single(left, right, node)
        return NumberTest(node.comparison, left, right, _ALGEBRA.difference(left, right), node.tolerance, single_side)

    def _among(self, node: checked.Among) -> Condition:
        if not node.operand.type.is_numeric:
            return OneOf(self.words(node.operand), tuple(str(choice.value) for choice in node.choices))
        equal = checked.Comparison.EQ
        tests = [self._compare(checked.Compare(equal, node.operand, c, checked.Tolerance())) for c in node.choices]
        either = tests[0]
        for test in tests[1:]:
            either = Either(either, test)
        return either

    def _state_test(self, node: checked.StateTest) -> Condition:
        operand = node.operand
        match operand:
            case checked.Field() | checked.Inner():
                return StateIs(self._cell(operand), node.state)
            case checked.Pick():
                cell = self._column(operand.source.table, operand.column, operand.type)
                return StateIs(Slot(self._lookup(operand.source, Kind.STATE, cell), operand.type), node.state)
            case _:
                raise PlanError("only a cell has a state")


def _single(left: Linear, right: Linear, node: checked.Compare) -> Single | None:
    """The side that is written as one printed figure, where the other is computed by × ÷ avg or share."""
    if node.comparison not in (checked.Comparison.EQ, checked.Comparison.NE):
        return None
    if node.tolerance.kind is not checked.ToleranceKind.ROUNDING:
        return None
    sides = ((node.left, left, node.right), (node.right, right, node.left))
    for written, lowered, other in sides:
        if not isinstance(written, checked.Field | checked.Inner | checked.Pick) or not multiplies(other):
            continue
        figure = lowered.terms[0].atom if lowered.terms else None
        match figure:
            case Cell(measure=True) | Slot(Lookup(aggregate=Aggregate(element=Cell(measure=True)))):
                return Single(written is node.left, unit_leaf(figure))
            case _:
                pass
    return None


def multiplies(node: object) -> bool:
    """Whether a value contains ×, ÷, an average or a share, those within aggregates left out."""
    match node:
        case checked.Arithmetic(checked.Operator.MULTIPLY | checked.Operator.DIVIDE):
            return True
        case checked.Call("share"):
            return True
        case checked.Reduce(reducer):
            return reducer is checked.Reducer.AVERAGE
        case checked.Source():
            return False
        case tuple():
            return any(multiplies(each) for each in node)
        case _:
            return any(multiplies(getattr(node, name)) for name in getattr(node, "__dataclass_fields__", ()))


def _named_row(chosen: Condition | None) -> tuple[tuple[Cell, ...], tuple[str, ...], Condition | None]:
    """The constants that name a row as keys, and what is left of the filter: all rows so named need one group-by."""
    constants: dict[Cell, str] = {}
    rest: Condition | None = None
    for part in _conjuncts(chosen):
        match part:
            case TextTest(checked.Comparison.EQ, Words(Cell() as cell), Words(str(name))) if (
                not cell.measure and cell not in constants
            ):
                constants[cell] = name
            case _:
                rest = part if rest is None else Both(rest, part)
    ordered = sorted(constants, key=lambda cell: cell.column)
    return tuple(ordered), tuple(constants[cell] for cell in ordered), rest


def _conjuncts(condition: Condition | None) -> Iterator[Condition]:
    if isinstance(condition, Both):
        yield from _conjuncts(condition.left)
        yield from _conjuncts(condition.right)
    elif condition is not None:
        yield condition
