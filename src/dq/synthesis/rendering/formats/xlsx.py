"""A workbook: one sheet a table, or all on one; merged header cells, figures as numbers or as texts."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from dq.synthesis.rendering.cells import CellRow, caption_rows
from dq.synthesis.rendering.noise import Noise
from dq.synthesis.rendering.pieces import Grid, Kind, Publication, Role, Text
from dq.synthesis.rendering.spellings import as_number

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

SUFFIX = ".xlsx"
_SIGNIFICANT: Final = 15
"""Digits that a spreadsheet keeps; a longer figure can only be a text."""
_NOT_IN_NAMES: Final = str.maketrans("", "", "[]:*?/\\'")
_NAME_LENGTH: Final = 31
_WIDTHS: Final = {Kind.LABEL: 36, Kind.CODE: 12, Kind.NUMBER: 6, Kind.FIGURE: 16}


def write(publication: Publication, noise: Noise) -> bytes:
    """The report's titles and tables; narrative has no place in a workbook."""
    from datetime import UTC, datetime

    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
        _Sheets(book, noise).write(publication)
    return buffer.getvalue()


class _Sheets:
    """A workbook while it is written: the open sheet and its next row."""

    def __init__(self, book: Workbook, noise: Noise) -> None:
        self._book = book
        self._noise = noise
        self._is_one_sheet = noise.chance("xlsx/one sheet", 0.3)
        self._as_numbers = not noise.chance("xlsx/texts", 0.4)
        self._formats: dict[str, Format] = {}
        self._centred = book.add_format({"align": "center", "valign": "vcenter", "text_wrap": True, "border": 1})
        self._ruled = book.add_format({"border": 1})
        self._sheet: Worksheet = book.add_worksheet("公开")
        self._row = 0

    def write(self, publication: Publication) -> None:
        """Write all titles, then the tables."""
        for piece in publication:
            if isinstance(piece, Text) and piece.role in (Role.TITLE, Role.ENTRY):
                self._sheet.write_string(self._row, 0, piece.text)
                self._row += 1
        for number, piece in enumerate(piece for piece in publication if isinstance(piece, Grid)):
            if self._is_one_sheet:
                self._row += 1
            else:
                name = f"{number + 1:02d} {piece.title}".translate(_NOT_IN_NAMES)[:_NAME_LENGTH]
                self._sheet, self._row = self._book.add_worksheet(name), 0
            self._grid(piece)

    def _grid(self, grid: Grid) -> None:
        for at, kind in enumerate(grid.kinds):
            self._sheet.set_column(at, at, _WIDTHS[kind])
        self._over_all(grid.title, grid.width)
        for row in caption_rows(grid, self._noise):
            self._captions(row, grid.width)
        for span in grid.header:
            first, last = self._row + span.row, self._row + span.row + span.rows - 1
            if span.rows * span.columns > 1:
                self._sheet.merge_range(
                    first, span.column, last, span.column + span.columns - 1, span.text, self._centred
                )
            else:
                self._sheet.write_string(first, span.column, span.text, self._centred)
        self._row += grid.depth
        for cells in grid.rows:
            for at, (kind, cell) in enumerate(zip(grid.kinds, cells, strict=True)):
                self._cell(at, kind, cell)
            self._row += 1
        for note in grid.notes:
            self._over_all(note, grid.width)

    def _over_all(self, text: str, width: int) -> None:
        if width > 1:
            self._sheet.merge_range(self._row, 0, self._row, width - 1, text, self._centred)
        else:
            self._sheet.write_string(self._row, 0, text, self._centred)
        self._row += 1

    def _captions(self, row: CellRow, width: int) -> None:
        """A text alone stands at the right end of the table, as units do."""
        cells = row if len(row) > 1 else (*[""] * (width - 1), *row)
        for at, cell in enumerate(cells):
            if cell:
                self._sheet.write_string(self._row, at, cell)
        self._row += 1

    def _cell(self, at: int, kind: Kind, text: str) -> None:
        number = as_number(text) if self._as_numbers and kind is Kind.FIGURE else None
        if not text:
            self._sheet.write_blank(self._row, at, None, self._ruled)  # a form's empty cell has borders
            return
        if number is None or len(number.as_tuple().digits) > _SIGNIFICANT:
            self._sheet.write_string(self._row, at, text)
            return
        self._sheet.write_number(self._row, at, float(number), self._format(number, grouped="," in text))

    def _format(self, number: Decimal, *, grouped: bool) -> Format:
        """A format that shows the number as printed."""
        exponent = number.as_tuple().exponent
        decimals = -exponent if isinstance(exponent, int) else 0
        code = ("#,##0" if grouped else "0") + ("." + "0" * decimals if decimals else "")
        if code not in self._formats:
            self._formats[code] = self._book.add_format({"num_format": code})
        return self._formats[code]
