"""The books that a body's report is printed from: exact amounts, one line a functional item and year.

Everything that a report prints is a sum of these lines or a part of such a sum (`accounts`), so whatever must agree
between tables agrees exactly here. What a year carries over is drawn for itself, and income follows from it:

    income = expenditure + carried to the next year - carried from the last year   (+ profit - surplus used)

so a year's opening balance is the last year's closing balance without the years being made one after the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from dq.synthesis.generation.dice import Dice
from dq.synthesis.generation.lists import functions

_ALWAYS: Final = 100
_AT_HOME: Final = 0.75
_STAYS: Final = 0.93
"""Share of the years in which a body has an item that it has at all."""

CARRIED: Final = ("general_basic", "general_project", "funds", "state", "other_basic", "other_project")
"""Money that may be carried over, each with a column `carried_…` for last year's and `left_…` for this year's."""
SPENT: Final = (
    "general_basic",
    "general_project",
    "funds_project",
    "state_project",
    "other_basic",
    "other_project",
    "remitted",
    "business",
    "affiliate",
)
"""Kinds of expenditure; `other_…` is paid from money that is no appropriation."""
EARNED: Final = ("general", "funds", "state", "superior", "undertaking", "business", "affiliate", "other")
"""Sources of income."""
AMOUNTS: Final = (
    *(f"spent_{name}" for name in SPENT),
    *(f"earned_{name}" for name in EARNED),
    *(f"carried_{name}" for name in CARRIED),
    *(f"left_{name}" for name in CARRIED),
    "used",
    "profit",
)
"""The amounts of a line, in fen."""


def draw_ledger(reports: pl.DataFrame, dice: Dice, printed: Mapping[str, range]) -> pl.DataFrame:
    """The lines of these reports: `at` (the report's number), `code` (seven digits) and `AMOUNTS`.

    Parameters: `reports` as `with_traits` gives them, numbered in `at`; `printed` the years in which each budget
    (general, funds, state) is printed by a form: outside them it has no money, so that nothing is carried in or out.
    """
    lines = reports.select("at", "body", "year", "scale", "^has_.*$", "remits", "subsidises", "uses_surplus")
    lines = lines.join(_items(), how="cross").filter(_body_has(dice))
    lines = lines.with_columns(_goes_on(dice, printed)).filter("there_0").with_columns(_size(dice))
    for name, shift in (("carried", -1), ("left", 0)):
        lines = lines.with_columns(**{f"{name}_{kind}": left for kind, left in _left(dice, shift).items()})
    for stage in (_spending, _spent, _used, _other_income, _earned):
        lines = lines.with_columns(**stage(dice))
    return lines.select("at", "code", *AMOUNTS).sort("at", "code")


def _items() -> pl.DataFrame:
    items = functions().filter(pl.col("code").str.len_chars() == 7)  # noqa: PLR2004 - an item's digits
    groups = items.filter(budget="general")["code"].str.slice(0, 5).unique().sort()
    group = pl.col("code").str.slice(0, 5)
    return items.select(
        pl.col("code"),
        pl.col("code").cast(pl.Int64).alias("number"),
        group.replace_strict(groups, range(len(groups)), default=-1).cast(pl.Int64).alias("group"),
        pl.lit(len(groups)).alias("groups"),
        "budget",
        "nature",
        "frequency",
    )


def _line() -> tuple[pl.Expr, pl.Expr]:
    """What names an item of a body over the years."""
    return pl.col("body"), pl.col("number")


def _body_has(dice: Dice) -> pl.Expr:
    home = (dice.unit("home", pl.col("body")) * pl.col("groups")).cast(pl.Int64) == pl.col("group")
    often = pl.when(home).then(_AT_HOME).otherwise(pl.col("frequency") / 100)
    budget = pl.col("budget")
    wanted = (
        pl.when(budget == "funds")
        .then(pl.col("has_funds"))
        .when(budget == "state")
        .then(pl.col("has_state_capital"))
        .otherwise(pl.lit(value=True))
    )
    return wanted & ((pl.col("frequency") >= _ALWAYS) | (dice.unit("item", *_line()) < often))


def _goes_on(dice: Dice, printed: Mapping[str, range]) -> list[pl.Expr]:
    """Whether the body has the item last year, this year (`there_0`) and next year."""
    found = []
    for shift in (-1, 0, 1):
        year = pl.col("year") + shift
        stays = (pl.col("frequency") >= _ALWAYS) | dice.chance("stays", _STAYS, *_line(), year)
        printed_then = [
            (pl.col("budget") == name) & year.is_between(years.start, years.stop - 1) for name, years in printed.items()
        ]
        found.append((stays & pl.any_horizontal(*printed_then)).alias(f"there_{shift}"))
    other = (pl.col("budget") == "general") & pl.col("has_other_income")
    return [*found, (other & dice.chance("other item", 0.3, *_line())).alias("other_item")]


def _size(dice: Dice) -> pl.Expr:
    body, number = pl.col("body"), pl.col("number")
    draw = dice.unit("size", body, number)
    return (pl.col("scale") * (draw * draw * 1.6 + 0.02)).cast(pl.Int64).alias("size")


def _part(amount: pl.Expr, share: pl.Expr | float) -> pl.Expr:
    return (amount * share).cast(pl.Int64)


def _left(dice: Dice, shift: int) -> dict[str, pl.Expr]:
    """What is carried out of the year `year + shift`, by kind of money: nothing where the item does not go on."""
    budget, nature, size = pl.col("budget"), pl.col("nature"), pl.col("size")
    goes_on = pl.col(f"there_{shift}") & pl.col(f"there_{shift + 1}")
    general, other = budget == "general", pl.col("other_item")

    def left(what: str, share: float, most: float, where: pl.Expr) -> pl.Expr:
        """In this share of the cases, up to `most` of the item's size."""
        draw = 1 - dice.unit(f"left {what}", *_line(), pl.col("year") + shift) / share
        return pl.when(goes_on & where).then(_part(size, draw.clip(0) * most)).otherwise(0)

    return {
        "general_basic": left("general basic", 0.15, 0.1, general & (nature != "project")),
        "general_project": left("general project", 0.4, 0.2, general & (nature != "basic")),
        "funds": left("funds", 0.5, 0.3, budget == "funds"),
        "state": left("state", 0.3, 0.2, budget == "state"),
        "other_basic": left("other basic", 0.3, 0.03, other & (nature != "project")),
        "other_project": left("other project", 0.3, 0.03, other & (nature != "basic")),
    }


def _spending(dice: Dice) -> dict[str, pl.Expr]:
    """What is spent on the item from its own budget and from other money, and the basic share of it."""
    year, nature = pl.col("year"), pl.col("nature")
    share = (
        pl.when(nature == "basic").then(1.0).when(nature == "project").then(0.0).otherwise(dice.unit("basic", *_line()))
    )
    other = _part(pl.col("size"), dice.of_topic("other", *_line(), year) * 0.2 + 0.1)
    return {
        "spent": _part(pl.col("size"), dice.of_topic("spent", *_line(), year) * 0.4 + 0.8),
        "share": share,
        "more": pl.when("other_item").then(other).otherwise(0),
    }


def _spent(_: Dice) -> dict[str, pl.Expr]:
    budget, project, spent, more = pl.col("budget"), pl.col("nature") != "basic", pl.col("spent"), pl.col("more")
    basic = _part(spent, pl.col("share"))

    def where(condition: pl.Expr, amount: pl.Expr) -> pl.Expr:
        return pl.when(condition).then(amount).otherwise(0)

    return {
        "spent_general_basic": where(budget == "general", basic),
        "spent_general_project": where(budget == "general", spent - basic),
        "spent_funds_project": where(budget == "funds", spent),
        "spent_state_project": where(budget == "state", spent),
        "spent_other_basic": where(~project, more),
        "spent_other_project": where(project, more),
        "spent_remitted": where(pl.col("remits") & project, _part(more, 0.1)),
        "spent_business": where(pl.col("has_business") & project, _part(more, 0.4)),
        "spent_affiliate": where(pl.col("subsidises") & project, _part(more, 0.05)),
    }


def _used(dice: Dice) -> dict[str, pl.Expr]:
    """The surplus of former years that makes up for a lack of income, and the profit of business."""
    keys = (*_line(), pl.col("year"))
    used = _part(pl.col("more"), dice.unit("used", *keys) * 0.2)
    return {
        "used": pl.when("uses_surplus").then(used).otherwise(0),
        "profit": _part(pl.col("spent_business"), dice.unit("profit", *keys) * 0.3),
    }


def _paid_for(spent: tuple[str, ...], kinds: tuple[str, ...]) -> pl.Expr:
    """The income that this expenditure and the change of these balances need."""
    needs = [pl.col(f"spent_{kind}") for kind in spent]
    return pl.sum_horizontal(*needs, *(pl.col(f"left_{kind}") - pl.col(f"carried_{kind}") for kind in kinds))


def _other_income(dice: Dice) -> dict[str, pl.Expr]:
    """Income that is no appropriation, and the shares of its sources."""
    others = ("other_basic", "other_project")
    return {
        "not_fiscal": _paid_for((*others, "remitted", "affiliate"), others) - pl.col("used"),
        "undertaking": dice.unit("undertaking", *_line()),
        "superior": pl.when(dice.chance("has superior", 0.3, *_line())).then(0.3).otherwise(0.0),
        "affiliate": pl.when(dice.chance("has affiliate", 0.1, *_line())).then(0.2).otherwise(0.0),
    }


def _earned(_: Dice) -> dict[str, pl.Expr]:
    """Income from what it pays for and what is carried over."""
    income = pl.col("not_fiscal")
    undertaking = _part(income, pl.col("undertaking"))
    superior = _part(income - undertaking, pl.col("superior"))
    affiliate = _part(income - undertaking, pl.col("affiliate"))
    general = ("general_basic", "general_project")
    return {
        "earned_general": _paid_for(general, general),
        "earned_funds": _paid_for(("funds_project",), ("funds",)),
        "earned_state": _paid_for(("state_project",), ("state",)),
        "earned_superior": superior,
        "earned_undertaking": undertaking,
        "earned_business": pl.col("spent_business") + pl.col("profit"),
        "earned_affiliate": affiliate,
        "earned_other": income - undertaking - superior - affiliate,
    }
