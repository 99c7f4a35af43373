"""Two runs compared: what is new, resolved, changed, still there, waived."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from dq.outcome import chosen
from dq.outcome.model import Outcome, ReportRecord, RunRecord
from dq.outcome.serial import decimal_text
from dq.types import Verdict

_COMPARED: Final = (Verdict.VIOLATED, Verdict.UNDECIDED, Verdict.ERROR)
_ROW: Final = ("table", "code", "label", "path", "column")

Identity = tuple[Any, ...]
"""What stays of an outcome from run to run: rule, body, year, kind, its row by name (never by line), and a number where
several rows have one name.
"""


class Change(StrEnum):
    """What became of an outcome."""

    NEW = "new"
    RESOLVED = "resolved"
    CHANGED = "changed"
    PERSISTING = "persisting"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class Entry:
    """One outcome in two runs. Parameters: `before` and `after` short words of what it said, None where it was not."""

    change: Change
    rule: str
    department: str
    year: int
    kind: str
    row: tuple[str | None, ...]
    severity: str
    before: str | None
    after: str | None
    message: str


@dataclass(frozen=True, slots=True)
class _Held:
    """What is kept in memory of an outcome of the earlier run."""

    severity: str
    word: str
    message: str


def compared(before: RunRecord, after: RunRecord) -> Iterator[Entry]:
    """Every outcome that is violated, undecided or failed in one of two runs: those of the later run in its order, then
    those that are resolved.

    What the later run did not check (its report or its rule is gone) is resolved, too: the message says so.
    Example: `[each for each in compared(old, new) if each.change is Change.NEW]`.
    """
    held = {identity: _Held(o.severity.value, _word(o), o.message) for identity, o in _identified(before)}
    for identity, outcome in _identified(after):
        old = held.pop(identity, None)
        word = _word(outcome)
        told = _Held(outcome.severity.value, word, outcome.message)
        yield _entry(_change(old, outcome), identity, told, None if old is None else old.word, word)
    for identity, old in held.items():
        yield _entry(Change.RESOLVED, identity, old, old.word, None)


def _entry(change: Change, identity: Identity, told: _Held, before: str | None, after: str | None) -> Entry:
    rule, department, year, kind, row, *_ = identity
    return Entry(change, rule, department, year, kind, row, told.severity, before, after, told.message)


def _change(old: _Held | None, outcome: Outcome) -> Change:
    if outcome.waiver is not None:
        return Change.WAIVED
    if old is None:
        return Change.NEW
    return Change.PERSISTING if (old.word, old.severity) == (_word(outcome), outcome.severity.value) else Change.CHANGED


def _identified(run: RunRecord) -> Iterator[tuple[Identity, Outcome]]:
    """The outcomes to be compared, each with its identity; rows of one name are numbered within their report."""
    records: Mapping[str, ReportRecord] = {record.report: record for record in run.reports}
    report, seen = "", dict[Identity, int]()
    for outcome in chosen(run.outcomes, *_COMPARED):
        if outcome.report != report:
            report, seen = outcome.report, {}
        record = records[outcome.report]
        row = outcome.row or {}
        named = tuple(row.get(name) for name in _ROW)
        # The code and region tell bodies of one name apart.
        known = (outcome.rule, record.department, record.year, record.kind, named, record.code, record.region)
        seen[known] = seen.get(known, 0) + 1
        yield (*known, seen[known]), outcome


def _word(outcome: Outcome) -> str:
    """What an outcome says, in short: where this differs, it changed."""
    parts = [outcome.verdict.value, None if outcome.reason is None else outcome.reason.label]
    if outcome.verdict is Verdict.VIOLATED:
        parts += [decimal_text(outcome.left), decimal_text(outcome.right), outcome.left_text, outcome.right_text]
        parts.append(outcome.unit)
    return " ".join(part for part in parts if part)
