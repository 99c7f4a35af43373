"""The accounts read off the printed report: which of them no rounding can save.

The equations are those of docs/explanation/synthesis.md, put to the printed cells of one report. They decide what a
fault has broken; rules are measured against them and are not asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dq.archive.report_tables import ReportTables
from dq.synthesis.generation.budget_identities import budget_equations
from dq.synthesis.generation.printed import Cells, Equation, cell_of, has_column

_FUNDS: Final = ("general", "funds", "state_capital")
_PARTS: Final = {
    "income": ("total", ("fiscal", "superior", "undertaking", "business", "affiliate", "other")),
    "expenditure": ("total", ("basic", "project", "remitted", "business", "affiliate")),
    "general_expenditure": ("total", ("basic", "project")),
    "general_basic": ("total", ("personnel", "public")),
    "funds": ("total", ("basic", "project")),
    "state_capital": ("total", ("basic", "project")),
}
"""Tables in which one column is the sum of others."""
_CARRYING: Final = ("funds", "state_capital")
_CODED: Final = (*_PARTS, "general_detail", "fiscal_expenditure", "fiscal_basic", "operating_expenses")
_BOUGHT: Final = ("general", "funds", "other")


def broken(report: ReportTables) -> tuple[str, ...]:
    """Names of the equations that the printed report breaks beyond rounding, each once, sorted."""
    return tuple(sorted({each.name for each in equations(report) if each.is_broken}))


def equations(report: ReportTables) -> Iterator[Equation]:
    """All equations of the accounts that the printed report must meet."""
    cells = Cells(report.rows)
    yield from _of_items(cells)
    for table in _CODED:
        yield from _of_codes(cells, table)
    if report.report["kind"] == "budget":
        yield from budget_equations(cells)
        return
    yield from _of_summaries(cells)
    yield from _of_budgets(cells)
    yield from _of_spending(cells)


def _of_items(cells: Cells) -> Iterator[Equation]:
    """Totals and balances are the sum of what the form prints under them."""
    for table, columns in (
        ("summary", ("amount",)),
        ("fiscal_summary", ("amount", *_FUNDS)),
        ("statistics", ("amount", "budget")),
        ("income_sources", ("amount",)),
        ("expenditure_uses", ("amount",)),
        ("procurement", ("planned_total",)),
    ):
        rows = cells.rows.get(table, [])
        for row in rows:
            children = [other for other in cells.below(table, row) if other["role"] in ("item", "part")]
            for column in columns:
                if children and row.get(f"{column}__state") is not None:
                    parts = tuple(cell_of(child, column) for child in children)
                    yield Equation(f"{table}: {row['path']}", (cell_of(row, column),), parts)


def _of_codes(cells: Cells, table: str) -> Iterator[Equation]:
    """Columns make up the total column, items their subclass and class, classes the total row."""
    rows = cells.rows.get(table, [])
    whole, parts = _PARTS.get(table, ("total", ()))
    columns = [
        name for name in dict.fromkeys((whole, *parts, "opening", "income", "closing")) if has_column(rows, name)
    ]
    has_opening = has_column(rows, "opening")
    has_parts = bool(parts) and has_column(rows, parts[0])
    for row in rows:
        if has_parts:
            yield Equation(f"{table}: columns", (cell_of(row, whole),), tuple(cell_of(row, part) for part in parts))
        if table in _CARRYING and has_opening:
            carried_in = (cell_of(row, "opening"), cell_of(row, "income"))
            yield Equation(f"{table}: carried", carried_in, (cell_of(row, "total"), cell_of(row, "closing")))
        below = [other for other in rows if row["code"] is not None and other["parent"] == row["n"]]
        if row["path"] == "合计":
            below = [other for other in rows if other["role"] == "item" and other["parent"] is None]
        for column in columns if below else ():
            summed = tuple(cell_of(other, column) for other in below)
            yield Equation(f"{table}: levels", (cell_of(row, column),), summed)


def _of_summaries(cells: Cells) -> Iterator[Equation]:
    """Both sides of a summary come to the same, and the tables of income and expenditure to the summary's totals."""
    for table, opening, closing, columns in (
        ("summary", ("使用非财政拨款结余", "年初结转和结余"), ("结余分配", "年末结转和结余"), ("amount",)),
        ("fiscal_summary", ("年初财政拨款结转和结余",), ("年末财政拨款结转和结余",), ("amount", *_FUNDS)),
    ):
        if not cells.rows.get(table):
            continue
        sides = (("收入总计", "本年收入合计", opening), ("支出总计", "本年支出合计", closing))
        for total, year, balances in sides:
            for column in columns:
                parts = tuple(cells.at(table, path, column) for path in (year, *balances))
                yield Equation(f"{table}: {total}", (cells.at(table, total, column),), parts)
        both = [(cells.at(table, total, "amount"),) for total, _, _ in sides]
        yield Equation(f"{table}: both sides", both[0], both[1])
    for table, path in (("income", "本年收入合计"), ("expenditure", "本年支出合计")):
        if cells.rows.get(table):
            yield Equation(
                f"{table} = summary", (cells.at(table, "合计", "total"),), (cells.at("summary", path, "amount"),)
            )
    yield from cells.by_class("expenditure", "total", "summary", "amount")
    for column, item in (
        ("superior", "上级补助收入"),
        ("undertaking", "事业收入"),
        ("business", "经营收入"),
        ("affiliate", "附属单位上缴收入"),
        ("other", "其他收入"),
    ):
        printed = cells.at("summary", f"本年收入合计/{item}", "amount")
        yield Equation("income = summary, source", (cells.at("income", "合计", column),), (printed,))


