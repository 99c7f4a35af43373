"""Which report a document is: a new one, a new version of one, or one already held."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from dq.archive.report_tables import ReportTables


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """A report held by a store, as the manifest lists it. Parameters: the columns of dataset "reports"."""

    report: str
    department: str
    year: int
    kind: str
    version: int
    template: str
    document: str
    sha256: str
    engine_version: str

    @property
    def subject(self) -> tuple[str, int, str]:
        """What the report speaks of: body, year, kind. Versions of one report share it."""
        return (self.department, self.year, self.kind)

    @property
    def series(self) -> str:
        """The id that all versions of the report share: that of the first one."""
        return self.report.removesuffix(f"-v{self.version}") if self.version > 1 else self.report


class Action(StrEnum):
    """What became of a report that was handed to a store."""

    ADDED = "added"
    NEW_VERSION = "new_version"
    REPLACED = "replaced"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of one report. `entry` is how the store lists it: for a duplicate, the one held already."""

    entry: ReportEntry
    action: Action


@dataclass(frozen=True, slots=True)
class Settlement:
    """What becomes of reports handed to a store.

    Parameters: `stored` what is told to the caller, one a report handed in; `written` the reports to be written,
    each under its settled id; `entries` all reports held afterwards, sorted by id.
    """

    stored: tuple[Stored, ...]
    written: tuple[ReportTables, ...]
    entries: tuple[ReportEntry, ...]


def entry_of(report: dict[str, Any]) -> ReportEntry:
    """The entry that a row of dataset "reports" makes. Errors: `KeyError` where a column is left out."""
    return ReportEntry(**{name: report[name] for name in ReportEntry.__slots__})


def settle(held: Iterable[ReportEntry], reports: Sequence[ReportTables], *, replacing: bool = False) -> Settlement:
    """Decide what becomes of each report, in order.

    A document held already (by hash) is a duplicate and not written. Another document on the same body, year and
    kind is the next version: the id of version 1 is the bare one, later ones end in `-v2`, `-v3`, so an id always
    means the same text. With `replacing`, a report takes the place, id and version of the one read from the same
    document, else of the latest version.

    Errors: `ValueError` where reports on two subjects come with one id.
    Example: `settle((), [first, corrected])` stores ids `X` (added) and `X-v2` (new_version).
    """
    shelf = _Shelf(held)
    stored: list[Stored] = []
    written: dict[str, ReportTables] = {}
    for tables in reports:
        new = entry_of(tables.report)
        twin = shelf.by_document.get(new.sha256)
        if twin is not None and not replacing:
            stored.append(Stored(twin, Action.DUPLICATE))
            continue
        if twin is not None and twin.subject != new.subject:  # read anew, it speaks of another subject
            shelf.remove(twin)
            written.pop(twin.report, None)
            twin = None
        latest = shelf.latest.get(new.subject)
        old = (twin or latest) if replacing else None
        if old is not None:
            shelf.remove(old)
            settled, action = replace(new, report=old.report, version=old.version), Action.REPLACED
        elif latest is not None:
            version = latest.version + 1
            settled, action = replace(new, report=f"{new.report}-v{version}", version=version), Action.NEW_VERSION
        else:
            settled, action = replace(new, version=1), Action.ADDED
        shelf.put(settled)
        stored.append(Stored(settled, action))
        written[settled.report] = _renamed(tables, settled)
    return Settlement(tuple(stored), tuple(written.values()), shelf.entries())


class _Shelf:
    """The reports held so far, found by id, by document and by subject."""

    def __init__(self, held: Iterable[ReportEntry]) -> None:
        self._by_id: dict[str, ReportEntry] = {}
        self.by_document: dict[str, ReportEntry] = {}
        self.latest: dict[tuple[str, int, str], ReportEntry] = {}
        for entry in held:
            self.put(entry)

    def put(self, entry: ReportEntry) -> None:
        """Hold `entry`."""
        if entry.report in self._by_id:
            raise ValueError(f"two reports with the id {entry.report!r}")
        self._by_id[entry.report] = entry
        self.by_document[entry.sha256] = entry
        latest = self.latest.get(entry.subject)
        if latest is None or latest.version < entry.version:
            self.latest[entry.subject] = entry

    def remove(self, entry: ReportEntry) -> None:
        """Hold `entry` no more."""
        del self._by_id[entry.report]
        del self.by_document[entry.sha256]
        if self.latest[entry.subject] is entry:
            del self.latest[entry.subject]
            earlier = [other for other in self._by_id.values() if other.subject == entry.subject]
            if earlier:
                self.latest[entry.subject] = max(earlier, key=lambda other: other.version)

    def entries(self) -> tuple[ReportEntry, ...]:
        """All reports held, sorted by id."""
        return tuple(self._by_id[report] for report in sorted(self._by_id))


def superseded(entries: Iterable[ReportEntry]) -> frozenset[str]:
    """Ids of the reports that have a later version.

    Example: with versions `X` and `X-v2` held → `{"X"}`.
    """
    held = tuple(entries)
    latest: dict[tuple[str, int, str], int] = {}
    for entry in held:
        latest[entry.subject] = max(entry.version, latest.get(entry.subject, 0))
    return frozenset(entry.report for entry in held if entry.version < latest[entry.subject])


def _renamed(tables: ReportTables, entry: ReportEntry) -> ReportTables:
    """The report with the id and version of `entry` in every row."""
    return ReportTables(
        report={**tables.report, "report": entry.report, "version": entry.version},
        tables=[{**row, "report": entry.report} for row in tables.tables],
        rows={name: [{**row, "report": entry.report} for row in rows] for name, rows in tables.rows.items()},
        reading=tables.reading,
    )
