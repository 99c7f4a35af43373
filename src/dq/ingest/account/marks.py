"""The figures that a table's lines print, each to be claimed once."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from dq.archive.reading import Place, Use
from dq.ingest.cells import is_figure
from dq.ingest.stream import Line

_DIGIT: Final = "\\d\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089\u2460-\u249b\u24ea-\u24ff\u2776-\u2793"
"""Digits, and the numbers in circles and brackets that become digits when a cell is read."""
_RUN: Final = re.compile(f"[{_DIGIT}](?:[{_DIGIT}.,．，]*[{_DIGIT}])?")
_OTHER: Final = re.compile(
    r"^(?!注|说明|备注).*表$|。$|^第[一二三四五六七八九十]{1,3}(?:部分|章)|^[一二三四五六七八九十]{1,3}、"
)
"""What begins something else: another table's title, a sentence, a chapter."""
_SENTENCE: Final = 40
_PAGE_NUMBER: Final = re.compile(r"[-–—\s]*\d{1,4}[-–—\s]*")


@dataclass(slots=True)
class Mark:
    """A run of digits: on line `index` of the document, in the cell at `cell`, its characters there from `start` to
    before `end`. `use` None while nothing claims it.
    """

    index: int
    cell: int
    start: int
    end: int
    text: str
    use: Use | None = None

    @property
    def plain(self) -> str:
        """The digits made plain (full-width ones too)."""
        return unicodedata.normalize("NFKC", self.text)


def is_page_number(line: Line) -> bool:
    """True where a line has nothing but a page's number."""
    return _PAGE_NUMBER.fullmatch(line.sole_text or "") is not None


def place_of(line: Line, at: int | None = None) -> Place:
    """The place of a line, or of a cell or character on it."""
    return Place(line.number, line.page, at, line.sheet)


def digit_runs(text: str) -> Iterator[tuple[int, int, str]]:
    """The figures of a text with their places: digits with the points and commas between them.

    Example: `list(digit_runs("17,692.55一、201"))` → `[(0, 9, "17,692.55"), (11, 14, "201")]`.
    """
    return ((found.start(), found.end(), found[0]) for found in _RUN.finditer(text))


@dataclass(slots=True)
class Sheet:
    """The lines of one table with the figures on them.

    Parameters: `lines` those of the document; `first` to before `end` are the table's; `in_cells` False for running
    text, whose places are characters of a line.
    """

    lines: Sequence[Line]
    first: int
    end: int
    in_cells: bool
    marks: dict[int, list[Mark]] = field(default_factory=dict)
    facts: int = 0
    fact_lines: set[int] = field(default_factory=set)
    _at: dict[tuple[int | None, int], list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for index in range(self.first, self.end):
            line = self.lines[index]
            self._at.setdefault((line.page, line.number), []).append(index)
            found = [
                Mark(index, at, start, end, text)
                for at in line.filled
                for start, end, text in digit_runs(line.cells[at])
            ]
            if found:
                self.marks[index] = found

    def indices(self, number: int, page: int | None) -> list[int]:
        """The lines of the table with this number; a row that goes on over a page has them on the next one."""
        found = self._at.get((page, number), [])
        return found if page is None else [*found, *self._at.get((page + 1, number), [])]

    def open(self, indices: Iterable[int]) -> list[Mark]:
        """The figures on these lines that nothing claims yet, in print order."""
        return [mark for index in indices for mark in self.marks.get(index, ()) if mark.use is None]

    def place(self, mark: Mark) -> Place:
        """Where the figure is printed, as facts say it."""
        line = self.lines[mark.index]
        at = mark.cell if self.in_cells else (line.spot(0)[1] or 0) + mark.start
        return place_of(line, at)

    def take_fact(self, number: int, page: int | None, position: int, printed: str, use: Use | None) -> bool:
        """Claim the figures of a stored cell, as a fact or (where it is no figure) as `use`; False where its text
        does not stand there or another fact has it.
        """
        for index in self.indices(number, page):
            line = self.lines[index]
            if self.in_cells:
                if position < len(line.cells) and line.cells[position] == printed:
                    return self._claim(index, position, 0, len(printed), use)
                continue
            start = position - (line.spot(0)[1] or 0)
            if start >= 0 and self._take_text(index, start, printed, use):
                return True
        return False

    def _take_text(self, index: int, start: int, printed: str, use: Use | None) -> bool:
        """Claim a figure of running text, which may go on at the beginning of the next line."""
        text = self.lines[index].cells[0]
        if text.startswith(printed, start):
            return self._claim(index, 0, start, start + len(printed), use)
        head = text[start:]
        below = next((at for at in range(index + 1, self.end) if self.lines[at].filled), None)
        if not head or not printed.startswith(head) or below is None:
            return False
        rest = printed[len(head) :]
        if not self.lines[below].cells[0].startswith(rest):
            return False
        if not self._claim(index, 0, start, len(text), use):
            return False
        self._cut(below, 0, 0, len(rest))
        return True

    def _claim(self, index: int, cell: int, start: int, end: int, use: Use | None) -> bool:
        """Claim characters of a cell: as one fact where `use` is None, else each figure of it as what it is."""
        if use is not None:
            first, last = self._span(index, cell, start, end)
            for mark in self.marks.get(index, [])[first:last]:
                if mark.use is None and start <= mark.start and mark.end <= end:
                    mark.use = use
            return True
        if not self._cut(index, cell, start, end):
            return False
        self.facts += 1
        self.fact_lines.add(index)
        return True

    def _cut(self, index: int, cell: int, start: int, end: int) -> bool:
        """Take characters of a cell out of its figures; False where none of them is a figure's."""
        first, last = self._span(index, cell, start, end)
        if first == last:
            return False
        marks = self.marks[index]
        marks[first:last] = [part for mark in marks[first:last] for part in _without(mark, cell, start, end)]
        return True

    def _span(self, index: int, cell: int, start: int, end: int) -> tuple[int, int]:
        """Where, among a line's figures, those are that these characters touch. A line may have thousands of both."""
        marks = self.marks.get(index, [])
        first = bisect_right(marks, (cell, start), key=lambda mark: (mark.cell, mark.end))
        return first, max(first, bisect_left(marks, (cell, end), key=lambda mark: (mark.cell, mark.start)))


def end_of_figures(lines: Sequence[Line], end: int, limit: int) -> int:
    """Index after the last line of figures that follows a table before anything else begins: rows at which the reader
    stopped too early must not be lost without a word.

    Parameters: `end` index of the line after the last one read; `limit` that of the next table's first line.
    """
    found = end
    for index in range(end, limit):
        line = lines[index]
        text = line.sole_text
        if text is not None and (_OTHER.search(text) or len(text) > _SENTENCE):
            break
        if any(is_figure(line.cells[at]) for at in line.filled) and not is_page_number(line):
            found = index + 1
    return found


def _without(mark: Mark, cell: int, start: int, end: int) -> Iterator[Mark]:
    """What is left of a figure when some characters of its cell are taken: a code glued to it, or nothing."""
    if mark.cell != cell or mark.end <= start or end <= mark.start:
        yield mark
        return
    for first, last in ((mark.start, start), (end, mark.end)):
        for begin, stop, text in digit_runs(mark.text[max(first - mark.start, 0) : max(last - mark.start, 0)]):
            yield Mark(mark.index, cell, first + begin, first + stop, text)
