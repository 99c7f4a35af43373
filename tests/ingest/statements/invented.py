"""Invented documents, read for what they say as a whole."""

from __future__ import annotations

from typing import Any

from dq.ingest.bodies import body_of
from dq.ingest.formats import format_of
from dq.ingest.identity import Identity
from dq.ingest.statements import Context, Span, Statement
from dq.ingest.statements.document import read_document_facts
from dq.templates import load_catalogue

BODY = "云州市青禾区水务局"


def context(text: str, *, name: str | None = BODY, year: int = 2021, tables: dict[str, Any] | None = None) -> Context:
    """The context of a document that is a text with tabs. Parameters: `tables` the lines (1-based, first and last) and
    the stored rows of each of its tables.
    """
    stream = format_of("report.txt", text.encode()).read("report.txt", text.encode())
    template = next(each for each in load_catalogue() if each.name == "final_accounts_2024")
    given = tables or {}
    spans = [Span(table, first - 1, last) for table, ((first, last), _) in given.items()]
    rows = {table: found for table, (_, found) in given.items()}
    identity = Identity(name, year, "final_accounts")
    return Context(stream, template, identity, body_of(stream.lines, (), name), spans, rows, "万元")


def facts(text: str, table: str, **given: Any) -> list[Statement]:
    """The statements of one table that the reader finds in a text."""
    return [each for each in read_document_facts(context(text, **given)) if each.table == table]


def mentions(text: str, mention: str, **given: Any) -> list[tuple[int, str, str | None]]:
    """Line, words and agreement of each mention of a kind."""
    return [
        (each.line, each.figures["words"].printed, each.attributes.get("agrees"))
        for each in facts(text, "mention", **given)
        if each.attributes["mention"] == mention
    ]
