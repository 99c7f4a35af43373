"""Sentences which say that last year's figures were changed since: corrected, or because bodies merged."""

from __future__ import annotations

import re
from typing import Final

from dq.ingest.statements.document.mentions import statement
from dq.ingest.statements.document.outline import Outline
from dq.ingest.statements.model import Statement
from dq.ingest.statements.prose import Layout, Passage

_UNCHANGED: Final = re.compile(r"(?:未|没有|无|不)[^。;,]{0,6}$")
_CHANGED: Final = r"(?:调整|调增|调减|更正|追溯|重述|不一致)"
_OPENING: Final = r"(?:年初|期初)(?:财政拨款|资金)?(?:结转(?:和)?结余|结转|结余|余额|(?<![于比较占成与]年初)数)"
"""No 年初预算数, nor what is held against it by its short name (大于年初数)."""
_OTHER: Final = r"预算|原因|主要|用途|用于|使用|未|没有|无|不(?!一致)"
"""Words by which something else was changed than what there was, or nothing."""
_RESTATED: Final = re.compile(
    rf"{_OPENING}(?:(?!{_OTHER})[^。;,\d]){{0,20}}{_CHANGED}(?!{_OTHER})|{_CHANGED}(?:了)?{_OPENING}(?!资金|用途)"
    r"|(?:年初数|上年数)[^。;,\d]{0,12}口径[^。;,\d]{0,6}调整"
)
_MERGED: Final = re.compile(
    r"(?P<year>20\d\d)年(?:(?!包括|范围|资金|款)[^。;]){0,60}?"
    r"(?:(?:并入|划入|划归|转隶至?)(?:到|至)?(?:本|我)(?:部门|单位|局|委|办|院|校|厅|中心|所|站)(?!资产|账|基本)"
    r"|合并(?:组建|成立|到本|至本|为[^。;,\d]{0,12}(?:局|委|办|院|校|厅|中心|所|站)))"
)
"""Only in the report's year: bodies that merged earlier are told of every year in what a body is there for."""


def restated(outline: Outline) -> list[Statement]:
    """The first sentence which says so.

    Example: `restated(outline)[0].attributes["mention"]` → `"restated"`.
    """
    year = str(outline.context.identity.year)
    for paragraph in outline.body:
        if paragraph.layout is Layout.TEXT and (span := _span(paragraph, year)) is not None:
            words = paragraph.said(*span)
            given = {"mention": "restated", "place": "text"}
            return [statement("mention", paragraph.line(span[0]), words.printed, {"words": words}, given)]
    return []


def _span(paragraph: Passage, year: str) -> tuple[int, int] | None:
    found = _RESTATED.search(paragraph.plain)
    if found is not None and _UNCHANGED.search(paragraph.plain, 0, found.start()) is None:
        return found.span()
    return next((each.span() for each in _MERGED.finditer(paragraph.plain) if each["year"] == year), None)
