"""Performance forms of documents whose tables have cells (TAB text, workbooks, word files, pages, ruled PDF)."""

from dq.ingest.statements.performance.cells.reading import read_forms

__all__ = ["read_forms"]
