"""The published reports as they are read and checked: once a run for all tests and workers."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from filelock import FileLock

from dq.application.rulebooks import read_rules
from dq.archive import MemoryStore, ReportTables
from dq.engine import check
from dq.ingest import ReadResult, read_document
from dq.outcome import RunRecord
from dq.templates import default_schema, normalise_label


def read_once(path: Path) -> ReadResult:
    """What `read_document` gives; each call has an object of its own, so that no test changes another's."""
    return _once("read", path, read_document)


def checked_once(path: Path) -> RunRecord:
    """What all shipped rules say of a document."""
    return _once("checked", path, _checked)


def _checked(path: Path) -> RunRecord:
    report = read_once(path).report
    assert report is not None
    schema = default_schema()
    return check(read_rules([]).book, MemoryStore([report], schema), schema)


def named(report: ReportTables, name: str) -> ReportTables:
    """The report under a name and of a body of its own, so that many changed ones are checked together."""
    return replace(
        report,
        report={**report.report, "report": name, "department": name, "sha256": name.zfill(64)},
        tables=[{**table, "report": name} for table in report.tables],
        rows={table: [{**row, "report": name} for row in rows] for table, rows in report.rows.items()},
    )


def _once(kind: str, path: Path, make: Callable[[Path], Any]) -> Any:
    folder = Path(os.environ["DQ_CACHE"]).with_name(kind)  # beside the memory that all workers of a run share
    folder.mkdir(exist_ok=True)
    kept = folder / hashlib.sha256(str(path).encode()).hexdigest()
    with FileLock(kept.with_suffix(".lock")):
        if not kept.is_file():
            kept.write_bytes(pickle.dumps(make(path)))
    return pickle.loads(kept.read_bytes())  # noqa: S301 - written here, by this run


def cells(report: ReportTables) -> dict[tuple[str, str | None, str, str], tuple[Any, ...]]:
    """Every cell: (table, side, path, column) → (state, printed, code, label, unit, line, place, doubt)."""
    found = {}
    for table, rows in report.rows.items():
        for row in rows:
            for name, state in row.items():
                if name.endswith("__state") and state is not None:
                    column = name.removesuffix("__state")
                    place = (table, row["side"], row["path"], column)
                    assert place not in found
                    label = normalise_label(row["label"] or "")
                    details = (row[f"{column}__{each}"] for each in ("unit", "line", "cell", "doubt"))
                    found[place] = state, row[f"{column}__printed"], row["code"], label, *details
    return found
