"""What a run has to evaluate, given the one before.

What a rule says of a report depends on the rule, the report and that of the year before. Only where something is
violated do rules speak of each other: what a rule needs may block it, and what holds tells which cell is the cause. So
a report with a violation is evaluated with all rules as soon as one of them changes; any other report is evaluated
with the changed rules alone, and keeps what the others said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from dq.engine.tally import COUNTS, Failing, Mark
from dq.outcome.kept import outcome_columns
from dq.outcome.model import ReportRecord
from dq.runner.about import Part
from dq.runner.fingerprints import Keys
from dq.runner.runs import UNREADABLE, StoredRun
from dq.semantics.checked import CheckedRule, RuleBook
from dq.types import Verdict


@dataclass(frozen=True, slots=True)
class State:
    """How a report stood in a run. Parameters: `place` number of its part."""

    template: str
    year: int
    own: str
    before: str
    place: int


@dataclass(frozen=True, slots=True)
class Base:
    """The run before, as far as it is sound.

    Parameters: `states` of the reports whose parts are as they were written; `sizes` reports of each of these parts;
    `reports` how many the run had in all; `failing` those on which a rule could not be evaluated.
    """

    run: StoredRun
    states: Mapping[str, State]
    sizes: Mapping[int, int]
    reports: int
    marks: tuple[Mark, ...]
    failing: frozenset[str]

    @property
    def is_whole(self) -> bool:
        """True where all of the run's parts are as they were written."""
        return len(self.sizes) == len(self.run.about.parts)

    def violated(self) -> frozenset[str]:
        """The reports with a violation; all counts are read for that. Errors: those of polars."""
        counts = [self.run.about.parts[place].paths(self.run.folder)[1] for place in self.sizes]
        if not counts:
            return frozenset()
        rows = pl.scan_parquet(counts, hive_partitioning=False, glob=False)
        found = rows.filter(pl.col("verdict") == Verdict.VIOLATED.value).select(pl.col("report").unique()).collect()
        return frozenset(found["report"])


def base_of(run: StoredRun) -> Base | None:
    """What may be kept of a run; None where nothing can be."""
    try:
        return _sound_part(run)
    except UNREADABLE:
        return None


def _sound_part(run: StoredRun) -> Base:
    """Errors: those of `UNREADABLE`."""
    frame = run.reports().select("report", "template", "year", "own", "before", "part")
    marks = tuple(run.marks())
    sound = [place for place, part in enumerate(run.about.parts) if _is_kept(part, run.folder)]
    states = {row[0]: State(*row[1:]) for row in frame.filter(pl.col("part").is_in(sound)).iter_rows()}
    sizes = dict(frame.group_by("part").len().iter_rows())
    failing = frozenset(mark.report for mark in marks if mark.failing is not Failing.MANDATORY)
    return Base(run, states, {place: sizes.get(place, 0) for place in sound}, frame.height, marks, failing)


def _is_kept(part: Part, folder: Path) -> bool:
    """True where both files of a part are as they were written, and hold what they should."""
    return part.is_sound(folder) and all(
        columns.items() <= pl.read_parquet_schema(path).items()
        for path, columns in zip(part.paths(folder), (outcome_columns(), COUNTS), strict=True)
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done.

    Parameters: `whole` reports to be evaluated with all rules; `rest` those that keep what was said, but for the rules
    that are `gone` (changed or removed), and are evaluated with the `changed` ones (new ones among them).
    """

    whole: tuple[ReportRecord, ...]
    rest: tuple[ReportRecord, ...]
    changed: tuple[CheckedRule, ...] = ()
    gone: frozenset[str] = frozenset()


def plan(
    records: Sequence[ReportRecord], keys: Keys, book: RuleBook, rules: Mapping[str, str], base: Base | None
) -> Plan:
    """Which reports and rules to evaluate.

    Parameters: `rules` id → fingerprint, of all rules of the book; `base` None for everything.
    Example: `plan(records, keys, book, rules, None).whole` are all the records.
    """
    if base is None:
        return Plan(tuple(records), ())
    was = base.run.about.rules
    changed = tuple(rule for rule in book.rules if was.get(rule.id) != rules[rule.id])
    gone = frozenset(rule for rule, fingerprint in was.items() if rules.get(rule) != fingerprint)
    violated = base.violated() if changed or gone else frozenset()
    whole: list[ReportRecord] = []
    rest: list[ReportRecord] = []
    for record in records:
        state = base.states.get(record.report)
        is_same = (
            state is not None
            and (state.own, state.before) == (keys.own[record.report], keys.before[record.report])
            and (state.template, state.year) == (record.template, record.year)
            and record.report not in base.failing
            and record.report not in violated
        )
        (rest if is_same else whole).append(record)
    return Plan(tuple(whole), tuple(rest), changed, gone)
