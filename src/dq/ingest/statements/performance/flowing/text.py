"""The text of a form without its line breaks: labels can be found in it however lines were broken, and each character
knows where it is printed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from dq.ingest.statements.model import Said
from dq.ingest.stream import Line
from dq.ingest.units import is_marked_page
from dq.types import DoubtReason

_CHUNK: Final = re.compile(r"\S+")
PLAIN: Final = str.maketrans(
    "０１２３４５６７８９（）［］：％／＋－＝．＊≧≦﹥﹤＞＜；，",
    "0123456789()[]:%/+-=.*≥≤><><;,",
)
"""One character for one, so that places stay the same."""

_FIGURE_ENDS: Final = frozenset("0123456789.%,-—–")
_FIGURE_BEGINS: Final = frozenset("0123456789.-—–/")
_SPLIT: Final = re.compile(r"(?<=\d)[.](?<!^\d\.)(?<!^\d\d\.)$|(?<=\d),$")
"""A figure whose digits go on in the next line, no enumerator."""

_PAGE: Final = re.compile(r"[-—–·\s]*\d{1,4}[-—–·\s]*|第\s*\d+\s*页(?:\s*共\s*\d+\s*页)?")
_PAGE_BEGINS: Final = "-—–·第"
_APART: Final = 2
"""Lines without text that part a page's number from the text above it; wrapped cells have one at most."""


@dataclass(frozen=True, slots=True)
class Flow:
    """The words of some lines joined without blanks, but for one between figures, which would else run together.

    Parameters: `text` the words joined, brackets, digits and signs of full width made plain; `printed` the same as
    printed; `begins` where each word begins in it; `spots` where each word is printed: line, character, and how it is
    set off from the word before: 0 by a blank, 1 by a new line, 2 by a line without text, 3 by a new page.
    """

    text: str
    printed: str
    begins: tuple[int, ...]
    spots: tuple[tuple[Line, int, int], ...]

    def spot(self, at: int) -> tuple[Line, int]:
        """The line and the 0-based character there of a character of the text."""
        word = max(0, bisect_right(self.begins, at) - 1)
        line, char, _ = self.spots[word]
        return line, char + at - self.begins[word]

    def line(self, at: int) -> int:
        """The number of the line in which a character of the text is printed."""
        return self.spot(min(at, max(0, len(self.text) - 1)))[0].number

    def is_start(self, at: int) -> bool:
        """Whether a word begins here (or the text ends)."""
        if at >= len(self.text):
            return True
        word = bisect_right(self.begins, at) - 1
        return word >= 0 and self.begins[word] == at

    def is_line_start(self, at: int) -> bool:
        """Whether a line begins here (or the text ends)."""
        if at >= len(self.text):
            return True
        word = bisect_right(self.begins, at) - 1
        return word >= 0 and self.begins[word] == at and (word == 0 or self.spots[word][2] > 0)

    def words(self, begin: int, end: int) -> list[tuple[int, int]]:
        """Where the words between two characters begin and end."""
        first = max(0, bisect_right(self.begins, begin) - 1)
        found: list[tuple[int, int]] = []
        for word in range(first, len(self.begins)):
            start = max(begin, self.begins[word])
            if start >= end:
                break
            stop = self.begins[word + 1] if word + 1 < len(self.begins) else len(self.text)
            while stop > start and self.text[stop - 1] == " ":
                stop -= 1
            if min(stop, end) > start:
                found.append((start, min(stop, end)))
        return found

    def said(self, begin: int, end: int, unit: str = "", doubt: DoubtReason | None = None) -> Said:
        """A figure or word as the form prints it between two characters."""
        line, char = self.spot(begin)
        return Said(self.printed[begin:end], line.number, char, unit, doubt=doubt)


class Word(NamedTuple):
    """A word of a form, brackets and digits of full width made plain: its line, and its 0-based character there."""

    text: str
    line: Line
    at: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a form: its characters in the form's text, and where its label begins."""

    label: int
    begin: int
    end: int


def flow(lines: Sequence[Line]) -> Flow:
    """The words of these lines, page numbers left out.

    Example: `flow((Line(7, ("目标完成",), spots=((7, 0),)), Line(9, ("率 75%",), spots=((9, 0),)))).text` →
    `"目标完成率75%"`.
    """
    begins: list[int] = []
    spots: list[tuple[Line, int, int]] = []
    pieces: list[str] = []
    length, last = 0, ""
    for line, gap in _kept(lines):
        text = line.cells[0]
        plain = text if text.isascii() else text.translate(PLAIN)
        first = line.spot(0)[1] or 0
        for found in _CHUNK.finditer(text):
            start, end = found.span()
            if (
                last in _FIGURE_ENDS
                and plain[start] in _FIGURE_BEGINS
                and not _is_broken(pieces, plain[start:end], start)
            ):
                pieces.append(" ")
                length += 1
            begins.append(length)
            spots.append((line, first + start, 0 if start else gap))
            pieces.append(text[start:end])
            length += end - start
            last = plain[end - 1]
    printed = "".join(pieces)
    return Flow(printed.translate(PLAIN), printed, tuple(begins), tuple(spots))


def words_of_lines(lines: Sequence[Line]) -> Iterator[list[Word]]:
    """The words of each line with text, page numbers left out.

    Example: `[[word.text for word in words] for words in words_of_lines(lines)]` → `[["目标完成"], ["率", "75%"]]`.
    """
    for line, _ in _kept(lines):
        first = line.spot(0)[1] or 0
        found = _CHUNK.finditer(line.cells[0].translate(PLAIN))
        yield [Word(each[0], line, first + each.start()) for each in found]


def _is_broken(before: Sequence[str], after: str, at: int) -> bool:
    """Whether a line break stands in a figure: beside its decimal point, or behind the sign of its thousands."""
    if at or not before:
        return False
    if after[0] == ".":
        return before[-1][-1].isdigit() and after[1:2].isdigit()
    return _SPLIT.search(before[-1]) is not None and after[0].isdigit()


def _kept(lines: Sequence[Line]) -> Iterable[tuple[Line, int]]:
    """The lines with text but for page numbers, each with how it is set off from the one before."""
    empty = 0
    before: Line | None = None
    for at, line in enumerate(lines):
        text = line.cells[0].strip() if line.filled else ""
        if not text:
            empty += 1
            continue
        turned = before is not None and before.page != line.page
        may_be_number = text[0].isdecimal() or text[0] in _PAGE_BEGINS
        is_apart = may_be_number and _PAGE.fullmatch(text) and (empty >= _APART or turned or _is_last(lines, at))
        if is_apart or is_marked_page(text):
            continue
        yield line, 3 if turned else min(2, 1 + empty)
        empty, before = 0, line


def _is_last(lines: Sequence[Line], at: int) -> bool:
    """Whether nothing follows on the line's page, or nothing but lines without text and then another page."""
    following = next((lines[below] for below in range(at + 1, len(lines)) if any(lines[below].cells)), None)
    return following is not None and following.page != lines[at].page
