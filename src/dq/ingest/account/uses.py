"""What a figure of the text is that became no fact: a date, a number of a list, words of a label, or unread."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dq.archive.reading import Use
from dq.ingest.statements.narrative.wording import REASON
from dq.ingest.statements.prose import Figure, Kind

_OF_KIND: Final = {
    Kind.YEAR: Use.DATE,
    Kind.MONTH: Use.DATE,
    Kind.DAY: Use.DATE,
    Kind.ENUMERATOR: Use.NUMBERING,
    Kind.CODE: Use.CODE,
    Kind.DOCUMENT: Use.DOCUMENT,
    Kind.NAME: Use.NAME,
}
_BREAKS: Final = frozenset(" ,.")
_AROUND: Final = 4
"""Characters before and behind a figure by which it is known within a label."""
_LEAST: Final = 2
"""Letters that these must have."""
_STOPS: Final = ("。", ";")
_SIGNS: Final = re.compile(r"[\s,，。;:()、：；（）]+")
_SCORING: Final = re.compile(
    r"满分|不得分|得[\d.]+分|(?<!自评)得分为|扣[\d.]+分|扣完|扣分|(?:每|各)[^，。;]{0,16}(?:得|扣|加)|按比例|"
    r"本(?:项|指标)[\d.]*分|最高[\d.]+分|分值|权重|[A-ZＳ][≥≧>﹥<﹤≤≦=＝]|[≥≧>﹥<﹤≤≦]\s*[A-ZＳ]"
)
"""How the text of a scoring rule, or of the limits of grades, speaks."""
_NUMBERS: Final = re.compile(r"[\d=+\-×÷/()（）*\s]+")
_REFERS: Final = re.compile(r"\d=\d")
"""A line that numbers the columns of a form (1=2+6)."""
_ROW_NUMBER: Final = re.compile(r"(?P<number>\d{1,2}(?:-\d{1,2})?)[、.]?(?:其中:?)?[^\W\d]{2,}|(?P<alone>\d-\d)$")
"""A row that begins with its number (1-1 其中：当年预算), which may stand on a line of its own."""
_ADDRESS: Final = re.compile(r"地址|[路街道巷村]\d+号|办公区")
_HOUSE: Final = re.compile(r"[号座层楼室栋]")
_AREA: Final = re.compile(r"-\d{6}")
"""Behind the code of an area in a telephone number."""
_POST: Final = re.compile(r"邮(?:政)?编(?:码)?")
_FAR: Final = 400
"""Characters before and behind a figure within which a sentence tells what it is."""
_LONG: Final = 7
"""Digits of a whole number that nobody counts to in a form: a telephone, a code."""


def bare(text: str) -> str:
    """Words without blanks and marks, by which a wrapped label is known again.

    Example: `bare("合格率 ≥ 95，%")` → `"合格率≥95%"`.
    """
    return _SIGNS.sub("", text.translate(_PLAIN))


_PLAIN: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@dataclass(frozen=True, slots=True)
class Words:
    """What is stored of a part besides its figures.

    Parameters: `part` "section", "report" or "form"; `codes` of its rows; `labels` all its labels and other words, as
    `bare` has them.
    """

    part: str
    codes: frozenset[str]
    labels: str

    def use(self, text: str, figure: Figure, around: str, *, is_title: bool = False) -> Use:
        """What a figure is that is no fact.

        Parameters: `text` it stands in; `around` more text about it, where a form's lines break its cells;
        `is_title` where it is a heading.
        Example: `words.use("2018年支出", figure, "")` of the 2018 in 2018年 → `Use.DATE`.
        """
        known = Use.UNREADABLE if _is_broken(text, figure) else _OF_KIND.get(figure.kind)
        if known is not None and not (self.part == "form" and known is Use.UNREADABLE):
            return known
        if is_title:
            return Use.HEADING
        if figure.printed in self.codes:
            return Use.CODE
        near = bare(text[max(0, figure.begin - _AROUND) : figure.end + _AROUND])
        if len(near) - len(figure.printed) >= _LEAST and near in self.labels:
            return Use.LABEL
        if self.part == "form":
            return _in_form(text, figure, around)
        return Use.IN_REASON if self.part == "section" and _is_in_reason(text, figure) else Use.NOT_PLAIN


def _is_in_reason(text: str, figure: Figure) -> bool:
    """True where a reason is named before the figure in its sentence."""
    reasons = _reasons(text)
    before = bisect_left(reasons, figure.begin)
    return before > 0 and reasons[before - 1] > max(text.rfind(stop, 0, figure.begin) for stop in _STOPS)


@lru_cache(maxsize=1)
def _reasons(text: str) -> tuple[int, ...]:
    """Where reasons begin. Looked for once a text: one sentence may hold thousands of figures."""
    return tuple(found.start() for found in REASON.finditer(text))


def _is_broken(text: str, figure: Figure) -> bool:
    """True for a part of a number that blanks or points break (1 23.4, 1.2.3)."""
    before, after = text[max(0, figure.begin - 2) : figure.begin], text[figure.end : figure.end + 2]
    is_behind = before[-1:] in _BREAKS and before[:-1].isdecimal()
    is_before = after[:1] in _BREAKS and after[1:].isdecimal()
    return figure.kind is Kind.NAME and (is_behind or is_before)


def _in_form(text: str, figure: Figure, around: str) -> Use:
    first, last = max(0, figure.begin - _FAR), min(len(text), figure.end + _FAR)
    begin = max(first, *(text.rfind(stop, first, figure.begin) + 1 for stop in _STOPS))
    end = min([at for stop in _STOPS if (at := text.find(stop, figure.end, last)) >= 0], default=last)
    said = _bare_around(around) if around else text[begin:end]
    if _is_scoring(said):
        return Use.SCORING
    if _numbers_columns(text):
        return Use.COLUMN_NUMBER
    numbered = _ROW_NUMBER.match(text)
    if numbered is not None and numbered.lastgroup is not None and figure.end <= numbered.end(numbered.lastgroup):
        return Use.ROW_NUMBER
    is_long = len(figure.printed) >= _LONG and figure.printed.isdecimal()
    is_phone = _AREA.match(text, figure.end) is not None
    is_house = _HOUSE.match(text, figure.end) is not None and _ADDRESS.search(said) is not None
    return Use.CONTACT if is_long or is_phone or is_house or _POST.search(said) else Use.NOT_PLAIN


@lru_cache(maxsize=1)
def _bare_around(text: str) -> str:
    return bare(text)


@lru_cache(maxsize=1)
def _is_scoring(said: str) -> bool:
    return _SCORING.search(said) is not None


@lru_cache(maxsize=1)
def _numbers_columns(text: str) -> bool:
    """Whether a line numbers the columns of a form. Asked for each of its figures."""
    return _NUMBERS.fullmatch(text) is not None and _REFERS.search(text) is not None
