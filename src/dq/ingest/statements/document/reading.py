"""All facts of the document as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from dq.ingest.statements.context import Context
from dq.ingest.statements.document.borrowed import borrowed
from dq.ingest.statements.document.citations import citations
from dq.ingest.statements.document.counted import counted
from dq.ingest.statements.document.headings import headings
from dq.ingest.statements.document.levels import levels
from dq.ingest.statements.document.listed import listed
from dq.ingest.statements.document.names import names
from dq.ingest.statements.document.notes import notes, second_titles
from dq.ingest.statements.document.outline import outline_of
from dq.ingest.statements.document.repetition import repetitions
from dq.ingest.statements.document.residue import residue
from dq.ingest.statements.document.restated import restated
from dq.ingest.statements.model import Statement

_Place = tuple[int | None, str | None, int]
"""Page, sheet and line."""
_MOST: Final = 10_000
"""Statements of one kind that are kept of a document."""


def read_document_facts(context: Context) -> Sequence[Statement]:
    """Statements of the tables `heading` and `mention`.

    Example: `read_document_facts(context)[0].table` → `"heading"`.
    """
    outline = outline_of(context)
    told = (headings, names, notes, second_titles, levels, listed)
    readers = (*told, residue, repetitions, borrowed, citations, restated, counted)
    found = [statement for read in readers for statement in read(outline)[:_MOST]]
    forms = _forms(context)
    return [_placed(each, forms) for each in found] if forms else found


def _forms(context: Context) -> dict[_Place, int]:
    """The number of the form to which each line belongs that is one of a form or of its report."""
    found: dict[_Place, int] = {}
    for form in context.forms:
        for first, end in filter(None, (form.report, (form.first, form.end))):
            lines = context.stream.lines[first:end]
            found |= dict.fromkeys(((line.page, line.sheet, line.number) for line in lines), form.number)
    return found


def _placed(statement: Statement, forms: Mapping[_Place, int]) -> Statement:
    """A mention with the number of the form where it stands."""
    form = forms.get((statement.page, statement.sheet, statement.line))
    if form is None or statement.table != "mention":
        return statement
    return replace(statement, attributes={**statement.attributes, "form": str(form)})
