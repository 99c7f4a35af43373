"""What an item's money is said to be for, or why it changed, copied from another item of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dq.ingest.statements.document.mentions import statement
from dq.ingest.statements.document.numbering import number_of
from dq.ingest.statements.document.outline import Outline
from dq.ingest.statements.model import Statement
from dq.ingest.statements.prose import Layout, Passage

_NAME: Final = r"[^()。;:,、“”\d]{2,40}"
_ITEM: Final = re.compile(
    rf"(?P<class>{_NAME})\(类\)(?P<section>{_NAME})\(款\)(?P<item>{_NAME})\(项\)|(?P<named>{_NAME})\(\d{{7}}\)"
)
_HAS_ITEM: Final = re.compile(r"\((?:项|\d{7})\)")
_SAID: Final = re.compile(
    r"(?:(?P<purpose>用于):?|(?P<reason>原因)(?:是|为|:|系)+)(?P<words>[^。;,:()“”\dxX×]{4,60})(?=[。;]|$)"
)
_GENERAL: Final = re.compile(r"^(?:行政运行|事业运行|机关服务|一般行政管理事务|其他.*)$")
"""Items that pay for what other items are named after, too."""
_SUFFIX: Final = re.compile(r"(?:支出|经费)+$")
_SHARED: Final = "行政事业"
"""In words on what is bought for 行政单位 and 事业单位 alike."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of an item: `kind` purpose or reason, words from sign `start` to before `end` of a paragraph."""

    item: str
    kind: str
    paragraph: Passage
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.paragraph.plain[self.start : self.end]

    @property
    def name(self) -> str:
        """The item's name as the text may shorten it."""
        return _SUFFIX.sub("", self.item) or self.item


def borrowed(outline: Outline) -> list[Statement]:
    """Purposes and reasons that an item has word for word from another one, whose name they say instead of its own.

    Nothing is told of items that are paid for whatever there is (一般行政管理事务, 其他…): what they are for may be
    named after another item.
    Example: `borrowed(outline)[0].path` → `"住房公积金/purpose"`.
    """
    said = [*_said(outline)]
    owners: dict[tuple[str, str], list[str]] = {}
    for each in said:
        if each.name in each.words:
            owners.setdefault((each.kind, each.words), []).append(each.name)
    copies = (each for each in said if _is_borrowed(each, owners.get((each.kind, each.words), ())))
    # One item's purpose and reason are copied together: told once.
    return [_statement(each) for each in {each.item: each for each in reversed([*copies])}.values()][::-1]


def _is_borrowed(said: _Said, owners: Sequence[str]) -> bool:
    if not owners or said.name in said.words or _SHARED in said.words or _GENERAL.match(said.item):
        return False
    return not any(owner in said.item for owner in owners)


def _said(outline: Outline) -> Iterator[_Said]:
    """What the text says of each item that it names: behind the name, up to the next number."""
    item: str | None = None
    for paragraph in outline.body:
        if paragraph.layout is not Layout.TEXT:
            continue
        plain = paragraph.plain
        if number_of(plain) is not None:
            item = None
        named = (
            [(found.end(), found["item"] or found["named"]) for found in _ITEM.finditer(plain)]
            if _HAS_ITEM.search(plain)
            else []
        )
        if item is None and not named:
            continue
        for found in _SAID.finditer(plain):
            item = next((name for end, name in reversed(named) if end <= found.start()), item)
            if item is not None:
                yield _Said(item, "purpose" if found["purpose"] else "reason", paragraph, *found.span("words"))
        item = named[-1][1] if named else item


def _statement(said: _Said) -> Statement:
    words = said.paragraph.said(said.start, said.end)
    line = said.paragraph.line(said.start)
    given = {"mention": "borrowed", "place": "text", "agrees": "no"}
    return replace(statement("mention", line, words.printed, {"words": words}, given), path=f"{said.item}/{said.kind}")
