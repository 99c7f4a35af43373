"""The runs of an archive: immutable folders, put in place whole or not at all.

    ARCHIVE/runs/<id>/run.json                 what was checked, what it came to, and of what it is made
    ARCHIVE/runs/<id>/reports.parquet          the reports, each with its fingerprints and its part
    ARCHIVE/runs/<id>/outcomes/part-*.parquet  what was told, some reports a part (`dq.outcome.kept`)
    ARCHIVE/runs/<id>/counts/part-*.parquet    numbers of outcomes by report, rule and verdict
    ARCHIVE/runs/<id>/marks.parquet            rules that failed, and mandatory tables that are missing
    ARCHIVE/runs/rules/<fingerprint>.json      the rules as they were used
    ARCHIVE/runs/contents.json, contents/      hashes of what is stored (`dq.runner.contents`)

A run in the making lies in `.new-<id>`; nothing reads it, and the next run removes what a crash left of it. Parts that
a run shares with the one before are hard links where the file system has them.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import polars as pl

from dq.archive.manifest import write_durably
from dq.archive.parts import file_sha256
from dq.engine.run import RUN_MOMENT, new_id
from dq.engine.tally import Failing, Mark, failed_pairs
from dq.outcome.kept import KeptOutcomes, outcomes_of
from dq.outcome.model import Outcome, ReportRecord, RunRecord
from dq.runner.about import SCHEMA_VERSION, About, Part, about_of
from dq.runner.reading import read_bounded
from dq.semantics.checked import RuleBook
from dq.semantics.saved import book_from_json, book_to_json

FOLDER: Final = "runs"
_PENDING: Final = ".new-"
_LISTS: Final = ("tables_found", "tables_missing")
NAMED: Final = ("department", "year", "kind")
"""Columns of reports: bodies that share these are told apart by what else is printed of them."""


class UnreadableRunError(ValueError):
    """A run's files are gone or damaged; the text says which. Does not leave this package but as a diagnostic."""


