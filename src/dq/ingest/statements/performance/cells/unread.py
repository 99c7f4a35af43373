"""Rows of forms whose figures became no facts: said, so that nobody takes a form for read that was not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dq.diagnostics import Diagnostic, Span, Text, warned
from dq.ingest.statements.context import Context
from dq.ingest.statements.forms import Form
from dq.ingest.statements.performance.cells.headers import is_numbering
from dq.ingest.statements.performance.cells.merged import rows_of
from dq.ingest.statements.performance.cells.tokens import Kind, Token
from dq.ingest.statements.performance.vocabulary import vocabulary
from dq.ingest.stream import Shape, Stream

_LISTED: Final = 6
_ROW_NUMBER: Final = 3
"""Digits that a row's number has at most."""
_CONTACT: Final = 6
"""Digits that a telephone number or a postcode has at least."""
_FEW: Final = 2

Place = tuple[int | None, int, int | None]
"""Page, line and cell."""


def unread_in_forms(name: str, context: Context, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Diagnostic]:
    """DQ-I140 (warning): a form with rows of which no figure was read, or two and more were not.

    Parameters: `name` of the document; `rows` the stored rows of the tables of statements. Documents of running text
    are not looked at.
    Example: a table of money under a header without a known word → one warning with the lines of its rows.
    """
    stream = context.stream
    if stream.shape is not Shape.CELLS:
        return []
    facts = {place for table in rows.values() for row in table for place in _places(row)}
    said: list[Diagnostic] = []
    for form in context.forms:
        unread = [
            line for line, missing, read in _rows(stream, form, facts) if missing and (not read or missing >= _FEW)
        ]
        if unread:
            first = stream.lines[form.first]
            said.append(_unread(stream.place(name, first), form, unread))
    return said


def _places(row: Mapping[str, Any]) -> list[Place]:
    ends = "__line"
    columns = [column.removesuffix(ends) for column in row if column.endswith(ends)]
    return [(row["page"], row[f"{column}{ends}"], row[f"{column}__cell"]) for column in columns]


def _rows(stream: Stream, form: Form, facts: set[Place]) -> list[tuple[int, int, int]]:
    """Of each row its line, and how many of its figures are no facts, and are."""
    found: list[tuple[int, int, int]] = []
    for line, tokens in rows_of(stream.lines[form.first : form.end]):
        if is_numbering(tokens):
            continue
        figures = [token for at, token in enumerate(tokens) if _is_figure(tokens, at)]
        read = sum((line.page, *line.spot(token.at)) in facts for token in figures)
        found.append((line.number, len(figures) - read, read))
    return found


def _is_figure(tokens: Sequence[Token], at: int) -> bool:
    """Whether a cell holds figures, and neither a row's number nor that of a telephone."""
    token = tokens[at]
    if not token.kind.is_figure:
        return False
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
