"""Tables of another body or another year among the report's own: told by what is printed at their titles.

An annex prints the accounts of a subordinate unit, a comparison those of the year before, under titles and headers of
the same form. Their figures are right and no facts of this report. Whose a table is, its title says, or the lines right
above and below that, or the title of the report that it stands in.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Any, Final

from dq.archive.reading import TableApart
from dq.diagnostics import Diagnostic, Span, Text, warned
from dq.ingest.account.marks import place_of
from dq.ingest.bodies import Likeness, likeness_of, without_code
from dq.ingest.cells import is_figure
from dq.ingest.complaints import clip
from dq.ingest.contradictions import doubt_all
from dq.ingest.identity import CHAPTER, Identity, ends_like_a_body, named_by_title, plain_title
from dq.ingest.recognition import LOOK_AHEAD, Heading, without_title
from dq.ingest.stream import Line, Stream
from dq.ingest.units import is_form_number, is_unit_line
from dq.types import DoubtReason

_YEAR: Final = re.compile(r"(\d{4})年(?:度)?", re.ASCII)
_YEAR_ALONE: Final = re.compile(r"\(?(\d{4})年(?:度)?\)?", re.ASCII)
_MADE_BY: Final = re.compile(r"(?<!主管)(?<!上级)(?:部门|单位)(?:名称)?(?:\(盖章\)|\(公章\))?:(?=([^:]+)(:?))")
_NEXT_LABEL: Final = re.compile(r"(?:金额|计量|货币|预算|主管|上级|填报|编制)*(?:部门|单位)(?:名称)?$")
_LONGEST_LABEL: Final = 4
"""Letters of 制表人, 联系电话 and the like."""
_BEFORE_NAME: Final = re.compile(r".*[:：]|^(?:附件|附表|附)\d*")
_FORM: Final = re.compile(r"(?:部门|单位)$")
_OWN: Final = re.compile(r"(?:本|我)(?:部门|单位|级|机关|系统|[省市县区州旗乡镇局厅委办院校馆所站处室会])")
"""How a report names its own body without naming it; 本溪市 is a city."""
_CHAPTER_SIGN: Final = "第"
_LAST_OF_TITLES: Final = frozenset("算告表明案")
"""With one of which the title of a report ends."""
_ABOVE: Final = 2
"""Lines right above a title that may say whose table it is."""
_AMOUNT: Final = re.compile(r"\d\.\d", re.ASCII)
_PROSE: Final = re.compile(r"。$|。.{8,}")
_LONGEST_NAME: Final = 60
_REGION: Final = 2
"""Letters with which the names of bodies of one region begin alike."""


@dataclass(frozen=True, slots=True)
class OfOther:
    """A table that is printed as another's: `heading` its title; `body` and `year` as printed there, None for what is
    not printed or the report's own; `first` and `end` the indices of its first line and of the one behind it.

    `is_read` where it is read all the same, doubted: no other table of the report bears its title, and what speaks
    against it may be a misprint or an old name: the year alone, or a line at the title alone, or a name that may be the
    report's own.
    """

    heading: Heading
    body: str | None
    year: int | None
    first: int
    end: int
    is_read: bool


@dataclass(frozen=True, slots=True)
class _Owner:
    body: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class _Titled:
    """A heading with a table below it: whose that is, and its lines; `is_unsure` where no title names its body."""

    heading: Heading
    owner: _Owner
    is_unsure: bool
    first: int
    end: int

    @property
    def name(self) -> str:
        """The table's name in rules."""
        return self.heading.table.name


def tables_of_others(lines: Sequence[Line], headings: Sequence[Heading], report: Identity) -> tuple[OfOther, ...]:
    """The tables that are printed as another body's or another year's, in print order.

    Parameters: `headings` the titles of tables in these lines; `report` whose report it is. What is named at most
    tables, each of them once, is the report's own by another name: bodies are renamed, and the year of the last report
    stays in a title.
    Example: below the title 某局某中心2022年度收入决算表 stands a table of 某局某中心, in a report of 某局.
    """
    titled = list(_titled(lines, headings, report))
    by_owner: dict[_Owner, list[_Titled]] = {_Owner(): []}
    for each in titled:
        by_owner.setdefault(each.owner, []).append(each)
    own = {each.name for each in by_owner.pop(_Owner())}
    for owner, tables in list(by_owner.items()):
        theirs = {each.name for each in tables}
        if len(theirs) >= max(len(own), 1) and own.isdisjoint(theirs):
            own |= theirs
            del by_owner[owner]
    owners: dict[str, set[_Owner]] = {}
    for each in titled:
        owners.setdefault(each.name, set()).add(each.owner)
    return tuple(
        OfOther(each.heading, each.owner.body, each.owner.year, each.first, each.end, _is_read(each, own, owners))
        for each in titled
        if each.owner in by_owner
    )


def _is_read(table: _Titled, own: Collection[str], owners: Mapping[str, Collection[_Owner]]) -> bool:
    """True where what speaks against a table may be a misprint, and nobody else's bears its title."""
    if table.owner.body is None:
        return table.name not in own
    return table.is_unsure and table.owner.year is None and len(owners[table.name]) == 1


