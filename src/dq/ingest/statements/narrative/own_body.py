"""Whose money a sentence tells: that of the report's own body, or of a part of it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from dq.ingest.bodies import Likeness, likeness_of
from dq.ingest.identity import dated_titles
from dq.ingest.statements.context import Context

_OWN: Final = re.compile(r"(?:[本我](?:部门|单位|局|委|办|院|校)?)?")
"""Words before 部门预算 and 单位预算 that name the report's own body."""
YEARS: Final = re.compile(r"\d{4}年度?|本年度?|全年|[当今]年")
_UNIT: Final = "单位预算"
_UNIT_TITLE: Final = re.compile(rf"[^,，。;:]*{_UNIT}")
_OF_UNIT: Final = re.compile(rf"(?:{YEARS.pattern})*{_UNIT}(?P<side>[收支])")
_WHOLE_OF: Final = rf"(?:{YEARS.pattern}|预算|总)*(?P<sides>[收支][收入支出、和及]*)"
"""Behind the name of a body: its income, its expenditure or both."""
_PART: Final = re.compile(r"[(（]?(?:本级|机关|本部)[)）]?$")
_OF_PART: Final = re.compile(
    r"(?:本级|本部(?!门)|(?:(?<=[局委办厅院会部府校])|(?<![^,，。;:、中]))机关(?!运行|事业|事务|服务|工资|商品|资本))"
    r"(?![^,，。;:]*(?<=[及和与含、])(?:下属|所属|二级))"
)
_BESIDE_PART: Final = re.compile(
    r"(?<![及和与含])(?<![^元辆个人台次%]、)(?:下属|所属|二级)[^,，。;]{0,8}?(?:单位|公司|企业|机构|学校)"
)
"""The other bodies of a department, beside the one at its head."""
_COUNTED_PARTS: Final = re.compile(r"^[^,，。;]{0,4}单位")
"""The same behind their number (所属 3 个单位), which is a figure of its own."""
_PARTS_COUNTED: Final = re.compile(r"(?<![及和与含、])(?:下属|所属|二级)\d+[个家]")

_ENDS: Final = r"(?:[局馆院校学园站所队委办会室处]|中心|政府)"
_ITEM: Final = (
    r"财政拨款|一般公共|政府(?:性|采购)|基本支出|项目支出|三公|公务|因公|机关运行|(?:人员|公用)经费|(?:会议|培训)费|"
    r"[上年本当][年初末](?:结[余转]|[收支])|(?:共有)?车辆|(?<!政府)采购(?:货物|工程|服务|支出|合同|金额|总额)"
)
_REGIONAL: Final = rf"(?!乡镇)[\u4e00-\u9fff]{{0,8}}?[省市县区州旗镇乡](?!级)[\u4e00-\u9fff]{{1,16}}{_ENDS}"
_BELOW: Final = (
    r"(?:(?:下属|所属|二级)(?![各全]|(?:预算)?单位共)|全(?:系统|行业|社会|[市县区省州旗镇乡](?![级直])))"
    r"[\u4e00-\u9fff]{0,24}?"
)
_BEFORE_ITEM: Final = rf"(?:{YEARS.pattern}|的)*(?=[收支][入出]|{_ITEM})"
_BODY_AHEAD: Final = re.compile(
    rf"(?:^|(?<=[,，。;:、(]))(?:其中|[:,、(]){{0,3}}(?:(?P<below>{_BELOW}){_BEFORE_ITEM}|"
    rf"(?P<body>{_REGIONAL})(?:{_BEFORE_ITEM}|(?=\d[\d.,]{{0,20}}[万亿]?元))|"
    r"(?P<unit>(?![我本该全])[\u4e00-\u9fff]{2,12}(?:中心|[支大]队|[馆站]))"
    rf"(?:20\d\d年度?(?=[收支][入出])|(?={_ITEM})))"
)
"""A body's name right before an item, or that of a body below the report's; without region or such words it may be an
item's (图书馆支出), but not before a year, or a name that says what kind of money it is.
"""
_ALONE: Final = re.compile(
    rf"(?:其中|\d{{1,2}}[.、]|[,，:]){{0,3}}(?:(?P<below>{_BELOW})|(?P<head>[\u4e00-\u9fff]{{0,16}}(?:机关|本级))|"
    rf"(?P<body>(?!下设|[我本该])(?=[\u4e00-\u9fff]{{0,3}}?[省市县区州旗镇乡]){_REGIONAL}))[:。]"
)
"""The same with nothing behind it, ahead of what is told of it."""
_HAS_ITEM: Final = re.compile(rf"[收支][入出]|{_ITEM}|元$")
_OWN_AHEAD: Final = re.compile(r"[本我全](?:部门|单位|[局委办厅院校会部站馆所])|(?<![入出])(?:合计|共计|总计)|汇总")
"""Words of the report's own body, or of all that it tells of."""
_SEVERAL: Final = re.compile("(?<=.)(?:及|含|所属|下属)|财政[局厅]$")
"""In such a name: more than one body, or the one that money comes from."""


