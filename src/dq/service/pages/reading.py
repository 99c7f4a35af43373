"""How one uploaded document was read."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from dq.application.readings.text import in_full
from dq.archive.reading import reading_of
from dq.diagnostics.layout import Piece, wrap
from dq.report.sinks.text.view import View
from dq.service.accounts.roles import Permission
from dq.service.api.documents import DocumentId, document_answer
from dq.service.database.models import Document
from dq.service.pages.answering import page
from dq.service.problems import not_found
from dq.service.security.access import Database, allowed
from dq.service.telling import language_of
from dq.templates import default_schema

router = APIRouter(include_in_schema=False)
_WIDTH: Final = 120
"""Columns of a line of the reading report."""


@router.get("/documents/{document}", dependencies=[allowed(Permission.READ)])
def one_document(document: DocumentId, request: Request, database: Database) -> HTMLResponse:
    """How a document was read, as `dq ingest` tells it: what of it became facts, what is missing, doubted or unread."""
    row = database.get(Document, document)
    if row is None:
        raise not_found()
    language = language_of(request.scope)
    told = document_answer(row, database, language)
    return page(request, "document.html", document=told, account=_account(row.reading.get("account"), language))


def _account(kept: dict[str, Any] | None, language: str) -> list[tuple[Piece, ...]]:
    """The lines of a reading report; none where nothing was read, or another version of the program kept it."""
    if kept is None:
        return []
    try:
        reading = reading_of(kept)
    except (KeyError, TypeError, ValueError):
        return []
    view = View("en" if language == "en" else "zh", default_schema())
    return list(wrap(in_full(reading, view), _WIDTH))
