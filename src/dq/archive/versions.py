"""Which report a document is: a new one, a new version of one, or one already held."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from dq.archive.report_tables import ReportTables


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """A report held by a store, as the manifest lists it. Parameters: the columns of dataset "reports"; an archive
    written before `code`, `level` and `region` were read has None there.
    """

    report: str
    department: str
    year: int
    kind: str
    version: int
    template: str
    document: str
    sha256: str
    engine_version: str
    code: str | None = None
    level: str | None = None
    region: str | None = None

    def may_be(self, other: ReportEntry) -> bool:
        """Whether both may speak of one body in one year: the same name, and nothing else printed of it that differs.

        A unit's own accounts are never taken for those of a department, or of a body whose level is not known: both
        often bear one name. A code or region that only one of them prints does not keep them apart. Of documents of
        performance forms alone a body has several a year, on other projects each, which their ids tell.
        """
        return (
            (self.department, self.year, self.kind) == (other.department, other.year, other.kind)
            and (self.level == _UNIT) == (other.level == _UNIT)
            and (self.kind != _SEVERAL or self.series == other.series)
            and all(
                mine is None or its is None or mine == its
                for mine, its in ((self.code, other.code), (self.region, other.region))
            )
        )

    @property
    def series(self) -> str:
        """The id that all versions of the report share: that of the first one."""
        return self.report.removesuffix(f"-v{self.version}") if self.version > 1 else self.report


_UNIT: Final = "unit"
_SEVERAL: Final = "performance"
_LATER: Final = ("code", "level", "region")


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
    """The entry that a row of dataset "reports" makes. Errors: `KeyError` where a column of old is left out."""
    early = {name: report[name] for name in ReportEntry.__slots__ if name not in _LATER}
    return ReportEntry(**early, code=report.get("code"), level=report.get("level"), region=report.get("region"))


def settle(held: Iterable[ReportEntry], reports: Sequence[ReportTables], *, replacing: bool = False) -> Settlement:
    """Decide what becomes of each report, in order.

    A document held already (by hash) is a duplicate and not written. Another document on the same body, year and
    kind is the next version: the id of version 1 is the bare one, later ones end in `-v2`, `-v3`, so an id always
    means the same text. Where it may be a version of several reports, it is of none of them: nothing takes the place
    of another body's report. An id that another body has is told apart by code, region or document. With `replacing`,
    a report takes the place, id and version of the one read from the same document, else of the latest version.

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
        if twin is not None and not twin.may_be(new):  # read anew, it speaks of another body
            shelf.remove(twin)
            written.pop(twin.report, None)
            twin = None
        latest = shelf.latest(new)
        old = (twin or latest) if replacing else None
        if old is not None:
            shelf.remove(old)
            settled, action = replace(new, report=old.report, version=old.version), Action.REPLACED
        elif latest is not None:
            version = latest.version + 1
            settled, action = replace(new, report=f"{latest.series}-v{version}", version=version), Action.NEW_VERSION
        else:
            settled, action = replace(new, report=shelf.free_id(new), version=1), Action.ADDED
        shelf.put(settled)
        stored.append(Stored(settled, action))
        written[settled.report] = _renamed(tables, settled)
    return Settlement(tuple(stored), tuple(written.values()), shelf.entries())


class _Shelf:
    """The reports held so far, found by id, by document and by what they speak of."""

    def __init__(self, held: Iterable[ReportEntry]) -> None:
        self._by_id: dict[str, ReportEntry] = {}
        self._by_name: dict[tuple[str, int, str], list[ReportEntry]] = {}
        self.by_document: dict[str, ReportEntry] = {}
        for entry in held:
            self.put(entry)

    def put(self, entry: ReportEntry) -> None:
        """Hold `entry`."""
        if entry.report in self._by_id:
            raise ValueError(f"two reports with the id {entry.report!r}")
        self._by_id[entry.report] = entry
        self._by_name.setdefault(_name_of(entry), []).append(entry)
        self.by_document[entry.sha256] = entry

    def remove(self, entry: ReportEntry) -> None:
        """Hold `entry` no more."""
        del self._by_id[entry.report]
        del self.by_document[entry.sha256]
        self._by_name[_name_of(entry)].remove(entry)

    def latest(self, new: ReportEntry) -> ReportEntry | None:
        """The latest version of the report that `new` is another version of, or None where it is of none or may be of
        several.
        """
        newest: dict[str, ReportEntry] = {}
        for entry in self._by_name.get(_name_of(new), ()):
            held = newest.get(entry.series)
            if held is None or held.version < entry.version:
                newest[entry.series] = entry
        alike = [entry for entry in newest.values() if entry.may_be(new)]
        same = [entry for entry in alike if (entry.code, entry.region) == (new.code, new.region)]
        found = same or alike
        return found[0] if len(found) == 1 else None

    def free_id(self, new: ReportEntry) -> str:
        """The id of a body's first report, told apart where another body has it."""
        names = (new.report, *(f"{new.report}-{part}" for part in (new.code, new.region, new.sha256[:12]) if part))
        taken = {entry.series for entry in self._by_name.get(_name_of(new), ())}
        free = (name for name in names if name not in taken and name not in self._by_id)
        return next(free, f"{new.report}-{new.sha256}")

    def entries(self) -> tuple[ReportEntry, ...]:
        """All reports held, sorted by id."""
        return tuple(self._by_id[report] for report in sorted(self._by_id))


def _name_of(entry: ReportEntry) -> tuple[str, int, str]:
    return entry.department, entry.year, entry.kind


def superseded(entries: Iterable[ReportEntry]) -> frozenset[str]:
    """Ids of the reports that have a later version.

    Example: with versions `X` and `X-v2` held → `{"X"}`.
    """
    held = tuple(entries)
    latest: dict[str, int] = {}
    for entry in held:
        latest[entry.series] = max(entry.version, latest.get(entry.series, 0))
    return frozenset(entry.report for entry in held if entry.version < latest[entry.series])


def hidden(entries: Iterable[ReportEntry], old: frozenset[str], named: Collection[str]) -> frozenset[str]:
    """Ids of the reports not to be seen where some are named: an old version that is named takes the place of the other
    versions of its report, so that none is counted twice.

    Parameters: `old` the ids that have a later version.
    Example: with `X` and `X-v2` held, `hidden(entries, frozenset({"X"}), ["X"])` → `{"X-v2"}`.
    """
    shown = old.intersection(named)
    held = tuple(entries)
    series = {entry.series for entry in held if entry.report in shown}
    return (old - shown) | {entry.report for entry in held if entry.series in series and entry.report not in named}


def _renamed(tables: ReportTables, entry: ReportEntry) -> ReportTables:
    """The report with the id and version of `entry` in every row."""
    named = {"report": entry.report}
    return ReportTables(
        report={**tables.report, **named, "version": entry.version},
        tables=[{**row, **named} for row in tables.tables],
        rows={name: [{**row, **named} for row in rows] for name, rows in tables.rows.items()},
        reading=tables.reading,
        statements={name: [{**row, **named} for row in rows] for name, rows in tables.statements.items()},
    )
