"""What a figure in a sentence states of its subject, told by its unit and the words before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from dq.ingest.statements.narrative.wording import (
    CHANGES,
    NOTHING,
    Comparison,
    Direction,
    comparison,
    direction,
    without_comparison,
)
from dq.ingest.statements.prose import Figure, Kind

_IS: Final = r"(?:数|额|总额|金额|资金)?(?:安排|分别)?(?:数)?(?:为|是|的|:|约|达|共|计|约为)*$"
_FULL_YEAR: Final = rf"(?:全年|调整后?|调整后的?|(?<!\d)年度|当年)(?:财政拨款|支出|收入)?预算{_IS}"
_INITIAL: Final = rf"年初(?:批复|安排|财政拨款|支出|收入)?(?:的)?预算{_IS}|年初安排(?:预算)?{_IS}"
_PLANNED_SIDE: Final = (
    r"(?:(?P<year>20\d\d)年度?)?(?:(?P<base>年初|全年|调整后?)的?)?(?:部门|单位)?(?<!公共)(?<!基金)(?<!经营)"
    rf"(?P<words>预算(?:收入|支出)(?P<total>总计|合计|总额)?){_IS}"
)
"""年初预算收入 5 万元: of a side, what was planned."""
_BESIDE_SIDE: Final = (
    r"(?:上年度?|去年|20\d\d年度?|预算)[^,，。;:\d]{0,8}收入(?:总计|合计|总额)?(?:为|:)?\d[\d,.]{0,20}[万亿]?元[、,，和]"
    r"支出(?:总计|合计|总额)?(?:为|:)?$"
)
"""The other side of it: 年初预算收入 5 万元、支出 5 万元."""
_PLANNED: Final = rf"(?:(?<=采购)计划(?:数|金额)?|预算(?:安排|数|金额|额)|(?<!公共)(?<!基金)(?<!经营)预算){_IS}"
"""What was planned, and not grants by the name of their budget (政府性基金预算 5 万元)."""
_ARRANGED: Final = r"(?<!公共)(?<!基金)(?<!经营)预算(?:数)?安排(?:数)?(?:为|:)*$|安排预算(?:为|:)*$"
_PRIOR: Final = (
    r"(?:上年度?|去年|上一年度?|(?P<year>20\d\d)年度?)(?!结转|结余)(?:同期)?(?P<words>[^,，。;:]{0,24}?)"
    r"(?:预算)?(?:执行数|决算数|决算|支出数|支出|收入|预算数|预算|数)(?:为|是|:)*$"
)
_OTHER_BUDGET: Final = (
    r"(?:上年度?|去年|上一年度?|(?P<year>20\d\d)年度?)(?:同期)?(?P<words>(?:(?!20\d\d年)[^,，。;:]){0,24}?)"
    rf"(?:(?:年初|全年|调整后?的?|部门|单位)?预算|年初)(?:安排)?(?:(?<=[初门位年度]预算)(?P<side>(?:收入|支出)(?:总计|合计|总额)?))?{_IS}"
)
"""A budget of another year (2030 年年初预算 5 万元), with which budgets are compared."""
_FROM: Final = (
    r"(?:由|从)(?:(?P<prior>上年度?|去年|上一年度?|(?P<year>20\d\d)年度?)(?:同期)?[^,，。;:]{0,12}|年初|原来)?(?:的)?$"
)
"""What a figure was before it became another (由上年的 5 万元增加到 6 万元)."""
_REACHED: Final = rf"(?:{CHANGES}|升|降|增|减)(?:了)?(?:到|至)$"
_BECAME: Final = rf"(?:{CHANGES})(?<!幅)为$"
"""减少为 5 万元: what was left, or what was taken."""
_AGAINST_BUDGET: Final = (
    r"(?:(?P<up>超|超出|高出|大于|高于|多于)|(?P<down>小于|低于|少于))(?:年初|全年|调整)?预算(?:数)?(?:的)?$"
)
"""超年初预算 5 万元."""
_MONEY_IS: Final = r"(?:预算|决算|支出|收入|经费|费用|费|资金|金额)(?:数|额)?(?:均)?(?:为|是|:)$"
_OTHER_YEAR: Final = r"上年|去年|上一年|往年"
_OTHER_SHARE: Final = rf"^[,，、(]*(?:{_OTHER_YEAR})(?!末|[^占]{{0,8}}结[转余])|占[^,，。;]*(?:{_OTHER_YEAR})"
"""上年基本支出占 80%; what is carried over from the year before has its share of this one."""
_NEXT_OTHER_SHARE: Final = rf"(?:{_OTHER_YEAR})[^,，。;%]{{0,20}}占[\d.]{{1,8}}%[,，、和][^,，。;%\d]{{0,20}}占$"
"""上年基本支出占 80%，项目支出占 20%."""
_OF_CONTRACTS: Final = r"占[^,，。;]{0,12}合同[^,，。;]{0,8}$"
"""占合同总额 5 万元的 80%: another whole than what was spent."""
_YEAR_BEFORE: Final = r"(?:上年度?|去年度?|上一年度?|(?P<year>20\d\d)年度?)(?!结|末|\d)(?:同期|全年)?"
_PRIOR_ALONE: Final = rf"^[,，、和及与(]*{_YEAR_BEFORE}(?:的|数|为|是|:|约)*$"
"""上年 5 万元."""
_OF_YEAR_BEFORE: Final = (
    r"^[,，、和及与(]*(?:上|去|上一)年度?+(?!结|末)(?>(?:同期|全年)?)(?P<words>(?![^,，。;]*(?:结转|结余))[^,，。;]+)$"
)
"""上年公务接待费 5 万元; what was left over then is this year's to begin with."""
_PRIOR_COMPARED: Final = rf"(?:比|较|与|同){_YEAR_BEFORE}(?P<words>[^,，。;]*)$"
"""A sum that is compared with: 与上年收入总计 5 万元相比."""
_OF_PRIOR: Final = (
    rf"(?:仅|只)?(?:为|是|达|达到|相当于|等于|到|至)(?:了)?{_YEAR_BEFORE}"
    r"(?:决算数?|(?:实际)?支出数?|收入数?|支出决算数?|执行数?)?的$"
)
"""为上年的 98%, 是上年的 1.6 倍."""
_SPAN: Final = (
    r"年来|以来|期间|时期|规划(?:期|目标)|十[二三四五]五|基期|基年|基数|累计|平均|年初结[转余]|20\d\d年度?[底末]"
)
"""A comparison with an earlier year that is meant: over years, with a base year, of what was left."""
_OUTCOME: Final = r"决算|执行"
"""With which a budget is compared before the accounts of the year before are made."""
_PART: Final = r"(?:(?:所占)?(?:占比|比重|比例)|占[^,，。;占]{2,24}的(?:比例|比重))[^,，。;占]*$"
"""The share that changed: 占本年支出的比重较上年."""
_AND_BUDGET: Final = r"完成[^,，。;]{2,24}%[、和及与,，]*(?P<base>年初|全年|调整后?)(?:的)?预算(?:数)?的$"
"""完成年初预算的 95%、调整预算的 98%."""
_LEFT_BEFORE: Final = (
    r"[,，]?[比较](?P<of>[^,，。;\d]{0,14}?)(?:上年末?|去年末?)"
    r"(?P<words>[^,，。;\d]{0,14}?(?:结转|结余)[^,，。;\d]{0,8})"
)
"""What is left over is compared with what was a year before: 较上年结转和结余 5 万元减少 1 万元."""
TIMES: Final = "倍"
_BY_CONTRACTS: Final = r"按(?:照)?[^,，。;:\d]{0,8}合同[^,，。;:\d]{0,6}(?:统计|计算|口径)"
_DONE: Final = r"^[,，、]*完成(?:了)?$"
_OF_WHAT: Final = r"(?:(?P<base>年初)|全年|调整后?的?)?预算(?:数)?(?:为|是|:)*[\d,.]+[万亿]?元"
"""A budget that the sentence tells before: 年初预算 5 万元，完成 98%."""
_OF_BUDGET: Final = r"(?:完成|为|占)(?:了)?(?P<base>年初|全年|调整后?)?(?:的)?预算(?:数)?\(?[\d,.]+[万亿]?元\)?的$"
_OF_SUM: Final = (
    r"占(?!用|有|地|(?:年初|全年|调整后?)?的?预算|[^,，。;:\d]{0,20}合同)(?P<of>[^,，。;:\d]{2,20}?)(?:为|:)?"
    r"(?:$|\d[\d,.]{0,20}[万亿]?元的$)"
)
"""占本年支出合计 5 万元的 80%: a whole with its sum."""
_SHARE: Final = r"占(?!用|有|地)[^,，。;]{0,40}$"
_COMPLETED: Final = (
    r"完成(?:了)?(?:\d{4}年度?)?(?P<base>年初|全年|调整后?|当年|年度|本年)?(?:的)?(?P<other>[^,，。;]{0,12}?)"
    r"(?:预算|计划)(?:数)?(?:安排)?(?:的|为)?$|"
    r"完成(?:了)?(?P<base2>年初|全年|调整后?)(?:的)?$|"
    r"(?:为|占|是)(?P<base3>年初|全年|调整后?)?预算(?:数)?的$|(?:预算|支出)?(?:执行率|完成率)(?:为|达到?|是|:)*$"
)
_DIFFERS: Final = r"(?:预决算|决算与(?:年初|全年)?预算)(?:数)?差异率(?:为|是|:)*[-－−–]?$"
_INVOLVED: Final = (
    r"涉及(?:到)?(?:项目|预算|财政拨款|财政性?|一般公共预算|拨款|当年)*"
    r"(?:支出|资金|金额|经费|预算|总额|为|共|共计|合计|约)*$"
)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a figure states: `column` of `narrative`, or "claim:" and the quantity of a claim; `words` those before it
    that may name its subject; `direction` of a change; `base` of a degree of completion; `base_begin` where in the
    sentence the words of the comparison begin (-1: nowhere); `of` the words for the whole of a share.
    """

    column: str
    words: str
    direction: Direction | None = None
    base: str | None = None
    base_begin: int = -1
    of: str = ""


def money(before: str, sentence: str, year: int, *, is_budget: bool) -> Quantity | None:
    """What a sum of money states; None where that is not plain.

    Parameters: `before` the words between the figure and the one before it in its clause; `sentence` the sentence up
    to the figure; `year` of the report; `is_budget` where the report is a budget, whose amounts are planned.
    Example: `money("年初预算为", "年初预算为", 2024, is_budget=False).column` → `"budget"`.
    """
    came = _compiled(_FROM).search(before)
    if came is not None:
        is_prior = came["prior"] is not None and (came["year"] is None or int(came["year"]) == year - 1)
        return Quantity("prior", before[: came.start()]) if is_prior else None
    if (reached := _compiled(_REACHED).search(before)) is not None:
        return Quantity("amount", without_comparison(before[: reached.start()]))
    if _compiled(_BECAME).search(before) or _compiled(_OF_CONTRACTS).search(before):
        return None
    before = before.rstrip("(")
    turn = direction(before, sentence)
    if turn is not None:
        compared = comparison(sentence, year, is_budget=is_budget)
        if _is_of_others(sentence, compared, year, is_budget=is_budget):
            return None
        column = "difference" if compared is not None and compared.base == "budget" else "change"
        return Quantity(
            column, before[: turn.begin], turn, base_begin=compared.begin if compared and compared.year else -1
        )
    if (beyond := _compiled(_AGAINST_BUDGET).search(before)) is not None:
        turn = Direction("up" if beyond["up"] else "down", beyond.start(), "")
        return Quantity("difference", before[: turn.begin], turn)
    return _standing(before, year, is_budget=is_budget)


def _standing(before: str, year: int, *, is_budget: bool) -> Quantity | None:
    """What a sum states that is no change: a budget's, a year's."""
    of_other = _compiled(_OTHER_BUDGET).search(before)
    if of_other is not None and of_other["year"] != str(year):
        is_prior = is_budget and of_other["year"] in (None, str(year - 1))
        words = of_other["words"] + (of_other["side"] or "")
        return Quantity("prior", before[: of_other.start()] or words) if is_prior else None
    for column, pattern in (("full_year_budget", _FULL_YEAR), ("budget", _INITIAL)):
        found = _compiled(pattern).search(before)
        if found is not None and not (is_budget and column == "full_year_budget"):
            # 决算比年初预算 5 万元减少 1 万元: what is compared with it stands before the comparison.
            return Quantity(column, _compiled("[比较占]$").sub("", before[: found.start()]))
    if (left := _compiled(_LEFT_BEFORE).fullmatch(before)) is not None:
        return Quantity("prior", f"{left['of']}年末{left['words']}")
    prior = _compiled(_PRIOR).search(before)
    if prior is not None and (prior["year"] is None or int(prior["year"]) == year - 1):
        return Quantity("prior", before[: prior.start()] or prior["words"])
    side = _compiled(_PLANNED_SIDE).search(before)
    if side is not None and side["year"] in (None, str(year)) and (side["base"] or (side["total"] and not is_budget)):
        column = "budget" if side["base"] in (None, "年初") else "full_year_budget"
        return Quantity(column, _compiled("[比较与同]$").sub("", before[: side.start()]) + side["words"])
    beside = _compiled(_PRIOR_ALONE).search(before) or _compiled(_PRIOR_COMPARED).search(before)
    if beside is not None and beside["year"] != str(year):
        return _beside(beside, before, year)
    if (of_before := _compiled(_OF_YEAR_BEFORE).search(before)) is not None:
        return _beside(of_before, before, year)
    return _own(before, is_budget=is_budget)


def _own(before: str, *, is_budget: bool) -> Quantity:
    """A sum of the year itself: planned, or what became of it."""
    planned = _compiled(_ARRANGED if is_budget else _PLANNED).search(before)
    if planned is not None and not _compiled(_INVOLVED).search(before):
        return Quantity("budget", before[: planned.start()])
    return Quantity("amount", before)


def _base(named: str | None) -> str | None:
    return named and ("initial" if named == "年初" else "full_year")


def percent(before: str, sentence: str, year: int, *, is_budget: bool) -> Quantity | None:
    """What a percentage states; None where the words do not tell. Parameters: as for `money`.

    Example: `percent("完成年初预算的", "", 2024, is_budget=False).column` → `"completion"`.
    """
    prior = _compiled(_OF_PRIOR).search(before)
    if prior is not None:
        is_prior = prior["year"] is None or int(prior["year"]) == year - 1
        turn = direction(before[: prior.start()])
        return Quantity("of_prior", before[: turn.begin if turn else prior.start()]) if is_prior else None
    if _compiled(_FROM).search(before) or _compiled(_REACHED).search(before) or _compiled(_BECAME).search(before):
        return None
    if (done := _completed(before, sentence)) is not None:
        return done
    found = _compiled(_OF_SUM).search(sentence) if before == "的" else None
    if found is not None:
        return None if _compiled(_OTHER_YEAR).search(found["of"]) else Quantity("share", "", of=found["of"])
    found = _compiled(_SHARE).search(before)
    if found is not None:
        is_other = _is_other_share(before, sentence)
        return None if is_other else Quantity("share", before[: found.start()], of=found[0][1:])
    if (beyond := _compiled(_AGAINST_BUDGET).search(before)) is not None:
        turn = Direction("up" if beyond["up"] else "down", beyond.start(), "")
        return Quantity("claim:difference", before[: turn.begin], turn)
    if (differs := _compiled(_DIFFERS).search(before)) is not None:
        return Quantity("claim:difference", before[: differs.start()])
    turn = direction(before)
    if turn is None:
        return None
    compared = comparison(sentence, year, is_budget=is_budget)
    if _is_of_others(sentence, compared, year, is_budget=is_budget):
        return None
    column = "claim:difference" if compared is not None and compared.base == "budget" else "rate"
    return Quantity(column, before[: turn.begin], turn, base_begin=compared.begin if compared and compared.year else -1)


def _is_other_share(before: str, sentence: str) -> bool:
    """True for a share of another year's, or of contracts, which are another whole than what was spent."""
    patterns = (_NEXT_OTHER_SHARE, _BY_CONTRACTS)
    return bool(_compiled(_OTHER_SHARE).search(before)) or any(_compiled(each).search(sentence) for each in patterns)


