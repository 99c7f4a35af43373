"""Forms that were not read, and rows of them without facts: said, so that nobody takes them for read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, NamedTuple

from dq.diagnostics import Diagnostic, Span, Text, refused, warned
from dq.ingest.facts import measures_of
from dq.ingest.statements.context import Context
from dq.ingest.statements.forms import Form, forms_of
from dq.ingest.statements.performance.cells.headers import is_numbering
from dq.ingest.statements.performance.cells.merged import rows_of
from dq.ingest.statements.performance.cells.tokens import Kind, Token, kind_of
from dq.ingest.statements.performance.flowing.text import Word, words_of_lines
from dq.ingest.statements.performance.vocabulary import vocabulary
from dq.ingest.stream import Line, Shape, Stream

_LISTED: Final = 6
_ROW_NUMBER: Final = 3
"""Digits that a row's number has at most."""
_CONTACT: Final = 6
"""Digits that a telephone number or a postcode has at least."""
_FEW: Final = 2
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_STROKE: Final = re.compile(r"[-—–/]+")

Place = tuple[int | None, int, int | None]
"""Page, line and cell."""


class _Row(NamedTuple):
    """What may be a row of a form: its first line, its filled cells, and where each of them stands."""

    line: Line
    tokens: Sequence[Token]
    places: Sequence[Place]


def unread_in_forms(name: str, context: Context, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Diagnostic]:
    """DQ-I140 (warning): a form with rows of which no figure was read, or two and more were not.

    In text without cells a row is what has figures one behind another, as no sentence has.
    Parameters: `name` of the document; `rows` the stored rows of the tables of statements.
    Example: a table of money under a header without a known word → one warning with the lines of its rows.
    """
    stream = context.stream
    facts = {
        (row["page"], row[f"{name}__line"], row[f"{name}__cell"])
        for table in rows.values()
        for row in table
        for name in measures_of(tuple(row))
    }
    said: list[Diagnostic] = []
    for form in context.forms:
        lines = stream.lines[form.first : form.end]
        found = _rows(lines) if stream.shape is Shape.CELLS else _runs(lines)
        unread = [row.line.number for row in found if _is_unread(row, facts)]
        if unread:
            first = stream.lines[form.first]
            said.append(_unread(stream.place(name, first), form, list(dict.fromkeys(unread))))
    return said


def forms_without_year(name: str, stream: Stream) -> Diagnostic | None:
    """DQ-I006 of a document of performance forms and no known table that tells no year; None where it has no form.

    Parameters: `name` of the document.
    Example: a form without a year as a document of its own → refused, with the form's line and what to do.
    """
    found = forms_of(stream)
    if not found:
        return None
    first = stream.lines[found[0].first]
    return refused(
        "DQ-I006",
        Span(stream.place(name, first), first.number),
        Text(
            f"只有项目绩效表（{len(found)} 张，第一张在第 {first.number} 行），没有报表，也没有印出同一个年度",
            f"no known table, only performance forms (how many: {len(found)}, the first at line {first.number}), and no"
            " one year of theirs",
        ),
        help=Text(
            "在表名下补上年度，如（2024年度），不同年度的分成几份文件；或附在本部门的决算、预算后面，合成一份文件再读",
            "print the year below the forms' titles, such as （2024年度）, with a document for each year; or put them"
            " behind the department's accounts or budget, in one document, and read that",
        ),
    )


def _is_unread(row: _Row, facts: set[Place]) -> bool:
    if is_numbering(row.tokens):
        return False
    figures = [place for at, place in enumerate(row.places) if _is_figure(row.tokens, at)]
    missing = sum(place not in facts for place in figures)
    return missing >= _FEW or 0 < missing == len(figures)


def _rows(lines: Sequence[Line]) -> Iterator[_Row]:
    for line, tokens in rows_of(lines):
        yield _Row(line, tokens, [(line.page, *line.spot(token.at)) for token in tokens])


def _runs(lines: Sequence[Line]) -> Iterator[_Row]:
    """Figures and strokes one behind another, with the word before them; over lines where these hold nothing else."""
    before: Word | None = None
    run: list[Word] = []
    for words in words_of_lines(lines):
        values = [_is_value(word.text) for word in words]
        if not any(values) and not run:
            before = words[-1]
            continue
        is_wordy = not all(values)
        for word, is_value in zip(words, values, strict=True):
            if run and (not is_value or (is_wordy and run[-1].line is not word.line)):
                yield from _row(before, run)
                before, run = run[-1], []
            if is_value:
                run.append(word)
            else:
                before = word
        if is_wordy and run:
            yield from _row(before, run)
            before, run = run[-1], []
    yield from _row(before, run)


def _row(before: Word | None, run: Sequence[Word]) -> Iterator[_Row]:
    """The row that these values are, with the word before them; none where they are too few, or number other rows."""
    tokens = [Token(0, word.text, kind_of(word.text)) for word in run]
    figures = [token.text for token in tokens if token.kind.is_figure]
    if len(figures) < _FEW or _number_rows(figures):
        return
    words = list(run)
    if before is not None and not _is_value(before.text):
        words = [before, *words]
        tokens = [Token(0, before.text, kind_of(before.text)), *tokens]
    yield _Row(run[0].line, tokens, [(word.line.page, word.line.number, word.at) for word in words])


@lru_cache(maxsize=65_536)
def _is_value(text: str) -> bool:
    if _YEAR.fullmatch(text):
        return False  # It begins a name.
    return kind_of(text).is_figure or _STROKE.fullmatch(text) is not None


def _number_rows(figures: Sequence[str]) -> bool:
    """Whether figures number rows that were left blank: 4, 5, 6."""
    if not all(len(each) <= _ROW_NUMBER and each.isdecimal() for each in figures):
        return False
    return all(int(below) == int(above) + 1 for above, below in pairwise(figures))


def _is_figure(tokens: Sequence[Token], at: int) -> bool:
    """Whether a cell holds figures, and neither a row's number nor that of a telephone."""
    token = tokens[at]
    if not token.kind.is_figure or not any(map(str.isdecimal, token.text)):
        return False  # Signs of columns (①) are figures by their looks.
    if token.kind is not Kind.NUMBER or not token.text.isdigit():
        return True
    field = vocabulary().field(tokens[at - 1].text) if at else None
    numbers_row = len(token.text) <= _ROW_NUMBER and (
        len(tokens) == 1 or (at + 1 < len(tokens) and not tokens[at + 1].kind.is_figure)
    )
    return not (numbers_row or len(token.text) >= _CONTACT or (field is not None and field.measure is None))


def _unread(place: str, form: Form, lines: Sequence[int]) -> Diagnostic:
    shown = [str(line) for line in lines[:_LISTED]]
    more = "…" if len(lines) > _LISTED else ""
    return warned(
        "DQ-I140",
        Span(place, lines[0]),
        Text(
            f"第 {form.number} 张项目绩效表有 {len(lines)} 行的数字未读入：第 {'、'.join(shown)}{more} 行",
            f"performance form {form.number} has {len(lines)} rows with figures that were not read: "
            f"lines {', '.join(shown)}{more}",
        ),
        help=Text(
            "核对这些行的表头：列名可能不在词表中",
            "look at the header above these rows: the names of its columns may not be known",
        ),
    )
