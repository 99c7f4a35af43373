"""Operands and linear forms as polars expressions over the columns of a frame.

An operand with prefix `p` has the columns that `columns_of` tells: `p_v` value, `p_d` and `p_p` radius (or, of min
and max, the lower and upper end), `p_b` bits, `p_t` text or state, `p_u` unit, `p_n` bits of its table's absence,
`p_q` bits of what kept a row from being chosen or left out, `p_i` bits that its keys hand down; a key column or
report property has one column, `p`. What was not found is null there and settled here, once for all tests of a shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, assert_never

import polars as pl

from dq.archive.layout import VALUE
from dq.engine.bits import ABSENT_TABLE, AMBIGUOUS, BITS, INHERITED, MISSING, TOLD, UNUSABLE, flag, union
from dq.engine.literals import exact, whole
from dq.plan.form import VALUE_LIMIT, atom_digits, bound, digits, form_of
from dq.plan.linear import EXACT
from dq.plan.nodes import (
    Absolute,
    Atom,
    Cell,
    Form,
    Leaf,
    Linear,
    Lookup,
    Operand,
    Origin,
    Property,
    Slot,
    Spread,
    Term,
    Value,
    Words,
)
from dq.plan.walk import Node, leaves
from dq.types import CellState

ONE_ROW: Final = 1 << 16
"""A picked row counts as this much on top of its bits: one sum tells how many rows there are and, of one, its bits."""

_LOOKED_UP: Final = (Origin.PICK, Origin.PICKED_STATE, Origin.SUM, Origin.COUNT, Origin.ENDS)


class OverflowRefusedError(Exception):
    """A rule whose constants are so large that a result could exceed what is stored."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number in every row: `down` and `up` are how far the true value may lie off, None for not at all."""

    value: pl.Expr
    down: pl.Expr | None = None
    up: pl.Expr | None = None


def property_column(name: str) -> str:
    """Name of the report column that holds a property, apart from the columns of tables."""
    return f"report {name}"


def absent_column(table: str) -> str:
    """Name of the report column that holds the bits of a table that was not found."""
    return f"absent {table}"


def columns_of(form: Form) -> tuple[str, ...]:
    """Suffixes of the columns that an operand of this form has; "" is the prefix itself."""
    match form.origin:
        case Origin.KEY | Origin.PROPERTY:
            return ("",)
        case Origin.STATE:
            return ("_s",)
        case Origin.UNIT:
            return ("_u",)
        case Origin.COUNT:
            own: tuple[str, ...] = ("_v",)
        case Origin.PICKED_STATE:
            own = ("_t", "_b")
        case Origin.FIGURE | Origin.PICK | Origin.SUM | Origin.ENDS:
            ends = {Spread.NONE: (), Spread.EVEN: ("_d",), Spread.UNEVEN: ("_d", "_p")}[form.spread]
            own = ("_v", *ends, "_b") if form.type.is_numeric else ("_t", "_b")
        case _:
            assert_never(form.origin)
    if form.origin is Origin.FIGURE:
        return own
    absence = () if form.optional else ("_n",)
    return (*own, *absence, *(("_q",) if form.filtered else ()), *(("_i",) if form.inherits else ()))


