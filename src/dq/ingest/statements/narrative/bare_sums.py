"""Sums whose words name nobody (支出总额, 收入合计): in what is said of one item they are no sums of the whole body."""

from __future__ import annotations

import re
from typing import Final

from dq.ingest.statements.narrative.subjects import Subject, plain
from dq.ingest.statements.narrative.wording import NOTHING
from dq.ingest.statements.prose import Paragraph

_OF_BODY: Final = frozenset(("收入总计", "支出总计", "收入支出总计", "本年收入合计", "本年支出合计"))
_ON_BODY: Final = frozenset(("totals", "income", "expenditure", "fiscal"))
"""Sections that speak of all that a body has."""
_NAMED: Final = re.compile(r"[本我全]?(?:部门|单位)(?:整体|总体)?|[本我全](?:[局委办厅院校会部府站馆所社]|中心)")
_BY_FORM: Final = re.compile(r"(?:收入|支出)(?:决算|预算)?总计|[本当]年")
"""What the tables call the sums of all: a section on one item may tell of them, too."""
_FAR: Final = 400
"""Characters of a paragraph that are looked at: one without end must not take time without bound."""
_FIRST: Final = re.compile("[。:,;]")


def is_bare(found: Subject | None, words: str, section: str, body: str) -> bool:
    """True where a section on one item calls a sum as that of the whole body is called, and names no body.

    Parameters: `found` what the words name; `body` the name of the report's.
    Example: in the section on purchases, of 采购支出总额 `True`; of 本部门支出总计 `False`.
    """
    if found is None or found.item not in _OF_BODY or section in _ON_BODY:
        return False
    ahead = words[: words.find(found.label)]
    rest = _NAMED.sub("", ahead.replace(body, ""))
    return rest == ahead or NOTHING.fullmatch(rest) is None


def is_entry_s(found: Subject | None, topic: Subject, paragraph: Paragraph) -> bool:
    """True where a sum of the whole body is that of the part of it that an entry begins with: 基本支出。支出总额5万元.

    Parameters: `found` what the words name; `topic` a part of which no amount was told.
    """
    is_sum = found is not None and found.item in _OF_BODY and not _BY_FORM.search(found.label)
    return is_sum and topic.item not in _OF_BODY and _begins_with(topic, _opening(paragraph))


def is_headed(topic: Subject, words: str, paragraph: Paragraph, headed: Subject | None) -> bool:
    """True where a sum without a name is that of what the text speaks of: the paragraph begins with its name, or with
    the sum, right behind the heading that names it.

    Parameters: `headed` what the heading names.
    Example: of 公务接待费 in 公务接待费。支出总额5万元 `True`; in 支出总额9万元，其中公务接待费5万元 `False`.
    """
    text = _opening(paragraph)
    if _begins_with(topic, text):
        return True
    opened = NOTHING.match(text)
    begin = opened.end() if opened is not None else 0
    ends = begin if words in text[:begin] else begin + len(words) if text.startswith(words, begin) else 0
    is_again = re.search(rf"{re.escape(topic.label)}(?>(?:支出|预算|决算|总额|数|为|:)*)\d", text) is not None
    may_be_carried = "总" in words and "财政拨款" in topic.item
    return topic is headed and ends > 0 and not (is_again or may_be_carried or _BY_FORM.search(words))


def _opening(paragraph: Paragraph) -> str:
    return plain(paragraph.text[len(paragraph.mark) : _FAR])


def _begins_with(topic: Subject, text: str) -> bool:
    return topic.label in _FIRST.split(text, maxsplit=1)[0]
