"""What was stated before in a paragraph, and tells of the next figure."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import Final

from dq.ingest.statements.projects import wording as w
from dq.ingest.statements.projects.meaning import FUNDS, Before
from dq.ingest.statements.projects.surroundings import Words
from dq.ingest.statements.prose import Figure, Kind

_NAMES: Final = frozenset({"ratio", "threshold"})
"""Quantities whose label is their own name and not that of the thing."""
_MOST: Final = 12
"""Targets and labels kept in mind: those of long ago are not meant."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One stated figure.

    Parameters: `quantity` as in `claim.quantity`; `label` what it is a figure of; `unit` as printed, or as the words
    imply; `path` the labels above it joined by "/"; `role` of_which for the parts of a sum; `is_negative` as meant;
    `year` that its sentence names as its own.
    """

    figure: Figure
    kind: Kind
    quantity: str
    label: str
    unit: str
    path: str | None = None
    role: str | None = None
    is_negative: bool = False
    year: Figure | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """A target that was stated.

    Parameters: `is_open` while no actual value followed.
    """

    label: str
    path: str
    unit: str
    is_open: bool = True


class Memory:
    """What holds in this paragraph, and in this sentence, so far."""

    __slots__ = (
        "counts_targets",
        "first",
        "fund",
        "fund_label",
        "fund_subject",
        "goal_label",
        "goals",
        "has_full_mark",
        "has_fund",
        "last",
        "recent",
        "scored",
        "sentence",
        "sentence_labels",
        "spread",
        "subject",
        "until",
    )

    def __init__(self) -> None:
        self.first: Claim | None = None
        self.last: Claim | None = None
        self.until = 0
        self.recent: deque[Claim] = deque(maxlen=_MOST)
        self.goals: list[Goal] = []
        self.goal_label = ""
        self.scored = ""
        self.subject = ""
        self.fund_subject = ""
        self.counts_targets = False
        self.enter(0)

    def enter(self, sentence: int) -> None:
        """Forget what held in the last sentence only."""
        self.sentence = sentence
        self.sentence_labels: deque[str] = deque(maxlen=_MOST)
        self.spread: list[str] = []
        self.fund = self.fund_label = ""
        self.has_full_mark = self.has_fund = False
        self.last = None
        self.goals = [goal for goal in self.goals if goal.is_open][-_MOST:]

    def before(self, between: str, lead: str) -> Before:
        """What the next figure is told by; `between` the words since the last one, `lead` those before that one."""
        last = self.last
        if last is not None and last.quantity in FUNDS and w.AMONG.search(between):
            self.fund, self.fund_label = last.quantity, last.label
        return Before(
            quantity=last.quantity if last else "",
            kind=last.kind if last else None,
            lead=lead,
            goals=tuple(goal.unit for goal in self.goals),
            open_goals=frozenset(goal.unit for goal in self.goals if goal.is_open),
            goal_is_near=bool(last and last.quantity == "target" and self.goals and self.goals[-1].is_open),
            fund=self.fund,
            counts_targets=self.counts_targets,
            scored=self.scored,
            has_full_mark=self.has_full_mark,
            has_fund=self.has_fund,
        )

    def goal(self, unit: str) -> int:
        """The target that an actual value of this unit belongs to: the last of its unit that is open, or the last."""
        same = [at for at, goal in enumerate(self.goals) if goal.unit == unit]
        still = [at for at in same if self.goals[at].is_open]
        return (still or same or [len(self.goals) - 1])[-1]

    def remember(self, claim: Claim, words: Words) -> None:
        """Keep what was stated last."""
        self.first = self.first or claim
        self.last = claim
        self.until = claim.figure.until
        self.recent.append(claim)
        self.sentence_labels.append(claim.label)
        is_other = words.lead.startswith(("比", "较")) or w.BROUGHT.search(words.lead) is not None
        if claim.quantity not in _NAMES and not is_other:
            self.subject = claim.label
        is_met = self.counts_targets and w.MET.search(words.lead) is not None
        is_set = w.SET.search(words.lead) is not None or w.TARGETS.search(words.lead) is not None
        if claim.quantity in FUNDS:
            self.fund_subject = claim.label
            self.has_fund = True
        self.counts_targets = claim.quantity == "count" and (is_met or is_set)
        if claim.quantity == "full_mark":
            self.has_full_mark = True
            self.scored = claim.label if "”" in words.lead else self.scored
        if claim.quantity == "target":
            self.goals = [*self.goals[1 - _MOST :], Goal(claim.label, claim.path or claim.label, claim.unit)]
        if claim.quantity == "actual" and self.goals:
            at = self.goal(claim.unit)
            self.goals[at] = replace(self.goals[at], is_open=False)
            self.goal_label = self.goals[at].label
