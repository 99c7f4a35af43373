"""The numbers in running text: what each can be, told from the signs around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, lru_cache
from typing import Final


class Kind(Enum):
    """What a number in a text can be. `BARE` has no unit: only its words can tell. `UNSIGNED` is money that may be less
    than zero: behind a code, nobody can tell a minus from a dash ((2050202)-3 万元).
    """

    MONEY = auto()
    PERCENT = auto()
    POINTS = auto()
    COUNT = auto()
    MEASURE = auto()
    SCORE = auto()
    YEAR = auto()
    MONTH = auto()
    DAY = auto()
    ENUMERATOR = auto()
    CODE = auto()
    DOCUMENT = auto()
    NAME = auto()
    BARE = auto()
    UNSIGNED = auto()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as printed, without unit and sign.

    Parameters: `begin` and `end` (excluded) of its digits in the text; `unit` as printed ("" where there is none),
    `until` where that ends; `is_negative` where a minus stands before it.
    """

    begin: int
    end: int
    printed: str
    kind: Kind
    unit: str = ""
    until: int = 0
    is_negative: bool = False


_UNITS: Final = {
    Kind.MONEY: "元|百元|千元|百万元|美元|欧元|港元|日元|英镑",
    Kind.PERCENT: "%|‰",
    Kind.POINTS: "个百分点|百分点",
    Kind.SCORE: "分",
    Kind.MEASURE: (
        "平方米|平方公里|平方千米|立方米|公里|千米|米|公顷|亩|㎡|m²|吨|千克|公斤|千瓦|千瓦时|升|小时|分钟|天|度|倍|岁|"
        "标箱|标准箱"
    ),
    Kind.COUNT: (
        "个|家|项|件|人次|人次数|人|名|位|户|批次|批|次|辆|台|套|台次|场|场次|期|篇|份|条|本|册|座|处|所|间|栋|层|年|个月|"
        "只|张|块|支|部|宗|起|例|枚|艘|架|株|床|组|种|类|种类|笔|头|羽|船次|班次|款|盏|车次|航班"
    ),
}
_TIMES: Final = r"(?:万|亿|百万|千万|十万)?"
"""What may stand before any unit: 万辆, 亿美元."""


@cache
def _pattern() -> re.Pattern[str]:
    units = sorted({unit for each in _UNITS.values() for unit in each.split("|")}, key=len, reverse=True)
    number = (
        r"(?P<number>\d{1,2}(?=\.(?:(?:19|20)\d\d年|2\d{6}(?!\d)))|\d{1,3}(?:,\d{3})+(?![\d])(?:\.\d+)?|\d+(?:\.\d+)?)"
    )
    unit = rf"(?P<unit>{_TIMES}(?:{'|'.join(units)})|万)"
    minus = r"(?P<minus>(?<![\dA-Za-z%元年月日号)])[-－−–])"  # behind brackets it is a dash: (一)-5
    return re.compile(rf"{minus}?{number}(?:[多余])?{unit}?")


@cache
def _kinds() -> dict[str, Kind]:
    return {unit: kind for kind, units in _UNITS.items() for unit in units.split("|")}


_ENUMERATOR: Final = re.compile(r"(?:[、)]|[.．](?!\d))")
_OPENS: Final = re.compile(r"(?:^|[。;:,，、)])[(]?$")
_NUMBERED: Final = re.compile(r"[〔﹝\[【(]\d{4}[〕﹞\]】)]第?$")
_NUMBER_BEHIND: Final = re.compile(r"\)第?\d{1,4}号")
"""Behind the year of a document's number: (2031)5号."""
_LISTED_YEAR: Final = re.compile(r"\.(?:(?:19|20)\d\d年|2\d{6}(?!\d))")
"""A year or a code behind the number of an entry (1.2017年, 1.2010301行政运行), which is no decimal."""
_CODE_PART: Final = re.compile(r"(?:类|款|项)\)")
"""Behind the part of a code that stands for a class, group or item (208类)."""
_CODE_SIGN: Final = re.compile(r"\((?:类|款|项)\)")
"""The same, behind figures alone (208（类）)."""
_BEHIND_CODE: Final = re.compile(r"\((?:\d{3}|\d{5}|\d{7})\)[-－−]$")
"""Before an amount of kind UNSIGNED."""
_CODE_OF_ITEM: Final = re.compile(r"2\d{6}")
_CODE_JOINED: Final = re.compile(r"(?<!\d)2\d\d(?:\d\d){0,2}[—–-]{1,2}[\u4e00-\u9fff]{2}")
"""A function code that a dash joins to its name: 20103-政府办公厅."""
_LETTERS: Final = re.compile(r"[\u4e00-\u9fff]{2}")
"""Behind a function code that stands before its name (2010301行政运行); behind its name stands …（项）2010301."""
_ORDINAL: Final = re.compile(r"届|季度|版|页|章|部分")
"""Behind the number of one of a row of such things (第 21 届)."""
_LETTER: Final = re.compile(r"[A-Za-z]")
_TWO_DIGITS: Final = re.compile(r"[0-4]\d")
_BREAKS: Final = frozenset(". ,")
_OPENING: Final = frozenset('“"')
_CLOSING: Final = frozenset('”"')
_YEAR_OPENS: Final = frozenset("〔﹝【[")
_YEAR_CLOSES: Final = frozenset("〕﹞】]")
_CODE_DIGITS: Final = (3, 5, 7)
_CENTURY: Final = range(1949, 2100)
_YEAR_DIGITS: Final = 4
_SHORT: Final = 400
"""Signs of a text whose numbers are kept."""
_DIGIT: Final = re.compile(r"\d")
_LIST_DIGITS: Final = 2
_MONTHS: Final = 12
_DAYS: Final = 31


