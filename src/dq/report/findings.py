"""Outcomes as a person should see them: one finding a cause, the worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Final

from dq.outcome import Operand, Outcome, chosen
from dq.outcome.model import Waiver
from dq.types import Reason, Severity, Verdict, unit_named

_SORTED_AT: Final = 8
"""So many times what is kept is gathered before it is sorted and cut."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Violated outcomes of one report that one fault explains, all under the same waiver or none under any.

    Parameters: `outcomes` the most telling first, never empty; `cells` the printed cells that all of them read
    (the suspects), empty where there is only one outcome or none is common; `tables` the tables that all of them read.
    """

    report: str
    cause: str | None
    outcomes: tuple[Outcome, ...]
    cells: tuple[Operand, ...]
    tables: tuple[str, ...]

    @property
    def severity(self) -> Severity:
        """The gravest severity among the outcomes."""
        return self.outcomes[0].severity

    @property
    def reading_doubt(self) -> bool:
        """True where every outcome rests on a cell whose reading is doubted: look at the reading before the figures."""
        return all(outcome.reading_doubt for outcome in self.outcomes)

    @property
    def waiver(self) -> Waiver | None:
        """Why it is known and borne for a while; None where it stands."""
        return self.outcomes[0].waiver


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Undecided outcomes of one reason: what could not be told.

    Parameters: `rules` pairs (rule id, number of outcomes), most first; `messages` the distinct explanations; `waiver`
    that covers all of them, None where none covers any.
    """

    reason: Reason | None
    outcomes: int
    rules: tuple[tuple[str, int], ...]
    messages: tuple[str, ...]
    waiver: Waiver | None = None


def findings(outcomes: Iterable[Outcome]) -> tuple[Finding, ...]:
    """The violated outcomes grouped by report, cause and waiver, worst first and those of a rule together; what is
    doubted after all that is sure, what is waived after all that stands. Forms of one report number them alike.

    Worse is: graver severity, then the larger excess over the allowance in base units, then more outcomes.
    Example: three violated outcomes of cause "c1" → one Finding with three outcomes.
    """
    groups: dict[tuple[str, str | int, Waiver | None], list[Outcome]] = {}
    for number, outcome in enumerate(chosen(outcomes, Verdict.VIOLATED)):
        key = outcome.report, outcome.cause if outcome.cause is not None else number, outcome.waiver
        groups.setdefault(key, []).append(outcome)
    found = [_finding(report, group) for (report, *_), group in groups.items()]
    return _together(sorted(found, key=_order))


