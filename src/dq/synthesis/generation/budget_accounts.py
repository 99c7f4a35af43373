"""What each printed cell of a budget is: the accounts of what is planned for a year.

What is planned is drawn apart from what came, and nothing ties a budget to the final accounts of its year. A year is
planned to spend what it earns; where a form prints balances, money that is no appropriation may be brought in from last
year, and none is planned to be left.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import polars as pl

from dq.synthesis.generation.accounts import (
    FINAL_ACCOUNTS,
    NOTHING,
    SPENT_ALL,
    SPENT_GENERAL,
    Accounts,
    Cells,
    total_of,
)
from dq.templates.model import Template

_FISCAL: Final = SPENT_GENERAL + total_of("spent_funds_project", "spent_state_project")
_GENERAL_AND_FUNDS: Final = SPENT_GENERAL + pl.col("spent_funds_project")
_BASIC: Final = total_of("spent_general_basic", "spent_other_basic")
_BROUGHT: Final = total_of("carried_other_basic", "carried_other_project")
_UNDERTAKING: Final = total_of("spent_other_basic", "spent_other_project")
_ELSE: Final = total_of("spent_remitted", "spent_affiliate")
_BALANCE: Final = "年初结转和结余"


def _amounts(cells: dict[str, pl.Expr]) -> dict[str, Cells]:
    return {path: {"amount": cell} for path, cell in cells.items()}


def _by_budget(general: pl.Expr) -> Cells:
    funds, state = pl.col("spent_funds_project"), pl.col("spent_state_project")
    return {"amount": general + funds + state, "general": general, "funds": funds, "state_capital": state}


def _summary() -> dict[str, Cells]:
    """Income by source, expenditure by use: each side comes to all that is to be spent."""
    whole, year = "收入总计", "本年收入合计"
    return _amounts(
        {
            whole: SPENT_ALL,
            f"{whole}/财政拨款收入": _FISCAL,
            f"{whole}/财政拨款收入/一般公共预算资金": SPENT_GENERAL,
            f"{whole}/财政拨款收入/政府性基金": pl.col("spent_funds_project"),
            f"{whole}/财政拨款收入/国有资本经营预算": pl.col("spent_state_project"),
            f"{whole}/事业收入": _UNDERTAKING,
            f"{whole}/事业单位经营收入": pl.col("spent_business"),
            f"{whole}/其他收入": _ELSE,
            year: SPENT_ALL - _BROUGHT,
            f"{year}/财政拨款": _GENERAL_AND_FUNDS,
            f"{year}/财政拨款/一般公共预算": SPENT_GENERAL,
            f"{year}/财政拨款/政府性基金": pl.col("spent_funds_project"),
            f"{year}/其他资金": SPENT_ALL - _GENERAL_AND_FUNDS - _BROUGHT,
            f"{year}/一般公共预算财政拨款收入": SPENT_GENERAL,
            f"{year}/政府性基金预算财政拨款收入": pl.col("spent_funds_project"),
            f"{year}/国有资本经营预算财政拨款收入": pl.col("spent_state_project"),
            f"{year}/事业收入": _UNDERTAKING - _BROUGHT,
            f"{year}/经营收入": pl.col("spent_business"),
            f"{year}/其他收入": _ELSE,
            _BALANCE: _BROUGHT,
            "本年支出合计": SPENT_ALL,
            "支出总计": SPENT_ALL,
            "基本支出": _BASIC,
            "项目支出": SPENT_ALL - _BASIC,
        }
    )


def _sources() -> dict[str, Cells]:
    """The same income, each source under its group."""
    whole, general, other = "收入总计", "收入总计/一般公共预算资金", "收入总计/其他资金"
    return _amounts(
        {
            whole: SPENT_ALL,
            general: SPENT_GENERAL,
            f"{general}/公共财政拨款(补助)资金": SPENT_GENERAL,
            f"{whole}/政府性基金": pl.col("spent_funds_project"),
            other: SPENT_ALL - _GENERAL_AND_FUNDS - _BROUGHT,
            f"{other}/事业收入": _UNDERTAKING - _BROUGHT,
            f"{other}/经营收入": pl.col("spent_business"),
            f"{other}/其他收入": _ELSE,
            f"{whole}/上年结转和结余资金": _BROUGHT,
            f"{whole}/上年结转和结余资金/动用上年结转和结余资金": _BROUGHT,
        }
    )


def _fiscal_summary() -> dict[str, Cells]:
    whole, spent, year = "收入总计", "支出总计", "本年收入合计"
    sources = {
        "一般公共预算财政拨款": SPENT_GENERAL,
        "政府性基金预算财政拨款": pl.col("spent_funds_project"),
        "国有资本经营预算财政拨款": pl.col("spent_state_project"),
    }
    return {
        **_amounts(
            {
                **{f"{total}/{name}": amount for total in (whole, year) for name, amount in sources.items()},
                whole: _FISCAL,
                year: _FISCAL,
                f"{spent}/基本支出": pl.col("spent_general_basic"),
                f"{spent}/项目支出": _FISCAL - pl.col("spent_general_basic"),
            }
        ),
        spent: _by_budget(SPENT_GENERAL),
        "本年支出合计": _by_budget(SPENT_GENERAL),
    }


def _statistics() -> dict[str, Cells]:
    cars = "支出合计/公务用车购置及运行维护费"
    reception = total_of("reception_domestic", "reception_abroad")
    driving = total_of("car_purchase", "car_running")
    meetings, training = pl.col("economic_30215"), pl.col("economic_30216")
    official = pl.col("travel") + driving + reception
    return _amounts(
        {
            "支出合计": official,
            "支出合计/因公出国(境)费": pl.col("travel"),
            "支出合计/公务接待费": reception,
            cars: driving,
            f"{cars}/公务用车购置费": pl.col("car_purchase"),
            f"{cars}/公务用车运行维护费": pl.col("car_running"),
            "机关运行经费": total_of("running_bodies", "running_institutions"),
            "三公经费、会议费、培训费合计": official + meetings + training,
            "会议费": meetings,
            "培训费": training,
        }
    )


_USES: Final = _amounts({"合计": SPENT_ALL, "合计/基本支出": _BASIC, "合计/项目支出": SPENT_ALL - _BASIC})
_EXPENDITURE: Final = {"total": SPENT_ALL, "basic": _BASIC, "project": SPENT_ALL - _BASIC}
BUDGET: Final = Accounts(
    items={
        "summary": _summary(),
        "income_sources": _sources(),
        "expenditure_uses": _USES,
        "fiscal_summary": _fiscal_summary(),
        "statistics": _statistics(),
        "procurement": FINAL_ACCOUNTS.items["procurement"],
    },
    columns={
        **FINAL_ACCOUNTS.columns,
        "income": {
            "total": SPENT_ALL,
            "fiscal": _FISCAL,
            "undertaking": _UNDERTAKING,
            "business": pl.col("spent_business"),
            "other": _ELSE,
        },
        "expenditure": _EXPENDITURE,
        "fiscal_expenditure": {"total": _GENERAL_AND_FUNDS},
        "fiscal_basic": {"total": pl.col("basic")},
        "operating_expenses": {"total": pl.when(pl.col("group") == "public").then(pl.col("basic")).otherwise(0)},
    },
)
"""The accounts of budgets, over the same books as those of final accounts."""

_BY_SOURCE: Final = {
    "total": SPENT_ALL,
    "opening": _BROUGHT,
    "general": SPENT_GENERAL,
    "funds": pl.col("spent_funds_project"),
    "state_capital": pl.col("spent_state_project"),
    "undertaking": _UNDERTAKING - _BROUGHT,
    "business": pl.col("spent_business"),
    "other": _ELSE,
}
_BY_KIND: Final = {
    **FINAL_ACCOUNTS.columns["expenditure"],
    "total": SPENT_ALL,
}
NATIONAL_BUDGET: Final = replace(BUDGET, columns={**BUDGET.columns, "income": _BY_SOURCE, "expenditure": _BY_KIND})
"""The same, where the table of income tells what last year left and that of expenditure all kinds of it."""

INCOME_BY_UNIT: Final[Cells] = {
    **{name: cell for name, cell in _BY_SOURCE.items() if name != "total"},
    **dict.fromkeys(("fiscal_accounts", "superior", "affiliate"), NOTHING),
}
"""What the units of a body earn together, by source, and what last year left them."""
PROJECTS: Final[Cells] = {
    **{f"opening_{name}": NOTHING for name in ("general", "funds", "state_capital")},
    "general": pl.col("spent_general_project"),
    "funds": pl.col("spent_funds_project"),
    "state_capital": pl.col("spent_state_project"),
    "fiscal_accounts": NOTHING,
    "unit_money": pl.col("spent_other_project"),
}
"""What the projects of a body cost together, by what pays for them."""


def accounts_of(form: Template) -> Accounts:
    """The accounts that a form prints."""
    if form.kind != "budget":
        return FINAL_ACCOUNTS
    measures = {each.name for table in form.tables if table.name == "income" for each in table.blocks[0].measures}
    return NATIONAL_BUDGET if "opening" in measures else BUDGET
