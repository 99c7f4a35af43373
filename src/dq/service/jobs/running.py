"""The job that runs a checkpoint."""

from __future__ import annotations

import logging
import threading
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from dq.application.checkpoints import configured_checkpoints
from dq.application.exits import exit_of_diagnostics
from dq.application.lasting import Follower, Ran, run_apart
from dq.service import audit
from dq.service.database.columns import now
from dq.service.database.connecting import transaction
from dq.service.database.models import Job
from dq.service.jobs import queue
from dq.service.jobs.indexing import index_run, missing_runs
from dq.service.jobs.pruning import prune
from dq.service.jobs.telling import kept
from dq.service.jobs.waiving import write_waiting
from dq.service.jobs.worker import CancelledError, RefusedError, Work
from dq.service.problems import not_found

KIND: Final = "run"
_LOG: Final = logging.getLogger(__name__)


def start(session: Session, file: Path, user_name: str, checkpoint: str, *, full: bool) -> Job:
    """Queue a run of a checkpoint, and note who asked for it.

    Parameters: `file` the dq.toml; `full` evaluates everything anew. Raises: `Problem` 404 for no checkpoint of it.
    """
    if all(each.name != checkpoint for each in configured_checkpoints(file).checkpoints):
        raise not_found()
    job = queue.enqueue(session, KIND, user_name, checkpoint=checkpoint, full=full)
    audit.record(session, user_name, "run.started", job.id, checkpoint=checkpoint)
    return job


def run(work: Work) -> dict[str, Any]:
    """Run the checkpoint of the argument `checkpoint`, and index it and whatever else is not indexed yet."""
    made = threading.Event()

    def advance(done: int, total: int) -> None:
        try:
            work.progress(done, total)
        except CancelledError:
            if not made.is_set():  # a run that is made is finished: reports would be missing otherwise
                raise

    try:
        write_waiting(work.sessions, work.folder.waivers)
    except RefusedError as refusal:
        return _told(work, Ran(None, exit_of_diagnostics(refusal.said), 0, refusal.said))
    try:
        ran = run_apart(
            str(work.arguments["checkpoint"]),
            work.folder.checkpoints,
            datetime.now().astimezone().date(),
            Follower(work.configuration.run_seconds, advance, made.set),
            full=bool(work.arguments.get("full")),
        )
    finally:
        for each in missing_runs(work.sessions, work.folder.archive):
            index_run(work.sessions, work.folder.archive, each)
    result = _told(work, ran)
    try:
        prune(work.sessions, work.configuration.findings_days, now())
    except SQLAlchemyError:
        # The run is made; what is old is tried again after the next one.
        _LOG.exception("findings of old runs could not be removed")
    return result


def _told(work: Work, ran: Ran) -> dict[str, Any]:
    """What the job says at its end."""
    with transaction(work.sessions, writes=True) as session:
        audit.record(session, work.user_name, "run.made", ran.run or "", checkpoint=work.arguments["checkpoint"])
    return {
        "outcome": "refused" if ran.run is None else "made",
        "run": ran.run,
        "exit": int(ran.exit),
        "evaluated": ran.evaluated,
        "diagnostics": kept(ran.diagnostics),
    }
