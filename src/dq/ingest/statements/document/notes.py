"""What is printed above and below tables: notes about their being empty, second titles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from dq.ingest.facts import measures_of
from dq.ingest.notes import EMPTY, find_note
from dq.ingest.statements.document.mentions import statement
from dq.ingest.statements.document.numbering import number_of
from dq.ingest.statements.document.outline import Outline
from dq.ingest.statements.model import Said, Statement
from dq.ingest.statements.prose import LONGEST, Layout, passage_of
from dq.types import CellState

_DISTINCT: Final = ("三公", "采购", "国有资本", "政府性基金", "基本支出", "明细", "绩效")
"""Words that only one table of a form has in its title."""


def notes(outline: Outline) -> list[Statement]:
    """The notes about tables being empty, and a blank one for each empty table that should have one.

    Example: `notes(outline)[0].attributes["state"]` → `"empty"`.
    """
    context = outline.context
    lines = context.stream.lines
    begins = [*(span.first for span in context.tables), len(lines)]
    found: list[Statement] = []
    for span, until in zip(context.tables, begins[1:], strict=True):
        table = context.template.table(span.table)
        rows = context.rows.get(span.table, ())
        states, certain = _states(rows, is_certain=False), _states(rows, is_certain=True)
        is_empty = not any(state.is_printed_figure for state in states)
        note = find_note(lines, span.first, span.end, until)
        if note is None and not (is_empty and table is not None and table.note_when_empty):
            continue
        line = note.line if note else lines[span.first]
        at = passage_of(line, line.filled[0]).said(0, 1)
        agrees = None
        if note is not None:
            # A table of zeros is called empty as one of blanks is.
            is_called_so = note.says == EMPTY and not (table and _of_another(note.text, table.title))
            contradicted = "no" if is_called_so and CellState.FIGURE in certain else None
            agrees = "yes" if CellState.FIGURE not in states else contradicted
        given = {
            "mention": "note",
            "place": "table",
            "table": span.table,
            "state": "empty" if is_empty else "filled",
            "agrees": agrees,
        }
        words = Said(note.text[:LONGEST] if note else "", at.line, at.place)
        found.append(statement("mention", line, table.title if table else span.table, {"words": words}, given))
    return found


def _of_another(note: str, title: str) -> bool:
    """True where a note speaks of what another table has, whose own title was not found."""
    return any(word in note and word not in title for word in _DISTINCT)


def _states(rows: Sequence[Mapping[str, Any]], *, is_certain: bool) -> set[CellState]:
    """What the cells of a table print, each kind once; `is_certain` leaves those out whose reading is doubted."""
    values = {
        row[f"{measure}__state"]
        for row in rows
        for measure in measures_of(tuple(row))
        if not (is_certain and row.get(f"{measure}__doubt"))
    }
    return {CellState(value) for value in values if value is not None}


def second_titles(outline: Outline) -> list[Statement]:
    """The title that stands below a table's numbered heading; it does not agree where it has the word of another table.

    Example: `second_titles(outline)[0].attributes["agrees"]` → `"yes"`.
    """
    tables = {id(outline.context.stream.lines[span.first]): span.table for span in outline.context.tables}
    found: list[Statement] = []
    for first, second in pairwise(outline.body):
        table = tables.get(id(first.pieces[0].line))
        is_second = second.layout is Layout.TITLE and id(second.pieces[0].line) not in tables
        if table is None or not is_second or number_of(first.plain) is None or len(second.text) > LONGEST:
            continue
        strange = [word for word in _DISTINCT if word in second.text and word not in first.text]
        said = second.said(0, len(second.text))
        given = {"mention": "title", "place": "table", "table": table, "agrees": "no" if strange else "yes"}
        found.append(statement("mention", second.line(0), second.text[:LONGEST], {"words": said}, given))
    return found
