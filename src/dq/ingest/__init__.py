"""Documents into reports: what is printed, where it stands, and what could not be read."""

from dq.ingest.lines import text_lines
from dq.ingest.reading import ReadResult, read_bytes, read_document

__all__ = ["ReadResult", "read_bytes", "read_document", "text_lines"]
