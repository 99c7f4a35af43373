"""Rows whose labels stand in several columns: a label holds for the rows below it until its column prints another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dq.ingest.alignment import Placing
from dq.ingest.cells import is_figure, is_words
from dq.ingest.headers import BlockHeader, Header
from dq.ingest.stream import Line
from dq.templates import normalise_label

_DEEPEST: Final = 8
"""Label columns that are looked at; the widest form has four."""
_SELDOM: Final = 0.1
"""The share of rows with a label lacking that is a sign of rows out of place; where more lack one, the form is so."""


@dataclass(frozen=True, slots=True)
class NestedRow:
    """One row: `trail` the labels that hold for it, the outermost first, and where its figures stand; `has_gap` where a
    label further left than its own is not there, so that it may have lost the row that it belongs to.
    """

    line: Line
    block: BlockHeader
    trail: tuple[str, ...]
    placing: Placing
    unplaced: frozenset[int]
    has_gap: bool


def nested_rows(stretches: Sequence[tuple[Header, Sequence[Line]]]) -> Iterator[NestedRow]:
    """The rows of a table whose template has layout "nested".

    Parameters: `stretches` lines of one width with the header above them. Where a page lacks empty columns its rows
    stand as far from the header's places as its figures do.
    """
    rows = list(_rows(stretches))
    gaps = sum(each.has_gap for each in rows)
    for each in rows:
        is_odd = each.has_gap and gaps <= _SELDOM * len(rows)
        doubted = frozenset(range(len(each.block.slots))) if is_odd or _is_remark(each) else frozenset[int]()
        yield replace(each, placing=replace(each.placing, doubted=doubted))


def _rows(stretches: Sequence[tuple[Header, Sequence[Line]]]) -> Iterator[NestedRow]:
    held: dict[int, str] = {}
    for header, lines in stretches:
        block = header.blocks[0]
        shift = _shift(block, lines)
        places = tuple(slot.start + shift for slot in block.slots)
        levels = {at + shift: level for level, at in enumerate(block.levels[:_DEEPEST])}
        remarks = {at + shift for at in range(block.levels[0], block.slots[0].start) if at not in block.levels}
        for line in lines:
            own = {levels[at]: line.cells[at] for at in line.filled if at in levels and is_words(line.cells[at])}
            if own:
                deepest = max(own)
                held = {level: text for level, text in {**held, **own}.items() if level <= deepest}
            trail = tuple(held[level] for level in sorted(held)) if own else ()
            unplaced = frozenset(line.filled).difference(levels, remarks, places)
            has_gap = bool(own) and len(held) <= max(held)
            yield NestedRow(line, block, trail, Placing(places), unplaced, has_gap)


def _is_remark(row: NestedRow) -> bool:
    """True where one of the row's labels is a word of another column (采购组织形式)."""
    words = row.block.block.remark_words
    return bool(words) and any(normalise_label(label).endswith(words) for label in row.trail)


def _shift(block: BlockHeader, lines: Sequence[Line]) -> int:
    """How far the stretch's last figures stand from the header's last column."""
    ends = Counter(
        max(figures) for line in lines if (figures := [at for at in line.filled if is_figure(line.cells[at])])
    )
    if not ends:
        return 0
    last = block.slots[-1].start
    return 0 if ends[last] == max(ends.values()) else min(ends, key=lambda at: (-ends[at], at)) - last
