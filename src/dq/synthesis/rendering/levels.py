"""Rows of wrapped cells as lines of text: what stands on one level of the page comes out as one line.

A cell's lines stand around the middle of its row, so a label of two lines stands half a line above and half a line
below the figures of its row, and comes out around them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from dq.synthesis.rendering.cells import wrapped
from dq.synthesis.rendering.headers import drops_zeros
from dq.synthesis.rendering.noise import Noise
from dq.synthesis.rendering.pieces import Grid, Kind

Level = tuple[tuple[int, str], ...]
"""What stands on one line: the columns in which texts begin, and the texts."""
_LEAST_HEADER: Final = 4
_NARROWEST: Final = 8
_WIDEST: Final = 18


def column_widths(grid: Grid, noise: Noise) -> tuple[int, ...]:
    """Characters that each column has room for: all of its texts, or where cells are wrapped, less."""
    wraps = noise.chance(f"{grid.name}/wraps", 0.5) and not drops_zeros(grid.name, noise)
    labels = noise.count(f"{grid.name}/label width", _NARROWEST, _WIDEST)
    widths: list[int] = []
    for at, kind in enumerate(grid.kinds):
        cells = max((len(row[at]) for row in grid.rows), default=1)
        own = [len(span.text) for span in grid.header if span.column == at and span.columns == 1]
        head = max(own, default=1)
        if not wraps:
            widths.append(max(cells, head))
        elif kind is Kind.LABEL:
            widths.append(max(min(cells, labels), _LEAST_HEADER))
        else:
            widths.append(max(cells, _LEAST_HEADER))
    return tuple(widths)


def row_levels(cells: Sequence[str], widths: Sequence[int]) -> list[Level]:
    """The lines of one printed row.

    Example: `row_levels(("201", "一般公共服务支出", "1.00"), (3, 4, 4))`
    → `[((1, "一般公共"),), ((0, "201"), (2, "1.00")), ((1, "服务支出"),)]`.
    """
    lines = [wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)]
    height = max(map(len, lines), default=1)
    placed: dict[float, list[tuple[int, str]]] = {}
    for column, texts in enumerate(lines):
        _put(placed, column, texts, (height - len(texts)) / 2)
    return _sorted(placed)


def header_levels(grid: Grid, widths: Sequence[int]) -> list[Level]:
    """The lines of the header, whose merged cells reach over several columns and rows."""
    texts = {span: wrapped(span.text, sum(widths[span.column : span.column + span.columns])) for span in grid.header}
    heights = [
        max((len(lines) for span, lines in texts.items() if span.row == row and span.rows == 1), default=1)
        for row in range(grid.depth)
    ]
    for span, lines in texts.items():
        lacking = len(lines) - sum(heights[span.row : span.row + span.rows])
        heights[span.row + span.rows - 1] += max(0, lacking)
    placed: dict[float, list[tuple[int, str]]] = {}
    for span, lines in texts.items():
        top, height = sum(heights[: span.row]), sum(heights[span.row : span.row + span.rows])
        _put(placed, span.column, lines, top + (height - len(lines)) / 2)
    return _sorted(placed)


def _put(placed: dict[float, list[tuple[int, str]]], column: int, texts: Sequence[str], top: float) -> None:
    for at, text in enumerate(texts):
        placed.setdefault(top + at, []).append((column, text))


def _sorted(placed: Mapping[float, Sequence[tuple[int, str]]]) -> list[Level]:
    return [tuple(sorted(placed[level])) for level in sorted(placed)]


def by_cell(cells: Sequence[str], kinds: Sequence[Kind], widths: Sequence[int]) -> Iterator[Level]:
    """The lines of one printed row where a tool writes wrapped rows cell after cell: code, label, figures."""
    label = kinds.index(Kind.LABEL)
    texts = wrapped(cells[label], widths[label])
    if len(texts) < 2:  # noqa: PLR2004 - a label on one line is not wrapped
        yield tuple((at, cell) for at, cell in enumerate(cells) if cell)
        return
    for first, last in ((0, label), (label, label + 1), (label + 1, len(cells))):
        if first == label:
            yield from (((label, text),) for text in texts)
        elif any(cells[first:last]):
            yield tuple((at, cells[at]) for at in range(first, last) if cells[at])
