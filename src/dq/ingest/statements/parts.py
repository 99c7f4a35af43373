"""Which lines of a report speak of performance: the section on its management, and each project's own report."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from dq.ingest.statements.forms import Form, squeezed
from dq.ingest.stream import Shape, Stream

_HEAD: Final = r"(?:[一二三四五六七八九十]{1,3}[、.．,，]|[（(][一二三四五六七八九十]{1,3}[)）])"
_PERFORMANCE: Final = re.compile(rf"{_HEAD}[^。；，,;:：\d]{{0,16}}绩效[^。；，,;:：\d]{{0,16}}")
_PROJECT: Final = re.compile(r"[^。；，,;:：\d]{0,8}项目(?:经费|支出|预算)?情况说明")
_SECTION: Final = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．,，][^。；;]{2,40}|第[一二三四五六七八九十]{1,3}部分.{0,40}"
)
_SUBSECTION: Final = re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）][^。；;，：:]{2,40}")
_PART: Final = re.compile(r"第[一二三四五六七八九十]{1,3}部分.{0,40}")
_TABLE: Final = re.compile(
    r"[^。；，,;:：]{2,30}(?:申报|填报|目标|汇总|情况|预算|决算|明细|自评|评价|统计)表(?:[（(].{1,12}[)）])?"
)
_FIRST: Final = re.compile(rf"(?:{_HEAD}|1[、.．])[^。；，]{{0,12}}(?:概况|概述|简介|立项|基本情况|内容)")
"""How the description of a project begins."""
_OUTLINE: Final = "项目概况"
_BEHIND_OUTLINE: Final = ("项目类型", "项目评价方法")
_NEAR: Final = 8
"""Lines within which the neighbour of a heading stands."""
_MOST: Final = 400
"""Lines of a section whose end is not to be found."""
_LONGEST: Final = 40
"""Characters of a heading."""


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of running text about performance.

    Parameters: `section` as in the statement tables (performance, project); `form` the number of the project form that
    they report on; `first` and `end` (excluded) indices into `Stream.lines`.
    Example: `Part("project", "3", 866, 878)`.
    """

    section: str
    form: str | None
    first: int
    end: int


def parts(stream: Stream, forms: Sequence[Form], texts: Sequence[str] | None = None) -> tuple[Part, ...]:
    """The parts of a report that speak of performance, in print order.

    Parameters: `forms` those of the document; `texts` as for `forms_of`.
    Example: `[part.form for part in parts(stream, forms_of(stream))]` → `[None, "1", "2"]`.
    """
    texts = [squeezed(line) for line in stream.lines] if texts is None else texts
    reports = [Part("project", str(form.number), *form.report) for form in forms if form.report is not None]
    outlines = [] if stream.shape is Shape.CELLS else list(_outlines(texts, forms))
    found = [*_sections(texts, forms), *_between(forms), *reports, *outlines]
    return tuple(sorted(found, key=lambda part: (part.first, part.end)))


def _outlines(texts: Sequence[str], forms: Sequence[Form]) -> Iterator[Part]:
    """The outlines of projects that stand within their forms in running text: behind 项目概况, up to the next label."""
    for form in forms:
        labels = (at for at in range(form.first, form.end) if texts[at].startswith(_OUTLINE))
        first = next(labels, form.end)
        end = next((at for at in range(first, form.end) if texts[at].startswith(_BEHIND_OUTLINE)), None)
        if end is not None:
            yield Part("project", str(form.number), first + (texts[first] == _OUTLINE), end)


def _sections(texts: Sequence[str], forms: Sequence[Form]) -> Iterator[Part]:
    """Sections with a heading of their own, each up to the next heading, report or form."""
    spans = sorted(form.span for form in forms)
    after = 0
    for at in range(len(texts)):
        section = _heads(texts, at) if at >= after else None
        if section is None:
            continue
        following = bisect_right(spans, (at, len(texts)))
        if following > 0 and at < spans[following - 1][1]:
            continue
        ends = (_PART,) if section == "project" else (_SECTION, _SUBSECTION)
        if _SECTION.fullmatch(texts[at]):
            ends = ends[:1]
        stop = min(spans[following][0] if following < len(spans) else len(texts), at + _MOST)
        after = next((each for each in range(at + 1, stop) if _ends(texts[each], ends)), stop)
        yield Part(section, None, at, after)


def _heads(texts: Sequence[str], at: int) -> str | None:
    """The section that this line is the heading of; an entry of the contents is none: a heading stands before it."""
    text = texts[at]
    if not text or len(text) > _LONGEST:
        return None
    if _PROJECT.fullmatch(text) is not None:
        following = next((each for each in texts[at + 1 : at + _NEAR] if each), "")
        return "project" if _FIRST.match(following) is not None else None
    if _PERFORMANCE.fullmatch(text) is None:
        return None
    rank = _SECTION if _SECTION.fullmatch(text) else _SUBSECTION
    before = next((each for each in reversed(texts[max(0, at - _NEAR) : at]) if each), "")
    return None if rank.fullmatch(before) is not None else "performance"


def _ends(text: str, ends: tuple[re.Pattern[str], ...]) -> bool:
    """True where something else begins: a section, a description, a table."""
    return any(each.fullmatch(text) is not None for each in (*ends, _PROJECT, _TABLE))


def _between(forms: Sequence[Form]) -> Iterator[Part]:
    """What is of neither form between two: how many projects of the next kind there are."""
    for one, following in pairwise(forms):
        if one.span[1] < following.span[0]:
            yield Part("performance", None, one.span[1], following.span[0])
