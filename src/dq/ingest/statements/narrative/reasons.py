"""Where a sentence gives a reason: figures behind it are those of what the reason names, not of what was spoken of."""

from __future__ import annotations

import re
from typing import Final

from dq.ingest.statements.narrative.drafts import Draft
from dq.ingest.statements.narrative.subjects import Subject, Subjects, plain
from dq.ingest.statements.narrative.wording import direction, own_reason

_OF_BUDGET: Final = re.compile(r"预算")
_ANEW: Final = re.compile(
    r"(?:比|较|与|同)(?:上年度?|去年|上一年度?|20\d\d年度?)(?:决算)?数?(?:相比|对比)?[,，]?"
    r"(?:增加|减少|增长|下降|降低)?[,，]?"
)
"""The words before the first figure of a clause that compares with the year before and names nothing."""


_UNFINISHED: Final = re.compile(r"[\s:：,，。.;；…XxＸ×*_＿（）()]*")
_NEXT: Final = re.compile(r"其?[二三四五六七八九](?:是|[,，])")
"""How a further reason begins, behind a semicolon or full stop."""


_ANEW_OF: Final = re.compile(
    r"截[至止到](?:20\d\d年)?(?:度)?(?:年?[末底]|12月31日)|按照?(?:支出)?(?:经济|功能)(?:性质)?(?:分类|科目)"
)
"""What ends a reason: what there is on a day, or by what the whole is told."""


class Reason:
    """Whether the sentence gives a reason, and of what it speaks: `topic` None where that is not plain."""

    def __init__(self) -> None:
        self.is_open = False
        self.topic: Subject | None = None
        self._is_of_budget = self._may_go_on = False

    def begin(self) -> None:
        """A paragraph begins."""
        self.end()
        self._may_go_on = False

    def end(self) -> None:
        """A sentence or a part of it ends."""
        self._may_go_on = self._may_go_on or self.is_open
        self.is_open, self.topic, self._is_of_budget = False, None, False

    def open(self, ahead: str) -> None:
        """A reason begins. Parameters: `ahead` the words of its clause before it, which may say what is given reason
        for.
        """
        self.is_open, self._is_of_budget = True, _OF_BUDGET.search(ahead) is not None

    def hear(self, words: str, subjects: Subjects) -> None:
        """A clause of the reason without figures: what it says to have changed, the figures behind it are of."""
        turn = direction(words.rstrip(",，。;:"))
        named = subjects.named(words[: turn.begin]) if turn is not None and not turn.noun else None
        self.topic = named or self.topic

    def enter(self, words: str) -> None:
        """A clause begins. Parameters: `words` those before its first figure.

        The reason why a budget was not kept ends where the year before is compared with: 决算数小于预算数的原因是…，
        与上年相比减少 5 万元; any ends where it is told what there is on a day (截至年末保有 5 辆), or
        by classes (按经济分类分). Further reasons
        (二是…) go on behind semicolon and full stop.
        """
        if self._may_go_on and not self.is_open:
            self.is_open = _NEXT.match(words) is not None
        self._may_go_on = False
        if _ANEW_OF.match(words) or (self._is_of_budget and self.topic is None and _ANEW.fullmatch(words)):
            self.end()


def note(draft: Draft, rest: str) -> None:
    """Put down that a reason is given for what a draft states, and what it says. Parameters: `rest` of the sentence.

    Example: `note(draft, "。")` makes `draft.attributes["reason"]` `"empty"`.
    """
    named = own_reason(plain(rest), (plain(draft.subject.label), draft.subject.item))
    if named is not None:
        draft.attributes["reason_word"] = named
    draft.attributes["reason"] = "empty" if _UNFINISHED.fullmatch(rest) else "given"
