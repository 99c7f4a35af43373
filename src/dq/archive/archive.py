"""The store on disk: Parquet files of reports, partitioned by year, under one manifest.

    DIR/manifest.json                                  which files live, which reports they hold
    DIR/tables/<dataset>/year=<Y>/part-<batch>.parquet
    DIR/documents/<sha256>                             the ingested documents, unless the manifest says "omitted"
    DIR/documents/<sha256>.reading.json                how each of them was read

A write makes new files first and then replaces the manifest, so it happens wholly or not at all, and readers
neither wait nor see half of it. Files that no manifest speaks of are left by a crash; the next write removes them.
"""

from __future__ import annotations

import errno
import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import polars as pl
from filelock import FileLock, Timeout

from dq.archive import complaints
from dq.archive.answers import Corrected, Inspection, Opened, Written
from dq.archive.carrying import carry
from dq.archive.corrections import Cell, Correction, Ending, Figure, Log
from dq.archive.likeness import unlike
from dq.archive.manifest import FILE_NAME, Batch, Holders, MalformedManifestError, Manifest, read_manifest
from dq.archive.parts import Partition, damage, file_sha256, misnumbered, scan_files
from dq.archive.reading import Reading, reading_of
from dq.archive.store import dataset_columns, dataset_names
from dq.archive.versions import ReportEntry, hidden, settle, superseded
from dq.archive.writing import batches_to_rewrite, commit, commit_cells, keep_documents, keep_readings, reading_path
from dq.diagnostics import Diagnostic, Level

if TYPE_CHECKING:
    from dq.archive.report_tables import ReportTables
    from dq.templates.model import Schema

_READING_AT_MOST: Final = 32 * 1024 * 1024
_Done = TypeVar("_Done")
LOCK_SECONDS: Final = 60.0
"""How long a write waits for another one."""
_NO_PLACE: Final = (errno.ENAMETOOLONG, errno.ELOOP)
"""Of paths at which nothing can stand."""


