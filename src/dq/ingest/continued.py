"""Pages into rows of cells: a table that goes on over pages has the same columns on all of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Final, assert_never

from dq.ingest.cells import is_figure
from dq.ingest.page_layout import Block, Plain, Row, Ruled

_SAME_BORDER: Final = 3.0
"""Borders nearer than this many points are one."""
_ALIKE: Final = 9.0
"""Borders of the same column on two pages are never further apart; columns of figures are wider."""
_FURNITURE: Final = re.compile(r"[-–—\s\d第共页/]*")
"""What may stand between the parts of a table: page numbers."""

Interval = tuple[float, float]


def rows_of_pages(pages: Sequence[Sequence[Block]]) -> Iterator[list[Row]]:
    """The rows of each page, from top to bottom.

    Example: a header with merged cells at the foot of a page, and rows with all columns on the next one, give rows of
    the same width: the header's with empty cells where columns are merged.
    """
    columns = _columns(pages)
    parts: dict[int, list[Ruled]] = {}
    for (at, number), own in columns.items():
        block = pages[at][number]
        if isinstance(block, Ruled):
            parts.setdefault(id(own), []).append(block)
    used = {id(own): _used(parts[id(own)], own) for own in columns.values()}
    for at, page in enumerate(pages):
        rows: list[Row] = []
        for number, block in enumerate(page):
            match block:
                case Plain():
                    rows.append((block.line.text,))
                case Ruled():
                    own = columns[at, number]
                    rows += _on_columns(block, own, used[id(own)])
                case _:
                    assert_never(block)
        last = at, len(page) - 1
        goes_on = last in columns and (at + 1, 0) in columns and columns[last] is columns[at + 1, 0]
        # Elsewhere a page break parts texts as a blank line does.
        yield rows if goes_on else [*rows, ("",)]


def _columns(pages: Sequence[Sequence[Block]]) -> dict[tuple[int, int], list[Interval]]:
    """The columns of every table by its place (page, number of the block), shared with the pages it goes on over."""
    found: dict[tuple[int, int], list[Interval]] = {}
    chain: list[tuple[int, int]] = []
    parts: list[Ruled] = []
    for at, page in enumerate(pages):
        for number, block in enumerate(page):
            if isinstance(block, Plain):
                if not _FURNITURE.fullmatch(block.line.text):
                    chain = []
                continue
            if not chain or chain[-1][0] != at - 1 or not _goes_on(parts[-1], block):
                chain, parts = [], []
            chain.append((at, number))
            parts.append(block)
            found.update(dict.fromkeys(chain, _shared(parts)))
    return found


def _goes_on(before: Ruled, block: Ruled) -> bool:
    """True where a table may be the rest of the one before it: both reach from the same left to the same right."""
    ends = (before.borders[0] - block.borders[0], before.borders[-1] - block.borders[-1])
    return max(map(abs, ends)) < _SAME_BORDER


def _shared(blocks: Sequence[Ruled]) -> list[Interval]:
    """The columns that all parts of a table have together. Parts with as many columns have the same ones, though
    their borders may have been drawn to those of other tables on their page.
    """
    alike = list(zip(*(block.borders for block in blocks), strict=False))
    if len({len(block.borders) for block in blocks}) == 1 and all(max(each) - min(each) < _ALIKE for each in alike):
        return list(pairwise(min(each) for each in alike))
    borders = sorted(border for block in blocks for border in block.borders)
    kept: list[float] = []
    for border in borders:
        if not kept or border - kept[-1] >= _SAME_BORDER:
            kept.append(border)
    return list(pairwise(kept))


def _on_columns(table: Ruled, columns: Sequence[Interval], used: Collection[int]) -> Iterator[Row]:
    """A ruled table's rows, each cell at the column in which it begins.

    A figure whose cell reaches over several columns that other figures stand in (`used`) may belong to any of them: it
    is put behind all columns, where it is no column's and is told as such.
    """
    for row, places in zip(table.rows, _places(table, columns), strict=True):
        cells = [""] * len(columns)
        beyond: list[str] = []
        for (first, last), cell in zip(places, row, strict=True):
            if is_figure(cell) and sum(at in used for at in range(first, last)) > 1:
                beyond.append(cell)
            else:
                cells[first] += cell
        yield (*cells, *beyond)


def _places(table: Ruled, columns: Sequence[Interval]) -> Iterator[list[tuple[int, int]]]:
    """For each row of a ruled table and each of its cells the columns that it covers: first, and the one after the
    last.
    """
    lefts = [left for left, _ in columns]
    places = [max(bisect_right(lefts, border + _SAME_BORDER) - 1, 0) for border in table.borders[:-1]]
    ends = [*places[1:], len(columns)]
    for reaches in table.reaches or [tuple(range(1, len(places) + 1))] * len(table.rows):
        yield [(first, ends[reach - 1]) for first, reach in zip(places, reaches, strict=True)]


def _used(blocks: Sequence[Ruled], columns: Sequence[Interval]) -> set[int]:
    """The columns in which figures stand that have a cell of one column to themselves."""
    return {
        first
        for block in blocks
        for row, places in zip(block.rows, _places(block, columns), strict=True)
        for cell, (first, last) in zip(row, places, strict=True)
        if last == first + 1 and is_figure(cell)
    }
