"""Operands and linear forms as expressions over the columns of a frame.

An operand with prefix `p` has the columns that `columns_of` tells, never null but for texts: `p_v` value, `p_d` and
`p_p` how far the true value may lie below and above (one column where that is the same), `p_b` bits, `p_t` text or
state, `p_s` state of a cell, `p_w` unit and `p_n` printed decimals (or both in the former, where they are looked up);
a key column, report property or constant is one column, `p`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import assert_never

import polars as pl

from dq.engine.bits import ABSENT_TABLE, MISSING, TOLD, flag, union
from dq.engine.expression import NOTHING, Expr, col, constant, exact, number, tagged, when, whole
from dq.plan.form import VALUE_LIMIT, atom_digits, bound, digits, form_of
from dq.plan.linear import EXACT
from dq.plan.nodes import (
    Absolute,
    Atom,
    Cell,
    Computed,
    Form,
    Leaf,
    Linear,
    Lookup,
    NumberTest,
    Operand,
    Origin,
    Property,
    Slot,
    Spread,
    Term,
    Words,
)
from dq.plan.walk import Node, leaves
from dq.semantics.checked import Home
from dq.types import CellState


class OverflowRefusedError(Exception):
    """A rule whose constants are so large that a result could exceed what is stored."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number in every row: `down` and `up` are how far the true value may lie off, None for not at all."""

    value: Expr
    down: Expr | None = None
    up: Expr | None = None


def property_column(name: str) -> str:
    """Name of the report column that holds a property, apart from the columns of tables."""
    return f"report {name}"


def absent_column(table: str, home: Home = Home.OWN) -> str:
    """Name of the report column that holds the bits of a table that was not found, in the report or another."""
    return f"absent {'' if home is Home.OWN else f'{home.value} '}{table}"