def without_others(lines: Sequence[Line], others: Sequence[OfOther]) -> tuple[Line, ...]:
    """The lines, blank those of tables that are not read.

    Example: `without_others(lines, ())` → `tuple(lines)`.
    """
    kept = list(lines)
    for each in others:
        if not each.is_read:
            kept[each.first : each.end] = [
                replace(line, cells=("",), spots=(), edges=()) for line in lines[each.first : each.end]
            ]
    return tuple(kept)


def doubt_others(
    rows: Mapping[str, Sequence[dict[str, Any]]], fits: Mapping[str, int], others: Sequence[OfOther]
) -> None:
    """Doubt all cells of tables that are read though they are printed as another body's or another year's.

    Parameters: `rows` the stored rows by table; `fits` the index of each one's first line.
    """
    read = {each.heading.index: each for each in others if each.is_read}
    for name, first in fits.items():
        if first in read:
            is_of_year = read[first].body is None
            doubt_all(rows[name], DoubtReason.ANOTHER_YEAR if is_of_year else DoubtReason.ANOTHER_BODY)


def apart_of(lines: Sequence[Line], others: Sequence[OfOther]) -> tuple[TableApart, ...]:
    """The tables of others as the account of the reading lists them."""
    return tuple(
        TableApart(place_of(lines[each.heading.index]), each.heading.text, each.body, each.year, each.is_read)
        for each in others
    )


def said_of_others(name: str, stream: Stream, others: Sequence[OfOther]) -> list[Diagnostic]:
    """DQ-I062 (warning) for each table of another: left out, or read and doubted."""
    return [
        _said(Span(stream.place(name, line := stream.lines[each.heading.index]), line.number), each) for each in others
    ]


def _said(place: Span, other: OfOther) -> Diagnostic:
    table = other.heading.table
    body = clip(other.body or "")
    whose = Text(body or f" {other.year} 年度", body or str(other.year))
    done = Text("整张存疑", "all of it is doubted") if other.is_read else Text("未读入", "it was not read")
    return warned(
        "DQ-I062",
        place,
        Text(
            f"“{table.title}”标明属于{whose.zh}，{done.zh}",
            f"the table {table.title_en!r} is printed as that of {whose.en}; {done.en}",
        ),
        help=Text(
            "如属本报告，改正表题或编制单位后重新读入；其他单位或年度的报告单独成一个文件",
            "if it is this report's, put its title right and read again; other reports need files of their own",
        ),
    )


def _titled(lines: Sequence[Line], headings: Sequence[Heading], report: Identity) -> Iterator[_Titled]:
    """The headings with a table below them. In a report of another's every table is, unless it says whose it is."""
    at_titles = {heading.index for heading in headings}
    sections = _sections(lines, report, at_titles)
    borders = sorted({*at_titles, *sections, len(lines)})
    section, is_unsure = _Owner(), False
    by_index = {heading.index: heading for heading in headings}
    for index, following in pairwise(borders):
        section, is_unsure = sections.get(index, (section, is_unsure))
        heading = by_index.get(index)
        if heading is None or not _has_table(lines, index, following):
            continue
        first, named, is_named_unsure = _named_at(lines, heading, following, report)
        body = section.body if named.body is None else None if named.body == "" else named.body
        owner = _Owner(body, section.year if named.year is None else None if named.year == report.year else named.year)
        may_be_own = (section.body is None or is_unsure) and (named.body is None or is_named_unsure)
        yield _Titled(heading, owner, may_be_own, first, _end(lines, index, following))


def _sections(lines: Sequence[Line], report: Identity, titles: Collection[int]) -> dict[int, tuple[_Owner, bool]]:
    """The lines with which a chapter or a report begins, whose that is, and whether its name leaves that unsure. A list
    of contents names them before.
    """
    found: dict[int, tuple[_Owner, bool]] = {}
    at: dict[str, int] = {}
    in_order = sorted(titles)
    for index, line in enumerate(lines):
        text = line.sole_text or ""
        if not 1 < len(text) <= _LONGEST_NAME or (text[0] != _CHAPTER_SIGN and text[-1] not in _LAST_OF_TITLES):
            continue
        if index in titles:
            continue
        plain = plain_title(text)
        is_chapter = CHAPTER.match(plain) is not None
        named = named_by_title(plain)
        if named is not None and named.department is not None:
            body, is_unsure = _other_body(named.department, report)
            year = named.year if plain.endswith("表") and named.year != report.year else None
            found[index] = _Owner(body, year), is_unsure
        elif is_chapter:
            found[index] = _Owner(), False
        else:
            continue
        before = at.get(plain)
        if before is not None and bisect(in_order, before) == bisect(in_order, index):
            del found[before]
        at[plain] = index
    return found


def _other_body(name: str, report: Identity) -> tuple[str | None, bool]:
    """The body's name as given, None where it is that of the report; and whether it may be that."""
    plain, _ = without_code(name)
    own, _ = without_code(report.department or "")
    if not own or _OWN.match(plain):
        return None, False
    likeness = likeness_of(plain, own)
    return None if likeness is Likeness.SAME else plain, likeness is Likeness.UNSURE


