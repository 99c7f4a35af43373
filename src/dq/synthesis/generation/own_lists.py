"""Lists of what is a body's own: income by unit, projects, things to buy. Each shares out what the books say.

A list has its grand total first and then a row for each unit, project or thing that gets any of the money. Bodies that
have nothing to list leave the table out; those that list their income by unit leave out that by code.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from dq.synthesis.generation.accounts import Cells, total_of
from dq.synthesis.generation.books import GOODS, Books
from dq.synthesis.generation.budget_accounts import INCOME_BY_UNIT, PROJECTS
from dq.synthesis.generation.dice import Dice
from dq.synthesis.generation.lists import own_names
from dq.synthesis.generation.sharing import shared
from dq.templates import normalise_label
from dq.templates.model import Table

_MOST_UNITS: Final = 5
_MOST_PROJECTS: Final = 8
_THINGS_OF_A_KIND: Final = 2
_TOTAL: Final = "合计"
_BALANCES: Final = ("opening_general", "opening_funds", "opening_state_capital")
"""Columns that half of the bodies leave out of the list of projects."""
_EARNED: Final = (
    *("general", "funds", "state_capital", "fiscal_accounts", "undertaking", "business", "superior", "affiliate"),
    "other",
)
_SUMS: Final = {"year": _EARNED, "total": (*_EARNED, "opening", *_BALANCES, "unit_money")}
_PAID_BY: Final = {"general": ("general",), "funds": ("funds",), "unit_money": ("other", "nonfiscal")}


def own_rows(table: Table, books: Books, dice: Dice) -> pl.DataFrame:
    """The rows of a list, in the columns of `item_rows`, for the reports that have anything to list."""
    parts = {"income_by_unit": _units, "budgeted_projects": _projects, "procurement_plan": _things}[table.name]
    rows = parts(books, dice)
    names = [measure.name for measure in table.blocks[0].measures if measure.name in rows.columns]
    rows = rows.filter(pl.any_horizontal(pl.col(names) != 0)).select("at", "trail", *names)
    totals = rows.group_by("at", maintain_order=True).agg(pl.lit([_TOTAL]).first().alias("trail"), pl.col(names).sum())
    rows = pl.concat([totals, rows]).sort("at", maintain_order=True)
    if table.name == "budgeted_projects":
        bodies = books.reports.select("at", shows=dice.chance("shows balances", 0.5, pl.col("body")))
        rows = rows.join(bodies, on="at", how="left", maintain_order="left")
        rows = rows.with_columns(pl.when("shows").then(pl.col(name)).alias(name) for name in _BALANCES)
    return _keyed(table, rows, names)


def lists_units(dice: Dice) -> pl.Expr:
    """True for bodies that list their income by unit instead of by code."""
    return dice.chance("lists units", 0.4, pl.col("body"))


def _rows(books: Books, dice: Dice, most: int, question: str) -> pl.DataFrame:
    """Up to `most` rows for each report, numbered in `k` from 0, each with all that the books say of the whole."""
    numbers = pl.DataFrame({"k": pl.Series(range(most), dtype=pl.Int64)})
    rows = books.whole.join(numbers, how="cross").sort("at", "k")
    return rows.filter(pl.col("k") <= dice.whole(f"{question} count", most, pl.col("body")))


def _shared(rows: pl.DataFrame, dice: Dice, cells: Cells, question: str, group: str = "at") -> pl.DataFrame:
    """Each row's part of every amount of its group, and the sums of these parts."""
    found: dict[str, pl.Expr] = {}
    is_first = pl.col("k") == pl.col("k").min().over(group)  # one row gets some in any case
    for name, amount in cells.items():
        weight = dice.whole(f"{question} {name}", 4, pl.col("body"), pl.col("k")) + is_first
        found[name] = shared(amount.cast(pl.Int64), weight, group)
    rows = rows.select("at", "k", "trail", *(part.alias(name) for name, part in found.items()))
    sums = {name: [part for part in parts if part in found] for name, parts in _SUMS.items()}
    return rows.with_columns(total_of(*parts).alias(name) for name, parts in sums.items())


def _named(names: Sequence[str], number: pl.Expr) -> pl.Expr:
    return number.replace_strict(dict(enumerate(names)), return_dtype=pl.String)


def _unit(dice: Dice, number: pl.Expr) -> pl.Expr:
    """The name of the body's unit of this number; 0 is the body itself."""
    names = own_names("units")
    others = (dice.whole("unit names", len(names) - 1, pl.col("body")) + number) % (len(names) - 1) + 1
    return _named(names, pl.when(number == 0).then(0).otherwise(others))


