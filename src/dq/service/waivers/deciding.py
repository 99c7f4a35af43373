"""What becomes of a waiver: who proposed it never approves it, and what is approved comes into the file of waivers."""

from __future__ import annotations

from datetime import date, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dq.application.waiving import exactly, improper, unfit_file
from dq.diagnostics import Text
from dq.outcome.model import Waiver as Kept
from dq.service import audit
from dq.service.accounts.credentials import Visitor
from dq.service.database.columns import now
from dq.service.database.models import Finding, Waiver
from dq.service.jobs import queue
from dq.service.problems import Problem, conflict, not_found, refused

PROPOSED: Final = "proposed"
APPROVED: Final = "approved"
REJECTED: Final = "rejected"
WITHDRAWN: Final = "withdrawn"


def propose(session: Session, user: Visitor, wish: Kept) -> Waiver:
    """Propose a waiver. Parameters: `wish` with any approver: who approves it is written there later.

    Raises: `Problem` 422 where a text of it is improper or its last day is over.
    """
    said = improper(wish, today())
    if said:
        raise refused(said)
    row = Waiver(
        rule=wish.rule,
        body=wish.body or "",
        years=",".join(map(str, wish.years)),
        row_name=wish.row or "",
        reason=wish.reason,
        expires=wish.expires,
        state=PROPOSED,
        proposer=user.name,
    )
    session.add(row)
    session.flush()
    audit.record(session, user.name, "waiver.proposed", row.id, rule=row.rule, body=row.body)
    return row


def scope_of(finding: Finding) -> dict[str, Any]:
    """The scope of a waiver of this fault alone: rule, body, years, row, as `Kept` takes them."""
    row = finding.evidence["outcome"].get("row") or {}
    name = row.get("path") or row.get("code") or row.get("label")
    return {
        "rule": exactly(finding.rule),
        "body": exactly(finding.body),
        "years": (finding.year,),
        "row": None if name is None else str(name),
    }


def approve(session: Session, waiver_id: str, user: Visitor, path: Path) -> Waiver:
    """Approve a waiver. That it is written to the file that runs read is queued with this: both are kept or neither.

    Raises: `Problem` 404, 409 where it is decided already, 403 for one's own, 422 where the file cannot take it.
    """
    row = _open(session, waiver_id)
    if row.proposer == user.name:
        raise Problem(
            HTTPStatus.FORBIDDEN,
            "own-proposal",
            Text("不能批准自己提出的豁免", "nobody approves what they proposed"),
            Text("请另一位批准人决定", "ask another approver"),
        )
    approver = user.display or user.name
    said = (*improper(kept_of(row, approver), today()), *unfit_file(path))
    if said:
        raise refused(said)
    queue.enqueue(session, queue.WAIVER, user.name, waiver=row.id, approver=approver)
    return _settle(session, row, user, APPROVED)


def reject(session: Session, waiver_id: str, user: Visitor) -> Waiver:
    """Reject a proposed waiver. Raises: `Problem` 404, 409."""
    return _settle(session, _open(session, waiver_id), user, REJECTED)


def withdraw(session: Session, waiver_id: str, user: Visitor) -> Waiver:
    """Take back one's own proposal. Raises: `Problem` 404, 409, 403 for somebody else's."""
    row = _open(session, waiver_id)
    if row.proposer != user.name:
        raise Problem(
            HTTPStatus.FORBIDDEN, "not-yours", Text("只能撤回自己提出的豁免", "only its proposer takes a waiver back")
        )
    return _settle(session, row, user, WITHDRAWN)


def kept_of(row: Waiver, approver: str) -> Kept:
    """The waiver as the file and outcomes have it."""
    years = tuple(int(each) for each in row.years.split(",") if each)
    return Kept(row.rule, row.body or None, years, row.row_name or None, row.reason, approver, row.expires)


def today() -> date:
    """The day of this machine, as `dq run` reckons."""
    return datetime.now().astimezone().date()


def _open(session: Session, waiver_id: str) -> Waiver:
    """A waiver that nobody has decided, locked until this transaction ends."""
    row = session.scalar(select(Waiver).where(Waiver.id == waiver_id).with_for_update())
    if row is None:
        raise not_found()
    if row.state != PROPOSED:
        raise conflict(Text("这项豁免已经有结论", "this waiver is decided already"))
    return row


def _settle(session: Session, row: Waiver, user: Visitor, state: str) -> Waiver:
    row.state, row.settled = state, now()
    row.approver = user.name if state != WITHDRAWN else ""
    audit.record(session, user.name, f"waiver.{state}", row.id, rule=row.rule, body=row.body)
    session.flush()
    return row
