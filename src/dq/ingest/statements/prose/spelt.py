"""Numbers in Chinese numerals: of things (车辆三辆), sums, percentages and times (五万元, 百分之五, 一倍)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from dq.ingest.statements.prose.figures import Figure, Kind

_CAPITALS: Final = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬圆", "一二三四五六七八九十百千万元")
_COUNTED: Final = "零一二两三四五六七八九十百"
_NUMERAL: Final = f"{_COUNTED}千万点"
_PERCENT: Final = "百分之"
_SPELT: Final = re.compile(
    rf"(?P<percent>{_PERCENT}[{_NUMERAL}]{{1,9}})|"
    rf"(?<![{_NUMERAL}第每同统唯单专亿某另初逐进数几多])(?:(?P<number>[{_COUNTED}]{{1,7}})"
    r"(?P<unit>批次|人次|批(?!复|准|示)|次(?!性|产|生)|场次|辆|台|套|个(?!人|别|性|体|月|百分))|"
    rf"(?P<sum>[{_NUMERAL}]{{1,15}}?)(?P<of>万元|元(?=整|(?![\u4e00-\u9fff]))|倍|(?<=翻一)番|(?<=翻了一)番|个百分点))"
)
_KINDS: Final = {"倍": Kind.MEASURE, "个百分点": Kind.POINTS, "%": Kind.PERCENT, "万元": Kind.MONEY, "元": Kind.MONEY}
"""Of units that are of no things."""
_DIGITS: Final = {sign: at for at, sign in enumerate("零一二三四五六七八九")} | {"两": 2}
_FIRST: Final = frozenset(_COUNTED)
_VALUE: Final = re.compile(
    r"(?:(?P<thousands>[^百十千])千)?零?(?:(?P<hundreds>[^百十千])百)?零?(?:(?P<tens>[^百十千]?)十)?(?P<ones>[^百十千]?)"
)


def spelt(text: str, others: Iterable[Figure] = ()) -> list[Figure]:
    """The numbers of a text that are printed as words: counts, by units that are of things counted in reports, sums of
    money, percentages, times.

    Parameters: `others` figures of the text, among which they are put in order.
    Example: `[each.printed for each in spelt("共有车辆三辆")]` → `["三"]`.
    """
    words: list[Figure] = []
    for found in _SPELT.finditer(text.translate(_CAPITALS)):
        printed = found["number"] or found["sum"] or found["percent"]
        unit = (found["unit"] or found["of"] or "%").replace("番", "倍")  # What doubles grows by once itself.
        if value_of(printed) is not None:
            begin, kind = found.start(), _KINDS.get(unit, Kind.COUNT)
            words.append(
                Figure(begin, begin + len(printed), text[begin : begin + len(printed)], kind, unit, found.end())
            )
    return sorted((*others, *words), key=lambda each: each.begin) if words else [*others]


def value_of(printed: str) -> Decimal | None:
    """A number below a hundred million in Chinese numerals, or such a percentage; None for what is no such number.

    Example: `value_of("八十五")` → `Decimal(85)`, `value_of("百分之二点五")` → `Decimal("2.5")`.
    """
    if printed[:1].isascii():
        return None
    printed = printed.translate(_CAPITALS)
    if printed[:1] not in _FIRST:
        return None
    whole, point, part = printed.removeprefix(_PERCENT).partition("点")
    high, sign, low = whole.rpartition("万")
    low = "一百" if printed == f"{_PERCENT}百" else low or "零" * bool(sign)
    thousands = (_below_ten_thousand(high) if sign else 0, _below_ten_thousand(low))
    places = [_DIGITS.get(each) for each in part]
    if None in (*thousands, *places) or bool(point) != bool(part):
        return None
    digits = "".join(str(each) for each in places)
    return Decimal(f"{thousands[0]}{thousands[1]:04}" + (f".{digits}" if part else ""))


def _below_ten_thousand(printed: str) -> int | None:
    found = _VALUE.fullmatch(printed) if printed else None
    if found is None:
        return None
    value = 0
    for each, implied in (("thousands", 0), ("hundreds", 0), ("tens", 1), ("ones", 0)):
        sign = found[each]
        if sign and sign not in _DIGITS:
            return None
        value = 10 * value + (0 if sign is None else _DIGITS.get(sign, implied))
    return value
