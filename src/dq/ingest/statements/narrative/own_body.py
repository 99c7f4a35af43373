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
_BESIDE_PART: Final = re.compile(r"(?<![及和与含、])(?:下属|所属|二级)[^,，。;]{0,8}?(?:单位|公司|企业|机构|学校)")
"""The other bodies of a department, beside the one at its head."""
_COUNTED_PARTS: Final = re.compile(r"^[^,，。;]{0,4}单位")
"""The same behind their number (所属 3 个单位), which is a figure of its own."""
_PARTS_COUNTED: Final = re.compile(r"(?<![及和与含、])(?:下属|所属|二级)\d+[个家]")

_BODY_AHEAD: Final = re.compile(
    r"^(?:其中|[:,、(])*(?P<body>(?!乡镇)[\u4e00-\u9fff]{0,8}?[省市县区州旗镇乡](?!级)[\u4e00-\u9fff]{1,16}"
    rf"(?:[局馆院校学园站所队委办会室处]|中心|政府))(?:{YEARS.pattern}|的)*"
    r"(?=[收支][入出]|财政拨款|一般公共|政府(?:性|采购)|基本支出|项目支出|三公|公务|因公|机关运行|(?:共有)?车辆)"
    r"|^(?:其中|[:,、(])*(?P<unit>(?![我本该全])[\u4e00-\u9fff]{2,12}(?:中心|[支大]队|[馆站]))(?:20\d\d年度?)(?=[收支][入出])"
)
"""A body's name right before an item; without region it may be an item's (图书馆支出), but not before a year."""
_SEVERAL: Final = re.compile("(?<=.)(?:及|含|所属|下属)|财政[局厅]$")
"""In such a name: more than one body, or the one that money comes from."""


class OwnBody:
    """The body whose report this is, and what was told of it so far.

    Parameters: `context` the report.
    """

    def __init__(self, context: Context) -> None:
        self._name = context.identity.department or ""
        self._is_unit = any(_UNIT_TITLE.match(title) for title in dated_titles(context.stream.lines)[:1])
        department = "".join(("[本我]部门|部门(?=预算)", self._name and f"|{re.escape(self._name)}"))
        self._of_department = re.compile(f"(?:{department}){_WHOLE_OF}")
        self._told: set[str] = set()
        """The sides (收, 支) that were told of the department."""

    def hear(self, words: str) -> None:
        """Words before a figure, which may tell a side of the department's money."""
        if (told := self._of_department.search(words)) is not None:
            self._told.update(told["sides"])

    def is_of_part(self, words: str, text: str) -> bool:
        """True where the words before a figure are of the body at the department's head alone (本级, 局机关), or of the
        other ones, in a text that tells of both, or of a unit without a name (单位预算支出) behind the department's
        own; never where the report is that body's.

        Example: of a department, `is_of_part("市本级公用经费", "市本级公用经费5万元，所属单位3万元")` → `True`.
        """
        unit = _OF_UNIT.match(words)
        if unit is not None and unit["side"] in self._told and not self._is_unit:
            return True
        if self._is_another_s(words):
            return True
        if _PART.search(self._name) is not None:
            return False
        if _OF_PART.search(words) is not None:
            return _tells_of(_BESIDE_PART, text)
        is_beside = _BESIDE_PART.search(words) or (_COUNTED_PARTS.match(words) and _tells_of(_PARTS_COUNTED, text))
        return bool(is_beside) and _tells_of(_OF_PART, text)

    def _is_another_s(self, words: str) -> bool:
        """True where words begin with the name of quite another body than the report's, and an item behind it."""
        found = _BODY_AHEAD.match(words) if self._name else None
        body = (found["body"] or found["unit"]) if found else ""
        if not body or _SEVERAL.search(body) or _OF_PART.search(body):
            return False
        return likeness_of(body, self._name) is Likeness.OTHER

    def is_own(self, whose: str) -> bool:
        """Whether words before 部门预算 name the report's body or none, and no part of it.

        Example: `is_own("本")` → `True`.
        """
        whose = YEARS.sub("", whose)
        is_part = _PART.search(whose) is not None and _PART.search(self._name) is None
        return _OWN.fullmatch(whose) is not None or (not is_part and likeness_of(whose, self._name) is Likeness.SAME)


@lru_cache(maxsize=3)
def _tells_of(what: re.Pattern[str], text: str) -> bool:
    """Whether a paragraph tells of this anywhere; asked for each of its figures."""
    return what.search(text) is not None
