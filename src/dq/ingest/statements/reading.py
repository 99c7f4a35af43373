"""All statements of a report, by every reader, as stored rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dq.ingest.statements.document import read_document_facts
from dq.ingest.statements.model import Context, Reader
from dq.ingest.statements.narrative import read_narrative
from dq.ingest.statements.performance.cells import read_forms
from dq.ingest.statements.performance.flowing import performance_in_text
from dq.ingest.statements.projects import read_projects
from dq.ingest.statements.rows import Row, statement_rows
from dq.templates import load_statements

READERS: Final[tuple[Reader, ...]] = (
    read_forms,
    performance_in_text,
    read_narrative,
    read_projects,
    read_document_facts,
)
"""What reads a report outside its tables; each is asked in turn."""


def read_statements(report: str, context: Context) -> tuple[dict[str, list[Row]], list[dict[str, Any]]]:
    """The rows of each statement table that is looked for in this kind of report, and a row of dataset "tables" each.

    A table is there, even without rows, where its reader looked for it: a rule that counts statements can then be told.
    Example: `read_statements("r", context)[0]["narrative"][0]["amount__printed"]` → `"1244.57"`.
    """
    if not READERS:
        return {}, []
    said = [each for reader in READERS for each in reader(context)]
    rows = statement_rows(report, sorted(said, key=lambda each: (each.page or 0, each.line)))
    kept = {shape.name: rows.get(shape.name, []) for shape in load_statements() if context.template.kind in shape.kinds}
    titles = {shape.name: shape.title for shape in load_statements()}
    tables = [_found(report, name, titles[name], context.unit, found) for name, found in kept.items()]
    return kept, tables


def _found(report: str, name: str, title: str, unit: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The row of dataset "tables" that says that a statement table was looked for."""
    lines = [row["line"] for row in rows]
    return {
        "report": report,
        "table": name,
        "title": title,
        "unit": unit,
        "first_line": min(lines, default=None),
        "last_line": max(lines, default=None),
        "rows": len(rows),
        "state": "filled" if rows else "empty",
        "note": None,
        "confidence": None,
    }