def _together(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those of a rule where the worst of them is."""
    rules: dict[tuple[bool, bool, str], list[Finding]] = {}
    for each in found:
        rules.setdefault((each.waiver is not None, each.reading_doubt, each.outcomes[0].rule), []).append(each)
    return tuple(each for key in sorted(rules, key=lambda key: key[:2]) for each in rules[key])


def each_finding(outcomes: Iterable[Outcome]) -> Iterator[Finding]:
    """The findings report by report, so that only those of one report are in memory; else as `findings`.

    Parameters: `outcomes` in the order of a run, those of a report together.
    """
    for _, same in groupby(chosen(outcomes, Verdict.VIOLATED), key=attrgetter("report")):
        yield from findings(tuple(same))


@dataclass(slots=True)
class Worst:
    """The worst of many findings, and how many there were.

    Parameters: `most` are kept, None for all; `findings` that were added, and their `outcomes`.
    """

    most: int | None
    findings: int = 0
    outcomes: int = 0
    _kept: list[Finding] = field(default_factory=list)

    def add(self, finding: Finding) -> None:
        """Count a finding, and keep it where it is among the worst."""
        self.findings += 1
        self.outcomes += len(finding.outcomes)
        self._kept.append(finding)
        if self.most is not None and len(self._kept) >= _SORTED_AT * (self.most + 1):
            self._kept = self._worst()

    @property
    def shown(self) -> tuple[Finding, ...]:
        """The worst, in the order of `findings`."""
        return _together(self._worst())

    def _worst(self) -> list[Finding]:
        return sorted(self._kept, key=_order)[: self.most]


def worst_findings(outcomes: Iterable[Outcome], most: int) -> tuple[Worst, Worst]:
    """The worst findings of a run that stand, the worst that are waived, and how many there are of each.

    Parameters: `outcomes` in the order of a run. Example: `standing, waived = worst_findings(run.outcomes, 50)`.
    """
    standing, waived = Worst(most), Worst(most)
    for finding in each_finding(outcomes):
        (standing if finding.waiver is None else waived).add(finding)
    return standing, waived


def listed(outcomes: Iterable[Outcome], *, everything: bool) -> Iterator[Outcome]:
    """The outcomes that a list has: those that hold only where everything is wanted.

    Example: `for outcome in listed(run.outcomes, everything=False): …`.
    """
    return chosen(outcomes, *(verdict for verdict in Verdict if everything or verdict is not Verdict.HOLDS))


def by_report(outcomes: Iterable[Outcome], *, everything: bool) -> Iterator[tuple[str, tuple[Outcome, ...]]]:
    """Report id and its outcomes, report by report, so that only those of one are in memory.

    Parameters: `outcomes` in the order of a run; `everything` takes what holds, too.
    """
    for report, same in groupby(listed(outcomes, everything=everything), key=attrgetter("report")):
        yield report, tuple(same)


def open_questions(outcomes: Iterable[Outcome]) -> tuple[OpenQuestion, ...]:
    """The undecided outcomes grouped by reason and waiver, in the order of precedence of the reasons."""
    rules: dict[tuple[Reason | None, Waiver | None], Counter[str]] = {}
    messages: dict[tuple[Reason | None, Waiver | None], dict[str, None]] = {}
    for outcome in chosen(outcomes, Verdict.UNDECIDED):
        key = outcome.reason, outcome.waiver
        rules.setdefault(key, Counter())[outcome.rule] += 1
        if outcome.message:
            messages.setdefault(key, {})[outcome.message] = None
    return tuple(
        OpenQuestion(
            reason,
            rules[reason, waiver].total(),
            tuple(sorted(rules[reason, waiver].items(), key=lambda pair: (-pair[1], pair[0]))),
            tuple(messages.get((reason, waiver), ())),
            waiver,
        )
        for reason, waiver in sorted(rules, key=lambda each: (each[0] or 0, each[1] is not None))
    )


def _finding(report: str, group: list[Outcome]) -> Finding:
    ordered = tuple(sorted(group, key=_badness))
    return Finding(report, ordered[0].cause, ordered, _common_cells(ordered), _common_tables(ordered))


def _order(finding: Finding) -> tuple[bool, int, Decimal, int, str, tuple[int, Decimal, str, int]]:
    first = finding.outcomes[0]
    return (
        finding.waiver is not None,
        -first.severity.rank,
        -excess(first),
        -len(finding.outcomes),
        finding.report,
        _badness(first),
    )


def _badness(outcome: Outcome) -> tuple[int, Decimal, str, int]:
    """Sorts worst first; the rule id and the row settle ties, so that the order never varies."""
    row = outcome.row or {}
    number = row.get("n")
    return -outcome.severity.rank, -excess(outcome), outcome.rule, number if isinstance(number, int) else -1


def excess(outcome: Outcome) -> Decimal:
    """How far beyond the allowance the two sides are apart, in base units (元); 0 where they are not figures.

    Example: a difference of 0.05 万元 with an allowance of 0.01 万元 → 400.
    """
    if outcome.difference is None:
        return Decimal(0)
    factor = unit_named(outcome.unit).factor if outcome.unit else Decimal(1)
    return (abs(outcome.difference) - (outcome.allowance or Decimal(0))) * factor


def cell_of(operand: Operand) -> tuple[str, int | str | None, str]:
    """What identifies the printed cell: table, row number, column."""
    return operand.table, operand.row.get("n"), operand.column


def _common_cells(outcomes: tuple[Outcome, ...]) -> tuple[Operand, ...]:
    if len(outcomes) == 1:
        return ()
    common = {cell_of(operand) for operand in outcomes[0].operands}
    for outcome in outcomes[1:]:
        common &= {cell_of(operand) for operand in outcome.operands}
    first = {cell_of(operand): operand for operand in outcomes[0].operands}
    return tuple(operand for cell, operand in first.items() if cell in common)


def _common_tables(outcomes: tuple[Outcome, ...]) -> tuple[str, ...]:
    common = {operand.table for operand in outcomes[0].operands}
    for outcome in outcomes[1:]:
        common &= {operand.table for operand in outcome.operands}
    return tuple(sorted(common))
