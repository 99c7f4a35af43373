"""The running text of a document: paragraphs put together from its lines, each sign knowing where it stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import islice
from typing import Final

from dq.ingest.statements.context import Context
from dq.ingest.statements.model import Said, Statement
from dq.ingest.stream import Line, Shape

LONGEST: Final = 60
"""Signs of what is printed that a mention keeps."""
_LAST_PLACE: Final = 32_767
"""The highest place that the store holds."""
_FOLDED: Final = str.maketrans(
    {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {"〔": "(", "〕": ")", "﹪": "%", "﹔": ";"}
)
_UNSEEN: Final = re.compile("[\u200b\u200c\u200d\ufeff]")
_CLOSED: Final = re.compile(r"[。;!?]$")
_PROSE: Final = re.compile(r"[,。;:、]")
_NUMBER: Final = re.compile(
    r"第[一二三四五六七八九十百\d]{1,4}(?:部分|章)|[一二三四五六七八九十百]{1,4}、|\([一二三四五六七八九十百]{1,4}\)"
    r"|\d{1,2}(?:、|\.(?!\d)|\.(?=(?:19|20)\d\d年))|\(\d{1,2}\)|[①-⑳]|(?:特别)?(?:注|备注|说明):|表\d|目[录次]$"
)
_PAGE_NUMBER: Final = re.compile(r"[-—–]*(?:第?\d{1,4}页?|[ivxIVX]{1,5})[-—–]*")
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


class Kind(Enum):
    """What a paragraph is: running text, the title of a table, or one cell of a line that has several."""

    TEXT = "text"
    TITLE = "title"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a paragraph: from which of its signs on (`start`) it stands in which cell of which line."""

    start: int
    line: Line
    cell: int


@dataclass(frozen=True)
class Paragraph:
    """A paragraph without blanks.

    Parameters: `text` as printed; `pieces` its parts; `is_even` where its lines are as long as those of running text
    are, not those of a form's narrow or wide cells.
    """

    text: str
    pieces: tuple[Piece, ...]
    kind: Kind = Kind.TEXT
    is_even: bool = True

    @cached_property
    def plain(self) -> str:
        """The text with full-width signs folded; as long as the text."""
        return fold(self.text)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Where its sentences begin and end; the mark at the end belongs to them."""
        found: list[tuple[int, int]] = []
        start = 0
        for end in (*(sign.end() for sign in re.finditer("[。;]", self.plain)), len(self.plain)):
            if end > start:
                found.append((start, end))
            start = end
        return tuple(found)

    def said(self, start: int, end: int, unit: str = "") -> Said:
        """Its signs from `start` to before `end` as a fact, with the line and place where they begin."""
        line, place = self.spot(start)
        return Said(self.text[start:end][:LONGEST], line.number, place, unit)

    def spot(self, at: int) -> tuple[Line, int | None]:
        """The line on which a sign stands, and its place there: the character, or the cell of a line with several."""
        piece = self.pieces[bisect_right(self.pieces, at, key=lambda each: each.start) - 1]
        if len(piece.line.cells) > 1:
            return piece.line, piece.cell
        first = (piece.line.spots[0][1] if piece.line.spots else piece.line.indent) or 0
        signs = self._signs.get(piece.start)
        if signs is None:
            cell = piece.line.cells[piece.cell]
            signs = self._signs[piece.start] = [place for place, sign in enumerate(cell) if squeeze(sign)]
        place = first + signs[at - piece.start]
        return piece.line, place if place <= _LAST_PLACE else None

    @cached_property
    def _signs(self) -> dict[int, list[int]]:
        """Where in its cell each sign of a piece stands, by the piece's start; filled as it is asked for."""
        return {}

    def is_unbroken(self, at: int) -> bool:
        """True where the sign stands right behind the one before it: no blank, no other line between."""
        line, place = self.spot(at)
        before, other = self.spot(at - 1)
        return line is before and place is not None and other is not None and place - other <= 1


def statement(
    table: str, line: Line, label: str, figures: Mapping[str, Said], given: Mapping[str, str | None]
) -> Statement:
    """A statement that begins on a line.

    Example: `statement("mention", line, "省级财政", {"words": said}, {"mention": "level"}).page` → `line.page`.
    """
    return Statement(table, line.number, label, figures, given, page=line.page, sheet=line.sheet)


