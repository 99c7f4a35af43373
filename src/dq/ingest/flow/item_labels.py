"""Rows by name while they are read, and what their labels tell so far: of the form, whole, of which block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from dq.ingest.flow.regions import Region
from dq.ingest.flow.rows import Row
from dq.ingest.flow.tokens import Token
from dq.templates import normalise_label, split_unit

_LONGEST_UNIT: Final = 4
_FAR: Final = 10_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row's label stands in the form: its block and item, and the item before it in that block."""

    block: int
    index: int
    before: int


@dataclass(slots=True)
class Reader:
    """The state of reading one table. `is_fixed` where its figures are written with the same decimals throughout,
    `on_line` the blocks whose row numbers each line has printed.
    """

    region: Region
    widths: list[int]
    labels: list[dict[str, list[int]]]
    prefixes: set[str]
    is_fixed: bool
    rows: list[Row] = field(default_factory=list)
    stray: list[Token] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    numbers: list[int | None] = field(default_factory=list)
    numbered: set[int] = field(default_factory=set)
    on_line: dict[int, set[int]] = field(default_factory=dict)
    seen: set[tuple[int, int]] = field(default_factory=set)
    placed: dict[int, Place] = field(default_factory=dict)
    unknown: int = 0


def plain_label(words: Sequence[Token]) -> str:
    """The label that words make, normalised and without its unit, of which only the bracket may be there yet."""
    return split_unit(normalise_label("".join(word.plain for word in words)).removesuffix("("))[0]


def begins(reader: Reader, words: Sequence[Token]) -> bool:
    """True where the words are a label of the form or the beginning of one (with its unit's beginning behind it)."""
    whole = normalise_label("".join(word.plain for word in words))
    return whole in reader.prefixes or is_known(reader, split_unit(whole)[0]) or _with_open_unit(reader, whole)


def _with_open_unit(reader: Reader, text: str) -> bool:
    """True for a whole label with the beginning of a unit in brackets: 公务用车购置数(辆"""
    head, bracket, tail = text.rpartition("(")
    units = {item.unit for item in reader.region.table.items if item.unit}
    is_unit = not tail or (len(tail) <= _LONGEST_UNIT and any(unit.startswith(tail[0]) for unit in units))
    return bool(bracket) and ")" not in tail and is_unit and is_known(reader, head)


def takes(reader: Reader, row: Row, token: Token) -> bool:
    """False for a unit of other items of the form: what counts vehicles is no unit of an amount of money."""
    items = reader.region.table.items
    unit = token.plain[1:-1] if token.plain.startswith("(") and token.plain.endswith(")") else None
    is_foreign = row.item is not None and items[row.item].unit != unit and any(item.unit == unit for item in items)
    return unit is None or not is_foreign


def is_known(reader: Reader, label: str) -> bool:
    """True for a label of the form."""
    return any(label in known for known in reader.labels)


def is_whole(reader: Reader, row: Row) -> bool:
    """True where a row's words are a label of the form."""
    return is_known(reader, plain_label(row.words))


def goes_on(reader: Reader, row: Row) -> bool:
    """True where more of a row's label is to come: it is none of the form yet, or its unit's bracket is open."""
    text = normalise_label("".join(word.plain for word in row.words))
    return not is_whole(reader, row) or text.count("(") > text.count(")")


def blocks_begun(reader: Reader, row: Row) -> list[int]:
    """The blocks that have a label which begins as this row's does."""
    text = plain_label(row.words)
    return [block for block, known in enumerate(reader.labels) if any(label.startswith(text) for label in known)]


def are_twins(reader: Reader) -> bool:
    """True where blocks share their side, and with it their items."""
    sides = [each.side for each in reader.region.table.blocks]
    return len(sides) > 1 and sides[0] == sides[1]


def may_be_right_of(reader: Reader, row: Row, other: Row) -> bool:
    """True where a row may stand in a block further right than another; which of twins prints a row is not told."""
    begun = blocks_begun(reader, row)
    return max(begun, default=0) > other.block or (len(begun) > 1 and are_twins(reader))


def place(reader: Reader, row: Row) -> None:
    """Find the block of a row by its label: the one where it comes next in the form's order, of twins that of its
    number. A label that grew leaves its place; one that has no place left is there twice, which only a misreading does.
    """
    numbered = row.block if id(row) in reader.numbered and are_twins(reader) else None
    _leave(reader, row)
    label = plain_label(row.words)
    best: tuple[int, int, int] | None = None
    for block, known in enumerate(reader.labels):
        for index in known.get(label, []):
            if (block, index) in reader.seen or numbered not in (None, block):
                continue
            ahead = index - reader.last[block]
            cost = ahead if ahead > 0 else _FAR - ahead
            if best is None or cost < best[0]:
                best = cost, block, index
    if best is None:
        row.doubted = row.doubted or is_known(reader, label)
        # A label that goes on in the next line stands in the only block that has such a label.
        begun = blocks_begun(reader, row) if numbered is None and label else [numbered or 0]
        row.block = begun[0] if len(begun) == 1 else row.block
        return
    _, row.block, index = best
    reader.placed[id(row)] = Place(row.block, index, reader.last[row.block])
    reader.last[row.block] = row.item = index
    reader.seen |= _same_items(reader, row.block, index)


def _leave(reader: Reader, row: Row) -> None:
    place = reader.placed.pop(id(row), None)
    if place is None:
        return
    reader.seen -= _same_items(reader, place.block, place.index)
    if reader.last[place.block] == place.index:
        reader.last[place.block] = place.before
    row.block, row.item = 0, None


def _same_items(reader: Reader, block: int, index: int) -> set[tuple[int, int]]:
    """An item that was printed in one block is printed in no other block of its side."""
    if are_twins(reader):
        return {(each, index) for each in range(len(reader.widths))}
    return {(block, index)}
