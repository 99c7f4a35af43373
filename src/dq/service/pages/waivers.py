"""Waivers: what was proposed, approved by a second person, rejected or taken back."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Form, Path, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import select

from dq.service.accounts.roles import Permission
from dq.service.database.models import Waiver
from dq.service.jobs.waiving import unwritten
from dq.service.pages.answering import page, see
from dq.service.security.access import CurrentUser, Database, allowed
from dq.service.telling import language_of
from dq.service.waivers import deciding

router = APIRouter(include_in_schema=False)
_WaiverId = Annotated[str, Path(pattern="^[0-9a-f]{16}$")]
_MOST: Final = 200


@router.get("/waivers", dependencies=[allowed(Permission.READ)])
def list_waivers(request: Request, database: Database) -> HTMLResponse:
    """Waivers, the newest first."""
    waivers = database.scalars(select(Waiver).order_by(Waiver.created.desc(), Waiver.id).limit(_MOST)).all()
    waiting = unwritten(database, language_of(request.scope))
    return page(request, "waivers.html", waivers=waivers, unwritten=waiting)


@router.post("/waivers/{waiver}/withdraw", dependencies=[allowed(Permission.PROPOSE)])
def withdraw(waiver: _WaiverId, database: Database, user: CurrentUser) -> Response:
    """Take one's own proposal back."""
    deciding.withdraw(database, waiver, user)
    return see("/waivers")


@router.post("/waivers/{waiver}", dependencies=[allowed(Permission.APPROVE)])
def decide(
    waiver: _WaiverId,
    request: Request,
    database: Database,
    user: CurrentUser,
    decision: Annotated[Literal["approve", "reject"], Form()],
) -> Response:
    """Approve what somebody else proposed, or reject it."""
    if decision == "approve":
        deciding.approve(database, waiver, user, request.app.state.folder.waivers)
    else:
        deciding.reject(database, waiver, user)
    return see("/waivers")
