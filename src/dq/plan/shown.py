"""What of a check is shown to people: its comparisons, and the unit of their figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from dq.plan.nodes import (
    Absolute,
    Atom,
    Both,
    Cell,
    Choice,
    Condition,
    Contrary,
    Either,
    Extreme,
    Given,
    Kind,
    Leaf,
    Like,
    Linear,
    Month,
    NumberTest,
    Occurs,
    OneOf,
    Operand,
    Origin,
    Product,
    Property,
    Quotient,
    Rounded,
    Slot,
    Starts,
    StateIs,
    TextTest,
)
from dq.plan.walk import has_unit, leaves
from dq.types import ValueType


@dataclass(frozen=True, slots=True)
class Displayed:
    """A comparison that a reader may be shown.

    Parameters: `negated` whether it stands under an odd number of negations; `path` the guards that lead to it, each
    with what it must be.
    """

    test: NumberTest | TextTest
    negated: bool
    path: tuple[tuple[Condition, bool], ...] = ()


def displayed(
    check: Condition, *, negated: bool = False, path: tuple[tuple[Condition, bool], ...] = ()
) -> Iterator[Displayed]:
    """The comparisons that a reader may be shown, in order of reading: all but those of antecedents and guards.

    One of the report's year or kind alone (which codes count in which year) proves nothing and is not shown.
    """
    match check:
        case NumberTest() | TextTest():
            if any(_is_printed(leaf) for leaf in leaves(check)):
                yield Displayed(check, negated, path)
        case Both(left, right) | Either(left, right):
            yield from displayed(left, negated=negated, path=path)
            yield from displayed(right, negated=negated, path=path)
        case Contrary(operand):
            yield from displayed(operand, negated=not negated, path=path)
        case Given(_, consequent):
            yield from displayed(consequent, negated=negated, path=path)
        case Choice(branches, otherwise):
            for guard, condition in branches:
                yield from displayed(condition, negated=negated, path=(*path, (guard, True)))
                path = (*path, (guard, False))
            yield from displayed(otherwise, negated=negated, path=path)
        case OneOf() | Starts() | Like() | StateIs() | Occurs():
            return
        case _:
            assert_never(check)


def _is_printed(leaf: Leaf) -> bool:
    """Whether something that the document prints is read, not what is known of the report."""
    match leaf:
        case Property():
            return False
        case Operand(_, form):
            return form.origin not in (Origin.PROPERTY, Origin.CONSTANT)
        case _:
            return True


def units_of(check: Condition) -> tuple[Cell | Slot | None, ...]:
    """For each comparison that may be shown, what tells the unit of its figures: the first money operand; failing that,
    the first of a quantity, then the first figure at all.
    """
    return tuple(_unit_of(each.test) for each in displayed(check))


def _unit_of(test: NumberTest | TextTest) -> Cell | Slot | None:
    sides = (test.left, test.right) if isinstance(test, NumberTest) else ()
    figures = [leaf for side in sides for leaf in dimensioned(side) if has_unit(leaf)]
    first = {leaf.type: leaf for leaf in reversed(figures) if isinstance(leaf, Cell | Slot)}
    chosen = first.get(ValueType.MONEY) or first.get(ValueType.QUANTITY) or (figures[0] if figures else None)
    return unit_leaf(chosen) if isinstance(chosen, Cell | Slot) else None


def unit_leaf(leaf: Cell | Slot) -> Cell | Slot:
    """What tells the unit and the decimals that a figure is printed with."""
    if not isinstance(leaf, Slot):
        return leaf
    lookup = leaf.lookup
    return Slot(replace(lookup, aggregate=replace(lookup.aggregate, kind=Kind.UNIT)), ValueType.TEXT, optional=True)


def dimensioned(number: Linear) -> Iterator[Leaf]:
    """The leaves whose unit is that of the number: not those that a quotient leaves no unit of."""
    for term in number.terms:
        yield from _of_atom(term.atom)


def _of_atom(atom: Atom) -> Iterator[Leaf]:
    match atom:
        case Absolute(operand) | Rounded(operand):
            yield from dimensioned(operand)
        case Extreme(operands):
            for operand in operands:
                yield from dimensioned(operand)
        case Product(left, right, type_):
            yield from (leaf for side in (left, right) for leaf in dimensioned(side) if leaf_type(leaf) is type_)
        case Quotient(left, _, type_):
            yield from (leaf for leaf in dimensioned(left) if leaf_type(leaf) is type_)
        case Month():
            return
        case _:
            yield atom


def ratios(number: Linear) -> Iterator[Quotient]:
    """The quotients in it that leave no unit: only figures of one dimension have such a ratio."""
    for term in number.terms:
        match term.atom:
            case Absolute(operand) | Rounded(operand):
                yield from ratios(operand)
            case Extreme(operands):
                for operand in operands:
                    yield from ratios(operand)
            case Product(left, right):
                yield from (*ratios(left), *ratios(right))
            case Quotient(left, right, type_):
                if type_ is ValueType.RATIO:
                    yield term.atom
                yield from (*ratios(left), *ratios(right))
            case _:
                pass


def leaf_type(leaf: Leaf) -> ValueType:
    """The type of what is read."""
    if isinstance(leaf, Operand):
        return leaf.form.type
    return leaf.type if isinstance(leaf, Cell | Slot) else ValueType.NUMBER
