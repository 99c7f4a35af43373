"""A checkpoint: a named run, with what it checks, by which rules, and what becomes of its result."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

from dq.archive.versions import ReportEntry
from dq.diagnostics import Span
from dq.outcome.model import ReportRecord


@dataclass(frozen=True, slots=True)
class Selection:
    """Which reports of an archive are checked; an empty tuple leaves that open.

    Parameters: `departments` and `reports` shell patterns (* and ?) of names and ids; `place` where it is written.
    """

    years: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    place: Span = field(default=Span(""), compare=False)

    def wants(self, record: ReportRecord | ReportEntry) -> bool:
        """True for a report that is checked. Example: `Selection(years=(2024,)).wants(record)`."""
        return (
            (not self.years or record.year in self.years)
            and (not self.kinds or record.kind in self.kinds)
            and (not self.departments or any(fnmatchcase(record.department, each) for each in self.departments))
            and (not self.reports or any(fnmatchcase(record.report, each) for each in self.reports))
        )

    def idle(self, entries: Sequence[ReportEntry]) -> tuple[str, ...]:
        """The patterns that fit no report of an archive. Example: `Selection(reports=("x*",)).idle([])` → `("x*",)`."""
        names = {entry.department for entry in entries}
        ids = {entry.report for entry in entries}
        return (*_idle(self.departments, names), *_idle(self.reports, ids))


def _idle(patterns: Iterable[str], texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(each for each in patterns if not any(fnmatchcase(text, each) for text in texts))


@dataclass(frozen=True, slots=True)
class Notice:
    """Whom to tell. Parameters: `variable` the environment variable that holds the address; `when` to tell."""

    variable: str
    when: Literal["always", "changes", "failures"] = "changes"


@dataclass(frozen=True, slots=True)
class Output:
    """A form of report that is written after a run. Parameters: `sink` its name; `place` where it is asked for."""

    sink: str
    folder: Path
    place: Span = field(default=Span(""), compare=False)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A named run.

    Parameters: `rules` none for those shipped; `waivers` the file of waivers, None for none; `wait` seconds for another
    run to end; `jobs` processes that evaluate; `at` the time of day for `dq schedule`, HH:MM, on `days` (none: all).
    """

    name: str
    archive: Path
    rules: tuple[Path, ...] = ()
    selection: Selection = Selection()
    sinks: tuple[Output, ...] = ()
    waivers: Path | None = None
    notices: tuple[Notice, ...] = ()
    language: Literal["zh", "en"] = "zh"
    evidence: Literal["violated", "all"] = "violated"
    fail_on: Literal["error", "warning", "info", "never"] = "error"
    fail_on_undecided: bool = False
    wait: int = 600
    jobs: int = 1
    at: str | None = None
    days: tuple[str, ...] = ()
