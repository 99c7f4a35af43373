"""What makes a figure none of the report's own: another body, part of a year, years to come, a limit, another whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from dq.ingest.statements.narrative.subjects import OTHERS, Subject
from dq.ingest.statements.narrative.wording import NOTHING, compared
from dq.ingest.statements.prose import Figure, Kind

_YEAR_DIGITS: Final = 4
_LIMIT: Final = re.compile(
    r"(?:不低于|不少于|不超过|不高于|不大于|不小于|超过|少于|低于|高于|至少|至多|最多|最高|控制在|力争)$"
)
_ABOUT: Final = re.compile(r"整?(?:\(含\))?(?:及)?(?:以上|以下|以内|之内|左右|上下)")
_RANGE: Final = re.compile(r"(?:[-－–—~～]+|至|到)")
"""Between the two ends of a range (5 至 8 万元)."""
_PART_OF_YEAR: Final = re.compile(
    r"截[至止到][^,，。;]{0,8}?(?P<month>\d{1,2})月|(?:上|下)半年|前[一二三]季度|第?[一二三四]季度|"
    r"(?:1|一)月?[-至到—~－](?P<until>\d{1,2}|[二三四五六七八九十]{1,2})月"
)
_YEAR_END: Final = re.compile(r"(?P<year>20\d\d)年度?末[^,，。;]*$")
"""What was left at the end of the year before is what this one begins with (2030年末结转结余)."""
_COUNTED: Final = (Kind.COUNT, Kind.BARE)
"""Things are counted as of a day."""
_OWN_MONEY: Final = re.compile(
    r"(?<!含)(?<!包括)(?:(?:自有|自筹|非财政(?:拨款|性)?)资金|(?:事业|经营|其他)(?:收入|资金)(?:中?列支|开支|安排|负担))"
)
_CONTRACTS: Final = re.compile(r"采购合同(?:成交|[总金额数共计为:])*$")
_PURCHASED: Final = re.compile(r"采购支出[^,，。;占的\d]{0,8}\d")
"""What was spent on purchases, with its sum."""
_SPENT_ON: Final = re.compile(r"(?!用于|主要|完成|其中|全部|整)[^\d,，。;:、()比较与同占为增减下上降和及超低高]")
"""Behind a sum what it was spent on: 支出 5 万元购买设备."""
_LAST_MONTHS: Final = frozenset(("12", "十二"))
_BARE_BUDGET: Final = re.compile(r"(?:项目)?预算(?:数|金额)?(?:为|是|约|:)*")
_WHOLE: Final = re.compile(r"总|合计|小计|比例|比重|全部")
_INCOME: Final = frozenset(("本年收入合计", "收入总计", "收入支出总计"))
_SPENDING: Final = frozenset(("本年支出合计", "支出总计", "收入支出总计"))
_GRANTS: Final = frozenset(
    (
        *("财政拨款收入", "财政拨款支出", "财政拨款收入支出总计", "财政拨款收入总计", "财政拨款支出总计"),
        "一般公共预算财政拨款支出",
    )
)
_WHOLES: Final = {
    "totals": _INCOME | _SPENDING,
    "income": _INCOME,
    "expenditure": _SPENDING,
    "fiscal": _INCOME | _SPENDING | _GRANTS,
    "general": _SPENDING | _GRANTS,
    "basic": frozenset(("基本支出",)),
    "three_public": frozenset(("三公经费",)),
    "procurement": frozenset(("政府采购",)),
}
"""Of which items a section's shares are; the other sections name them."""


def is_other_time(figure: Figure, years: Sequence[Figure], sentence: str, year: int) -> bool:
    """True where a sentence has come to speak of years behind that of the report, of the money of some months, or of
    what was left at the end of the year before.

    Parameters: `years` that it named so far, `sentence` up to the figure.
    Example: `is_other_time(figure, (), "截至2031年6月30日，本年支出", 2031)` → `True`.
    """
    if any(len(each.printed) == _YEAR_DIGITS and int(each.printed) > year > 0 for each in years):
        return True
    if figure.kind in _COUNTED:
        return False
    end = _YEAR_END.search(sentence)
    if end is not None and int(end["year"]) == year - 1:
        return True
    found = _PART_OF_YEAR.search(sentence)
    return found is not None and not _LAST_MONTHS.intersection((found["month"], found["until"]))


