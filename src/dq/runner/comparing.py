"""Two runs compared: what is new, resolved, changed, still there, waived, and what could not be told this time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from dq.outcome.identity import Body, Identity, bodies, identified, named
from dq.outcome.model import Outcome, RunRecord
from dq.outcome.serial import decimal_text
from dq.types import Verdict


class Change(StrEnum):
    """What became of an outcome."""

    NEW = "new"
    RESOLVED = "resolved"
    CHANGED = "changed"
    PERSISTING = "persisting"
    WAIVED = "waived"
    UNCHECKED = "unchecked"
    """The later run did not check that rule on that report: nobody can tell whether it is resolved."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One outcome in two runs.

    Parameters: `before` and `after` short words of what it said, None where it was not; `before` is "unchecked" where
    the earlier run tried that rule or report and failed, or could not read the rule; `code`, `region` and `is_unit`
    tell bodies of one name apart; `other` the message in the other language, after that language, None where it is not
    known.
    """

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
    code: str | None = None
    region: str | None = None
    is_unit: bool = False
    other: tuple[str, str] | None = None

    def told_in(self, language: str) -> str:
        """The message in a language, where it is known how; else as the run told it."""
        return self.other[1] if self.other is not None and self.other[0] == language else self.message

    def who(self, *, zh: bool) -> str:
        """Whose report it is: a unit often bears the name of its department."""
        return self.department + (("（单位）" if zh else " (unit)") if self.is_unit else "")


@dataclass(frozen=True, slots=True)
class _Held:
    """What is kept in memory of an outcome of the earlier run."""

    severity: str
    word: str
    message: str
    other: tuple[str, str] | None = None

    @staticmethod
    def of(outcome: Outcome) -> _Held:
        """What this outcome says."""
        told = outcome.translation
        other = None if told is None else (told.language, told.message)
        return _Held(outcome.severity.value, _word(outcome), outcome.message, other)


@dataclass(frozen=True, slots=True)
class Reach:
    """What a run really checked: every rule it had, on every report it had, but for what failed.

    Parameters: `failed` rules with the body on whose report they failed; `unread` ids of reports that could not be
    read; `unread_rules` of rules.
    """

    rules: frozenset[str]
    bodies: frozenset[Body]
    failed: frozenset[tuple[str, Body]]
    unread: frozenset[str]
    unread_rules: frozenset[str]

    @staticmethod
    def of(run: RunRecord) -> Reach:
        """What this run checked. Example: `Reach.of(run).checked("FA101", body)`."""
        known = bodies(run.reports)
        return Reach(
            frozenset(run.rules),
            frozenset(known.values()),
            frozenset((rule, known[report]) for rule, report in run.failed if report in known),
            frozenset(each.report for each in run.errors if each.rule is None and each.report is not None),
            run.unread_rules,
        )

    def checked(self, rule: str, body: Body) -> bool:
        """True where this rule was checked on the report of this body."""
        return rule in self.rules and body in self.bodies and (rule, body) not in self.failed

    def tried(self, rule: str, body: Body, report: str) -> bool:
        """True where this was to be checked, and could not be."""
        return report in self.unread or rule in self.unread_rules or (rule, body) in self.failed


def compared(before: RunRecord, after: RunRecord) -> Iterator[Entry]:
    """Every outcome that is violated, undecided or failed in one of two runs: those of the later run in its order, then
    those that are resolved, or could not be told.

    Only what the later run checked and no longer finds is resolved; where its report or its rule was not checked, it is
    unchecked.
    Example: `[each for each in compared(old, new) if each.change is Change.NEW]`.
    """
    held = _held(before)
    for identity, outcome, change, old in _followed(held, Reach.of(before), after):
        told = _Held.of(outcome)
        yield _entry(change, identity, told, *_words(old, told))
    reach = Reach.of(after)
    for identity, old in held.items():
        change = Change.RESOLVED if reach.checked(*identity[:2]) else Change.UNCHECKED
        yield _entry(change, identity, old, old.word, None)


def followed(before: RunRecord | None, after: RunRecord) -> Iterator[tuple[Identity, Outcome, Change]]:
    """Every outcome of the later run that is violated, undecided or failed, in its order, with what became of it.

    Parameters: `before` None where there is no earlier run: then all that is not waived is new.
    Example: `{fingerprint(identity): change for identity, outcome, change in followed(old, new)}`.
    """
    held, earlier = ({}, None) if before is None else (_held(before), Reach.of(before))
    return ((identity, outcome, change) for identity, outcome, change, _ in _followed(held, earlier, after))


def _held(run: RunRecord) -> dict[Identity, _Held]:
    return {identity: _Held.of(outcome) for identity, outcome in identified(run)}


def _followed(
    held: dict[Identity, _Held], earlier: Reach | None, after: RunRecord
) -> Iterator[tuple[Identity, Outcome, Change, _Held | None]]:
    """What became of each outcome of the later run, with what it said before; what is left in `held` it does not have.

    Parameters: `earlier` what the run before checked.
    """
    for identity, outcome in identified(after):
        old = held.pop(identity, None)
        if old is None and earlier is not None and earlier.tried(outcome.rule, identity[1], outcome.report):
            old = _Held(outcome.severity.value, Change.UNCHECKED.value, "")
        yield identity, outcome, _change(old, outcome), old


def standing(run: RunRecord, outcomes: Iterable[Outcome]) -> Iterator[Entry]:
    """Waived outcomes of a run that the run before has word for word."""
    for identity, outcome in named(bodies(run.reports), outcomes):
        told = _Held.of(outcome)
        yield _entry(Change.WAIVED, identity, told, told.word, told.word)


def _entry(change: Change, identity: Identity, told: _Held, before: str | None, after: str | None) -> Entry:
    rule, (department, year, kind, code, region, is_unit, _), row, _number = identity
    said = (told.severity, before, after, told.message)
    return Entry(change, rule, department, year, kind, row, *said, code, region, is_unit, told.other)


def _change(old: _Held | None, outcome: Outcome) -> Change:
    if outcome.waiver is not None:
        return Change.WAIVED
    if old is None:
        return Change.NEW
    return Change.PERSISTING if (old.word, old.severity) == (_word(outcome), outcome.severity.value) else Change.CHANGED


def _words(old: _Held | None, told: _Held) -> tuple[str | None, str]:
    """What an outcome said and says, with its severity where that alone is another."""
    if old is None:
        return None, told.word
    if old.word == told.word and old.severity != told.severity:
        return f"{old.severity} {old.word}", f"{told.severity} {told.word}"
    return old.word, told.word


def _word(outcome: Outcome) -> str:
    """What an outcome says, in short: where this differs, it changed."""
    parts = [outcome.verdict.value, None if outcome.reason is None else outcome.reason.label]
    if outcome.verdict is Verdict.VIOLATED:
        parts += [decimal_text(outcome.left), decimal_text(outcome.right), outcome.left_text, outcome.right_text]
        parts.append(outcome.unit)
    return " ".join(part for part in parts if part)
