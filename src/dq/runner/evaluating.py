"""Rules on some reports of an archive, their outcomes and counts gathered in files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from dq.engine.outcomes import Book
from dq.engine.run import Options, Task, portions
from dq.engine.tally import COUNTS, Mark, Tally
from dq.outcome.kept import Gathering, KeptOutcomes, outcome_columns
from dq.outcome.model import ReportRecord
from dq.runner.shelves import Shelf
from dq.semantics.checked import CheckedRule, RuleBook

if TYPE_CHECKING:
    from dq.archive import Archive
    from dq.templates.model import Schema

Advance = Callable[[int], None]
"""Told how many reports were done just now."""


@dataclass(slots=True)
class Found:
    """What rules say of some reports."""

    outcomes: Shelf
    counts: Shelf
    marks: list[Mark] = field(default_factory=list)
    violated: set[str] = field(default_factory=set)
    """Reports in which something is violated."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Evaluates rules on reports of an archive.

    Parameters: `earlier` report → that of the year before; `folder` for files that are needed for a while.
    """

    archive: Archive
    schema: Schema
    book: RuleBook
    options: Options
    earlier: Mapping[str, str]
    folder: Path
    advance: Advance

    def evaluate(self, name: str, rules: Sequence[CheckedRule], records: Sequence[ReportRecord]) -> Found:
        """What these rules say of these reports, as if there were no others.

        Parameters: `name` of this evaluation, for its files. Errors: `OSError`.
        """
        folder = self.folder / name
        told = folder / "told"
        told.mkdir(parents=True)
        found = Found(Shelf(folder, outcome_columns()), Shelf(folder, COUNTS))

        def counted(counts: pl.DataFrame) -> None:
            found.counts.add(counts)
            found.violated.update(counts.filter(pl.col("verdict") == "violated")["report"])

        if rules and records:
            reports = frozenset(record.report for record in records)
            needed = reports | {self.earlier[report] for report in reports if report in self.earlier}
            task = Task(Book.of(tuple(rules)), self.archive.holding(needed), self.schema, self.options, ())
            task.earlier = dict(self.earlier)
            tally = Tally(Gathering(told), counted)
            for portion in task.evaluate(portions(records, self.options.portion), tally, single=False):
                self.advance(len(portion))
            found.marks = tally.marks
            kept = tally.outcomes.done()
            for path in kept.parts if isinstance(kept, KeptOutcomes) else ():
                found.outcomes.hold(path, pl.read_parquet(path, columns=["report"], hive_partitioning=False)["report"])
        return found
