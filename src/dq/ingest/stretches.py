"""The lines below a header that are a table's body, in stretches of one width."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from dq.ingest.cells import is_figure, is_words
from dq.ingest.header_search import FoundTable
from dq.ingest.headers import Header
from dq.ingest.recognition import Heading, Recognition
from dq.ingest.row_shapes import (
    CODE_BEFORE_LABEL,
    NOTE,
    begins_anew,
    begins_as_listed,
    below_bare_figure,
    header_again,
    is_label,
    is_note_above,
    is_numbering,
    is_ruling,
)
from dq.ingest.stream import Line
from dq.ingest.units import is_form_number, is_page_foot, is_page_number, is_unit_line
from dq.templates import Table, normalise_label, split_unit

_CHAPTER: Final = re.compile(r"^第[一二三四五六七八九十]{1,3}(?:部分|章)")
MAX_ROWS: Final = 5_000
"""Rows of one table that are read; the longest form has some hundreds."""


@dataclass(slots=True)
class Stretch:
    """Lines of one width between breaks, under one header."""

    header: Header
    width: int
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Gathered:
    """A body's lines in stretches, and the index after the last of them; `stray` are the figures that stand alone
    between them, `beside` the lines next to these.
    """

    stretches: Sequence[Stretch]
    end: int
    stray: Sequence[Line]
    beside: Collection[Line]


def gather(table: FoundTable, lines: Sequence[Line], seen: Recognition, limit: int) -> Gathered:
    """The body's lines.

    Parameters: `seen` what else was recognised in the document; `limit` index of the line where the next table begins.
    """
    gathering = _Gathering(table, lines, seen, limit)
    while gathering.index < limit and gathering.count < MAX_ROWS and gathering.takes(lines[gathering.index]):
        pass
    return gathering.done()


class _Gathering:
    """A body as far as it was gathered: `index` is the next line, `count` the rows so far."""

    def __init__(self, table: FoundTable, lines: Sequence[Line], seen: Recognition, limit: int) -> None:
        self.index = self.end = table.body
        self.count = 0
        self.lines, self.seen, self.limit = lines, seen, limit
        self.header = table.header
        self.stretches: list[Stretch] = []
        self.stray: list[Line] = []
        self.beside: set[Line] = set()
        self.is_broken, self.is_open_behind = True, False
        self.empty: Line | None = None

    def takes(self, line: Line) -> bool:
        """Take in the next line, or the header that is printed again there; False where the body ends before it."""
        if not line.filled:
            self._take_blank(line)
            return True
        again = header_again(self.header, self.lines, self.index)
        if again is not None:
            if self.stretches and begins_anew(self.stretches[0].lines, self.lines, again[1]):
                return False
            self.header, self.index = again
            self.is_broken = True
            return True
        is_row = _is_row(line, self.header, self.seen.headings.get(self.index))
        if self._is_aside(line, is_row=is_row):
            self.index += 1
            return True
        if is_row:
            self._take_row(line)
        elif self.stretches and _goes_on(self.lines, self.header, self.seen, self.index, self.limit):
            self.stray.append(line)
            self.beside.add(self.stretches[-1].lines[-1])
            self.is_open_behind = True
        else:
            return False
        self.index += 1
        self.end = self.index
        return True

    def _take_blank(self, line: Line) -> None:
        self.is_broken = True
        self.index += 1
        if self._may_be_all(line):
            self.empty, self.end = line, self.index

    def _may_be_all(self, line: Line) -> bool:
        """True for the first line of cells without a figure: of a form with one row it may be that row."""
        return len(line.cells) > 1 and self.empty is None and not self.stretches

    def _is_aside(self, line: Line, *, is_row: bool) -> bool:
        row_at = partial(_is_row_at, self.lines, self.header, self.seen)
        is_remark = not self.stretches and not is_row and is_note_above(self.lines, self.index, self.limit, row_at)
        return is_remark or _is_furniture(line, self.header.table, self.seen, self.index, is_row=is_row)

    def _take_row(self, line: Line) -> None:
        if is_numbering(line) or is_ruling(line):
            self.empty = line if self._may_be_all(line) and not is_numbering(line) else self.empty
            return
        width = _width(line, self.header)
        if self.is_broken or not self.stretches or self.stretches[-1].width != width:
            self.stretches.append(Stretch(self.header, width))
            self.is_broken = False
        self.stretches[-1].lines.append(line)
        self.count += 1
        if self.is_open_behind:
            self.beside.add(line)
            self.is_open_behind = False

    def done(self) -> Gathered:
        """What was gathered; of a form with one row that is left empty, that row."""
        if self.header.table.layout == "columns" and not self.stretches and self.empty is not None:
            self.stretches.append(Stretch(self.header, self.header.width, [self.empty]))
        return Gathered(self.stretches, self.end, self.stray, self.beside)


def _goes_on(lines: Sequence[Line], header: Header, seen: Recognition, index: int, limit: int) -> bool:
    """True where a line is a figure alone, and the table's header or another of its rows follows."""
    below = below_bare_figure(lines, index, limit)
    if below is None:
        return False
    line = lines[below]
    return header_again(header, lines, below) is not None or (
        _is_row(line, header, seen.headings.get(below))
        and any(is_words(line.cells[at]) for at in line.filled)
        and (any(is_figure(line.cells[at]) for at in line.filled) or begins_as_listed(line, header))
    )


def _width(line: Line, header: Header) -> int:
    """The line's width; a line whose labels stand where the header's do counts as wide as the header."""
    labels = [block.label for block in header.blocks if block.label is not None]
    in_place = any(at in line.filled and is_words(line.cells[at]) for at in labels)
    return header.width if in_place and len(line.cells) <= header.width + 1 else len(line.cells)


def _is_furniture(line: Line, table: Table, seen: Recognition, index: int, *, is_row: bool) -> bool:
    """Lines within a table that are no rows: its own title again, the unit, a page number, the page's running title."""
    heading = seen.headings.get(index)
    if heading is not None:
        return heading.table.name in (table.name, table.stands_for)
    if not is_row and len(line.cells) == 1 and line.cells[0] in seen.running:
        return True
    if is_unit_line("".join(line.cells)) and not any(map(is_figure, line.cells)):
        return True
    if is_form_number(line.sole_text or "") or is_page_foot(line.sole_text or ""):
        return True
    return len(line.cells) == 1 and is_page_number(line.cells[0])


def _is_row(line: Line, header: Header, heading: Heading | None) -> bool:
    """False for whatever ends a table: another heading, a note, prose, the header of a table that nobody knows."""
    table = header.table
    first = line.cells[line.filled[0]]
    sole = line.sole_text or ""
    if heading is not None or NOTE.match(first) or sole.endswith("表") or _CHAPTER.match(sole):
        return False
    if len(line.cells) > 1:
        words = sum(is_label(line.cells[at]) and len(line.cells[at]) > 1 for at in line.filled)  # (略 is no label)
        has_figure = any(is_figure(line.cells[at]) for at in line.filled)
        is_wordy = words > len(table.blocks) + 1 and table.layout != "nested"
        return not is_wordy or has_figure or begins_as_listed(line, header)
    # A row whose empty cells were trimmed away has one cell only; prose has too.
    label = split_unit(normalise_label(first))[0]
    return any(label in item.labels for item in table.items) or (
        table.layout == "codes" and CODE_BEFORE_LABEL.fullmatch(first) is not None
    )


def _is_row_at(lines: Sequence[Line], header: Header, seen: Recognition, index: int) -> bool:
    return _is_row(lines[index], header, seen.headings.get(index))
