"""Findings of old runs taken out of the database: the runs themselves stay in the archive, with all they told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from fnmatch import fnmatchcase
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, sessionmaker

from dq.service.database.connecting import transaction
from dq.service.database.models import Comment, Finding, Run, Waiver
from dq.service.waivers.deciding import APPROVED, PROPOSED, today

_BATCH: Final = 2000
"""Findings that are removed in one transaction: others write between two."""


def prune(sessions: sessionmaker[Session], days: int, moment: datetime) -> list[str]:
    """Remove the findings of runs that began more than `days` before `moment`. Returns: the ids of these runs.

    What people speak of stays: findings with comments, waived ones, and those that a waiver covers which is proposed
    or in force. So does the newest run of each checkpoint. 0 days: nothing is ever removed.
    """
    if not days:
        return []
    with transaction(sessions, writes=False) as session:
        runs = [run.id for run in _old(session, moment - timedelta(days=days)) if "pruned" not in run.summary]
    for run in runs:
        with transaction(sessions, writes=False) as session:
            spoken_of = _spoken_of(session, run, today())
        last: int | None = 0
        while last is not None:
            last = _removed(sessions, run, last, spoken_of)
        with transaction(sessions, writes=True) as session:
            row = session.get_one(Run, run)
            row.summary = {**row.summary, "pruned": moment.date().isoformat()}
    return runs


def _old(session: Session, before: datetime) -> Sequence[Run]:
    newest = select(func.max(Run.id)).where(Run.finished.is_not(None)).group_by(Run.checkpoint)
    old = select(Run).where(Run.started < before, Run.finished.is_not(None), Run.id.not_in(newest))
    return session.scalars(old.order_by(Run.id)).all()


def _spoken_of(session: Session, run: str, day: date) -> set[tuple[str, str]]:
    """The pairs of rule and body of a run that an open waiver covers."""
    waivers = session.scalars(select(Waiver).where(Waiver.state.in_((PROPOSED, APPROVED)))).all()
    open_ones = [each for each in waivers if each.expires >= day.isoformat()]
    if not open_ones:
        return set()
    pairs = session.execute(select(Finding.rule, Finding.body).where(Finding.run_id == run).distinct())
    return {(rule, body) for rule, body in pairs if any(_covers(each, rule, body) for each in open_ones)}


def _covers(waiver: Waiver, rule: str, body: str) -> bool:
    return fnmatchcase(rule, waiver.rule) and (not waiver.body or fnmatchcase(body, waiver.body))


def _removed(sessions: sessionmaker[Session], run: str, last: int, spoken_of: set[tuple[str, str]]) -> int | None:
    """Remove a batch of what stands behind the finding `last`. Returns: the last one looked at, None at the end."""
    silent = (
        select(Finding.id, Finding.rule, Finding.body)
        .where(Finding.run_id == run, Finding.waived.is_(False), Finding.id > last)
        .where(Finding.fingerprint.not_in(select(Comment.fingerprint)))
        .order_by(Finding.id)
        .limit(_BATCH)
    )
    with transaction(sessions, writes=True) as session:
        rows = session.execute(silent).all()
        # Pairs are told apart here: as many as there are no query may name.
        removed = [number for number, rule, body in rows if (rule, body) not in spoken_of]
        session.execute(delete(Finding).where(Finding.id.in_(removed)))
    return rows[-1][0] if rows else None
