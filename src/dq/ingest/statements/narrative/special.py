"""Money whose subject other words tell than those right before it."""

from __future__ import annotations

import re
from typing import Final

from dq.ingest.statements.narrative.acts import act_of
from dq.ingest.statements.narrative.names import count_names
from dq.ingest.statements.narrative.quantities import is_involved
from dq.ingest.statements.narrative.subjects import Subject, plain

_SMALL: Final = r"(?:小微|小型和?、?微型|小型微型|小型和微型)"
_RESERVED: Final = re.compile(
    rf"(?:面向|预留给)(?:(?P<small>{_SMALL})|中小)企业(?:预留|采购)*(?:的)?(?:政府采购)?(?:项目)?(?:预算)?(?:金额|资金|份额)?(?:为)?$"
)
_AWARDED: Final = re.compile(
    rf"在(?:(?P<other>其他)|面向(?:(?P<small>{_SMALL})|中小)企业预留的?)政府采购项目中[,，]"
    rf"由(?:(?P<by>{_SMALL})|中小)企业(?:供应商)?中标"
)
_PURCHASE: Final = re.compile(r"(?:采购|成交|合同)(?:项目)?(?:金额|总额)?(?:为|共|:)*$")
_MONEY_OF: Final = re.compile(r"(?:项目|预算|财政|自评|评价)*(?:资金|金额|预算)(?:总额)?(?:为|共|共计|合计|:)*")
"""Money of what was counted before, of which no more is said: 项目 5 个，金额共计 9 万元."""
_OF_PROJECTS: Final = re.compile(
    r"(?:^|[,，、])(?P<what>[^\d,，。;:、]{2,16}项目)(?:支出)?(?:预算|资金|支出)(?:总额|金额|数)?(?:为|共|共计|合计|:)*$"
)
"""Money of the projects with which something was done: 编报绩效目标的项目预算 5 万元."""
_FUND: Final = (
    r"(?P<fund>一般公共预算|政府性基金预算|国有资本经营预算)(?:当年)?"
    r"(?:财政)?(?:拨款)?(?:项目)?(?:资金|支出)?(?:为|共|:)*"
)
_OF_FUND: Final = re.compile(rf"^(?:共?涉及(?:到)?|其中:?|[:、和])*{_FUND}$")
_OF_FUND_WITH_SUM: Final = re.compile(rf"{_FUND}(?=\d[\d.,]{{0,20}}[万亿]?元)")
"""Money of counted projects by the budget that it comes from: 涉及一般公共预算资金 5 万元，…基金预算资金 1 万元."""
_SUM_OF_FUNDS: Final = re.compile(r"[,，、:]*(?:合计|总计|共计?)(?:为|:)*")
"""Behind them all of it: …基金预算资金 1 万元，共 6 万元."""
_LIST_OF: Final = re.compile(r"^(?:分别(?:是|为)|包括|主要是|如下|即)*")
_BEHIND: Final = re.compile(r"^[^\d,，。;:、()]{2,14}?(?=实施|开展|进行)")
_ALL: Final = re.compile(r"(?:项目|支出)(?:全面|全部|均)|(?:全部|所有)(?:项目|支出)|管理全覆盖")
"""Words of all projects: what is done with them is done with those counted."""
_OF: Final = re.compile(r"对(?:\d{4}年(?:度)?)?$")


_PROJECT: Final = re.compile(
    r"^(?:\(?\d{1,2}[)、.])?(?:其中|如|例如)?[:,，]?(?P<name>(?!.*(?:开展|组织|根据|按照|纳入|实施|以下|如下|用于|主要|下一步|加强|存在|问题|措施|及))[^\d,，。;:]{2,30}?(?:项目|专项|经费|补助|补贴|资金))"
    r"(?:(?:支出)?绩效自评(?:综述|结果|情况)|自评(?:综述|结果|情况))?:$"
)
"""What heads the words on one project: 随班就读补助项目绩效自评综述."""


