"""Text as tools pull it out of PDFs that keep the layout: words as far apart as on the page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from dq.synthesis.rendering.levels import Level
from dq.synthesis.rendering.noise import Noise
from dq.synthesis.rendering.paged_text import PagedText
from dq.synthesis.rendering.pieces import Grid, Kind, Publication

SUFFIX = ".txt"
_GAP: Final = 4
"""Spaces between neighbouring columns; such tools count a Chinese character as one."""


def write(publication: Publication, noise: Noise) -> bytes:
    """The report as text aligned with spaces."""
    centred = noise.chance("layout/centred", 0.4)
    text = PagedText(noise, lambda grid, level, widths: _line(grid, level, widths, centred=centred), feeds=True)
    return text.write(publication).encode()


def _line(grid: Grid, level: Level, widths: Sequence[int], *, centred: bool) -> str:
    """The texts of a line, each at its column: figures at its right end or in its middle, words at its left."""
    lefts = [0, *accumulate(width + _GAP for width in widths)]
    line = ""
    for column, text in level:
        room = widths[column] - len(text)
        is_figure = grid.kinds[column] is Kind.FIGURE
        indent = 0 if room < 0 or not is_figure else room // 2 if centred else room
        left = lefts[column] + indent
        line = line.ljust(max(left, len(line) + bool(line))) + text
    return line
