"""Flattened text of a PDF: single spaces, one printed line a line, nothing that shows columns."""

from __future__ import annotations

from dq.ingest.stream import Shape, Stream
from dq.ingest.text_shape import decoded_text, read_lines

PRIORITY = -50
"""Only text comes here, and only where no TAB separates cells."""


def accepts(name: str, data: bytes) -> bool:
    """True for text that has neither TABs nor aligned columns."""
    return decoded_text(name, data)[1] is Shape.FLOWING


def read(name: str, data: bytes) -> Stream:
    """One `Line` a text line, its text in one cell; tables are found in it by `dq.ingest.flow`."""
    return read_lines(name, data)
