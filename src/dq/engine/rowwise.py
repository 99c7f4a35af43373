"""Comparisons that are evaluated exactly, row by row, as polars expressions over the columns of a frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import polars as pl

from dq.engine.bits import MONEY_UNIT, OTHER_UNIT, OVERFLOW, UNITS, UNREADABLE, UNUSABLE, ZERO_DIVISOR, flag, has
from dq.engine.frame import Frame
from dq.engine.literals import null
from dq.plan.form import atom_digits, form_of, row_by_row
from dq.plan.linear import months
from dq.plan.nodes import Both, Cell, Choice, Condition, Contrary, Either, Given, Leaf, Linear, NumberTest
from dq.plan.shown import dimensioned, ratios
from dq.plan.walk import has_unit, leaves
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


def row_tests(*conditions: Condition | None) -> dict[NumberTest, str]:
    """The comparisons of these conditions that are evaluated row by row, each with a column for its answers."""
    found: dict[NumberTest, str] = {}
    waiting: list[Condition | None] = list(conditions)
    while waiting:
        match waiting.pop():
            case NumberTest() as test if row_by_row(test):
                found.setdefault(test, f"e{len(found)}")
            case Both(left, right) | Either(left, right) | Given(left, right):
                waiting += [right, left]
            case Contrary(operand):
                waiting.append(operand)
            case Choice(branches, otherwise):
                waiting += [otherwise, *(each for branch in branches for each in branch)]
            case _:
                pass
    return found


def answered(rows: pl.LazyFrame, tests: Mapping[NumberTest, str]) -> pl.LazyFrame:
    """The rows with the answers of these comparisons, and their bits in a column `_b`: each is evaluated once, however
    often a condition and what is shown of it ask for it.
    """
    if not tests:
        return rows
    asked = {name: _evaluated(test, Frame()) for test, name in tests.items()}
    told = {name: _told(pl.col(name), bits).bits for name, (_, bits) in asked.items()}
    return rows.with_columns(answers.alias(name) for name, (answers, _) in asked.items()).with_columns(
        bits.alias(f"{name}_b") for name, bits in told.items()
    )


def exactly(test: NumberTest, frame: Frame) -> Told:
    """The comparison in every row of the frame."""
    name = frame.answered.get(test)
    return _told(*_evaluated(test, frame)) if name is None else Told(pl.col(name), pl.col(f"{name}_b"))


def _told(answers: pl.Expr, bits: pl.Expr) -> Told:
    """With the bits of what keeps a comparison from being evaluated."""
    usable = (bits & flag(UNUSABLE)) == 0
    zero = pl.when(usable & answers.struct.field("zero")).then(flag(ZERO_DIVISOR)).otherwise(flag(0))
    large = pl.when(usable & answers.struct.field("large")).then(flag(OVERFLOW)).otherwise(flag(0))
    return Told(answers, bits | zero | large)


def _evaluated(test: NumberTest, frame: Frame) -> tuple[pl.Expr, pl.Expr]:
    """The answers, and the bits of what is read for them."""
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
    return answers, test_bits(test, frame) | unreadable


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
