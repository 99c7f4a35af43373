"""Checkpoints of dq.toml, and runs of them started."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel

from dq.application.checkpoints import configured_checkpoints
from dq.service.accounts.roles import Permission
from dq.service.api.answering import UNCHANGED, OnlyOnce, TaggedRoute
from dq.service.api.jobs import JobAnswer, job_answer
from dq.service.api.sent import Sent
from dq.service.jobs import running
from dq.service.problems import diagnostic_document
from dq.service.security.access import CurrentUser, Database, allowed
from dq.service.telling import language_of

router = APIRouter(tags=["checkpoints"], route_class=TaggedRoute, responses=UNCHANGED)
Name = Annotated[str, Path(pattern="^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]


class CheckpointAnswer(BaseModel):
    """A checkpoint. `at` its time of day and `days` (none: all) where it is run by a timer."""

    name: str
    language: str
    fail_on: str
    years: list[int]
    kinds: list[str]
    departments: list[str]
    sinks: list[str]
    at: str | None
    days: list[str]


class CheckpointsAnswer(BaseModel):
    """The checkpoints that can be run, and what is wrong with the others."""

    items: list[CheckpointAnswer]
    diagnostics: list[dict[str, Any]]


class RunWish(Sent):
    """How to run: `full` evaluates everything anew."""

    full: bool = False


_USUAL: Final = RunWish()


@router.get("/checkpoints", dependencies=[allowed(Permission.READ)])
def list_checkpoints(request: Request) -> CheckpointsAnswer:
    """The checkpoints as they are configured now."""
    configured = configured_checkpoints(request.app.state.folder.checkpoints)
    language = language_of(request.scope)
    items = [
        CheckpointAnswer(
            name=each.name,
            language=each.language,
            fail_on=each.fail_on,
            years=list(each.selection.years),
            kinds=list(each.selection.kinds),
            departments=list(each.selection.departments),
            sinks=[output.sink for output in each.sinks],
            at=each.at,
            days=list(each.days),
        )
        for each in configured.checkpoints
    ]
    return CheckpointsAnswer(
        items=items, diagnostics=[diagnostic_document(each, language) for each in configured.diagnostics]
    )


@router.post(
    "/checkpoints/{name}/runs",
    status_code=HTTPStatus.ACCEPTED,
    dependencies=[allowed(Permission.RUN)],
    response_model=JobAnswer,
)
def start_run(
    name: Name, request: Request, database: Database, user: CurrentUser, once: OnlyOnce, wish: RunWish = _USUAL
) -> Response:
    """Run a checkpoint: a job does it, and what it found is listed when that is done. No body is needed."""

    def make() -> JobAnswer:
        file = request.app.state.folder.checkpoints
        return job_answer(running.start(database, file, user.name, name, full=wish.full), language_of(request.scope))

    return once.answer(wish.model_dump_json(), HTTPStatus.ACCEPTED, make)
