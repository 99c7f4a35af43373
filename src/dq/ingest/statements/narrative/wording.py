"""The words around a figure: direction, what it is compared with, budget, reason."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final, NamedTuple

from dq.ingest.statements.prose import Figure, Kind

_UP: Final = "增加|增长|增幅|上升|提高|上涨|增支|增收|增多|翻(?=了?$)"
_DOWN: Final = "减少|下降|降低|降幅|减幅|减支|减收|缩减|压减|压缩|下滑|回落"
CHANGES: Final = f"{_UP}|{_DOWN}"
"""Words that say which way an amount went."""
_GROWTH: Final = r"(?:增长|增幅|上升|上涨|提高|下降|降低|降幅|减幅|下滑|回落)[^,，。;]{0,6}$"
"""Of those the ones that are said of rates: what increased (增加) by a number without a unit may be money."""
_AFTER: Final = r"(?>(?:了|额|数|额度|幅度|率|比例|支出|收入|经费|资金|金额|财政拨款|为|约|达|达到|共|共计|近|均|:)*)"
FLAT: Final = r"持平|无增减|没有增减|无变化|没有变化|不变|相同|一致|相等"
_NEARLY: Final = "基本"
"""Before 持平: what changed is too little to matter."""
_NEW: Final = (
    r"(?:去年|上年|上年度|上一年|上一年度|20\d\d年(?:度)?)(?:同期)?(?:没有|无|未安排|未发生)(?:安排|发生)?"
    r"(?:(?:此|该|这|本|同)(?:项|类)|相关支出|支出|预算|此支出)"
)
"""Nothing in the year before; 新增项目 is mostly a part of what grew."""


class Direction(NamedTuple):
    """Which way an amount went: `word` up, down or both; `begin` where its word begins in the words before a figure;
    `noun` what stands between that word and the figure.
    """

    word: str
    begin: int
    noun: str


@cache
def _directions() -> re.Pattern[str]:
    return re.compile(rf"(?P<one>{CHANGES})(?:[(/或、]+(?P<other>{CHANGES})\)?)?")


@cache
def _up() -> re.Pattern[str]:
    return re.compile(_UP)


@cache
def _after() -> re.Pattern[str]:
    return re.compile(_AFTER)


@cache
def _short() -> re.Pattern[str]:
    return re.compile(r"(?:(?P<up>多|增|超|提升)|(?P<down>少|减|节约|节省))(?:支出|收入|支)?$")


@cache
def _planned() -> re.Pattern[str]:
    return re.compile(_PLANNED)


@cache
def _than() -> re.Pattern[str]:
    return re.compile(r"[比较](?:[^,，。;]|,(?=\d{3}))*$")


def direction(words: str, clause: str = "") -> Direction | None:
    """The direction that the words before a figure state last.

    Parameters: `clause` all that stands before the figure in its sentence: short words (少 5 万元) say a direction only
    where something is compared with.

    Example: `direction("比上年决算数下降(增长)")` → both; `direction("较上年减少项目支出").noun` → `"项目支出"`.
    """
    found = next(reversed(list(_directions().finditer(words))), None)
    if found is None:
        short = _short().search(words)
        if short is None or not (compared(words) or _than().search(clause)):
            return None
        return Direction("up" if short["up"] else "down", short.start(), "")
    up = _up().fullmatch(found["one"]) is not None
    both = found["other"] is not None and (_up().fullmatch(found["other"]) is not None) != up
    noun = words[found.end() :]
    noun = "" if _after().fullmatch(noun) else noun.removeprefix("了")
    return Direction("both" if both else "up" if up else "down", found.start(), noun)


class Comparison(NamedTuple):
    """What an amount is compared with: `base` "prior", "budget" or, of accounts, "prior_budget"; `begin` where its
    words begin; `year` as printed.
    """

    base: str
    begin: int
    year: int | None


_COMPARED: Final = (
    r"(?:同比|环比)|(?:比|较|与|同|相比|对比|和(?=(?:上年|去年|上一年|20\d\d年|年初|全年)[^,，。;:]{0,24}相?比))"
    r"(?P<what>[^,，。;:]{0,30})"
)
_BUDGET: Final = r"预算|计划(?!生育)|年初数|预期|预计"
_PLANNED: Final = r"(?<!公共)(?<!基金)(?<!经营)预算(?!执行|完成)"
"""What was planned, and not what was spent of it, or grants by the name of their budget."""
_PRIOR: Final = r"上年|去年|上一年|上年度|前一年|往年|上一度|同期"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    return re.compile(_COMPARED), re.compile(_BUDGET), re.compile(_PRIOR), re.compile(r"(?<!\d)((?:20)?\d\d)年")


def compared(words: str) -> bool:
    """True where the words compare with something (比, 较, 与…相比, 同比)."""
    return _patterns()[0].search(words) is not None


def comparison(words: str, year: int, *, is_budget: bool) -> Comparison | None:
    """What these words compare with last: the year before, a budget of the year itself, or that of the year before,
    with which a budget is compared as accounts are with accounts.

    Parameters: `year` that the report is about; `is_budget` where it is a budget.
    Example: `comparison("比2023年预算", 2024, is_budget=True).base` → `"prior"`; of accounts `"prior_budget"`.
    """
    last = None
    compares, budget, prior, years = _patterns()
    for found in compares.finditer(words):
        what = found["what"]
        if what is None:
            last = Comparison("prior", found.start(), None)
            continue
        named = years.search(what)
        stated = int(named[1]) % 100 + 2000 if named else None
        turn = _directions().search(what)
        what = what[: turn.start()] if turn else what
        is_prior = prior.search(what) is not None or (stated is not None and stated < year)
        if is_prior or stated is not None or budget.search(what):
            if is_prior:
                base = "prior_budget" if not is_budget and _planned().search(what) else "prior"
            else:
                base = "budget" if budget.search(what) else "prior"
            last = Comparison(base, found.start(), stated)
    return last


_AGAINST: Final = (
    r"决算(?:数)?(?P<both>(?:大于|小于|高于|低于)\((?:大于|小于|高于|低于|等于)\))|"
    r"(?:决算|支出|执行|完成)(?:数|额)?(?P<above>大于|高于|超出|超过|多于)|"
    r"(?:决算|支出|执行|完成)(?:数|额)?(?P<below>小于|低于|少于)|"
    rf"(?:决算|支出|执行|完成)(?:数|额)?(?P<equal>(?:与|同|和)(?:年初|全年|调整)?预算(?:数)?(?:基本)?(?:{FLAT})|等于)|"
    rf"(?P<same>(?:与|同|和)(?:年初|全年|调整)预算(?:数)?(?:基本)?(?:{FLAT}))"
)


@cache
def _against() -> re.Pattern[str]:
    return re.compile(_AGAINST)


def against(words: str) -> str | None:
    """The word that compares with the budget: above, below, equal, both; None where none stands.

    Example: `against("决算数小于预算数的主要原因")` → `"below"`.
    """
    found = _against().search(words)
    if found is None or ("预算" not in words and "年初" not in words):
        return None
    name = found.lastgroup
    return "equal" if name == "same" else name


@cache
def _standing() -> tuple[re.Pattern[str], re.Pattern[str]]:
    prior = r"(?:上年|去年|上一年|上一度|20\d\d年)"
    return re.compile(
        rf"{prior}[^,，。;]{{0,12}}(?:{FLAT})|(?:比|较|与|同)[^,，。;]{{0,16}}{prior}[^,，。;]{{0,12}}(?:{FLAT})|无增减"
    ), re.compile(_NEW)


def standing(words: str, *, is_budget: bool) -> tuple[str, int] | None:
    """What words without a figure say against the year before, and where: that nothing changed ("flat"), hardly
    anything ("near"), or that there was nothing then ("new"); None where they say none of this, or
    tell of accounts that a budget did not change.

    Parameters: `is_budget` where the report is a budget.
    Example: `standing("与上年度持平", is_budget=False)` → `("flat", 0)`.
    """
    flat, new = _standing()
    found = new.search(words)
    if found is not None:
        return "new", found.start()
    found = flat.search(words)
    if found is None or (not is_budget and _planned().search(found[0])):
        return None
    return ("near" if _NEARLY in found[0] else "flat"), found.start()


REASON: Final = re.compile(
    r"(?:主要|增加|减少|增长|下降|变动|变化|其)?(?:的)?(?:主要)?原因(?:分析)?(?:是|为|:|在于|系)*|"
    r"主要(?:是|系|由于|因)|(?:是)?(?:由于|因为)|系(?:因|由)"
)
NOTHING: Final = re.compile(
    r"(?>(?:其中|同时|此外|另外|该|其|仅|只|已|共计?|合计|总计|累计|全年|当年|本年度?|年初|年末|\d{4}年度?(?:末)?|本(?:单位|部门|级)|"
    r"我(?:单位|部门|局|委|办|街道|镇)|部门|单位|支出|收入|决算|预算|数|额|为|是|约|达到?|实际|完成|安排|总额|金额|资金|经费|费用|"
    r"财政拨款|的|均|总(?=[收支])|[:,，、)]|(?:上年度?|去年|上一年度?)(?:同期)?|相比|比|较|与|同比?|增减|变动|幅度|实现|执行)*)"
)
"""Words that name nothing: the figure is that of what was spoken of."""
SPENT: Final = re.compile(r"决算|实际|完成|执行")
"""Words before a sum that say it was spent."""
PURPOSE: Final = re.compile(r"(?:主要)?(?:用于(?!专项业务工作的经费支出)|包括|支付|安排|反映|是指)")
_LIST: Final = re.compile(r"(?:以下|如下|下列)")
_OF_ITEM: Final = re.compile(
    r"(?:20\d\d年度?)?(?:(?:年初|全年|调整后?)预算|支出决算|决算)数?(?:为|是)?\d|安排\d[\d,.]{0,20}[万亿]?元[，。；]"
)
"""A budget or outcome without a name: of what the text spoke of before the uses. 安排 5 万元购买 … is a use."""


def opens_purpose(clause: str) -> bool:
    """True where a clause says what money is for (主要用于…), which names things that are no items."""
    found = PURPOSE.match(clause)
    return found is not None and not _LIST.search(clause)


def is_of_item(clause: str) -> bool:
    """True where a clause states what was planned or spent of an item, and not what its money is for.

    Example: `is_of_item("年初预算为5万元,")` → `True`.
    """
    return _OF_ITEM.match(clause) is not None


def without_comparison(words: str) -> str:
    """Words before a direction without those of the comparison.

    Example: `without_comparison("项目支出比上年")` → `"项目支出"`.
    """
    parts = re.split(r"(?:[对相]?比|较|与(?=[^,]*(?:相比|比))|同比)", words)
    ahead = parts[0]
    if ahead or len(parts) == 1:
        return ahead
    # 比2023年度项目支出: the item may stand behind what it is compared with.
    return re.sub(
        r"^(?:(?:20)?\d\d年度?末?|上年度?末?|去年末?|上一年度?末?|同期|决算数?|预算数?|执行数|相比|[,，])*",
        "",
        parts[-1],
    )


_WITH: Final = re.compile(r"(?:的)?(?:相比较?|比较|对比|相较)")
_CAUSE: Final = re.compile(r"(?:其中|[(]|因|由于|受|随着)")
"""Clauses that name a part or a cause, not what changed."""
_HOW: Final = re.compile(r"(?:有所|略有|基本|大致|总体|整体|大幅|小幅|明显|保持)+$")


def behind_comparison(ahead: str, behind: str) -> str:
    """The words for what changed behind a sum that it is compared with: that sum is of the same, or of the same year's
    before; "" where they name nothing.

    Parameters: `ahead` and `behind` the words around the sum, up to the next figure.
    Example: `behind_comparison("与上年", "相比,公务接待费减少")` → `"公务接待费"`.
    """
    joined = _WITH.match(behind)
    if NOTHING.fullmatch(without_comparison(ahead)) is None or not (joined or compared(ahead)):
        return ""
    for clause in re.split("[,，]", re.split("[。;]", behind[joined.end() if joined else 0 :])[0]):
        if REASON.search(clause):
            break
        turn, flat = direction(clause, "较"), re.search(FLAT, clause)
        if _CAUSE.match(clause) or not (turn or flat):
            continue
        words = turn.noun or clause[: turn.begin] if turn else clause[: flat.start() if flat else 0]
        if words := _HOW.sub("", words):
            return "" if words.endswith(("分别", "各", "均")) else words
    return ""


_FUNDS: Final = r"(?>(?:的|经费|费用|资金|支出|预算|安排|金额)*)"
_OWN_REASON: Final = (
    rf"(?P<what>[^,，。;:]{{0,60}}?){_FUNDS}"
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<flat>(?:保持)?(?:{FLAT})))(?:了)?[。;]*"
)


@cache
def _own_reason() -> re.Pattern[str]:
    return re.compile(_OWN_REASON)


def own_reason(reason: str, names: Iterable[str]) -> str | None:
    """The direction that a reason names which names nothing else than the item's own funds: up, down or flat.

    Parameters: `names` of the item.
    Example: `own_reason("公务接待费增加。", ("公务接待费",))` → `"up"`; of 人员增加 None.
    """
    found = _own_reason().fullmatch(reason)
    bare = (re.sub(f"{_FUNDS}$", "", name) for name in names)
    if found is None or (found["what"] and not any(found["what"].endswith(name) for name in bare)):
        return None
    return found.lastgroup


@cache
def _growth() -> re.Pattern[str]:
    return re.compile(_GROWTH)


def is_growth(figure: Figure, before: str, after: str) -> bool:
    """True for a growth whose sign of per cent is left out: a decimal number right behind a word that is said of rates.

    Example: of 13.95 in 增长 13.95。 `is_growth(figure, "增长", "。")` → `True`.
    """
    turn = direction(before)
    is_bare = figure.kind is Kind.BARE and "." in figure.printed and not re.match(r"[^,，。;:)]", after)
    return is_bare and turn is not None and not turn.noun and _growth().search(before) is not None
