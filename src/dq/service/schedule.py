"""Checkpoints started at their time. What was due while the service was down is made up for once."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from dq.runner.checkpoints import Checkpoint
from dq.runner.configuration import checkpoint_names, read_checkpoint
from dq.service.database import transaction
from dq.service.database.columns import now
from dq.service.database.models import IdempotencyKey, Job
from dq.service.jobs import queue

_log = logging.getLogger(__name__)
RUN: Final = "run"
WHO: Final = "schedule"
_WEEK: Final = 7
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_EVERY: Final = 20.0
_FORTNIGHT: Final = 14
_LATE: Final = timedelta(minutes=5)
_NEVER: Final = date.max
_MOST: Final = 1000
"""Runs by schedule that are looked through: a year's of two checkpoints."""


def last_due(at: str, days: Sequence[str], moment: datetime) -> datetime:
    """The last moment up to `moment` at which a checkpoint was due.

    Parameters: `at` the time of day, HH:MM, in the time zone of `moment`; `days` of the week, none for all.
    Example: `last_due("02:30", (), datetime(2024, 5, 7, 9, tzinfo=zone))` → 2024-05-07 02:30.
    """
    return next(due for due in _dues(at, days, moment, range(0, -_WEEK - 1, -1)) if due <= moment)


def next_due(at: str, days: Sequence[str], moment: datetime) -> datetime:
    """The first moment after `moment` at which a checkpoint is due. Parameters: as of `last_due`.

    Example: `next_due("02:30", (), datetime(2024, 5, 7, 9, tzinfo=zone))` → 2024-05-08 02:30.
    """
    return next(due for due in _dues(at, days, moment, range(_WEEK + 1)) if due > moment)


def _dues(at: str, days: Sequence[str], moment: datetime, around: range) -> Iterator[datetime]:
    """When a checkpoint is due on days around that of `moment`, in their order."""
    hour, minute = map(int, at.split(":"))
    for away in around:
        day = moment.date() + timedelta(days=away)
        if not days or _DAYS[day.weekday()] in days:
            yield datetime.combine(day, time(hour, minute), moment.tzinfo)


@dataclass(frozen=True, slots=True)
class Night:
    """A time at which a checkpoint was due. Parameters: `job` that ran it, None where nothing did; `late` whether the
    service was down then, and made up for it.
    """

    due: datetime
    job: Job | None

    @property
    def late(self) -> bool:
        """Whether it was queued long after it was due."""
        return self.job is not None and self.job.created - self.due > _LATE


def nights(session: Session, checkpoint: Checkpoint, moment: datetime) -> list[Night]:
    """The last fortnight of a checkpoint that has a time of day, the newest first, as its schedule is now.

    It begins with the first time that the service ran it: before that nothing was missed.
    Example: `[night.due for night in nights(session, checkpoint, moment) if night.job is None]`.
    """
    if checkpoint.at is None:
        return []
    jobs = {due.date(): job for due, job in _by_schedule(session, checkpoint.name, moment)}
    dues = _dues(checkpoint.at, checkpoint.days, moment, range(0, -_FORTNIGHT, -1))
    return [
        Night(due, jobs.get(due.date())) for due in dues if due <= moment and due.date() >= min(jobs, default=_NEVER)
    ]


def _by_schedule(session: Session, name: str, moment: datetime) -> list[tuple[datetime, Job]]:
    """The runs of a checkpoint by schedule, with when each was due on the clock of `moment`, the newest first."""
    jobs = select(Job).where(Job.kind == RUN, Job.user_name == WHO).order_by(Job.created.desc())
    return [
        (datetime.fromisoformat(job.arguments["due"]).astimezone(moment.tzinfo), job)
        for job in session.scalars(jobs.limit(_MOST))
        if job.arguments.get("checkpoint") == name and "due" in job.arguments
    ]


class Schedule:
    """Queues runs of the checkpoints that are due, until the service ends.

    Parameters: `file` the dq.toml, read anew each time; `sessions` makes transactions. What was due before the service
    first knew of a checkpoint is not made up for.
    """

    def __init__(self, file: Path, sessions: sessionmaker[Session]) -> None:
        self._file, self._sessions = file, sessions
        self._ending = threading.Event()
        self._began = now()
        self._thread = threading.Thread(target=self._watch, name="dq-schedule", daemon=True)

    def start(self) -> None:
        """Begin to watch the clock."""
        self._thread.start()

    def stop(self) -> None:
        """End; a run that is queued stays so."""
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join()

    def _watch(self) -> None:
        while not self._ending.is_set():
            try:
                self.queue_due(datetime.now().astimezone())
            except Exception:  # noqa: BLE001 - logged: the nights to come must not hang on this one
                _log.exception("what is due could not be queued; trying again")
            self._ending.wait(_EVERY)

    def queue_due(self, moment: datetime) -> list[str]:
        """Queue what is due and not queued yet. Returns: the names of the checkpoints.

        Parameters: `moment` in local time, by which dq.toml speaks.
        """
        queued = []
        for name in checkpoint_names(self._file):
            checkpoint = read_checkpoint(self._file, name).checkpoint
            if checkpoint is not None and self._queue(checkpoint, moment):
                queued.append(name)
        return queued

    def _queue(self, checkpoint: Checkpoint, moment: datetime) -> bool:
        if checkpoint.at is None:
            return False
        due = last_due(checkpoint.at, checkpoint.days, moment)
        with transaction(self._sessions, writes=False) as session:
            known = self._known(session, checkpoint.name)
        if due <= known:
            return False
        try:
            with transaction(self._sessions, writes=True) as session:
                # The key is the first to be written: of two services on one database only one gets past it.
                job = queue.enqueue(session, RUN, WHO, checkpoint=checkpoint.name, due=due.isoformat())
                key = f"{checkpoint.name}@{due.isoformat()}"[-128:]
                session.add(IdempotencyKey(user_id=WHO, key=key, request="", status=0, body={"job": job.id}))
        except IntegrityError:
            return False
        return True

    def _known(self, session: Session, name: str) -> datetime:
        """Up to when nothing is to be made up for: the last run by schedule, or when the service began."""
        jobs = select(Job).where(Job.kind == RUN, Job.user_name == WHO).order_by(Job.created.desc())
        for job in session.scalars(jobs.execution_options(yield_per=50)):
            if job.arguments.get("checkpoint") == name and "due" in job.arguments:
                return datetime.fromisoformat(job.arguments["due"])
        return self._began