UNREADABLE: Final = (
    pl.exceptions.PolarsError,
    pl.exceptions.PanicException,
    OSError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    RecursionError,
)
"""What going through a stored run may raise, `UnreadableRunError` among it: whole files may hold something else."""


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A complete run on disk."""

    folder: Path
    about: About

    def reports(self) -> pl.DataFrame:
        """One row a report, in order: columns of ReportRecord, `own`, `before` (fingerprints), `part` (its place).

        Errors: `UnreadableRunError`, also where a column is missing.
        """
        frame = _read(self.folder / "reports.parquet")
        wanted = (*(each.name for each in fields(ReportRecord)), "own", "before", "part")
        missing = [name for name in wanted if name not in frame.columns]
        if missing:
            raise UnreadableRunError(f"{self.about.id}/reports.parquet: no column {missing[0]}")
        return frame

    def marks(self) -> list[Mark]:
        """What was wrong beside the outcomes. Errors: `UnreadableRunError`."""
        rows = _read(self.folder / "marks.parquet").iter_rows()
        return [Mark(rule, report, Failing(failing), message) for rule, report, failing, message in rows]

    def record(self) -> RunRecord:
        """The run as it was told, its outcomes read from disk as one goes through them.

        Errors: `UnreadableRunError`, also for a part that is gone or not as it was written.
        """
        self.trust(self.about.parts)
        return self._record(self.reports().sort("report"), self.outcomes())

    def outcomes(self) -> KeptOutcomes:
        """The outcomes of its parts, read from disk as one goes through them."""
        parts = self.about.parts
        return KeptOutcomes(tuple(part.paths(self.folder)[0] for part in parts), sum(each.outcomes for each in parts))

    def of_reports(self, wanted: Collection[str]) -> RunRecord:
        """What the run told of some reports, of which only the parts are read; the totals are those of the whole run.

        Errors: `UnreadableRunError`, as `record`. Example: `store.open(run).of_reports(unlike(before, run)).outcomes`.
        """
        rows = self.reports().filter(pl.col("report").is_in(list(wanted)))
        parts = [self._part(number) for number in sorted(rows["part"].unique())]
        self.trust(parts)
        paths = tuple(part.paths(self.folder)[0] for part in parts)
        return self._record(rows, KeptOutcomes.of_reports(paths, frozenset(wanted)))

    def of_report(self, report: str) -> RunRecord | None:
        """What the run told of one report, of which only the part is read; None where the run did not check it.

        Its `reports` are this one and those that share name, year and kind with it; `counts` and `matrix` are those of
        the whole run. Errors: `UnreadableRunError`, as `record`.
        Example: `len(store.open(run).of_report("final_accounts-2018-某局").outcomes)`.
        """
        reports = self.reports()
        rows = reports.filter(pl.col("report") == report)
        if rows.is_empty():
            return None
        part = self._part(rows["part"][0])
        self.trust((part,))
        frame = _read(part.paths(self.folder)[0]).filter(pl.col("report") == report)
        return self._record(reports.join(rows, on=NAMED, how="semi"), tuple(outcomes_of(frame)))

    def _part(self, number: int) -> Part:
        if not 0 <= number < len(self.about.parts):
            raise UnreadableRunError(f"reports.parquet: part {number}")
        return self.about.parts[number]

    def trust(self, parts: Iterable[Part]) -> None:
        """Refuse a part that is gone or not as it was written. Errors: `UnreadableRunError`."""
        damaged = next((part.name for part in parts if not part.is_sound(self.folder)), None)
        if damaged is not None:
            raise UnreadableRunError(f"{self.about.id}/{damaged}: gone or altered")

    def _record(self, reports: pl.DataFrame, outcomes: Collection[Outcome]) -> RunRecord:
        about = self.about
        columns = {each.name: reports[each.name].to_list() for each in fields(ReportRecord)}
        columns |= {name: list(map(tuple, columns[name])) for name in _LISTS}
        return RunRecord(
            id=about.id,
            started=about.started,
            finished=about.finished,
            engine_version=about.engine_version,
            rules_fingerprint=about.rules_fingerprint,
            archive_fingerprint=about.archive_fingerprint,
            reports=tuple(map(ReportRecord, *columns.values())),
            counts=about.counts,
            outcomes=outcomes,
            rules=tuple(about.rules),
            matrix=about.matrix,
            errors=about.errors,
            mandatory_missing=about.mandatory_missing,
            not_applicable=about.not_applicable,
            failed=failed_pairs(self.marks()),
            unread_rules=frozenset(about.unread_rules),
        )


def _read(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path, hive_partitioning=False, glob=False)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise UnreadableRunError(f"{path.parent.name}/{path.name}: {str(error).partition(chr(10))[0][:200]}") from error


@dataclass(frozen=True, slots=True)
class RunStore:
    """The runs under `root`, an archive's folder `runs`."""

    root: Path

    @property
    def memory(self) -> Path:
        """The file in which hashes of contents are kept."""
        return self.root / "contents.json"

    def ids(self) -> tuple[str, ...]:
        """Ids of the complete runs, the oldest first."""
        if not self.root.is_dir():
            return ()
        # A link may lead anywhere: a run is a folder of its archive.
        found = (each.name for each in self.root.iterdir() if not each.name.startswith(".") and not each.is_symlink())
        return tuple(sorted(name for name in found if (self.root / name / "run.json").is_file()))

    def open(self, run: str) -> StoredRun:
        """A complete run. Errors: `UnreadableRunError` for one that is not there, or not as it was written."""
        folder = self.root / run
        if run not in self.ids():
            raise UnreadableRunError(f"{run}: not there")
        try:
            return StoredRun(folder, about_of(run, json.loads(read_bounded(folder / "run.json"))))
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise UnreadableRunError(f"{run}/run.json: {type(error).__name__}: {str(error)[:200]}") from error

    def of(self, checkpoint: str) -> Iterable[StoredRun]:
        """The readable runs of a checkpoint, the newest first."""
        for run in reversed(self.ids()):
            with suppress(UnreadableRunError):
                stored = self.open(run)
                if stored.about.checkpoint == checkpoint:
                    yield stored

    def newest(self, checkpoint: str, number: int) -> tuple[list[StoredRun], dict[str, UnreadableRunError]]:
        """The newest readable runs of a checkpoint, the newest first, and the unreadable runs met on the way, of
        whatever checkpoint they are.

        Example: `store.newest("nightly", 2)`.
        """
        found: list[StoredRun] = []
        damaged: dict[str, UnreadableRunError] = {}
        for run in reversed(self.ids()):
            if len(found) == number:
                break
            try:
                stored = self.open(run)
            except UnreadableRunError as error:
                damaged[run] = error
                continue
            if stored.about.checkpoint == checkpoint:
                found.append(stored)
        return found, damaged

    def new_id(self, started: datetime) -> str:
        """A name for a run that starts now: after those of all runs that are there, whatever the clock says.

        Example: `store.new_id(now())`.
        """
        last = max((made for made in map(_made_at, self.ids()) if made is not None), default=started)
        return new_id(max(started, last + timedelta(microseconds=1)))

    def begin(self, run: str) -> Path:
        """A folder for a run in the making, after what earlier crashes left is removed. The caller holds the lock."""
        self.root.mkdir(parents=True, exist_ok=True)
        for left in self.root.glob(f"{_PENDING}*"):
            if left.is_symlink():
                left.unlink()
            shutil.rmtree(left, ignore_errors=True)
        folder = self.root / f"{_PENDING}{run}"
        for name in ("outcomes", "counts"):
            (folder / name).mkdir(parents=True)
        return folder

    def publish(self, folder: Path, about: About) -> StoredRun:
        """Put a run in its place at once, when the disk has all of it. Errors: `OSError`; nothing is in place then."""
        content = {"schema_version": SCHEMA_VERSION, **asdict(about)}
        text = json.dumps(content, ensure_ascii=False, indent=1)
        (folder / "run.json").write_text(text + "\n", encoding="utf-8")
        for path in (*sorted(folder.rglob("*")), folder):
            if path.is_dir() or path.stat().st_nlink == 1:  # the disk has what is shared with a run before
                _sync(path)
        final = self.root / about.id
        folder.rename(final)
        _sync(self.root)
        return StoredRun(final, about)

    def keep_rules(self, book: RuleBook) -> str:
        """Keep rules as they are used, under the hash of their text, which is given back. Errors: `OSError`."""
        text = _text_of(book)
        name = hashlib.sha256(text).hexdigest()
        path = self.root / "rules" / f"{name}.json"
        if not path.is_file() or file_sha256(path) != name:  # gone, or altered since
            write_durably(path, text)
        return name

    def rules(self, name: str) -> RuleBook:
        """The rules kept under this hash. Errors: `UnreadableRunError` where they are gone or not what they were."""
        try:
            text = read_bounded(self.root / "rules" / f"{name}.json")
            if hashlib.sha256(text).hexdigest() == name:
                return book_from_json(text.decode())
        except (OSError, ValueError) as error:
            raise UnreadableRunError(f"rules/{name}.json: {error}") from error
        raise UnreadableRunError(f"rules/{name}.json: altered")


def _text_of(book: RuleBook) -> bytes:
    """The book as it is kept: the remembered text where there is one, since to write it anew takes 0.1 s."""
    if book.kept is not None:
        with suppress(OSError):
            text = book.kept.read_bytes()
            if f'"{book.fingerprint}"'.encode() in text:  # else other lists of bodies were put in since
                return text
    return book_to_json(book).encode()


def is_run_id(text: str) -> bool:
    """Whether a text is such as runs are called, whether there is one or not.

    Example: `is_run_id("20260301T020000123456-1f2e3d4c")` → True; `is_run_id("yesterday")` → False.
    """
    return "-" in text and _made_at(text) is not None


def _made_at(run: str) -> datetime | None:
    """The moment that a run's name tells; None for a folder that somebody named otherwise, or for the last of all."""
    try:
        made = datetime.strptime(run.partition("-")[0], RUN_MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None
    return None if made == datetime.max.replace(tzinfo=UTC) else made  # no run comes after it


def _sync(path: Path) -> None:
    """Wait until the disk has a file, or the names in a folder."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
