"""A workbook while it is written: texts that stay texts, legal names of sheets, formats by need."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, Self

from dq.report.evidence import one_line

if TYPE_CHECKING:
    from types import TracebackType

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_NAME_LENGTH: Final = 31
_NOT_IN_NAMES: Final = str.maketrans("", "", "[]:*?/\\'")
_RESERVED: Final = "history"
_WIDEST: Final = 32_000
"""A cell of Excel holds 32,767 characters."""
_SIGNIFICANT: Final = 15
_LINE: Final = 15
_LINES: Final = 12
"""Points of a line of text, and lines of the highest row."""
_OPTIONS: Final = {
    # Rows go to disk as they are written, so that a workbook of an archive needs little memory.
    "constant_memory": True,
    # A text of a document is never taken for anything else; all cells are written by their kind besides.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class Book:
    """The workbook. Parameters: `path` of the file; `created` ISO 8601, in its properties."""

    def __init__(self, path: Path, created: str) -> None:
        import xlsxwriter

        self._path = path
        self._rows = TemporaryDirectory(prefix=".dq-", dir=path.parent)
        # A file that the library cannot end is closed once more when it is forgotten, with a traceback on the screen.
        self._packed = BytesIO()
        self._book: Any = xlsxwriter.Workbook(self._packed, {**_OPTIONS, "tmpdir": self._rows.name})
        self._book.set_properties({"created": _time(created), "author": "dq"})
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._names: set[str] = {_RESERVED}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        from xlsxwriter.exceptions import FileCreateError

        with self._rows:
            try:
                if kind is None:
                    self._book.close()
                    self._path.write_bytes(self._packed.getbuffer())
            except FileCreateError as failure:
                raise OSError(str(failure)) from failure
            finally:
                self._close_rows()

    def _close_rows(self) -> None:
        """Close the files of the rows, which the library leaves open where the workbook is not ended."""
        for sheet in self._book.worksheets():
            if sheet.row_data_fh is not None:
                with suppress(OSError):
                    sheet.row_data_fh.close()

    def sheet(self, title: str) -> Sheet:
        """A new sheet behind the others, with a name as near to `title` as spreadsheets allow."""
        base = one_line(title).translate(_NOT_IN_NAMES).strip() or "-"
        name = base[:_NAME_LENGTH].strip()
        number = 1
        while name.casefold() in self._names:
            number += 1
            end = f" {number}"
            name = base[: _NAME_LENGTH - len(end)].strip() + end
        self._names.add(name.casefold())
        return Sheet(self, self._book.add_worksheet(name), name)

    def format(self, **properties: Any) -> Format:  # noqa: ANN401 - properties of the library's formats
        """The format with these properties; each is made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"valign": "top", **properties})
        return self._formats[key]


class Sheet:
    """A sheet of it; rows are written in order. Parameters: `name` as references have it, `paper` the library's own."""

    def __init__(self, book: Book, paper: Worksheet, name: str) -> None:
        self._book = book
        self.paper = paper
        self.name = name
        paper.set_landscape()
        paper.set_paper(8)  # A3
        paper.fit_to_pages(1, 0)
        paper.set_footer("&C&P / &N")

    def height(self, row: int, texts: Sequence[str], widths: Sequence[int]) -> None:
        """Make the row as high as its wrapped texts need, up to a dozen lines; to be called before it is written."""
        lines = max(-(-_columns(text) // width) for text, width in zip(texts, widths, strict=True))
        self.paper.set_row(row, _LINE * min(max(lines, 1), _LINES))

    def text(self, row: int, column: int, text: object, **properties: Any) -> None:  # noqa: ANN401 - see format
        """Write a text, whatever it looks like."""
        # A path may have bytes that are no letters; the library would fail at the end of all.
        shown = one_line(str(text)).encode("utf-8", "replace").decode()
        if len(shown) > _WIDEST:
            shown = shown[:_WIDEST] + "…"
        form = self._book.format(**properties)
        if shown:
            self.paper.write_string(row, column, shown, form)
        else:
            self.paper.write_blank(row, column, None, form)

    def number(self, row: int, column: int, value: float, **properties: Any) -> None:  # noqa: ANN401 - see format
        """Write a number."""
        self.paper.write_number(row, column, value, self._book.format(**properties))

    def figure(self, row: int, column: int, value: Decimal, **properties: Any) -> None:  # noqa: ANN401 - see format
        """Write a figure as a number with its decimals, thousands apart, or as a text where it has more digits than a
        spreadsheet keeps.
        """
        if fits(value):
            decimals = max(0, -int(value.as_tuple().exponent))
            form = f"#,##0.{'0' * decimals}".rstrip(".")
            self.number(row, column, float(value), **{"num_format": form, **properties})
        else:
            self.text(row, column, f"{value:f}", **properties)

    def formula(self, row: int, column: int, formula: str, value: float | str) -> None:
        """Write a formula of ours and the value that it has, for viewers that do not reckon."""
        self.paper.write_formula(row, column, formula, self._book.format(border=1), value)

    def link(self, row: int, column: int, place: str, text: str) -> None:
        """Write a link to a place in this workbook. Parameters: `place` a reference, `'Sheet'!B5`."""
        form = self._book.format(font_color="#0563C1", underline=1, border=1, text_wrap=True)
        self.paper.write_url(row, column, f"internal:{place}", form, one_line(text)[:255])

    def titles(self, row: int, start: int, titles: Sequence[str], widths: Sequence[int]) -> None:
        """Write headings from the column `start` on, and make their columns so wide."""
        for column, (title, width) in enumerate(zip(titles, widths, strict=True), start=start):
            self.paper.set_column(column, column, width)
            self.text(row, column, title, bold=True, bg_color="#E7ECF3", border=1, text_wrap=True)

    def header(self, row: int, titles: Sequence[str], widths: Sequence[int]) -> None:
        """Write a row of headings, which stays on the screen and is repeated on every printed page."""
        self.titles(row, 0, titles, widths)
        self.paper.freeze_panes(row + 1, 0)
        self.paper.repeat_rows(row)

    def reference(self, row: int, column: int) -> str:
        """How formulas and links of other sheets name the cell. Example: `'决算表'!C5`."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        return f"'{self.name}'!{xl_rowcol_to_cell(row, column)}"


def _columns(text: str) -> int:
    """How wide the text is, Chinese characters twice as wide as others."""
    return sum(1 if character.isascii() else 2 for character in text)


def fits(value: Decimal) -> bool:
    """True where a spreadsheet keeps all digits of the figure. Example: `fits(Decimal("16952.05"))`."""
    return len(value.normalize().as_tuple().digits) <= _SIGNIFICANT


def _time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
