"""Paragraphs of running text, gathered over the ends of lines and pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from dq.ingest.statements.model import Said
from dq.ingest.statements.prose.figures import Figure
from dq.ingest.statements.prose.written import Piece, is_page_number, joined, may_be_page_number, plain, spot
from dq.ingest.stream import Line

MARK: Final = re.compile(
    r"第[一二三四五六七八九十]{1,3}(?:部分|章)|[一二三四五六七八九十]{1,3}[、.,，](?!\d(?!\d{3}年))|"
    r"\([一二三四五六七八九十]{1,3}\)[、.]?|\d{1,2}(?:[、)]|\.(?!\d(?!\d{3}年|\d{6}(?!\d))))|\(\d{1,2}\)[、.]?|[①-⑳]"
)
"""The number that a heading or an entry of a list opens with."""
DASH: Final = re.compile(r"[-－—–─]{1,2}|[•·●◆■▪★]")
"""What entries of a list without numbers open with."""
_ENDS: Final = tuple("。!?;:…")
_GOES_ON: Final = re.compile(r"(?:其中|包括|原因(?:是|为)?|方面):$")
"""A colon at a line's end behind which the sentence goes on."""
_TITLE: Final = re.compile(
    r"(?:情况|说明|概况|概述|结果|解释|安排|分析|目标|依据|周期|主体|方案|内容|预算|经费|措施|建议)$"
)
_SHORT_TITLE: Final = re.compile(r"(?:事项|采购|占用|占有|使用|管理|购置|其[他它])$")
"""How short headings end, words with which a broken line of prose may end, too."""
_CHAPTER: Final = re.compile(r"20\d\d年度?(?:部门|单位)?(?:预算|决算)(?:编制|公开)?(?:情况)?(?:的)?说明")
"""A title that needs no stop before it: behind a list of names, and behind no number of a part that it goes on with."""
_STOPS: Final = re.compile(r"[,，。;:]")
_AMOUNT: Final = re.compile(r"\d(?!\d{0,3}年)")
_SHORT_REST: Final = 12
"""Characters of a title's second line."""
_RAGGED: Final = 4
"""Characters by which lines of one paragraph differ, as letters and digits differ in width."""
_LONGEST_TITLE: Final = 60
_SHORT: Final = 20
"""Characters of a heading that is shorter than any line of prose."""
_LONGEST: Final = 20_000
"""Characters after which a paragraph ends by force: text of a broken document must not grow without bound."""


class Place(NamedTuple):
    """Where a character is printed: page (None where the format has none), 1-based line, 0-based place in it: a
    character of the line as printed, but the cell's index on a line of several cells.
    """

    page: int | None
    line: int
    place: int


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
    pieces: tuple[Piece, ...]

    def place(self, at: int) -> Place:
        """Where the character at this index of `text` is printed.

        Example: of the line " 共 5 人" the paragraph's character 1 (5) stands at character 3.
        """
        line, place = spot(self.pieces, at)
        number = line.spots[0][0] if line.spots and len(line.cells) == 1 else line.number
        return Place(line.page, number, place)

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
        self.pieces: list[Piece] = []
        self.texts: list[str] = []
        self.size = 0

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def add(self, at: int, line: Line, cell: int, text: str) -> None:
        """Put a line's text behind what is there."""
        self.pieces.append(Piece(self.size, line, cell))
        self.texts.append(text)
        self.size += len(text)
        self.last = at

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
        text = plain(joined(line.cells[cell]))
        bare = text.replace(" ", "")
        if may_be_page_number(bare) and is_page_number(bare, _following(lines, at, last)):
            continue
        mark = MARK.match(bare)
        if is_open is not None and (mark is not None or _has_ended(is_open, bare)):
            yield is_open.closed()
            is_open = None
        if is_open is None:
            is_open = _Open(at, mark[0] if mark else "")
        is_open.add(at, line, cell, text)
    if is_open is not None:
        yield is_open.closed()


def _has_ended(paragraph: _Open, following: str) -> bool:
    """True where the next line's text begins a new paragraph."""
    if paragraph.size > _LONGEST or (_CHAPTER.fullmatch(following) and not paragraph.mark.startswith("第")):
        return True
    if paragraph.texts[-1].endswith(_ENDS):
        return DASH.match(following) is not None or not _GOES_ON.search("".join(paragraph.texts[-8:]))
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
    if mark == "" or len(text) > _LONGEST_TITLE or _STOPS.search(words) or _AMOUNT.search(words):
        return False
    return _TITLE.search(words) is not None or (len(text) <= _SHORT and _SHORT_TITLE.search(words) is not None)


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


def _following(lines: Sequence[Line], at: int, end: int) -> str | None:
    """What the next line prints first, None where none does."""
    following = next((lines[each] for each in range(at + 1, end) if lines[each].filled), None)
    return None if following is None else following.cells[following.filled[0]]