def _completed(before: str, sentence: str) -> Quantity | None:
    """How much of a budget was spent; None where the words say no such thing."""
    found = _compiled(_COMPLETED).search(before)
    if found is not None:
        base = _base(found["base"] or found["base2"] or found["base3"]) or ("other" if found["other"] else None)
        return Quantity("completion", before[: found.start()], base=base)
    told = _OF_BUDGET if before in ("的", ")的") else _OF_WHAT if _compiled(_DONE).match(before) else None
    told = _AND_BUDGET if before.endswith("预算的") else told
    found = None if told is None else _compiled(told).search(sentence)
    return None if found is None else Quantity("completion", "", base=_base(found["base"]))


def _is_of_others(sentence: str, compared: Comparison | None, year: int, *, is_budget: bool) -> bool:
    """True where the sentence compares accounts with the budget of the year before, of which nothing is known, or
    compares on purpose with a year before the last one: it tells of that, too, or of a span of years.
    """
    if compared is not None and compared.base == "prior_budget":
        return True
    if compared is None or compared.base != "prior" or compared.year in (None, year - 1):
        return False
    if compared.year < year - 1:
        is_last_outcome = is_budget and _compiled(_OUTCOME).search(sentence, compared.begin) is not None
        if is_last_outcome or f"{year - 1}年" in sentence or _compiled(_SPAN).search(sentence):
            return True
    first = comparison(sentence[: compared.begin], year, is_budget=True)
    return first is not None and first.base == "prior" and first.year in (None, year - 1)


