"""Excel workbooks of 1997 to 2003 (xls): values as their number formats show them."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from dq.diagnostics import Text
from dq.ingest import complaints, refusals
from dq.ingest.apart import read_apart
from dq.ingest.decoding import MAX_BYTES
from dq.ingest.number_format import shown
from dq.ingest.stream import Line, Stream
from dq.ingest.workbook import MAX_CELLS, MAX_SHEETS, Sheet, sheet_lines

if TYPE_CHECKING:
    import xlrd

PRIORITY = 50
MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS: Final = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_FIRST_RECORD: Final = b"\x09\x08\x10\x00\x00\x06\x05\x00"
"""How the stream begins; of a file that is cut off, the directory may be gone."""
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


def accepts(_name: str, data: bytes) -> bool:
    """True for a compound file with a workbook's stream in its directory."""
    return (
        data.startswith(MAGIC) and _ENCRYPTED not in data and any(name in data for name in (*_STREAMS, _FIRST_RECORD))
    )


def read(name: str, data: bytes) -> Stream:
    """One `Line` a row of every visible sheet; its page is the sheet's number, a cell's position its column.

    Example: 1.00 in cell C7 of the second sheet is cell 2 of `Line(7, …, page=2)`.
    """
    if len(data) > MAX_BYTES:
        return Stream((), (complaints.too_large(name, len(data), MAX_BYTES),))
    if find_spec("xlrd") is None:
        return Stream((), (refusals.reader_missing(name, "xls", "xls"),))
    return read_apart(__name__, name, data)


def read_here(name: str, data: bytes) -> Stream:
    """As `read`, in this process and without bounds of time and memory."""
    import io

    import xlrd

    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, on_demand=True, logfile=io.StringIO()
        )
        if book.nsheets > MAX_SHEETS:
            return Stream((), (refusals.too_many(name, Text("工作表", "sheets"), MAX_SHEETS),))
        return _read(name, book)
    except MemoryError:
        raise
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            return Stream((), (refusals.encrypted(name, "xls"),))
        return Stream((), (refusals.damaged(name, "xls", str(error)[:80]),))
    except Exception as error:  # noqa: BLE001 -- the package raises whatever its parts do on broken records
        return Stream((), (refusals.damaged(name, "xls", type(error).__name__),))


def _read(name: str, book: xlrd.book.Book) -> Stream:
    lines: list[Line] = []
    hidden: list[str] = []
    hidden_cells: list[str] = []
    count = 0
    for number in range(book.nsheets):
        stored = book.sheet_by_index(number)
        if stored.visibility:
            hidden.append(stored.name)
            continue
        sheet = _sheet(book, stored)
        count += sum(stored.row_len(row) for row in range(stored.nrows))
        if count > MAX_CELLS or sheet.is_too_large:
            return Stream((), (refusals.too_many(name, Text("单元格", "cells"), MAX_CELLS),))
        hidden_cells += sheet.leave_out_hidden()
        if sheet.cells:
            lines += sheet_lines(number + 1, sheet)
        book.unload_sheet(number)
    said = [refusals.hidden_parts(name, refusals.HIDDEN_SHEETS, hidden)] if hidden else []
    if hidden_cells:
        said.append(refusals.hidden_parts(name, refusals.HIDDEN_CELLS, hidden_cells))
    return Stream(tuple(lines), tuple(said), by_page=True) if lines else Stream((), (complaints.empty(name), *said))


def _sheet(book: xlrd.book.Book, stored: xlrd.sheet.Sheet) -> Sheet:
    sheet = Sheet(stored.name)
    for row in range(stored.nrows):
        if stored.row_len(row):
            sheet.spanned.add(row + 1)
        for column in range(stored.row_len(row)):
            sheet.put(row + 1, column + 1, _shown(book, stored, row, column))
    for first, _, left, right in stored.merged_cells:
        sheet.wide[first + 1, left + 1] = right
    sheet.hidden_rows |= {row + 1 for row, known in stored.rowinfo_map.items() if known.hidden}
    sheet.hidden_columns |= {column + 1 for column, known in stored.colinfo_map.items() if known.hidden}
    return sheet


def _shown(book: xlrd.book.Book, stored: xlrd.sheet.Sheet, row: int, column: int) -> str:
    import xlrd

    cell = stored.cell(row, column)
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return str(cell.value)
        case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
            if not cell.value and not stored.show_zero_values:
                return ""
            return shown(float(cell.value), _format(book, cell.xf_index))
        case xlrd.XL_CELL_BOOLEAN:
            return "TRUE" if cell.value else "FALSE"
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#?"))
        case _:
            return ""


def _format(book: xlrd.book.Book, style: int | None) -> str:
    known = book.format_map.get(book.xf_list[style].format_key) if style is not None else None
    return str(known.format_str) if known is not None else "General"
