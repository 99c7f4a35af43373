"""Sheets of a workbook, in whichever format it is stored: cells by place, and the lines that they make."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from dq.ingest.grid import grid_line, one_line
from dq.ingest.stream import Line
from dq.types import cell_reference

MAX_CELLS: Final = 500_000
"""Cells of a workbook, and of the rectangle that a sheet's texts span; the largest reports have some ten thousand."""
MAX_SHEETS: Final = 200
UNCALCULATED: Final = "\ufffd"
"""Stands for a formula's missing result: a cell that reads as unreadable."""
_TABLE: Final = "表"
"""How the titles of tables end."""
_LONGEST_NAME: Final = 64
"""Characters of a sheet's name that are kept; programs allow 31."""
_TITLE_ROWS: Final = 8
_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})", re.ASCII)


@dataclass(slots=True)
class Sheet:
    """A sheet's cells by (row, column), both from 1. `wide` are the cells that are merged over several columns, with
    the last of these; `spanned` rows that have cells, empty ones too; `hidden_rows` and `hidden_columns` are not shown.
    """

    title: str
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    wide: dict[tuple[int, int], int] = field(default_factory=dict)
    spanned: set[int] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def put(self, row: int, column: int, text: str) -> None:
        """Set a cell's text, on one line."""
        plain = one_line(text)
        if plain:
            self.cells[row, column] = plain

    def leave_out_hidden(self) -> list[str]:
        """Drop what rows and columns hold that are not shown; the first cell of each. A merged cell is shown as long as
        one of its columns is.

        Example: `["表1!C4"]`, where column C is hidden and has its first text in row 4.
        """
        next_shown: dict[int, int] = {}
        for column in sorted(self.hidden_columns, reverse=True):
            next_shown[column] = next_shown.get(column + 1, column + 1)
        dropped: dict[tuple[int, int], str] = {}
        for row, column in sorted(self.cells):
            is_shown = next_shown.get(column, column) <= self.wide.get((row, column), column)
            if row in self.hidden_rows or not is_shown:
                del self.cells[row, column]
                place = (row, 0) if row in self.hidden_rows else (0, column)
                dropped.setdefault(place, f"{self.title}!{cell_reference(row, column)}")
        return list(dropped.values())

    @property
    def width(self) -> int:
        """The last column that has a text."""
        return max((column for _, column in self.cells), default=0)

    @property
    def is_too_large(self) -> bool:
        """True where the rectangle of its texts is larger than any report."""
        rows = {row for row, _ in self.cells} | self.spanned
        return len(rows) * self.width > MAX_CELLS


def sheet_lines(number: int, sheet: Sheet) -> Iterator[Line]:
    """A sheet as lines: its name where that is the table's only title, then its rows.

    Parameters: `number` of the sheet, from 1: the lines' page. A line's number is that of the row.
    """
    name = one_line(sheet.title)[:_LONGEST_NAME]
    return (replace(line, sheet=name) for line in _lines(number, sheet))


def _lines(number: int, sheet: Sheet) -> Iterator[Line]:
    width = sheet.width
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), text in sheet.cells.items():
        by_row.setdefault(row, {})[column] = text
    title = sheet.title.strip()
    first = [next(iter(by_row[row].values())) for row in sorted(by_row)[:_TITLE_ROWS] if len(by_row[row]) == 1]
    if title.endswith(_TABLE) and not any("".join(text.split()).endswith(_TABLE) for text in first):
        yield Line(1, (title,), number)
    before = 0
    for row in sorted(by_row.keys() | (sheet.spanned if width else set())):
        if row in sheet.hidden_rows:
            before = row
            continue
        if before and row > before + 1:
            # A row without any cell looks like one of empty cells: it may be a form's only row, left empty.
            yield Line(before + 1, ("",) * width, number)
        texts = by_row.get(row, {})
        whole = len(texts) == 1 and _spans_all(sheet, row, next(iter(texts)), width)
        yield grid_line(row, [texts.get(column, "") for column in range(1, width + 1)], number, whole=whole)
        before = row
    # The next sheet continues no table of this one unless its own rows say so.
    yield Line(before + 1, ("",), number)


def _spans_all(sheet: Sheet, row: int, column: int, width: int) -> bool:
    return width > 1 and column == 1 and sheet.wide.get((row, column), column) >= width


def place_of(reference: str) -> tuple[int, int] | None:
    """(row, column) of a cell's reference, or None where it is none.

    Example: `place_of("$C$7")` → `(7, 3)`.
    """
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column