def project_named(section: str, words: str) -> Subject | None:
    """The project that words before a colon name, of which the sentence goes on to speak; None for others, and where
    the section is not on performance.

    Example: `project_named("performance", "危桥改造项目自评综述:").item` → `"危桥改造项目"`.
    """
    found = _PROJECT.match(words) if section == "performance" else None
    if found is None or found["name"] in count_names():
        return None
    return Subject(found["name"], found["name"], is_known=False)


def named_otherwise(
    section: str, before: str, after: str, so_far: str, whole: str, *, listed: str | None, counted: Subject | None
) -> tuple[Subject, str] | None:
    """Money whose subject other words tell, and its quantity: of reserved purchases, of projects that were counted.

    Parameters: `before`, `after` the words around it in its clause, `so_far` the sentence up to it, `whole` to its end;
    `listed` the clause before, which may name a project; `counted` what was counted last.
    Example: in procurement `named_otherwise(…, "面向中小企业预留", …)[1]` → `"budget"`.
    """
    if section == "procurement" and (kept := reserved(before, plain(so_far))) is not None:
        return kept
    if section != "performance" and (counted is None or counted.item not in count_names().values()):
        return None
    project = _OF_PROJECTS.search(before)
    if project is not None and project["what"] in count_names():
        return Subject(project["what"], count_names()[project["what"]]), "amount"
    if counted is not None and (fund := _OF_FUND.search(before)) is not None:
        funds = {each["fund"] for each in _OF_FUND_WITH_SUM.finditer(whole)}
        if len(funds) > 1:  # Each is of a part of the projects.
            return Subject(
                fund["fund"], f"{fund['fund']}项目", f"{counted.item}/{fund['fund']}", is_known=False
            ), "amount"
    is_all = _SUM_OF_FUNDS.fullmatch(before) is not None and _OF_FUND_WITH_SUM.search(so_far) is not None
    is_money = is_all or _MONEY_OF.fullmatch(before) is not None
    is_of_counted = is_involved(before) or (counted is not None and is_money)
    subject = involved(listed, counted) if is_of_counted else named_behind(before, after)
    return None if subject is None else (subject, "amount")


def reserved(before: str, so_far: str) -> tuple[Subject, str] | None:
    """Purchases reserved for small and medium enterprises (`budget`), and what they were awarded of them (`amount`).

    Parameters: `so_far` the sentence up to the figure.
    Example: `reserved("面向中小企业预留政府采购项目预算金额", "…")[1]` → `"budget"`.
    """
    awarded = next(reversed(list(_AWARDED.finditer(so_far))), None)
    if awarded is not None and _PURCHASE.search(before):
        by = "小微企业" if awarded["by"] else "中小企业"
        kind = "小微企业" if awarded["small"] else by
        label = f"其他采购{by}成交" if awarded["other"] else f"预留{kind}成交"
        return Subject(label, label), "amount"
    found = _RESERVED.search(before)
    if found is None:
        return None
    label = f"面向{'小微' if found['small'] else '中小'}企业预留"
    return Subject(label, label), "budget"


def involved(listed: str | None, counted: Subject | None) -> Subject | None:
    """What the money in 涉及资金 is for: the project that the clause before names, else what was counted last; None
    where that clause names two.
    """
    words = _LIST_OF.sub("", (listed or "").rstrip(",，:"))
    done = act_of(words) if _ALL.search(words) else None
    if done is not None:
        return Subject(words, done)
    names = words.count("、")
    if not words or names > 1:
        return counted
    if "未开展" in words:
        return None
    return None if names else Subject(words, words, is_known=False)


def named_behind(before: str, after: str) -> Subject | None:
    """What the words behind a sum name: 对 2030 年 5 万元业务费实施绩效监控."""
    found = _BEHIND.match(after)
    return Subject(found[0], found[0], is_known=False) if found is not None and _OF.search(before) else None
