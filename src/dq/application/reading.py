"""Documents read into rows, one after the other: a bad one is told and the next one is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dq.application.sources import Progress
from dq.archive import ReportTables
from dq.diagnostics import Diagnostic
from dq.ingest import read_document
from dq.templates.model import Schema
from dq.types import CellState


@dataclass(frozen=True, slots=True)
class Reading:
    """One document and what was read of it.

    Parameters: `report` None where it was refused; `diagnostics` say why, or what was doubtful.
    """

    path: Path
    report: ReportTables | None
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class ReadingSummary:
    """What a reading amounts to.

    Parameters: `found` and `missing` names of tables; `figures` printed figures read; `doubts` cells whose
    reading is doubted.
    """

    report: str
    department: str
    code: str | None
    level: str | None
    region: str | None
    year: int
    template: str
    found: tuple[str, ...]
    missing: tuple[str, ...]
    figures: int
    doubts: int


def read_all(files: Sequence[Path], progress: Progress | None = None) -> Iterator[Reading]:
    """Read documents in order.

    Example: `[reading.report for reading in read_all([Path("report.txt")])]`.
    """
    for number, path in enumerate(files):
        if progress is not None:
            progress(number, len(files), path.name)
        result = read_document(path)
        yield Reading(path, result.report, tuple(_at(path, each) for each in result.diagnostics))
    if progress is not None and files:
        progress(len(files), len(files), "")


def _at(path: Path, diagnostic: Diagnostic) -> Diagnostic:
    """The diagnostic with the path as the person named it: two folders may hold files of one name."""
    span = diagnostic.span
    return replace(diagnostic, span=replace(span, file=str(path))) if span.file == path.name else diagnostic


def summarise(report: ReportTables, schema: Schema) -> ReadingSummary:
    """Count what was read of a report.

    Example: `summarise(reading.report, default_schema()).figures` → 543.
    """
    figures = doubts = 0
    printed = {CellState.FIGURE, CellState.ZERO}
    for rows in report.rows.values():
        for row in rows:
            figures += sum(1 for name, value in row.items() if name.endswith("__state") and value in printed)
            doubts += sum(1 for name, value in row.items() if name.endswith("__doubt") and value is not None)
    found = tuple(str(table["table"]) for table in report.tables)
    template = schema.templates.get(report.report["template"])
    expected = tuple(table.name for table in template.tables) if template is not None else ()
    return ReadingSummary(
        report=report.report["report"],
        department=report.report["department"],
        code=report.report["code"],
        level=report.report["level"],
        region=report.report["region"],
        year=report.report["year"],
        template=report.report["template"],
        found=found,
        missing=tuple(name for name in expected if name not in found),
        figures=figures,
        doubts=doubts,
    )
