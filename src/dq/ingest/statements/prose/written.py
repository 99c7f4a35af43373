"""Text put together from the lines of a document, each of its signs knowing where it is printed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from dq.ingest.stream import Line
from dq.ingest.units import PAGE_SIGN

_COMMA: Final = ord("，")
_WIDE: Final = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_PLAIN: Final = {code: sign for code, sign in _WIDE.items() if code != _COMMA}
_FOLDED: Final = _WIDE | {ord(sign): other for sign, other in {"〔": "(", "〕": ")", "﹪": "%", "﹔": ";"}.items()}
_THOUSANDS: Final = re.compile("(?<=[０-９])，(?=[０-９]{3}(?:．|，[０-９]{3}))")
_GAP: Final = re.compile("[\\s\u200b\u200c\u200d\ufeff]+")
"""Blanks, and signs that print nothing."""
_PAGE: Final = re.compile(
    rf"{PAGE_SIGN}{{1,3}}\d{{1,4}}{PAGE_SIGN}{{1,3}}|[-‐–—―─]*(?:\d{{1,4}}|[ivxIVX]{{1,5}})[-‐–—―─]*"
    r"|第\d{1,4}页(?:[,，/]?共\d{1,4}页)?|\d{1,4}/\d{1,4}"
)
_PAGE_ENDS: Final = frozenset("0123456789ivxIVX-‐–—―─页")
_UNIT: Final = re.compile(r"万|亿|元|%|个|人|辆|台|套|次|批|分|家|项|件|年|月|日|。")


class Piece(NamedTuple):
    """A part of a text: from its sign `start` on, it is what a cell of a line prints."""

    start: int
    line: Line
    cell: int


def joined(printed: str) -> str:
    """What is printed, without blanks but one between two digits, and without signs that print nothing.

    Example: `joined("2018 年 1 2")` → `"2018年1 2"`.
    """
    return _GAP.sub(lambda gap: " " if _parts(printed, gap) else "", printed)


def plain(text: str) -> str:
    """The text with full-width signs made half-width ones, sign by sign, but for the comma: it would join two
    numbers to one of thousands, unless their digits are full-width, too (１，２５０．００).

    Example: `plain("（１）2％，")` → `"(1)2%，"`.
    """
    if text.isascii():
        return text
    return (_THOUSANDS.sub(",", text) if "，" in text else text).translate(_PLAIN)


def fold(text: str) -> str:
    """The text with all full-width signs made half-width ones, sign by sign.

    Example: `fold("（１）2％，")` → `"(1)2%,"`.
    """
    return text if text.isascii() else text.translate(_FOLDED)


def spot(pieces: Sequence[Piece], at: int) -> tuple[Line, int]:
    """The line on which a sign of a text stands, and its place there: the character, on a line with several cells the
    cell.

    Parameters: `pieces` of the text, in order.
    Example: of the line " 共 5 人" the text's sign 1 (5) stands at character 3.
    """
    piece = pieces[bisect_right(pieces, at, key=lambda each: each.start) - 1]
    line = piece.line
    if len(line.cells) > 1:
        return line, piece.cell
    first = (line.spots[0][1] if line.spots else line.indent) or 0
    return line, first + _places(line.cells[piece.cell])[at - piece.start]


def may_be_page_number(bare: str) -> bool:
    """True for a line that may print a page's number alone, by the sign with which it ends.

    Example: `may_be_page_number("合计")` → `False`.
    """
    return bare[-1:] in _PAGE_ENDS


def is_page_number(bare: str, following: str | None) -> bool:
    """True for a line that prints nothing but a page's number: a number broken off its unit is none.

    Parameters: `bare` its text without blanks, `following` that of the next line that prints any.
    Example: `is_page_number("- 12 -", None)` → `False` for its blanks, of "-12-" `True`.
    """
    return _PAGE.fullmatch(bare) is not None and (following is None or _UNIT.match(following) is None)


def _parts(printed: str, gap: re.Match[str]) -> bool:
    """True for a gap with a blank between two digits."""
    before, after = printed[gap.start() - 1 : gap.start()], printed[gap.end() : gap.end() + 1]
    return before.isdecimal() and after.isdecimal() and any(sign.isspace() for sign in gap[0])


@lru_cache(maxsize=64)
def _places(printed: str) -> Sequence[int]:
    """Where in a cell each sign of its text stands, as `joined` has it."""
    kept: list[int] = []
    last = 0
    for gap in _GAP.finditer(printed):
        kept += range(last, gap.start() + _parts(printed, gap))
        last = gap.end()
    return range(len(printed)) if last == 0 else (*kept, *range(last, len(printed)))
