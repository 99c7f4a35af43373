"""Pages into rows of cells: a table that goes on over pages has the same columns on all of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, assert_never

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
    for at, page in enumerate(pages):
        rows: list[Row] = []
        for number, block in enumerate(page):
            match block:
                case Plain():
                    rows.append((block.line.text,))
                case Ruled():
                    rows += _on_columns(block, columns[at, number])
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


def _on_columns(table: Ruled, columns: Sequence[Interval]) -> Iterator[Row]:
    """A ruled table's rows, each cell at the column in which it begins."""
    lefts = [left for left, _ in columns]
    places = [max(bisect_right(lefts, border + _SAME_BORDER) - 1, 0) for border in table.borders[:-1]]
    for row in table.rows:
        cells = [""] * len(columns)
        for place, cell in zip(places, row, strict=True):
            cells[place] += cell
        yield tuple(cells)
