"""What a text lists as the kinds of basic expenditure: 人员经费 12.00 万元，主要包括：基本工资、津贴补贴……"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from dq.ingest.statements.document.mentions import statement
from dq.ingest.statements.document.outline import Outline
from dq.ingest.statements.model import Statement
from dq.ingest.statements.prose import Layout, Passage
from dq.templates import normalise_label
from dq.types import CellState

_LIST: Final = re.compile(
    r"(?P<kind>人员|公用)(?:经费|支出)[^。;:]{0,20}?\d[^。;:]{0,12}?元[^。;:]{0,8}?(?:主要)?包括:?(?P<names>[^。;:]+)"
)
"""Behind the amount of the year only: a glossary says what such money is for in general."""
_NAME: Final = re.compile(r"[^、,]+")
_TAIL: Final = re.compile(r"等(?:支出|费用|项|方面)?$|(?:…|\.{2,}).*$")
_TABLE: Final = "general_basic"
_NOTHING: Final = frozenset({CellState.ZERO, CellState.BLANK, CellState.DASH})


def listed(outline: Outline) -> list[Statement]:
    """Each item that a text lists as what personnel or running costs consist of, and whether the table of basic
    expenditure has an amount for it; unsaid where that table has no row of this name or its reading is doubted.

    Example: `listed(outline)[0].path` → `"人员经费/基本工资"`.
    """
    texts = [each for each in outline.body if each.layout is Layout.TEXT and "包括" in each.plain]
    spent = _spent(outline) if texts else {}
    return [item for paragraph in texts for item in _items(paragraph, spent)]


def _spent(outline: Outline) -> dict[str, str | None]:
    """Whether something was spent on each item of the table."""
    found: dict[str, str | None] = {}
    for row in outline.context.rows.get(_TABLE, ()):
        name, state = row.get("item"), row.get("total__state")
        if name is None or state is None:
            continue
        said = None if row.get("total__doubt") else _said(CellState(state))
        known = found.get(name, said)
        found[name] = said if known == said else "filled" if "filled" in (known, said) else None
    return found


def _said(state: CellState) -> str | None:
    return "filled" if state is CellState.FIGURE else "empty" if state in _NOTHING else None


def _items(paragraph: Passage, spent: Mapping[str, str | None]) -> Iterator[Statement]:
    for found in _LIST.finditer(paragraph.plain):
        for name in _NAME.finditer(paragraph.plain, *found.span("names")):
            end = name.start() + len(_TAIL.sub("", name[0]))
            if end == name.start():
                continue
            words = paragraph.said(name.start(), end)
            item = normalise_label(words.printed)
            given = {"mention": "listed", "place": "text", "table": _TABLE, "state": spent.get(item)}
            line = paragraph.line(name.start())
            each = statement("mention", line, words.printed, {"words": words}, given)
            yield replace(each, path=f"{found['kind']}经费/{item}")
