"""The parts of a run: those in which nothing changed are shared with the run before, the others written anew."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Final

import polars as pl

from dq.engine.tally import COUNTS
from dq.outcome.kept import outcome_columns, parquet_of
from dq.outcome.model import ReportRecord
from dq.runner.about import Part
from dq.runner.evaluating import Found
from dq.runner.planning import Base, Plan
from dq.runner.shelves import Shelf

PART_REPORTS: Final = 64
"""Reports of a part: so many are written again where one of them changed. Fewer make more files to look after."""


@dataclass(slots=True)
class Assembly:
    """Puts the parts of a run together.

    Parameters: `folder` of the run in the making; `whole` what was found with all rules, `anew` with the changed ones;
    `again` reports of the plan's rest that were evaluated with all rules after all.
    """

    folder: Path
    plan: Plan
    base: Base | None
    whole: Sequence[Found]
    anew: Found
    again: frozenset[str]
    parts: list[Part] = field(default_factory=list)
    shared: set[int] = field(default_factory=set)
    """Places of the parts of the run before that are shared."""
    written: list[Part] = field(default_factory=list)
    """The parts that are written anew."""

    def put(self, records: Sequence[ReportRecord]) -> Iterator[int]:
        """Make all parts; the number of each report's part, in the order of `records`. Errors: `OSError`."""
        kept = {record.report for record in self.plan.rest} - self.again
        for place, same in self._grouped(records):
            reports = [record.report for record in same]
            if place is not None and self._is_untouched(place, reports, kept):
                self._share(place)
                yield from [len(self.parts) - 1] * len(reports)
                continue
            size = PART_REPORTS if place is None or len(reports) > 2 * PART_REPORTS else len(reports)
            for start in range(0, len(reports), size):
                self._write(place, reports[start : start + size], kept)
                yield from [len(self.parts) - 1] * len(reports[start : start + size])

    def _grouped(self, records: Sequence[ReportRecord]) -> Iterator[tuple[int | None, list[ReportRecord]]]:
        """The reports by the part in which they, or those before them, stood."""
        base = self.base
        last: int | None = None

        def place_of(record: ReportRecord) -> int | None:
            nonlocal last
            state = None if base is None else base.states.get(record.report)
            # One that is now of another form or year stands elsewhere in the order.
            if state is not None and (state.template, state.year) == (record.template, record.year):
                last = state.place
            return last

        for place, same in groupby(records, key=place_of):
            yield place, list(same)

    def _is_untouched(self, place: int, reports: Sequence[str], kept: set[str]) -> bool:
        if self.base is None or self.plan.changed or self.plan.gone:
            return False
        return len(reports) == self.base.sizes[place] and kept.issuperset(reports)

    def _share(self, place: int) -> None:
        if self.base is None:
            raise ValueError("there is no run to share a part with")
        old = self.base.run.about.parts[place]
        part = Part(self._next(), old.outcomes, old.hashes)
        for ours, theirs in zip(part.paths(self.folder), old.paths(self.base.run.folder), strict=True):
            try:
                os.link(theirs, ours)
            except OSError:
                shutil.copyfile(theirs, ours)
        self.parts.append(part)
        self.shared.add(place)

    def _write(self, place: int | None, reports: Sequence[str], kept: set[str]) -> None:
        stays = [report for report in reports if report in kept]
        anew = [report for report in reports if report not in kept]
        name, hashes = self._next(), []
        queries = [
            _ordered(
                (
                    self._old(place, number, columns).filter(
                        pl.col("report").is_in(stays) & ~pl.col("rule").is_in(list(self.plan.gone))
                    ),
                    _shelf(self.anew, number).take(stays),
                    *(_shelf(found, number).take(anew) for found in self.whole),
                ),
                reports,
            )
            for number, columns in enumerate((outcome_columns(), COUNTS))
        ]
        # In the order in which they are read and laid below each other, which streaming would not promise.
        frames = pl.collect_all(queries, engine="in-memory")
        for frame, path in zip(frames, Part(name, 0, ("", "")).paths(self.folder), strict=True):
            content = parquet_of(frame)
            path.write_bytes(content)
            hashes.append(hashlib.sha256(content).hexdigest())
        self.written.append(Part(name, frames[0].height, (hashes[0], hashes[1])))
        self.parts.append(self.written[-1])

    def _old(self, place: int | None, number: int, columns: dict[str, pl.DataType]) -> pl.LazyFrame:
        if place is None or self.base is None:
            return pl.LazyFrame(schema=columns)
        path = self.base.run.about.parts[place].paths(self.base.run.folder)[number]
        # A scan would choose the rows while it reads, which takes ten times as long as to read all of so small a file.
        return pl.read_parquet(path, hive_partitioning=False, glob=False).lazy().select(*columns)

    def _next(self) -> str:
        return f"part-{len(self.parts):05}"


def _shelf(found: Found, number: int) -> Shelf:
    return found.counts if number else found.outcomes


def _ordered(frames: Iterable[pl.LazyFrame], reports: Sequence[str]) -> pl.LazyFrame:
    """Rows by report, then by rule; those of one rule on one report come from one source, in order already."""
    place = pl.col("report").replace_strict(list(reports), list(range(len(reports))), return_dtype=pl.Int32)
    return pl.concat(frames).sort(place, "rule", maintain_order=True)
