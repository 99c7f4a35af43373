"""The queue of jobs in the database. A job that a worker died over is tried again, three times in all."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from dq.service.database.columns import now
from dq.service.database.models import Job

QUEUED: Final = "queued"
RUNNING: Final = "running"
DONE: Final = "done"
FAILED: Final = "failed"
CANCELLED: Final = "cancelled"
ENDED: Final = frozenset({DONE, FAILED, CANCELLED})

WAIVER: Final = "waiver"
"""The kind of job that writes an approved waiver, which nobody can cancel: two persons decided it."""

_TRIES: Final = 3
_SILENCE: Final = timedelta(seconds=60)


def enqueue(session: Session, kind: str, user_name: str, **arguments: object) -> Job:
    """Queue a job; it is kept with the transaction. Parameters: `arguments` what its kind takes, as JSON holds it."""
    job = Job(kind=kind, user_name=user_name, arguments=arguments)
    session.add(job)
    session.flush()
    return job


def unfinished(session: Session, kind: str, user_name: str) -> int:
    """How many jobs of a kind somebody has waiting or at work."""
    at_work = (Job.state.in_((QUEUED, RUNNING)), Job.kind == kind, Job.user_name == user_name)
    return session.scalar(select(func.count()).select_from(Job).where(*at_work)) or 0


def claim(session: Session) -> Job | None:
    """Take the oldest queued job for this worker, if there is one. No two workers get the same."""
    waiting = select(Job).where(Job.state == QUEUED).order_by(Job.created, Job.id).limit(1)
    job = session.scalar(waiting.with_for_update(skip_locked=True))
    if job is None:
        return None
    job.state, job.attempts = RUNNING, job.attempts + 1
    job.started = job.heartbeat = now()
    session.flush()
    return job


def report(session: Session, job_id: str, done: int, total: int) -> bool:
    """Tell how far a job is, and that its worker lives. Returns: whether it is asked to end."""
    moment = now()
    session.execute(update(Job).where(Job.id == job_id).values(done=done, total=total, heartbeat=moment))
    return bool(session.scalar(select(Job.cancel_asked).where(Job.id == job_id)))


def beat(session: Session, job_ids: Collection[str]) -> None:
    """Tell that the workers of these jobs live, also while they have no word of how far they are."""
    session.execute(update(Job).where(Job.id.in_(job_ids), Job.state == RUNNING).values(heartbeat=now()))


def finish(session: Session, job_id: str, state: str, result: dict[str, Any]) -> None:
    """Say how a job ended. Parameters: `state` done, failed or cancelled; `result` what its kind says of it."""
    session.execute(update(Job).where(Job.id == job_id).values(state=state, result=result, finished=now()))


def release(session: Session, job_id: str) -> None:
    """Put back a job that only the end of the service stopped; this was no try."""
    back = {"state": QUEUED, "heartbeat": None, "attempts": Job.attempts - 1}
    session.execute(update(Job).where(Job.id == job_id).values(back))


def cancel(job: Job) -> bool:
    """Ask a job to end: at once where it is queued, at its next word where it runs. Returns: whether it will.

    One that ended stays as it is, and so does the writing of a waiver.
    """
    if job.kind == WAIVER or job.state not in (QUEUED, RUNNING):
        return False
    if job.state == QUEUED:
        job.state, job.finished = CANCELLED, now()
    else:
        job.cancel_asked = True
    return True


def revive(session: Session, *, alone: bool) -> int:
    """Queue again what workers died over; fail what was tried often enough. Returns: how many jobs.

    Parameters: `alone` whether no other service runs on this database: then whatever runs was left by a dead one;
    otherwise only what has been silent for a minute.
    """
    lost = select(Job).where(Job.state == RUNNING)
    if not alone:
        lost = lost.where(Job.heartbeat < now() - _SILENCE)
    jobs = session.scalars(lost.with_for_update(skip_locked=True)).all()
    for job in jobs:
        if job.attempts >= _TRIES:
            job.state, job.finished = FAILED, now()
            job.result = {"problem": "interrupted", "attempts": job.attempts}
        else:
            job.state, job.heartbeat = QUEUED, None
    return len(jobs)
