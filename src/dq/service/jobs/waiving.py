"""The job that puts an approved waiver into the file that runs read.

It is queued in the transaction of the approval: both are kept or neither, and what is kept is written, after a crash at
the next start. Every run writes first what still waits, so that an approval has effect from the next run on.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from dq.application.waiving import is_over, keep_waiver
from dq.service.database.connecting import transaction
from dq.service.database.models import Job, Waiver
from dq.service.jobs import queue
from dq.service.jobs.telling import told
from dq.service.jobs.worker import RefusedError, Work
from dq.service.waivers.deciding import kept_of, today

KIND: Final = queue.WAIVER
_MOST: Final = 1000


def write_waiver(work: Work) -> dict[str, Any]:
    """Write the waiver of the argument `waiver`; one that stands there already is not written again.

    Raises: `RefusedError` where the file cannot take it.
    """
    return _written(work.sessions, work.folder.waivers, work.arguments)


def write_waiting(sessions: sessionmaker[Session], path: Path) -> None:
    """Write all that is approved and not written. Raises: `RefusedError`."""
    waiting = (
        select(Job)
        .where(Job.kind == KIND, Job.state.in_((queue.QUEUED, queue.RUNNING, queue.FAILED)))
        .order_by(Job.created)
    )
    with transaction(sessions, writes=False) as session:
        jobs = session.scalars(waiting).all()
    for job in jobs:
        result = _written(sessions, path, job.arguments)
        with transaction(sessions, writes=True) as session:
            queue.finish(session, job.id, queue.DONE, result)


def try_again(sessions: sessionmaker[Session]) -> None:
    """Queue again, at a start, what the disk refused before."""
    with transaction(sessions, writes=True) as session:
        failed = update(Job).where(Job.kind == KIND, Job.state == queue.FAILED)
        session.execute(failed.values(state=queue.QUEUED, attempts=0))


def unwritten(session: Session, language: str) -> dict[str, list[dict[str, Any]]]:
    """The waivers, by id, that are approved and do not hold yet; for those that the file could not take, why.

    Parameters: `language` of what is told.
    """
    waiting = select(Job).where(Job.kind == KIND, Job.state.in_((queue.QUEUED, queue.RUNNING, queue.FAILED)))
    return {
        str(job.arguments["waiver"]): told(job.result.get("diagnostics"), language)
        for job in session.scalars(waiting.limit(_MOST))
    }


def _written(sessions: sessionmaker[Session], path: Path, arguments: Mapping[str, Any]) -> dict[str, Any]:
    with transaction(sessions, writes=False) as session:
        row = session.get_one(Waiver, str(arguments["waiver"]))
    waiver = kept_of(row, str(arguments["approver"]))
    if is_over(waiver, today()):
        return {"outcome": "over"}
    done = keep_waiver(path, waiver, today())
    if not done.is_kept:
        raise RefusedError(done.diagnostics)
    return {"outcome": "written"}
