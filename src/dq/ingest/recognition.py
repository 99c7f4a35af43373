"""Where a document's tables stand: headings that a template knows, with a header row of that table below them.

A heading alone is no table: contents lists, chapters of prose and footnotes name tables too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dq.ingest.cells import is_figure
from dq.ingest.header_search import FoundTable, best_headers, found_at, is_preferred
from dq.ingest.headers import Header
from dq.ingest.identity import ends_like_a_body
from dq.ingest.stream import Line
from dq.ingest.units import FORM_MARK, is_form_number, is_unit_line
from dq.ingest.untitled import untitled_tables
from dq.templates import Table, Template, normalise_label

LOOK_AHEAD: Final = 14
"""Lines between a heading and its header row: a second heading, the unit, the body's name, blank lines."""
_HEADING_LENGTH: Final = 80
_MAX_HEADINGS: Final = 2_000
"""Headings that are looked at; a report has some dozens, and time must stay bounded."""
_RUNNING_LENGTH: Final = 40
_RUNNING_TIMES: Final = 3
# What may follow a title on its line: (公开01表), (决算01表), 公开01表, (续), (2021年度), (单位), (单位:元), 编制单位:…
_TAIL: Final = re.compile(
    r"(?:\((?:续(?:表)?\d*|[^()\d]{0,6}\d{1,2}(?:-\d{1,2})?表?|\d{4}年(?:度)?|部门|单位)\)|续(?:表)?"
    rf"|{FORM_MARK}){{0,4}}(?:\(?(?:编制|金额|计量)?(?:部门|单位):.*)?$"
)
_MADE_BY: Final = re.compile(r"(?:编制|填报)?(?:部门|单位)\s*[:：]")
# A numeral is none that begins a title (附表5 一般公共预算…, 表七 “三公”经费…).
_NUMBER: Final = re.compile(
    r"^(?:附|公开)?(?:表|附件|附表)\s*(?:\d{1,2}(?:[-－—]\d{1,2})?|[一二三四五六七八九十]{1,3}(?![般公]))[:：.、]?"
    r"|^(?:财决)?(?:公开)?\d{2}表|^[A-Z]{1,3}\d{1,2}表?"
)
_QUOTED: Final = re.compile("《([^《》]+)》$")
_BESIDE: Final = re.compile("[、及和与](?:会议费|培训费)")
"""What may be printed beside official spending, and is named in the title then."""
_OWNER: Final = re.compile(
    r"(?:\d{4}|[〇○零一二三四五六七八九]{4})年(?:度)?(?:(?:预算)?(?:部门|单位))?$|^本?(?:部门|单位)$|(?:部门|单位)(?:决算|预算)$"
)
_REMARK: Final = re.compile(r"\((?:原[^()]+|[^()]*(?:本级|机关|汇总|本部|部门|单位))\)$")
"""Behind a body's name: what it was called before, or how much of it is meant."""
_AMOUNT: Final = r"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+(?:\.\d\d)?|\d+\.\d\d)"
_AMOUNT_BEHIND: Final = re.compile(rf"(?<!\s)\s+{_AMOUNT}$", re.ASCII)
_ROW_BEFORE: Final = re.compile(rf"^.*{_AMOUNT}(?>\s+)(?=\D{{5,}}$)", re.ASCII)
_CONTENTS: Final = re.compile(r"(?:\.{3,}|…+|·{3,})\s*\d*$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that reads as the title of a template's table. `index` counts lines from 0."""

    index: int
    table: Table
    text: str


@dataclass(frozen=True, slots=True)
class Survey:
    """What is looked for once in a document's lines for all forms: `titles` indices of those that may be the title of a
    table; `running` the titles that pages print at their heads; `forms` indices of the lines where performance forms
    begin, which end the tables of running text.
    """

    titles: Sequence[int]
    running: frozenset[str]
    forms: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a template makes of a document. `headless` are headings below which no header was recognised; `running` are
    short texts that come again and again on lines of their own, as the running titles of pages do; `ended_at` is
    the line from which on no untitled table was looked for.
    """

    tables: tuple[FoundTable, ...]
    headless: tuple[Heading, ...]
    headings: dict[int, Heading]
    running: frozenset[str]
    ended_at: int | None = None


def recognise(
    template: Template, lines: Sequence[Line], survey: Survey, *, in_force: bool, year: int | None = None
) -> Recognition:
    """Find the tables of a template in a document.

    Parameters: `survey` of these lines; `in_force` whether the template is that of the report's year; `year` that
    year, where it is known.
    """
    headings = find_headings(template.tables, lines, survey.titles)
    tables: dict[int, FoundTable] = {}
    headless: dict[str, Heading] = {}
    for heading in headings:
        found = _below(heading, lines, {other.index: other for other in headings})
        if found is not None:
            # Of two headings over one header (the chapter's and the table's own), the upper one opens the table.
            tables.setdefault(found.body, found)
        elif _opens_a_table(heading, lines):
            headless.setdefault(heading.table.name, heading)
    names = {found.header.table.name for found in tables.values()}
    untitled, ended_at = untitled_tables(template, lines, tuple(tables.values()), in_force=in_force, year=year)
    for found in untitled:
        tables.setdefault(found.body, found)
        names.add(found.header.table.name)
    return Recognition(
        tuple(sorted(tables.values(), key=lambda found: found.body)),
        tuple(heading for name, heading in headless.items() if name not in names),
        {heading.index: heading for heading in headings},
        survey.running,
        ended_at,
    )


def running_titles(lines: Sequence[Line]) -> frozenset[str]:
    """Short texts that stand again and again on lines of their own."""
    texts = Counter(
        line.cells[0] for line in lines if len(line.cells) == 1 and 0 < len(line.cells[0]) <= _RUNNING_LENGTH
    )
    return frozenset(text for text, times in texts.items() if times >= _RUNNING_TIMES)


def may_be_titles(tables: Iterable[Table], lines: Sequence[Line]) -> list[int]:
    """Indices of the lines that may be the title of one of the tables, by the sign with which they end.

    Example: `find_headings(tables, lines, may_be_titles(tables, lines))` are all headings.
    """
    ends = frozenset(title[-1] for table in tables for title in table.titles)
    texts = [line.sole_text or "" for line in lines]
    shown = [not ends.isdisjoint(text) and not ends.isdisjoint(_without_dump(text)) for text in texts]
    # A long title may be broken over two lines.
    found = zip(texts, shown, (*shown[1:], False), strict=True)
    return [
        index
        for index, (text, here, after) in enumerate(found)
        if (here or after) and 0 < len(plain := _without_dump(text)) <= _HEADING_LENGTH and not _CONTENTS.search(plain)
    ]


def find_headings(tables: Iterable[Table], lines: Sequence[Line], among: Iterable[int]) -> list[Heading]:
    """Lines that are the title of one of the tables, contents entries among them.

    Parameters: `among` indices of the lines that may be titles, see `may_be_titles`.
    """
    titles = {title: table for table in tables for title in table.titles}
    ends = {title[-1] for title in titles}
    found: list[Heading] = []
    joined = -1
    for index in among:
        text = _without_dump(lines[index].sole_text or "")
        if not text or index == joined:
            continue  # taken out since, or the end of the heading before
        after = lines[index + 1].sole_text if index + 1 < len(lines) else None
        for candidate in (text, text + after) if after and len(text) + len(after) <= _HEADING_LENGTH else (text,):
            table = titled(candidate, titles) if not ends.isdisjoint(candidate) else None
            if table is None:
                continue
            if candidate is not text:
                # What stands before a heading is none by itself, unless a title goes on with it.
                if titled(after or "", titles) is not None and normalise_label(candidate) not in titles:
                    break
                joined = index + 1
            found.append(Heading(index, table, candidate))
            break
        if len(found) == _MAX_HEADINGS:
            break
    return found


def _without_dump(text: str) -> str:
    """A text without what follows the body that made the table, where it is longer than any heading: some tools put a
    table's whole text into its first cell. Nor are an amount behind a title, or a row before it, a part of it.
    """
    if text and (text[0].isdecimal() or text[-1].isdecimal() or " " in text):
        text = _ROW_BEFORE.sub("", _AMOUNT_BEHIND.sub("", text))
    return text if len(text) <= _HEADING_LENGTH else _MADE_BY.split(text, maxsplit=1)[0]


def titled(text: str, titles: dict[str, Table]) -> Table | None:
    """The table whose title this is: alone, numbered, or after the body's name and the year."""
    plain = _TAIL.sub("", normalise_label(_QUOTED.sub(r"\1", text.strip())))
    plain = normalise_label(_NUMBER.sub("", plain))
    if plain in titles:
        return titles[plain]
    if not plain.endswith("表"):
        return None
    plain = _BESIDE.sub("", plain)
    if plain in titles:
        return titles[plain]
    for title in sorted(titles, key=len, reverse=True):
        if not plain.endswith(title):
            continue
        before = _REMARK.sub("", plain.removesuffix(title))
        if _OWNER.search(before) or ends_like_a_body(before):
            return titles[title]
    return None


def without_title(text: str, table: Table) -> str:
    """What stands before a table's title on its line: a number, the year, the body's name.

    Example: `without_title("某局2022年度收入支出决算总表", table)` → `"某局2022年度"`.
    """
    plain = _NUMBER.sub("", normalise_label(text))
    ends = (plain.rfind(title) for title in sorted(table.titles, key=len, reverse=True))
    return plain[: next((at for at in ends if at >= 0), 0)]


def _below(heading: Heading, lines: Sequence[Line], headings: dict[int, Heading]) -> FoundTable | None:
    """The table that a heading opens: the best match of its header among the next lines."""
    last = min(heading.index + 1 + LOOK_AHEAD, len(lines))
    for index in range(heading.index + 1, last):
        other = headings.get(index)
        if other is not None and other.table is not heading.table:
            last = index
            break
    best: list[Header] = []
    for start in range(heading.index + 1, last):
        headers = best_headers(heading.table, lines, start)
        if headers and (not best or is_preferred(headers[0], best[0], lines[start])):
            best = headers
        if best and (best[0].score == 1.0 or any(map(is_figure, lines[start].cells))):
            break
    if not best:
        return None
    first, *rivals = (found_at(heading.text, heading.index, header, lines) for header in best)
    return replace(first, rivals=tuple(rivals))


def _opens_a_table(heading: Heading, lines: Sequence[Line]) -> bool:
    """True where the lines below a heading look like a table: a unit line or a line of several cells comes first.
    Contents entries are followed by further titles, chapters by prose.
    """
    for line in lines[heading.index + 1 : heading.index + 1 + LOOK_AHEAD]:
        if not line.filled or is_form_number(line.sole_text or ""):
            continue
        if len(line.filled) > 1 or is_unit_line("".join(line.cells)):
            return True
        if titled(line.sole_text or "", dict.fromkeys(heading.table.titles, heading.table)) is None:
            return False
    return False
