"""Rows whose labels stand in several columns: a label holds for the rows below it until its column prints another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dq.ingest.alignment import Placing
from dq.ingest.cells import is_figure, is_words
from dq.ingest.headers import BlockHeader, Header
from dq.ingest.stream import Line

_DEEPEST: Final = 8
"""Label columns that are looked at; the widest form has four."""


@dataclass(frozen=True, slots=True)
class NestedRow:
    """One row: `trail` the labels that hold for it, the outermost first, and where its figures stand."""

    line: Line
    block: BlockHeader
    trail: tuple[str, ...]
    placing: Placing
    unplaced: frozenset[int]


def nested_rows(stretches: Sequence[tuple[Header, Sequence[Line]]]) -> Iterator[NestedRow]:
    """The rows of a table whose template has layout "nested".

    Parameters: `stretches` lines of one width with the header above them. Where a page lacks empty columns its rows
    stand as far from the header's places as its figures do.
    """
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
            yield NestedRow(line, block, trail, Placing(places), unplaced)


def _shift(block: BlockHeader, lines: Sequence[Line]) -> int:
    """How far the stretch's last figures stand from the header's last column."""
    ends = Counter(
        max(figures) for line in lines if (figures := [at for at in line.filled if is_figure(line.cells[at])])
    )
    if not ends:
        return 0
    last = block.slots[-1].start
    return 0 if ends[last] == max(ends.values()) else min(ends, key=lambda at: (-ends[at], at)) - last
