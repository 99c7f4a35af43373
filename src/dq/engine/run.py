"""One run of a rule book over a store: portion by portion, evaluated, settled, counted, told."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import polars as pl

import dq
from dq.engine.ahead import done_in_order
from dq.engine.blocking import with_blocked
from dq.engine.bodies import Linked, subjects
from dq.engine.elsewhere import Elsewhere
from dq.engine.evaluate import FEW, HELD, RESULTS
from dq.engine.fetching import fetch
from dq.engine.naming import Called
from dq.engine.outcomes import Book, ReportOutcomes, told_verdict
from dq.engine.planning import Planning
from dq.engine.portioning import PORTION, places, portions
from dq.engine.records import Records
from dq.engine.rows import REPORT
from dq.engine.separating import Failed
from dq.engine.tally import COUNTS, Failing, Mark, Tally, failed_pairs, run_errors, summed
from dq.engine.telling import Identities, identities_of, tell
from dq.engine.trial import Bench, Trial
from dq.engine.verdicts import ERROR, HOLDS, ROUNDING, VIOLATED
from dq.outcome.kept import Gathering
from dq.outcome.model import Outcome, ReportRecord, RunRecord
from dq.semantics.bodies import Bodies
from dq.semantics.checked import RuleBook
from dq.types import Reason, Severity, Verdict

if TYPE_CHECKING:
    from dq.archive import Store
    from dq.templates.model import Schema

_TOLD_TOGETHER: Final = 50
"""Reports whose printed rows are plain Python objects together, to tell what was found in them."""
_BROUGHT_TOGETHER: Final = 20 * _TOLD_TOGETHER
"""Reports whose printed rows, and those that are read with them, are brought into memory together: up to 160 MB."""
RUN_MOMENT: Final = "%Y%m%dT%H%M%S%f"
"""How the name of a run begins: when it started, in UTC."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a run is made; only the first four change what it says.

    Parameters: `reports` ids, None for all; `evidence` "violated" for operands with violated outcomes only, "auto"
    with all of a single report, too, "all" with every verdict told; `holds` tell outcomes that hold, too; `portion`
    reports evaluated together; `raw` evaluate plans as written, without passes; `few` reports of a portion that plain
    Python evaluates.
    """

    reports: Sequence[str] | None = None
    evidence: str = "auto"
    language: str = "zh"
    holds: bool = False
    portion: int = PORTION
    raw: bool = False
    few: int = FEW


def run(book: RuleBook, store: Store, schema: Schema, options: Options, outcomes: Gathering | None = None) -> RunRecord:
    """Evaluate all rules on the reports of the store.

    Parameters: `outcomes` takes what is told, by default in memory while it is little, then on disk.
    Whatever cannot be evaluated becomes a run error and outcomes with verdict `error`; nothing is raised for it.
    """
    started = now()
    task = Task(Book.of(book.rules), store, schema, options, book.bodies, book.kept)
    records = task.records()
    tally = Tally(outcomes or Gathering(), matrix={rule.id: {} for rule in book.rules})
    for _ in task.evaluate(task.portions(records), tally, single=len(records) == 1):
        pass
    idle = {rule.id: len(records) - tally.applicable[rule.id] for rule in book.rules}
    return RunRecord(
        id=new_id(started),
        started=started.isoformat(),
        finished=now().isoformat(),
        engine_version=dq.__version__,
        rules_fingerprint=book.fingerprint,
        archive_fingerprint=store.fingerprint,
        reports=tuple(records),
        counts=summed(tally.matrix, idle),
        outcomes=tally.outcomes.done(),
        rules=tuple(rule.id for rule in book.rules),
        matrix=tally.matrix,
        errors=run_errors(tally.marks),
        mandatory_missing=any(mark.failing is Failing.MANDATORY for mark in tally.marks),
        not_applicable=idle,
        failed=failed_pairs(tally.marks),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found in some reports: what is to be told of it, all of it, and in `held` what holds in all reports."""

    told: pl.DataFrame
    results: pl.DataFrame
    held: pl.DataFrame
    identities: Identities


Judged: TypeAlias = tuple[Bench, Trial, pl.DataFrame, list[Failed]]
"""Where a portion was judged, what came of it, its verdicts with what is blocked settled, and the tests that failed."""


