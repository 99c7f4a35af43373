"""Documents read into rows, many of them by several processes: a bad one is told and the others are read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from dq.application.sources import Progress
from dq.archive import ReportTables
from dq.diagnostics import Diagnostic
from dq.ingest import ReadResult, read_document

_FEW: Final = 3
"""Documents that are read without starting a process."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One document and what was read of it.

    Parameters: `report` None where it was refused; `diagnostics` say why, or what was doubtful.
    """

    path: Path
    report: ReportTables | None
    diagnostics: tuple[Diagnostic, ...]


def read_all(files: Sequence[Path], progress: Progress | None = None, *, jobs: int | None = None) -> Iterator[Reading]:
    """Read documents; readings come in the order of `files`, whatever the number of jobs.

    Parameters: `jobs` processes at work, one a core where None. A few documents are read in this process: starting
    others would take longer.
    Example: `[reading.report for reading in read_all([Path("report.txt")])]`.
    """
    for path, result in _one_by_one(files, progress) if len(files) <= _FEW else _in_processes(files, progress, jobs):
        yield Reading(path, result.report, tuple(_at(path, each) for each in result.diagnostics))
    if progress is not None and files:
        progress(len(files), len(files), "")


def _one_by_one(files: Sequence[Path], progress: Progress | None) -> Iterator[tuple[Path, ReadResult]]:
    for number, path in enumerate(files):
        if progress is not None:
            progress(number, len(files), path.name)
        yield path, read_document(path)


def _in_processes(
    files: Sequence[Path], progress: Progress | None, jobs: int | None
) -> Iterator[tuple[Path, ReadResult]]:
    from dq.application.parallel import (
        read_in_processes,  # what it needs is slow to load, and one document does without
    )

    return read_in_processes(files, progress, jobs or os.cpu_count() or 1)


def _at(path: Path, diagnostic: Diagnostic) -> Diagnostic:
    """The diagnostic with the path as the person named it: two folders may hold files of one name."""
    span = diagnostic.span
    return replace(diagnostic, span=replace(span, file=str(path))) if span.file == path.name else diagnostic
