"""Whether the sum that stands last is one of spending, of which items that are named next are parts."""

from __future__ import annotations

import re
from typing import Final

from dq.ingest.statements.narrative.names import class_names
from dq.ingest.statements.narrative.subjects import Subject
from dq.ingest.statements.prose import Figure, Kind

_WHOLE: Final = re.compile(
    r"(?:一般公共预算|政府性基金预算|国有资本经营预算)?财政拨款支出(?:总计)?|本年支出合计|支出总计"
)
"""Spending of all kinds: of basic expenditure an item has a part only."""
_STATED: Final = frozenset(("amount", "budget", "full_year_budget", "prior"))
_CHANGED: Final = frozenset(("change", "difference"))
_ITEM_DIGITS: Final = 7


class Sums:
    """What the sum before a name states: behind a change, money added in the year or carried over, the sums of items
    that are named without more words are parts of that, and tell nothing of what was spent on the items.
    """

    def __init__(self) -> None:
        self.begin_paragraph()

    def begin_paragraph(self) -> None:
        """A paragraph begins."""
        self._is_spent: bool | None = None
        """Whether the sentence's last sum is one of spending; None: there is none."""
        self._was_spent = True
        self._is_amount = True
        self._is_inside = False
        self._put: tuple[int, Subject, str] | None = None

    def begin(self) -> None:
        """A sentence begins: it goes on from the one before only behind 其中."""
        if self._is_spent is not None:
            self._was_spent = self._is_spent and self._is_amount
        self._is_spent, self._is_inside = None, False

    def open(self) -> None:
        """其中 stands here."""
        if self._is_spent is None:
            self._is_spent = self._was_spent

    def list(self) -> None:
        """The entry of a numbered list begins: it is of the whole, whatever sum stands before the list."""
        self._is_spent, self._is_inside = True, False

    def put(self, figure: Figure, subject: Subject, column: str) -> None:
        """A figure was put down as this quantity."""
        self._put = figure.begin, subject, column

    def pass_by(self, figure: Figure, *, is_inside: bool) -> None:
        """A figure was read. Parameters: `is_inside` where it stands in brackets."""
        begin, subject, column = self._put or (-1, None, "")
        if begin != figure.begin:
            if figure.kind is not Kind.MONEY:
                return
            subject, column = None, ""
        elif column not in _STATED and (column not in _CHANGED or _is_item(subject)):
            return  # An item has no items as parts: behind its change others are listed.
        self._is_spent = column in _STATED and _is_spending(subject)
        self._is_amount, self._is_inside = column == "amount", is_inside

    def allow(self, topic: Subject | None, *, is_inside: bool) -> bool:
        """True where a name alone means that its sum is that of the item.

        Parameters: `topic` what the text speaks of; `is_inside` where the sum stands in brackets.
        Example: behind 年中追加 5 万元，其中： `allow(None, is_inside=False)` → `False`.
        """
        is_about = topic is None or _is_spending(topic)
        return is_about and self._is_spent is not False and (is_inside or not self._is_inside)


def _is_item(subject: Subject | None) -> bool:
    return subject is not None and len(subject.code or "") == _ITEM_DIGITS


def _is_spending(subject: Subject | None) -> bool:
    if subject is None:
        return False
    is_class = bool(subject.code or subject.path) or subject.item in class_names()
    return is_class or _WHOLE.fullmatch(subject.item) is not None
