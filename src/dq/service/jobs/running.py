"""The job that runs a checkpoint."""

from __future__ import annotations

import logging
import threading
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy.exc import SQLAlchemyError

from dq.service import audit
from dq.service.database.columns import now
from dq.service.database.connecting import transaction
from dq.service.jobs.indexing import index_run, missing_runs
from dq.service.jobs.pruning import prune
from dq.service.jobs.telling import kept
from dq.service.jobs.waiving import write_waiting
from dq.service.jobs.worker import CancelledError, Work

if TYPE_CHECKING:
    from dq.application.nightly import Night

KIND: Final = "run"
_LOG: Final = logging.getLogger(__name__)


def run(work: Work) -> dict[str, Any]:
    """Run the checkpoint of the argument `checkpoint`, and index it and whatever else is not indexed yet."""
    # With the engine, for which a service that only starts has no use.
    from dq.application.nightly import Listener, run_checkpoint

    ending = threading.Event()

    def advance(done: int, total: int, _name: str) -> None:
        # A report that is half written would be worse than one more: a run that is made is finished.
        try:
            work.progress(done, total)
        except CancelledError:
            ending.set()

    write_waiting(work.sessions, work.folder.waivers)
    night = run_checkpoint(
        str(work.arguments["checkpoint"]),
        work.folder.checkpoints,
        datetime.now().astimezone().date(),
        full=bool(work.arguments.get("full")),
        listener=Listener(progress=advance, stopped=ending.is_set),
    )
    if night.stopped:
        raise CancelledError
    for each in missing_runs(work.sessions, work.folder.archive):
        index_run(work.sessions, work.folder.archive, each)
    result = _told(work, night)
    try:
        prune(work.sessions, work.configuration.findings_days, now())
    except SQLAlchemyError:
        # The run is made; what is old is tried again after the next one.
        _LOG.exception("findings of old runs could not be removed")
    return result


def _told(work: Work, night: Night) -> dict[str, Any]:
    made = None if night.run is None else night.run.id
    with transaction(work.sessions, writes=True) as session:
        audit.record(session, work.user_name, "run.made", made or "", checkpoint=work.arguments["checkpoint"])
    return {
        "outcome": "refused" if night.run is None else "made",
        "run": made,
        "exit": int(night.exit),
        "evaluated": night.evaluated,
        "diagnostics": kept(night.diagnostics),
    }
