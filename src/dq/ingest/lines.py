"""The lines of a document of plain text, counted as the places of figures count them."""

from __future__ import annotations

from dq.ingest.decoding import as_utf8, decode
from dq.ingest.formats import is_text


def text_lines(name: str, data: bytes) -> tuple[str, ...] | None:
    """The lines, the first of which is line 1; None for a document that is no plain text (PDF, workbook, web page).

    Example: `text_lines("a.txt", text.encode())[line - 1]` is what a cell's line prints.
    """
    content = as_utf8(data)
    if not is_text(name, content):
        return None
    text = decode(name, content).text
    return None if text is None else tuple(line.rstrip("\r") for line in text.split("\n"))
