"""Rows of cells as lines: what every format that has cells of its own does alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dq.ingest.stream import Line

_LONG: Final = 40
"""A text as long as this, alone in its row, is a sentence and no label."""
_PROSE: Final = re.compile(r"^第[一二三四五六七八九十]+部分|[。；]|说明$")
"""What a chapter's title or a sentence has and no label of a table's row."""


def one_line(text: str) -> str:
    r"""A cell's text on one line: lines of a wrapped cell are joined, with a space between Latin words only.

    Example: `one_line("年末结转\n和结余")` → `"年末结转和结余"`.
    """
    joined = ""
    for line in text.splitlines():
        part = line.strip()
        latin = joined[-1:].isascii() and joined[-1:].isalpha() and part[:1].isascii() and part[:1].isalpha()
        joined += " " + part if latin else part
    return joined


def grid_line(number: int, cells: Sequence[str], page: int | None = None, *, whole: bool = False) -> Line:
    """A row of a grid as a line.

    A grid pads every row to its own width; a title or a sentence is one cell all the same.
    Parameters: `whole` True where the row's only text spans the whole grid.
    Example: `grid_line(3, ("收入支出决算总表", "", ""), whole=True).cells` → `("收入支出决算总表",)`.
    """
    filled = [cell for cell in cells if cell]
    if len(filled) == 1 and (whole or len(filled[0]) > _LONG or _PROSE.search(filled[0])):
        return Line(number, (filled[0],), page)
    return Line(number, tuple(cells) or ("",), page)
