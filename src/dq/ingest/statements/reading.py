"""All statements of a report, by every reader, as stored rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dq.ingest.cells import read_cell
from dq.ingest.statements.context import Context, Reader
from dq.ingest.statements.document import read_document_facts
from dq.ingest.statements.model import Statement
from dq.ingest.statements.narrative import read_narrative
from dq.ingest.statements.rows import Row, statement_rows
from dq.ingest.stream import Shape


def read_forms(context: Context) -> Sequence[Statement]:
    """What performance forms say, whose readers are imported where a document has any: cells, or running text."""
    if not context.forms:
        return ()
    if context.stream.shape is Shape.CELLS:
        from dq.ingest.statements.performance.cells import read_forms as of_cells

        return [_put(each) for each in of_cells(context)]
    from dq.ingest.statements.performance.flowing import performance_in_text

    return [_put(each) for each in performance_in_text(context)]


def _put(each: Statement) -> Statement:
    """The statement, with how its target is put, if it has one."""
    target = each.figures.get("target")
    if target is None:
        return each
    kind = "words" if read_cell(target.printed).value is None else "figure"
    return replace(each, attributes={**each.attributes, "target_kind": kind})


def read_projects(context: Context) -> Sequence[Statement]:
    """What a report says of its projects, whose reader is imported where it says anything."""
    if not context.projects:
        return ()
    from dq.ingest.statements.projects import read_projects as of_projects

    return of_projects(context)


READERS: Final[tuple[Reader, ...]] = (
    read_forms,
    read_narrative,
    read_projects,
    read_document_facts,
)
"""What reads a report outside its tables; each is asked in turn."""


def read_statements(report: str, context: Context) -> dict[str, list[Row]]:
    """The rows of each statement table in which something is said.

    Example: `read_statements("r", context)["narrative"][0]["amount__printed"]` → `"1244.57"`.
    """
    said = [each for reader in READERS for each in reader(context)]
    return statement_rows(report, sorted(said, key=lambda each: (each.page or 0, each.line)))