@dataclass(frozen=True, slots=True)
class Frame:
    """Where operands find their columns in the frame at hand.

    Parameters: `slots` the column prefix of every lookup joined to it.
    """

    slots: Mapping[Lookup, str] = field(default_factory=dict)

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
        value: pl.Expr | None = None
        down: pl.Expr | None = None
        up: pl.Expr | None = None
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

    def words(self, words: Words) -> pl.Expr:
        """A text, null where there is none."""
        if isinstance(words.atom, str):
            return pl.lit(words.atom, pl.String())
        prefix = self.prefix(words.atom)
        return pl.col(prefix if "" in columns_of(form_of(words.atom)) else f"{prefix}_t")

    def bits(self, *nodes: Node) -> pl.Expr:
        """Bits of all that these nodes read."""
        return union([self._bits(leaf) for leaf in dict.fromkeys(leaf for node in nodes for leaf in leaves(node))])

    def state(self, leaf: Leaf) -> pl.Expr:
        """The `CellState` of a cell as a number, 0 where there is none."""
        form = form_of(leaf)
        if isinstance(leaf, Cell) and leaf.measure:
            return pl.col(f"{leaf.column}_s")
        if form.origin is Origin.KEY:
            return key_state(self.prefix(leaf), blank=form.blank)
        suffix = "_t" if form.origin is Origin.PICKED_STATE else "_s"
        return pl.col(f"{self.prefix(leaf)}{suffix}").fill_null(0)

    def state_bits(self, leaf: Leaf) -> pl.Expr:
        """A state can be told wherever there is one cell or none."""
        return self._bits(leaf) if form_of(leaf).origin is Origin.PICKED_STATE else flag(TOLD)

    def count(self, leaf: Leaf) -> pl.Expr:
        """The number of rows of a COUNT lookup."""
        return pl.col(f"{self.prefix(leaf)}_v").fill_null(0)

    def key(self, value: Value) -> tuple[pl.Expr, pl.Expr | None]:
        """An outer key value, null where it cannot be used, with the bits its lookups inherit (None for none)."""
        if isinstance(value, Words):
            inherits = any(isinstance(leaf, Slot) or "" not in columns_of(form_of(leaf)) for leaf in leaves(value))
            return self.words(value), self.bits(value) & flag(INHERITED) if inherits else None
        column = whole_column(value)
        if column is not None:
            return pl.col(column).cast(pl.Int64), None
        if digits(value):
            raise OverflowRefusedError("a key with more decimals than are stored")
        bits = self.bits(value)
        usable = (bits & flag(UNUSABLE)) == 0
        return pl.when(usable).then(self.number(value, 0).value), bits & flag(INHERITED)

    def _bits(self, leaf: Leaf) -> pl.Expr:
        form = form_of(leaf)
        prefix = self.prefix(leaf)
        bits = _own_bits(form, prefix)
        if form.filtered:
            bits = bits | pl.col(f"{prefix}_q").fill_null(0)
        if form.inherits:
            bits = bits | pl.col(f"{prefix}_i")
        if form.optional:
            return bits & flag(~ABSENT_TABLE & 0xFFFF)
        if form.origin not in _LOOKED_UP:
            return bits
        return bits | pl.col(absent_column(leaf.lookup.table) if isinstance(leaf, Slot) else f"{prefix}_n")

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
        form = form_of(atom)
        prefix = self.prefix(atom)
        match form.origin:
            case Origin.KEY | Origin.PROPERTY:
                return Number(pl.col(prefix).cast(VALUE).fill_null(0))
            case Origin.COUNT:
                return Number(self.count(atom).cast(VALUE))
            case Origin.ENDS if form.spread:
                value = pl.col(f"{prefix}_v")
                down, up = value - pl.col(f"{prefix}_d"), pl.col(f"{prefix}_p") - value
                return Number(value.fill_null(0), down.fill_null(0), up.fill_null(0))
            case _:
                looked_up = form.origin is not Origin.FIGURE
                value = _settled(f"{prefix}_v", looked_up=looked_up)
                if form.spread is Spread.NONE:
                    return Number(value)
                down = _settled(f"{prefix}_d", looked_up=looked_up)
                even = form.spread is Spread.EVEN
                return Number(value, down, down if even else _settled(f"{prefix}_p", looked_up=looked_up))


def _settled(column: str, *, looked_up: bool) -> pl.Expr:
    """A figure's column; of a lookup that found nothing it is zero (its bits say what that means)."""
    return pl.col(column).fill_null(0) if looked_up else pl.col(column)


def _own_bits(form: Form, prefix: str) -> pl.Expr:
    """Bits of an operand as its columns tell them."""
    bits = pl.col(f"{prefix}_b")
    match form.origin:
        case Origin.KEY | Origin.PROPERTY:
            there = TOLD if form.origin is Origin.KEY else 0
            return pl.when(pl.col(prefix).is_null()).then(flag(MISSING)).otherwise(flag(there))
        case Origin.COUNT:
            return flag(TOLD)
        case Origin.STATE | Origin.UNIT:
            return flag(0)
        case Origin.FIGURE:
            return bits
        case Origin.SUM:
            return bits.fill_null(0)
        case Origin.ENDS:
            return bits.fill_null(MISSING)
        case Origin.PICKED_STATE:
            return pl.when(bits > 1).then(flag(AMBIGUOUS)).otherwise(flag(TOLD))
        case Origin.PICK:
            found = pl.when(bits < 2 * ONE_ROW).then(bits - ONE_ROW).otherwise(AMBIGUOUS)
            return pl.when(bits >= ONE_ROW).then(found).otherwise(MISSING).cast(BITS)
        case _:
            assert_never(form.origin)


def key_state(column: str, *, blank: bool) -> pl.Expr:
    """State of a key column: what is not printed is absent, unless it is the cell that is empty."""
    empty = CellState.BLANK.value if blank else 0
    return pl.when(pl.col(column).is_null()).then(empty).otherwise(CellState.FIGURE.value).cast(pl.UInt8)


def whole_column(value: Linear) -> str | None:
    """The key column or report property that the number simply is, or None."""
    if len(value.terms) != 1 or value.constant or value.terms[0].coefficient != 1:
        return None
    match value.terms[0].atom:
        case Cell(column, _, measure) if not measure:
            return column
        case Property(name):
            return property_column(name)
        case _:
            return None


def _plus(left: pl.Expr | None, right: pl.Expr | None) -> pl.Expr | None:
    if left is None or right is None:
        return right if left is None else left
    return left + right


def _absolute(number: Number) -> Number:
    """|number|: an interval across zero starts at zero."""
    value = number.value.abs()
    if number.down is None and number.up is None:
        return Number(value)
    low = number.value if number.down is None else number.value - number.down
    high = number.value if number.up is None else number.value + number.up
    nearest = pl.when(low > 0).then(low).when(high < 0).then(-high).otherwise(exact(Decimal(0)))
    farthest = pl.when(-low > high).then(-low).otherwise(high)
    return Number(value, value - nearest, farthest - value)
