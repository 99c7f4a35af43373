"""Work in a process of its own, with bounded time and memory: for input that can be made to waste both.

A process ends with its work (`run_apart`), so that whatever that keeps or leaks is gone with it; or it stays for more
(`Kept`), where an answer must not wait for a start. Long work tells how far it is (`told_apart`).
"""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import IO, Final

OUT_OF_MEMORY: Final = 9
"""What a process exits with that its bound of memory stopped."""
EXHAUSTED: Final = (MemoryError, SystemError)
"""What Python raises where memory is at an end: inside of C code it may lose the former and raise the latter."""
_LENGTH: Final = 8
"""Bytes that say how long the following piece is."""
_OUT_OF_TIME: Final = -getattr(signal, "SIGXCPU", 0) or None
"""What a process ends with that its bound of the processor stopped (where the system has one)."""
_ENDING_SECONDS: Final = 5
_SILENCE: Final = 0.5
"""Seconds without a word of long work after which whoever follows it has their turn."""


class TooCostlyError(Exception):
    """The process was stopped for its time or its memory."""


def run_apart(module: str, arguments: Sequence[str], data: bytes, *, seconds: float) -> bytes:
    """What a module of this program writes to its standard output, run in a process of its own.

    Parameters: `arguments` of its command line; `data` for its standard input; `seconds` by the clock that it may take.
    Memory the module bounds itself (`bound_memory`), and says so by exiting with `OUT_OF_MEMORY`.
    Errors: `TooCostlyError`; any other failure of the process is our bug, a `RuntimeError` with its last words.
    Example: `run_apart("dq.ingest.apart", ["dq.ingest.formats.pdf", "report.pdf"], data, seconds=100)`.
    """
    # -P: the working directory, which may hold anything, is no place to import from.
    command = [sys.executable, "-P", "-m", module, *arguments]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, check=False)  # noqa: S603 - this program's own interpreter and module
    except subprocess.TimeoutExpired:
        raise TooCostlyError from None
    if done.returncode < 0 or done.returncode == OUT_OF_MEMORY:
        raise TooCostlyError
    if done.returncode:
        raise RuntimeError(f"{module} failed on {' '.join(arguments)}:\n{done.stderr.decode(errors='replace')}")
    return done.stdout