def _has_table(lines: Sequence[Line], index: int, following: int) -> bool:
    """True where a unit line, cells or amounts stand below a heading; below entries of a list of contents none do."""
    for line in lines[index + 1 : min(following, index + 1 + LOOK_AHEAD)]:
        text = "".join(line.cells)
        if len(line.filled) > 1 or is_unit_line(text) or _AMOUNT.search(text):
            return not _PROSE.search(text)
    return False


def _named_at(lines: Sequence[Line], heading: Heading, following: int, report: Identity) -> tuple[int, _Owner, bool]:
    """Whose the table is as printed at its heading, the first line that says so, and whether that is unsure: "" for the
    report's own body, its year for its own year, None where nothing is said. A line below the title is believed before
    one above it, and neither surely: masks are filled in by hand, and the last list before a title ends with a name.
    """
    titled = _title_says(plain_title(heading.text), heading)
    first, above = _said_above(lines, heading.index, report)
    around = _first_said(_said_below(lines, heading.index, following), above)
    said = _first_said(titled, around)
    body, is_unsure = _other_body(said.body, report) if said.body else (None, False)
    owner = _Owner(said.body and (body or ""), said.year)
    return first, owner, is_unsure or titled.body is None


def _said_above(lines: Sequence[Line], index: int, report: Identity) -> tuple[int, _Owner]:
    """What the lines right above a title say, and the first of these; names that are listed there say nothing."""
    first, around = index, _Owner()
    for at in range(index - 1, max(index - 1 - _ABOVE, -1), -1):
        said = _line_says(lines[at], report)
        if said == _Owner() or (said.body is not None and _is_listed(lines, at, report)):
            break
        first, around = at, _first_said(around, said)
    return first, around


def _is_listed(lines: Sequence[Line], index: int, report: Identity) -> bool:
    """True for the last of a list of names: of two others' or of any three. One behind the report's own is none yet."""
    own = report.department or ""
    above = [plain_title(line.sole_text or "") for line in lines[max(index - 2, 0) : index]]
    near = [text[:_REGION] == own[:_REGION] and len(text) <= _LONGEST_NAME for text in above]
    if len(near) == _ABOVE and all(near):
        return True
    return bool(near) and near[-1] and _is_body(above[-1]) and likeness_of(above[-1], own) is Likeness.OTHER


def _said_below(lines: Sequence[Line], index: int, following: int) -> _Owner:
    """What the lines between a title and its header say."""
    around = _Owner()
    for line in islice((line for line in lines[index + 1 : following] if line.filled), LOOK_AHEAD):
        text = "".join(line.cells)
        is_above = line.sole_text is not None or is_unit_line(text) or is_form_number(text)
        if not is_above or any(map(is_figure, line.cells)) or _AMOUNT.search(text):
            break
        year = _YEAR_ALONE.fullmatch(plain_title(text))
        around = _first_said(around, _Owner(_maker(line.cells), int(year[1]) if year else None))
    return around


def _first_said(one: _Owner, other: _Owner) -> _Owner:
    return _Owner(one.body or other.body, one.year or other.year)


def _title_says(title: str, heading: Heading) -> _Owner:
    """What a table's title says besides its name."""
    years = [int(each) for each in _YEAR.findall(title)]
    before = _BEFORE_NAME.sub("", _YEAR.sub("", without_title(title, heading.table)))
    name = _FORM.sub("", before)
    body = name if _is_body(name) else _maker([heading.text])
    return _Owner(body, years[0] if len(set(years)) == 1 else None)


def _line_says(line: Line, report: Identity) -> _Owner:
    """What a line right above a title says: a year alone, or the name of a body of the same region alone."""
    text = plain_title(line.sole_text or "")
    year = _YEAR_ALONE.fullmatch(text)
    if year is not None:
        return _Owner(None, int(year[1]))
    own = report.department or ""
    is_near = bool(own) and text[:_REGION] == own[:_REGION]
    return _Owner(text, None) if is_near and len(line.cells) == 1 and _is_body(text) else _Owner()


def _maker(cells: Iterable[str]) -> str | None:
    """The body that a cell names as the maker (编制单位：…), without the label of what stands behind it."""
    for made in (found for cell in cells for found in _MADE_BY.finditer(plain_title(cell))):
        name = made[1]
        if made[2]:
            name = _NEXT_LABEL.sub("", name)
            most = 0 if _FORM.search(name) else _LONGEST_LABEL  # 部门 behind a name is a part of it, no label
            name = next(filter(_is_body, (name[: len(name) - cut] for cut in range(most + 1))), "")
        if _is_body(name):
            return name
    return None


def _is_body(text: str) -> bool:
    return 1 < len(text) <= _LONGEST_NAME and ends_like_a_body(text)


def _end(lines: Sequence[Line], index: int, following: int) -> int:
    """The index of the line behind a table: that of the next title, or of prose."""
    prose = (at for at in range(index + 1, following) if _PROSE.search(lines[at].sole_text or ""))
    return next(prose, following)
