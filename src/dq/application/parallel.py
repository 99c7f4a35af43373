"""Many documents read by several processes, their readings in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, wait
from itertools import islice
from pathlib import Path
from typing import Final

from dq.application.sources import Progress
from dq.ingest import ReadResult
from dq.ingest.workers import Workers

_MOST_JOBS: Final = 64
_AHEAD: Final = 8
"""Documents a process that are read before the one whose turn it is: a slow one keeps nobody idle for a while."""
_SHOWN_EVERY: Final = 0.2
"""Seconds."""

_Waiting = deque[tuple[Path, Future[ReadResult]]]


def read_in_processes(files: Sequence[Path], progress: Progress | None, jobs: int) -> Iterator[tuple[Path, ReadResult]]:
    """Each document with what was read of it, in the order of `files`.

    Parameters: `jobs` processes at work.
    """
    count = max(1, min(jobs, len(files), _MOST_JOBS))
    with Workers(count) as workers:
        waiting: _Waiting = deque()
        rest = iter(files)
        for given in range(len(files)):
            waiting.extend((path, workers.read(path)) for path in islice(rest, count * _AHEAD - len(waiting)))
            path, result = waiting.popleft()
            while not wait((result,), _SHOWN_EVERY).done:
                _show(progress, given, waiting, len(files), path)
            _show(progress, given + 1, waiting, len(files), path)
            yield path, result.result()


def _show(progress: Progress | None, given: int, waiting: _Waiting, total: int, path: Path) -> None:
    """Show how many documents are read, those that wait for their turn among them."""
    if progress is not None:
        progress(given + sum(result.done() for _, result in waiting), total, path.name)
