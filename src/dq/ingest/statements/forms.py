"""Where the performance forms of a report stand, of which kind they are, and which text is the report of which form."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import Final

from dq.ingest.stream import Line, Stream

KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "special": ("立项依据", "项目起止时间", "分类细化（二级）", "参考标准", "项目安排资金", "支出实现率", "部门专项"),
    "operating": ("专项名称", "预算金额", "占预算金额比例", "资金使用管理情况", "存在主要问题", "经常性"),
    "regular_2017": ("项目总体资金情况", "概算", "下达指标数", "申请额度数", "核定额度数", "期初设置绩效目标"),
    "simple_2017": ("项目承担单位", "收入支出比", "增编指标计划值", "以前年度结余结转", "财政批复目", "简易"),
    "regular_2018": ("资金性质", "得分计算过程", "个性指标体系", "计量单位", "结余结转资金使用率", "未得满分原因"),
}
"""What each kind prints and the others do not: printed labels, or the part of them that columns do not wrap."""

PLAN: Final = "plan"
"""The kind of the forms of budgets, told by their heading."""
_HEADING: Final = re.compile(
    r"(?:附[件表]?\d*[-—.、:：]?\d*)?(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[、.．])?"
    r"[^。；，,;|\d]{0,40}(?:\d{4}年度?[^。；，,;|\d]{0,30})?(?:自评价?|绩效评价|自我评价)(?:情况|结果|评分|打分)?表(?:[（(][^（()）]{0,20}[)）])?"
)
_PLAN: Final = re.compile(
    r"(?:附[件表]?\d*[-—.、:：]?\d*)?(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[、.．])?"
    r"(?:20\d\d年度?)?[^。；，,;|\d]{0,30}绩效目标(?:申报|填报|批复|管理|公开)?表(?:[（(][^（()）]{0,20}[)）])?"
)
"""The heading of a form of the budget: what a project is to reach."""
DEPARTMENT: Final = "department"
"""The kind of the forms of a whole department, basic expenditure and all, told by their heading."""
_DEPARTMENT: Final = re.compile(r"^(?!.*项目).*(?:部门|单位|[)）])整体")
_OPENERS: Final = (
    "项目名称",
    "转移支付名称",
    "专项名称",
    "单位性质",
    "单位负责人",
    "项目承担单位",
    "部门名称",
    "项目基本情况",
    "单位名称",
    "预算部门",
    "一级指标",
)
"""Labels of which a form has one below its heading, without what stands in brackets: 部门（单位）名称."""
_BRACKETS: Final = re.compile(r"[（(][^（()）]{0,30}[)）]")
_HEADLESS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "部门名称": (("专项名称", "预算金额", "实际到位"),),
    "项目名称": (("立项依据", "项目起止时间"), ("项目承担单位", "项目绩效目标批复")),
    "单位性质": (("行政机关", "单位地址", "项目负责"),),
}
"""The first label of a form that stands without its heading, and what must follow at once."""
_GRADE: Final = re.compile(r"不合格(?:[（(]\D{0,3}60|[（(]?S)|(?:[□■▉☐☑√✓>]|\[[ x]\])不合格")
_SIGNED: Final = re.compile(r"填表日期|填报日期")
_TOTAL: Final = re.compile(r"^总(?:分|计)[:：|]?\d")
_OVER: Final = re.compile(r"自评综述|^第[一二三四五六七八九十]部分|^[一二三四五六七八九十]{1,3}、其他重要事项")
_NEXT: Final = re.compile(r"[^。；，,;:：|]{4,40}(?:表|情况说明|名词解释)(?:[（(].{1,12}[)）])?")
"""What stands behind a form of the budget: a table, a section."""
_OUTLINE: Final = re.compile(r"[一1][、.．]项目(?:总体|基本|的基本|概)?[情概]况")
"""The first heading within a report, also the first line of one without a title."""
_REPORT: Final = re.compile(
    r"自评综述"
    r"|^[（(]\d{1,2}[)）](?:20)\d{2}年"
    rf"|^{_OUTLINE.pattern}"
    r"|^[（(]?[一二三四五六七八九十]{0,2}[)）]?[^。；，]{0,30}项目[^。；，]{0,12}(?:绩效)?(?:自评|评价)报告$"
)
_TITLE: Final = "自评综述"
_BROKEN: Final = tuple(_TITLE[:length] for length in range(1, len(_TITLE)))
_NEAR: Final = 40
"""Lines with text after a heading within which its form must begin."""

_NAMED: Final = re.compile(
    r"(?:项目|专项|转移支付)名称[:：]?\n?([^:：\n]{2,60}?)"
    r"(?=\n|立项依据|项目承担|项目类[别型]|项目负责|项目编[码号]|项目绩效|主管部门|实施单位|预算金额|单位[:：]|$)"
)
"""The name of a form's project, or what its first line has of it."""
_TAIL: Final = re.compile(r"(?:专项|项目|经费|资金|费用|绩效|支出|自评|评价|报告|情况|”)+$")
"""What one of form and title has behind the name, and the other not."""
_NAME_SHORTEST: Final = 4
"""Characters of a name that other projects' titles do not have by chance, as they have 培训."""
_OPERATING: Final = "业务费"
"""What many forms of one document are named."""
_TITLE_END: Final = re.compile(rf"{_TITLE}|{_OUTLINE.pattern}|[。；，：;,:]")
_TITLE_LONGEST: Final = 80
"""Characters of a report's title."""
_TITLE_LINES: Final = 3
_HEAD_LONGEST: Final = 300
"""Characters of a form's head, where the project is named."""
_FORM_BEFORE: Final = -1
_NEXT_FORM: Final = 1
"""Of which of the two forms beside it a text is the report."""

