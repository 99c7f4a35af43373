"""Checked rules → the plan as written: every expectation has a base, groups and joins of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import assert_never

from dq.plan.linear import add, atoms, constant, scale, single, without_radius
from dq.plan.nodes import (
    Absolute,
    Aggregate,
    Base,
    Both,
    Cell,
    Condition,
    Contrary,
    Either,
    Given,
    Group,
    Join,
    Key,
    Kind,
    Linear,
    Lookup,
    NumberTest,
    Occurs,
    OneOf,
    Plan,
    Property,
    Slot,
    Starts,
    StateIs,
    Test,
    TextTest,
    Words,
)
from dq.plan.walk import demanded, has_unit, parts, slots, test_nodes
from dq.semantics import checked
from dq.templates.model import Schema
from dq.types import ValueType


class PlanError(Exception):
    """A checked rule that no plan can be made of: our bug, reported as a run error of this rule."""


def build_test(number: int, expectation: checked.Expectation, schema: Schema) -> Test:
    """One expectation, lowered. `number` is its place among all expectations of the book.

    Errors: `PlanError` where the checker let through what the engine cannot evaluate.
    """
    lower = _Lowering(schema, expectation.each, outermost=True)
    check = lower.condition(expectation.check)
    where = None if expectation.where is None else lower.condition(expectation.where)
    applies = None if expectation.applies is None else lower.condition(expectation.applies)
    return Test(
        number=number,
        expectation=expectation,
        applies=applies,
        where=where,
        check=check,
        unit_of=_unit_of(check),
        tables=tuple(sorted({*demanded(check), *((expectation.each,) if expectation.each else ())})),
    )


def build_plan(tests: tuple[Test, ...], template: str) -> Plan:
    """The plan before any pass: nothing shared, nothing dropped."""
    groups: list[Group] = []
    bases = []
    for test in tests:
        joins = tuple(_join(slot.lookup, groups) for slot in slots(*test_nodes(test)))
        bases.append(Base(test.expectation.each, joins, (test,)))
    return Plan(template, tuple(groups), (), tuple(bases))


def _join(lookup: Lookup, groups: list[Group]) -> Join:
    """Append the group of this lookup, those it needs itself first."""
    joins = tuple(_join(slot.lookup, groups) for slot in slots(*parts(lookup.aggregate)))
    groups.append(Group(lookup.table, lookup.keys, joins, (lookup.aggregate,)))
    return Join(len(groups) - 1, (lookup,))


@dataclass(frozen=True, slots=True)
class _Lowering:
    """Lowers expressions of one row: the row of `for each` (outermost), or that of a Source."""

    schema: Schema
    table: str | None
    outermost: bool

    def number(self, node: checked.Expr) -> Linear:
        """A numeric expression as a linear form."""
        match node:
            case checked.Literal(value):
                if not isinstance(value, Decimal):
                    raise PlanError(f"not a number: {node.text}")
                return constant(value)
            case checked.Negate(operand):
                return scale(self.number(operand), Decimal(-1))
            case checked.Arithmetic():
                return self._arithmetic(node)
            case checked.Call():
                return self._call(node)
            case checked.Field() | checked.Inner() | checked.ReportField() | checked.Pick() | checked.Reduce():
                return single(self.atom(node))
            case _:
                assert_never(node)

    def words(self, node: checked.Expr) -> Words:
        """A textual expression."""
        match node:
            case checked.Literal(value):
                return Words(str(value).lower() if isinstance(value, bool) else str(value))
            case checked.Field() | checked.Inner() | checked.ReportField() | checked.Pick():
                return Words(self.atom(node))
            case checked.Reduce() | checked.Negate() | checked.Arithmetic() | checked.Call():
                raise PlanError("a text is expected")
            case _:
                assert_never(node)

    def atom(
        self, node: checked.Field | checked.Inner | checked.ReportField | checked.Pick | checked.Reduce
    ) -> Cell | Property | Slot:
        """What stands for itself in a form."""
        match node:
            case checked.Field() | checked.Inner():
                return self._cell(node)
            case checked.ReportField(name, type_):
                return Property(name, type_)
            case checked.Pick():
                cell = Cell(node.column, node.type, self._is_measure(node.source.table, node.column))
                return Slot(self._lookup(node.source, Kind.PICK, cell), node.type, node.optional)
            case checked.Reduce():
                return self._reduce(node)
            case _:
                assert_never(node)

    def condition(self, node: checked.Condition) -> Condition:
        """A condition."""
        match node:
            case checked.Compare():
                return self._compare(node)
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
            case checked.Among():
                return self._among(node)
            case checked.StartsWith(operand, prefix):
                return Starts(self.words(operand), self.words(prefix))
            case _:
                assert_never(node)

    def _arithmetic(self, node: checked.Arithmetic) -> Linear:
        left, right = self.number(node.left), self.number(node.right)
        match node.operator:
            case checked.Operator.ADD:
                return add(left, right, Decimal(1))
            case checked.Operator.SUBTRACT:
                return add(left, right, Decimal(-1))
            case checked.Operator.MULTIPLY:
                if left.terms and right.terms:
                    raise PlanError("a product of two figures is not linear")
                return scale(left, right.constant) if left.terms else scale(right, left.constant)
            case _:
                assert_never(node.operator)

    def _call(self, node: checked.Call) -> Linear:
        operand = self.number(node.arguments[0])
        match node.function:
            case "exactly":
                return without_radius(operand)
            case "abs":
                return single(Absolute(operand)) if operand.terms else constant(abs(operand.constant))
            case _:
                raise PlanError(f"no such function: {node.function}")

    def _cell(self, node: checked.Field | checked.Inner) -> Cell:
        if isinstance(node, checked.Field) != self.outermost or node.table != self.table:
            raise PlanError(f"{node.table}.{node.column} is not a column of the row at hand")
        optional = isinstance(node, checked.Field) and node.optional
        return Cell(node.column, node.type, self._is_measure(node.table, node.column), optional)

    def _is_measure(self, table: str, column: str) -> bool:
        found = self.schema.tables[table].columns.get(column)
        return found is not None and found.is_measure

    def _lookup(self, source: checked.Source, kind: Kind, element: Linear | Cell | None) -> Lookup:
        keys = sorted(source.keys, key=lambda pair: pair[0])
        inner = _Lowering(self.schema, source.table, outermost=False)
        chosen = None if source.filter is None else inner.condition(source.filter)
        outer = tuple(self._outer(expression) for _, expression in keys)
        columns = tuple(self._key(source.table, name, expression) for name, expression in keys)
        if kind in (Kind.PICK, Kind.STATE) and not columns:
            columns, outer, chosen = _named_row(chosen)
        return Lookup(source.table, columns, outer, Aggregate(kind, element, chosen))

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
        kind = Kind(node.reducer.value)
        if node.element is None:
            return Slot(self._lookup(node.source, kind, None), node.type)
        inner = _Lowering(self.schema, node.source.table, outermost=False)
        return Slot(self._lookup(node.source, kind, inner.number(node.element)), node.type)

    def _compare(self, node: checked.Compare) -> Condition:
        if not (node.left.type.is_numeric and node.right.type.is_numeric):
            return TextTest(node.comparison, self.words(node.left), self.words(node.right))
        left, right = self.number(node.left), self.number(node.right)
        return NumberTest(node.comparison, left, right, add(left, right, Decimal(-1)), node.tolerance)

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
                cell = Cell(operand.column, operand.type, self._is_measure(operand.source.table, operand.column))
                return StateIs(Slot(self._lookup(operand.source, Kind.STATE, cell), operand.type), node.state)
            case _:
                raise PlanError("only a cell has a state")


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


def displayed(check: Condition, *, negated: bool = False) -> Iterator[tuple[NumberTest | TextTest, bool]]:
    """The comparisons that a reader may be shown, in order of reading: all but those of antecedents.

    Each comes with whether it stands under an odd number of negations.
    """
    match check:
        case NumberTest() | TextTest():
            yield check, negated
        case Both(left, right) | Either(left, right):
            yield from displayed(left, negated=negated)
            yield from displayed(right, negated=negated)
        case Contrary(operand):
            yield from displayed(operand, negated=not negated)
        case Given(_, consequent):
            yield from displayed(consequent, negated=negated)
        case OneOf() | Starts() | StateIs() | Occurs():
            return
        case _:
            assert_never(check)


def _unit_of(check: Condition) -> Cell | Slot | None:
    """The first money operand; failing that, the first of a quantity, then the first figure at all."""
    figures = [
        atom
        for test, _ in displayed(check)
        if isinstance(test, NumberTest)
        for side in (test.left, test.right)
        for atom in atoms(side)
        if has_unit(atom)
    ]
    first = {atom.type: atom for atom in reversed(figures) if isinstance(atom, Cell | Slot)}
    chosen = first.get(ValueType.MONEY) or first.get(ValueType.QUANTITY) or (figures[0] if figures else None)
    if not isinstance(chosen, Slot):
        return chosen if isinstance(chosen, Cell) else None
    lookup = chosen.lookup
    unit = replace(lookup, aggregate=replace(lookup.aggregate, kind=Kind.UNIT))
    return Slot(unit, ValueType.TEXT, optional=True)
