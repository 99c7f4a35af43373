"""How a text shows its tables, told from its structure: TABs, runs of spaces, or neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from typing import Final

from dq.diagnostics import Diagnostic
from dq.ingest.bounds import MAX_LINES, text_too_much
from dq.ingest.cell_lines import has_cell_a_line, rows_of_cells
from dq.ingest.cells import is_figure
from dq.ingest.decoding import Decoded, decode
from dq.ingest.stream import Line, Shape, Stream

_GAP: Final = re.compile(r"\S[ \u3000]{3,}\S")
_CLOSE: Final = re.compile(r"\d \d")
_BARRED: Final = re.compile(r"^[ >]*\|(?:[ ]*:?-{3,}:?[ ]*\|)+[ \r]*$", re.MULTILINE)
_BETWEEN_BARS: Final = re.compile(r"[ >]*\|.*\|[ \r]*")
BAR: Final = re.compile(r"(?<!\\)\|")
"""What parts the cells of a line of Markdown."""
_WITH_TABS: Final = 0.002
"""Share of lines with a TAB from which on a text is read as cells: one table of it is enough."""
_MANY_LINES: Final = 40
"""Rows that show whether a table's blank cells are there."""
_WIDTHS: Final = 4
_WITH_BLANKS: Final = 0.02
"""Share of rows with a blank cell: a third and more of the rows of real tables."""
_SHORT: Final = 0.1
"""Share of rows with figures that are shorter than their table's header where blank cells are left out."""
_WITH_GAPS: Final = 0.04
"""Share of lines with a gap between words from which on a text is aligned: prose has none, tables have many."""


def is_barred(text: str) -> bool:
    """True for a text whose tables are those of Markdown: below a header stands a row of dashes between as many bars,
    and bars part cells in more lines than TABs do.

    Example: of the lines `| 项目 | 合计 |` and `|---|---|` `True`, of the second alone `False`.
    """
    if not any(_has_header(text, rule) for rule in _BARRED.finditer(text)) or text.count("\n") > MAX_LINES:
        return False
    lines = text.split("\n")
    with_bars = sum(_BETWEEN_BARS.fullmatch(line) is not None for line in lines)
    return with_bars >= sum("\t" in line.strip() for line in lines)


def _has_header(text: str, rule: re.Match[str]) -> bool:
    end = rule.start() - 1
    above = text[text.rfind("\n", 0, end) + 1 : end] if end > 0 else ""
    return _BETWEEN_BARS.fullmatch(above) is not None and len(BAR.findall(above)) == len(BAR.findall(rule[0]))


def shape_of(text: str) -> Shape:
    """The shape of a text: cells where TABs or Markdown's bars part them, aligned where words often stand far apart
    and more rows do so than print figures a blank apart, else flowing, and so where TABs part no more than words.
    """
    if is_barred(text):
        return Shape.CELLS
    lines = [line for line in text.split("\n") if line.strip()]
    together = groupby(lines, lambda line: "\t" in line.strip())
    parted = [[line.split("\t") for line in table] for has_cells, table in together if has_cells]
    if sum(map(len, parted)) > _WITH_TABS * len(lines):
        return Shape.FLOWING if _is_squeezed(parted) else Shape.CELLS
    gaps = [_GAP.search(line) is not None for line in lines]
    # One blank between the figures of most rows: what stands apart is one table's, or the signature's.
    close = sum(not gap and _CLOSE.search(line) is not None for line, gap in zip(lines, gaps, strict=True))
    return Shape.ALIGNED if sum(gaps) > max(_WITH_GAPS * len(lines), close) else Shape.FLOWING


def _is_squeezed(tables: Sequence[Sequence[Sequence[str]]]) -> bool:
    """True where hardly any row has a blank cell and many are shorter than the header of their table: whoever wrote
    them left blank cells out, so that a cell's place says nothing of its column.

    Parameters: `tables` the rows of cells that stand together.
    """
    rows = [row for table in tables for row in table]
    if len(rows) < _MANY_LINES or len({len(row) for row in rows}) < _WIDTHS:
        return False
    if sum(not all(map(str.strip, row)) for row in rows) > _WITH_BLANKS * len(rows):
        return False
    # How much shorter than its table's longest row, mostly the header, each row with figures is.
    short = [
        max(map(len, table)) - len(row)
        for table in tables
        for row in table
        if any(is_figure(cell.strip()) for cell in row)
    ]
    return sum(map(bool, short)) > _SHORT * len(short)


@lru_cache(maxsize=2)
def decoded_text(name: str, data: bytes) -> tuple[Decoded, Shape]:
    """The document's text and its shape; one without text, or far too much, counts as cells."""
    decoded = decode(name, data)
    if decoded.text is None or decoded.text.count("\n") > MAX_LINES:
        return decoded, Shape.CELLS  # whose reader refuses it
    return decoded, shape_of(decoded.text)


def read_lines(name: str, data: bytes) -> Stream:
    """The document as lines of one cell each, with pages where form feeds mark them."""
    decoded, shape = decoded_text(name, data)
    said = () if decoded.diagnostic is None else (decoded.diagnostic,)
    if decoded.text is None:
        return Stream((), said)
    refusal = text_too_much(name, decoded.text, "\n")
    if refusal is not None:
        return Stream((), (refusal, *said))
    paged = "\f" in decoded.text
    page = 1
    lines: list[Line] = []
    for number, text in enumerate(decoded.text.split("\n"), 1):
        page += text.count("\f")
        stripped = text.strip()
        offset = len(text) - len(text.lstrip())
        lines.append(Line(number, (stripped,), page if paged else None, ((number, offset),)))
    return _running(lines, shape, said)


def as_running_text(stream: Stream) -> Stream:
    """A document of cells as the running text that its lines are: a file of Word or a page may hold what was pulled out
    of a PDF, its tables as mere paragraphs. Blank cells vanish.

    Example: the line with the cells 合计, nothing and 1.00 is the line 合计 1.00.
    """
    lines = []
    for line in stream.lines:
        text = " ".join(line.cells[at] for at in line.filled)
        lines.append(replace(line, cells=(text,), spots=((line.number, line.indent),)))
    shape = shape_of("\n".join(line.cells[0] for line in lines))
    return replace(_running(lines, shape, stream.diagnostics), by_page=stream.by_page)


def _running(lines: list[Line], shape: Shape, said: tuple[Diagnostic, ...]) -> Stream:
    rows = rows_of_cells(lines) if shape is Shape.FLOWING and has_cell_a_line(lines) else ()
    return Stream(tuple(lines), said, shape, rows=rows)
