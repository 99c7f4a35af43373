"""The accounts of a budget read off its print: `identities` for what is planned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from dq.synthesis.generation.printed import Cells, Equation, cell_of, has_column

_FISCAL: Final = "fiscal_summary"
_BUDGETS: Final = (
    ("一般公共预算财政拨款", "general", "general_expenditure"),
    ("政府性基金预算财政拨款", "funds", "funds"),
    ("国有资本经营预算财政拨款", "state_capital", "state_capital"),
)
_SAME: Final = (
    (("income", "合计", "total"), ("summary", "收入总计", "amount")),
    (("income", "合计", "fiscal"), ("summary", "收入总计/财政拨款收入", "amount")),
    (("income", "合计", "undertaking"), ("summary", "收入总计/事业收入", "amount")),
    (("income", "合计", "business"), ("summary", "收入总计/事业单位经营收入", "amount")),
    (("income", "合计", "other"), ("summary", "收入总计/其他收入", "amount")),
    (("expenditure", "合计", "total"), ("summary", "支出总计", "amount")),
    (("income_sources", "收入总计", "amount"), ("summary", "收入总计", "amount")),
    (
        ("income_sources", "收入总计/一般公共预算资金", "amount"),
        ("summary", "本年收入合计/财政拨款/一般公共预算", "amount"),
    ),
    (("income_sources", "收入总计/政府性基金", "amount"), ("summary", "本年收入合计/财政拨款/政府性基金", "amount")),
    (("income_sources", "收入总计/其他资金", "amount"), ("summary", "本年收入合计/其他资金", "amount")),
    (("income_sources", "收入总计/上年结转和结余资金", "amount"), ("summary", "年初结转和结余", "amount")),
    (("expenditure_uses", "合计/基本支出", "amount"), ("summary", "基本支出", "amount")),
    (("expenditure_uses", "合计/项目支出", "amount"), ("summary", "项目支出", "amount")),
    (("income_by_unit", "合计", "total"), ("summary", "收入总计", "amount")),
    (("income_by_unit", "合计", "opening"), ("summary", "年初结转和结余", "amount")),
    (("income_by_unit", "合计", "undertaking"), ("summary", "本年收入合计/事业收入", "amount")),
    (("budgeted_projects", "合计", "total"), ("expenditure", "合计", "project")),
    (("budgeted_projects", "合计", "general"), ("general_expenditure", "合计", "project")),
    (("budgeted_projects", "合计", "funds"), ("funds", "合计", "project")),
    (("budgeted_projects", "合计", "state_capital"), ("state_capital", "合计", "project")),
    ((_FISCAL, "收入总计", "amount"), ("summary", "本年收入合计/财政拨款", "amount")),
    ((_FISCAL, "收入总计", "amount"), ("summary", "收入总计/财政拨款收入", "amount")),
    (("fiscal_expenditure", "合计", "total"), (_FISCAL, "支出总计", "amount")),
    (("fiscal_basic", "合计", "total"), (_FISCAL, "支出总计/基本支出", "amount")),
    (("general_basic", "合计", "total"), ("general_expenditure", "合计", "basic")),
    (("general_basic", "合计", "total"), ("fiscal_basic", "合计", "total")),
)
"""Cells that print one amount; only pairs that a form prints count."""

_SOURCES: Final = ("general", "funds", "state_capital", "fiscal_accounts")
_LISTS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "income_by_unit": {
        "total": ("year", "opening"),
        "year": (*_SOURCES, "undertaking", "business", "superior", "affiliate", "other"),
    },
    "budgeted_projects": {
        "total": (*_SOURCES, "opening_general", "opening_funds", "opening_state_capital", "unit_money"),
    },
    "procurement_plan": {"total": ("general", "funds", "unit_money")},
}
"""Lists of the body's own: columns that are the sum of others; each column comes to its grand total."""


def budget_equations(cells: Cells) -> Iterator[Equation]:
    """What ties the tables of a budget together."""
    for first, second in _SAME:
        yield from _same(cells, first, second)
    for table, sums in _LISTS.items():
        yield from _of_list(cells, table, sums)
    for table in ("summary", _FISCAL):
        yield from _same(cells, (table, "收入总计", "amount"), (table, "支出总计", "amount"))
    for total, year, balance in (("收入总计", "本年收入合计", "年初"), ("支出总计", "本年支出合计", "年末")):
        if cells.has("summary", year):
            parts = tuple(cells.at("summary", path, "amount") for path in (year, f"{balance}结转和结余"))
            yield Equation(f"summary: {total}", (cells.at("summary", total, "amount"),), parts)
    uses = tuple(cells.at("summary", path, "amount") for path in ("基本支出", "项目支出"))
    if cells.has("summary", "基本支出"):
        yield Equation("summary: uses", (cells.at("summary", "支出总计", "amount"),), uses)
    yield from cells.by_class("expenditure", "total", "summary", "amount")
    for name, column, table in _BUDGETS:
        earned = (_FISCAL, f"收入总计/{name}", "amount")
        yield from _same(cells, (table, "合计", "total"), earned)
        if has_column(cells.rows.get(_FISCAL, ()), column):
            yield from _same(cells, (_FISCAL, "支出总计", column), earned)
            yield from cells.by_class(table, "total", _FISCAL, column)
    whole = "三公经费、会议费、培训费合计"
    if cells.has("statistics", whole):
        parts = tuple(cells.at("statistics", path, "amount") for path in ("支出合计", "会议费", "培训费"))
        yield Equation("statistics: all", (cells.at("statistics", whole, "amount"),), parts)


def _of_list(cells: Cells, table: str, sums: Mapping[str, tuple[str, ...]]) -> Iterator[Equation]:
    """The columns of a list of the body's own make up each other row by row, its rows the grand total."""
    rows = cells.rows.get(table, [])
    for row in rows:
        for whole, parts in sums.items():
            yield Equation(f"{table}: {whole}", (cell_of(row, whole),), tuple(cell_of(row, part) for part in parts))
    for column in sorted({*sums, *(part for parts in sums.values() for part in parts)}) if rows else ():
        listed = tuple(cell_of(row, column) for row in rows if row["role"] == "part")
        yield Equation(f"{table}: {column} in all", (cells.at(table, "合计", column),), listed)


def _same(cells: Cells, first: tuple[str, str, str], second: tuple[str, str, str]) -> Iterator[Equation]:
    """Two cells are one amount, where both tables are printed and have the row and the column."""
    for table, path, column in (first, second):
        if not cells.has(table, path) or not has_column(cells.rows[table], column):
            return
    name = f"{first[0]} = {second[0]}" if first[0] != second[0] else f"{first[0]}: {first[1]}"
    yield Equation(name, (cells.at(*first),), (cells.at(*second),))
