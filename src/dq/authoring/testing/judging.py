"""Whether expectations are met by bare verdicts; the same for rules and for their mutants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dq.authoring.testing.model import Expected, RuleTest, Subject
from dq.engine.verdicts import ERROR, HOLDS, ROUNDING, UNDECIDED, VIOLATED
from dq.types import Reason

_NAMES: Final = {HOLDS: "holds", ROUNDING: "rounding", VIOLATED: "violated", ERROR: "error"}
_RANKS: Final = {"not_applicable": 0, "holds": 1, "rounding": 2, "undecided": 3, "violated": 4, "error": 5}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict of one outcome: on row `n` or None, for `column` of the rule's list or None."""

    n: int | None
    column: str | None
    code: int

    @property
    def name(self) -> str:
        """The verdict in the contract's word."""
        return _NAMES.get(self.code, "undecided")

    @property
    def reason(self) -> Reason | None:
        """Why it is undecided."""
        return Reason(self.code - UNDECIDED) if self.code >= UNDECIDED else None


Verdicts = Mapping[str, Sequence[Verdict]]
"""All outcomes of a report by the id of their rule."""


def concerned(subject: Subject, verdicts: Verdicts) -> list[Verdict]:
    """The outcomes that a subject speaks of."""
    return [
        each
        for each in verdicts.get(subject.rule, ())
        if subject.n in {None, each.n} and subject.column in {None, each.column}
    ]


def gravest(found: Iterable[Verdict]) -> str:
    """The gravest verdict: violated before undecided before rounding before holds.

    Example: `gravest([])` → `"not_applicable"`.
    """
    return max((each.name for each in found), key=_RANKS.__getitem__, default="not_applicable")


def is_met(expected: Expected, verdicts: Verdicts) -> bool:
    """Whether the gravest outcome of the subject is the one expected; reason too, hint and difference are not asked."""
    found = concerned(expected.subject, verdicts)
    if gravest(found) != expected.verdict:
        return False
    return expected.reason is None or any(each.reason is expected.reason for each in found)


def loud(test: RuleTest, verdicts: Verdicts) -> list[tuple[str, str]]:
    """Rules of the pack that are not named and yet have a verdict that nothing else may have, with that verdict."""
    if not test.quiet:
        return []
    found = []
    for rule in sorted(test.pack - test.rules):
        names = {each.name for each in verdicts.get(rule, ())}
        found += [(rule, name) for name in test.quiet if name in names]
    return found