_HEAD: Final = 5
"""Lines with text at a form's head, where a date or a signature does not end it."""


@dataclass(frozen=True, slots=True)
class Form:
    """One performance form and its report.

    Parameters: `number` from 1 in the order of the document, `kind` one of `KINDS`, `PLAN`, `DEPARTMENT` or "other";
    `first` and `end` its lines and `report` those of its report (start, end; None without one): indices into
    `Stream.lines`, end excluded.
    Example: `Form(1, "special", 717, 775, (699, 717))`.
    """

    number: int
    kind: str
    first: int
    end: int
    report: tuple[int, int] | None = None

    @property
    def span(self) -> tuple[int, int]:
        """The lines of the form and of its report, whichever stands first.

        Example: `Form(1, "special", 717, 775, (699, 717)).span` → `(699, 775)`.
        """
        first, end = self.report or (self.first, self.end)
        return min(first, self.first), max(end, self.end)


def squeezed(line: Line) -> str:
    """All the line's text without blanks.

    Example: `squeezed(Line(7, ("合 计", "1.00")))` → `"合计1.00"`.
    """
    return "".join("".join(line.cells).split()) if line.filled else ""


def forms_of(stream: Stream, texts: Sequence[str] | None = None) -> tuple[Form, ...]:
    """The performance forms in the order of the document, in every shape of document; () where it has none.

    A form begins with its heading (…自评表), or with its first labels where the heading was left out, and ends with its
    ticked grades, its signatures, or where something else begins.
    Its report is the text beside it whose title names its project, from where a report begins (…绩效自评综述, 一、项目
    总体情况). Any other stands as the document's reports do: before their forms where one stands before the first form
    and none behind the last, else as those do that name theirs, else behind their forms where one stands behind the
    last and none before the first; where that does not tell either it is the report of none.
    Parameters: `texts` of all lines without blanks (`squeezed`), where they are known.
    Example: `[form.kind for form in forms_of(stream)]` → `["special", "operating"]`.
    """
    return _forms(tuple(map(squeezed, stream.lines) if texts is None else texts))