def _drawn_unit(dice: Dice, question: str) -> pl.Expr:
    """The number of one of the units that the body has."""
    count = 1 + dice.whole("units count", _MOST_UNITS, pl.col("body"))
    return dice.whole(f"{question} unit", 100, pl.col("body"), pl.col("k")) % count


def _units(books: Books, dice: Dice) -> pl.DataFrame:
    rows = _rows(books, dice, _MOST_UNITS, "units").filter(lists_units(dice))
    rows = rows.with_columns(pl.concat_list(_unit(dice, pl.col("k"))).alias("trail"))
    return _shared(rows, dice, INCOME_BY_UNIT, "units")


def _projects(books: Books, dice: Dice) -> pl.DataFrame:
    types, names = own_names("project_types"), own_names("projects")
    kind = _named(types, pl.col("k") * len(types) // _MOST_PROJECTS)
    own = _named(names, (dice.whole("project names", len(names), pl.col("body")) + pl.col("k")) % len(names))
    trail = pl.concat_list(kind, _unit(dice, _drawn_unit(dice, "projects")), own)
    rows = _rows(books, dice, _MOST_PROJECTS, "projects").with_columns(trail.alias("trail"))
    return _shared(rows, dice, PROJECTS, "projects")


def _things(books: Books, dice: Dice) -> pl.DataFrame:
    """Some things of each kind (goods, works, services); those of one unit stand together."""
    numbers = pl.DataFrame({"k": pl.Series(range(len(GOODS) * _THINGS_OF_A_KIND), dtype=pl.Int64)})
    kind = pl.col("k") // _THINGS_OF_A_KIND
    rows = books.whole.join(numbers, how="cross").sort("at", "k").with_columns(unit=_drawn_unit(dice, "things"))
    first = dice.whole("things", 100, pl.col("body"), kind)
    things = [own_names(each) for each in GOODS]
    own = pl.coalesce(
        pl.when(kind == at).then(_named(names, (first + pl.col("k")) % len(names))) for at, names in enumerate(things)
    )
    cells = {
        name: pl.coalesce(
            pl.when(kind == at).then(total_of(*(f"planned_{each}_{payer}" for payer in payers)))
            for at, each in enumerate(GOODS)
        )
        for name, payers in _PAID_BY.items()
    }
    trail = pl.concat_list(_unit(dice, pl.col("unit")), own)
    rows = rows.with_columns(trail.alias("trail"), (pl.col("at").cast(pl.Int64) * len(GOODS) + kind).alias("lot"))
    units = rows.select("at", "k", "unit")
    found = _shared(rows, dice, cells, "things", "lot").join(units, on=["at", "k"], maintain_order="left")
    return found.sort("at", "unit", "k")


def _keyed(table: Table, rows: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """The rows with what says where they stand and what they are."""
    block = table.blocks[0]
    number = pl.int_range(pl.len(), dtype=pl.Int32).over("at")
    own = pl.col("trail").list.last()
    is_total = pl.col("trail").list.len() + pl.col("n") == 1
    paths = {text: normalise_label(text) for text in rows["trail"].explode().unique().to_list() if text is not None}
    depth = rows.select(pl.col("trail").list.len().max()).item() or 1
    first = depth + bool(block.remarks)
    return (
        rows.with_columns(number.alias("n"))
        .with_columns(
            pl.col("n").alias("row"),
            pl.lit(None, dtype=pl.String).alias("code"),
            own.alias("label"),
            own.replace(paths).alias("item"),
            pl.col("trail").list.eval(pl.element().replace(paths)).list.join("/").alias("path"),
            pl.lit(block.side).alias("side"),
            pl.when(is_total).then(pl.lit("total")).otherwise(pl.lit("part")).alias("role"),
            pl.lit(None, dtype=pl.String).alias("function_code"),
            pl.lit(None, dtype=pl.Int8).alias("level"),
            pl.lit(None, dtype=pl.Int32).alias("parent"),
            pl.when(pl.col("n") > 0).then(pl.col("n") - 1).alias("above"),
            pl.when(pl.col("n") + 1 < pl.len().over("at")).then(pl.col("n") + 1).alias("below"),
            pl.lit(None, dtype=pl.String).alias("own_unit"),
            pl.lit(value=False).alias("heading"),
            pl.lit(value=False).alias("blank"),
            *(pl.lit(None, dtype=pl.Int64).alias(each.name) for each in block.measures if each.name not in names),
            *(pl.lit(first + at, dtype=pl.Int16).alias(f"cell_{each.name}") for at, each in enumerate(block.measures)),
        )
        .drop("trail")
    )
