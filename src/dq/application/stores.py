"""Where the reports of a command come from: documents read into memory, or an archive on disk."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dq.application import requests
from dq.application.documents import find_documents
from dq.application.originals import NO_ORIGINALS, Originals, originals_in_memory
from dq.application.sources import Progress, Sources
from dq.archive import MemoryStore, ReportEntry, ReportTables, Store
from dq.archive.reading import Unsure
from dq.archive.versions import Action, settle
from dq.diagnostics import Diagnostic, Level, Span, Text
from dq.templates.model import Schema

if TYPE_CHECKING:
    from dq.archive import Archive


@dataclass(frozen=True, slots=True)
class OpenedStore:
    """A store to read from, None where the request makes no sense.

    Parameters: `unreadable` reports of the archive that a damaged file holds; `unsure` tells what of the documents
    was not read or is doubted; an archive's accounts are read when it is called; `originals` the documents.
    """

    store: Store | None
    diagnostics: tuple[Diagnostic, ...]
    unreadable: tuple[ReportEntry, ...] = ()
    unsure: Callable[[], Unsure] = Unsure
    originals: Originals = NO_ORIGINALS


def open_store(sources: Sources, schema: Schema, progress: Progress | None = None) -> OpenedStore:
    """The store that `sources` name; documents that cannot be read are told and the others are taken.

    Example: `open_store(Sources(paths=(Path("report.txt"),)), default_schema()).store`.
    """
    if bool(sources.paths) == (sources.archive is not None):
        return OpenedStore(None, (requests.what_to_read(both=bool(sources.paths)),))
    opened = (
        _open_archive(sources.archive, schema, sources.reports)
        if sources.archive is not None
        else _read_documents(sources, schema, progress)
    )
    if opened.store is None or not sources.reports:
        return opened
    known = known_reports(opened.store)
    unknown = [requests.unknown_report(report, known) for report in sources.reports if report not in known]
    return dataclasses.replace(opened, diagnostics=(*opened.diagnostics, *unknown))


def known_reports(store: Store) -> tuple[str, ...]:
    """Ids of the reports in a store, sorted."""
    return tuple(sorted(store.scan("reports").select("report").collect()["report"].to_list()))


def _open_archive(root: Path, schema: Schema, reports: Sequence[str]) -> OpenedStore:
    from dq.archive import Archive  # a check of a document does without the locks and manifests of an archive
    from dq.archive.unsure import unsure

    opened = Archive.open(root, schema)
    if opened.archive is None:
        return OpenedStore(None, opened.diagnostics)
    # An old version is read where it is named; in its place, not beside the one that took it.
    inspection = opened.archive.seeing(reports).inspect()
    told = (*opened.diagnostics, *inspection.diagnostics)
    return OpenedStore(
        inspection.sound,
        told,
        inspection.unreadable,
        partial(unsure, inspection.sound, reports),
        _kept(inspection.sound),
    )


def _kept(archive: Archive) -> Originals:
    """The documents that an archive keeps, by the names they came under."""
    names = {entry.sha256: entry.document for entry in archive.reports}

    def path(sha256: str) -> tuple[Path, str] | None:
        kept = archive.document(sha256) if sha256 in names else None
        return None if kept is None else (kept, names[sha256])

    return Originals(path, archive.reading)


def _read_documents(sources: Sources, schema: Schema, progress: Progress | None) -> OpenedStore:
    from dq.application.reading import read_all  # a check of an archive does without the readers of documents

    documents = find_documents(sources.paths, sources.limit)
    diagnostics = list(documents.diagnostics)
    reports: list[ReportTables] = []
    paths: list[Path] = []
    for reading in read_all(documents.files, progress):
        diagnostics += reading.diagnostics
        if reading.report is not None:
            reports.append(reading.report)
            paths.append(reading.path)
    settlement = settle((), reports)
    for path, stored in zip(paths, settlement.stored, strict=True):
        if stored.action is Action.DUPLICATE:
            diagnostics.append(_read_already(path, stored.entry))
    read = Unsure.of(report.reading for report in settlement.written if report.reading is not None)
    originals = originals_in_memory(
        {report.report["sha256"]: path for report, path in zip(reports, paths, strict=True)},
        {report.report["sha256"]: report.reading for report in settlement.written if report.reading is not None},
    )
    return OpenedStore(
        MemoryStore(settlement.written, schema), tuple(diagnostics), unsure=lambda: read, originals=originals
    )


def _read_already(path: Path, entry: ReportEntry) -> Diagnostic:
    """A document whose bytes were read under another name in the same command."""
    return Diagnostic(
        "DQ-C014",
        Level.WARNING,
        Text(f"与 {entry.document} 是同一文件，只检查一次", f"the same document as {entry.document}, checked once"),
        Span(str(path)),
    )