def fold(text: str) -> str:
    """The text with full-width signs made half-width ones, sign by sign.

    Example: `fold("（１）2％，")` → `"(1)2%,"`.
    """
    return text if text.isascii() else text.translate(_FOLDED)


def squeeze(text: str) -> str:
    """The text without blanks.

    Example: `squeeze("2018 年")` → `"2018年"`.
    """
    joined = "".join(text.split())
    return joined if joined.isascii() else _UNSEEN.sub("", joined)


def paragraphs_of(context: Context) -> tuple[Paragraph, ...]:
    """The paragraphs outside the statistical tables and the titles of these, in print order; each cell of a line with
    several is one.

    Lines broken at the end of the page's width are put together: a paragraph goes on until a sentence ends, until a
    numbered heading begins, or after a line that is no prose.
    """
    lines = [*_outside(context)]
    is_aligned = context.stream.shape is Shape.ALIGNED
    texts = [
        None if line.sole_text is None or (is_aligned and _is_row(line.sole_text)) else squeeze(line.sole_text)
        for line, _ in lines
    ]
    width = _width(texts)
    # Where cells are cells, and where no line is broken, nothing else can be told by the width of lines.
    even = None if context.stream.shape is Shape.CELLS or width == _UNBROKEN else width
    found: list[Paragraph] = []
    parts: list[tuple[str, Line]] = []
    is_open = False
    for (line, kind), text in zip(lines, texts, strict=True):
        if text is None or kind is Kind.TITLE:
            found += _joined(parts, even)
            parts, is_open = [], False
            other = Kind.FORM if text is None else kind
            found += [Paragraph(squeeze(line.cells[at]), (Piece(0, line, at),), other) for at in line.filled]
            continue
        plain = fold(text)
        if not text or _PAGE_NUMBER.fullmatch(plain):
            continue
        number = _NUMBER.match(plain)
        if not is_open or number:
            found += _joined(parts, even)
            parts = []
        parts.append((text, line))
        is_open = _is_broken(plain[number.end() if number else 0 :], len(text), width)
    return (*found, *_joined(parts, even))


def _is_row(text: str) -> bool:
    """True for a line of aligned text that has columns; the titles of parts have gaps, too (第四部分    名词解释)."""
    return _GAP.search(text) is not None and not _PART.match(text)


def _is_broken(plain: str, length: int, width: int) -> bool:
    """True where a line goes on below: it has the marks of prose or is as long as lines are, and ends no sentence."""
    return not _CLOSED.search(plain) and (length >= width or _PROSE.search(plain[:-1]) is not None)


def _width(texts: Sequence[str | None]) -> int:
    """How many signs a line has that was broken at the page's edge: as most lines of prose that end no sentence."""
    broken = sorted(
        len(text)
        for text in texts
        if text is not None and len(text) >= _NARROW and _is_broken(_NUMBER.sub("", fold(text)), 0, 1)
    )
    return broken[len(broken) * 2 // 3] - _RAGGED if broken else _UNBROKEN


def _joined(parts: Sequence[tuple[str, Line]], width: int | None) -> list[Paragraph]:
    """The paragraph that these lines are; none where there are none."""
    if not parts:
        return []
    pieces: list[Piece] = []
    start = 0
    for text, line in parts:
        pieces.append(Piece(start, line, line.filled[0]))
        start += len(text)
    widths = [len(text) for text, _ in parts[:-1]] or [len(parts[0][0])]
    is_even = width is None or (_NARROWEST * width <= sum(widths) / len(widths) and max(widths) <= _WIDEST * width)
    return [Paragraph("".join(text for text, _ in parts), tuple(pieces), is_even=is_even)]


def _outside(context: Context) -> Iterator[tuple[Line, Kind]]:
    """The lines outside the tables, and the titles of the tables."""
    lines: Sequence[Line] = context.stream.lines
    at = 0
    for span in context.tables:
        yield from ((line, Kind.TEXT) for line in lines[at : span.first] if line.filled)
        above = (line for line in lines[max(at, span.first) : span.end] if line.filled)
        for count, line in enumerate(islice(above, _TITLES)):
            if line.sole_text is None or (count and not line.sole_text.endswith("表")):
                break
            yield line, Kind.TITLE
        at = max(at, span.end)
    yield from ((line, Kind.TEXT) for line in lines[at:] if line.filled)
