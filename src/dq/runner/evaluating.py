"""Rules on some reports of an archive, their outcomes and counts gathered in files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from dq.archive.handful import Handful
from dq.engine.bodies import Linked
from dq.engine.outcomes import Book
from dq.engine.portioning import places, portions
from dq.engine.run import Options, Task
from dq.engine.tally import COUNTS, Mark, Tally
from dq.outcome.kept import Gathering, KeptOutcomes, outcome_columns
from dq.outcome.model import ReportRecord
from dq.runner.shelves import Shelf
from dq.semantics.bodies import Bodies
from dq.semantics.checked import CheckedRule, RuleBook

if TYPE_CHECKING:
    from dq.archive import Archive
    from dq.templates.model import Schema

Advance = Callable[[int], None]
"""Told how many reports were done just now."""

MOST: Final = 2000
"""So many reports, those read with others among them, are brought into memory together: up to 160 MB."""
BOARD: Final = 1024
"""Reports of a run, one after the other, of which all that was found is in memory together."""


@dataclass(slots=True)
class Found:
    """What rules say of some reports."""

    outcomes: Shelf
    counts: Shelf
    marks: list[Mark] = field(default_factory=list)
    violated: set[str] = field(default_factory=set)
    """Reports in which something is violated."""

    @staticmethod
    def nothing(folder: Path, boards: Mapping[str, int]) -> Found:
        """Of no report yet. Parameters: `folder` for files; `boards` as of `Shelf`."""
        return Found(Shelf(folder / "outcomes", outcome_columns(), boards), Shelf(folder / "counts", COUNTS, boards))

    def extend(self, other: Found) -> None:
        """Take what was found of other reports, after what is here."""
        self.outcomes.extend(other.outcomes)
        self.counts.extend(other.counts)
        self.marks += other.marks
        self.violated |= other.violated


@dataclass(frozen=True, slots=True)
class Work:
    """What some rules are evaluated on, as it is handed to a process.

    Parameters: `linked` the reports that are read with others; `kept` where plans of these rules are remembered.
    """

    rules: tuple[CheckedRule, ...]
    store: Archive | Handful
    schema: Schema
    options: Options
    linked: Linked
    kept: Path | None

    def task(self) -> Task:
        """The work, ready to be done."""
        task = Task(Book.of(self.rules), self.store, self.schema, self.options, Bodies(), self.kept)
        task.linked = self.linked
        return task


@dataclass(frozen=True, slots=True)
class Bench:
    """Evaluates rules on reports of an archive.

    Parameters: `linked` the reports that are read with others; `folder` for files that are needed for a while; `jobs`
    processes at work, which change nothing of what is found.
    """

    archive: Archive
    schema: Schema
    book: RuleBook
    options: Options
    linked: Linked
    folder: Path
    advance: Advance
    jobs: int = 1

    def evaluate(self, name: str, rules: Sequence[CheckedRule], records: Sequence[ReportRecord]) -> Found:
        """What these rules say of these reports, as if there were no others.

        Parameters: `name` of this evaluation, for its files; `records` in the order in which it will be asked for what
        is found. Errors: `OSError`.
        """
        boards = {record.report: place // BOARD for place, record in enumerate(records)}
        folder = self.folder / name
        found = Found.nothing(folder, boards)
        if not rules or not records:
            return found
        reports = frozenset(boards)
        needed = self.linked.with_those_beside(reports)
        # Plans are remembered of all rules together only.
        kept = self.book.kept if len(rules) == len(self.book.rules) else None
        few = len(needed) <= MOST
        store = Handful.of(self.archive, needed) if few else self.archive.holding(needed)
        work = Work(tuple(rules), store, self.schema, self.options, self.linked, kept)
        # Years stand in files of their own, which matters to those that are read from files only.
        portioned = list(by_form(records) if few else portions(records, self.options.portion, places(store)))
        if self.jobs == 1 or few or len(portioned) == 1:
            return found_by(work.task(), portioned, boards, folder, self.advance)
        from dq.runner.crew import found_by_crew  # most nights do without other processes

        for portion, each in zip(portioned, found_by_crew(work, portioned, boards, folder, self.jobs), strict=True):
            found.extend(each)
            self.advance(len(portion))
        return found


def by_form(records: Iterable[ReportRecord]) -> Iterator[list[ReportRecord]]:
    """The reports of each form together, of whatever year, by their ids."""
    forms: dict[str, list[ReportRecord]] = {}
    for record in sorted(records, key=lambda record: record.report):
        forms.setdefault(record.template, []).append(record)
    return (same for _, same in sorted(forms.items()))


def found_by(
    task: Task,
    portioned: Sequence[Sequence[ReportRecord]],
    boards: Mapping[str, int],
    folder: Path,
    advance: Advance = lambda _: None,
) -> Found:
    """What a task finds in portions of reports, in files of a new folder.

    Parameters: `boards` as of `Shelf`. Errors: `OSError`.
    """
    told = folder / "told"
    told.mkdir(parents=True)
    found = Found.nothing(folder, boards)

    def counted(counts: pl.DataFrame) -> None:
        found.counts.add(counts)
        found.violated.update(counts.filter(pl.col("verdict") == "violated")["report"])

    tally = Tally(Gathering(told), counted)
    for portion in task.evaluate(portioned, tally, single=False):
        advance(len(portion))
    found.marks = tally.marks
    gathered = tally.outcomes.done()
    for path in gathered.parts if isinstance(gathered, KeptOutcomes) else ():
        found.outcomes.add(pl.read_parquet(path, hive_partitioning=False, glob=False))
        path.unlink()
    return found
