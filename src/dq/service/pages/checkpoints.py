"""Checkpoints: what is checked when, whether the schedule was kept, and a run now."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from dq.application.checkpoints import configured_checkpoints
from dq.runner.checkpoints import Checkpoint
from dq.service.accounts.roles import Permission
from dq.service.api.checkpoints import Name
from dq.service.findings import queries
from dq.service.pages.answering import page
from dq.service.problems import diagnostic_document, not_found
from dq.service.schedule import next_due, nights
from dq.service.security.access import Database, allowed
from dq.service.telling import language_of

router = APIRouter(include_in_schema=False)
_RUNS: Final = 20


@router.get("/checkpoints", dependencies=[allowed(Permission.READ)])
def list_checkpoints(request: Request, database: Database) -> HTMLResponse:
    """The checkpoints as they are configured now, and what is wrong with the others."""
    configured = configured_checkpoints(request.app.state.folder.checkpoints)
    language, moment = language_of(request.scope), datetime.now().astimezone()
    return page(
        request,
        "checkpoints.html",
        rows=[(each, _due(each, moment), queries.newest_run(database, each.name)) for each in configured.checkpoints],
        problems=[diagnostic_document(each, language) for each in configured.diagnostics],
    )


@router.get("/checkpoints/{name}", dependencies=[allowed(Permission.READ)])
def one_checkpoint(name: Name, request: Request, database: Database) -> HTMLResponse:
    """One checkpoint: what it checks, the times at which it was due, and its runs."""
    known = configured_checkpoints(request.app.state.folder.checkpoints).checkpoints
    found = next((each for each in known if each.name == name), None)
    if found is None:
        raise not_found()
    moment = datetime.now().astimezone()
    return page(
        request,
        "checkpoint.html",
        checkpoint=found,
        due=_due(found, moment),
        nights=nights(database, found, moment),
        runs=queries.runs(database, name, "", _RUNS),
    )


def _due(checkpoint: Checkpoint, moment: datetime) -> datetime | None:
    """When it is due next; None for one that is run by hand."""
    return None if checkpoint.at is None else next_due(checkpoint.at, checkpoint.days, moment)
