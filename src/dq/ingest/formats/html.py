"""Web pages: blocks of text as lines, tables row by row with their spans.

The tags are taken apart here rather than by a package: no file of any kind may cost more than time in proportion to its
size, and of a page only its blocks and tables matter.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace
from typing import Final

from dq.diagnostics import Diagnostic
from dq.ingest import complaints, refusals
from dq.ingest.bounds import too_much
from dq.ingest.decoding import decode
from dq.ingest.elements import BLOCKS, SPOKEN, TAG, Shows, end_of, shows
from dq.ingest.glyphs import raised
from dq.ingest.grid import grid_line, one_line
from dq.ingest.package import RefusedError
from dq.ingest.stream import Line, Stream

PRIORITY = 40
_OPENING: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]{0,200}>\s*+)?(?:<!--.{0,2000}?-->\s*+)*(?:<!doctype\s+html|<(?:html|head|body|"
    rb"table|div|meta|title)[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_SPAN: Final = re.compile(r"\b(colspan|rowspan)\s*=\s*[\"']?\s*(\d{1,6})", re.IGNORECASE)
_LONGEST_TAG: Final = 8_192
_MAX_DEPTH: Final = 400
_MAX_SPAN: Final = {"colspan": 200, "rowspan": 5_000}
_NOUGHT: Final = {"colspan": 1, "rowspan": _MAX_SPAN["rowspan"]}
"""What a span of 0 means: one column, and all rows of the part of the table that are left."""
_UNNESTED: Final = frozenset(
    re.findall(
        r"[\w:]+",
        "area base br col embed hr img input link meta param source track wbr p li dt dd option tr td th tbody thead"
        " tfoot colgroup caption o:p",
    )
)
"""Elements that hold nothing, or whose end may be left out: they do not count as depth."""
_RAW: Final = frozenset(("script", "style", "title", "textarea", "noscript", "template", "svg", "select"))
"""Elements whose content is not shown as text of the page."""


def accepts(_name: str, data: bytes) -> bool:
    """True for text that begins as web pages do, whatever its name (tables exported as .xls often are pages)."""
    return _OPENING.match(data[:8192]) is not None


def read(name: str, data: bytes) -> Stream:
    """One `Line` a block of text or table row; its number is the line of the file on which that begins, or where rows
    share one, that of the block.

    Example: `<tr><td colspan=2>合计<td>1.00` gives `Line(…, ("合计", "", "1.00"))`.
    """
    decoded = decode(name, data)
    said: tuple[Diagnostic, ...] = () if decoded.diagnostic is None else (decoded.diagnostic,)
    if decoded.text is None:
        return Stream((), said)
    try:
        page = _Page(name, decoded.text)
        lines = page.read()
    except RefusedError as refused:
        return Stream((), (refused.diagnostic,))
    if page.hidden_at is not None:
        said += (refusals.hidden_text(name, page.hidden_at),)
    if not any(line.filled for line in lines):
        return Stream((), (complaints.empty(name), *said))
    return Stream(tuple(_numbered(lines)), said)


def _numbered(lines: list[Line]) -> list[Line]:
    """The lines, numbered from 1 where rows share a line of the file: of a page without line breaks it tells no row."""
    rows = [line.number for line in lines if len(line.cells) > 1]
    if len(set(rows)) == len(rows):
        return lines
    return [replace(line, number=at) for at, line in enumerate(lines, 1)]


@dataclass(slots=True)
class _Table:
    """An open table. `reaching` are the columns that cells from rows above still cover, with the number of rows."""

    cells: list[str] = field(default_factory=list)
    reaching: dict[int, int] = field(default_factory=dict)
    row_open: bool = False
    cell_open: bool = False
    columns: int = 1
    rows: int = 1
    number: int = 0
    widest: int = 0


class _Page:
    """A page's text as it comes by. A table within a cell stands before the row that holds it."""

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._text = text
        self._lines: list[Line] = []
        self._tables: list[_Table] = []
        self._outer: list[list[str]] = []
        self._pieces: list[str] = []
        self._depth = self._count = self._letters = 0
        self._line, self._counted_to = 1, 0
        self._block_line = 1
        self._is_typed = False
        self._raised = False
        self.hidden_at: int | None = None

    def read(self) -> list[Line]:
        """All lines of the page."""
        text, at = self._text, 0
        while at < len(text):
            bracket = text.find("<", at)
            if bracket != at:
                self._add(html.unescape(text[at : bracket if bracket >= 0 else len(text)]), at)
                if bracket < 0:
                    break
            at = self._markup(bracket)
        while self._tables:
            self._end_table()
        self._end_block()
        return self._lines

    def _markup(self, at: int) -> int:
        """Take what begins with a `<`; the place behind it."""
        text = self._text
        if text.startswith("<!--", at):
            end = text.find("-->", at + 4)
            return end + 3 if end >= 0 else len(text)
        if text.startswith(("<!", "<?"), at):
            end = text.find(">", at)
            return end + 1 if end >= 0 else len(text)
        found = TAG.match(text, at, min(at + _LONGEST_TAG, len(text)))
        if found is None:
            self._add("<", at)
            return at + 1
        tag = found[2].lower()
        if tag in _RAW and not found[1] and not found[3].endswith("/"):
            return self._behind_raw(tag, found.end())
        if found[1]:
            self._end(tag)
            return found.end()
        shown = shows(tag, found[3])
        if shown is not Shows.NOTHING:
            self._start(tag, found[3], at)
        return found.end() if shown is Shows.ALL else self._behind_hidden(tag, found.end())

    def _behind_raw(self, tag: str, at: int) -> int:
        closing = re.compile(rf"</{tag}\b[^>]{{0,200}}>", re.IGNORECASE).search(self._text, at)
        return closing.end() if closing else len(self._text)

    def _behind_hidden(self, tag: str, at: int) -> int:
        """Where an element ends that begins before `at`; that it holds text is told."""
        end = end_of(tag, self._text, at)
        if tag not in SPOKEN and self.hidden_at is None and TAG.sub("", self._text[at:end]).strip():
            self.hidden_at = self._line_of(at)
        return end

    def _line_of(self, at: int) -> int:
        self._line += self._text.count("\n", self._counted_to, at)
        self._counted_to = at
        return self._line

    def _add(self, text: str, at: int) -> None:
        if self._raised:
            text = raised(text)
        if self._tables and not self._tables[-1].cell_open and (text.isspace() or self._tables[-1].widest):
            return  # between a table's cells stand only line breaks, above its first row its caption
        if self._is_typed and not self._tables:
            self._add_typed(text, at)
            return
        if not self._pieces:
            if not text.strip():
                return  # blanks before a text are not shown, and may be very many
            self._block_line = self._line_of(at + len(text) - len(text.lstrip()))
        self._pieces.append(" " if text.isspace() else " ".join(text.split("\n")))
        self._letters += len(text)
        self._counted(0)

    def _add_typed(self, text: str, at: int) -> None:
        """Text of `pre`, which shows its line breaks and spaces: these may be all that sets a table's columns apart."""
        number = self._line_of(at)
        for below, line in enumerate(text.split("\n")):
            if below:
                self._end_text()
            if not self._pieces:
                self._block_line = number + below
            self._pieces.append(line)
        self._letters += len(text)
        self._counted(0)

    def _start(self, tag: str, attributes: str, at: int) -> None:
        if tag not in _UNNESTED and not attributes.endswith("/"):
            self._depth += 1
            if self._depth > _MAX_DEPTH:
                raise RefusedError(refusals.nested_too_deeply(self._name, self._line_of(at), _MAX_DEPTH))
        table = self._tables[-1] if self._tables else None
        match tag:
            case "sup":
                self._raised = True
            case "br":
                self._break_line()
            case "table":
                self._start_table()
            case "tr" if table is not None:
                self._end_row(table)
                self._end_caption(table)
                table.row_open, table.number = True, self._line_of(at)
            case "td" | "th" if table is not None:
                self._end_cell(table)
                self._end_caption(table)
                if not table.row_open:
                    table.row_open, table.number = True, self._line_of(at)
                spans = {name.lower(): int(value) for name, value in _SPAN.findall(attributes)}
                table.cell_open = True
                table.columns, table.rows = (
                    min(spans.get(name, 1) or _NOUGHT[name], _MAX_SPAN[name]) for name in ("colspan", "rowspan")
                )
            case _ if tag in BLOCKS:
                self._end_block()
                self._is_typed = self._is_typed or tag == "pre"
            case _:
                pass

    def _end(self, tag: str) -> None:
        if tag not in _UNNESTED:
            self._depth = max(0, self._depth - 1)
        table = self._tables[-1] if self._tables else None
        match tag:
            case "sup":
                self._raised = False
            case "table" if table is not None:
                self._end_table()
            case "tr" if table is not None:
                self._end_row(table)
            case "thead" | "tbody" | "tfoot" if table is not None:
                self._end_row(table)
                table.reaching.clear()
            case "td" | "th" if table is not None:
                self._end_cell(table)
            case _ if tag in BLOCKS or tag == "caption":
                self._end_block()
                self._is_typed = self._is_typed and tag != "pre"
            case _:
                pass

    def _break_line(self) -> None:
        """Go on below what is there: `_pieces` begin with what is printed, never with blanks."""
        if self._pieces:
            self._pieces.append("\n")

    def _end_block(self) -> None:
        if self._tables:
            self._break_line()
        else:
            self._end_text()

    def _end_caption(self, table: _Table) -> None:
        """What a table prints before its first cell stands above it."""
        if not table.cell_open:
            self._end_text()

    def _end_text(self) -> None:
        for text in "".join(self._pieces).split("\n"):
            plain = text.rstrip() if self._is_typed else " ".join(text.split())
            if plain:
                self._counted(1)
                self._lines.append(Line(self._block_line, (plain,)))
        self._pieces = []

    def _start_table(self) -> None:
        if self._tables:
            self._outer.append(self._pieces)
            self._pieces = []
        else:
            self._end_block()
            self._outer.append([])
        self._tables.append(_Table())

    def _end_table(self) -> None:
        table = self._tables[-1]
        self._end_row(table)
        self._end_caption(table)
        self._tables.pop()
        self._pieces = self._outer.pop()
        self._lines.append(Line(self._lines[-1].number if self._lines else 1, ("",)))

    def _end_cell(self, table: _Table) -> None:
        if not table.cell_open:
            return
        table.cell_open = False
        self._raised = False
        text = one_line("\n".join(" ".join(line.split()) for line in "".join(self._pieces).split("\n")))
        self._pieces = []
        self._pass_over(table)
        column = len(table.cells)
        table.cells += [text, *[""] * (table.columns - 1)]
        if table.rows > 1:
            table.reaching.update(dict.fromkeys(range(column, column + table.columns), table.rows))
        self._counted(table.columns)

    def _pass_over(self, table: _Table) -> None:
        """Leave out the columns that a cell from a row above covers."""
        while len(table.cells) in table.reaching:
            table.cells.append("")
            self._counted(1)

    def _end_row(self, table: _Table) -> None:
        self._end_cell(table)
        if not table.row_open:
            return
        self._pass_over(table)
        table.reaching = {column: rows - 1 for column, rows in table.reaching.items() if rows > 1}
        table.widest = max(table.widest, len(table.cells))
        whole = sum(map(bool, table.cells)) == 1 and table.columns == len(table.cells) == table.widest
        if table.cells:
            self._lines.append(grid_line(table.number, table.cells, whole=whole))
        table.cells, table.row_open = [], False

    def _counted(self, cells: int) -> None:
        self._count += cells
        refusal = too_much(self._name, lines=len(self._lines), cells=self._count, letters=self._letters)
        if refusal is not None:
            raise RefusedError(refusal)
