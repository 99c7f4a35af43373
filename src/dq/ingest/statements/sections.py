"""Which section of the report a paragraph belongs to, told by the headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from dq.ingest.statements.model import Span
from dq.ingest.statements.prose import Paragraph, paragraphs
from dq.ingest.stream import Line

_PROJECT: Final = "project"
_SECTIONS: Final = (
    ("project", r"项目(?:支出|经费)(?:预算)?(?:情况)?(?:的)?说明$"),
    ("three_public", r"三公|因公出国|公务接待|公务用车购置"),
    ("operating", r"机关运行"),
    ("procurement", r"政府采购|^采购(?:支出|情况)"),
    ("vehicles", r"国有资产|车辆"),
    ("performance", r"绩效"),
    ("other", r"一般性支出|会议费|培训费"),
    ("funds", r"政府性基金"),
    ("state_capital", r"国有资本"),
    ("basic", r"基本支出"),
    ("general", r"一般公共预算|公共预算财政拨款支出|财政拨款支出"),
    ("fiscal", r"财政拨款"),
    (
        "totals",
        r"收入支出|收支|收入、支出|支出总体|\d年度?预算执行情况(?:的)?(?:分析|说明)?$|(?:部门|单位|\d年度?)[预决]算总体",
    ),
    ("income", r"收入(?:总体)?(?:预算|决算)?"),
    ("expenditure", r"支出(?:总体)?(?:预算|决算)?"),
)
"""What the words of a heading say, the first that fits."""
_PART: Final = (
    r"(?:决算|预算|编制|公开|数据|收支)(?:编制)?(?:的)?(?:情况)?(?:的)?说明|情况说明$|其他(?:重要|相关|需要|有关)"
)
"""The part of the report that has the sections, and the section of all other matters."""
_REPORTS: Final = (
    r"项目(?:支出)?(?:绩效)?(?:自评|评价)(?:的)?(?:结果|报告|情况(?!说明))|自评(?:结果|报告|表|综述)|评价(?:报告|结果)"
)
"""Where the reports on single projects begin; they are no section of the form."""
_FORMS: Final = r"^[^。，,;]{0,40}(?:绩效目标|申报|自评|评价|评分|指标|填报)(?:申报|填报|自评)?表"
"""How a form begins that is no table of the templates, where it is printed as running text."""
_ENDS: Final = r"名词解释|专业名词|附件|附表|名词"
_NUMERALS: Final = {each: at for at, each in enumerate("一二三四五六七八九十", 1)}
_MARKS: Final = (r"第", r"[一二三四五六七八九十]", r"\([一二三四五六七八九十]", r"\d", r"\(\d")
_TOP: Final = 1
"""Rank of a heading 一、; parts and headings without a number are of rank 0."""
_LONGEST_HEADING: Final = 60
_LONGEST_WITHIN: Final = 30
_WITHIN: Final = re.compile(r"[^，,;、\d]{0,24}(?:情况|说明|经费|采购|占用|使用|资产|管理|绩效(?:目标|自评|评价)?)")
_SUM_OPENS: Final = r"[。:]|(?:支出|预算|决算|总额|为){0,3}(?=\d)"
_ABOUT_SIDE: Final = re.compile(r"(?:部门|单位|本年)?(?:收入|支出)(?:(?:预算|决算)?(?:总体)?情况(?:说明)?|预算|决算)")
_OTHER_MATTERS: Final = frozenset(("operating", "procurement", "vehicles", "performance"))
"""Sections that reports print as entries of the last one."""
_WHOLE: Final = frozenset(("totals", "income", "expenditure"))
_OWN: Final = frozenset((*_OTHER_MATTERS, "three_public", "basic", "general", "fiscal", "funds", "state_capital"))
"""Sections whose parts may be headed 收入情况 or 支出情况 and speak of them still, not of the whole."""
_OPENS: Final = frozenset(_NUMERALS)


class Section(NamedTuple):
    """Where a paragraph stands: the name of its section (words of `narrative.section`), the heading above it and what
    the heading says that this one is a part of.
    """

    name: str
    heading: str
    top: str = ""


@cache
def _patterns() -> tuple[tuple[tuple[str, re.Pattern[str]], ...], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    sections = tuple((name, re.compile(pattern)) for name, pattern in _SECTIONS)
    return sections, re.compile(_PART), re.compile(_REPORTS), re.compile(_ENDS)


@cache
def _form() -> re.Pattern[str]:
    return re.compile(_FORMS)


def sectioned(lines: Sequence[Line], tables: Sequence[Span]) -> Iterator[tuple[Section, Paragraph]]:
    """The paragraphs of the sections around the tables, headings left out.

    Parameters: `tables` where tables stand, in print order: nothing is read there.
    What stands before the first section, among terms (名词解释) and in what is said of single projects is left out.
    """
    guide = _Guide()
    first = 0
    for span in (*tables, Span("", len(lines), len(lines))):
        while first < span.first:
            if guide.is_in_reports:
                first = _next_heading(lines, first, span.first)
            for paragraph in paragraphs(lines, first, span.first):
                first = paragraph.last + 1
                if paragraph.is_title:
                    guide.pass_heading(paragraph)
                if guide.is_in_reports:
                    break
                guide.pass_text(paragraph)
                if not paragraph.is_title and guide.section is not None and guide.section.name != _PROJECT:
                    yield guide.section, paragraph
            else:
                break
        first = max(first, span.end)


def section_named(words: str) -> str | None:
    """The section that a heading's words name, or None.

    Example: `section_named("机关运行经费支出情况")` → `"operating"`.
    """
    return next((name for name, pattern in _patterns()[0] if pattern.search(words)), None)


class _Guide:
    """Follows the headings."""

    def __init__(self) -> None:
        self.section: Section | None = None
        self.is_in_reports = False
        self._above: list[tuple[int, Section]] = []
        self._number = 0

    def pass_text(self, paragraph: Paragraph) -> None:
        """Take note of a form that begins, which ends the section, and of a heading that text stands behind."""
        if self.section is not None and _form().search(paragraph.text):
            self.section, self._above = None, []
            return
        heading = _heading_within(paragraph, self.section.name) if self.section is not None else None
        if heading is not None and self.section != heading:
            self._enter(_rank(paragraph.mark), heading.heading, heading.name, is_part=False)

    def pass_heading(self, title: Paragraph) -> None:
        """Take note of a heading."""
        words = title.text[len(title.mark) :].rstrip(":。")
        rank = _rank(title.mark)
        _, part, reports, ends = _patterns()
        name = section_named(words)
        number = _NUMERALS.get(title.mark[:1], 0) if rank == _TOP else 0
        if self.is_in_reports:
            if not (rank == _TOP and number == self._number + 1 and (name is not None or part.search(words))):
                return
            self.is_in_reports = False
            self._above = []
        if ends.search(words) and rank <= _TOP:
            self.section, self._above = None, []
            return
        if reports.search(words) and (self.section is not None or self._above):
            self.section, self.is_in_reports = None, True
            return
        if rank == _TOP:
            self._number = number
        self._enter(rank, words, name, is_part=part.search(words) is not None)

    def _enter(self, rank: int, words: str, name: str | None, *, is_part: bool) -> None:
        self._above = [each for each in self._above if each[0] < rank]
        above = self._above[-1][1] if self._above else None
        top = above.top or above.heading if above is not None and rank > _TOP else ""
        if rank == 0:
            # 2024年部门预算编制说明 holds sections or statements on the whole.
            opens = is_part or name == _PROJECT or (name is not None and words.endswith("说明"))
            section = Section(name or "totals", words) if opens else None
        elif above is not None and above.name == _PROJECT:
            section = Section(_PROJECT, words)
        elif name is not None and (rank <= _TOP or above is None or name not in _WHOLE or above.name not in _OWN):
            section = Section(name, words, top)
        elif rank == _TOP:
            section = Section("other", words) if above is not None or is_part else None
        else:
            section = Section(above.name, words, top) if above is not None else None
        self.section = section
        if section is not None:
            self._above.append((rank, section))


def _heading_within(paragraph: Paragraph, above: str) -> Section | None:
    """The heading that opens an entry of all other matters, or, in the section `above` on the whole, one on income or
    expenditure, with its text behind it on the same line.
    """
    if not paragraph.mark:
        return None
    # Of all other matters an entry may open with its first sum: （一）机关运行经费支出 5 万元.
    ends = _SUM_OPENS if above == "other" or above in _OTHER_MATTERS else "[。:]"
    words = re.split(ends, paragraph.text[len(paragraph.mark) : len(paragraph.mark) + _LONGEST_WITHIN], maxsplit=1)
    is_side = above in _WHOLE and _ABOUT_SIDE.fullmatch(words[0]) is not None
    name = section_named(words[0]) if len(words) > 1 and (is_side or _WITHIN.fullmatch(words[0])) else None
    return Section(name, words[0]) if name is not None and (is_side or name in _OTHER_MATTERS) else None


def _rank(mark: str) -> int:
    return next((rank for rank, sign in enumerate(_MARKS) if re.match(sign, mark)), 0) if mark else 0


def _next_heading(lines: Sequence[Line], first: int, end: int) -> int:
    """Index of the next line that reads like the heading of a section, where the reports on projects may be over."""
    for at in range(first, end):
        text = lines[at].sole_text
        if text and text[0] in _OPENS and len(text) <= _LONGEST_HEADING and _is_top(text):
            return at
    return end


def _is_top(text: str) -> bool:
    """True for a line that opens with 一、 and names a section."""
    words = "".join(text.split())
    return "、" in words[:4] and (section_named(words) is not None or _patterns()[1].search(words) is not None)
