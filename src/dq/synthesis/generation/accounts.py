"""What each printed cell is, said in the amounts of the books: the generator's own statement of accounting.

A template is printed by looking its rows and columns up here, so a new form of the same accounts needs lines here only
for what is new in it; what is not found is printed as zero. Explained in docs/explanation/synthesis.md. Nothing here
comes from `rules/`. Budgets, whose rows have the same names and other meanings, stand in `budget_accounts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from dq.synthesis.generation.books import CARS, GOODS, PAYERS, class_codes
from dq.synthesis.generation.ledger import CARRIED, EARNED, SPENT

Cells = dict[str, pl.Expr]
"""Column of a table → its exact amount (fen, or a number of things)."""


def total_of(*names: str) -> pl.Expr:
    """The sum of these columns."""
    return pl.sum_horizontal(*(pl.col(name) for name in names))


SPENT_ALL: Final = total_of(*(f"spent_{name}" for name in SPENT))
SPENT_GENERAL: Final = total_of("spent_general_basic", "spent_general_project")
EARNED_ALL: Final = total_of(*(f"earned_{name}" for name in EARNED))
EARNED_FISCAL: Final = total_of("earned_general", "earned_funds", "earned_state")


def _balance(prefix: str) -> dict[str, pl.Expr]:
    """Balances of one moment: `prefix` is carried (from last year) or left (to the next)."""
    general = total_of(f"{prefix}_general_basic", f"{prefix}_general_project")
    funds, state = pl.col(f"{prefix}_funds"), pl.col(f"{prefix}_state")
    return {
        "all": total_of(*(f"{prefix}_{name}" for name in CARRIED)),
        "general": general,
        "funds": funds,
        "state": state,
        "fiscal": general + funds + state,
        "basic": total_of(f"{prefix}_general_basic", f"{prefix}_other_basic"),
        "basic_fiscal": pl.col(f"{prefix}_general_basic"),
        "project": total_of(
            f"{prefix}_general_project", f"{prefix}_funds", f"{prefix}_state", f"{prefix}_other_project"
        ),
        "project_fiscal": total_of(f"{prefix}_general_project", f"{prefix}_funds", f"{prefix}_state"),
        "project_general": pl.col(f"{prefix}_general_project"),
    }


CARRIED_IN: Final = _balance("carried")
CARRIED_ON: Final = _balance("left")
NOTHING: Final = pl.lit(0, dtype=pl.Int64)


def _amount(cell: pl.Expr) -> Cells:
    return {"amount": cell}


def _by_budget(general: pl.Expr, funds: pl.Expr, state: pl.Expr) -> Cells:
    return {"amount": general + funds + state, "general": general, "funds": funds, "state_capital": state}


def _summary() -> dict[str, Cells]:
    """Income of the year + surplus used + carried in = expenditure + profit distributed + carried on."""
    earned, fund = "本年收入合计", "结余分配"
    rows = {
        f"{earned}": EARNED_ALL,
        f"{earned}/财政拨款": EARNED_FISCAL,
        f"{earned}/财政拨款/政府性基金": pl.col("earned_funds"),
        f"{earned}/一般公共预算财政拨款收入": pl.col("earned_general"),
        f"{earned}/政府性基金预算财政拨款收入": pl.col("earned_funds"),
        f"{earned}/国有资本经营预算财政拨款收入": pl.col("earned_state"),
        f"{earned}/上级补助收入": pl.col("earned_superior"),
        f"{earned}/事业收入": pl.col("earned_undertaking"),
        f"{earned}/经营收入": pl.col("earned_business"),
        f"{earned}/附属单位上缴收入": pl.col("earned_affiliate"),
        f"{earned}/其他收入": pl.col("earned_other"),
        "使用非财政拨款结余": pl.col("used"),
        "收入总计": EARNED_ALL + pl.col("used") + CARRIED_IN["all"],
        "本年支出合计": SPENT_ALL,
        fund: pl.col("profit"),
        f"{fund}/缴纳所得税": pl.col("profit") // 4,
        f"{fund}/提取职工福利基金": pl.col("profit") * 2 // 5,
        f"{fund}/转入事业基金": pl.col("profit") - pl.col("profit") // 4 - pl.col("profit") * 2 // 5,
        "支出总计": SPENT_ALL + pl.col("profit") + CARRIED_ON["all"],
    }
    for name, balance in (("年初结转和结余", CARRIED_IN), ("年末结转和结余", CARRIED_ON)):
        rows |= {
            name: balance["all"],
            f"{name}/基本支出结转": balance["basic"],
            f"{name}/基本支出结转/财政拨款结转": balance["basic_fiscal"],
            f"{name}/项目支出结转和结余": balance["project"],
            f"{name}/项目支出结转和结余/财政拨款结转和结余": balance["project_fiscal"],
        }
    return {path: _amount(cell) for path, cell in rows.items()}


def _fiscal_summary() -> dict[str, Cells]:
    """Appropriations of the year + carried in = expenditure from them + carried on, budget by budget."""
    budgets = {
        "一般公共预算财政拨款": (pl.col("earned_general"), CARRIED_IN["general"]),
        "政府性基金预算财政拨款": (pl.col("earned_funds"), CARRIED_IN["funds"]),
        "国有资本经营预算财政拨款": (pl.col("earned_state"), CARRIED_IN["state"]),
    }
    rows = {f"本年收入合计/{name}": _amount(earned) for name, (earned, _) in budgets.items()}
    rows |= {f"年初财政拨款结转和结余/{name}": _amount(carried) for name, (_, carried) in budgets.items()}
    left = CARRIED_ON
    closing = _by_budget(left["general"], left["funds"], left["state"])
    spent = _by_budget(SPENT_GENERAL, pl.col("spent_funds_project"), pl.col("spent_state_project"))
    name = "年末财政拨款结转和结余"
    return rows | {
        "本年收入合计": _amount(EARNED_FISCAL),
        "年初财政拨款结转和结余": _amount(CARRIED_IN["fiscal"]),
        "收入总计": _amount(EARNED_FISCAL + CARRIED_IN["fiscal"]),
        "本年支出合计": spent,
        name: closing,
        f"{name}/基本支出结转": _by_budget(left["basic_fiscal"], NOTHING, NOTHING),
        f"{name}/项目支出结转和结余": _by_budget(left["project_general"], left["funds"], left["state"]),
        "支出总计": {column: spent[column] + closing[column] for column in spent},
    }


def _statistics() -> dict[str, Cells]:
    """Official spending with its budget, and what it bought; operating expenses; vehicles and devices in use."""
    reception, running = "支出合计/公务接待费", "机关运行经费"
    cars = "支出合计/公务用车购置及运行维护费"
    spent = {
        "支出合计/因公出国(境)费": ("travel",),
        f"{cars}/公务用车购置费": ("car_purchase",),
        f"{cars}/公务用车运行维护费": ("car_running",),
        cars: ("car_purchase", "car_running"),
        reception: ("reception_domestic", "reception_abroad"),
        "支出合计": ("travel", "car_purchase", "car_running", "reception_domestic", "reception_abroad"),
    }
    rows = {
        path: {"amount": total_of(*names), "budget": total_of(*(f"budget_{name}" for name in names))}
        for path, names in spent.items()
    }
    single = {
        f"{reception}/国内接待费": "reception_domestic",
        f"{reception}/国内接待费/外事接待费": "reception_guests",
        f"{reception}/国(境)外接待费": "reception_abroad",
        "因公出国(境)团组数": "travel_groups",
        "因公出国(境)人次": "travellers",
        "公务用车购置数": "cars_bought",
        "公务用车保有量": "cars_kept",
        "国内公务接待批次": "times",
        "国内公务接待批次/外事接待批次": "times_guests",
        "国内公务接待人次": "persons",
        "国内公务接待人次/外事接待人次": "persons_guests",
        "国(境)外公务接待批次": "times_abroad",
        "国(境)外公务接待人次": "persons_abroad",
        f"{running}/行政单位": "running_bodies",
        f"{running}/参照公务员法管理事业单位": "running_institutions",
        "单价50万元以上通用设备": "costly_general",
        "单价100万元以上专用设备": "costly_special",
    }
    kinds = zip(_CAR_NAMES, CARS, strict=True)
    rows |= {path: _amount(pl.col(name)) for path, name in single.items()}
    rows |= {f"车辆数合计/{name}": _amount(pl.col(f"cars_{kind}")) for name, kind in kinds}
    rows["车辆数合计"] = _amount(total_of(*(f"cars_{kind}" for kind in CARS)))
    rows[running] = _amount(total_of("running_bodies", "running_institutions"))
    return rows


_CAR_NAMES: Final = (
    "副部(省)级及以上领导用车",
    "主要领导干部用车",
    "机要通信用车",
    "应急保障用车",
    "执法执勤用车",
    "特种专业技术用车",
    "离退休干部用车",
    "其他用车",
)


def _procurement() -> dict[str, Cells]:
    """Each kind and their sum, planned and actual, by what pays for it."""
    kinds = {"合计": GOODS, "合计/货物": ("goods",), "合计/工程": ("works",), "合计/服务": ("services",)}
    rows: dict[str, Cells] = {}
    for path, names in kinds.items():
        cells: Cells = {}
        for when in ("planned", "actual"):
            paid = {payer: total_of(*(f"{when}_{name}_{payer}" for name in names)) for payer in PAYERS}
            fiscal = paid["general"] + paid["funds"] + paid["other"]
            cells |= {f"{when}_{payer}": amount for payer, amount in paid.items()}
            cells |= {f"{when}_fiscal": fiscal, f"{when}_total": fiscal + paid["nonfiscal"]}
        rows[path] = cells
    return rows


def class_cells(table: str, code: str) -> Cells:
    """The cells of a form's line for a functional class: all expenditure of the class, or in the summary of
    appropriations what each budget pays of it.
    """
    if code not in class_codes():
        return {}
    if table == "summary":
        return _amount(pl.col(f"class_{code}_all"))
    general, funds, state = (pl.col(f"class_{code}_{budget}") for budget in ("general", "funds", "state"))
    return _by_budget(general, funds, state)


@dataclass(frozen=True, slots=True)
class Accounts:
    """What the cells of a kind of report are.

    Parameters: `items` table → path of a row that forms print by name → its cells, over `Books.whole`; `columns` table
    that follows a code list → column → amount, over `Books.lines` or (economic classes) `Books.economic`.
    """

    items: dict[str, dict[str, Cells]]
    columns: dict[str, Cells]


_COLUMNS: Final[dict[str, Cells]] = {
    "income": {
        "total": EARNED_ALL,
        "fiscal": EARNED_FISCAL,
        **{name: pl.col(f"earned_{name}") for name in EARNED[3:]},
    },
    "expenditure": {
        "total": SPENT_ALL,
        "basic": total_of("spent_general_basic", "spent_other_basic"),
        "project": total_of(
            "spent_general_project", "spent_funds_project", "spent_state_project", "spent_other_project"
        ),
        **{name: pl.col(f"spent_{name}") for name in ("remitted", "business", "affiliate")},
    },
    "general_expenditure": {
        "total": SPENT_GENERAL,
        "basic": pl.col("spent_general_basic"),
        "project": pl.col("spent_general_project"),
    },
    "funds": {
        "opening": CARRIED_IN["funds"],
        "income": pl.col("earned_funds"),
        "total": pl.col("spent_funds_project"),
        "basic": NOTHING,
        "project": pl.col("spent_funds_project"),
        "closing": CARRIED_ON["funds"],
    },
    "state_capital": {
        "opening": CARRIED_IN["state"],
        "income": pl.col("earned_state"),
        "total": pl.col("spent_state_project"),
        "basic": NOTHING,
        "project": pl.col("spent_state_project"),
        "closing": CARRIED_ON["state"],
    },
    "general_detail": {"total": pl.col("basic") + pl.col("project")},
    "general_basic": {
        "total": pl.col("basic"),
        "personnel": pl.when(pl.col("group") == "personnel").then(pl.col("basic")).otherwise(0),
        "public": pl.when(pl.col("group") == "public").then(pl.col("basic")).otherwise(0),
    },
}
CLASSES_ONLY: Final = frozenset({"general_detail"})
"""Tables of economic classes that stop at classes."""

FINAL_ACCOUNTS: Final = Accounts(
    items={
        "summary": _summary(),
        "fiscal_summary": _fiscal_summary(),
        "statistics": _statistics(),
        "procurement": _procurement(),
    },
    columns=_COLUMNS,
)
"""The accounts of a year that is over."""
