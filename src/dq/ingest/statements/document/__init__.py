"""Facts of the document as a whole: its headings, names, years, notes, what of the blank form was left in."""

from dq.ingest.statements.document.reading import read_document_facts

__all__ = ["read_document_facts"]
