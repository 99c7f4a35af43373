"""Threads that do the jobs of the queue, one each at a time, until the service ends."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from dq.apart import TooCostlyError
from dq.diagnostics import Diagnostic, Span, Text, refused
from dq.service.configuration import ServiceConfiguration
from dq.service.database.connecting import transaction
from dq.service.jobs import queue
from dq.service.jobs.telling import kept
from dq.service.layout import DataFolder

_log = logging.getLogger(__name__)
_REST: Final = 0.5
_WORD: Final = 0.5
_BEAT: Final = 20.0


class CancelledError(Exception):
    """Somebody asked the job to end, or the service ends; raised by `Work.progress`, to be let through."""


class RefusedError(Exception):
    """A job cannot be done, for a reason that people are told. Parameters: `said` why."""

    def __init__(self, said: tuple[Diagnostic, ...]) -> None:
        super().__init__("; ".join(f"{each.code} {each.headline.en}" for each in said))
        self.said = said


@dataclass(slots=True)
class Work:
    """What a job's handler is given.

    Parameters: `job_id`; `user_name` for whom; `arguments` as they were queued; `folder` where the data is; `sessions`
    makes transactions; `configuration` the limits; `ending` set when the service ends.
    """

    job_id: str
    user_name: str
    arguments: Mapping[str, Any]
    folder: DataFolder
    sessions: sessionmaker[Session]
    configuration: ServiceConfiguration
    ending: threading.Event
    _told: float = 0.0

    def progress(self, done: int, total: int) -> None:
        """Tell how far the job is, at most twice a second. Raises: `CancelledError` where it is to end."""
        if self.ending.is_set():
            raise CancelledError
        if time.monotonic() - self._told < _WORD and done < total:
            return
        self._told = time.monotonic()
        try:
            with transaction(self.sessions, writes=True) as session:
                asked = queue.report(session, self.job_id, done, total)
        except OperationalError:
            _log.warning("job %s could not tell how far it is; going on", self.job_id)
            return
        if asked:
            raise CancelledError


Handler = Callable[[Work], dict[str, Any]]
"""Does one kind of job and returns what is kept as its result. It may be done twice: it must not harm."""


class Workers:
    """The threads of one service.

    Parameters: `folder`, `sessions`, `configuration` as for `Work`; `handlers` what does each kind; `alone` whether no
    other service works on this database.
    """

    def __init__(
        self,
        folder: DataFolder,
        sessions: sessionmaker[Session],
        configuration: ServiceConfiguration,
        handlers: Mapping[str, Handler],
        *,
        alone: bool,
    ) -> None:
        self._folder, self._sessions, self._configuration = folder, sessions, configuration
        self._handlers = handlers
        self._alone = alone
        self._ending = threading.Event()
        self._threads: list[threading.Thread] = []
        self._at_work: set[str] = set()

    def start(self) -> None:
        """Queue again what was interrupted, and begin."""
        with transaction(self._sessions, writes=True) as session:
            queue.revive(session, alone=self._alone)
        if not self._alone:
            heart = threading.Thread(target=self._beat, name="dq-heart", daemon=True)
            heart.start()
            self._threads.append(heart)
        for number in range(self._configuration.workers):
            thread = threading.Thread(target=self._work, name=f"dq-worker-{number}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self, seconds: float = 10.0) -> None:
        """End: jobs that are done when asked are finished, others are queued for the next start.

        Parameters: `seconds` to wait for each thread.
        """
        self._ending.set()
        for thread in self._threads:
            thread.join(seconds)

    def _beat(self) -> None:
        """Tell that the jobs at work here are alive, and queue again what another service died over meanwhile."""
        while not self._ending.wait(_BEAT):
            try:
                with transaction(self._sessions, writes=True) as session:
                    queue.beat(session, frozenset(self._at_work))
                    queue.revive(session, alone=False)
            except SQLAlchemyError:
                _log.exception("the database does not answer; trying again")

    def _work(self) -> None:
        while not self._ending.is_set():
            try:
                if not self.do_one():
                    self._ending.wait(_REST)
            except Exception:  # noqa: BLE001 - logged: a worker that ends would leave the queue to nobody
                _log.exception("a job could not be taken or kept; trying again")
                self._ending.wait(_REST * 10)

    def do_one(self) -> bool:
        """Do the oldest job in this thread. Returns: whether there was one."""
        with transaction(self._sessions, writes=True) as session:
            job = queue.claim(session)
            if job is None:
                return False
            work = Work(
                job_id=job.id,
                user_name=job.user_name,
                arguments=dict(job.arguments),
                folder=self._folder,
                sessions=self._sessions,
                configuration=self._configuration,
                ending=self._ending,
            )
            kind = job.kind
        self._at_work.add(work.job_id)
        ended = self._outcome(kind, work)
        while not self._kept(work.job_id, ended) and not self._ending.wait(_REST):
            pass
        self._at_work.discard(work.job_id)
        return True

    def _kept(self, job_id: str, ended: tuple[str, dict[str, Any]] | None) -> bool:
        """Keep how a job ended. Returns: whether that could be kept; what was done is not to be done again."""
        try:
            with transaction(self._sessions, writes=True) as session:
                if ended is None:
                    queue.release(session, job_id)
                else:
                    queue.finish(session, job_id, *ended)
        except OperationalError:
            _log.exception("the end of job %s could not be kept; trying again", job_id)
            return False
        return True

    def _outcome(self, kind: str, work: Work) -> tuple[str, dict[str, Any]] | None:
        """State and result; none for a job that only the end of the service stops: it goes on at the next start."""
        try:
            return queue.DONE, self._handlers[kind](work)
        except CancelledError:
            return None if self._ending.is_set() else (queue.CANCELLED, {})
        except RefusedError as refusal:
            _log.warning("job %s (%s) was refused: %s", work.job_id, kind, refusal)
            return queue.FAILED, {"problem": "refused", "diagnostics": kept(refusal.said)}
        except (TooCostlyError, ChildProcessError) as end:
            _log.error("job %s (%s) was ended: %r", work.job_id, kind, end)
            seconds = None if isinstance(end, ChildProcessError) else work.configuration.run_seconds
            return queue.FAILED, {"problem": "ended", "diagnostics": kept([_ended(kind, seconds)])}
        except Exception:  # noqa: BLE001 - logged with its traceback
            # Whatever a job dies of is told and logged; the worker goes on with the next.
            _log.exception("job %s (%s) failed", work.job_id, kind)
            return queue.FAILED, {"problem": "failed"}


def _ended(kind: str, seconds: int | None) -> Diagnostic:
    """DQ-S009: a process that did a job was ended. Parameters: `seconds` that it may take, None where it died."""
    cause = (
        Text("做这件事的进程中途退出，多半是内存不足", "its process ended halfway, most likely for want of memory")
        if seconds is None
        else Text(f"超过 {seconds} 秒还没有做完，已中止", f"it was not done after {seconds} seconds, and was stopped")
    )
    return refused(
        "DQ-S009",
        Span(kind),
        Text(f"{cause.zh}；以前的结果不受影响", f"{cause.en}; what was kept before is intact"),
        help=Text(
            "请再开始一次；如果总是这样，请管理员调大 DQ_SERVE_RUN_SECONDS 或内存，或者把检查点分成几个",
            "start it again; where that does not help, an administrator raises DQ_SERVE_RUN_SECONDS or memory, or "
            "divides the checkpoint",
        ),
    )