def is_own_money(section: str, sentence: str) -> bool:
    """True where a section about appropriations has come to speak of what the body pays from other income of its own.

    Parameters: `sentence` up to the figure.
    Example: `is_own_money("three_public", "用自有资金开支的公务接待费")` → `True`; of 不含自有资金 `False`.
    """
    return section == "three_public" and _OWN_MONEY.search(sentence) is not None


def is_contracts(words: str, text: str) -> bool:
    """True where words before a figure name all contracts for purchases, in a text that tells apart what was spent.

    Example: `is_contracts("采购合同总额", "采购合同总额9万元，采购支出8万元。")` → `True`.
    """
    return _CONTRACTS.search(words) is not None and _PURCHASED.search(text) is not None


def is_half(figures: Sequence[Figure], at: int) -> bool:
    """True for a sum of money that is printed as two figures (5 万 600 元).

    Example: `is_half(figures, 0)` of 1234万5600元 → `True`.
    """
    own = figures[at]
    near = (*figures[max(0, at - 1) : at], *figures[at + 1 : at + 2])
    beside = (each for each in near if own.begin == each.until or own.until == each.begin)
    return _is_money(own) and any(map(_is_money, beside))


def _is_money(figure: Figure) -> bool:
    return figure.kind is Kind.MONEY or figure.unit == "万"


def is_limit(before: str, after: str) -> bool:
    """True for a limit or an approximate figure (不超过 5 万元, 5% 以上).

    Example: `is_limit("压减", "以上")` → `True`.
    """
    return _LIMIT.search(before) is not None or _ABOUT.match(after) is not None


def is_spent_on(before: str, after: str) -> bool:
    """True for a sum without a name that is said to be spent on the thing behind it.

    Example: `is_spent_on("支出", "购买设备")` → `True`; of 支出 5 万元，… and 支出 5 万元完成预算的 … `False`.
    """
    is_bare = before.endswith(("支出", "投入")) and NOTHING.fullmatch(before.removesuffix("投入")) is not None
    return is_bare and _SPENT_ON.match(after) is not None


def is_range(before: str, after: str) -> bool:
    """True for an end of a range: of what lies between, neither is said.

    Parameters: `before` and `after` the words up to the figures beside it.
    Example: `is_range("减少", "至")` → `True`.
    """
    return _RANGE.fullmatch(before) is not None or _RANGE.fullmatch(after) is not None


def is_of_work(ahead: str | None, before: str) -> bool:
    """True for a budget that names nothing, behind a clause of its own: that of what the clause tells of, if anything.

    Parameters: `ahead` the clause before, None where figures stand in it; `before` the words that the budget begins
    with.
    Example: `is_of_work("新建桥梁,", "预算")` → `True`; of `"比上年增加,"` and of `"年初预算"` `False`.
    """
    return bool(ahead) and not compared(ahead or "") and _BARE_BUDGET.fullmatch(before) is not None


def whole_of(of: str, named: Callable[[str], Subject | None]) -> Subject | None:
    """The item that a share is of; None where the words name none, or that of others.

    Parameters: `of` the words between 占 and the figure; `named` the item that words name.
    Example: `whole_of("基本支出的", named).item` → `"基本支出"`.
    """
    return None if OTHERS.search(of) else named(re.sub(r"(?:的)?(?:比例|比重)?(?:为|是|约|:)*$", "", of))


def is_own_share(of: str, section: str, named: Callable[[str], Subject | None]) -> bool:
    """True where a share is of the whole that the section tells the parts of; where the words name no whole, it is.

    Parameters: `of` the words between 占 and the figure; `named` the item that words name.
    Example: `is_own_share("三公经费总额的", "three_public", named)` → `True`; of 全市财政收入的 `False`.
    """
    is_of_others = OTHERS.search(of) is not None or "合同" in of  # Contracts are another whole than what was spent.
    if is_of_others or section not in _WHOLES:
        return not is_of_others
    item = whole_of(of, named)
    if item is not None:
        return item.item in _WHOLES[section]
    return NOTHING.fullmatch(of) is not None or _WHOLE.search(of) is not None
