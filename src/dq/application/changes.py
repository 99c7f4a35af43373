"""Use case: what became of outcomes since the run before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from dq.diagnostics import Diagnostic
from dq.outcome.identity import COMPARED
from dq.outcome.model import RunRecord, Waiver
from dq.outcome.waiving import borne, kept_waivers, waived
from dq.report.protocol import Differing, Since
from dq.runner import complaints
from dq.runner.comparing import Change, Entry, compared, standing
from dq.runner.runs import UNREADABLE, StoredRun
from dq.runner.unlike import unlike

_NAMED: Final = 20
"""Changes of each sort that are kept to be told by name; the others are counted."""
_STEADY: Final = (Change.PERSISTING, Change.WAIVED)
"""Of these nobody needs to be told."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of outcomes between two runs.

    Parameters: `since` the id of the earlier run; `numbers` by change; `named` the first of each sort, persisting ones
    left out.
    """

    since: str
    numbers: Mapping[Change, int]
    named: tuple[Entry, ...]

    @property
    def is_quiet(self) -> bool:
        """True where nothing is new, resolved, changed or left unchecked."""
        return not any(self.numbers.get(each) for each in Change if each not in _STEADY)

    @property
    def as_told(self) -> Since:
        """The changes as a report tells them."""
        numbers = {change.value: number for change, number in self.numbers.items()}
        return Since(self.since, numbers, self._differing(Change.NEW), self._differing(Change.RESOLVED))

    def _differing(self, wanted: Change) -> tuple[Differing, ...]:
        return tuple(
            Differing(each.rule, each.department, each.year, each.kind, _row_name(each), each.severity, each.message)
            for each in self.named
            if each.change is wanted
        )


def changes_since(
    before: StoredRun | None, after: StoredRun, run: RunRecord, waivers: Sequence[Waiver]
) -> tuple[Changes | None, tuple[Diagnostic, ...]]:
    """What changed since a stored run, None where there is none, or where it cannot be read, which is told.

    Reports of which both tell the same are not gone through: that persists, but for what a waiver covers.
    Parameters: `run` what the later one says; `waivers` those in force on it.
    Example: `changes_since(store.open(earlier), later, later.record(), ())[0].numbers`.
    """
    if before is None:
        return None, ()
    try:
        reports = unlike(before, after)
        numbers: Counter[Change] = Counter()
        named: list[Entry] = []
        old = waived(before.of_reports(reports), kept_waivers(before.about.waivers))
        new = waived(after.of_reports(reports), waivers)
        both = waived(replace(run, outcomes=after.outcomes()), waivers)
        alike = (outcome for outcome in borne(both) if outcome.report not in reports)
        for entry in chain(compared(old, new), standing(both, alike)):
            numbers[entry.change] += 1
            if entry.change is not Change.PERSISTING and numbers[entry.change] <= _NAMED:
                named.append(entry)
    except UNREADABLE as error:
        return None, (complaints.unreadable_earlier_run(before.about.id, str(error)[:200]),)
    # What else the later run tells, it tells of reports that both speak of alike.
    told = sum(after.about.counts[verdict.value] for verdict in COMPARED)
    gone = numbers[Change.RESOLVED] + numbers[Change.UNCHECKED]
    if rest := told - (numbers.total() - gone):
        numbers[Change.PERSISTING] += rest
    return Changes(before.about.id, numbers, tuple(named)), ()


def _row_name(entry: Entry) -> str:
    """The row by its code and label."""
    _table, code, label, *_ = entry.row
    return " ".join(part for part in (code, label) if part)