def figures(text: str) -> tuple[Figure, ...]:
    """The numbers of a text, in order; a number whose digits a blank or a point breaks (1 23, 1.2.3) is of kind NAME.

    Parameters: `text` as `Paragraph.text` has it.
    Example: `[each.kind for each in figures("2018年支出5.00万元")]` → `[Kind.YEAR, Kind.MONEY]`.
    """
    return _known(text) if len(text) <= _SHORT else tuple(_read(text))


@lru_cache(maxsize=8_192)
def _known(text: str) -> tuple[Figure, ...]:
    """The same; several readers ask for the numbers of one text."""
    return tuple(_read(text)) if _DIGIT.search(text) else ()


def _read(text: str) -> Iterator[Figure]:
    kinds = _kinds()
    for found in _pattern().finditer(text):
        begin, end = found.span("number")
        unit = found["unit"] or ""
        kind = _odd(text, begin, end) or _of_time(text, begin, end)
        if kind is not None:
            sign = text[end : end + 1] if kind in (Kind.YEAR, Kind.MONTH, Kind.DAY) else ""
            yield Figure(begin, end, found["number"], kind, sign, end + len(sign))
            continue
        kind = kinds.get(unit) or kinds.get(unit.lstrip("十百千万亿"), Kind.COUNT if unit else Kind.BARE)
        if kind is Kind.BARE:
            kind = _unitless(text, begin, end)
        elif kind is Kind.MONEY and _BEHIND_CODE.search(text, max(0, begin - 10), begin):
            kind = Kind.UNSIGNED
        yield Figure(begin, end, found["number"], kind, unit, found.end() if unit else end, bool(found["minus"]))


def _odd(text: str, begin: int, end: int) -> Kind | None:
    """What a number is that is a part of something longer."""
    before, after = text[begin - 1 : begin], text[end : end + 1]
    if _LISTED_YEAR.match(text, end):
        return Kind.ENUMERATOR
    if after == "年" and text.endswith("项)", 0, begin) and _CODE_OF_ITEM.fullmatch(text, begin, end):
        return Kind.CODE  # …(项)2200101年初预算
    if (before == "(" and _CODE_PART.match(text, end)) or _CODE_SIGN.match(text, end):
        return Kind.CODE
    is_broken = before in _BREAKS and text[begin - 2 : begin - 1].isdecimal()
    is_broken = is_broken and not _LISTED_YEAR.match(text, begin - 1)
    is_broken = is_broken or (after in _BREAKS and text[end + 1 : end + 2].isdecimal())
    if is_broken or _LETTER.match(before) or _LETTER.match(after) or (before in _OPENING and after in _CLOSING):
        return Kind.NAME
    if before == "第" and _ORDINAL.match(text, end):
        return Kind.NAME
    if before == "-" and _LETTER.match(text[begin - 2 : begin - 1]):
        return Kind.NAME
    if before == "(" and _NUMBER_BEHIND.match(text, end):
        return Kind.DOCUMENT
    if (before in _YEAR_OPENS and after in _YEAR_CLOSES) or _NUMBERED.search(text, max(0, begin - 8), begin):
        return Kind.DOCUMENT
    return Kind.DOCUMENT if after == "号" else None


def _of_time(text: str, begin: int, end: int) -> Kind | None:
    """What a number is that 年, 月 or 日 follows."""
    digits, after = text[begin:end], text[end : end + 1]
    if not digits.isdecimal():
        return None
    if after == "年":
        is_whole = len(digits) == _YEAR_DIGITS and int(digits) in _CENTURY
        return Kind.YEAR if is_whole or _is_short_year(text, begin, digits) else None
    if after == "月" and int(digits) <= _MONTHS:
        return Kind.MONTH
    return Kind.DAY if after == "日" and int(digits) <= _DAYS else None


def _is_short_year(text: str, begin: int, digits: str) -> bool:
    """True where the word before two digits compares or dates (较17年, 自16年): else they may be a duration."""
    return _TWO_DIGITS.fullmatch(digits) is not None and text[begin - 1 : begin] in tuple("较比与同自至从")


def _unitless(text: str, begin: int, end: int) -> Kind:
    digits, before, after = text[begin:end], text[begin - 1 : begin], text[end : end + 1]
    if not digits.isdecimal():
        return Kind.BARE
    if before == "(" and after == ")" and len(digits) in _CODE_DIGITS:
        return Kind.CODE
    if _CODE_JOINED.match(text, begin):
        return Kind.CODE
    if _CODE_OF_ITEM.fullmatch(digits) and (_LETTERS.match(text, end) or text.endswith("项)", 0, begin)):
        return Kind.CODE
    opens = (
        len(digits) <= _LIST_DIGITS and _ENUMERATOR.match(text, end) and _OPENS.search(text[max(0, begin - 2) : begin])
    )
    return Kind.ENUMERATOR if opens else Kind.BARE
