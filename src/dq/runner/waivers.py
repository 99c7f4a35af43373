"""Waivers: violations that are known and borne for a while, each with a reason, an approver and an end.

A waiver hides nothing: its outcomes are told with it. It only keeps them from failing a run.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

from dq.archive.versions import ReportEntry
from dq.diagnostics import Diagnostic, Span, Text
from dq.outcome import chosen
from dq.outcome.kept import KeptOutcomes
from dq.outcome.model import Outcome, ReportRecord, RunError, RunRecord, Waiver
from dq.runner import complaints
from dq.runner.toml import Table, TomlFile, numbers_of, text_of
from dq.types import Verdict

_KEYS: Final = ("rule", "body", "years", "row", "reason", "approver", "expires")
_WAIVED: Final = (Verdict.VIOLATED, Verdict.UNDECIDED)
"""What can be waived; an evaluation that failed cannot."""


@dataclass(frozen=True, slots=True)
class Waivers:
    """The waivers of a file, each with its place; with an error among `diagnostics` the file is not to be used."""

    entries: tuple[tuple[Waiver, Span], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    def on(self, day: date) -> tuple[Waiver, ...]:
        """Those in force on a day."""
        return tuple(waiver for waiver, _ in self.entries if date.fromisoformat(waiver.expires) >= day)

    def complaints(
        self, run: RunRecord, day: date, held: Iterable[ReportEntry], *, all_rules: bool = True
    ) -> tuple[Diagnostic, ...]:
        """What there is to say of them after a run: those that are expired, and those in force that match nothing.

        Of a waiver that reaches beyond what the run checked nobody can tell whether it still matches something, so
        nothing is said of it.
        Parameters: `held` all reports of the archive; `all_rules` false where a rule file could not be read.
        """
        used = {outcome.waiver for outcome in borne(run)}
        checked = {record.report for record in run.reports}
        unchecked = [entry for entry in held if entry.report not in checked]
        in_force = self.on(day)
        said = []
        for waiver, span in self.entries:
            if waiver not in in_force:
                said.append(complaints.expired_waiver(span, waiver.rule, waiver.expires))
            elif (
                waiver not in used
                and (all_rules or waiver.rule in run.rules)
                and not any(_is_of(waiver, entry) for entry in unchecked)
                and not any(_may_concern(waiver, error) for error in run.errors)
            ):
                said.append(complaints.stale_waiver(span, waiver.rule))
        return tuple(said)


def read_waivers(path: Path) -> Waivers:
    """The waivers of a file: tables `[[waiver]]`; every fault is told, with its line.

    Example: `read_waivers(Path("waivers.toml")).on(date.today())`.
    """
    file = TomlFile.read(path)
    if file.diagnostics:
        return Waivers((), tuple(file.diagnostics))
    whole = Table(file, "", file.values)
    whole.only(("waiver",))
    entries = tuple((_waiver(table), table.span()) for table in whole.tables("waiver"))
    return Waivers(() if file.diagnostics else entries, tuple(file.diagnostics))


def _waiver(table: Table) -> Waiver:
    table.only(_KEYS)
    rule = Text("规则编号，可用 * 和 ?", "a rule id, with * and ? for any letters")
    body = Text("单位名称，可用 * 和 ?", "a body's name, with * and ? for any letters")
    return Waiver(
        rule=table.take("rule", text_of, "", rule, needed=True),
        body=table.take("body", text_of, None, body),
        years=table.take("years", numbers_of, (), Text('2024、[2023, 2024] 或 "2020-2024"', "years of reports")),
        row=table.take("row", text_of, None, Text("一行的科目编码、名称或路径", "a row's code, label or path")),
        reason=table.take("reason", text_of, "", Text("豁免的理由", "why it is waived"), needed=True),
        approver=table.take("approver", text_of, "", Text("批准人", "who approved it"), needed=True),
        expires=table.take("expires", _day, "", Text("日期，如 2026-12-31", "a day, such as 2026-12-31"), needed=True),
    )


def _day(value: object) -> str | None:
    return value.isoformat() if type(value) is date else None


def _is_of(waiver: Waiver, entry: ReportEntry) -> bool:
    """True where a waiver speaks of this report."""
    return (waiver.body is None or fnmatchcase(entry.department, waiver.body)) and (
        not waiver.years or entry.year in waiver.years
    )


def _may_concern(waiver: Waiver, error: RunError) -> bool:
    """True where a rule that a waiver speaks of failed, on whatever report; reports that failed are unchecked ones."""
    return error.rule is not None and fnmatchcase(error.rule, waiver.rule)


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