@lru_cache(maxsize=1)
def _forms(texts: tuple[str, ...]) -> tuple[Form, ...]:
    """The forms; of most documents they are asked for twice, with the tables of other bodies and without."""
    return _with_reports(texts, list(_spans(texts)))


def _spans(texts: Sequence[str]) -> Iterator[Form]:
    starts = [
        at for at, text in enumerate(texts) if text and (_is_heading(texts, at, text) or _is_headless(texts, at, text))
    ]
    number, done = 0, 0
    headings = [at for at in starts if _heads(texts[at])] + [len(texts)]
    for start in starts:
        if start < done:
            continue
        limit = headings[bisect_right(headings, start)]
        is_plan = _PLAN.fullmatch(texts[start]) is not None
        done = _plan_end(texts, start, limit) if is_plan else _end(texts, start, limit)
        number += 1
        yield Form(number, PLAN if is_plan else _kind(texts[start:done]), start, done)


def _is_heading(texts: Sequence[str], at: int, text: str) -> bool:
    """Whether a form begins with this heading: an entry of the contents has none below it."""
    return (
        text.endswith(("表", "）", ")"))
        and _heads(text)
        and any(opener in _BRACKETS.sub("", _below(texts, at + 1, _NEAR)) for opener in _OPENERS)
    )


def _heads(text: str) -> bool:
    """True for words that a form may have as its heading."""
    return _HEADING.fullmatch(text) is not None or _PLAN.fullmatch(text) is not None


def _is_headless(texts: Sequence[str], at: int, text: str) -> bool:
    for label, sets in _HEADLESS.items():
        if label in text[:30]:
            below = _below(texts, at, 20)
            return any(all(each in below for each in wanted) for wanted in sets)
    return False


def _below(texts: Sequence[str], at: int, count: int) -> str:
    """The text of this many lines with text from here on, up to the next heading."""
    found: list[str] = []
    while at < len(texts) and len(found) < count:
        if found and texts[at].endswith("表") and _heads(texts[at]):
            break
        if texts[at]:
            found.append(texts[at])
        at += 1
    return "".join(found)


def _end(texts: Sequence[str], start: int, limit: int) -> int:
    """The line after the form's last one."""
    total: int | None = None
    filled = 0
    for at in range(start, limit):
        text = texts[at]
        filled += bool(text)
        if filled > 1 and _OVER.search(text):
            return total or at
        if _GRADE.search(text) or (filled > _HEAD and _SIGNED.search(text)):
            return at + 1
        if _TOTAL.search(text):
            total = at + 1
    return total or limit


def _plan_end(texts: Sequence[str], start: int, limit: int) -> int:
    """The line after the last one of a form of the budget: it has no total, another table or part ends it."""
    filled = 0
    for at in range(start, limit):
        filled += bool(texts[at])
        if filled > 1 and (_OVER.search(texts[at]) or _NEXT.fullmatch(texts[at])):
            return at
    return limit


def _kind(texts: Sequence[str]) -> str:
    if _DEPARTMENT.match(texts[0]):
        return DEPARTMENT
    text = "".join(texts)
    scores = {kind: sum(label in text for label in labels) for kind, labels in KINDS.items()}
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] > 1 else "other"


def _with_reports(texts: Sequence[str], forms: Sequence[Form]) -> tuple[Form, ...]:
    """The forms, each with the text that reports on it: that which names its project, else as the others stand."""
    names = ["", *(_name(texts, form) for form in forms), ""]
    gaps = list(zip([0, *(form.end for form in forms)], [*(form.first for form in forms), len(texts)], strict=True))
    begun = [_begun(texts, *gap, *names[at : at + 2]) for at, gap in enumerate(gaps)]
    usual = _usual(begun)
    spans = [_shared(gap, usual, stop) for (_, stop), gap in zip(gaps, begun, strict=True)]
    return tuple(
        replace(form, report=_own(ahead[_NEXT_FORM], behind[_FORM_BEFORE], usual))
        for form, ahead, behind in zip(forms, spans, spans[1:], strict=False)
    )


