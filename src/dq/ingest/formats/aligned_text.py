"""Text whose columns are aligned with spaces, as layout-keeping PDF tools write it."""

from __future__ import annotations

from dq.ingest.stream import Shape, Stream
from dq.ingest.text_shape import decoded_text, read_lines

PRIORITY = -40
"""Only text comes here, and only where no TAB separates cells."""


def accepts(name: str, data: bytes) -> bool:
    """True for text without TABs whose lines often have gaps between words."""
    return decoded_text(name, data)[1] is Shape.ALIGNED


def read(name: str, data: bytes) -> Stream:
    """One `Line` a text line, its text in one cell; tables are found in it by `dq.ingest.flow`."""
    return read_lines(name, data)
