"""Paragraphs of running text, gathered over the ends of lines and pages."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from dq.ingest.statements.model import Said
from dq.ingest.statements.prose.figures import Figure
from dq.ingest.stream import Line

_COMMA: Final = ord("，")
_PLAIN: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if code != _COMMA} | {0x3000: " ", 0xA0: " "}
"""Full-width signs to plain ones, except for the comma: it would join two numbers to one of thousands."""
_WORDS: Final = re.compile(r"\S+")
MARK: Final = re.compile(
    r"第[一二三四五六七八九十]{1,3}(?:部分|章)|[一二三四五六七八九十]{1,3}[、.,，](?!\d)|"
    r"\([一二三四五六七八九十]{1,3}\)[、.]?|\d{1,2}(?:[、)]|\.(?!\d(?!\d{3}年)))|\(\d{1,2}\)[、.]?|[①-⑳]"
)
"""The number that a heading or an entry of a list opens with."""
_PAGE: Final = re.compile(r"[-‐–—―─]*\d{1,4}[-‐–—―─]*|第\d{1,4}页(?:[,，/]?共\d{1,4}页)?|\d{1,4}/\d{1,4}")
_UNIT: Final = re.compile(r"万|亿|元|%|个|人|辆|台|套|次|批|分|家|项|件|年|月|日|。")
_ENDS: Final = tuple("。!?;:…")
_GOES_ON: Final = re.compile(r"(?:其中|包括|原因(?:是|为)?|方面):$")
"""A colon at a line's end behind which the sentence goes on."""
_TITLE: Final = re.compile(
    r"(?:情况|说明|概况|概述|结果|解释|安排|分析|目标|依据|周期|主体|方案|内容|预算|经费|措施|建议)$"
)
_STOPS: Final = re.compile(r"[,，。;:]")
_AMOUNT: Final = re.compile(r"\d(?!\d{0,3}年)")
_SHORT_REST: Final = 12
"""Characters of a title's second line."""
_RAGGED: Final = 4
"""Characters by which lines of one paragraph differ, as letters and digits differ in width."""
_LONGEST_TITLE: Final = 60
_LONGEST: Final = 20_000
"""Characters after which a paragraph ends by force: text of a broken document must not grow without bound."""


class Place(NamedTuple):
    """Where a character is printed: page (None where the format has none), 1-based line, 0-based place in it: a
    character of the line as printed, but the cell's index on a line of several cells.
    """

    page: int | None
    line: int
    place: int


class _Piece(NamedTuple):
    """A run of characters that stand side by side both in the paragraph and on their line."""

    begin: int
    line: Line
    cell: int
    offset: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text that belongs together.

    Parameters: `text` without blanks and in plain signs (docs: the package); `mark` the number it opens with
    (（一）, 1., 第三部分) or "", which `text` holds too; `is_title` where it reads like a heading: no stops, no amount,
    and a mark or a line of its own; `first` and `last` indices of its first and last line in the lines given; `pieces`
    where its characters stand.
    """

    text: str
    mark: str
    is_title: bool
    first: int
    last: int
    pieces: tuple[_Piece, ...]

    def place(self, at: int) -> Place:
        """Where the character at this index of `text` is printed.

        Example: of the line " 共 5 人" the paragraph's character 1 (5) stands at character 3.
        """
        piece = self.pieces[bisect_right(self.pieces, at, key=lambda each: each.begin) - 1]
        line = piece.line
        if len(line.cells) > 1:
            return Place(line.page, line.number, piece.cell)
        number, begin = line.spots[0] if line.spots else (line.number, line.indent)
        return Place(line.page, number, (begin or 0) + piece.offset + at - piece.begin)

    def said(self, figure: Figure, *, negative: bool = False) -> Said:
        """The figure as a statement holds it.

        Parameters: `negative` where words make it so (减少, 下降).
        Example: `paragraph.said(figure, negative=True)` of 下降 5% → `Said("5", line, place, "%", negative=True)`.
        """
        place = self.place(figure.begin)
        return Said(figure.printed, place.line, place.place, figure.unit, negative or figure.is_negative)


class _Open:
    """A paragraph that may go on."""

    __slots__ = ("first", "is_title", "last", "mark", "pieces", "size", "texts")

    def __init__(self, at: int, mark: str) -> None:
        self.first = self.last = at
        self.mark = mark
        self.is_title = False
        self.pieces: list[_Piece] = []
        self.texts: list[str] = []
        self.size = 0

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def add(self, at: int, line: Line, cell: int, plain: str) -> None:
        """Put a line's text behind what is there, blanks left out but between two digits."""
        end = -1
        for found in _WORDS.finditer(plain):
            word = found[0]
            if end > 0 and plain[end - 1].isdecimal() and word[0].isdecimal():
                self._put(line, cell, end, " ")
            self._put(line, cell, found.start(), word)
            end = found.end()
        self.last = at

    def _put(self, line: Line, cell: int, offset: int, text: str) -> None:
        self.pieces.append(_Piece(self.size, line, cell, offset))
        self.texts.append(text)
        self.size += len(text)

    def closed(self) -> Paragraph:
        text = self.text
        is_title = self.is_title or _is_title(text, self.mark)
        is_title = is_title or (not self.mark and self.first == self.last and _is_plain_title(text))
        return Paragraph(text, self.mark, is_title, self.first, self.last, tuple(self.pieces))


