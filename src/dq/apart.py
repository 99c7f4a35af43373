"""Work in a process of its own, with bounded time and memory: for input that can be made to waste both.

The process ends with its work, so that whatever that keeps or leaks is gone with it.
"""

from __future__ import annotations

import math
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Final

OUT_OF_MEMORY: Final = 9
"""What a process exits with that its bound of memory stopped."""


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
