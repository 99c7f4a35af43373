"""Waivers on the outcomes of a run.

A waiver hides nothing: its outcomes are told with it. It only keeps them from failing a run.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from typing import Any, Final

from dq.outcome.kept import KeptOutcomes, chosen
from dq.outcome.model import Outcome, ReportRecord, RunRecord, Waiver
from dq.types import Verdict

_WAIVED: Final = (Verdict.VIOLATED, Verdict.UNDECIDED)
"""What can be waived; an evaluation that failed cannot."""


def in_force(waivers: Iterable[Waiver], day: date) -> tuple[Waiver, ...]:
    """Those that have effect on a day. Example: `in_force(waivers, date(2026, 12, 31))`."""
    return tuple(waiver for waiver in waivers if date.fromisoformat(waiver.expires) >= day)


@dataclass(frozen=True, slots=True)
class WaivedOutcomes(Collection[Outcome]):
    """Outcomes, those that are waived with their waiver. Parameters: `bodies` and `years` of reports by id."""

    outcomes: Collection[Outcome]
    waivers: tuple[Waiver, ...]
    bodies: Mapping[str, str]
    years: Mapping[str, int]

    def __iter__(self) -> Iterator[Outcome]:
        return map(self._with_waiver, self.outcomes)

    def __len__(self) -> int:
        return len(self.outcomes)

    def __contains__(self, item: object) -> bool:
        return any(each == item for each in self)

    def chosen(self, *verdicts: Verdict) -> Iterator[Outcome]:
        """Those with one of these verdicts."""
        return map(self._with_waiver, chosen(self.outcomes, *verdicts))

    def covered(self, rules: Collection[str]) -> Iterator[Outcome]:
        """Those of these rules that a waiver covers."""
        if isinstance(self.outcomes, KeptOutcomes):
            found = self.outcomes.chosen(*_WAIVED, rules=rules) if rules else iter(())
        else:
            found = (each for each in chosen(self.outcomes, *_WAIVED) if each.rule in rules)
        return (each for each in map(self._with_waiver, found) if each.waiver is not None)

    def _with_waiver(self, outcome: Outcome) -> Outcome:
        if outcome.verdict not in _WAIVED:
            return outcome
        waiver = next((each for each in self.waivers if self._covers(each, outcome)), None)
        return outcome if waiver is None else replace(outcome, waiver=waiver)

    def _covers(self, waiver: Waiver, outcome: Outcome) -> bool:
        row = outcome.row or {}
        return (
            fnmatchcase(outcome.rule, waiver.rule)
            and (waiver.body is None or fnmatchcase(self.bodies.get(outcome.report, ""), waiver.body))
            and (not waiver.years or self.years.get(outcome.report) in waiver.years)
            and (waiver.row is None or waiver.row in (row.get("code"), row.get("label"), row.get("path")))
        )


def waived(run: RunRecord, waivers: Sequence[Waiver]) -> RunRecord:
    """The run with these waivers on its outcomes. Example: `waived(run, read_waivers(path).on(day))`."""
    if not waivers:
        return run
    reports: Iterable[ReportRecord] = run.reports
    bodies = {each.report: each.department for each in reports}
    years = {each.report: each.year for each in reports}
    return replace(run, outcomes=WaivedOutcomes(run.outcomes, tuple(waivers), bodies, years))


def borne(run: RunRecord) -> Iterator[Outcome]:
    """The outcomes of a run that a waiver covers; those of rules that no waiver names are not even read.

    Example: `[each.waiver.approver for each in borne(waived(run, waivers))]`.
    """
    outcomes = run.outcomes
    if not isinstance(outcomes, WaivedOutcomes):
        return iter(())
    rules = [rule for rule in run.rules if any(fnmatchcase(rule, each.rule) for each in outcomes.waivers)]
    return outcomes.covered(rules)


def plain_waivers(waivers: Iterable[Waiver]) -> tuple[dict[str, Any], ...]:
    """Waivers as run.json keeps them."""
    return tuple({**asdict(each), "years": list(each.years)} for each in waivers)


def kept_waivers(plain: Iterable[Mapping[str, Any]]) -> tuple[Waiver, ...]:
    """The waivers that `plain_waivers` gave. Errors: `TypeError` for anything else."""
    return tuple(Waiver(**{**each, "years": tuple(each["years"])}) for each in plain)