def paragraphs(lines: Sequence[Line], first: int = 0, end: int | None = None) -> Iterator[Paragraph]:
    """The paragraphs of these lines, in print order; rows of tables (several filled cells) end one and are left out.

    Blank lines, page breaks and lines that print nothing but a page number lie within a paragraph. A paragraph ends
    after a heading, after a stop (。；：) at a line's end (but 其中：), and before a line with a mark (（二）).
    Parameters: `first` and `end` indices into `lines`.
    Example: the lines 支出 12.5 and 0 万元。 are one paragraph 支出12.50万元。
    """
    last = len(lines) if end is None else min(end, len(lines))
    is_open: _Open | None = None
    for at in range(first, last):
        line = lines[at]
        if not line.filled:
            continue
        if len(line.filled) > 1:
            if is_open is not None:
                yield is_open.closed()
            is_open = None
            continue
        cell = line.filled[0]
        plain = line.cells[cell].translate(_PLAIN)
        bare = "".join(plain.split())
        if _is_page_number(bare, lines, at, last):
            continue
        mark = MARK.match(bare)
        if is_open is not None and (mark is not None or _has_ended(is_open, bare)):
            yield is_open.closed()
            is_open = None
        if is_open is None:
            is_open = _Open(at, mark[0] if mark else "")
        is_open.add(at, line, cell, plain)
    if is_open is not None:
        yield is_open.closed()


def _has_ended(paragraph: _Open, following: str) -> bool:
    """True where the next line's text begins a new paragraph."""
    if paragraph.size > _LONGEST:
        return True
    if paragraph.texts[-1].endswith(_ENDS):
        return not _GOES_ON.search("".join(paragraph.texts[-8:]))
    if paragraph.size > _LONGEST_TITLE:
        return False
    text = paragraph.text
    if not paragraph.mark:
        paragraph.is_title = _is_plain_title(text) and len(following) > len(text) + _RAGGED
        return paragraph.is_title
    if _is_title(text, paragraph.mark):
        # The second line of a long title (…情况 | 说明) belongs to it.
        return not (len(following) <= _SHORT_REST and _is_title(text + following, paragraph.mark))
    # No page's edge broke a line that is shorter than the next one.
    paragraph.is_title = paragraph.first == paragraph.last and len(following) > len(text) + _RAGGED and _is_bare(text)
    return paragraph.is_title


def _is_title(text: str, mark: str) -> bool:
    words = text[len(mark) :].rstrip(":。")
    is_short = mark != "" and len(text) <= _LONGEST_TITLE
    return is_short and _TITLE.search(words) is not None and not _STOPS.search(words) and not _AMOUNT.search(words)


def _is_plain_title(text: str) -> bool:
    """True for words that read like a heading without a number (其他相关情况说明)."""
    return (
        len(text) <= _LONGEST_TITLE
        and _TITLE.search(text) is not None
        and not _STOPS.search(text)
        and not _AMOUNT.search(text)
    )


def _is_bare(text: str) -> bool:
    """True for words without stops and digits."""
    return not _STOPS.search(text) and not any(each.isdecimal() for each in text)


def _is_page_number(bare: str, lines: Sequence[Line], at: int, end: int) -> bool:
    """True for a line that prints nothing but a page's number: a number broken off its unit is none."""
    if _PAGE.fullmatch(bare) is None:
        return False
    following = next((lines[each] for each in range(at + 1, end) if lines[each].filled), None)
    return following is None or _UNIT.match(following.cells[following.filled[0]]) is None
