"""Which lines of a report speak of performance: the section on its management, and each project's own report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from dq.ingest.statements.forms import Form, forms_of, squeezed
from dq.ingest.stream import Stream

_HEAD: Final = r"(?:[一二三四五六七八九十]{1,3}[、.．,，]|[（(][一二三四五六七八九十]{1,3}[)）])"
_PERFORMANCE: Final = re.compile(rf"{_HEAD}[^。；，,;:：\d]{{0,16}}绩效[^。；，,;:：\d]{{0,16}}")
_PROJECT: Final = re.compile(r"[^。；，,;:：\d]{0,8}项目(?:经费|支出|预算)?情况说明")
_SECTION: Final = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．,，][^。；;]{2,40}|第[一二三四五六七八九十]{1,3}部分.{0,40}"
)
_PART: Final = re.compile(r"第[一二三四五六七八九十]{1,3}部分.{0,40}")
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


def parts(stream: Stream) -> tuple[Part, ...]:
    """The parts of a report that speak of performance, in print order.

    Example: `[part.form for part in parts(stream)]` → `[None, "1", "2"]`.
    """
    texts = [squeezed(line) for line in stream.lines]
    forms = forms_of(stream)
    reports = [Part("project", str(form.number), *form.report) for form in forms if form.report is not None]
    found = [*_sections(texts, forms), *_between(forms), *reports]
    return tuple(sorted(found, key=lambda part: (part.first, part.end)))


def _sections(texts: Sequence[str], forms: Sequence[Form]) -> Iterator[Part]:
    """Sections with a heading of their own, each up to the next heading, report or form."""
    taken = sorted((form.report or (form.first, form.end))[0] for form in forms)
    inside = [((form.report or (form.first, form.end))[0], form.end) for form in forms]
    after = 0
    for at, text in enumerate(texts):
        if at < after or len(text) > _LONGEST or not text or any(first <= at < end for first, end in inside):
            continue
        is_project = _PROJECT.fullmatch(text) is not None
        if not is_project and (_PERFORMANCE.fullmatch(text) is None or _SECTION.fullmatch(text) is None):
            continue
        ends = _PART if is_project else _SECTION
        stop = next((each for each in taken if each > at), len(texts))
        after = next((each for each in range(at + 1, stop) if ends.fullmatch(texts[each])), stop)
        yield Part("project" if is_project else "performance", None, at, after)


def _between(forms: Sequence[Form]) -> Iterator[Part]:
    """What stands between a form and the next report: how many projects of the next kind there are."""
    for one, following in pairwise(forms):
        first = following.report[0] if following.report else following.first
        if one.end < first and (one.report is None or one.report[0] < one.first):
            yield Part("performance", None, one.end, first)
