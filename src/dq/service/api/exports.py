"""Runs written through every sink, to be fetched as one file."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel, Field

from dq.report import find_sink, sink_names
from dq.service.accounts.roles import Permission
from dq.service.api.answering import UNCHANGED, OnlyOnce, TaggedRoute
from dq.service.api.jobs import JobAnswer, JobId, job_answer
from dq.service.api.sent import Sent
from dq.service.database.models import Job, Run
from dq.service.jobs import exporting
from dq.service.problems import not_found
from dq.service.security.access import CurrentUser, Database, allowed
from dq.service.telling import language_of

router = APIRouter(tags=["exports"], route_class=TaggedRoute, responses=UNCHANGED)


class SinkAnswer(BaseModel):
    """A form that a run can be written in."""

    name: str
    title: str


class SinksAnswer(BaseModel):
    """The forms there are."""

    items: list[SinkAnswer]


class ExportWish(Sent):
    """What to write: a run, in a form; `everything` lists what holds, too."""

    run: Annotated[str, Field(pattern="^[0-9A-Za-z-]{1,64}$")]
    sink: Annotated[str, Field(max_length=32)]
    everything: bool = False


@router.get("/sinks", dependencies=[allowed(Permission.READ)])
def list_sinks(request: Request) -> SinksAnswer:
    """The forms that a run can be written in."""
    language = language_of(request.scope)
    found = [(name, find_sink(name)) for name in sink_names()]
    items = [SinkAnswer(name=name, title=sink.title.in_language(language)) for name, sink in found if sink is not None]
    return SinksAnswer(items=items)


@router.post(
    "/exports", status_code=HTTPStatus.ACCEPTED, dependencies=[allowed(Permission.READ)], response_model=JobAnswer
)
def start_export(wish: ExportWish, request: Request, database: Database, user: CurrentUser, once: OnlyOnce) -> Response:
    """Write a run in a form: a job does it; its file is fetched below."""
    if database.get(Run, wish.run) is None or wish.sink not in sink_names():
        raise not_found()
    language = language_of(request.scope)

    def make() -> JobAnswer:
        most = request.app.state.configuration.exports_per_user
        job = exporting.start(database, user.name, most, **wish.model_dump(), language=language)
        return job_answer(job, language)

    return once.answer(wish.model_dump_json(), HTTPStatus.ACCEPTED, make)


@router.get("/exports/{job}/file", dependencies=[allowed(Permission.READ)], response_class=FileResponse)
def fetch_export(job: JobId, request: Request, database: Database) -> FileResponse:
    """The file that an export wrote, for a week; 404 before it is written and after that."""
    row = database.get(Job, job)
    found = None if row is None else exporting.exported_file(request.app.state.folder.exports, row.id, row.result)
    if row is None or found is None:
        raise not_found()
    name = f"{row.arguments['run']}-{row.arguments['sink']}{found.suffix}"
    # Never shown in place: a page among the exports would be one of this site.
    return FileResponse(found, filename=name, media_type="application/octet-stream")
