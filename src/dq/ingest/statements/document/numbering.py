"""Numbers of headings and list items, and the order in which they should come."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

PART: Final = "part"
SECTION: Final = "section"
POINT: Final = "point"
_NUMERALS: Final = "一二三四五六七八九十百"
_NUMBER: Final = re.compile(
    rf"第(?P<part>[{_NUMERALS}]{{1,4}}|\d{{1,2}})(?:部分|章):?|(?P<section>[{_NUMERALS}]{{1,5}})、"
    rf"|\((?P<subsection>[{_NUMERALS}]{{1,5}})\)|(?P<point>\d{{1,2}})(?:、|\.(?![\d.])|\.(?=(?:19|20)\d\d年))"
)
_OPENS: Final = frozenset(f"第({_NUMERALS}0123456789")
_DIGITS: Final = {sign: at for at, sign in enumerate("一二三四五六七八九", 1)}
_WIDEST_GAP: Final = 3
"""Numbers that a list may lack; where more are lacking it is no list (50、60 年代 at the beginning of a line)."""
_DEEPEST: Final = 12
"""Lists that may be open within each other."""


@dataclass(frozen=True, slots=True)
class Number:
    """The number of a heading: `printed` as it stands in the folded text, `rank` its kind, `ordinal` its value."""

    printed: str
    rank: str
    ordinal: int


def number_of(plain: str, start: int = 0) -> Number | None:
    """The number that a folded text without blanks begins with at `start`, or None.

    Example: `number_of("(十二)其他")` → `Number("(十二)", "subsection", 12)`.
    """
    found = _NUMBER.match(plain, start) if plain[start : start + 1] in _OPENS else None
    if found is None or found.lastgroup is None:
        return None
    value = ordinal_of(found[found.lastgroup])
    return Number(found[0], found.lastgroup, value) if value else None


def ordinal_of(text: str) -> int | None:
    """A number up to 199 in Chinese numerals or digits; None for what is no such number.

    Example: `ordinal_of("二十三")` → `23`.
    """
    if text.isdecimal():
        return int(text)
    hundreds, mark, rest = text.rpartition("百")
    if mark and hundreds not in ("", "一"):
        return None
    tens, ten, ones = rest.rpartition("十")
    if (tens and tens not in _DIGITS) or (ones and ones not in _DIGITS) or (not ten and tens):
        return None
    value = 100 * bool(mark) + (10 * _DIGITS.get(tens, 1) if ten else 0) + _DIGITS.get(ones, 0)
    return value or None


@dataclass(slots=True)
class _List:
    """A list: its kind, its last number as printed, and what that should have been."""

    rank: str
    last: int
    due: int


@dataclass(slots=True)
class Sequences:
    """The lists that are open where a document is read from its beginning, the innermost last."""

    _open: list[_List] = field(default_factory=list)

    def expected(self, number: Number) -> int | None:
        """The number that should stand where this one does; None where that cannot be told.

        A number that continues any open list is as it should be, and one opens a list. Otherwise it belongs to the
        innermost list of its kind, whose next number should stand here.
        """
        innermost = max((at for at, each in enumerate(self._open) if each.rank == number.rank), default=None)
        for at in range(len(self._open) - 1, -1, -1):
            each = self._open[at]
            before = (each.last, each.due) if at == innermost else (each.last,)
            if each.rank == number.rank and number.ordinal - 1 in before:
                del self._open[at + 1 :]
                each.last = each.due = number.ordinal
                return number.ordinal
        if number.ordinal == 1:
            self._begin(number)
            return 1
        for at in range(len(self._open) - 1, -1, -1):
            each = self._open[at]
            if each.rank == number.rank:
                del self._open[at + 1 :]
                if number.ordinal == each.due < each.last:  # the number that was lacking stands behind the next one
                    each.due = each.last
                    return number.ordinal
                wanted = each.last + 1
                each.last, each.due = number.ordinal, wanted
                return wanted if -1 <= number.ordinal - wanted <= _WIDEST_GAP else None
        self._begin(number)
        return None

    def _begin(self, number: Number) -> None:
        above = next((at for at, each in enumerate(self._open) if each.rank == number.rank == PART), None)
        if above is not None:
            del self._open[above:]
        self._open = [*self._open[-_DEEPEST:], _List(number.rank, number.ordinal, number.ordinal)]
