"""Documents of performance forms and nothing else, as annexes are published: whose they are, and of which year."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dq.diagnostics import Diagnostic, Span, Text, warned
from dq.ingest.identity import ends_like_a_body, identify
from dq.ingest.statements.forms import DEPARTMENT, PLAN, Form, forms_of, squeezed
from dq.ingest.statements.model import Statement
from dq.ingest.stream import Line, Stream

_YEAR: Final = re.compile(r"(20\d{2})年度?")
_YEAR_ALONE: Final = re.compile(r"[（(]?(20\d{2})年度[)）]?")
_TITLED: Final = re.compile(r"(?:附件\d*[:：]?)?([^\d:：]{3,40}?)(?:部门|单位)?(?:预算)?(?:项目|专项|整体)")
"""The heading of a form that begins with the body's name."""
_VALUE: Final = (
    r"(?:[ \t]*[（(](?:盖章|公章)[)）])?(?:[ \t]*[:：])?\s*(?:\d{3,6}[-—]?)?([^\s:：]{3,40})"
    r"(?<!部门)(?<!单位)(?!\S)([^\n]*)\n?([^\n]*)"
)
"""What stands beside a label, without its code, the rest of the line, and the line below, where it may go on."""
_NAMED: Final = re.compile(
    r"(?<!\S)(?:(?:部门|单位|部门[（(]单位[)）]|单位[（(]部门[)）])名称|(?:项目)?实施单位|项目(?:承担)?单位|资金使用单位)"
    + _VALUE
)
"""Whose a form is."""
_IN_CHARGE: Final = re.compile(r"(?<!\S)(?:项目)?主管部门(?:及代码)?" + _VALUE)
_LISTED: Final = re.compile(r"[、，,;；]")
_HEAD: Final = 12
"""Lines of a form in which it says whose it is."""


@dataclass(frozen=True, slots=True)
class Annex:
    """A document of performance forms and no table.

    Parameters: `titles` of its forms; `dates` the lines above and below these, which may say their year;
    `heads` the first lines of each.
    """

    forms: tuple[Form, ...]
    first: Line
    titles: tuple[str, ...]
    dates: tuple[str, ...]
    heads: tuple[str, ...]

    @staticmethod
    def of(stream: Stream) -> Annex | None:
        """The forms of a document in which no table was found; None where it has none of them either."""
        forms = forms_of(stream)
        if not forms:
            return None
        titles = (stream.lines[form.first] for form in forms)
        dates = (line for form in forms for line in stream.lines[max(form.first - 1, 0) : form.first + 2])
        heads = ("\n".join(map(_spaced, stream.lines[form.first : form.end][:_HEAD])) for form in forms)
        first = stream.lines[forms[0].first]
        return Annex(forms, first, tuple(map(squeezed, titles)), tuple(map(squeezed, dates)), tuple(heads))

    @property
    def year(self) -> int | None:
        """The year that its forms print at their heads; None where they print none, or several.

        Example: of a form with （2031年度） below its title → 2031.
        """
        titled = {year for title in self.titles for year in _YEAR.findall(title)}
        years = titled | {found[1] for date in self.dates if (found := _YEAR_ALONE.fullmatch(date))}
        return int(years.pop()) if len(years) == 1 else None

    def body(self, lines: Sequence[Line]) -> str | None:
        """The body that its cover names, else all titles of forms that name any, else all forms; None where they name
        none, or a name may go on in the line below. Where several carry projects out it is the one department that is
        in charge, None where there are several of these.

        Example: of 某市档案馆2031年度项目支出绩效自评表 → 某市档案馆.
        """
        cover = identify(lines[: self.forms[0].first]).department or ""
        titled = (_TITLED.match(_YEAR.sub("", title)) for title in self.titles)
        titles = {title[1] for title in titled if title is not None and ends_like_a_body(title[1])}
        told = {name for head in self.heads if (name := _named(head)) is not None}
        units = {unit for name in told for unit in _LISTED.split(name)}
        if len(units) > 1:
            is_sure = all(map(ends_like_a_body, units))
            told = {_named(head, _IN_CHARGE) or "" for head in self.heads if is_sure}
        one = titles or told
        if ends_like_a_body(cover):
            return cover
        return (one.pop() or None) if len(one) == 1 else None

    def projects(self, said: Sequence[Statement], data: bytes) -> str:
        """What tells a body's annexes of one year apart: a short hash of the projects that they plan or report on.

        Where one of them has no name, it is that of the document, which is never taken for a correction then.
        Parameters: `said` what the forms say; `data` the document.
        """
        labels = [each.label for each in said if each.table == "project"]
        kinds = [form.kind if form.kind in (PLAN, DEPARTMENT) else "" for form in self.forms]
        named = [
            f"{kind} {label or ''}" for kind, label in zip(kinds, labels, strict=False) if label or kind == DEPARTMENT
        ]
        told = "\n".join(sorted(named)).encode() if len(named) == len(kinds) else data
        return hashlib.sha256(told).hexdigest()[:8]

    def told(self, place: str) -> Diagnostic:
        """DQ-I018 (warning): a document of performance forms and no table is read as a report of its own."""
        count = len(self.forms)
        return warned(
            "DQ-I018",
            Span(place, self.first.number),
            Text(
                f"只有项目绩效表（{count} 张），没有报表：作为单独的绩效表读入，只核对表内各项",
                f"performance forms only (how many: {count}), no table: read as a report of its own, checked in itself",
            ),
            help=Text(
                "要与决算或预算对照，把它附在本部门那份文件的后面，合成一份文件再读",
                "to check them against the department's accounts or budget put them behind these, in one document",
            ),
        )


def _spaced(line: Line) -> str:
    """The line's text, its cells apart and each without blanks."""
    return line.cells[0] if len(line.cells) == 1 else " ".join("".join(cell.split()) for cell in line.cells)


def _named(head: str, label: re.Pattern[str] = _NAMED) -> str | None:
    """The body that the head of a form names behind a label, put together of two lines where it is cut; "" where
    that is not sure.
    """
    found = label.search(head)
    if found is None:
        return None
    name, below = found[1], found[3].split()
    if not below or not all(map(ends_like_a_body, below)) or below[-1].endswith(("部门", "单位")):
        return name if ends_like_a_body(name) else ""
    is_cut = len(below) == 1 and not found[2].strip() and not ends_like_a_body(name)
    return name + below[0] if is_cut else ""
