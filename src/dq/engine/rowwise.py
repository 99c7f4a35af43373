"""Comparisons that are evaluated exactly, row by row, as expressions over the columns of a frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import polars as pl

from dq.engine.bits import MONEY_UNIT, OTHER_UNIT, OVERFLOW, UNITS, UNREADABLE, UNUSABLE, ZERO_DIVISOR, flag, has
from dq.engine.expression import Expr, col, constant, number, when
from dq.engine.frame import Frame
from dq.engine.operations import ANSWER, ANSWERS
from dq.plan.form import atom_digits, form_of, row_by_row
from dq.plan.linear import months
from dq.plan.nodes import Both, Choice, Condition, Contrary, Either, Given, Leaf, Linear, NumberTest
from dq.plan.shown import dimensioned, ratios
from dq.plan.walk import has_unit, leaves
from dq.types import ValueType

if TYPE_CHECKING:
    from dq.engine.exact import Read

_PLACES: Final = {name: place for place, name in enumerate(ANSWER)}
_MONTHS_ARE_WHOLE: Final = -6
"""Figures come in millionths; numbers of months do not."""


@dataclass(frozen=True, slots=True)
class Told:
    """The answers of a comparison, and the bits of all it read."""

    answers: Expr
    bits: Expr

    def answer(self, name: str) -> Expr:
        """One field of ANSWER, null where an operand cannot be used."""
        usable = (self.bits & flag(UNUSABLE)).equals(number(0))
        return when(usable).then(_field(self.answers, name)).otherwise(constant(None, ANSWER[name]))


def test_bits(test: NumberTest, frame: Frame) -> Expr:
    """Bits of both sides; a clash of units between a quantity and another figure is found here, also in a ratio."""
    bits = frame.bits(test.left, test.right)
    sides = test.left, test.right
    for group in (sides, *((each.left, each.right) for side in sides for each in ratios(side))):
        clash = _clash(group, frame)
        if clash is not None:
            bits = when(clash).then(bits | flag(UNITS)).otherwise(bits)
    return bits


def _clash(numbers: Sequence[Linear], frame: Frame) -> Expr | None:
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
    columns: list[Expr] = field(default_factory=list)

    def add(self, values: Expr) -> int:
        """Take in a column. Gives its place."""
        self.columns.append(values)
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


def answers(tests: Mapping[NumberTest, str]) -> tuple[dict[str, Expr], dict[str, Expr]]:
    """The answers of these comparisons by column, and their bits in columns `_b`, which read the former: each is
    evaluated once, however often a condition and what is shown of it ask for it.
    """
    asked = {name: _evaluated(test, Frame()) for test, name in tests.items()}
    told = {f"{name}_b": _told(col(name), bits).bits for name, (_, bits) in asked.items()}
    return {name: found for name, (found, _) in asked.items()}, told


def exactly(test: NumberTest, frame: Frame) -> Told:
    """The comparison in every row of the frame."""
    name = frame.answered.get(test)
    return _told(*_evaluated(test, frame)) if name is None else Told(col(name), col(f"{name}_b"))


def _told(answers: Expr, bits: Expr) -> Told:
    """With the bits of what keeps a comparison from being evaluated."""
    usable = (bits & flag(UNUSABLE)).equals(number(0))
    zero = when(usable & _field(answers, "zero")).then(flag(ZERO_DIVISOR)).otherwise(flag(0))
    large = when(usable & _field(answers, "large")).then(flag(OVERFLOW)).otherwise(flag(0))
    return Told(answers, bits | zero | large)


def _evaluated(test: NumberTest, frame: Frame) -> tuple[Expr, Expr]:
    """The answers, and the bits of what is read for them."""
    from dq.engine.exact import Read, evaluation  # needed by few rules

    operands = _Operands(frame)
    named = list(dict.fromkeys(words for side in (test.left, test.right) for words in months(side)))
    texts = {words.atom for words in named}
    figures = (leaf for side in (test.left, test.right) for leaf in leaves(side) if leaf not in texts)
    reads = [Read(*operands.figure(leaf)) for leaf in dict.fromkeys(figures)]
    unreadable = flag(0)
    for words in named:
        text = frame.words(words)
        month = text.month()
        reads.append(Read(words, operands.add(month), None, None, _MONTHS_ARE_WHOLE))
        unread = month.is_null() & ~text.is_null()
        unreadable = unreadable | when(unread).then(flag(UNREADABLE)).otherwise(flag(0))
    radius, unit = _last_digit(test, reads, operands)
    columns = operands.columns or [constant(None, pl.Int8())]
    found = evaluation(test, tuple(reads), radius, unit)
    return Expr(ANSWERS, tuple(columns), (found,)), test_bits(test, frame) | unreadable


def _last_digit(test: NumberTest, reads: Sequence[Read], operands: _Operands) -> tuple[int | None, int | None]:
    """Places of the radius, and of the unit and decimals, of the side that is one printed figure."""
    if test.single is None:
        return None, None
    side = test.left if test.single.on_left else test.right
    radius = next((read.down for read in reads if read.of == side.terms[0].atom), None)
    unit = test.single.unit
    return radius, operands.add(operands.frame.unit(unit))


def _field(answers: Expr, name: str) -> Expr:
    return answers.field(name, _PLACES[name])
