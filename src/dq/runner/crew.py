"""Portions of a run evaluated by several processes; what they find comes in the order of the portions."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dq.outcome.model import ReportRecord
from dq.runner.evaluating import Found, Work, found_by

if TYPE_CHECKING:
    from dq.engine.run import Task

_THREADS: Final = "POLARS_MAX_THREADS"
_tasks: Final[list[Task]] = []
"""What this process evaluates: one, made when it starts."""


def found_by_crew(
    work: Work, portions: Sequence[Sequence[ReportRecord]], boards: Mapping[str, int], folder: Path, jobs: int
) -> Iterator[Found]:
    """What is found in each portion, evaluated by so many processes at once.

    Parameters: `boards` as of `Shelf`; `folder` for the files of what is found; `jobs` at least 1.
    Errors: `OSError`, as `ChildProcessError` where a process ended before it had answered.
    """
    crew = min(jobs, len(portions))
    with (
        _shared_threads(crew),
        ProcessPoolExecutor(crew, get_context("spawn"), initializer=_begin, initargs=(work,)) as pool,
    ):
        answers = [
            pool.submit(
                _answer, portion, {each.report: boards[each.report] for each in portion}, folder / f"{place:05}"
            )
            for place, portion in enumerate(portions)
        ]
        try:
            for answer in answers:
                yield answer.result()
        except BrokenProcessPool as error:
            raise ChildProcessError("a process of the run ended") from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _shared_threads(crew: int) -> Iterator[None]:
    """Let each process that starts meanwhile take its share of the processors, not all of them."""
    before = os.environ.get(_THREADS)
    os.environ[_THREADS] = before or str(max(1, (os.cpu_count() or 1) // crew))
    try:
        yield
    finally:
        if before is None:
            del os.environ[_THREADS]


def _begin(work: Work) -> None:
    """Make ready in a new process."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it without a word: the program that waits has one
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    _tasks.append(work.task())


def _leave_with_parent() -> None:
    """End at once where the program that asked is gone: nobody waits for an answer then."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _answer(portion: Sequence[ReportRecord], boards: Mapping[str, int], folder: Path) -> Found:
    return found_by(_tasks[0], [portion], boards, folder)
