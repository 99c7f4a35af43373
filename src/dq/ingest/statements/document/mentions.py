"""Statements about the document as a whole."""

from __future__ import annotations

from collections.abc import Mapping

from dq.ingest.statements.model import Said, Statement
from dq.ingest.stream import Line


def statement(
    table: str, line: Line, label: str, figures: Mapping[str, Said], given: Mapping[str, str | None]
) -> Statement:
    """A statement that begins on a line.

    Example: `statement("mention", line, "省级财政", {"words": said}, {"mention": "level"}).page` → `line.page`.
    """
    return Statement(table, line.number, label, figures, given, page=line.page, sheet=line.sheet)
