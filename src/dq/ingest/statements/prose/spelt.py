"""Numbers of things in Chinese numerals (车辆三辆, 接待十二批次)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from dq.ingest.statements.prose.figures import Figure, Kind

_NUMERAL: Final = "零一二两三四五六七八九十百"
_SPELT: Final = re.compile(
    rf"(?<![{_NUMERAL}第每同统唯单专万千亿同某另初逐进])(?P<number>[{_NUMERAL}]{{1,7}})"
    r"(?P<unit>批次|人次|批(?!复|准|示)|次(?!性|产|生)|场次|辆|台|套|个(?!人|别|性|体|月))"
)
_DIGITS: Final = {sign: at for at, sign in enumerate("一二三四五六七八九", 1)} | {"两": 2}
_FIRST: Final = frozenset(_NUMERAL)
_VALUE: Final = re.compile(r"(?:(?P<hundreds>.)百)?零?(?:(?P<tens>[^百十]?)十)?(?P<ones>[^百十]?)")


def spelt(text: str, others: Iterable[Figure] = ()) -> list[Figure]:
    """The counts of a text that are printed as words, by units that are of things counted in reports.

    Parameters: `others` figures of the text, among which they are put in order.
    Example: `[each.printed for each in spelt("共有车辆三辆")]` → `["三"]`.
    """
    words = [
        Figure(*found.span("number"), found["number"], Kind.COUNT, found["unit"], found.end())
        for found in _SPELT.finditer(text)
        if value_of(found["number"]) is not None
    ]
    return sorted((*others, *words), key=lambda each: each.begin) if words else [*others]


def value_of(printed: str) -> int | None:
    """A number below a thousand in Chinese numerals; None for what is no such number.

    Example: `value_of("八十五")` → `85`.
    """
    found = _VALUE.fullmatch(printed) if printed[:1] in _FIRST else None
    if found is None:
        return None
    hundreds, tens, ones = found.group("hundreds", "tens", "ones")
    if any(each and each not in _DIGITS for each in (hundreds, tens, ones)):
        return None
    return 100 * _DIGITS.get(hundreds, 0) + (0 if tens is None else 10 * _DIGITS.get(tens, 1)) + _DIGITS.get(ones, 0)