def _beside(found: re.Match[str], before: str, year: int) -> Quantity | None:
    """The sum that another year's is: of the year before, or None."""
    words = found.groupdict().get("words") or ""
    stated = found.groupdict().get("year")
    is_planned = "预算" in _compiled(r"(?:公共|基金|经营)预算").sub("", words)
    if is_planned or (stated is not None and int(stated) != year - 1):
        return None
    return Quantity("prior", before[: found.start()] or words)


def summed(before: str, after: str) -> str | None:
    """The words for a whole whose sum stands before the share that is of it, "" for another year's; None for none.

    Parameters: `before` and `after` the words around the sum.
    Example: `summed("占本年支出合计", "的")` → `"本年支出合计"`.
    """
    found = _compiled(_OF_SUM).search(before) if after == "的" else None
    if found is None:
        return None
    return "" if _compiled(_OTHER_YEAR).search(found["of"]) else found["of"]


def is_beside(sentence: str) -> bool:
    """True for the other side of a sum that was planned or of another year: what that states, this states.

    Parameters: `sentence` up to the figure.
    Example: `is_beside("年初预算收入总计5万元、支出总计")` → `True`.
    """
    return _compiled(_BESIDE_SIDE).search(sentence) is not None


def is_earlier(before: str, year: int) -> bool:
    """True for a sum of a year before the last one, with which this year's is compared. Parameters: as for `money`.

    Example: `is_earlier("比2029年决算数", 2031)` → `True`.
    """
    found = _compiled(_PRIOR_COMPARED).search(before)
    if found is None or found["year"] is None or NOTHING.fullmatch(without_comparison(before)) is None:
        return False
    return int(found["year"]) < year - 1


