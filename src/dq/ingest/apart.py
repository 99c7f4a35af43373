"""Reading in a process of its own: for formats whose packages can be made to waste time and memory.

`dq` itself never imports such a package.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from importlib import import_module
from typing import Any, Final, cast

from dq.apart import EXHAUSTED, OUT_OF_MEMORY, TooCostlyError, bound_memory, run_apart
from dq.diagnostics import Diagnostic, Level, Span, Text
from dq.ingest import refusals
from dq.ingest.bounds import lines_too_much
from dq.ingest.stream import Line, Shape, Stream

SECONDS: Final = 100
MEMORY: Final = 448 * 1024 * 1024
"""Bytes that reading a document may take."""


def read_apart(module: str, name: str, data: bytes, *, seconds: int = SECONDS) -> Stream:
    """The stream that `read_here(name, data)` of a module gives, run in a process of its own.

    A process that is stopped for its time or memory gives DQ-I213. Any other failure of it is our bug and raised.
    Example: `read_apart("dq.ingest.formats.pdf", "report.pdf", data)`.
    """
    try:
        done = run_apart(__name__, [module, name.replace("\0", "�")], data, seconds=seconds)
    except TooCostlyError:
        return Stream((), (refusals.too_costly(name, seconds),))
    said = json.loads(done)
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


def main(module: str, name: str) -> int:
    """Read standard input and write the stream to standard output as JSON."""
    data = sys.stdin.buffer.read()
    bound_memory(MEMORY)
    try:
        stream = cast("Stream", import_module(module).read_here(name, data))
        refusal = lines_too_much(name, stream.lines)
        if refusal is not None:
            stream = Stream((), (refusal,))
        lines = [(line.number, line.cells, line.page, line.spots, line.sheet, line.edges) for line in stream.lines]
        diagnostics = [asdict(each) for each in stream.diagnostics]
        said = {"lines": lines, "diagnostics": diagnostics, "shape": stream.shape.name, "by_page": stream.by_page}
        sys.stdout.buffer.write(json.dumps(said).encode())
    except EXHAUSTED:
        return OUT_OF_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
