"""Clauses that say what money is for (主要用于…): what is named there is a use, not what the text goes on about."""

from __future__ import annotations

from dq.ingest.statements.narrative.subjects import Subject
from dq.ingest.statements.narrative.wording import compared, is_of_item, opens_purpose
from dq.ingest.statements.narrative.writing import Writer


class Purpose:
    """Whether the text says what money is for, and of what it spoke before."""

    def __init__(self) -> None:
        self.is_open = False
        self._topic: Subject | None = None
        self._since = 0
        """Subjects that the sentence had told when the use began."""

    @property
    def of(self) -> Subject | None:
        """What the money is of whose use is told; None where no use is."""
        return self._topic if self.is_open else None

    def entered(self, words: str, topic: Subject | None, writer: Writer) -> Subject | None:
        """What the text speaks of when a clause with these words begins.

        A clause that compares ends the purpose, or that states a budget or outcome where the item has no amount yet;
        behind uses that were named (用于 A 5 万元，比上年增加 …) it may be that of a use: None then, but for the only
        one, with its share (包括 A 5 万元，占 3%，比上年增加 …).
        Parameters: `writer` what was put down.
        """
        is_its = topic is not None and is_of_item(words) and not writer.has(topic, "amount")
        if opens_purpose(words) and not self.is_open and not is_its:
            self.is_open, self._topic, self._since = True, topic, len(writer.told)
        elif self.is_open and (compared(words) or (is_of_item(words) and not self._has_amount(writer))):
            self.is_open = False
            is_only = topic is not None and writer.told[self._since :] == [topic] and writer.has(topic, "share")
            return topic if is_only or topic is self._topic else None
        return topic

    def _has_amount(self, writer: Writer) -> bool:
        return self._topic is None or writer.has(self._topic, "amount")

    def left(self, topic: Subject | None) -> Subject | None:
        """What the text speaks of when a sentence or a part of it ends: the same as before its purposes."""
        if not self.is_open:
            return topic
        self.is_open = False
        return self._topic
