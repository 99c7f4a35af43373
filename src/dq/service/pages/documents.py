"""Uploads: documents sent, how far their reading is, and what was said of them."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from dq.application.uploads import discard
from dq.service.accounts.roles import Permission
from dq.service.api.documents import DocumentAnswer, document_answer, keep_upload, stage_upload
from dq.service.database.connecting import transaction
from dq.service.database.models import Document
from dq.service.jobs import queue
from dq.service.pages.answering import page, see
from dq.service.security.access import Apart, CurrentUser, Database, Slow, allowed, waits_for
from dq.service.telling import language_of

router = APIRouter(include_in_schema=False)
_SHOWN: Final = 50


@router.get("/documents", dependencies=[allowed(Permission.READ)])
def list_documents(request: Request, database: Database) -> HTMLResponse:
    """The form, and what was uploaded lately."""
    told = _told(request, database)
    return page(request, "documents.html", documents=told, waiting=_is_waiting(told))


@router.get("/documents/list", dependencies=[allowed(Permission.READ)])
def follow_documents(request: Request, database: Database) -> HTMLResponse:
    """What was uploaded lately: a piece of the page, asked for again while something is being read."""
    told = _told(request, database)
    return page(request, "documents_list.html", documents=told, waiting=_is_waiting(told))


@router.post("/documents", dependencies=[allowed(Permission.UPLOAD)])
@waits_for(Slow.DISK)
def upload(
    request: Request,
    sessions: Apart,
    user: CurrentUser,
    file: UploadFile,
    replace: Annotated[bool, Form()] = False,  # noqa: FBT002 - a field of a form
) -> Response:
    """Keep a document; a job reads it."""
    staged = stage_upload(request, file)
    try:
        with transaction(sessions, writes=True) as database:
            keep_upload(database, staged, user.name, replace=replace)
    except BaseException:
        discard(request.app.state.folder.uploads, staged.id)
        raise
    return see("/documents")


def _told(request: Request, database: Session) -> list[DocumentAnswer]:
    rows = database.scalars(select(Document).order_by(Document.created.desc(), Document.id.desc()).limit(_SHOWN))
    return [document_answer(each, database, language_of(request.scope)) for each in rows]


def _is_waiting(documents: list[DocumentAnswer]) -> bool:
    return any(each.state not in queue.ENDED for each in documents)