def part(
    figure: Figure, before: str, after: str, sentence: str, year: int, last: str | None, *, is_budget: bool
) -> Quantity | None:
    """What a percentage, a number of percentage points or of times (1.2 倍) states; None where the words do not tell.

    Parameters: `after` the words behind the figure; `last` the quantity that the sentence stated last, the others as
    for `money`.
    Example: `part(figure, "是上年的", "。", "", 2024, None, is_budget=False).column` of 1.2 倍 → `"of_prior"`.
    """
    is_alone = before == "(" and after.startswith(")")  # Of 增加 5 万元（4% 用于培训） it is another's.
    if is_alone and last == "change" and sentence.endswith("元(") and figure.unit == "%":
        turn = direction(sentence)  # 减少 5 万元（20%）
        return None if turn is None else Quantity("rate", "", turn._replace(noun=""))
    if figure.kind is Kind.POINTS:
        return points(before, sentence, year, last, is_budget=is_budget)
    found = percent(before, sentence, year, is_budget=is_budget)
    is_plain = found is None or figure.unit != TIMES or found.column in ("of_prior", "rate")
    return found if is_plain else None


def points(before: str, sentence: str, year: int, last: str | None, *, is_budget: bool) -> Quantity | None:
    """What percentage points state: by how much a share changed (占比较上年提高 2 个百分点), or, behind a sum that
    changed, its rate, which many call so (减少 5 万元，降低 4 个百分点); None where the words do not tell.

    Parameters: `last` the quantity that the sentence stated last, the others as for `money`.
    Example: `points("占比较上年提高", "占比较上年提高", 2024, None, is_budget=False).column` → `"share_change"`.
    """
    turn, compared = direction(before), comparison(sentence, year, is_budget=is_budget)
    if turn is None or turn.noun or compared is None or compared.base != "prior" or _compiled(_BECAME).search(before):
        return None
    words = before[: turn.begin]
    part = _compiled(_PART).search(words)
    if part is not None:
        return Quantity("share_change", words[: part.start()], turn)
    column = {"share": "share_change", "change": "rate"}.get(last or "")
    return Quantity(column, "", turn) if column and NOTHING.fullmatch(without_comparison(words)) else None


def of_list(kind: Kind, words: str, sentence: str, year: int, *, is_budget: bool) -> Quantity | None:
    """What the figures of a list state. Parameters: `words` behind 分别, the others as for `money`.

    Example: `of_list(Kind.COUNT, "为", "", 2024, is_budget=False).column` → `"count"`.
    """
    if kind is Kind.COUNT:
        return Quantity("count", words)
    if kind is Kind.PERCENT:
        return percent(words, sentence, year, is_budget=is_budget)
    return money(words, sentence, year, is_budget=is_budget)


def is_bare_zero(printed: str, before: str, after: str) -> bool:
    """True for a zero of money without its unit: 年初预算为 0，支出决算为 0。

    Example: `is_bare_zero("0", "年初预算为", "，")` → `True`.
    """
    is_zero = not printed.strip("0.")
    return (
        is_zero
        and _compiled(_MONEY_IS).search(before) is not None
        and _compiled(r"[,，。;)]|$").match(after) is not None
    )


def is_involved(before: str) -> bool:
    """True for the money of what was counted before (涉及财政拨款资金)."""
    return _compiled(_INVOLVED).search(before) is not None
