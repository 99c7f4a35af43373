"""Documents: uploaded, read in a process of their own, and what was read of them."""

from __future__ import annotations

import hashlib
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Request, Response, UploadFile
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session

from dq.application.uploads import Staged, discard, stage
from dq.service import audit
from dq.service.accounts.roles import Permission
from dq.service.api.answering import UNCHANGED, Cursor, Limit, Page, TaggedRoute, newest_first
from dq.service.api.apart import OnlyOnceApart
from dq.service.database.models import Document, Job
from dq.service.jobs import ingesting, queue
from dq.service.jobs.telling import told
from dq.service.keys import report_key
from dq.service.problems import not_found, refused
from dq.service.security.access import CurrentUser, Database, Slow, allowed, waits_for
from dq.service.telling import language_of

router = APIRouter(tags=["documents"], route_class=TaggedRoute, responses=UNCHANGED)
DocumentId = Annotated[str, Path(pattern="^[0-9a-f]{16}$")]


class DocumentAnswer(BaseModel):
    """A document. `job` reads it, `state` is that job's; `outcome` then added, new_version, replaced, duplicate or
    refused, `report` the report's id in addresses; `diagnostics` what was said of it.
    """

    id: str
    name: str
    size: int
    sha256: str
    job: str | None
    state: str
    outcome: str | None
    report: str | None
    diagnostics: list[dict[str, Any]]
    user: str
    created: datetime


class ReadingAnswer(BaseModel):
    """How a document was read: what of it became facts and what did not; null of one that was refused."""

    reading: dict[str, Any] | None


def document_answer(document: Document, database: Session, language: str) -> DocumentAnswer:
    """A document as the API tells it."""
    job = None if document.job_id is None else database.get(Job, document.job_id)
    return DocumentAnswer(
        id=document.id,
        name=document.name,
        size=document.size,
        sha256=document.digest,
        job=document.job_id,
        state="" if job is None else job.state,
        outcome=document.reading.get("outcome"),
        report=None if document.report is None else report_key(document.report),
        diagnostics=told(document.reading.get("diagnostics"), language),
        user=document.user_name,
        created=document.created,
    )


def stage_upload(request: Request, file: UploadFile) -> Staged:
    """Write what was uploaded to the disk. Raises: `Problem` 422 where it is too long or cannot be kept."""
    state = request.app.state
    staged = stage(file.file, file.filename or "", state.folder.uploads, state.configuration.upload_limit)
    if not isinstance(staged, Staged):
        raise refused((staged,))
    return staged


def keep_upload(database: Session, staged: Staged, user_name: str, *, replace: bool) -> Document:
    """Keep that it is there, and queue its reading."""
    job = queue.enqueue(database, ingesting.KIND, user_name, document=staged.id, replace=replace)
    document = Document(
        id=staged.id,
        name=staged.name,
        digest=staged.sha256,
        size=staged.size,
        job_id=job.id,
        user_name=user_name,
        reading={},
    )
    database.add(document)
    audit.record(database, user_name, "document.uploaded", staged.id, name=staged.name, sha256=staged.sha256)
    database.flush()
    return document


@router.post(
    "/documents",
    status_code=HTTPStatus.ACCEPTED,
    dependencies=[allowed(Permission.UPLOAD)],
    response_model=DocumentAnswer,
)
@waits_for(Slow.DISK)
def upload_document(
    request: Request,
    user: CurrentUser,
    once: OnlyOnceApart,
    file: UploadFile,
    replace: Annotated[bool, Form(description="Put it in the place of the report held already")] = False,  # noqa: FBT002 - a field of a form
) -> Response:
    """Upload a document; a job reads it. It is kept when this is answered."""
    digest = hashlib.file_digest(file.file, "sha256").hexdigest()  # type: ignore[arg-type]  # typed as any binary file
    file.file.seek(0)

    def keep(database: Session, staged: Staged) -> DocumentAnswer:
        document = keep_upload(database, staged, user.name, replace=replace)
        return document_answer(document, database, language_of(request.scope))

    return once.answer(
        f"{digest} {file.filename} {replace}",
        HTTPStatus.ACCEPTED,
        lambda: stage_upload(request, file),
        keep,
        lambda staged: discard(request.app.state.folder.uploads, staged.id),
    )


@router.get("/documents", dependencies=[allowed(Permission.READ)])
def list_documents(
    request: Request, database: Database, cursor: Cursor = "", limit: Limit = 50
) -> Page[DocumentAnswer]:
    """Uploaded documents, the newest first."""
    rows, following = newest_first(database, Document, select(Document), cursor, limit)
    language = language_of(request.scope)
    return Page(items=[document_answer(each, database, language) for each in rows], next=following)


@router.get("/documents/{document}", dependencies=[allowed(Permission.READ)])
def read_document(document: DocumentId, request: Request, database: Database) -> DocumentAnswer:
    """One document and what became of it."""
    return document_answer(_found(database, document), database, language_of(request.scope))


@router.get("/documents/{document}/reading", dependencies=[allowed(Permission.READ)])
def read_reading(document: DocumentId, database: Database) -> ReadingAnswer:
    """How it was read: tables, figures that became facts, figures that did not and why."""
    return ReadingAnswer(reading=_found(database, document).reading.get("account"))


def _found(database: Session, document: str) -> Document:
    row = database.get(Document, document)
    if row is None:
        raise not_found()
    return row
