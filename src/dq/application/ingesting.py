"""Use case: documents into an archive on disk."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import wait
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dq.application import requests
from dq.application.documents import find_documents
from dq.application.places import is_folder, is_there
from dq.application.reading import Reading, read_all
from dq.application.sources import Progress
from dq.archive import Archive, ReportTables, Stored
from dq.archive.reading import Reading as Account
from dq.diagnostics import Diagnostic
from dq.templates import default_schema

_BATCH: Final = 200
_BATCH_ROWS: Final = 8_000
_BATCH_BYTES: Final = 32 * 1024 * 1024
"""Documents, their rows and bytes that are written together at most: what a crash can lose, and is held in memory."""
UPLOAD_SECONDS: Final = 120
"""That reading one document of a stranger may take."""
_ASKED_EVERY: Final = 0.1
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """One document that was read and what became of it in the archive."""

    path: Path
    reading: Account
    stored: Stored


@dataclass(frozen=True, slots=True)
class Ingestion:
    """What a run of ingestion did. Documents that were refused stand in `refused` and nowhere else; `interrupted` where
    Ctrl-C ended it before all were read (what is stored by then is stored wholly).
    """

    ingested: tuple[Ingested, ...]
    refused: tuple[Path, ...]
    diagnostics: tuple[Diagnostic, ...]
    interrupted: bool = False


def ingest(
    paths: Sequence[Path],
    root: Path,
    *,
    limit: int,
    replacing: bool = False,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Ingestion:
    """Read the documents that `paths` name and store them in the archive at `root`, a new one where there is none.

    Parameters: `limit` most documents read; `replacing` puts a report in the place of the one held already; `jobs`
    processes that read, one a core where None: what is stored does not depend on it.
    What is wrong with one document does not touch the others; each batch is stored wholly or not at all.
    Example: `ingest([Path("reports")], Path("archive"), limit=1000).ingested`.
    """
    if is_there(root) and not is_folder(root):
        return Ingestion((), (), (requests.not_a_folder(root),))
    documents = find_documents(paths, limit)
    opened = Archive.create(root, default_schema())
    if opened.archive is None:
        return Ingestion((), documents.files, (*documents.diagnostics, *opened.diagnostics))
    intake = _Intake(opened.archive, replacing=replacing)
    intake.diagnostics += documents.diagnostics
    interrupted = False
    try:
        _take_in(read_all(documents.files, progress, jobs=jobs), intake)
    except KeyboardInterrupt:
        interrupted = True
    return Ingestion(tuple(intake.ingested), tuple(intake.refused), tuple(intake.diagnostics), interrupted)


def ingest_upload(
    path: Path,
    name: str,
    root: Path,
    *,
    replacing: bool = False,
    seconds: float = UPLOAD_SECONDS,
    stopped: Callable[[], bool] = lambda: False,
) -> Ingestion:
    """Read one document of a stranger, always in a process of its own with bounded time and memory, and store it.

    A document made to waste either, or to crash what reads it, is refused with a diagnostic (DQ-I213, DQ-I065) and
    touches nothing else.
    Parameters: `name` that it came with: the archive's `document`; `stopped` is asked while it is read: the process is
    ended, nothing is stored, and the ingestion is `interrupted`.
    Example: `ingest_upload(staged_path(uploads, staged.id), staged.name, Path("archive")).ingested[0].stored.entry`.
    """
    from dq.ingest.workers import Workers  # starts processes: commands that read a document here do without

    opened = Archive.create(root, default_schema())
    if opened.archive is None:
        return Ingestion((), (path,), opened.diagnostics)
    with Workers(1, seconds=seconds) as workers:
        result = workers.read(path, name)
        while not wait((result,), _ASKED_EVERY).done:
            if stopped():
                return Ingestion((), (), (), interrupted=True)
    read = result.result()
    intake = _Intake(opened.archive, replacing=replacing)
    _take_in([Reading(path, read.report, read.diagnostics)], intake)
    return Ingestion(tuple(intake.ingested), tuple(intake.refused), tuple(intake.diagnostics))


def _take_in(readings: Iterable[Reading], intake: _Intake) -> None:
    """Store readings batch by batch: how they are parted depends on the documents only."""
    batch = _Batch()
    for reading in readings:
        intake.diagnostics += reading.diagnostics
        if reading.report is None:
            intake.refused.append(reading.path)
            continue
        batch.add(reading)
        if batch.is_full:
            intake.store(batch.readings)
            batch = _Batch()
    intake.store(batch.readings)


class _Batch:
    """Readings to be written together."""

    def __init__(self) -> None:
        self.readings: list[Reading] = []
        self._rows = 0
        self._bytes = 0

    def add(self, reading: Reading) -> None:
        """Put a reading into the batch."""
        self.readings.append(reading)
        if reading.report is not None:
            self._rows += sum(map(len, reading.report.rows.values()))
        with suppress(OSError):
            self._bytes += reading.path.stat().st_size

    @property
    def is_full(self) -> bool:
        """True where it is to be written before more is read."""
        return len(self.readings) >= _BATCH or self._rows >= _BATCH_ROWS or self._bytes >= _BATCH_BYTES


class _Intake:
    """What has been stored so far."""

    def __init__(self, archive: Archive, *, replacing: bool) -> None:
        self._archive = archive
        self._write = archive.replace if replacing else archive.append
        self.ingested: list[Ingested] = []
        self.refused: list[Path] = []
        self.diagnostics: list[Diagnostic] = []

    def store(self, batch: Sequence[Reading]) -> None:
        """Write these readings, all or none; a failure to write refuses them all."""
        reports: list[ReportTables] = []
        documents: dict[str, bytes] = {}
        taken: list[Reading] = []
        for reading in batch:
            content = _document(reading)
            if content is None or reading.report is None:
                self.refused.append(reading.path)
                self.diagnostics.append(requests.document_changed(reading.path))
                continue
            documents[reading.report.report["sha256"]] = content
            reports.append(reading.report)
            taken.append(reading)
        if not reports:
            return
        try:
            written = self._write(reports, documents)
        except OSError as failure:
            self.refused += [reading.path for reading in taken]
            self.diagnostics.append(requests.cannot_write(self._archive.root, failure))
            return
        self.diagnostics += written.diagnostics
        if len(written.stored) != len(taken):
            self.refused += [reading.path for reading in taken]
            return
        for reading, report, stored in zip(taken, reports, written.stored, strict=True):
            self.ingested.append(Ingested(reading.path, _account(report), stored))


def _account(report: ReportTables) -> Account:
    if report.reading is None:
        raise ValueError(f"{report.report['document']} was read without an account of it")
    return report.reading


def _document(reading: Reading) -> bytes | None:
    """The bytes of the document that was read, or None where the file is no longer what was read."""
    if reading.report is None:
        return None
    try:
        content = reading.path.read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == reading.report.report["sha256"] else None
