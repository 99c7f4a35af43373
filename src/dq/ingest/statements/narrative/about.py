"""What a figure is about: what the words before it name; where they name nothing, what the text speaks of."""

from __future__ import annotations

import re
from typing import Final

from dq.ingest.statements.context import Context
from dq.ingest.statements.narrative.bare_sums import is_headed
from dq.ingest.statements.narrative.quantities import Quantity
from dq.ingest.statements.narrative.speech import Speech
from dq.ingest.statements.narrative.subjects import Subject
from dq.ingest.statements.narrative.wording import NOTHING, compared, without_comparison
from dq.ingest.statements.prose import Figure

_STATED_SUMS: Final = ("amount", "budget", "full_year_budget")
_SUMS: Final = (*_STATED_SUMS, "prior")
BASES: Final = ("prior", "budget", "full_year_budget")
"""What amounts are compared with."""
_ALL: Final = re.compile("[,，]*(?:合计|共计|总计)")
"""The sum of what a sentence told so far: 办公费 5 万元，印刷费 2 万元，合计 7 万元."""
_OF_WHOLE: Final = re.compile("年初|全年|调整")
"""Budgets that are of all, behind 其中, too."""


class About(Speech):
    """Tells what figures are about. Parameters: `context` the report."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._before: Subject | None = None
        """What the paragraph before told the amount of, and this one may go on about."""

    def _settled(self, figure: Figure, quantity: Quantity, before: str) -> Subject | None:
        """What the text speaks of where a figure stands that may be compared with, behind several parts."""
        if quantity.column not in BASES or not NOTHING.fullmatch(quantity.words):
            return self._topic
        text = f"{before}{self._paragraph.text[figure.begin : self._sentence.end]}"
        return self._wholes.settled(text, quantity, self._topic, self._writer.amount)

    def _subject(self, quantity: Quantity, before: str, figure: Figure) -> Subject | None:
        """What a figure is about, or None where that is not plain."""
        turn, words = quantity.direction, quantity.words
        if turn is not None and turn.noun:
            is_compared = compared(words) and not self._reason.is_open
            return self._referents.behind(turn.noun, self._topic) if is_compared else None
        if self._reason.is_open:
            named = self._subjects.named(without_comparison(words))
            is_plain = turn is not None and compared(before)
            return (named or self._reason.topic) if is_plain and quantity.column in ("change", "rate") else None
        words = (without_comparison(words) if turn is not None else words).lstrip("(")
        if self._referents.is_grants(words):
            if self._wholes.is_open and self._wholes.whole is None and self._is_told:
                return None  # They are part of something that has no name.
            return self._referents.grants(words, self._wholes.whole if self._wholes.is_open else self._purpose.of)
        each = self._wholes.each(words) if turn is not None else None
        is_part = self._wholes.sums.allow(self._topic, is_inside=self._brackets.is_inside)
        is_own = not self._purpose.is_open and (is_part or turn is not None)
        is_entry = not self._purpose.is_open and self._writer.latest is None  # Nothing was put down of the entry.
        found = each or self._referents.of(words, self._paragraph, self._topic, is_entry=is_entry, is_own=is_own)
        if found is not None and not (self._wholes.is_labelled and found.label in ("收入", "支出")):
            if self._wholes.are_another_s(found, self._brackets.of(self._topic) or self._purpose.of, quantity.column):
                self._topic = self._brackets.told(None, self._topic)
                return None
            return self._referents.granted_part(found, self._wholes.whole) if self._wholes.is_open else found
        if self._referents.is_bare(words, self._paragraph, self._topic, is_entry=is_entry):
            return self._of_item(words, quantity.column)
        return self._unnamed(quantity, words, before, figure, is_entry=is_entry)

    def _unnamed(
        self, quantity: Quantity, words: str, before: str, figure: Figure, *, is_entry: bool
    ) -> Subject | None:
        """What a figure without a name of its own is about: what the text speaks of, unless it may be something else's.

        Parameters: `words` before it without those of a comparison; `is_entry` where nothing was put down before.
        """
        turn, column = quantity.direction, quantity.column
        if column == "share" and self._only is not None and NOTHING.fullmatch(words):
            return self._only
        if not NOTHING.fullmatch(words):
            # It speaks of something else now: what continues without a subject continues that, but behind brackets.
            self._wholes.pass_strange()
            self._topic = self._brackets.told(None, self._topic)
        elif column in _SUMS and self._is_part(column, before, words, figure):
            self._topic = self._brackets.told(None, self._topic)
        elif self._is_another_s(words, column) or (column == "amount" and _ALL.match(words) and self._writer.is_list):
            self._topic = None
        elif turn is not None and self._entry is not None and not compared(before):
            self._topic = None  # ：1.增加 3 万元购置设备
        elif turn and (self._wholes.may_change(quantity) or self._writer.is_nothing_more(self._topic, turn.word)):
            return self._wholes.changed(quantity.column)  # It may be that of the whole.
        elif is_entry and ("收入" in words or "支出" in words) and self._referents.is_entry_s(self._topic):
            self._topic = None  # Behind a list of parts they are the whole's, or the last part's.
        elif not (self._purpose.is_open and quantity.column == "amount"):
            return self._referents.side(words, self._brackets.about(self._topic))
        return None

    def _is_another_s(self, words: str, column: str) -> bool:
        """True for income or expenditure in a paragraph of its own: what was told of has its amount. A paragraph that
        told something of that first goes on about it (年初预算为 5 万元，支出决算为 4 万元).
        """
        is_told = self._topic is not self._before or self._topic in self._writer.told
        return not is_told and column in _STATED_SUMS and ("收入" in words or "支出" in words)

    def _of_item(self, words: str, column: str) -> Subject | None:
        """What a sum is of that names no body, where the text tells of one item: that item, or nobody knows."""
        topic = self._topic
        is_its = topic is not None and is_headed(topic, words, self._paragraph, self._headed)
        if topic is not None and (self._writer.has(topic, column) or not is_its):
            topic = self._topic = None
        found = self._referents.side(words, topic)
        return found if topic is not None and found == topic else None

    def _is_part(self, column: str, before: str, words: str, figure: Figure) -> bool:
        """True for a sum without a name that is none of what the text speaks of: this has another such sum already."""
        # 支出 5 万元，其中：年初预算 4 万元，追加 1 万元
        is_its = column == "prior" or (column != "amount" and _OF_WHOLE.search(before) is not None)
        if not is_its and self._wholes.is_another(words, self._topic):
            return True
        subject = self._referents.side(words, self._brackets.about(self._topic))
        # What came of the budget just told is the item's, whatever was told of it before.
        is_outcome = column == "amount" and self._writer.column == "budget" and "决算" in words
        said = None if subject is None or is_outcome else self._writer.said(subject, column)
        return said is not None and said.printed != figure.printed
