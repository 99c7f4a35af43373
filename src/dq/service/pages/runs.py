"""Runs of checkpoints: started, followed, and compared with the run before."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Final, Literal

from fastapi import APIRouter, BackgroundTasks, Form, Path, Query, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from dq.application.checkpoints import configured_checkpoints
from dq.report import sink_names
from dq.runner.comparing import Change
from dq.service.accounts.roles import Permission
from dq.service.api.jobs import JobAnswer, JobId, cancel_job, job_answer
from dq.service.api.runs import compared
from dq.service.database.models import Job, Run
from dq.service.findings import queries
from dq.service.jobs import exporting, ingesting, queue, running
from dq.service.pages.answering import page, see
from dq.service.problems import not_found
from dq.service.security.access import CurrentUser, Database, allowed
from dq.service.telling import language_of

router = APIRouter(include_in_schema=False)
_RunId = Annotated[str, Path(pattern="^[0-9A-Za-z-]{1,64}$")]
_RUNS: Final = 100
_JOBS: Final = 8
_SHOWN: Final = 200
_ORDER: Final = (Change.NEW, Change.CHANGED, Change.RESOLVED, Change.UNCHECKED, Change.PERSISTING, Change.WAIVED)
"""What is different first: of what stays nobody needs to be told."""
_SEVERITIES: Final = ("error", "warning", "info")


@router.get("/runs", dependencies=[allowed(Permission.READ)])
def list_runs(request: Request, database: Database) -> HTMLResponse:
    """Runs, the newest first, with those that are being made."""
    known = configured_checkpoints(request.app.state.folder.checkpoints).checkpoints
    return page(
        request,
        "runs.html",
        runs=queries.runs(database, "", "", _RUNS),
        checkpoints=[each.name for each in known],
        jobs=_jobs(request, database, running.KIND),
    )


@router.get("/runs/jobs", dependencies=[allowed(Permission.READ)])
def follow_jobs(request: Request, database: Database) -> HTMLResponse:
    """How far the runs are that are being made: a piece of the page, asked for again until none is.

    Then the page is, whose list has those that were made.
    """
    jobs = _jobs(request, database, running.KIND)
    told = page(request, "jobs.html", jobs=jobs, source="/runs/jobs")
    if all(each.state in queue.ENDED for each in jobs):
        told.headers["HX-Refresh"] = "true"
    return told


@router.post("/runs", dependencies=[allowed(Permission.RUN)])
def start(
    request: Request,
    database: Database,
    user: CurrentUser,
    checkpoint: Annotated[str, Form(max_length=64)],
    full: Annotated[bool, Form()] = False,  # noqa: FBT002 - a field of a form
) -> Response:
    """Run a checkpoint."""
    running.start(database, request.app.state.folder.checkpoints, user.name, checkpoint, full=full)
    return see("/runs")


@router.post("/jobs/{job}/cancel", dependencies=[allowed(Permission.READ)])
def cancel(
    job: JobId, request: Request, database: Database, user: CurrentUser, afterwards: BackgroundTasks
) -> Response:
    """Ask a job to end, as the API does, and go where jobs of its kind are listed."""
    asked = cancel_job(job, request, database, user, afterwards)
    if asked.kind == exporting.KIND:
        return see(f"/runs/{asked.arguments['run']}#exports")
    return see("/documents" if asked.kind == ingesting.KIND else "/runs")


@router.get("/runs/{run}", dependencies=[allowed(Permission.READ)])
def one_run(
    run: _RunId,
    request: Request,
    database: Database,
    change: Literal["", "new", "resolved", "changed", "persisting", "waived", "unchecked"] = "",
    before: Annotated[str, Query(pattern="^([0-9A-Za-z-]{1,64})?$")] = "",
) -> HTMLResponse:
    """One run, and what became of findings since the run before or another one."""
    row = _found(database, run)
    earlier = before or row.summary["before"]
    told = () if earlier is None else compared(request.app.state.folder.archive, _found(database, earlier).id, run)
    wanted = sorted(
        (each for each in told if not change or each.change.value == change),
        key=lambda each: (_ORDER.index(each.change), _SEVERITIES.index(each.severity)),
    )
    return page(
        request,
        "run.html",
        run=row,
        before=earlier,
        change=change,
        numbers=Counter(each.change.value for each in told),
        entries=wanted[:_SHOWN],
        more=max(0, len(wanted) - _SHOWN),
        others=queries.runs(database, row.checkpoint, run, _RUNS),
        sinks=sink_names(),
        jobs=[each for each in _jobs(request, database, exporting.KIND) if each.arguments.get("run") == run],
    )


@router.get("/exports/jobs", dependencies=[allowed(Permission.READ)])
def follow_exports(request: Request, database: Database) -> HTMLResponse:
    """How far the exports are: a piece of the page."""
    return page(request, "jobs.html", jobs=_jobs(request, database, exporting.KIND), source="/exports/jobs")


@router.post("/runs/{run}/exports", dependencies=[allowed(Permission.READ)])
def export(
    run: _RunId, request: Request, database: Database, user: CurrentUser, sink: Annotated[str, Form(max_length=32)]
) -> Response:
    """Write a run in a form, to be fetched when it is done."""
    if sink not in sink_names():
        raise not_found()
    wish = {"run": _found(database, run).id, "sink": sink, "everything": False}
    most = request.app.state.configuration.exports_per_user
    exporting.start(database, user.name, most, **wish, language=language_of(request.scope))
    return see(f"/runs/{run}#exports")


def _jobs(request: Request, database: Session, kind: str) -> list[JobAnswer]:
    """The last jobs of a kind, the newest first."""
    rows = database.scalars(select(Job).where(Job.kind == kind).order_by(Job.created.desc(), Job.id).limit(_JOBS))
    return [job_answer(each, language_of(request.scope)) for each in rows]


def _found(database: Session, run: str) -> Run:
    row = database.get(Run, run)
    if row is None or row.finished is None:
        raise not_found()
    return row
