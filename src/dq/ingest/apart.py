"""Reading in a process of its own, with bounded time and memory: for formats whose packages can be made to waste both.

The process ends with the document, so that whatever a package keeps or leaks is gone with it, and `dq` itself never
imports the package.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import time
from dataclasses import asdict
from importlib import import_module
from typing import Any, Final, cast

from dq.diagnostics import Diagnostic, Level, Span, Text
from dq.ingest import refusals
from dq.ingest.bounds import lines_too_much
from dq.ingest.stream import Line, Shape, Stream

SECONDS: Final = 100
_MEGA: Final = 1024 * 1024
_MEMORY: Final = 448 * _MEGA
OUT_OF_MEMORY: Final = 9


def read_apart(module: str, name: str, data: bytes, *, seconds: int = SECONDS) -> Stream:
    """The stream that `read_here(name, data)` of a module gives, run in a process of its own.

    A process that is stopped for its time or memory gives DQ-I213. Any other failure of it is our bug and raised.
    Example: `read_apart("dq.ingest.formats.pdf", "report.pdf", data)`.
    """
    # -P: the working directory, which may hold anything, is no place to import from.
    command = [sys.executable, "-P", "-m", __name__, module, name.replace("\0", "�")]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return Stream((), (refusals.too_costly(name, seconds),))
    if done.returncode < 0 or done.returncode == OUT_OF_MEMORY:
        return Stream((), (refusals.too_costly(name, seconds),))
    if done.returncode:
        raise RuntimeError(f"{module} failed on {name}:\n{done.stderr.decode(errors='replace')}")
    said = json.loads(done.stdout)
    lines = tuple(
        Line(
            number,
            tuple(cells),
            page,
            tuple((line, place) for line, place in spots),
            sheet,
            tuple((first, tuple(each)) for first, each in edges),
        )
        for number, cells, page, spots, sheet, edges in said["lines"]
    )
    return Stream(
        lines, tuple(plain_diagnostic(each) for each in said["diagnostics"]), Shape[said["shape"]], said["by_page"]
    )


def plain_diagnostic(said: dict[str, Any]) -> Diagnostic:
    """A diagnostic from its plain form; labels and fixes are not made by readers."""
    return Diagnostic(
        said["code"],
        Level(said["level"]),
        Text(**said["headline"]),
        Span(**said["span"]),
        Text(**said["help"]) if said["help"] else None,
        tuple(Text(**note) for note in said["notes"]),
    )


def bound_memory() -> None:
    """Let this process have no more memory than a report needs (where the system can do that)."""
    try:
        import resource
    except ImportError:  # not on Windows: time alone bounds it there
        return
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))


def bound_processor(seconds: float) -> None:
    """Let this process use the processor for so many more seconds; with the next one the system ends it."""
    try:
        import resource
    except ImportError:  # as in `bound_memory`
        return
    most = math.ceil(time.process_time() + seconds) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def main(module: str, name: str) -> int:
    """Read standard input and write the stream to standard output as JSON."""
    data = sys.stdin.buffer.read()
    bound_memory()
    try:
        stream = cast("Stream", import_module(module).read_here(name, data))
        refusal = lines_too_much(name, stream.lines)
        if refusal is not None:
            stream = Stream((), (refusal,))
        lines = [(line.number, line.cells, line.page, line.spots, line.sheet, line.edges) for line in stream.lines]
        diagnostics = [asdict(each) for each in stream.diagnostics]
        said = {"lines": lines, "diagnostics": diagnostics, "shape": stream.shape.name, "by_page": stream.by_page}
        sys.stdout.buffer.write(json.dumps(said).encode())
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
