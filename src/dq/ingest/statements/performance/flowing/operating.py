"""The form of operating funds (部门经常性业务费绩效自评表): one row of money, and sentences on what it was spent on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dq.ingest.statements.model import Said, Statement
from dq.ingest.statements.performance.flowing.figures import CELL, NUMBER, cell, row_cells
from dq.ingest.statements.performance.flowing.funds import money_unit
from dq.ingest.statements.performance.flowing.parts import Sheet
from dq.ingest.statements.performance.flowing.text import Part

_BUDGET: Final = re.compile(rf"预算金额\s?(?P<figure>{NUMBER})")
_GROUPS: Final = (
    ("实际到位", ("received", "arrival_rate")),
    ("实际支出", ("spent", "spending_rate")),
    ("结余", ("balance", "balance_rate")),
)
_HEADER: Final = re.compile(r"(?:金额占预算金额比例){3}\s?")
_ITEM: Final = re.compile(
    rf"(?<!\d)\d{{1,2}}[、.](?P<name>[^\d,;。、:()]{{2,40}}?)(?:支付|支出|使用|花费)?(?P<figure>{NUMBER})(?P<unit>万元|亿元|元|万)(?=[。;]|$)"
)


def operating_funds(sheet: Sheet, part: Part) -> Iterator[Statement]:
    """Budget, what arrived, was spent and is left, each with its share of the budget."""
    flow = sheet.flow
    budget = _BUDGET.search(flow.text, part.label, part.end)
    starts = [flow.text.find(label, part.label, part.end) for label, _ in _GROUPS]
    header = _HEADER.search(flow.text, part.label, part.end)
    if budget is None or header is None or -1 in starts or starts != sorted(starts):
        return
    names = [name for _, pair in _GROUPS for name in pair]
    cells = row_cells(flow, header.end(), part.end, len(names))
    if cells and CELL.match(flow.text, cells[-1][1] + 1, part.end):
        cells = None  # a seventh figure, or digits that a line break cut off
    unit = money_unit(sheet, part)
    figures: dict[str, Said | None] = {"budget": flow.said(*budget.span("figure"), unit)}
    figures |= {
        name: cell(flow, place, "%" if name.endswith("_rate") else unit)
        for name, place in zip(names, cells or (), strict=False)
    }
    yield sheet.row("project_fund", budget.start(), None, figures, {"source": "total"}, "total")


def operating_expenditure(sheet: Sheet, part: Part) -> Iterator[Statement]:
    """What the numbered sentences say was spent on one thing each: "4、业务费65万元。"."""
    for found in _ITEM.finditer(sheet.flow.text, part.begin, part.end):
        unit = "万元" if found["unit"] == "万" else found["unit"]
        said = sheet.flow.said(found.start("figure"), found.end("figure"), unit)
        yield sheet.row("project_expenditure", found.start("name"), found["name"], {"amount": said})