def columns_of(form: Form) -> tuple[str, ...]:
    """Suffixes of the columns that an operand of this form has; "" is the prefix itself."""
    match form.origin:
        case Origin.KEY | Origin.PROPERTY | Origin.CONSTANT:
            return ("",)
        case Origin.STATE:
            return ("_s",)
        case Origin.UNIT:
            return ("_w", "_n")
        case Origin.PICKED_STATE | Origin.WORDS:
            return ("_t", "_b")
        case Origin.NUMBER if form.truncated:
            return ("_v", "_d", "_b")
        case Origin.NUMBER:
            return {
                Spread.NONE: ("_v", "_b"),
                Spread.EVEN: ("_v", "_d", "_b"),
                Spread.UNEVEN: ("_v", "_d", "_p", "_b"),
            }[form.spread]
        case _:
            assert_never(form.origin)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where operands find their columns in the frame at hand.

    Parameters: `slots` the column prefix of every lookup joined to it; `answered` the columns of comparisons that are
    evaluated already (`dq.engine.rowwise`).
    """

    slots: Mapping[Lookup, str] = field(default_factory=dict)
    answered: Mapping[NumberTest, str] = field(default_factory=dict)

    def prefix(self, leaf: Leaf) -> str:
        """Prefix of the leaf's columns."""
        match leaf:
            case Cell(column, type_, measure):
                return f"{column}_t" if measure and not type_.is_numeric else column
            case Property(name):
                return property_column(name)
            case Slot(lookup):
                return self.slots[lookup]
            case Operand(place):
                return f"x{place}"

    def number(self, number: Linear, scaled: int) -> Number:
        """The number times 10^scaled, exactly. Errors: `OverflowRefusedError`."""
        if bound(number, scaled) > VALUE_LIMIT:
            raise OverflowRefusedError("the figures of this rule can exceed 10^31")
        value: Expr | None = None
        down: Expr | None = None
        up: Expr | None = None
        for term in number.terms:
            if not term.coefficient:
                continue
            part = self._term(term, scaled)
            even = part.down is part.up and down is up
            value = _plus(value, part.value)
            down = _plus(down, part.down)
            up = down if even else _plus(up, part.up)
        shift = EXACT.scaleb(number.constant, scaled)
        if value is None:
            value = exact(shift)
        elif shift:
            value = value + exact(shift)
        return Number(value, down, up)

    def unit(self, leaf: Leaf) -> Expr:
        """Unit and decimals that a figure is printed with, as `Scale.parse` reads them; null without a unit."""
        prefix = leaf.column if isinstance(leaf, Cell) else self.prefix(leaf)
        return unit_text(prefix)

    def words(self, words: Words) -> Expr:
        """A text, null where there is none."""
        if isinstance(words.atom, str):
            return constant(words.atom, pl.String())
        looked_up = form_of(words.atom).origin is Origin.WORDS
        return col(self.prefix(words.atom) + ("_t" if looked_up else ""))

    def bits(self, *nodes: Node) -> Expr:
        """Bits of all that these nodes read."""
        found = dict.fromkeys(leaf for node in nodes for leaf in leaves(node))
        return union([bits for leaf in found if (bits := self._bits(leaf)) is not None])

    def state(self, leaf: Leaf) -> Expr:
        """The `CellState` of a cell as a number, 0 where there is none."""
        form = form_of(leaf)
        if isinstance(leaf, Cell) and leaf.measure:
            return col(f"{leaf.column}_s")
        if form.origin is Origin.KEY:
            return key_state(self.prefix(leaf), blank=form.blank)
        return col(f"{self.prefix(leaf)}{'_t' if form.origin is Origin.PICKED_STATE else '_s'}")

    def state_bits(self, leaf: Leaf) -> Expr:
        """A state can be told wherever there is one cell or none."""
        return col(f"{self.prefix(leaf)}_b") if form_of(leaf).origin is Origin.PICKED_STATE else flag(TOLD)

    def count(self, leaf: Leaf) -> Expr:
        """The number of rows that a COUNT lookup found."""
        return col(f"{self.prefix(leaf)}_v")

    def _bits(self, leaf: Leaf) -> Expr | None:
        """Bits of one leaf; None where there can be none."""
        form = form_of(leaf)
        prefix = self.prefix(leaf)
        match form.origin:
            case Origin.NUMBER | Origin.WORDS | Origin.PICKED_STATE:
                bits = col(f"{prefix}_b")
                return bits & flag(~ABSENT_TABLE & 0xFFFF) if form.optional else bits
            case Origin.KEY | Origin.PROPERTY:
                there = flag(TOLD if form.origin is Origin.KEY else 0)
                return when(col(prefix).is_null()).then(flag(MISSING)).otherwise(there)
            case Origin.CONSTANT | Origin.UNIT | Origin.STATE:
                return None
            case _:
                assert_never(form.origin)

    def _term(self, term: Term, scaled: int) -> Number:
        factor = EXACT.scaleb(term.coefficient, scaled - atom_digits(term.atom))
        plain = self._atom(term.atom)
        down, up = (None, None) if term.exact else (plain.down, plain.up)
        if factor < 0:
            down, up = up, down
        if abs(factor) == 1:
            return Number(plain.value if factor == 1 else -plain.value, down, up)
        size = whole(abs(factor).quantize(Decimal(1), context=EXACT))
        even = down is up
        down = None if down is None else down * size
        up = down if even else None if up is None else up * size
        return Number(plain.value * size if factor > 0 else -plain.value * size, down, up)

    def _atom(self, atom: Atom) -> Number:
        """The atom as it is computed: scaled by its own digits."""
        if isinstance(atom, Absolute):
            return _absolute(self.number(atom.operand, digits(atom.operand)))
        if isinstance(atom, Computed):
            raise TypeError("what is computed is evaluated row by row")
        return self.leaf(atom)

    def leaf(self, atom: Leaf) -> Number:
        """A figure that is read, scaled by its own digits."""
        form = form_of(atom)
        prefix = self.prefix(atom)
        if form.origin is not Origin.NUMBER:
            return Number(col(prefix).figure().filled(NOTHING))
        value = col(f"{prefix}_v")
        if form.spread is Spread.NONE:
            return Number(value)
        down = col(f"{prefix}_d")
        if form.truncated:
            return _cut_off(value, down)
        return Number(value, down, down if form.spread is Spread.EVEN else col(f"{prefix}_p"))


def unit_text(prefix: str) -> Expr:
    """Unit and decimals of the operand whose columns have this prefix, in one text."""
    return tagged(col(f"{prefix}_w"), col(f"{prefix}_n"))


def key_state(column: str, *, blank: bool) -> Expr:
    """State of a key column: what is not printed is absent, unless it is the cell that is empty."""
    empty = CellState.BLANK.value if blank else 0
    return when(col(column).is_null()).then(number(empty)).otherwise(number(CellState.FIGURE.value)).sized(pl.UInt8())


def _plus(left: Expr | None, right: Expr | None) -> Expr | None:
    if left is None or right is None:
        return right if left is None else left
    return left + right


def _cut_off(value: Expr, radius: Expr) -> Number:
    """A figure cut off behind its last printed digit: the true value lies up to one unit away from zero."""
    unit = radius * whole(Decimal(2))
    nothing = NOTHING
    down = when(value <= NOTHING).then(unit).otherwise(nothing)
    return Number(value, down, when(value >= NOTHING).then(unit).otherwise(nothing))


def _absolute(number: Number) -> Number:
    """|number|: an interval across zero starts at zero."""
    value = number.value.magnitude()
    if number.down is None and number.up is None:
        return Number(value)
    low = number.value if number.down is None else number.value - number.down
    high = number.value if number.up is None else number.value + number.up
    nearest = when(low > NOTHING).then(low).when(high < NOTHING).then(-high).otherwise(NOTHING)
    farthest = when(-low > high).then(-low).otherwise(high)
    return Number(value, value - nearest, farthest - value)
