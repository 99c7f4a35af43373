"""What a text lists as the kinds of basic expenditure: 人员经费 12.00 万元，主要包括：基本工资、津贴补贴……"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from decimal import Decimal
from typing import Final

from dq.ingest.statements.document.mentions import statement
from dq.ingest.statements.document.numbering import PART, SECTION, number_of
from dq.ingest.statements.document.outline import Outline
from dq.ingest.statements.model import Statement
from dq.ingest.statements.prose import Layout, Passage
from dq.templates import normalise_label
from dq.types import CellState, unit_named

_LIST: Final = re.compile(
    r"(?P<kind>(?:人员|公用)(?=经费|支出)|工资福利|商品和服务|对个人和家庭的补助)(?:经费|支出)?"
    r"(?P<between>[^。;:]{0,20}?\d[^。;:]{0,12}?元[^。;:]{0,8}?)(?:(?:主要)?包括|主要用于):?(?P<names>[^。;:]+)"
)
"""Behind the amount of the year only: a glossary says what such money is for in general."""
_LISTED: Final = re.compile("包括|主要用于")
_PART_OF: Final = {"工资福利": "人员", "对个人和家庭的补助": "人员", "商品和服务": "公用"}
"""Of which of the two kinds each class is."""
_GENERAL: Final = re.compile(r"公共预算(?:当年)?(?:财政)?(?:拨款)?(?:安排)?的?基本支出")
"""The money that the table is of; basic expenditure is paid from other funds, too."""
_HEADING: Final = frozenset((PART, SECTION))
_OTHER_YEAR: Final = re.compile(r"(?<![比较与同])(?:上年|去年|上一年)|(?<!公共)预算(?![^。;]*(?:决算|完成))")
"""Before a list that is not of what was spent in the year."""
_AMOUNT: Final = re.compile(r"(?P<figure>\d[\d,]*(?:\.(?P<decimals>\d+))?)(?P<unit>[千万亿]?元)")
_TOTALS: Final = {"人员": ("人员经费合计", "personnel"), "公用": ("公用经费合计", "public")}
"""Row of the table, or column of its row 合计, that has the whole of each list."""
_NAME: Final = re.compile(r"[^、,]+")
_TAIL: Final = re.compile(r"等(?:支出|费用|项|方面)?$|(?:…|\.{2,}).*$")
_FAR: Final = 1_000
"""Characters of a paragraph before a list in which is told what it is of."""
_TABLE: Final = "general_basic"
_EMPTY: Final = frozenset({CellState.BLANK, CellState.DASH})


def listed(outline: Outline) -> list[Statement]:
    """Each item that a text lists as what personnel or running costs consist of, and whether the table of basic
    expenditure has an amount for it; unsaid where that table has no row of this name or its reading is doubted.

    Only lists of what that table is of: in the section or the sentence on basic expenditure from the general budget, or
    behind the very amount of the table.
    Example: `listed(outline)[0].path` → `"人员经费/基本工资"`.
    """
    texts = [each for each in outline.body if each.layout is Layout.TEXT and _LISTED.search(each.plain)]
    if not texts:
        return []
    spent, totals = _spent(outline), _totals(outline)
    wanted = {id(paragraph) for paragraph in texts}
    found: list[Statement] = []
    is_general = False
    for paragraph in outline.body:
        number = number_of(paragraph.plain)
        if number is not None and number.rank in _HEADING:
            is_general = _GENERAL.search(paragraph.plain) is not None
        if id(paragraph) in wanted:
            found += _items(paragraph, spent, totals, is_general=is_general)
    return found


def _spent(outline: Outline) -> dict[str, str | None]:
    """Whether something was spent on each item of the table."""
    found: dict[str, str | None] = {}
    rows = outline.context.rows.get(_TABLE, ())
    # Beside blanks 0.00 万元 is a sum of less than 50 元; a table without any prints zeros for what there is none of.
    nothing = _EMPTY if any(row.get("total__state") in _EMPTY for row in rows) else {CellState.ZERO}
    for row in rows:
        name, state = row.get("item"), row.get("total__state")
        if name is None or state is None:
            continue
        said = None if row.get("total__doubt") else _said(CellState(state), nothing)
        known = found.get(name, said)
        found[name] = said if known == said else "filled" if "filled" in (known, said) else None
    return found


def _said(state: CellState, nothing: AbstractSet[CellState]) -> str | None:
    return "filled" if state is CellState.FIGURE else "empty" if state in nothing else None


def _totals(outline: Outline) -> dict[str, list[tuple[Decimal, Decimal]]]:
    """What the table has for each whole list, in 元, and how far it is rounded."""
    found: dict[str, list[tuple[Decimal, Decimal]]] = {}
    for row in outline.context.rows.get(_TABLE, ()):
        for kind, (item, column) in _TOTALS.items():
            name = "total" if row.get("item") == item else column if row.get("item") == "合计" else ""
            value = row.get(name)
            if value is not None and not row.get(f"{name}__doubt"):
                found.setdefault(kind, []).append((value, row.get(f"{name}__radius") or Decimal(0)))
    return found


def _is_of_table(
    paragraph: Passage, found: re.Match[str], totals: Sequence[tuple[Decimal, Decimal]], *, is_general: bool
) -> bool:
    """True where a list is of the year's basic expenditure from the general budget."""
    text = paragraph.plain
    far = max(0, found.start() - _FAR)
    begin = max(far, *(text.rfind(stop, far, found.start()) + 1 for stop in "。;"))
    if _OTHER_YEAR.search(text, begin, found.start()) or _OTHER_YEAR.search(found["between"]):
        return False
    if is_general or _GENERAL.search(text, far, found.start()):
        return True
    amount = _AMOUNT.search(found["between"])
    if amount is None:
        return False
    factor = unit_named(amount["unit"]).factor
    value = Decimal(amount["figure"].replace(",", "")) * factor
    radius = Decimal(5).scaleb(-len(amount["decimals"] or "") - 1) * factor
    return any(abs(value - total) <= radius + rounded for total, rounded in totals)


def _items(
    paragraph: Passage,
    spent: Mapping[str, str | None],
    totals: Mapping[str, Sequence[tuple[Decimal, Decimal]]],
    *,
    is_general: bool,
) -> Iterator[Statement]:
    for found in _LIST.finditer(paragraph.plain):
        if not _is_of_table(paragraph, found, totals.get(found["kind"], ()), is_general=is_general):
            continue
        for name in _NAME.finditer(paragraph.plain, *found.span("names")):
            end = name.start() + len(_TAIL.sub("", name[0]))
            if end == name.start():
                continue
            words = paragraph.said(name.start(), end)
            item = normalise_label(words.printed)
            given = {"mention": "listed", "place": "text", "table": _TABLE, "state": spent.get(item)}
            line = paragraph.line(name.start())
            each = statement("mention", line, words.printed, {"words": words}, given)
            yield replace(each, path=f"{_PART_OF.get(found['kind'], found['kind'])}经费/{item}")