@dataclass(slots=True)
class Task:
    """A run in the making. Parameters: `kept` where the book is remembered, and its plans beside it."""

    book: Book
    store: Store
    schema: Schema
    options: Options
    bodies: Bodies
    kept: Path | None = None
    planning: Planning = field(init=False)
    benches: dict[bool, Bench] = field(init=False, default_factory=dict)
    corrected: Counter[str] = field(init=False)
    linked: Linked = field(init=False, default_factory=Linked)
    called: Called = field(init=False, default_factory=dict)
    lock: Lock = field(init=False, default_factory=Lock)
    """Of plans and benches, which are made once, whoever asks first."""

    def asks_elsewhere(self, template: str) -> bool:
        """Whether some rule reads other reports with one of this template."""
        return self.planning.of(template).asks_elsewhere

    def __post_init__(self) -> None:
        self.planning = Planning(self.book, self.schema, None if self.options.raw else self.kept)
        self.corrected = Counter(each.report for each in self.store.corrections)

    def records(self) -> list[ReportRecord]:
        """The reports to check, by their ids."""
        reports, tables = pl.collect_all(
            [self.store.scan("reports"), self.store.scan("tables").select("report", "table")]
        )
        self.linked = Linked.of(subjects(reports), self.bodies)
        wanted = None if self.options.reports is None else set(self.options.reports)
        made = Records(self.schema, tables, self.corrected)
        return [
            made.of(row)
            for row in reports.sort("report").iter_rows(named=True)
            if wanted is None or row["report"] in wanted
        ]

    def portions(self, records: Sequence[ReportRecord]) -> Iterator[list[ReportRecord]]:
        """What is evaluated together of these reports: of one template and year, and those that lie together.

        A file that holds reports of ten portions would be opened ten times.
        """
        return portions(records, self.options.portion, places(self.store))

    def evaluate(
        self, portions: Iterable[Sequence[ReportRecord]], tally: Tally, *, single: bool
    ) -> Iterator[Sequence[ReportRecord]]:
        """Evaluate portions, add what was found, and give each when it is done.

        Parameters: `portions` reports of one template each, by their ids; `single` there is one report only.
        """
        for records, (bench, trial, results, failed) in self.judged(portions):
            self._count(results, trial.held, records, tally)
            self._mark(results, failed, records, tally)
            self._tell(results, trial, records, bench, tally, single=single)
            del trial, results, failed  # else they would live until the next portion is judged
            yield records

    def judged(self, portions: Iterable[Sequence[ReportRecord]]) -> Iterator[tuple[Sequence[ReportRecord], Judged]]:
        """The portions with the verdicts on them, in their order: while one is told, the next ones are judged."""
        return done_in_order(self.judge, list(portions))

    def judge(self, records: Sequence[ReportRecord]) -> Judged:
        """The verdicts on a portion of reports, with what is blocked settled, and the tests that failed."""
        template = records[0].template
        reports = [record.report for record in records]
        with self.lock:
            planned = self.planning.of(template)
            bench = self._bench(asks_elsewhere=planned.asks_elsewhere)
        nothing = Trial(pl.DataFrame(schema=RESULTS), pl.DataFrame(schema=HELD), (), {})
        trial = bench.run(planned.tests, template, reports, planned.plan) if planned.tests else nothing
        if trial.plan is not None:
            with self.lock:
                self.planning.keep(template, trial.plan)
        failed = [Failed(number, message, tuple(range(len(reports)))) for number, message in planned.unplanned]
        failed += trial.failed
        results = pl.concat([trial.results, *map(_failures, failed)])
        return bench, trial, with_blocked(results, self.book.rules, self._numbers()), failed

    def _bench(self, *, asks_elsewhere: bool) -> Bench:
        bench = self.benches.get(asks_elsewhere)
        if bench is None:
            elsewhere = Elsewhere(self.store, self.linked) if asks_elsewhere else None
            tables = tuple(self.schema.tables)
            bench = Bench(self.store, tables, self.options.raw, self.options.few, elsewhere, self._blockable())
            self.benches[asks_elsewhere] = bench
        return bench

    def _blockable(self) -> frozenset[int] | None:
        """The tests of rules that need others, where what holds is not told; None where it is."""
        if self.options.holds:
            return None
        return frozenset(number for number, owner in enumerate(self.book.owners) if self.book.rules[owner].needs)

    def _numbers(self) -> dict[str, list[int]]:
        numbers: dict[str, list[int]] = {}
        for number, owner in enumerate(self.book.owners):
            numbers.setdefault(self.book.rules[owner].id, []).append(number)
        return numbers

    def _count(self, results: pl.DataFrame, held: pl.DataFrame, records: Sequence[ReportRecord], tally: Tally) -> None:
        """Add up verdicts by rule, and the pairs of rule and report that have an outcome."""
        holds = held.group_by("test", REPORT).len().with_columns(verdict=pl.lit(HOLDS, RESULTS["verdict"]))
        told = results.group_by("test", REPORT, "verdict").len()
        by_test = pl.concat([told, holds.select(told.columns)])
        owner = pl.Series("rule", self.book.owners, dtype=pl.Int32)[by_test["test"]]
        counted = by_test.with_columns(owner).group_by("rule", REPORT, "verdict").agg(pl.col("len").sum())
        for rule, verdict, number in counted.group_by("rule", "verdict").agg(pl.col("len").sum()).iter_rows():
            counts = tally.matrix.setdefault(self.book.rules[rule].id, {})
            name = told_verdict(verdict)[0].value
            counts[name] = counts.get(name, 0) + number
        for rule, number in counted.select("rule", REPORT).unique().group_by("rule").len().iter_rows():
            tally.applicable[self.book.rules[rule].id] += number
        if tally.counted is not None:
            tally.counted(self._named_counts(counted, records))

    def _named_counts(self, counted: pl.DataFrame, records: Sequence[ReportRecord]) -> pl.DataFrame:
        """Counts with the names of reports, rules and verdicts in the place of their numbers, in order."""
        reports = pl.Series([record.report for record in records], dtype=pl.String)
        rules = pl.Series([rule.id for rule in self.book.rules], dtype=pl.String)
        verdicts = {code: told_verdict(code)[0].value for code in counted["verdict"].unique()}
        named = {
            "report": reports[counted[REPORT]],
            "rule": rules[counted["rule"]],
            # Of a column without rows polars keeps the type, whatever is asked for.
            "verdict": counted["verdict"].replace_strict(verdicts, return_dtype=pl.String).cast(pl.String),
            "number": counted["len"].cast(COUNTS["number"]),
        }
        keys = ("report", "rule", "verdict")
        return pl.DataFrame(named).group_by(keys).agg(pl.col("number").sum()).sort(keys)

    def _mark(
        self, results: pl.DataFrame, failed: Sequence[Failed], records: Sequence[ReportRecord], tally: Tally
    ) -> None:
        """A mark for each rule that failed on a report, and for each report with a figure too large."""
        known = set()
        for each in failed:
            known |= {(each.test, place) for place in each.reports}
            rule = self.book.rule(each.test).id
            tally.marks += [Mark(rule, records[place].report, Failing.FAILED, each.message) for place in each.reports]
        english = self.options.language == "en"
        message = "a figure is too large to be evaluated" if english else "有数字超出可以计算的范围"
        for number, place in results.filter(pl.col("verdict") == ERROR).select("test", REPORT).unique().iter_rows():
            if (number, place) not in known:
                tally.marks.append(Mark(self.book.rule(number).id, records[place].report, Failing.LARGE, message))

    def _tell(
        self,
        results: pl.DataFrame,
        trial: Trial,
        records: Sequence[ReportRecord],
        bench: Bench,
        tally: Tally,
        *,
        single: bool,
    ) -> None:
        """Make outcomes of the results that are to be told."""
        told_of = results if self.options.holds else results.filter(pl.col("verdict") != HOLDS)
        everything = self.options.evidence == "all" or (single and self.options.evidence == "auto")
        for start in range(0, len(records), _BROUGHT_TOGETHER):
            soon = _between(start, start + _BROUGHT_TOGETHER)
            told_soon, found_soon = told_of.filter(soon), results.filter(soon)
            needing = [records[place].report for place in _needing(told_soon, everything=everything)]
            # Their files would be opened for each fetch.
            near = bench.near(needing) if len(needing) > _TOLD_TOGETHER else bench
            identities = identities_of(told_soon, self.book, trial)
            for first in range(start, min(start + _BROUGHT_TOGETHER, len(records)), _TOLD_TOGETHER):
                here = _between(first, first + _TOLD_TOGETHER)
                found = _Found(told_soon.filter(here), found_soon.filter(here), trial.held, identities)
                if not found.told.is_empty():
                    self._tell_some(found, records, near, tally, everything=everything)

    def _tell_some(
        self, soon: _Found, records: Sequence[ReportRecord], bench: Bench, tally: Tally, *, everything: bool
    ) -> None:
        """Make outcomes of some reports, whose printed rows are in memory while that lasts.

        Parameters: `everything` is told with its operands, not only what is violated.
        """
        wanted = _by_report(soon.told)
        proven = frozenset(Verdict) if everything else frozenset({Verdict.VIOLATED})
        needing = [records[place].report for place in _needing(soon.told, everything=everything)]
        facts = fetch(bench.store, needing, self.schema.tables, bench.elsewhere)
        held = self._held(soon.results, soon.held, wanted)
        for place, rows in wanted.items():
            record = records[place]
            named = {table: found.get(place, {}) for table, found in soon.identities.items()}
            report = ReportOutcomes(
                self.book,
                self.schema,
                record,
                facts.get(record.report),
                named,
                proven,
                self.options.language,
                self.called,
            )
            found, untold = tell(report, rows, held.get(place, []))
            tally.marks += untold
            lacking = {
                self.book.rule(number).id for number, each in found if self._lacks_mandatory(number, each, record)
            }
            tally.marks += [Mark(rule, record.report, Failing.MANDATORY) for rule in sorted(lacking)]
            found.sort(key=self._by_rule_and_row)
            tally.outcomes.add([outcome for _, outcome in found])

    def _by_rule_and_row(self, told: tuple[int, Outcome]) -> tuple[int, int, int]:
        """Where an outcome stands among those of its report, given with the number of its expectation."""
        number, outcome = told
        n = None if outcome.row is None else outcome.row["n"]
        return self.book.owners[number], n if isinstance(n, int) else -1, number

    def _held(
        self, results: pl.DataFrame, held: pl.DataFrame, wanted: Mapping[int, list[dict[str, Any]]]
    ) -> dict[int, list[dict[str, Any]]]:
        """What holds or nearly holds in the reports where something is violated: it settles causes."""
        reports = [place for place, rows in wanted.items() if any(row["verdict"] == VIOLATED for row in rows)]
        if not reports:
            return {}
        here = pl.col(REPORT).is_in(reports)
        nearly = results.filter(pl.col("verdict").is_in([HOLDS, ROUNDING]) & here).select(held.columns)
        return _by_report(pl.concat([nearly, held.filter(here)]))

    def _lacks_mandatory(self, number: int, outcome: Outcome, record: ReportRecord) -> bool:
        """True for an error-severity rule that is undecided because the form demands a table that is not there."""
        if outcome.reason is not Reason.MISSING or outcome.severity is not Severity.ERROR:
            return False
        template = self.schema.templates.get(record.template)
        tables = () if template is None else template.tables
        mandatory = {table.name for table in tables if table.mandatory}
        return not mandatory.isdisjoint({*self.book.expectations[number].tables} & {*record.tables_missing})


