"""Use case: what a stored run found, as flat rows for a database; the runs that an archive keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

from dq.diagnostics import Diagnostic, Text
from dq.outcome.identity import Identity, fingerprint, identified
from dq.outcome.model import Outcome, ReportRecord, RunRecord
from dq.outcome.serial import decimal_text, outcome_json
from dq.outcome.waiving import kept_waivers, waived
from dq.report.findings import excess
from dq.runner import complaints
from dq.runner.about import About
from dq.runner.comparing import Change, Reach, followed
from dq.runner.runs import FOLDER, UNREADABLE, RunStore, StoredRun
from dq.runner.unlike import unlike
from dq.semantics.checked import CheckedRule, RuleBook
from dq.types import Verdict

_HUNDREDTHS: Final = 100
_LARGEST: Final = 2**63 - 1
_REASON: Final = 200


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A finding of a run: an outcome that is violated, undecided or failed.

    Parameters: `fingerprint` the same in every run for the same rule, body, year, kind and row (as `dq diff` has it);
    `table`, `row` (code and label), `column` empty where the rule speaks of the whole report; `difference`,
    `allowance` decimal texts in `unit`, None where there are no figures; `excess` how far beyond the allowance, in
    hundredths of the base unit (分), to sort by; `evidence` the outcome as docs/reference/outcomes.md has it, plain;
    `language` that it is told in, empty where it is not known.
    """

    run: str
    fingerprint: str
    change: Change
    rule: str
    title: Text
    severity: str
    verdict: str
    reason: str | None
    report: str
    body: str
    year: int
    kind: str
    table: str
    row: str
    column: str
    message: str
    difference: str | None
    allowance: str | None
    unit: str | None
    excess: int
    cause: str | None
    reading_doubt: bool
    waived: bool
    evidence: Mapping[str, Any]
    language: str = ""


class IndexRows:
    """The findings of a stored run, read lazily in the run's order; may be gone through once.

    Parameters: `before` the run that changes are told against, None for the first of its checkpoint.
    `failure` says why they ended before all were told, None where nothing is wrong: then what was taken is to be
    thrown away. `changes` counts what became of findings since the run before, those that are gone, too, when all were
    told; `accused` the same of what is violated, or was where it is gone.
    Example: `[row.fingerprint for row in IndexRows(Path("archive"), run.id) if row.change is Change.NEW]`.
    """

    def __init__(self, archive: Path, run: str, before: str | None = None) -> None:
        self.failure: Diagnostic | None = None
        self.changes: Counter[Change] = Counter()
        self.accused: Counter[Change] = Counter()
        self._store = RunStore(archive / FOLDER)
        self._run = run
        self._before = before

    def __iter__(self) -> Iterator[IndexRow]:
        try:
            stored = self._store.open(self._run)
            rules = _rules(stored, self._store)
            earlier = None if self._before is None else self._store.open(self._before)
            after = told_run(stored)
            records = {each.report: each for each in after.reports}
            told: set[Identity] = set()
            for identity, outcome, change in followed(None if earlier is None else told_run(earlier), after):
                told.add(identity)
                self._count(change, outcome)
                rule = rules.get(outcome.rule)
                row = _row(after.id, fingerprint(identity), change, outcome, records[outcome.report], rule)
                yield replace(row, language=stored.about.language)
            if earlier is not None:
                self._count_gone(earlier, stored, after, told)
        except UNREADABLE as error:
            self.failure = complaints.unreadable_run(self._run, str(error)[:_REASON])

    def _count(self, change: Change, outcome: Outcome) -> None:
        self.changes[change] += 1
        self.accused[change] += outcome.verdict is Verdict.VIOLATED

    def _count_gone(self, earlier: StoredRun, stored: StoredRun, after: RunRecord, told: Collection[Identity]) -> None:
        """Count what only the run before told: resolved, or not checked this time."""
        reach = Reach.of(after)
        # Of reports that both tell alike nothing is gone.
        for identity, outcome in identified(earlier.of_reports(unlike(earlier, stored))):
            if identity not in told:
                self._count(Change.RESOLVED if reach.checked(*identity[:2]) else Change.UNCHECKED, outcome)

    def in_batches(self, most: int) -> Iterator[list[IndexRow]]:
        """The same in lists of at most so many. Example: `for batch in rows.in_batches(1000): insert(batch)`."""
        rows = iter(self)
        while batch := list(islice(rows, most)):
            yield batch


def told_run(stored: StoredRun) -> RunRecord:
    """A stored run with the waivers that were in force. Errors: those of `dq.runner.runs.UNREADABLE`."""
    return waived(stored.record(), kept_waivers(stored.about.waivers))


def run_ids(archive: Path) -> tuple[str, ...]:
    """Ids of the complete runs of an archive, the oldest first."""
    return RunStore(archive / FOLDER).ids()


def run_about(archive: Path, run: str) -> About | None:
    """What one run says of itself; None where it is not there, or not readable."""
    return _about(RunStore(archive / FOLDER), run)


def run_before(archive: Path, run: str) -> str | None:
    """The run of the same checkpoint before this one, None for the first."""
    about = run_about(archive, run)
    if about is None:
        return None
    before = (each.about.id for each in RunStore(archive / FOLDER).of(about.checkpoint))
    return next((each for each in before if each < run), None)


@lru_cache(maxsize=4)
def rules_of(archive: Path, book: str) -> RuleBook:
    """The rules that a run used (`About.book`): named by their hash, so what is remembered never differs.

    Errors: those of `dq.runner.runs.UNREADABLE`.
    """
    return RunStore(archive / FOLDER).rules(book)


def _about(store: RunStore, run: str) -> About | None:
    try:
        return store.open(run).about
    except UNREADABLE:
        return None


def _rules(stored: StoredRun, store: RunStore) -> Mapping[str, CheckedRule]:
    """The rules by id: they have titles in both languages, outcomes one only."""
    try:
        return {rule.id: rule for rule in rules_of(store.root.parent, stored.about.book).rules}
    except UNREADABLE:
        return {}  # the rules as used are gone: the outcomes tell the title in the run's language


def _row(
    run: str, key: str, change: Change, outcome: Outcome, record: ReportRecord, rule: CheckedRule | None
) -> IndexRow:
    row = outcome.row or {}
    return IndexRow(
        run=run,
        fingerprint=key,
        change=change,
        rule=outcome.rule,
        title=Text(outcome.rule_title, outcome.rule_title) if rule is None else rule.title,
        severity=outcome.severity.value,
        verdict=outcome.verdict.value,
        reason=None if outcome.reason is None else outcome.reason.label,
        report=outcome.report,
        body=record.department,
        year=record.year,
        kind=record.kind,
        table=str(row.get("table") or ""),
        row=" ".join(str(row[name]) for name in ("code", "label") if row.get(name)),
        column=str(row.get("column") or ""),
        message=outcome.message,
        difference=decimal_text(outcome.difference),
        allowance=decimal_text(outcome.allowance),
        unit=outcome.unit,
        excess=_hundredths(excess(outcome)),
        cause=outcome.cause,
        reading_doubt=outcome.reading_doubt,
        waived=outcome.waiver is not None,
        evidence=outcome_json(outcome),
    )


def _hundredths(figure: Decimal) -> int:
    """A figure as a whole number that a database sorts exactly; what no database holds as the largest it does."""
    return max(-_LARGEST, min(_LARGEST, int(figure * _HUNDREDTHS)))