def told_apart(module: str, request: bytes, *, seconds: float) -> Generator[bytes]:
    """The lines that a module of this program writes to its standard output, as it writes them, and an empty one for
    every half second without: run in a process of its own, which ends, with all that it started, when this is closed.

    Parameters: `request` a line for its standard input, which then stays open: the module leaves where it ends
    (`leave_with_input`); `seconds` by the clock that it may take.
    Errors: `TooCostlyError`; `ChildProcessError` where it ended with a failure.
    Example: `with closing(told_apart("dq.application.lasting", asked, seconds=3600)) as lines: list(lines)`.
    """
    command = [sys.executable, "-P", "-m", module]
    # A session of its own: Ctrl-C is for whoever asks, and all that it starts ends with it.
    process = subprocess.Popen(  # noqa: S603 - as in `run_apart`
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    lines: SimpleQueue[bytes | None] = SimpleQueue()
    threading.Thread(target=_read_lines, args=(process.stdout, lines), daemon=True).start()
    until = time.monotonic() + seconds
    try:
        if process.stdin is not None:
            with suppress(BrokenPipeError):
                process.stdin.write(request + b"\n")
                process.stdin.flush()
        while (line := _next_line(lines)) is not None:
            if time.monotonic() > until:
                raise TooCostlyError
            yield line
        if process.wait(_ENDING_SECONDS):
            raise ChildProcessError(f"{module} ended with {process.returncode}")
    finally:
        kill_with_all(process)
        _end(process)


def _read_lines(output: IO[bytes] | None, lines: SimpleQueue[bytes | None]) -> None:
    with suppress(ValueError):  # closed meanwhile
        for line in output or ():
            lines.put(line)
    lines.put(None)


def _next_line(lines: SimpleQueue[bytes | None]) -> bytes | None:
    try:
        return lines.get(timeout=_SILENCE)
    except Empty:
        return b""


def leave_with_input() -> None:
    """End this process, from a thread of its own, where its standard input ends: nobody waits for an answer then."""

    def wait() -> None:
        while os.read(sys.stdin.fileno(), 1):
            pass
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def kill_with_all(process: subprocess.Popen[bytes]) -> None:
    """Kill a process that has a session of its own, with all that it started."""
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def bound_memory(most: int) -> None:
    """Let this process have no more memory (where the system can do that). Parameters: `most` in bytes."""
    try:
        import resource
    except ImportError:  # not on Windows: time alone bounds it there
        return
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def bound_processor(seconds: float) -> None:
    """Let this process use the processor for so many more seconds; with the next one the system ends it."""
    try:
        import resource
    except ImportError:  # as in `bound_memory`
        return
    most = math.ceil(time.process_time() + seconds) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


class Kept:
    """A process of its own that stays for more work; it is started with the first, and again after one was stopped.

    Parameters: `module` of this program, which answers by `answer_kept`; `arguments` of its command line; `seconds` by
    the clock that one piece of work may take. One piece at a time: threads that share it take turns.
    Example: `Kept("dq.application.drafts.checker", [], seconds=10).ask(data)`.
    """

    def __init__(self, module: str, arguments: Sequence[str], *, seconds: float) -> None:
        self._module = module
        self._arguments = tuple(arguments)
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._let_go: Callable[[], object] = lambda: None
        self._turn = threading.Lock()

    def ask(self, data: bytes) -> bytes:
        """What the process answers to `data`. Errors: as `run_apart`."""
        with self._turn:
            if self._process is not None:
                # It may have been ended since, or be full of what it keeps: only a new one can tell what this costs.
                kept = self._process
                answer = self._asked(kept, data)
                if answer is not None:
                    return answer
                if kept.returncode == _OUT_OF_TIME:
                    raise TooCostlyError
            process = self._started()
            answer = self._asked(process, data)
            if answer is not None:
                return answer
            if process.returncode < 0 or process.returncode == OUT_OF_MEMORY:
                raise TooCostlyError
            raise RuntimeError(f"{self._module} failed with {process.returncode}")

    def _started(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-P", "-m", self._module, *self._arguments]
        # What it says of failures of its own goes where this process says such things.
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - as in `run_apart`
        self._process, self._let_go = process, weakref.finalize(self, _end, process)
        return process

    def _asked(self, process: subprocess.Popen[bytes], data: bytes) -> bytes | None:
        """Its answer, None where it ended without. Errors: `TooCostlyError` where it took too long."""
        stopped = threading.Event()

        def stop() -> None:
            stopped.set()
            process.kill()

        timer = threading.Timer(self._seconds, stop)
        timer.start()
        try:
            answer = _exchanged(process, data)
        finally:
            timer.cancel()
        if answer is None:
            self._let_go()
            self._process = None
            if stopped.is_set():
                raise TooCostlyError
        return answer


def _exchanged(process: subprocess.Popen[bytes], data: bytes) -> bytes | None:
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("a kept process is started with pipes")
    try:
        process.stdin.write(len(data).to_bytes(_LENGTH) + data)
        process.stdin.flush()
    except BrokenPipeError:
        return None
    head = process.stdout.read(_LENGTH)
    if len(head) < _LENGTH:
        return None
    length = int.from_bytes(head)
    answer = process.stdout.read(length)
    return answer if len(answer) == length else None


def _end(process: subprocess.Popen[bytes]) -> None:
    """Let a process go, which ends with its input."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()
    try:
        process.wait(_ENDING_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def answer_kept(answer: Callable[[bytes], bytes], *, seconds: float, memory: int) -> int:
    """Answer what a `Kept` asks until it goes. Returns: what this process is to exit with.

    Parameters: `seconds` of the processor for one answer, `memory` in bytes for all: with more the system ends this
    process.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever asks; this one ends with its input
    bound_memory(memory)
    asked, told = sys.stdin.buffer, sys.stdout.buffer
    try:
        while head := asked.read(_LENGTH):
            data = asked.read(int.from_bytes(head))
            bound_processor(seconds)  # it ends by itself where whoever asked was killed
            said = answer(data)
            told.write(len(said).to_bytes(_LENGTH) + said)
            told.flush()
    except EXHAUSTED:
        return OUT_OF_MEMORY
    except BrokenPipeError:
        pass  # nobody waits any more
    return 0
