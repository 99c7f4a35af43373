"""Waivers: propose, approve by a second person, reject, take back."""

from __future__ import annotations

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import select

from dq.application.waiving import ill_aimed
from dq.outcome.model import Waiver as Kept
from dq.service.accounts.roles import Permission
from dq.service.api.answering import REASON, UNCHANGED, Cursor, Limit, OnlyOnce, Page, TaggedRoute, newest_first
from dq.service.api.sent import Sent
from dq.service.database.models import Waiver
from dq.service.problems import not_found, refused
from dq.service.rules.published import published
from dq.service.security.access import CurrentUser, Database, allowed
from dq.service.waivers.deciding import approve, propose, reject, withdraw

router = APIRouter(tags=["waivers"], route_class=TaggedRoute, responses=UNCHANGED)
WaiverId = Annotated[str, Path(pattern="^[0-9a-f]{16}$")]
State = Literal["proposed", "approved", "rejected", "withdrawn"]


class WaiverWish(Sent):
    """A waiver as somebody proposes it: `rule` and `body` may have * and ?; what is empty is left open."""

    rule: str = Field(min_length=1, max_length=64)
    body: str = Field(default="", max_length=256)
    years: list[Annotated[int, Field(ge=1900, le=2200)]] = Field(default=[], max_length=12)
    row: str = Field(default="", max_length=256)
    reason: Annotated[str, REASON]
    expires: date


class WaiverAnswer(BaseModel):
    """A waiver and where it stands; `approver` who decided it."""

    id: str
    rule: str
    body: str
    years: list[int]
    row: str
    reason: str
    expires: str
    state: str
    proposer: str
    approver: str
    created: datetime
    settled: datetime | None


def waiver_answer(row: Waiver) -> WaiverAnswer:
    """A waiver as the API tells it."""
    return WaiverAnswer(
        id=row.id,
        rule=row.rule,
        body=row.body,
        years=[int(each) for each in row.years.split(",") if each],
        row=row.row_name,
        reason=row.reason,
        expires=row.expires,
        state=row.state,
        proposer=row.proposer,
        approver=row.approver,
        created=row.created,
        settled=row.settled,
    )


@router.get("/waivers", dependencies=[allowed(Permission.READ)])
def list_waivers(
    database: Database, cursor: Cursor = "", limit: Limit = 50, state: State | None = None
) -> Page[WaiverAnswer]:
    """Waivers, the newest first."""
    wanted = select(Waiver) if state is None else select(Waiver).where(Waiver.state == state)
    rows, following = newest_first(database, Waiver, wanted, cursor, limit)
    return Page(items=[waiver_answer(each) for each in rows], next=following)


@router.get("/waivers/{waiver}", dependencies=[allowed(Permission.READ)])
def read_waiver(waiver: WaiverId, database: Database) -> WaiverAnswer:
    """One waiver."""
    row = database.get(Waiver, waiver)
    if row is None:
        raise not_found()
    return waiver_answer(row)


@router.post(
    "/waivers", status_code=HTTPStatus.CREATED, dependencies=[allowed(Permission.PROPOSE)], response_model=WaiverAnswer
)
def propose_waiver(
    wish: WaiverWish, request: Request, database: Database, user: CurrentUser, once: OnlyOnce
) -> Response:
    """Propose a waiver of published rules, not of all of them; it has no effect before a second person approves it."""
    kept = Kept(
        wish.rule,
        wish.body or None,
        tuple(wish.years),
        wish.row or None,
        wish.reason,
        user.name,
        wish.expires.isoformat(),
    )

    def make() -> WaiverAnswer:
        said = ill_aimed(kept, published(request.app.state.folder.rules).rules)
        if said:
            raise refused(said)
        return waiver_answer(propose(database, user, kept))

    return once.answer(wish.model_dump_json(), HTTPStatus.CREATED, make)


@router.post("/waivers/{waiver}/approve", dependencies=[allowed(Permission.APPROVE)], response_model=WaiverAnswer)
def approve_waiver(
    waiver: WaiverId, request: Request, database: Database, user: CurrentUser, once: OnlyOnce
) -> Response:
    """Approve what somebody else proposed: from the next run on it has effect."""
    path = request.app.state.folder.waivers
    return once.answer("", HTTPStatus.OK, lambda: waiver_answer(approve(database, waiver, user, path)))


@router.post("/waivers/{waiver}/reject", dependencies=[allowed(Permission.APPROVE)], response_model=WaiverAnswer)
def reject_waiver(waiver: WaiverId, database: Database, user: CurrentUser, once: OnlyOnce) -> Response:
    """Reject a proposed waiver."""
    return once.answer("", HTTPStatus.OK, lambda: waiver_answer(reject(database, waiver, user)))


@router.post("/waivers/{waiver}/withdraw", dependencies=[allowed(Permission.PROPOSE)], response_model=WaiverAnswer)
def withdraw_waiver(waiver: WaiverId, database: Database, user: CurrentUser, once: OnlyOnce) -> Response:
    """Take one's own proposal back."""
    return once.answer("", HTTPStatus.OK, lambda: waiver_answer(withdraw(database, waiver, user)))
