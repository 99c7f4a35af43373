"""What is known of a number before any data is read: its decimals, its spread, how large it can grow."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Final

from dq.plan.linear import EXACT, ZERO, computes, single
from dq.plan.nodes import (
    Absolute,
    Aggregate,
    Atom,
    Cell,
    Computed,
    Form,
    Kind,
    Leaf,
    Linear,
    NumberTest,
    Operand,
    Origin,
    Property,
    Slot,
    Spread,
)
from dq.plan.walk import Node, leaves
from dq.semantics.checked import ToleranceKind
from dq.types import ValueType

CELL_LIMIT: Final = Decimal(10) ** 16
"""No figure of a report is larger, in base units; one that is makes its outcomes errors."""

ROWS_LIMIT: Final = 10**6
"""No table of a report has more rows; rules are not evaluated on one that has."""

VALUE_LIMIT: Final = Decimal(10) ** 31
"""Every intermediate result stays below, far from where 38 digits with six decimals end."""

STORED_DECIMALS: Final = 6


def spread(number: Linear) -> Spread:
    """The widest spread of its terms."""
    uncertain = (atom_spread(term.atom) for term in number.terms if term.coefficient and not term.exact)
    return max(uncertain, default=Spread.NONE)


def atom_spread(atom: Atom) -> Spread:
    """Spread of one atom: counts and report properties are exact; |x|, min and max need not be even."""
    if isinstance(atom, Absolute):
        return Spread.UNEVEN if spread(atom.operand) else Spread.NONE
    return Spread.UNEVEN if isinstance(atom, Computed) else form_of(atom).spread


def digits(number: Linear) -> int:
    """Power of ten that makes every coefficient whole and the constant fit the stored decimals."""
    needed = (atom_digits(term.atom) + decimals(term.coefficient) for term in number.terms)
    return max(max(needed, default=0), decimals(number.constant) - STORED_DECIMALS)


def atom_digits(atom: Atom) -> int:
    """Power of ten that the atom's own computation is scaled by."""
    if isinstance(atom, Absolute):
        return digits(atom.operand)
    return 0 if isinstance(atom, Computed) else form_of(atom).digits


@lru_cache(maxsize=10_000)
def form_of(leaf: Leaf) -> Form:
    """All that evaluation has to know of a leaf."""
    match leaf:
        case Cell(column, type_, measure, optional, truncated):
            if measure and type_.is_numeric:
                wide = Spread.UNEVEN if truncated else Spread.EVEN if type_.is_measured else Spread.NONE
                return Form(Origin.NUMBER, type_, wide, optional=optional, truncated=truncated)
            return Form(Origin.KEY, type_, blank=column == "label")
        case Property(_, type_):
            return Form(Origin.PROPERTY, type_)
        case Operand(_, form):
            return form
        case Slot(lookup, type_, optional):
            return _lookup_form(lookup.aggregate, type_, optional=optional)


def _lookup_form(aggregate: Aggregate, type_: ValueType, *, optional: bool) -> Form:
    match aggregate.kind:
        case Kind.STATE:
            return Form(Origin.PICKED_STATE, type_)
        case Kind.UNIT:
            return Form(Origin.UNIT, type_)
        case Kind.COUNT | Kind.DISTINCT:
            return Form(Origin.NUMBER, type_)
        case Kind.PICK if not type_.is_numeric:
            return Form(Origin.WORDS, type_, optional=optional)
        case _:
            number = element_number(aggregate)
            inner = spread(number)
            ends = Spread.UNEVEN if inner and aggregate.kind in (Kind.MIN, Kind.MAX) else inner
            return Form(Origin.NUMBER, type_, ends, digits(number), optional)


def element_number(aggregate: Aggregate) -> Linear:
    """What the aggregate is made of, as a number; zero where it counts."""
    element = aggregate.element
    return ZERO if element is None else single(element) if isinstance(element, Cell) else element


def row_by_row(test: NumberTest) -> bool:
    """Whether a comparison is beyond sums and their radii, and is evaluated exactly, row by row."""
    computed = computes(test.left) or computes(test.right)
    return computed or test.single is not None or test.tolerance.kind is ToleranceKind.RELATIVE


def may_be_unreadable(node: Node) -> bool:
    """False where only key columns and report properties are read: those are there or not, but never unreadable."""
    return any(isinstance(leaf, Slot) or (isinstance(leaf, Cell) and leaf.measure) for leaf in leaves(node))


def decimals(value: Decimal) -> int:
    """Digits behind the point that the value really has. Example: `decimals(Decimal("1.50"))` → 1."""
    exponent = value.normalize(EXACT).as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def bound(number: Linear, scaled: int) -> Decimal:
    """No |value · 10^scaled| is larger."""
    total = EXACT.scaleb(abs(number.constant), scaled)
    for term in number.terms:
        total = EXACT.add(total, EXACT.scaleb(EXACT.multiply(abs(term.coefficient), _atom_bound(term.atom)), scaled))
    return total


def _atom_bound(atom: Atom) -> Decimal:
    match atom:
        case Absolute(operand):
            return bound(operand, 0)
        case Slot(lookup):
            aggregate = lookup.aggregate
            if isinstance(aggregate.element, Linear):
                return bound(aggregate.element, 0) * (ROWS_LIMIT if aggregate.kind is Kind.SUM else 1)
            return CELL_LIMIT
        case _:
            return CELL_LIMIT
