"""All text outside the tables: paragraphs by the width of their lines, titles of tables, cells of forms.

Beside `paragraphs`, which reads sections by their sentences and headings, this reads what has neither: forms, covers,
lists. There a line goes on below only where it is as long as lines are or has the marks of prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import islice
from typing import Final

from dq.ingest.records import record
from dq.ingest.statements.model import Said, Span
from dq.ingest.statements.prose.paragraphs import MARK
from dq.ingest.statements.prose.written import Piece, fold, is_page_number, joined, may_be_page_number, spot
from dq.ingest.stream import Line, Shape, Stream

LONGEST: Final = 60
"""Signs of what is printed that a mention keeps."""
_STOP: Final = re.compile("[。;]")
_CLOSED: Final = ("。", ";", "!", "?")
_PROSE: Final = re.compile(r"[,。;:、]")
_OPENS: Final = re.compile(rf"{MARK.pattern}|(?:特别)?(?:注|备注|说明):|表\d|目[录次]$")
"""How a line begins that goes on with nothing above it."""
_NARROW: Final = 12
"""Signs of a line that is too short to have been broken where the page ends."""
_NARROWEST: Final = 0.7
_WIDEST: Final = 1.4
"""How much lines of running text differ from the usual width."""
_GAP: Final = re.compile(r"(?<![\d.、)）]) {4,}(?![\d.…]+$)")
"""Blanks between the columns of aligned text."""
_PART: Final = re.compile(r"第[一二三四五六七八九十\d]{1,3}(?:部分|章)")
_TITLES: Final = 3
"""Lines above a table on which its titles may stand."""
_UNBROKEN: Final = 10**6
_RAGGED: Final = 3
"""Signs by which lines that were broken differ: figures are narrower than letters, and are not broken apart."""


class Layout(Enum):
    """What a passage is: running text, the title of a table, or one cell of a line that has several."""

    TEXT = "text"
    TITLE = "title"
    FORM = "form"


@record
class Passage:
    """Text that belongs together.

    Parameters: `text` as printed, without blanks (docs: `joined`); `plain` the same with full-width signs folded;
    `pieces` its parts, one for each line; `is_even` where its lines are as long as those of running text are, not those
    of a form's narrow or wide cells.
    """

    text: str
    plain: str
    pieces: tuple[Piece, ...]
    layout: Layout = Layout.TEXT
    is_even: bool = True

    @property
    def sentences(self) -> Sequence[tuple[int, int]]:
        """Where its sentences begin and end; the mark at the end belongs to them."""
        found: list[tuple[int, int]] = []
        start = 0
        for end in (*(sign.end() for sign in _STOP.finditer(self.plain)), len(self.plain)):
            if end > start:
                found.append((start, end))
            start = end
        return found

    def line(self, at: int) -> Line:
        """The line on which a sign stands."""
        return spot(self.pieces, at)[0]

    def said(self, start: int, end: int, unit: str = "") -> Said:
        """Its signs from `start` to before `end` as a fact, with the line and place where they begin."""
        line, place = spot(self.pieces, start)
        return Said(self.text[start:end][:LONGEST], line.number, place, unit)

    def is_unbroken(self, at: int) -> bool:
        """True where the sign stands right behind the one before it: no blank, no other line between."""
        line, place = spot(self.pieces, at)
        before, other = spot(self.pieces, at - 1)
        return line is before and place - other <= 1


def passage_of(line: Line, cell: int, layout: Layout = Layout.TEXT) -> Passage:
    """One cell as a passage.

    Example: `passage_of(Line(7, ("合 计",)), 0).text` → `"合计"`.
    """
    text = joined(line.cells[cell])
    return Passage(text, fold(text), (Piece(0, line, cell),), layout)


def passages(stream: Stream, tables: Sequence[Span]) -> tuple[Passage, ...]:
    """The passages outside the statistical tables and the titles of these, in print order; each cell of a line with
    several is one.

    Lines broken at the end of the page's width are put together: a passage goes on until a sentence ends, until a
    numbered heading begins, or after a line that is no prose.
    Parameters: `tables` where tables stand, in print order.
    """
    lines = [*_outside(stream.lines, tables)]
    is_aligned = stream.shape is Shape.ALIGNED
    texts = [
        None if line.sole_text is None or (is_aligned and _is_row(line.sole_text)) else joined(line.sole_text)
        for line, _ in lines
    ]
    plains = ["" if text is None else fold(text) for text in texts]
    width = _width(plains)
    # Where cells are cells, and where no line is broken, nothing else can be told by the width of lines.
    even = None if stream.shape is Shape.CELLS or width == _UNBROKEN else width
    found: list[Passage] = []
    parts: list[tuple[str, str, Line]] = []
    is_open = False
    for at, ((line, layout), text, plain) in enumerate(zip(lines, texts, plains, strict=True)):
        if text is None or layout is Layout.TITLE:
            found += _together(parts, even)
            parts, is_open = [], False
            other = Layout.FORM if text is None else layout
            found += [passage_of(line, cell, other) for cell in line.filled]
            continue
        if not text or (may_be_page_number(plain) and is_page_number(plain, _below(lines, at))):
            continue
        mark = _OPENS.match(plain)
        if not is_open or mark:
            found += _together(parts, even)
            parts = []
        parts.append((text, plain, line))
        is_open = _is_broken(plain[mark.end() if mark else 0 :], len(text), width)
    return (*found, *_together(parts, even))


def _below(lines: Sequence[tuple[Line, Layout]], at: int) -> str | None:
    """What the next line prints first, None where none does."""
    line = lines[at + 1][0] if at + 1 < len(lines) else None
    return None if line is None else line.cells[line.filled[0]]


def _is_row(text: str) -> bool:
    """True for a line of aligned text that has columns; the titles of parts have gaps, too (第四部分    名词解释)."""
    return _GAP.search(text) is not None and not _PART.match(text)


def _is_broken(plain: str, length: int, width: int) -> bool:
    """True where a line goes on below: it has the marks of prose or is as long as lines are, and ends no sentence."""
    return not plain.endswith(_CLOSED) and (length >= width or _PROSE.search(plain[:-1]) is not None)


def _width(plains: Sequence[str]) -> int:
    """How many signs a line has that was broken at the page's edge: as most lines of prose that end no sentence."""
    broken = sorted(
        len(plain)
        for plain in plains
        if len(plain) >= _NARROW and _PROSE.search(plain) and _is_broken(_OPENS.sub("", plain), 0, 1)
    )
    return broken[len(broken) * 2 // 3] - _RAGGED if broken else _UNBROKEN


def _together(parts: Sequence[tuple[str, str, Line]], width: int | None) -> list[Passage]:
    """The passage that these lines are; none where there are none."""
    if not parts:
        return []
    if len(parts) == 1:
        text, plain, line = parts[0]
        is_even = width is None or _NARROWEST * width <= len(text) <= _WIDEST * width
        return [Passage(text, plain, (Piece(0, line, line.filled[0]),), is_even=is_even)]
    pieces: list[Piece] = []
    start = 0
    for text, _, line in parts:
        pieces.append(Piece(start, line, line.filled[0]))
        start += len(text)
    widths = [len(text) for text, _, _ in parts[:-1]]
    is_even = width is None or (_NARROWEST * width <= sum(widths) / len(widths) and max(widths) <= _WIDEST * width)
    text = "".join([text for text, _, _ in parts])
    plain = "".join([plain for _, plain, _ in parts])
    return [Passage(text, plain, tuple(pieces), is_even=is_even)]


def _outside(lines: Sequence[Line], tables: Sequence[Span]) -> Iterator[tuple[Line, Layout]]:
    """The lines outside the tables, and the titles of the tables."""
    at = 0
    for span in tables:
        yield from ((line, Layout.TEXT) for line in lines[at : span.first] if line.filled)
        above = (line for line in lines[max(at, span.first) : span.end] if line.filled)
        for count, line in enumerate(islice(above, _TITLES)):
            if line.sole_text is None or (count and not line.sole_text.endswith("表")):
                break
            yield line, Layout.TITLE
        at = max(at, span.end)
    yield from ((line, Layout.TEXT) for line in lines[at:] if line.filled)