def _usual(begun: Sequence[Sequence[tuple[int, int]]]) -> int:
    """Of which form beside it a report is that names none: 0 where the document does not tell."""
    ahead, behind = bool(begun[0]), bool(begun[-1])
    if ahead and not behind:
        return _NEXT_FORM
    told = {side for gap in begun for _, side in gap if side}
    if told:
        return told.pop() if len(told) == 1 else 0
    return _FORM_BEFORE if behind and not ahead else 0


def _shared(gap: Sequence[tuple[int, int]], usual: int, stop: int) -> dict[int, tuple[int, int, bool]]:
    """The reports between two forms by the side of their form, each with whether it names the form."""
    begins = {side: _first(gap, side, usual, stop) for side in (_FORM_BEFORE, _NEXT_FORM)}
    ends = {_FORM_BEFORE: begins[_NEXT_FORM], _NEXT_FORM: stop}
    return {side: (begin, ends[side], (begin, side) in gap) for side, begin in begins.items()}


def _own(ahead: tuple[int, int, bool], behind: tuple[int, int, bool], usual: int) -> tuple[int, int] | None:
    """A form's report of what stands before it and behind it: that which names it, else the usual one."""
    sides = {side: each for side, each in ((_NEXT_FORM, ahead), (_FORM_BEFORE, behind)) if each[0] < each[1]}
    sides = {side: each for side, each in sides.items() if each[2]} or sides
    side = usual if len(sides) > 1 else next(iter(sides), 0)
    return sides[side][:2] if side else None


def _first(gap: Sequence[tuple[int, int]], side: int, usual: int, stop: int) -> int:
    """Where the first report of the form on this side begins: one that names it, else one that names none."""
    named = (begin for begin, told in gap if told == side)
    unnamed = (begin for begin, told in gap if not told and usual == side)
    return next(chain(named, unnamed), stop)


def _name(texts: Sequence[str], form: Form) -> str:
    """The words by which a report's title may name this form's project, "" where it has none that tells it."""
    head = "\n".join(text for text in texts[form.first : form.end] if text)[:_HEAD_LONGEST]
    found = _NAMED.search(head)
    name = "" if found is None else _TAIL.sub("", found[1])
    told = len(name) >= _NAME_SHORTEST and _OPERATING not in name
    return name if told else ""


def _begun(texts: Sequence[str], start: int, stop: int, before: str, following: str) -> list[tuple[int, int]]:
    """Where reports begin between two forms, and which of them each names: 0 where that cannot be told."""
    begins = [at for at in range(start, stop) if _begins_report(texts, at, stop)]
    outlined = [_OUTLINE.match(texts[at]) is not None for at in begins]
    return [
        (at, _side(_title(texts[at : min(at + _TITLE_LINES, stop)]), before, following))
        for at, outline, within in zip(begins, outlined, [False, *(not each for each in outlined)], strict=False)
        if not (outline and within)
    ]


def _title(texts: Sequence[str]) -> str:
    """The title of the report that begins here, up to the project's name."""
    return _TAIL.sub("", _TITLE_END.split("".join(texts)[:_TITLE_LONGEST], maxsplit=1)[0])


def _side(title: str, before: str, following: str) -> int:
    """The form that this title names: the longer name where one is a part of the other."""
    one, other = (len(name) if title.endswith(name) else 0 for name in (before, following))
    return (other > one) - (one > other)


def _begins_report(texts: Sequence[str], at: int, stop: int) -> bool:
    """True where a report begins in this line, also where the word that says so is broken by its end."""
    text = texts[at]
    if not text or _REPORT.search(text):
        return text != ""
    if not text.endswith(_BROKEN):
        return False
    following = next((each for each in texts[at + 1 : stop] if each), "")
    return _TITLE in text[-len(_TITLE) :] + following[: len(_TITLE)]
