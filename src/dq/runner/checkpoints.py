"""A checkpoint: a named run, with what it checks, by which rules, and what becomes of its result."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

from dq.outcome.model import ReportRecord


@dataclass(frozen=True, slots=True)
class Selection:
    """Which reports of an archive are checked; an empty tuple leaves that open.

    Parameters: `departments` and `reports` shell patterns (* and ?) of names and ids.
    """

    years: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()

    def wants(self, record: ReportRecord) -> bool:
        """True for a report that is checked. Example: `Selection(years=(2024,)).wants(record)`."""
        return (
            (not self.years or record.year in self.years)
            and (not self.kinds or record.kind in self.kinds)
            and (not self.departments or any(fnmatchcase(record.department, each) for each in self.departments))
            and (not self.reports or any(fnmatchcase(record.report, each) for each in self.reports))
        )


@dataclass(frozen=True, slots=True)
class Notice:
    """Whom to tell. Parameters: `variable` the environment variable that holds the address; `when` to tell."""

    variable: str
    when: Literal["always", "changes", "failures"] = "changes"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A named run.

    Parameters: `rules` none for those shipped; `sinks` pairs (name, folder); `waivers` the file of waivers, None for
    none; `wait` seconds for another run to end; `at` the time of day for `dq schedule`, HH:MM, on `days` (none: all).
    """

    name: str
    archive: Path
    rules: tuple[Path, ...] = ()
    selection: Selection = Selection()
    sinks: tuple[tuple[str, Path], ...] = ()
    waivers: Path | None = None
    notices: tuple[Notice, ...] = ()
    language: Literal["zh", "en"] = "zh"
    evidence: Literal["violated", "all"] = "violated"
    fail_on: Literal["error", "warning", "info", "never"] = "error"
    fail_on_undecided: bool = False
    wait: int = 600
    at: str | None = None
    days: tuple[str, ...] = ()
