"""The totals of a run: those of the run before, less what its replaced parts said, with what the new parts say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from dq.runner.about import Part
from dq.runner.assembling import Assembly
from dq.runner.planning import Base
from dq.types import Verdict

_AT_ONCE: Final = 100
"""Parts that are added up at once: to tell the reports of a rule apart takes memory, and each stands in one part."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Numbers of outcomes of some reports.

    Parameters: `numbers` by rule and verdict; `applicable` reports with an outcome, by rule.
    """

    numbers: Counter[tuple[str, str]]
    applicable: Counter[str]

    @staticmethod
    def of_parts(folder: Path, parts: Iterable[Part]) -> Totals:
        """Those of some parts of the run in a folder. Errors: those of polars."""
        paths = [part.paths(folder)[1] for part in parts]
        numbers: Counter[tuple[str, str]] = Counter()
        applicable: Counter[str] = Counter()
        for start in range(0, len(paths), _AT_ONCE):
            counts = pl.scan_parquet(paths[start : start + _AT_ONCE], hive_partitioning=False, glob=False)
            verdicts, reports = pl.collect_all(
                [
                    counts.group_by("rule", "verdict").agg(pl.col("number").cast(pl.Int64).sum()),
                    counts.group_by("rule").agg(pl.col("report").n_unique()),
                ],
                engine="streaming",
            )
            numbers.update({(rule, verdict): number for rule, verdict, number in verdicts.iter_rows()})
            applicable.update(dict(reports.iter_rows()))
        return Totals(numbers, applicable)

    @staticmethod
    def of_run(base: Base) -> Totals:
        """Those that a run told."""
        about = base.run.about
        matrix = about.matrix.items()
        numbers = {(rule, verdict): number for rule, found in matrix for verdict, number in found.items()}
        return Totals(Counter(numbers), Counter({rule: base.reports - n for rule, n in about.not_applicable.items()}))

    def changed(self, gone: Totals, new: Totals) -> Totals | None:
        """Without what is gone, with what is new; None where there is less than what is gone."""
        numbers, applicable = Counter(self.numbers), Counter(self.applicable)
        numbers.subtract(gone.numbers)
        applicable.subtract(gone.applicable)
        if min((*numbers.values(), *applicable.values()), default=0) < 0:
            return None
        return Totals(numbers + new.numbers, applicable + new.applicable)

    def told(self, rules: Sequence[str], reports: int) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
        """Rule → verdict → number, and rule → those of so many reports without an outcome of it."""
        matrix = {
            rule: {each.value: self.numbers[rule, each.value] for each in Verdict if self.numbers[rule, each.value]}
            for rule in rules
        }
        return matrix, {rule: reports - self.applicable[rule] for rule in rules}


def totals(folder: Path, assembly: Assembly) -> Totals:
    """Those of a run in the making, all of whose parts are there. Errors: those of polars.

    Example: `totals(folder, assembly).told(list(rules), len(records))`.
    """
    base, todo = assembly.base, assembly.plan
    if base is None or not base.is_whole or todo.changed or todo.gone or not _is_told_of_parts(base):
        return Totals.of_parts(folder, assembly.parts)
    # A part is shared or is written again as a whole: what the others said is known already.
    gone = (part for place, part in enumerate(base.run.about.parts) if place not in assembly.shared)
    found = Totals.of_run(base).changed(
        Totals.of_parts(base.run.folder, gone), Totals.of_parts(folder, assembly.written)
    )
    return Totals.of_parts(folder, assembly.parts) if found is None else found


def _is_told_of_parts(base: Base) -> bool:
    """True where the totals that a run told go together, with its reports and with the numbers of outcomes of its
    parts: these have all of them, or all but those that hold.
    """
    about = base.run.about
    idle = about.not_applicable.values()
    told = Counter({"not_applicable": sum(idle)})
    for found in about.matrix.values():
        told.update(found)
    if told != Counter(about.counts) or not all(0 <= number <= base.reports for number in idle):
        return False
    outcomes = told.total() - told["not_applicable"]
    return sum(part.outcomes for part in about.parts) in (outcomes, outcomes - told[Verdict.HOLDS.value])
