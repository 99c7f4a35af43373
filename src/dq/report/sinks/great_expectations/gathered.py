"""What the outcomes of each rule come to, and the gravest of them: memory that does not grow with the archive."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from dq.outcome.kept import chosen
from dq.outcome.model import Outcome, RunRecord
from dq.types import Severity, Verdict

EVIDENCE_ROWS: Final = 10
_ORDER: Final = {Verdict.ERROR: 0, Verdict.VIOLATED: 1, Verdict.UNDECIDED: 2, Verdict.ROUNDING: 3}
_SORTED_AT: Final = 16 * EVIDENCE_ROWS
"""So many outcomes are gathered before they are sorted and cut."""


@dataclass(slots=True)
class Gathered:
    """What the outcomes of one rule come to that prove something by themselves (all but those that hold).

    Parameters: `number` of them; `waived` those under a waiver by verdict name; of the others `violated` by severity
    (those on a doubted reading are counted in `doubted` instead), and `reasons` why they are undecided.
    """

    number: int = 0
    waived: Counter[str] = field(default_factory=Counter)
    violated: Counter[Severity] = field(default_factory=Counter)
    doubted: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    _kept: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count an outcome, and keep it where it is among the gravest."""
        self.number += 1
        self._kept.append(outcome)
        if len(self._kept) >= _SORTED_AT:
            self._kept = list(self.shown)
        if outcome.waiver is not None:
            self.waived[outcome.verdict.value] += 1
            return
        if outcome.reason is not None:
            self.reasons[outcome.reason.label] += 1
        if outcome.verdict is Verdict.VIOLATED and outcome.reading_doubt:
            self.doubted += 1
        elif outcome.verdict is Verdict.VIOLATED:
            self.violated[outcome.severity] += 1

    @property
    def shown(self) -> tuple[Outcome, ...]:
        """Those that are shown as rows, gravest first."""
        return tuple(sorted(self._kept, key=_evidence_order)[:EVIDENCE_ROWS])


def gathered(record: RunRecord) -> dict[str, Gathered]:
    """What the outcomes of every rule of a run come to, by rule id.

    Example: `gathered(record)["FA101"].number` → 1.
    """
    found = {rule: Gathered() for rule in record.rules}
    for outcome in chosen(record.outcomes, *_ORDER):
        found[outcome.rule].add(outcome)
    return found


def _evidence_order(outcome: Outcome) -> tuple[bool, int, Decimal, str, int]:
    """What stands before what is waived, gravest verdict first, then the largest excess over the allowance, then
    report and print order.
    """
    excess = abs(outcome.difference or Decimal(0)) - (outcome.allowance or Decimal(0))
    n = outcome.row.get("n") if outcome.row else None
    return outcome.waiver is not None, _ORDER[outcome.verdict], -excess, outcome.report, n if isinstance(n, int) else -1
