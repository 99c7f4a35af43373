"""Word documents (docx): paragraphs as lines of one cell, tables row by row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from dq.ingest import complaints, refusals
from dq.ingest.bounds import too_much
from dq.ingest.glyphs import raised
from dq.ingest.grid import grid_line, one_line
from dq.ingest.package import Package, RefusedError, holds, open_package
from dq.ingest.stream import Line, Stream
from dq.ingest.word_numbers import Numbers

PRIORITY = 50
_KIND: Final = "docx"
_DOCUMENT: Final = "word/document.xml"
_MAX_SPAN: Final = 100
_SKIPPED: Final = frozenset(
    ("del", "moveFrom", "Fallback", "instrText", "delText", "rt", "rPrChange", "pPrChange", "tcPrChange", "trPrChange")
)
"""What is stored but not shown: deleted text, field codes, a second form of a drawing, how a word is pronounced, how
text, paragraphs and cells were formatted before a change.
"""
_OF_LIST: Final = frozenset(("pStyle", "numId", "ilvl"))
_HIDING: Final = frozenset(("vanish", "specVanish", "strike", "dstrike"))
"""What is hidden is not seen; what is struck through no longer holds."""
_OFF: Final = frozenset(("0", "false", "off"))
_SIGNS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
"""Signs that are elements. (A tab stop's definition is named alike, but stands outside of any run of text.)"""


def accepts(_name: str, data: bytes) -> bool:
    """True for a package with a Word document in it."""
    return holds(data, _DOCUMENT.encode())


def read(name: str, data: bytes) -> Stream:
    """One `Line` a paragraph or table row; its number counts these from 1. Pages are not stored in the format.

    Example: a table row 合计 | 1.00 as the document's fifth block is `Line(5, ("合计", "1.00"))`.
    """
    try:
        package = open_package(name, data, _KIND)
        package.relations(_DOCUMENT)
        body = _Body(package)
        lines = body.read()
    except RefusedError as refused:
        return Stream((), (refused.diagnostic,))
    said = () if body.hidden_at is None else (refusals.hidden_text(name, body.hidden_at),)
    if not any(line.filled for line in lines):
        return Stream((), (complaints.empty(name), *said))
    return Stream(tuple(lines), said)


@dataclass(slots=True)
class _Table:
    """An open table: the cells of its current row, and of the current cell its lines and what it spans."""

    cells: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    span: int = 1
    continues: bool = False
    row_hidden: bool = False


class _Body:
    """The document's elements as they come by. A table within a cell stands before the row that holds it. `hidden_at`
    is the number of the first line with text that is not shown.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        self._lines: list[Line] = []
        self._tables: list[_Table] = []
        self._paragraph: list[str] = []
        self._of_list: dict[str, str] = {}
        self._numbers = Numbers(package)
        self._in_text = False
        self._skipped = 0
        self._in_run = self._is_hidden = self._is_raised = self._in_row_properties = False
        self.hidden_at: int | None = None
        self._count = self._letters = 0

    def read(self) -> list[Line]:
        """All lines of the document."""
        self._package.parse(_DOCUMENT, start=self._start, end=self._end, text=self._text)
        return self._lines

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        table = self._tables[-1] if self._tables else None
        if table is not None and self._in_row_properties and not self._skipped and tag in ("del", "hidden"):
            table.row_hidden = attributes.get("val") not in _OFF
        self._skipped += tag in _SKIPPED
        self._in_text = tag == "t"
        if self._skipped:
            return
        match tag:
            case "altChunk" | "subDoc":
                raise RefusedError(refusals.external_reference(self._package.name, f"{_DOCUMENT}: {tag}"))
            case "tbl":
                self._tables.append(_Table())
            case "tc" if table is not None:
                table.texts, table.span, table.continues = [], 1, False
            case "gridSpan" if table is not None:
                table.span = _number(attributes.get("val"))
            case "gridBefore" if table is not None:
                table.cells += [""] * _number(attributes.get("val"))
            case "vMerge" if table is not None:
                table.continues = attributes.get("val", "continue") == "continue"
            case "trPr":
                self._in_row_properties = True
            case "r":
                self._in_run, self._is_hidden, self._is_raised = True, False, False
            case "vertAlign":
                self._is_raised = self._in_run and attributes.get("val") == "superscript"
            case _ if tag in _OF_LIST:
                self._of_list[tag] = attributes.get("val", "")
            case _ if tag in _HIDING:
                self._is_hidden |= self._in_run and attributes.get("val") not in _OFF
            case _ if tag in _SIGNS and not self._is_hidden:
                self._add(_SIGNS[tag])
            case _:
                pass

    def _text(self, piece: str) -> None:
        if not self._in_text or self._skipped:
            return
        if self._is_hidden:
            self.hidden_at = self.hidden_at or len(self._lines) + 1
        else:
            self._add(raised(piece) if self._is_raised else piece)

    def _add(self, piece: str) -> None:
        self._paragraph.append(piece)
        self._letters += len(piece)
        self._counted(0)

    def _end(self, tag: str) -> None:
        self._in_text = False
        if self._skipped:
            self._skipped -= tag in _SKIPPED
            return
        table = self._tables[-1] if self._tables else None
        match tag:
            case "r":
                self._in_run = self._is_hidden = False
            case "trPr":
                self._in_row_properties = False
            case "pPr":
                self._paragraph.clear()
            case "p":
                self._end_paragraph(table)
            case "tc" if table is not None:
                text = "" if table.continues else one_line("\n".join(table.texts))
                table.cells += [text, *[""] * (table.span - 1)]
                self._counted(table.span)
            case "tr" if table is not None:
                self._end_row(table)
            case "tbl":
                self._tables.pop()
            case _:
                pass

    def _end_row(self, table: _Table) -> None:
        if table.row_hidden:
            self.hidden_at = self.hidden_at or len(self._lines) + 1
        else:
            whole = sum(map(bool, table.cells)) == 1 and table.span == len(table.cells)
            self._lines.append(grid_line(len(self._lines) + 1, table.cells, whole=whole))
        table.cells, table.row_hidden = [], False

    def _end_paragraph(self, table: _Table | None) -> None:
        text = "".join(self._paragraph)
        number = "" if table is not None and table.continues else self._numbers.next(self._of_list)
        if text.strip() or table is not None:
            text = number + text
        self._paragraph.clear()
        self._of_list.clear()
        if table is not None:
            table.texts.append(text.replace("\t", " "))
            return
        self._counted(1 + text.count("\n"))
        for line in text.split("\n"):
            # Tabs part columns of text that is laid out without a table.
            cells = tuple(cell.strip() for cell in line.strip().split("\t"))
            indent = len(line) - len(line.lstrip()) if len(cells) == 1 else 0
            self._lines.append(Line(len(self._lines) + 1, cells, indent=indent))

    def _counted(self, cells: int) -> None:
        self._count += cells
        refusal = too_much(self._package.name, lines=len(self._lines), cells=self._count, letters=self._letters)
        if refusal is not None:
            raise RefusedError(refusal)


def _number(text: str | None) -> int:
    return min(int(text), _MAX_SPAN) if text is not None and text.isdecimal() and len(text) < 10 else 1  # noqa: PLR2004
