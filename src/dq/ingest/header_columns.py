"""The columns that header rows print, whatever they are columns of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from dq.ingest.stream import Line
from dq.ingest.units import column_unit
from dq.templates import normalise_label

_MAX_WIDTH: Final = 200
"""Cells of a header row that are looked at; no form is wider, and time must stay bounded."""


@dataclass(frozen=True, slots=True)
class Column:
    """A printed column: positions `start` to before `end`, and its header labels from the top row down, normalised in
    `path`, as printed in `printed`; `unit` the money unit that the lowest of them states for itself.
    """

    start: int
    end: int
    path: tuple[str, ...]
    printed: tuple[str, ...]
    unit: str | None = None


def columns_of(rows: Sequence[Line]) -> tuple[Column, ...]:
    """The columns that header rows print. A cell spans the empty cells to its right, up to where the next cell of its
    row or of a row above begins: that is how merged header cells come out of a document.

    Example: rows (本年支出, "", "") over (小计, 基本支出, 项目支出) → paths (本年支出, 小计), (本年支出, 基本支出), …
    """
    return _columns_of(tuple(row.cells for row in rows))


@lru_cache(maxsize=16)
def _columns_of(rows: tuple[tuple[str, ...], ...]) -> tuple[Column, ...]:
    """Remembered for a moment: the same rows are held to each shape of each table that they may be the header of."""
    width = min(max(map(len, rows), default=0), _MAX_WIDTH)
    above: set[int] = set()
    spans: list[tuple[int, int, str]] = []
    for cells in rows:
        starts = [at for at, text in enumerate(cells[:width]) if text]
        above |= set(starts)
        borders = sorted(above)
        spans += [(at, next((each for each in borders if each > at), width), cells[at]) for at in starts]
    found: list[Column] = []
    borders = [*sorted(above), width]
    for start, end in pairwise(borders):
        printed = tuple(text for first, last, text in spans if first <= start < last)
        labels = [column_unit(normalise_label(text)) for text in printed]
        unit = next((unit for _, unit in reversed(labels) if unit is not None), None)
        found.append(Column(start, end, tuple(label for label, _ in labels), printed, unit))
    return tuple(found)
