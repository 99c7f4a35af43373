"""Excel workbooks (xlsx): values as their number formats show them; formulas by their stored results.

Read part by part with bounds rather than by a package: what a sheet shows needs number formats and the setting that
hides zeros, and a sheet of two cells a million rows apart must cost nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from dq.diagnostics import Diagnostic, Text
from dq.ingest import complaints, refusals
from dq.ingest.bounds import too_much
from dq.ingest.glyphs import raised
from dq.ingest.number_format import format_code, shown
from dq.ingest.package import Package, RefusedError, holds, open_package
from dq.ingest.stream import Line, Stream
from dq.ingest.workbook import MAX_CELLS, MAX_SHEETS, UNCALCULATED, Sheet, place_of, sheet_lines
from dq.types import cell_reference

PRIORITY = 50
_KIND: Final = "xlsx"
_WORKBOOK: Final = "xl/workbook.xml"
_MAX_TEXTS: Final = 500_000
_MAX_MERGED: Final = 100_000
_MAX_STYLES: Final = 65_536
"""More than spreadsheet programs store."""
_LAST_COLUMN: Final = 16_384
_TRUE: Final = ("1", "true")


def accepts(_name: str, data: bytes) -> bool:
    """True for a package with a workbook in it."""
    return holds(data, _WORKBOOK.encode())


def read(name: str, data: bytes) -> Stream:
    """One `Line` a row of every visible sheet; its page is the sheet's number, a cell's position its column.

    Example: 1.00 in cell C7 of the second sheet is cell 2 of `Line(7, …, page=2)`.
    """
    try:
        return _read(open_package(name, data, _KIND))
    except RefusedError as refused:
        return Stream((), (refused.diagnostic,))


@dataclass(slots=True)
class _Book:
    """What the sheets refer to, and what is counted over all of them."""

    package: Package
    texts: list[str]
    formats: list[str]
    count: int = 0
    letters: int = 0
    uncalculated: list[tuple[int, str]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)


def _read(package: Package) -> Stream:
    relations = package.relations(_WORKBOOK)
    for part in sorted(each for each in package.parts if each.startswith("xl/") and each.endswith(".xml")):
        package.relations(part)  # refuses links to other workbooks, which any part may have
    listed = _sheets(package)
    book = _Book(package, _shared_texts(package), _formats(package))
    lines: list[Line] = []
    for number, (title, state, relation) in enumerate(listed, 1):
        part = relations.get(relation, "")
        if state != "visible" or not part.startswith("xl/worksheets/"):
            continue
        sheet = _SheetReader(book, Sheet(title)).read(part)
        if sheet.is_too_large:
            raise RefusedError(refusals.too_many(package.name, Text("单元格", "cells"), MAX_CELLS))
        if sheet.cells:
            lines += sheet_lines(number, sheet)
    hidden = [title for title, state, _ in listed if state != "visible"]
    said = [refusals.hidden_parts(package.name, refusals.HIDDEN_SHEETS, hidden)] if hidden else []
    if book.hidden:
        said.append(refusals.hidden_parts(package.name, refusals.HIDDEN_CELLS, book.hidden))
    if book.uncalculated:
        (row, first), count = book.uncalculated[0], len(book.uncalculated)
        said.append(refusals.formulas_without_value(package.name, row, count, first))
    if not lines:
        return Stream((), (complaints.empty(package.name), *said))
    return Stream(tuple(lines), tuple(said), by_page=True)


def _sheets(package: Package) -> list[tuple[str, str, str]]:
    """Title, state and relation of each sheet, in order."""
    found: list[tuple[str, str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            found.append((attributes.get("name", ""), attributes.get("state", "visible"), attributes.get("id", "")))
            if len(found) > MAX_SHEETS:
                raise RefusedError(refusals.too_many(package.name, Text("工作表", "sheets"), MAX_SHEETS))

    package.parse(_WORKBOOK, start=start, end=_nothing)
    return found


def _nothing(_tag: str) -> None:
    """For elements whose end says nothing."""


def _shared_texts(package: Package) -> list[str]:
    """The texts that cells refer to by number; how a word is pronounced (rPh) is no part of it."""
    part = "xl/sharedStrings.xml"
    texts: list[str] = []
    pieces: list[str] = []
    open_tags: list[str] = []
    letters = 0
    is_raised = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal is_raised
        open_tags.append(tag)
        is_raised = (
            attributes.get("val") == "superscript" if tag == "vertAlign" else is_raised and tag not in ("r", "si")
        )

    def end(tag: str) -> None:
        open_tags.pop()
        if tag == "si":
            texts.append("".join(pieces))
            pieces.clear()
            if len(texts) > _MAX_TEXTS:
                raise RefusedError(refusals.too_many(package.name, Text("文字单元格", "texts"), _MAX_TEXTS))

    def text(piece: str) -> None:
        nonlocal letters
        if open_tags[-1] == "t" and "rPh" not in open_tags:
            pieces.append(raised(piece) if is_raised else piece)
            letters += len(piece)
            _refuse(too_much(package.name, letters=letters))

    if part in package.parts:
        package.parse(part, start=start, end=end, text=text)
    return texts


def _formats(package: Package) -> list[str]:
    """The number format of each cell style."""
    part = "xl/styles.xml"
    own: dict[int, str] = {}
    used: list[int] = []
    within_cells = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal within_cells
        if tag == "numFmt":
            own[_whole(attributes.get("numFmtId"), -1)] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            within_cells = True
        elif tag == "xf" and within_cells:
            used.append(_whole(attributes.get("numFmtId"), 0))
        if max(len(own), len(used)) > _MAX_STYLES:
            raise RefusedError(refusals.too_many(package.name, Text("单元格格式", "cell styles"), _MAX_STYLES))

    def end(tag: str) -> None:
        nonlocal within_cells
        if tag == "cellXfs":
            within_cells = False

    if part in package.parts:
        package.parse(part, start=start, end=end)
    return [format_code(number, own) for number in used]


def _refuse(refusal: Diagnostic | None) -> None:
    if refusal is not None:
        raise RefusedError(refusal)


def _whole(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 10 else default  # noqa: PLR2004


class _SheetReader:
    """The parts of a sheet as they come by: where the current cell stands, its type, its style, what it holds."""

    def __init__(self, book: _Book, sheet: Sheet) -> None:
        self._book = book
        self._sheet = sheet
        self._row = self._column = 0
        self._type = self._style = ""
        self._value: list[str] = []
        self._collecting = False
        self._formula = False
        self._zeros_hidden = False
        self._columns_told = 0
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "col": self._column_properties,
            "row": self._start_row,
            "c": self._start_cell,
            "f": self._start_formula,
            "mergeCell": self._merged,
            "sheetView": self._view,
        }

    def read(self, part: str) -> Sheet:
        """The sheet, filled."""
        self._book.package.parse(part, start=self._start, end=self._end, text=self._text)
        self._book.hidden += self._sheet.leave_out_hidden()
        return self._sheet

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._collecting = tag in ("v", "t")
        known = self._starts.get(tag)
        if known is not None:
            known(attributes)

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = _whole(attributes.get("r"), self._row + 1)
        self._column = 0
        if attributes.get("hidden") in _TRUE:
            self._sheet.hidden_rows.add(self._row)
            self._sheet.spanned.add(self._row)

    def _column_properties(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in _TRUE:
            # Columns are stored from left to right: what is said of one again costs nothing.
            first = max(_whole(attributes.get("min"), 1), self._columns_told + 1)
            self._columns_told = max(self._columns_told, min(_whole(attributes.get("max"), first), _LAST_COLUMN))
            self._sheet.hidden_columns.update(range(first, self._columns_told + 1))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = place_of(attributes.get("r", ""))
        self._row, self._column = place if place is not None else (self._row, self._column + 1)
        self._type, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._value.clear()
        self._formula = False
        self._sheet.spanned.add(self._row)
        self._book.count += 1
        if self._book.count > MAX_CELLS:
            raise RefusedError(refusals.too_many(self._book.package.name, Text("单元格", "cells"), MAX_CELLS))

    def _start_formula(self, _attributes: dict[str, str]) -> None:
        self._formula = True

    def _merged(self, attributes: dict[str, str]) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        one, other = place_of(first), place_of(last)
        if one is not None and other is not None and len(self._sheet.wide) < _MAX_MERGED:
            self._sheet.wide[one] = other[1]

    def _view(self, attributes: dict[str, str]) -> None:
        self._zeros_hidden = attributes.get("showZeros") in ("0", "false")

    def _text(self, piece: str) -> None:
        if self._collecting:
            self._value.append(piece)
            self._count(piece)

    def _count(self, text: str) -> None:
        self._book.letters += len(text)
        _refuse(too_much(self._book.package.name, letters=self._book.letters))

    def _end(self, tag: str) -> None:
        self._collecting = False
        if tag == "c":
            self._sheet.put(self._row, self._column, self._shown("".join(self._value)))

    def _shown(self, value: str) -> str:
        """What the cell shows."""
        match self._type:
            case "s":
                at = _whole(value.strip(), -1)
                text = self._book.texts[at] if 0 <= at < len(self._book.texts) else ""
                self._count(text)
                return text
            case "b":
                return "TRUE" if value.strip() == "1" else "FALSE"
            case "n":
                return self._number(value.strip())
            case _:
                return value

    def _number(self, value: str) -> str:
        if not value:
            if self._formula:
                where = f"{self._sheet.title}!{cell_reference(self._row, self._column)}"
                self._book.uncalculated.append((self._row, where))
            return UNCALCULATED if self._formula else ""
        at = _whole(self._style, 0)
        code = self._book.formats[at] if at < len(self._book.formats) else "General"
        try:
            number = float(value)
        except ValueError:
            return value
        if number != number or number in (float("inf"), float("-inf")):  # noqa: PLR0124 -- not a number
            return UNCALCULATED
        text = shown(number, code)
        return "" if self._zeros_hidden and not number else text
