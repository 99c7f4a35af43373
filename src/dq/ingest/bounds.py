"""How much a document may hold: some ten times the largest report, and little enough to be read in bounded memory.

Reading keeps at most some dozens of bytes a cell and some hundreds a word; with these bounds that stays well below the
500 MB which one document may cost.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from dq.diagnostics import Diagnostic, Text
from dq.ingest import refusals
from dq.ingest.stream import Line

MAX_LINES: Final = 200_000
MAX_CELLS: Final = 500_000
MAX_LETTERS: Final = 2_000_000
"""Characters of a document; a report of two hundred pages has less than a tenth of that."""
MAX_LENGTH: Final = 100_000
"""Characters of one line or cell; spreadsheets allow a third of that."""


def too_much(name: str, *, lines: int = 0, cells: int = 0, letters: int = 0, length: int = 0) -> Diagnostic | None:
    """DQ-I207 for the first of these counts that is beyond its bound, or None.

    Example: `too_much("a.txt", lines=7)` → `None`.
    """
    if lines <= MAX_LINES and cells <= MAX_CELLS and letters <= MAX_LETTERS and length <= MAX_LENGTH:
        return None  # as nearly always; readers ask at every piece of text
    for count, limit, what in (
        (lines, MAX_LINES, Text("行数", "lines")),
        (cells, MAX_CELLS, Text("单元格", "cells")),
        (letters, MAX_LETTERS, Text("字数", "characters")),
        (length, MAX_LENGTH, Text("一行的字数", "characters on one line")),
    ):
        if count > limit:
            return refusals.too_many(name, what, limit)
    return None


def text_too_much(name: str, text: str, separator: str) -> Diagnostic | None:
    """As `too_much`, of a text before it is taken apart. Parameters: `separator` what parts cells on a line."""
    counted = too_much(name, lines=text.count("\n"), cells=text.count(separator) + text.count("\n"), letters=len(text))
    return counted or too_much(name, length=max(map(len, text.split("\n"))))


def lines_too_much(name: str, lines: Iterable[Line]) -> Diagnostic | None:
    """As `too_much`, of lines that a package made."""
    rows = list(lines)
    return too_much(
        name,
        lines=len(rows),
        cells=sum(len(line.cells) for line in rows),
        letters=sum(len(cell) for line in rows for cell in line.cells),
        length=max((len(cell) for line in rows for cell in line.cells), default=0),
    )
