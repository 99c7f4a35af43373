"""All statements of a report, by every reader, as stored rows."""

from __future__ import annotations

from typing import Final

from dq.ingest.statements.context import Context, Reader
from dq.ingest.statements.document import read_document_facts
from dq.ingest.statements.narrative import read_narrative
from dq.ingest.statements.performance.cells import read_forms
from dq.ingest.statements.performance.flowing import performance_in_text
from dq.ingest.statements.projects import read_projects
from dq.ingest.statements.rows import Row, statement_rows

READERS: Final[tuple[Reader, ...]] = (
    read_forms,
    performance_in_text,
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