def _between(start: int, end: int) -> pl.Expr:
    """Reports from the place `start` to before `end`."""
    return pl.col(REPORT).is_between(start, end, closed="left")


def _needing(told_of: pl.DataFrame, *, everything: bool) -> pl.Series:
    """The places, in order, of the reports whose printed rows it takes to tell this."""
    shown = told_of if everything else told_of.filter(pl.col("verdict") == VIOLATED)
    return shown[REPORT].unique().sort()


def _failures(failed: Failed) -> pl.DataFrame:
    """An error outcome of a test for each of the reports on which it failed."""
    number = len(failed.reports)
    known = {"test": [failed.test] * number, REPORT: list(failed.reports), "verdict": [ERROR] * number}
    frame = pl.DataFrame(known, schema={name: RESULTS[name] for name in known})
    rest = [pl.lit(None, kind).alias(name) for name, kind in RESULTS.items() if name not in known]
    return frame.with_columns(rest).select(*RESULTS)


def _by_report(results: pl.DataFrame) -> dict[int, list[dict[str, Any]]]:
    """Results by the number of their report, in an order that does not depend on threads."""
    found: dict[int, list[dict[str, Any]]] = {}
    for row in results.sort(REPORT, "test", "n", nulls_last=False).iter_rows(named=True):
        found.setdefault(row[REPORT], []).append(row)
    return found


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


def new_id(started: datetime) -> str:
    """A name for a run that starts now: in order of time, and never given twice.

    Example: `new_id(now())` → `"20260301T020000123456-1f2e3d4c"`.
    """
    return f"{started:{RUN_MOMENT}}-{os.urandom(4).hex()}"
