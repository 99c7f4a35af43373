"""The parts of a document: its cover, its list of contents, what follows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from dq.ingest.account.contents import listed_lines, without_page
from dq.ingest.statements.context import Context
from dq.ingest.statements.document.numbering import PART, Number, number_of
from dq.ingest.statements.prose import Passage, fold, joined, passages
from dq.ingest.stream import Line

_PAGE: Final = re.compile(r"(\d{1,4})[-–—]*$")
_CONTENTS: Final = re.compile(r"目[录次]")
_LONGEST_ENTRY: Final = 80
ANNEX: Final = re.compile(r"附(?:件|录|表$)")
"""How an entry begins of what may be published apart."""
_COVER: Final = 12
"""Printed lines that a cover has at most."""
_ENTRY_CELLS: Final = 2
"""An entry and its page."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the list of contents. `line` where it begins; `title` without its number; `page` as printed;
    `pieces` the titles of its lines: what stands below a long title may be entries of their own, without numbers.
    """

    line: Line
    text: str
    title: str
    number: Number | None
    page: str | None
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A document in parts. `cover` its lines before the contents; `listed` the lines of these and `entries` what they
    say; `body` the paragraphs behind them.
    """

    context: Context
    cover: Sequence[Line]
    listed: Sequence[Line]
    entries: Sequence[Entry]
    body: Sequence[Passage]


def outline_of(context: Context) -> Outline:
    """The document in parts; without a list of contents the cover ends at the first part.

    Example: `outline_of(context).entries[0].title` → `"部门概况"`.
    """
    entries, listed = _contents(context)
    front = {id(line) for line in listed}
    cover: list[Line] = []
    printed = [*islice((line for line in context.stream.lines if line.filled), _COVER)]
    for line in printed:
        text = joined(line.sole_text or "")
        number = number_of(fold(text))
        if not text or _CONTENTS.fullmatch(text) or number is not None or len(text) > _LONGEST_ENTRY:
            break
        cover.append(line)
    if len(cover) == len(printed) and not listed:
        cover = []  # running text from the beginning
    front |= {id(line) for line in cover}
    body = [each for each in passages(context.stream, context.tables) if id(each.pieces[0].line) not in front]
    return Outline(context, cover, listed, entries, body)


def _contents(context: Context) -> tuple[list[Entry], list[Line]]:
    """The entries of the list of contents and its lines; none where the document has none.

    The list ends where its first entry comes again, where a table begins, or at a line that is none: neither numbered
    nor with a page. A long entry may be broken over two lines.
    """
    found: list[Entry] = []
    lines: list[Line] = []
    every = context.stream.lines
    of_tables = {id(line) for span in context.tables for line in every[span.first : span.end]}
    for line in listed_lines(every):
        entry = None if id(line) in of_tables else _entry(line)
        if entry is None or (found and _is_again(entry, found[0])):
            break
        beside = _entry_beside(line)
        if beside is not None:
            found += [entry, beside]
        elif entry.number is None and entry.page is None and not (found and ANNEX.match(entry.title)):
            before = found[-1] if found else None
            if before is None or before.page is not None or before.number is None or before.number.rank != PART:
                break
            text, title = before.text + entry.text, before.title + entry.text
            found[-1] = Entry(before.line, text, title, before.number, None, (*before.pieces, entry.text))
        else:
            found.append(entry)
        lines.append(line)
    return (found, lines) if len(found) > 1 else ([], [])


def _is_again(entry: Entry, first: Entry) -> bool:
    """True where the first entry comes again: its number, perhaps written otherwise, or its title."""
    one, other = entry.number, first.number
    is_number = one is not None and other is not None and (one.rank, one.ordinal) == (other.rank, other.ordinal)
    return is_number or entry.title == first.title


def _entry_beside(line: Line) -> Entry | None:
    """The entry in the second column of a list that has two."""
    if len(line.filled) != _ENTRY_CELLS or number_of(fold(joined(line.cells[line.filled[1]]))) is None:
        return None
    cells = ["" if at == line.filled[0] else cell for at, cell in enumerate(line.cells)]
    return _entry(replace(line, cells=tuple(cells)))


def _entry(line: Line) -> Entry | None:
    """What a line of the list says; None for one that is too long or has too many cells."""
    if len(line.filled) > _ENTRY_CELLS:
        return None
    printed = line.cells[line.filled[0]]
    text = joined(without_page(printed))
    rest = joined(line.cells[line.filled[-1]]) if line.filled[1:] or text != joined(printed) else ""
    if len(text) > _LONGEST_ENTRY:
        return None
    page = _PAGE.search(rest)
    number = number_of(fold(text))
    # Leaders without a page are the sign of an entry, too.
    said = page[1] if page else ("" if rest else None)
    title = text[len(number.printed) :] if number else text
    return Entry(line, text, title, number, said, (title,))
