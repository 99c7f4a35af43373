"""The process in which a worker reads documents: a request a line comes in, a report in its plain form a line goes out.

Time is bounded by whoever started it, memory and the processor's time here. It ends with its standard input; where its
parent is killed while a document keeps it busy for ever, with the processor's time that one document may take.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from dq.apart import EXHAUSTED, OUT_OF_MEMORY, bound_memory, bound_processor
from dq.archive import ReportTables
from dq.archive.reading import plain_reading, reading_of
from dq.ingest import refusals
from dq.ingest.apart import MEMORY, plain_diagnostic
from dq.ingest.reading import ReadResult, read_document

_DECIMAL: Final = "$decimal"
_OBJECTS: Final = 50_000
"""Objects made before cycles are looked for: readers make few, and to look as often as is usual took a tenth."""


def plain_result(result: ReadResult) -> dict[str, Any]:
    """A reading as JSON has it."""
    report = result.report
    return {
        "diagnostics": [asdict(each) for each in result.diagnostics],
        "report": report
        and {
            "report": report.report,
            "tables": report.tables,
            "rows": report.rows,
            "statements": report.statements,
            "reading": report.reading and plain_reading(report.reading),
        },
    }


def encoded(said: dict[str, Any]) -> bytes:
    """One line of JSON in which decimals keep all their digits."""
    return json.dumps(said, default=_plain_decimal).encode() + b"\n"


def result_of(name: str, line: bytes) -> ReadResult:
    """The reading of the document `name` that a line says; DQ-I066 where it says that reading failed.

    Example: `result_of("report.txt", encoded(plain_result(result))) == result`.
    """
    said = json.loads(line, object_hook=_decimal_of)
    if "failure" in said:
        return ReadResult(None, (refusals.reader_failed(name, said["failure"]),))
    report = said["report"]
    tables = report and ReportTables(
        report["report"],
        report["tables"],
        report["rows"],
        report["reading"] and reading_of(report["reading"]),
        report["statements"],
    )
    return ReadResult(tables, tuple(plain_diagnostic(each) for each in said["diagnostics"]))


def _plain_decimal(value: object) -> dict[str, str]:
    if isinstance(value, Decimal):
        return {_DECIMAL: str(value)}
    raise TypeError(f"{type(value).__name__} is no part of a reading")


def _decimal_of(said: dict[str, Any]) -> Any:  # noqa: ANN401 - as `json` has it
    return Decimal(said[_DECIMAL]) if _DECIMAL in said else said


def main() -> int:
    """Read the documents named on standard input, one after the other.

    A request is a JSON array: the path, the name that the document came with, seconds that it may take.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this decides when it ends
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nothing that a package prints gets among the answers
    bound_memory(MEMORY)
    gc.freeze()
    gc.set_threshold(_OBJECTS)
    for line in sys.stdin.buffer:
        path, name, seconds = json.loads(line)
        bound_processor(seconds)
        try:
            answer = encoded(plain_result(read_document(Path(path), name=name)))
        except EXHAUSTED:
            return OUT_OF_MEMORY
        except Exception as failure:  # noqa: BLE001 - one document's failure is told; the others are read
            answer = encoded({"failure": f"{type(failure).__name__}: {failure}"})
        try:
            answers.write(answer)
            answers.flush()
        except BrokenPipeError:
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
