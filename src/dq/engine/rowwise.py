"""Comparisons that are evaluated exactly, row by row, as polars expressions over the columns of a frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Final

import polars as pl

from dq.engine.bits import MONEY_UNIT, OTHER_UNIT, OVERFLOW, UNITS, UNREADABLE, UNUSABLE, ZERO_DIVISOR, flag, has
from dq.engine.frame import Frame
from dq.engine.literals import null
from dq.plan.form import atom_digits, form_of
from dq.plan.linear import months
from dq.plan.nodes import Cell, Leaf, Linear, NumberTest
from dq.plan.shown import dimensioned, ratios
from dq.plan.walk import has_unit, leaves
from dq.records import dataclass
from dq.types import ValueType

if TYPE_CHECKING:
    from dq.engine.exact import Read

_MONTH: Final = r"^(\d{4})(?:年|[-./])(\d{1,2})(?:月(?:\d{1,2}日)?|[-./]\d{1,2})?$"
"""As `dq.semantics.literals.month` reads a month that a rule writes."""

_DECEMBER: Final = 12
_MONTHS_ARE_WHOLE: Final = -6
"""Figures come in millionths; numbers of months do not."""


@dataclass(frozen=True, slots=True)
class Told:
    """The answers of a comparison, and the bits of all it read."""

    answers: pl.Expr
    bits: pl.Expr

    def answer(self, name: str) -> pl.Expr:
        """One field of `dq.engine.exact.STRUCT`, null where an operand cannot be used."""
        return pl.when((self.bits & flag(UNUSABLE)) == 0).then(self.answers.struct.field(name))


def test_bits(test: NumberTest, frame: Frame) -> pl.Expr:
    """Bits of both sides; a clash of units between a quantity and another figure is found here, also in a ratio."""
    bits = frame.bits(test.left, test.right)
    sides = test.left, test.right
    for group in (sides, *((each.left, each.right) for side in sides for each in ratios(side))):
        clash = _clash(group, frame)
        if clash is not None:
            bits = pl.when(clash).then(bits | flag(UNITS)).otherwise(bits)
    return bits


def _clash(numbers: Sequence[Linear], frame: Frame) -> pl.Expr | None:
    """Whether numbers that must be of one dimension are not; None where no unit of theirs is left to the rows."""
    read = [leaf for number in numbers for leaf in dimensioned(number) if has_unit(leaf)]
    types = {form_of(leaf).type for leaf in read}
    if ValueType.QUANTITY not in types:
        return None
    known = MONEY_UNIT if ValueType.MONEY in types else 0
    known |= OTHER_UNIT if types - {ValueType.MONEY, ValueType.QUANTITY} else 0
    seen = frame.bits(*read) | flag(known)
    return has(seen, MONEY_UNIT) & has(seen, OTHER_UNIT)


@dataclass(slots=True)
class _Operands:
    """The columns that a comparison's evaluation is handed, and where each operand stands in them."""

    frame: Frame
    columns: list[pl.Expr] = field(default_factory=list)

    def add(self, values: pl.Expr) -> int:
        """Take in a column. Gives its place."""
        self.columns.append(values.alias(f"o{len(self.columns)}"))
        return len(self.columns) - 1

    def figure(self, leaf: Leaf) -> tuple[Leaf, int, int | None, int | None, int]:
        """A figure with how far it may lie off: the fields of `dq.engine.exact.Read`."""
        number = self.frame.leaf(leaf)
        down = None if number.down is None else self.add(number.down)
        up = down if number.up is number.down else None if number.up is None else self.add(number.up)
        return leaf, self.add(number.value), down, up, atom_digits(leaf)


def exactly(test: NumberTest, frame: Frame) -> Told:
    """The comparison in every row of the frame."""
    from dq.engine.exact import STRUCT, Read, evaluation  # needed by few rules

    operands = _Operands(frame)
    named = list(dict.fromkeys(words for side in (test.left, test.right) for words in months(side)))
    texts = {words.atom for words in named}
    figures = (leaf for side in (test.left, test.right) for leaf in leaves(side) if leaf not in texts)
    reads = [Read(*operands.figure(leaf)) for leaf in dict.fromkeys(figures)]
    unreadable = flag(0)
    for words in named:
        text = frame.words(words)
        month = _month(text)
        reads.append(Read(words, operands.add(month), None, None, _MONTHS_ARE_WHOLE))
        unread = month.is_null() & text.is_not_null()
        unreadable = unreadable | pl.when(unread).then(flag(UNREADABLE)).otherwise(flag(0))
    radius, unit = _last_digit(test, reads, operands)
    columns = operands.columns or [null(pl.Int8())]
    evaluate = evaluation(test, tuple(reads), radius, unit)
    answers = pl.struct(columns).map_batches(evaluate, return_dtype=STRUCT, is_elementwise=True)
    bits = test_bits(test, frame) | unreadable
    usable = (bits & flag(UNUSABLE)) == 0
    zero = pl.when(usable & answers.struct.field("zero")).then(flag(ZERO_DIVISOR)).otherwise(flag(0))
    large = pl.when(usable & answers.struct.field("large")).then(flag(OVERFLOW)).otherwise(flag(0))
    return Told(answers, bits | zero | large)


def _last_digit(test: NumberTest, reads: Sequence[Read], operands: _Operands) -> tuple[int | None, int | None]:
    """Places of the radius, and of the unit and decimals, of the side that is one printed figure."""
    if test.single is None:
        return None, None
    side = test.left if test.single.on_left else test.right
    radius = next((read.down for read in reads if read.of == side.terms[0].atom), None)
    unit = test.single.unit
    prefix = unit.column if isinstance(unit, Cell) else operands.frame.prefix(unit)
    return radius, operands.add(pl.col(f"{prefix}_u"))


def _month(text: pl.Expr) -> pl.Expr:
    """The month that a text names, as a number of months; null where it names none."""
    plain = text.str.normalize("NFKC").str.replace_all(r"\s", "")
    year, month = (plain.str.extract(_MONTH, group).cast(pl.Int64, strict=False) for group in (1, 2))
    return pl.when(month.is_between(1, _DECEMBER)).then(year * _DECEMBER + month - 1)
