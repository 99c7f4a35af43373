"""One pass over the outcomes of an archive: what the index tells, without holding the outcomes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from math import sqrt
from typing import Final

from dq.outcome.model import Outcome, RunRecord
from dq.types import Reason, Severity, Verdict

_EXPECTED: Final = (Reason.NO_PRIOR, Reason.BLOCKED)
"""Reasons of what is undecided that call for no look at the report itself."""
_LEAST_ROUNDED: Final = 20
_SKEWED: Final = 3.3
"""Standard deviations of a fair coin: beyond them (1 in 1,000) differences lie on one side by more than chance."""


@dataclass(slots=True)
class ReportTally:
    """What was found in one report.

    Parameters: `causes` the gravest severity of each, without those whose reading is doubted (`doubts`);
    `unclear` undecided outcomes that call for a look at the report; `waived` by verdict those that are known and
    borne for a while, which count nowhere else but in `counts`.
    """

    causes: dict[str, Severity] = field(default_factory=dict)
    doubts: set[str] = field(default_factory=set)
    violated: int = 0
    undecided: int = 0
    unclear: int = 0
    errors: int = 0
    waived: Counter[Verdict] = field(default_factory=Counter)

    @property
    def by_severity(self) -> Counter[Severity]:
        """Causes by severity, without those whose reading is doubted."""
        return Counter(self.causes.values())

    @property
    def doubted(self) -> int:
        """Causes of which every outcome rests on a doubted reading."""
        return len(self.doubts - self.causes.keys())

    @property
    def counts(self) -> dict[str, int]:
        """Outcomes by verdict name, of those that call for a look."""
        named = {Verdict.VIOLATED: self.violated, Verdict.UNDECIDED: self.undecided, Verdict.ERROR: self.errors}
        return {verdict.value: number + self.waived[verdict] for verdict, number in named.items()}

    @property
    def has_something_to_say(self) -> bool:
        """Whether a person should look at the report: what is waived in it is told, too."""
        return bool(self.causes or self.doubts or self.unclear or self.errors or self.waived)

    @property
    def weight(self) -> tuple[int, int, int, int, int]:
        """Larger is worse."""
        found = self.by_severity
        return (found[Severity.ERROR], found[Severity.WARNING], found[Severity.INFO], self.errors, self.doubted)


@dataclass(slots=True)
class RuleTally:
    """What came of a rule: the reports in which it is violated beyond doubt, and how often."""

    reports: set[str] = field(default_factory=set)
    violated: int = 0


@dataclass(slots=True)
class Rounded:
    """Differences within rounding: how many lie above and below zero."""

    above: int = 0
    below: int = 0

    def add(self, difference: Decimal) -> None:
        """Count one that is not zero."""
        self.above += difference > 0
        self.below += difference < 0

    @property
    def total(self) -> int:
        """All that are not zero."""
        return self.above + self.below

    @property
    def is_skewed(self) -> bool:
        """More on one side than chance would put there (a sign test at 1 in 1,000)."""
        return self.total >= _LEAST_ROUNDED and abs(self.above - self.below) > _SKEWED * sqrt(self.total)


@dataclass(frozen=True, slots=True)
class Tally:
    """What the outcomes of a run come to. Parameters: each by the report's id, the rule's id, the body's name."""

    reports: dict[str, ReportTally]
    rules: dict[str, RuleTally] = field(default_factory=dict)
    reasons: Counter[Reason | None] = field(default_factory=Counter)
    rounded_rules: dict[str, Rounded] = field(default_factory=dict)
    rounded_bodies: dict[str, Rounded] = field(default_factory=dict)


def tally(run: RunRecord) -> Tally:
    """Count the outcomes of a run, in one pass.

    Example: `tally(run).reports["…"].violated`.
    """
    found = Tally({each.report: ReportTally() for each in run.reports})
    bodies = {each.report: each.department for each in run.reports}
    for number, outcome in enumerate(run.outcomes):
        report = found.reports[outcome.report]
        match outcome.verdict:
            case _ if outcome.waiver is not None:
                report.waived[outcome.verdict] += 1
            case Verdict.VIOLATED:
                _add_violated(found, report, outcome, number)
            case Verdict.UNDECIDED:
                report.undecided += 1
                report.unclear += outcome.reason not in _EXPECTED
                found.reasons[outcome.reason] += 1
            case Verdict.ROUNDING if outcome.difference:
                found.rounded_rules.setdefault(outcome.rule, Rounded()).add(outcome.difference)
                found.rounded_bodies.setdefault(bodies[outcome.report], Rounded()).add(outcome.difference)
            case _:
                pass
    for error in run.errors:
        if error.report in found.reports:
            found.reports[error.report].errors += 1
    return found


def _add_violated(found: Tally, report: ReportTally, outcome: Outcome, number: int) -> None:
    report.violated += 1
    cause = outcome.cause or f"#{number}"
    if outcome.reading_doubt:
        report.doubts.add(cause)
        return
    before = report.causes.get(cause)
    if before is None or before.rank < outcome.severity.rank:
        report.causes[cause] = outcome.severity
    rule = found.rules.setdefault(outcome.rule, RuleTally())
    rule.violated += 1
    rule.reports.add(outcome.report)
