"""Clauses that say in words that there was nothing: 未发生公务接待费支出, 公务用车购置费支出为零."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

_OWN: Final = (
    r"(?>(?:本年度?|当年|全年|年内|报告期内|本(?:单位|部门|级|局|委|办|院|校|中心)|我(?:单位|部门|局|委|办|街道|镇)|部门|单位|均|也|"
    r"[,，])*)"
)
_WHEN: Final = rf"{_OWN}(?:(?P<year>20\d\d)年(?:度)?)?{_OWN}"
_NONE: Final = r"(?:未发生|没有发生|无发生|未支出|未列支|没有支出|没有|并无|无)"
_SPENT: Final = r"(?:支出|费用|收入|收支|相关支出|此项支出|该项支出|实际支出|财政拨款支出|财政拨款)?"
_LEADING: Final = rf"^{_WHEN}(?P<word>{_NONE})(?:使用)?(?P<names>[^,，。;:\d]{{2,60}}?)(?:的)?[,，。;]*$"
"""What there was none of stands behind the word."""
_TRAILING: Final = (
    rf"^{_WHEN}(?P<names>[^,，。;:\d]{{2,60}}?){_OWN}"
    rf"(?P<word>{_NONE}{_SPENT}|(?:决算)?(?:数|额|金额)?(?:均)?为零)[,，。;]*$"
)
_BOUGHT: Final = (
    rf"^{_WHEN}(?P<word>未购置|没有购置|未新购|未新增|未更新|无购置)(?:及?更新|新的?)?"
    r"(?:公务用车|公务车辆|车辆)[,，。;]*$"
)
_PARTS: Final = re.compile(r"[、和及与]|以及")
UNPLANNED: Final = re.compile(r"(?:未|没有|无|不再)(?:安排|编制|列支)")
"""What is said not to have been planned: of whether it was spent this says nothing."""
_NAMED: Final = re.compile(r"(?:基金|经营|公共)预算")
_PLANNED: Final = re.compile(r"预算|安排|上年|去年|上一年|往年|以前年度|结转")


class Nothing(NamedTuple):
    """What a clause says there was none of: `names` of items as printed, the `word` that says so, where it begins."""

    names: tuple[str, ...]
    word: str
    begin: int
    is_count: bool = False


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    return re.compile(_LEADING), re.compile(_TRAILING), re.compile(_BOUGHT)


def nothing(words: str, year: int) -> tuple[Nothing, ...]:
    """The ways in which a clause without figures can say that there was nothing; () where it says no such thing.

    Several items may be named together (A、B和C); a name with such a word in it is among the ways too. Of budgets,
    other years and what was carried over nothing is taken.
    Parameters: `words` of the clause, `year` of the report.
    Example: `nothing("公务接待费未发生支出", 2024)[0].names` → `("公务接待费",)`.
    """
    leading, trailing, bought = _patterns()
    found = bought.match(words)
    if found is not None and _is_own(found["year"], year):
        return (Nothing(("公务用车购置数",), found["word"], found.start("word"), is_count=True),)
    ways: list[Nothing] = []
    for pattern in (leading, trailing):
        found = pattern.match(words)
        if found is None or _PLANNED.search(_NAMED.sub("", words)) or not _is_own(found["year"], year):
            continue
        name = found["names"]
        ways.append(Nothing((name,), found["word"], found.start("word")))
        parts = tuple(part for part in _PARTS.split(name) if part)
        if len(parts) > 1:
            ways.append(Nothing(parts, found["word"], found.start("word")))
    return tuple(ways)


def _is_own(printed: str | None, year: int) -> bool:
    return printed is None or int(printed) == year
