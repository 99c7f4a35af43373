"""Long work: how far it is, what came of it, its end."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, BackgroundTasks, Header, Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from starlette.types import Receive, Scope, Send

from dq.application.uploads import discard
from dq.service import audit
from dq.service.accounts.roles import Permission
from dq.service.api.answering import PLAIN, UNCHANGED, Cursor, Limit, Page, TaggedRoute, newest_first
from dq.service.database.connecting import transaction
from dq.service.database.models import Job
from dq.service.jobs import ingesting, queue, running
from dq.service.jobs.telling import told
from dq.service.problems import not_allowed, not_found, too_many
from dq.service.security.access import CurrentUser, Database, allowed
from dq.service.security.places import Places
from dq.service.telling import language_of, problem_response

router = APIRouter(tags=["jobs"], route_class=TaggedRoute, responses=UNCHANGED)
JobId = Annotated[str, Path(pattern="^[0-9a-f]{16}$")]
_EVERY: Final = 0.5
_LATER: Final = 10
_STARTED_BY: Final = {running.KIND: Permission.RUN, ingesting.KIND: Permission.UPLOAD}
"""The right to start a job where that is more than to read: a token that may only read ends none either."""
_LONGEST: Final = 600
"""Seconds that one stream of events lasts; a browser opens the next by itself."""


class JobAnswer(BaseModel):
    """A job. `state` is queued, running, done, failed or cancelled; `done` of `total`; `result` once it has ended."""

    id: str
    kind: str
    state: str
    done: int
    total: int
    arguments: dict[str, Any]
    result: dict[str, Any]
    user: str
    created: datetime
    started: datetime | None
    finished: datetime | None


def job_answer(job: Job, language: str) -> JobAnswer:
    """A job as the API tells it, its diagnostics in one language."""
    result = dict(job.result)
    if "diagnostics" in result:
        result["diagnostics"] = told(result["diagnostics"], language)
    if "problems" in result:
        result["problems"] = [each[language] for each in result["problems"]]
    return JobAnswer(
        id=job.id,
        kind=job.kind,
        state=job.state,
        done=job.done,
        total=job.total,
        arguments=job.arguments,
        result=result,
        user=job.user_name,
        created=job.created,
        started=job.started,
        finished=job.finished,
    )


@router.get("/jobs", dependencies=[allowed(Permission.READ)])
def list_jobs(
    request: Request,
    database: Database,
    cursor: Cursor = "",
    limit: Limit = 50,
    state: Annotated[str, Query(max_length=16, pattern=PLAIN)] = "",
    kind: Annotated[str, Query(max_length=32, pattern=PLAIN)] = "",
) -> Page[JobAnswer]:
    """Jobs, the newest first."""
    wanted = select(Job)
    if state:
        wanted = wanted.where(Job.state == state)
    if kind:
        wanted = wanted.where(Job.kind == kind)
    rows, following = newest_first(database, Job, wanted, cursor, limit)
    language = language_of(request.scope)
    return Page(items=[job_answer(each, language) for each in rows], next=following)


@router.get("/jobs/{job}", dependencies=[allowed(Permission.READ)])
def read_job(job: JobId, request: Request, database: Database) -> JobAnswer:
    """One job."""
    return job_answer(_found(database, job), language_of(request.scope))


@router.post("/jobs/{job}/cancel", dependencies=[allowed(Permission.READ)])
def cancel_job(
    job: JobId, request: Request, database: Database, user: CurrentUser, afterwards: BackgroundTasks
) -> JobAnswer:
    """Ask a job to end: one's own, with the right to start it, or as administrator anybody's. One that has ended stays
    as it is, and so does the writing of a waiver that was approved.
    """
    row = _found(database, job)
    needed = _STARTED_BY.get(row.kind, Permission.READ)
    if needed not in user.rights:
        raise not_allowed(needed.value)
    if row.user_name != user.name and Permission.ADMINISTER not in user.rights:
        raise not_allowed(Permission.ADMINISTER.value)
    cancelled = queue.cancel(row)
    if row.kind == ingesting.KIND and row.state == queue.CANCELLED:
        # Nobody will read it any more; once that is kept.
        afterwards.add_task(discard, request.app.state.folder.uploads, str(row.arguments["document"]))
    if cancelled:
        audit.record(database, user.name, "job.cancelled", row.id)
    return job_answer(row, language_of(request.scope))


@router.get(
    "/jobs/{job}/events",
    dependencies=[allowed(Permission.READ)],
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}, "description": "Events `job`, each with the job as JSON"}},
)
def follow_job(
    job: JobId,
    request: Request,
    database: Database,
    user: CurrentUser,
    last_event_id: Annotated[str, Header(max_length=64, description="The `id` of the last event that was heard")] = "",
) -> StreamingResponse:
    """The job, told anew whenever it has changed, as server-sent events, until it has ended.

    Each event tells the whole of it, and has an id: who goes on from the last one is told what changed since.
    """
    _found(database, job)
    events = _events(request.app.state.sessions, job, language_of(request.scope), last_event_id)
    return _Stream(events, request.app.state.streams, user.id)


class _Stream(StreamingResponse):
    """Server-sent events, of which one user may follow so many at once."""

    def __init__(self, events: AsyncIterator[str], places: Places, who: str) -> None:
        super().__init__(events, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})
        self._places, self._who = places, who

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send them, or say that there are too many: here, so that a place is given back however it ends."""
        if not self._places.take(self._who):
            await problem_response(too_many(_LATER), scope)(scope, receive, send)
            return
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._places.leave(self._who)


async def _events(sessions: sessionmaker[Session], job: str, language: str, before: str) -> AsyncIterator[str]:
    """Asks the database in a thread for a moment at a time: followers that wait take no thread from others."""
    until = time.monotonic() + _LONGEST
    while time.monotonic() < until:
        answer = await run_in_threadpool(_look, sessions, job, language)
        if answer is None:
            return
        text = answer.model_dump_json()
        state = hashlib.sha256(text.encode()).hexdigest()[:32]
        if state != before:
            yield f"event: job\nid: {state}\ndata: {text}\n\n"
            before = state
        else:
            yield ": still\n\n"  # tells a proxy that the stream lives, and us that the follower has left
        if answer.state in queue.ENDED:
            return
        await asyncio.sleep(_EVERY)


def _look(sessions: sessionmaker[Session], job: str, language: str) -> JobAnswer | None:
    with transaction(sessions, writes=False) as session:
        row = session.get(Job, job)
        return None if row is None else job_answer(row, language)


def _found(database: Session, job: str) -> Job:
    row = database.get(Job, job)
    if row is None:
        raise not_found()
    return row