class OwnBody:
    """The body whose report this is, and what was told of it so far.

    Parameters: `context` the report.
    """

    def __init__(self, context: Context) -> None:
        self.name = context.identity.department or ""
        self._is_unit = any(_UNIT_TITLE.match(title) for title in dated_titles(context.stream.lines)[:1])
        department = "".join(("[本我]部门|部门(?=预算)", self.name and f"|{re.escape(self.name)}"))
        self._of_department = re.compile(f"(?:{department}){_WHOLE_OF}")
        self._told: set[str] = set()
        """The sides (收, 支) that were told of the department."""
        self._text = "", False
        """The paragraph looked at last, and whether it tells of another body."""
        self._is_of_others = False
        """Whether the text has come to tell of another body, or a part of this one."""

    def hear(self, words: str) -> None:
        """Words before a figure, which may tell a side of the department's money."""
        if (told := self._of_department.search(words)) is not None:
            self._told.update(told["sides"])

    def begin(self, *, is_told: bool) -> None:
        """A sentence, or a part of it, begins. Parameters: `is_told` where something was told of the report's body: to
        that it returns.
        """
        self._is_of_others = self._is_of_others and not is_told

    def name_alone(self, clause: str) -> None:
        """A clause begins, which may name the body that those behind it are of (县某站：收入…, 支出…)."""
        if (found := _ALONE.fullmatch(clause)) is not None:
            is_head = found["head"] is not None and _PART.search(self.name) is None
            self._is_of_others = is_head or self._is_another(found)

    def is_of_others(self, words: str, text: str) -> bool:
        """True where the words before a figure are of another body or a part of this one (`is_of_part`), or name
        nobody behind such words: 所属某馆收入总计 3 万元，支出总计 3 万元.

        Parameters: `words` and the figure.
        Example: behind 所属某馆收入总计3万元 `is_of_others("支出总计3万元", text)` → `True`.
        """
        if self.is_of_part(words, text):
            self._is_of_others = self._is_of_others or _HAS_ITEM.search(words) is not None
            return True
        if self._is_of_others and (_OWN_AHEAD.search(words) or _BODY_AHEAD.match(words)):
            self._is_of_others = False
        return self._is_of_others

    def is_of_part(self, words: str, text: str) -> bool:
        """True where the words before a figure are of the body at the department's head alone (本级, 局机关), or of the
        other ones, in a text that tells of both, or of a unit without a name (单位预算支出) behind the department's
        own; never where the report is that body's.

        Example: of a department, `is_of_part("市本级公用经费", "市本级公用经费5万元，所属单位3万元")` → `True`.
        """
        unit = _OF_UNIT.match(words)
        if unit is not None and unit["side"] in self._told and not self._is_unit:
            return True
        if self._is_another(_BODY_AHEAD.match(words)):
            return True
        if _PART.search(self.name) is not None:
            return False
        if _OF_PART.search(words) is not None:
            return _tells_of(_BESIDE_PART, text) or self._tells_of_another(text)
        is_beside = _BESIDE_PART.search(words) or (_COUNTED_PARTS.match(words) and _tells_of(_PARTS_COUNTED, text))
        return bool(is_beside) and _tells_of(_OF_PART, text)

    def _is_another(self, found: re.Match[str] | None) -> bool:
        """True where words begin with the name of quite another body than the report's, or one below it."""
        if found is None or found["below"] is not None:
            return found is not None
        body = found["body"] or found.groupdict().get("unit") or ""
        if not body or not self.name or _SEVERAL.search(body) or _OF_PART.search(body):
            return False
        return likeness_of(body, self.name) is Likeness.OTHER

    def _tells_of_another(self, text: str) -> bool:
        """Whether a paragraph tells of an item of another body anywhere."""
        if text != self._text[0]:
            self._text = text, any(map(self._is_another, _BODY_AHEAD.finditer(text)))
        return self._text[1]

    def is_own(self, whose: str) -> bool:
        """Whether words before 部门预算 name the report's body or none, and no part of it.

        Example: `is_own("本")` → `True`.
        """
        whose = YEARS.sub("", whose)
        is_part = _PART.search(whose) is not None and _PART.search(self.name) is None
        return _OWN.fullmatch(whose) is not None or (not is_part and likeness_of(whose, self.name) is Likeness.SAME)


@lru_cache(maxsize=3)
def _tells_of(what: re.Pattern[str], text: str) -> bool:
    """Whether a paragraph tells of this anywhere; asked for each of its figures."""
    return what.search(text) is not None