class Archive:
    """Reports on disk; a `Store` with writes. It reads the manifest once: reads speak of that moment.

    Example: `Archive.open(folder).archive.scan("summary").collect()`.
    """

    def __init__(self, root: Path, schema: Schema, manifest: Manifest) -> None:
        self.root = root
        self.schema = schema
        self._hold(manifest)

    @staticmethod
    def open(root: Path, schema: Schema | None = None) -> Opened:
        """The archive at `root`; a diagnostic where there is none or its manifest is unreadable.

        Parameters: `schema` of the templates in force, by default those shipped.
        """
        try:
            return Opened(Archive(root, schema or _shipped_schema(), read_manifest(root)))
        except (FileNotFoundError, NotADirectoryError):
            return Opened(None, (complaints.not_there(root),))
        except (MalformedManifestError, OSError) as error:
            if isinstance(error, OSError) and error.errno in _NO_PLACE:
                return Opened(None, (complaints.not_there(root),))
            return Opened(None, (complaints.bad_manifest(root / FILE_NAME, error),))

    @staticmethod
    def create(root: Path, schema: Schema | None = None, *, keep_documents: bool = True) -> Opened:
        """The archive at `root`, a new one where there is none yet. Nothing is written before the first report.

        Parameters: `keep_documents` of a new archive: False leaves the ingested documents out, as its manifest says.
        """
        try:
            is_there = (root / FILE_NAME).exists()
        except OSError:
            is_there = False  # writing will tell why nothing can be there
        if is_there:
            return Archive.open(root, schema)
        manifest = Manifest(documents="kept" if keep_documents else "omitted")
        return Opened(Archive(root, schema or _shipped_schema(), manifest))

    @property
    def reports(self) -> tuple[ReportEntry, ...]:
        """Every report held, old versions too, sorted by id."""
        return self._manifest.reports

    @property
    def keeps_documents(self) -> bool:
        """False where the ingested documents are left out."""
        return self._manifest.documents == "kept"

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the reports held, ascending: the partitions."""
        return tuple(sorted({batch.year for batch in self._manifest.batches}))

    @property
    def fingerprint(self) -> str:
        """Hash of the bytes of every live file as they are now, of which reports are the latest versions, and of the
        corrections in force, whose authors and reasons every report shows.
        """
        lines = [line for batch in self._manifest.batches for line in self._hashed(batch)]
        lines += [f"superseded {report}" for report in self._superseded]
        lines += [f"corrected {correction.told}" for correction in self.corrections]
        return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()

    @property
    def log(self) -> Log:
        """Every correction ever made, and how those ended that are not in force."""
        return self._manifest.corrections

    @property
    def latest(self) -> tuple[ReportEntry, ...]:
        """The reports that `scan` gives: the latest version of each, sorted by id."""
        return tuple(entry for entry in self.reports if entry.report not in self._superseded)

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """The corrections in force on the reports that `scan` gives."""
        seen = {entry.report for entry in self.latest}
        return tuple(each for each in self.log.in_force if each.report in seen)

    def seeing(self, reports: Sequence[str]) -> Archive:
        """The archive as if the old versions among these reports were the latest ones, read only."""
        view = Archive(self.root, self.schema, self._manifest)
        view._superseded = hidden(self.reports, self._superseded, reports)
        view._hashes = self._hashes
        return view

    def datasets(self) -> tuple[str, ...]:
        """Names that `scan` takes, sorted."""
        return dataset_names(self.schema)

    def scan(self, dataset: str, of: Collection[str] | None = None) -> pl.LazyFrame:
        """All rows of a dataset, of the latest version of each report.

        Parameters: `of` reports that are wanted; files with none of them are not opened.
        Errors: `KeyError` for a name that `datasets` does not list; collecting raises polars' own errors where a
        file is damaged, so scan `inspect().sound` where that must not happen.
        """
        columns = dataset_columns(self.schema, dataset)
        batches = self._manifest.batches if of is None else self._holders.of(of)
        paths = [batch.path(self.root, dataset) for batch in batches if dataset in batch.parts]
        frame = scan_files(paths, columns)
        return frame.filter(~pl.col("report").is_in(sorted(self._superseded))) if self._superseded else frame

    def together(self) -> tuple[tuple[str, ...], ...]:
        """The ids of the reports of each file, old versions too."""
        return tuple(batch.reports for batch in self._manifest.batches)

    def document(self, sha256: str) -> Path | None:
        """The kept document with this hash, or None where it is not kept."""
        path = self.root / "documents" / sha256
        return path if any(entry.sha256 == sha256 for entry in self.reports) and path.is_file() else None

    def reading(self, sha256: str) -> Reading | None:
        """How the document with this hash was read; None where that is not kept, or cannot be understood."""
        path = reading_path(self.root, sha256)
        if not any(entry.sha256 == sha256 for entry in self.reports):
            return None
        try:
            return reading_of(json.loads(path.read_bytes())) if path.stat().st_size <= _READING_AT_MOST else None
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None

    def holding(self, reports: frozenset[str]) -> Archive:
        """The files that hold these reports (others may stand in them, too) as a store of its own, read only."""
        return self._with_batches(self._holders.of(reports))

    def partitions(self) -> list[Partition]:
        """Each set of files that were written together, without those of tables that the schema does not know."""
        columns = {name: dataset_columns(self.schema, name) for name in self.datasets()}
        return [Partition.of(self.root, batch, columns, self._hash) for batch in self._manifest.batches]

    def append(self, reports: Sequence[ReportTables], documents: Mapping[str, bytes] | None = None) -> Written:
        """Store reports, all or none of them: new ones, new versions of those held; duplicates are told, not stored.

        Parameters: `documents` the bytes of each report's document by hash, needed unless documents are omitted.
        Errors: `ValueError` where a document is not handed over or is not the one that was read.
        """
        return self._write(reports, documents or {}, replacing=False)

    def replace(self, reports: Sequence[ReportTables], documents: Mapping[str, bytes] | None = None) -> Written:
        """Store reports in the place of those held, keeping ids and versions; for the rest as `append`.

        A report replaces the one read from the same document (read anew), else the latest version of the same body,
        year and kind (whose rows are gone, while its document stays).
        """
        return self._write(reports, documents or {}, replacing=True)

    def correct(self, proposed: Sequence[Correction], look: Callable[[], None] | None = None) -> Corrected:
        """Put what the document prints in the place of what was misread: all of these cells, or none.

        Parameters: `proposed` corrections with `before` as the cell was seen; where it is not so any more (another
        program was here in between), nothing is written. `look`, called under the lock, raises where nothing shall be.
        """
        return self._locked(lambda: self._correct(proposed), lambda said: Corrected((), said), look)

    def undo(self, number: int, author: str, reason: str, at: str, look: Callable[[], None] | None = None) -> Corrected:
        """Bring back what was read before the correction with this number. The log keeps both. `look` as `correct`."""
        return self._locked(lambda: self._undo(number, author, reason, at), lambda said: Corrected((), said), look)

    def verify(self) -> list[Diagnostic]:
        """What is wrong with the archive's files; empty where all is sound."""
        return list(self.inspect().diagnostics)

    def inspect(self) -> Inspection:
        """Look at every file: is it there, as it was written, or at least readable?"""
        sound: list[Batch] = []
        diagnostics: list[Diagnostic] = []
        for batch, found in self._inspected(self._manifest.batches):
            diagnostics += found
            if not any(diagnostic.level is Level.ERROR for diagnostic in found):
                sound.append(batch)
        store = self if len(sound) == len(self._manifest.batches) else self._with_batches(tuple(sound))
        readable = {entry.report for entry in store.reports} | self._superseded
        return Inspection(
            store, tuple(diagnostics), tuple(entry for entry in self.reports if entry.report not in readable)
        )

    def _inspected(self, batches: Sequence[Batch]) -> Iterator[tuple[Batch, list[Diagnostic]]]:
        """Each of these batches with what is wrong with its files."""
        files = {
            batch.path(self.root, name): (name, part.sha256) for batch in batches for name, part in batch.parts.items()
        }
        altered = {path for path, (_, sha256) in files.items() if self._hash(path) != sha256}
        # That a file is as it was written does not say that this program wrote it.
        as_written = [path for path, (name, _) in files.items() if name in self.schema.tables and path not in altered]
        suspect = altered.union(misnumbered(as_written))
        for batch in batches:
            yield batch, list(self._wrong(batch, altered, suspect))

    def _wrong(self, batch: Batch, altered: Collection[Path], suspect: Collection[Path]) -> Iterator[Diagnostic]:
        """What is wrong with the suspect files of a batch; the altered ones are among them."""
        for name, part in sorted(batch.parts.items()):
            path = batch.path(self.root, name)
            if path in suspect:
                known = name in self.datasets()
                why = damage(path, part.rows, dataset_columns(self.schema, name) if known else None)
                if why is not None:
                    yield complaints.damaged_part(path, why, batch.reports)
                elif path in altered:
                    yield complaints.altered_part(path)

    def _with_batches(self, batches: tuple[Batch, ...]) -> Archive:
        """The archive as if it held these batches only."""
        held = frozenset(report for batch in batches for report in batch.reports)
        reports = tuple(entry for entry in self.reports if entry.report in held)
        part = Archive(self.root, self.schema, replace(self._manifest, batches=batches, reports=reports))
        part._superseded = self._superseded & held
        part._hashes = self._hashes
        return part

    def _hashed(self, batch: Batch) -> list[str]:
        return [f"{name} {batch.year} {self._hash(batch.path(self.root, name))}" for name in sorted(batch.parts)]

    def _hash(self, path: Path) -> str | None:
        """Hash of a live file, read once; None where it cannot be read."""
        if path not in self._hashes:
            try:
                self._hashes[path] = file_sha256(path)
            except OSError:
                self._hashes[path] = None
        return self._hashes[path]

    def _write(self, reports: Sequence[ReportTables], documents: Mapping[str, bytes], *, replacing: bool) -> Written:
        self.root.mkdir(parents=True, exist_ok=True)
        return self._locked(
            lambda: self._settle(reports, documents, replacing=replacing), lambda said: Written((), said)
        )

    def _locked(
        self,
        write: Callable[[], _Done],
        refuse: Callable[[tuple[Diagnostic, ...]], _Done],
        look: Callable[[], None] | None = None,
    ) -> _Done:
        """Write while no one else does, on what is in the archive then: another writer may have been here since."""
        try:
            with FileLock(self.root / ".lock", timeout=LOCK_SECONDS):
                if look is not None:
                    look()
                if (self.root / FILE_NAME).exists():
                    opened = Archive.open(self.root, self.schema)
                    if opened.archive is None:
                        return refuse(opened.diagnostics)
                    self._hold(opened.archive._manifest)  # noqa: SLF001 - of this class
                return write()
        except Timeout:
            return refuse((complaints.busy(self.root, LOCK_SECONDS),))

    def _settle(self, reports: Sequence[ReportTables], documents: Mapping[str, bytes], *, replacing: bool) -> Written:
        settlement = settle(self.reports, reports, replacing=replacing)
        if not settlement.written:
            return Written(settlement.stored)
        found = self._damage(batches_to_rewrite(self._manifest, settlement))
        if _refused(found):
            return Written((), tuple(found))
        if self.keeps_documents:
            keep_documents(self.root, settlement.written, documents)
            keep_readings(self.root, settlement.written)
        found += unlike(self, self.latest, settlement)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        carried = carry(self.log, self.reports, settlement, now)
        self._hold(commit(self.root, self._manifest, carried.settlement, self.schema, carried.log))
        return Written(settlement.stored, (*found, *carried.diagnostics))

    def _correct(self, proposed: Sequence[Correction]) -> Corrected:
        held = {entry.report: entry.sha256 for entry in self.reports}
        reports = {each.report for each in proposed}
        found = self._damage([batch for batch in self._manifest.batches if not reports.isdisjoint(batch.reports)])
        if not _refused(found):
            now = self._figures(proposed)
            changed = {each.report for each in proposed if now.get(each.cell) != each.before}
            changed |= {each.report for each in proposed if held.get(each.report) != each.sha256}
            found += [complaints.changed_meanwhile(report) for report in sorted(changed)]
        if _refused(found):
            return Corrected((), tuple(found))
        log = self.log.add(proposed)
        self._hold(commit_cells(self.root, self._manifest, {each.cell: each.after for each in proposed}, log))
        return Corrected(log.made[-len(proposed) :] if proposed else (), tuple(found))

    def _undo(self, number: int, author: str, reason: str, at: str) -> Corrected:
        correction = next((each for each in self.corrections if each.number == number), None)
        if correction is None:
            return Corrected((), (complaints.not_in_force(self.root, number),))
        found = self._damage([batch for batch in self._manifest.batches if correction.report in batch.reports])
        if _refused(found):
            return Corrected((), tuple(found))
        log = self.log.close(number, Ending.UNDONE, at, author, reason)
        self._hold(commit_cells(self.root, self._manifest, {correction.cell: correction.before}, log))
        return Corrected((correction,), tuple(found))

    def _figures(self, corrections: Sequence[Correction]) -> dict[Cell, Figure]:
        """What the cells of corrections say now; without those that are not there."""
        found: dict[Cell, Figure] = {}
        for table in sorted({each.table for each in corrections}):
            columns = {each.column for each in corrections if each.table == table}
            reports = sorted({each.report for each in corrections if each.table == table})
            for row in self.scan(table).filter(pl.col("report").is_in(reports)).collect().iter_rows(named=True):
                found |= {(row["report"], table, row["n"], column): Figure.of(row, column) for column in columns}
        return found

    def _damage(self, batches: Sequence[Batch]) -> list[Diagnostic]:
        """What is wrong with the files that a write would rewrite."""
        return [said for _, found in self._inspected(batches) for said in found]

    def _hold(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._superseded = superseded(manifest.reports)
        self._hashes: dict[Path, str | None] = {}
        self._holders = Holders(manifest.batches)


def _refused(diagnostics: Sequence[Diagnostic]) -> bool:
    return any(diagnostic.level is Level.ERROR for diagnostic in diagnostics)


def _shipped_schema() -> Schema:
    from dq.templates import default_schema

    return default_schema()
