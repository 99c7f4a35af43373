"""Findings of a run: listed, filtered and sorted; one of them with all its evidence."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import Row

from dq.application import wording
from dq.outcome.model import Waiver as Kept
from dq.service.accounts.roles import Permission
from dq.service.api.answering import (
    PLAIN,
    REASON,
    UNCHANGED,
    Cursor,
    Limit,
    OnlyOnce,
    Page,
    TaggedRoute,
    cursor_of,
    place_of,
)
from dq.service.api.comments import CommentAnswer, Fingerprint, comment_answer
from dq.service.api.sent import Sent
from dq.service.api.waivers import WaiverAnswer, waiver_answer
from dq.service.database.models import Finding
from dq.service.findings import queries
from dq.service.findings.queries import SORTS, Wanted
from dq.service.keys import report_at, report_key
from dq.service.problems import not_found
from dq.service.security.access import CurrentUser, Database, allowed
from dq.service.telling import language_of
from dq.service.waivers.deciding import propose, scope_of

router = APIRouter(tags=["findings"], route_class=TaggedRoute, responses=UNCHANGED)


class Asked(BaseModel):
    """Which findings are listed, in which order: `rank` is the gravest first."""

    cursor: Cursor = ""
    limit: Limit = 50
    sort: Literal["rank", "body", "rule", "report", "change"] = "rank"
    run: Annotated[str, Field(max_length=64, pattern=PLAIN, description="The newest run where it is not given")] = ""
    rule: Annotated[str, Field(max_length=64, pattern=PLAIN)] = ""
    body: Annotated[str, Field(max_length=256, pattern=PLAIN)] = ""
    report: Annotated[str, Field(pattern="^([0-9a-f]{16})?$")] = ""
    severity: Literal["", "error", "warning", "info"] = ""
    verdict: Literal["", "violated", "undecided", "error"] = ""
    change: Literal["", "new", "changed", "persisting", "waived"] = ""
    table: Annotated[str, Field(max_length=64, pattern=PLAIN)] = ""
    year: Annotated[int | None, Field(ge=1900, le=2200)] = None
    waived: bool | None = None


class FindingAnswer(BaseModel):
    """A finding in a list. `fingerprint` names the same fault in every run; figures are decimal texts in `unit`."""

    fingerprint: str
    run: str
    rule: str
    title: str
    severity: str
    verdict: str
    change: str
    waived: bool
    report: str
    body: str
    year: int
    kind: str
    table: str
    row: str
    column: str
    message: str
    difference: str | None
    allowance: str | None
    unit: str | None


class SeenAnswer(BaseModel):
    """A run that told of a fault, and what had become of it."""

    run: str
    started: datetime
    change: str
    waived: bool


class FindingWhole(FindingAnswer):
    """A finding with its evidence: `outcome` as the machine-readable contract has it, with figures and operands."""

    outcome: dict[str, Any]
    history: list[SeenAnswer]
    comments: list[CommentAnswer]


class FaultWaiverWish(Sent):
    """Why a fault is to be borne, and until when."""

    reason: Annotated[str, REASON]
    expires: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")


def _told(row: Finding | Row[Any], language: str) -> dict[str, Any]:
    outcome = row.evidence["outcome"]
    return {
        "fingerprint": row.fingerprint,
        "run": row.run_id,
        "rule": row.rule,
        "title": row.evidence["title"][language],
        "severity": row.severity,
        "verdict": row.verdict,
        "change": row.change,
        "waived": row.waived,
        "report": report_key(row.report),
        "body": row.body,
        "year": row.year,
        "kind": row.evidence["kind"],
        "table": row.table_name,
        "row": row.row_name,
        "column": row.evidence["column"],
        "message": wording.message(row.evidence, language),
        **{name: outcome[name] for name in ("difference", "allowance", "unit")},
    }


@router.get("/findings", dependencies=[allowed(Permission.READ)])
def list_findings(request: Request, database: Database, asked: Annotated[Asked, Query()]) -> Page[FindingAnswer]:
    """Findings of one run: the gravest first, or by another order."""
    run = asked.run or queries.newest_run_id(database)
    report = report_at(request.app.state.folder.archive, asked.report).report if asked.report else ""
    filters = asked.model_dump(exclude={"cursor", "limit", "sort", "run", "report"})
    wanted = Wanted(run=run, report=report, **filters)
    place = place_of(asked.cursor, *(str for _ in SORTS[asked.sort]), int, int)
    rows, following = queries.findings(database, wanted, asked.sort, place, asked.limit)
    language = language_of(request.scope)
    return Page(
        items=[FindingAnswer(**_told(each, language)) for each in rows],
        next=None if following is None else cursor_of(*following),
    )


@router.get("/findings/{fingerprint}", dependencies=[allowed(Permission.READ)])
def read_finding(
    fingerprint: Fingerprint,
    request: Request,
    database: Database,
    run: Annotated[str, Query(max_length=64, pattern=PLAIN)] = "",
) -> FindingWhole:
    """A fault with all its evidence, as a run told it (the newest that did), its history and what was said of it."""
    row = queries.finding(database, fingerprint, run)
    if row is None:
        raise not_found()
    seen = queries.history(database, fingerprint)
    return FindingWhole(
        **_told(row, language_of(request.scope)),
        outcome=row.evidence["outcome"],
        history=[
            SeenAnswer(run=each.id, started=each.started, change=each.change, waived=each.waived) for each in seen
        ],
        comments=[comment_answer(each) for each in queries.comments(database, fingerprint)],
    )


@router.post(
    "/findings/{fingerprint}/waivers",
    status_code=HTTPStatus.CREATED,
    dependencies=[allowed(Permission.PROPOSE)],
    response_model=WaiverAnswer,
)
def propose_waiver_of_finding(
    fingerprint: Fingerprint, wish: FaultWaiverWish, database: Database, user: CurrentUser, once: OnlyOnce
) -> Response:
    """Propose a waiver of this fault alone: its rule, body, year and row."""
    row = queries.finding(database, fingerprint)
    if row is None:
        raise not_found()
    kept = Kept(**scope_of(row), reason=wish.reason, approver=user.name, expires=wish.expires)

    def make() -> WaiverAnswer:
        return waiver_answer(propose(database, user, kept))

    return once.answer(wish.model_dump_json(), HTTPStatus.CREATED, make)