_BUDGETS: Final = (
    ("一般公共预算财政拨款", "general", "general_expenditure"),
    ("政府性基金预算财政拨款", "funds", "funds"),
    ("国有资本经营预算财政拨款", "state_capital", "state_capital"),
)


def _of_budgets(cells: Cells) -> Iterator[Equation]:
    """Each budget balances by itself and agrees with its own table, and appropriations with income and summary."""
    fiscal = "fiscal_summary"
    year, carried, left = "本年收入合计", "年初财政拨款结转和结余", "年末财政拨款结转和结余"
    for row in cells.rows.get(fiscal, []):
        if row["side"] == "expenditure":
            parts = tuple(cell_of(row, column) for column in _FUNDS)
            yield Equation(f"{fiscal}: columns", (cell_of(row, "amount"),), parts)
    for name, column, table in _BUDGETS:
        earned, brought = (cells.at(fiscal, f"{path}/{name}", "amount") for path in (year, carried))
        yield Equation(f"{fiscal}: {column}", (cells.at(fiscal, "支出总计", column),), (earned, brought))
        if table not in cells.rows:
            continue
        spent = cells.at(fiscal, "本年支出合计", column)
        yield Equation(f"{table} = {fiscal}", (cells.at(table, "合计", "total"),), (spent,))
        if table in _CARRYING:
            for what, cell in (("income", earned), ("opening", brought), ("closing", cells.at(fiscal, left, column))):
                yield Equation(f"{table} = {fiscal}, {what}", (cells.at(table, "合计", what),), (cell,))
        yield from cells.by_class(table, "total", fiscal, column)
    total = cells.at(fiscal, year, "amount")
    yield Equation(f"income = {fiscal}", (cells.at("income", "合计", "fiscal"),), (total,))
    printed = ("财政拨款", "一般公共预算财政拨款收入", "政府性基金预算财政拨款收入", "国有资本经营预算财政拨款收入")
    yield Equation(
        f"summary = {fiscal}", tuple(cells.at("summary", f"{year}/{name}", "amount") for name in printed), (total,)
    )
    for name, _, _ in _BUDGETS:
        of_which = f"{year}/财政拨款/政府性基金" if name.startswith("政府性") else ""
        path = of_which if of_which and cells.has("summary", of_which) else f"{year}/{name}收入"
        if cells.has("summary", path):
            cell = cells.at(fiscal, f"{year}/{name}", "amount")
            yield Equation(f"summary = {fiscal}, budget", (cells.at("summary", path, "amount"),), (cell,))
    yield from _of_balances(cells)


def _of_balances(cells: Cells) -> Iterator[Equation]:
    """Balances of appropriations are the summary's of-which lines, where the form prints them."""
    for moment in ("年初", "年末"):
        basic = f"{moment}结转和结余/基本支出结转/财政拨款结转"
        project = f"{moment}结转和结余/项目支出结转和结余/财政拨款结转和结余"
        if not cells.has("summary", basic):
            continue
        whole = f"{moment}财政拨款结转和结余"
        cell = cells.at("fiscal_summary", whole, "amount")
        parts = tuple(cells.at("summary", path, "amount") for path in (basic, project))
        yield Equation("summary = fiscal_summary, balance", parts, (cell,))
        for path, part in (("基本支出结转", parts[0]), ("项目支出结转和结余", parts[1])):
            if cells.has("fiscal_summary", f"{whole}/{path}"):
                cell = cells.at("fiscal_summary", f"{whole}/{path}", "amount")
                yield Equation("summary = fiscal_summary, balance", (part,), (cell,))


def _of_spending(cells: Cells) -> Iterator[Equation]:
    """The general budget by economic class, and procurement."""
    whole = cells.at("general_expenditure", "合计", "total")
    basic = cells.at("general_expenditure", "合计", "basic")
    if "general_detail" in cells.rows:
        yield Equation("general_detail = general_expenditure", (cells.at("general_detail", "合计", "total"),), (whole,))
    names = ("合计",) if cells.has("general_basic", "合计") else ("人员经费合计", "公用经费合计")
    if "general_basic" in cells.rows:
        totals = tuple(cells.at("general_basic", name, "total") for name in names)
        yield Equation("general_basic = general_expenditure", totals, (basic,))
    for name in names if len(names) > 1 else ():
        personnel = name.startswith("人员")
        tops = [row for row in cells.rows.get("general_basic", []) if row["level"] == 1]
        own = tuple(cell_of(row, "total") for row in tops if (row["code"] in ("301", "303")) == personnel)
        yield Equation(f"general_basic: {name}", (cells.at("general_basic", name, "total"),), own)
    rows = cells.rows.get("procurement", [])
    for when in ("planned", "actual"):
        for row in rows:
            fiscal = cell_of(row, f"{when}_fiscal")
            yield Equation(
                "procurement: payers", (cell_of(row, f"{when}_total"),), (fiscal, cell_of(row, f"{when}_nonfiscal"))
            )
            yield Equation("procurement: budgets", (fiscal,), tuple(cell_of(row, f"{when}_{name}") for name in _BOUGHT))
        for column in (f"{when}_{name}" for name in ("total", "fiscal", *_BOUGHT, "nonfiscal")):
            parts = tuple(cell_of(row, column) for row in rows if row["role"] == "item")
            if rows:
                yield Equation("procurement: kinds", (cells.at("procurement", "合计", column),), parts)
