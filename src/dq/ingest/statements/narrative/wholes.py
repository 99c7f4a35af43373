"""The parts that a sentence names behind 其中, and the whole that they are parts of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dq.ingest.statements.narrative.quantities import Quantity
from dq.ingest.statements.narrative.subjects import Subject

_OWN_NOUN: Final = re.compile(r"(?:资金|经费|收入|支出|单位|部门)[^,，。;]*$")


class Wholes:
    """Which items the sentence named behind 其中: `parts`, of the `whole` before it; `is_open` behind that word."""

    def __init__(self) -> None:
        self.is_open = False
        self.whole: Subject | None = None
        self.parts: list[Subject] = []
        self._amounts: list[Subject] = []
        self._since_change = 0

    def begin(self) -> None:
        """A sentence or paragraph begins."""
        self.is_open, self.whole, self.parts, self._amounts, self._since_change = False, None, [], [], 0

    def half(self) -> None:
        """A part of the sentence ends."""
        self._since_change = 0

    def open(self, topic: Subject | None) -> None:
        """其中 stands here. Parameters: `topic` what the text speaks of."""
        if not self.parts:
            self.whole = topic
        self.is_open = True

    def put(self, subject: Subject, quantity: Quantity) -> None:
        """A figure was put down."""
        if self.is_open and subject not in self.parts:
            self.parts.append(subject)
        if quantity.direction is not None:
            self._since_change = 0
        elif quantity.column == "amount":
            self._since_change += self.is_open
            self._amounts += [subject] if self.is_open else []

    def is_another(self, words: str, topic: Subject | None) -> bool:
        """True for words before an amount that name something else than the part told last, though nothing known: it
        has its amount, and these words do more than join (财政资金 5 万元，单位资金 3 万元).
        """
        return topic in self._amounts and _OWN_NOUN.search(words) is not None

    @property
    def is_change_open(self) -> bool:
        """True where a change told next, without its subject, may be that of the whole: several parts were named."""
        return self._since_change > 1

    def listed(self, count: int, told: Sequence[Subject]) -> tuple[Subject, ...]:
        """The items that so many figures of a list without names are of: the parts, else all that was told of; one
        figure (均增加 5 万元) is of each.

        Example: behind 人员经费 3 万元、公用经费 2 万元, the two of 分别占 60% 和 40%.
        """
        ways = (self.parts, told)
        return next((tuple(each) for each in ways if len(each) == count or len(each) > count == 1), ())
