"""Text as tools pull it out of PDFs without the layout: single spaces, blanks vanish, wrapped cells fall apart."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from dq.synthesis.rendering.levels import Level
from dq.synthesis.rendering.noise import Noise
from dq.synthesis.rendering.paged_text import PagedText
from dq.synthesis.rendering.pieces import Grid, Kind, Publication

SUFFIX = ".txt"
_CENTS: Final = re.compile(r".*\d\.\d\d", re.ASCII)
_GLUED: Final = re.compile(r"[一二三四五六七八九十（其]")
_BROKEN: Final = re.compile(r"(.* (?:\d{1,3},)*\d+\.)(\d\d)", re.ASCII)


def write(publication: Publication, noise: Noise) -> bytes:
    """The report as text without any layout."""
    text = PagedText(noise, lambda grid, level, _: _line(grid, level, noise), noise.chance("flat/feeds", 0.4))
    return _with_broken_figures(text.write(publication), noise).encode()


def _line(grid: Grid, level: Level, noise: Noise) -> str:
    """The texts of a line in their order; a label may be glued to the figure before it."""
    glues = noise.chance(f"{grid.name}/glue", 0.1)
    line = level[0][1] if level else ""
    for (before, figure), (column, text) in pairwise(level):
        is_label = grid.kinds[before] is Kind.FIGURE and grid.kinds[column] is Kind.LABEL
        is_glued = glues and is_label and _CENTS.fullmatch(figure) and _GLUED.match(text)
        line += text if is_glued else f" {text}"
    return line


def _with_broken_figures(text: str, noise: Noise) -> str:
    """Some tools break the last figure of a line at its point."""
    if not noise.chance("flat/broken figures", 0.15):
        return text
    lines: list[str] = []
    for number, line in enumerate(text.split("\n")):
        found = _BROKEN.fullmatch(line) if noise.chance(f"flat/broken {number}", 0.04) else None
        lines += [found[1], found[2]] if found else [line]
    return "\n".join(lines)
