"""Documents read by several processes at once, each with bounded time and memory.

A process that crashes, takes too long or too much memory loses the document it was reading and nothing else.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import IO, Final, Self

from dq.apart import OUT_OF_MEMORY, kill_with_all
from dq.diagnostics import Diagnostic
from dq.ingest import refusals
from dq.ingest.reading import ReadResult
from dq.ingest.worker import result_of

SECONDS: Final = 120
"""For one document: more than reading a PDF apart may take."""
_DOCUMENTS: Final = 64
"""Documents that one process reads; then a new one takes its place, and what the old one kept is gone."""
_LEAVING: Final = 5
"""Seconds that a process has to end by itself once its answers have ended."""
_ANSWER_AT_MOST: Final = 128 * 1024 * 1024
# -P: the working directory, which may hold anything, is no place to import from.
_COMMAND: Final = (sys.executable, "-P", "-m", "dq.ingest.worker")


class Workers:
    """Processes that read documents.

    Parameters: `count` of processes; `seconds` a document may take; `command` that starts a process.
    Example: `with Workers(4) as workers: results = [each.result() for each in map(workers.read, paths)]`.
    """

    def __init__(self, count: int, *, seconds: float = SECONDS, command: Sequence[str] = _COMMAND) -> None:
        self._workers = [_Worker(seconds, command) for _ in range(count)]
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="dq-worker")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End all processes at once, whatever they are doing."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.close()
        self._threads.shutdown(wait=True)

    def read(self, path: Path, name: str = "") -> Future[ReadResult]:
        """Have a document read by the first process that is free. The future never raises.

        Parameters: `name` that it came with, where it lies under another one.
        """
        return self._threads.submit(self._read, path, name or path.name)

    def _read(self, path: Path, name: str) -> ReadResult:
        worker = self._idle.get()
        try:
            return worker.read(path, name)
        finally:
            self._idle.put(worker)


class _Worker:
    """One process at a time, started when there is something to read."""

    def __init__(self, seconds: float, command: Sequence[str]) -> None:
        self._seconds = seconds
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._read = 0
        self._late = False
        self._closed = False
        self._lock = threading.Lock()

    def read(self, path: Path, name: str) -> ReadResult:
        process = self._running()
        if process is None:
            return ReadResult(None, (refusals.reader_ended(name, "closed"),))
        timer = threading.Timer(self._seconds, self._stop_late, [process])
        timer.start()
        try:
            answer = _ask(process, (str(path), name, self._seconds))
        finally:
            timer.cancel()
        self._read += 1
        if not answer.endswith(b"\n"):
            return ReadResult(None, (self._why_ended(name, process),))
        return result_of(name, answer)

    def close(self) -> None:
        """End the process and start no other."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                _end(self._process)
                self._process = None

    def _running(self) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self._closed:
                return None
            if self._process is not None and self._read >= _DOCUMENTS:
                _end(self._process)
                self._process = None
            if self._process is None:
                self._read, self._late = 0, False
                # A session of its own: Ctrl-C is for the program that reads the answers, and all that it starts ends
                # with it.
                self._process = subprocess.Popen(  # noqa: S603 - this program's own interpreter and module
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
            return self._process

    def _stop_late(self, process: subprocess.Popen[bytes]) -> None:
        self._late = True
        kill_with_all(process)

    def _why_ended(self, name: str, process: subprocess.Popen[bytes]) -> Diagnostic:
        """What to say of a document whose process is gone."""
        with self._lock:
            self._process = None
        with suppress(subprocess.TimeoutExpired):
            process.wait(_LEAVING)  # its pipe is closed a moment before it has ended
        _end(process)
        code = process.returncode
        if self._late or code in (OUT_OF_MEMORY, -_SIGKILL, -_SIGXCPU):
            return refusals.too_costly(name, int(self._seconds))
        return refusals.reader_ended(name, _signal_name(-code) if code < 0 else f"exit {code}")


def _ask(process: subprocess.Popen[bytes], request: tuple[str, str, float]) -> bytes:
    """The process's answer, cut short where it ends before it has given it."""
    requests, answers = _pipes(process)
    try:
        requests.write(json.dumps(request).encode() + b"\n")
        requests.flush()
        return answers.readline(_ANSWER_AT_MOST)
    except (BrokenPipeError, ValueError):  # it ended just now, or was ended with its pipes closed
        return b""


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise ValueError("the process was started without pipes")
    return process.stdin, process.stdout


_SIGKILL: Final = 9
_SIGXCPU: Final = 24
"""By number: not every system has names for them."""


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        kill_with_all(process)
    process.wait()
    for pipe in _pipes(process):
        with suppress(BrokenPipeError):
            pipe.close()
