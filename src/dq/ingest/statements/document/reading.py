"""All facts of the document as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dq.ingest.statements.context import Context
from dq.ingest.statements.document.headings import headings
from dq.ingest.statements.document.levels import levels
from dq.ingest.statements.document.names import names
from dq.ingest.statements.document.notes import notes, second_titles
from dq.ingest.statements.document.outline import outline_of
from dq.ingest.statements.document.repetition import repetitions
from dq.ingest.statements.document.residue import residue
from dq.ingest.statements.model import Statement

_MOST: Final = 10_000
"""Statements of one kind that are kept of a document."""


def read_document_facts(context: Context) -> Sequence[Statement]:
    """Statements of the tables `heading` and `mention`.

    Example: `read_document_facts(context)[0].table` → `"heading"`.
    """
    outline = outline_of(context)
    readers = (headings, names, notes, second_titles, levels, residue, repetitions)
    return [statement for read in readers for statement in read(outline)[:_MOST]]
