"""The document's own list of contents: which tables it promises."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Final

from dq.archive.reading import ContentsEntry
from dq.ingest.account.marks import place_of
from dq.ingest.recognition import titled
from dq.ingest.stream import Line
from dq.ingest.units import is_unit_line
from dq.templates import Template, normalise_label

_TITLE: Final = re.compile(r"目[录次]")
_SEARCHED: Final = 400
"""Printed lines within which the list begins; it stands at the front."""
_LONGEST: Final = 120
"""Lines of the list that are looked at."""
_LONGEST_ENTRY: Final = 80
_PAGE_DIGITS: Final = 4
_DASHES: Final = frozenset("-–—")
_LEADERS: Final = frozenset(".．…·")
"""What leads the eye from an entry to its page."""
_NUMBER: Final = re.compile(r"^(?:附|公开)?(?:表|附件|附表)?\s*[\d一二三四五六七八九十]{1,3}[:：.、]\s*")
_CHAPTER: Final = re.compile(r"(?:\d{4}年(?:度)?)?(?:部门|单位)*(?:预算|决算)(?:公开)?表")
"""What the chapter of all tables is called; it is no table."""
_PART: Final = re.compile(r"^第[一二三四五六七八九十\d]{1,3}(?:部分|章)")
_ALL_TABLES: Final = re.compile(r"(?:\d{4}年(?:度)?)?(?:部门|单位)(?:预算|决算)(?:公开)?报?表")
"""The chapter of all tables: 五、部门预算表."""


def contents_of(template: Template, lines: Sequence[Line], found: Collection[str]) -> tuple[ContentsEntry, ...]:
    """The entries of the list of contents that name tables; empty where the document has no such list.

    Parameters: `found` names of the tables that were found.
    The list ends where its first entry comes again: there the document itself begins.
    """
    titles = {title: table for table in template.tables for title in table.titles}
    entries: list[ContentsEntry] = []
    seen: set[str] = set()
    before = ""
    is_counted = False
    for line in listed_lines(lines):
        text = _entry(line)
        plain = normalise_label(text)
        if plain in seen:
            break
        seen.add(plain)
        if is_unit_line("".join(line.cells)) or len(line.filled) > 2:  # noqa: PLR2004 - an entry and its page
            # The last one is the title of the table that begins here, unless it is counted as an entry.
            return tuple(entries if is_counted else entries[:-1])
        if len(text) > _LONGEST_ENTRY:
            break
        broken, before = before + text, text
        if not plain.endswith("表") or plain == "表" or _PART.match(plain) or _ALL_TABLES.fullmatch(plain):
            continue
        table = titled(text, titles)
        if table is None and _CHAPTER.fullmatch(plain):
            continue
        if table is None and titled(broken, titles) is not None:
            text, table = broken, titled(broken, titles)  # a long title on two lines
        name = table.name if table is not None else None
        is_counted = _NUMBER.match(line.cells[line.filled[0]]) is not None
        stood_for = table is not None and any(each.name in found for each in table.substitutes)
        entries.append(ContentsEntry(place_of(line), text, name, name in found or stood_for))
    return tuple(entries)


def listed_lines(lines: Sequence[Line]) -> Iterator[Line]:
    """The printed lines below the title 目录, the list's own among them; none where there is no such title.

    Example: `list(listed_lines(lines))[0].cells` → `("第一部分 部门概况", "4")`.
    """
    printed = (line for line in lines if line.filled)
    for line in islice(printed, _SEARCHED):
        if _TITLE.fullmatch("".join("".join(line.cells).split())):
            return islice(printed, _LONGEST)
    return iter(())


def names_all_tables(entry: str) -> bool:
    """True for the chapter of all tables, which is no table's own title.

    Example: `names_all_tables("部门预算表")` → `True`.
    """
    plain = normalise_label(entry)
    return _ALL_TABLES.fullmatch(plain) is not None or _CHAPTER.fullmatch(plain) is not None


def _entry(line: Line) -> str:
    """The entry's text without its number and page."""
    text = "".join(line.cells[at] for at in line.filled[:1])
    return _NUMBER.sub("", without_page(text)).strip()


def without_page(text: str) -> str:
    """The text before leaders and page number; walked from its end, where a pattern would try every run of blanks.

    Example: `without_page("一、收入支出决算总表.....13")` → `"一、收入支出决算总表"`.
    """
    end = _end_before(text, len(text), _DASHES)
    digits = end
    while digits and text[digits - 1].isdecimal():
        digits -= 1
    if 1 <= end - digits <= _PAGE_DIGITS:
        return text[: _end_before(text, _end_before(text, digits, _DASHES), _LEADERS)]
    return text[: _end_before(text, len(text), _LEADERS)]


def _end_before(text: str, end: int, marks: frozenset[str]) -> int:
    """Where the text ends that stands before these marks and blanks."""
    while end and (text[end - 1] in marks or text[end - 1].isspace()):
        end -= 1
    return end
