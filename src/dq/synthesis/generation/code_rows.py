"""Rows that a code list names: classes, subclasses and items that a body has, with their sums."""

from __future__ import annotations

from typing import Final

import polars as pl

from dq.synthesis.generation.accounts import CLASSES_ONLY, NOTHING, Accounts
from dq.synthesis.generation.books import Books
from dq.synthesis.generation.lists import economics, functions, names_by_code
from dq.templates.model import Table

_CLASS: Final = 3
_LEVELS: Final = {3: 1, 5: 2, 7: 3}
_TOTAL: Final = "合计"
_GOODS: Final = "302"
_LAST: Final = "~"
"""Sorts behind every code."""


def code_rows(table: Table, books: Books, accounts: Accounts) -> pl.DataFrame:
    """The rows of a table of layout "codes", for each report of the books; the columns are those of `item_rows`.

    A report that has nothing to print there has the row of the total, left blank.
    """
    names = [measure.name for measure in table.blocks[0].measures]
    known = accounts.columns.get(table.name, {})
    amounts = [known.get(name, NOTHING).cast(pl.Int64).alias(name) for name in names]
    if table.code_list == "economic":
        printed = _economic(table, books, amounts)
        labels = names_by_code(economics())
    else:
        printed = _by_level(books.lines.select("at", "code", *amounts), names)
        labels = names_by_code(functions())
    printed = printed.join(labels, on="code", how="left").with_columns(
        pl.lit("item").alias("role"), pl.lit(value=False).alias("blank"), pl.col("code").alias("order")
    )
    totals = _totals(table, printed, names)
    missing = _missing(table, books.reports, totals, names)
    rows = pl.concat([printed, totals, missing], how="diagonal").sort("at", "block", "order")
    return linked(_named(rows, table, names))


def _by_level(lines: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """The items that have a figure, summed up to subclasses and classes."""
    lines = lines.filter(pl.any_horizontal(pl.col(names) != 0))
    levels = [lines.group_by("at", pl.col("code").str.slice(0, digits)).agg(pl.col(names).sum()) for digits in _LEVELS]
    return pl.concat(levels).with_columns(pl.lit(0, dtype=pl.Int32).alias("block"))


def _economic(table: Table, books: Books, amounts: list[pl.Expr]) -> pl.DataFrame:
    wanted = pl.col("code").str.len_chars() == _CLASS if table.name in CLASSES_ONLY else pl.lit(value=True)
    block = _economic_block(len(table.blocks)).cast(pl.Int32).alias("block")
    lines = books.economic.select("at", "code", *amounts, block).filter(wanted)
    every = books.reports.select("at", "lists_every_code")
    figures = pl.any_horizontal(*(pl.col(amount.meta.output_name()) != 0 for amount in amounts))
    return lines.join(every, on="at").filter(pl.col("lists_every_code") | figures).drop("lists_every_code")


def _economic_block(blocks: int) -> pl.Expr:
    """Where a class stands: personnel first, public expenses behind; of three blocks goods and services second."""
    last = pl.lit(blocks - 1)
    goods = pl.when(pl.col("code").str.starts_with(_GOODS)).then(min(1, blocks - 1)).otherwise(last)
    return pl.when(pl.col("group") == "personnel").then(0).otherwise(goods)


def _own_totals(table: Table) -> list[str]:
    """The totals that the blocks of a table have for themselves, the last one that of all blocks behind too."""
    labels = [item.key for item in table.items if item.key != _TOTAL]
    return labels[: len(table.blocks)] if len(table.blocks) > 1 else []


def _totals(table: Table, printed: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """The row 合计 before all others, or below blocks side by side their own totals."""
    tops = printed.filter(pl.col("code").str.len_chars() == _CLASS)
    own = _own_totals(table)
    labels = own or [_TOTAL]
    block = pl.col("block").clip(upper_bound=len(labels) - 1).cast(pl.Int32)
    label = block.replace_strict(dict(enumerate(labels)), return_dtype=pl.String)
    return (
        tops.group_by("at", block.alias("block"))
        .agg(pl.col(names).sum())
        .with_columns(
            label.alias("label"),
            pl.lit("total").alias("role"),
            pl.lit(value=False).alias("blank"),
            pl.lit(_LAST if own else "").alias("order"),
        )
    )


def _missing(table: Table, reports: pl.DataFrame, totals: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """The blank total of each block that has nothing else to print."""
    own = _own_totals(table)
    labels = own or [_TOTAL]
    blocks = pl.DataFrame({"block": pl.Series(range(len(labels)), dtype=pl.Int32), "label": labels})
    every = reports.select("at").join(blocks, how="cross")
    return every.join(totals, on=["at", "block"], how="anti").with_columns(
        *(pl.lit(0, dtype=pl.Int64).alias(name) for name in names),
        pl.lit("total").alias("role"),
        pl.lit(value=True).alias("blank"),
        pl.lit(_LAST if own else "").alias("order"),
    )


def _named(rows: pl.DataFrame, table: Table, names: list[str]) -> pl.DataFrame:
    code = pl.col("code")
    width = 2 + len(names)
    by_function = table.code_list == "function"
    return rows.with_columns(
        pl.coalesce("item", "label").alias("item"),
        pl.coalesce(code_path(), pl.col("label")).alias("path"),
        pl.lit(None, dtype=pl.String).alias("side"),
        (code.str.slice(0, _CLASS) if by_function else pl.lit(None, dtype=pl.String)).alias("function_code"),
        code.str.len_chars().replace_strict(_LEVELS, default=None, return_dtype=pl.Int8).alias("level"),
        pl.lit(None, dtype=pl.String).alias("own_unit"),
        pl.lit(value=False).alias("heading"),
        *((pl.col("block") * width + 2 + at).cast(pl.Int16).alias(f"cell_{name}") for at, name in enumerate(names)),
    ).drop("order")


def code_path() -> pl.Expr:
    """The codes from the class down, joined by "/"; null for rows without a code."""
    code = pl.col("code")
    digits = code.str.len_chars()
    upper = code.str.slice(0, _CLASS)
    return (
        pl.when(digits == _CLASS)
        .then(code)
        .when(digits == _CLASS + 2)
        .then(pl.concat_str(upper, code, separator="/"))
        .otherwise(pl.concat_str(upper, code.str.slice(0, _CLASS + 2), code, separator="/"))
    )


def linked(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of a code table, numbered in their order, with their ancestors and neighbours.

    Parameters: `rows` in print order, with `at`, `block` and `code`.
    """
    number = pl.int_range(pl.len(), dtype=pl.Int32)
    rows = rows.with_columns(
        number.over("at").alias("n"),
        number.over("at", "block").alias("row"),
        *(pl.col("code").str.slice(0, digits).alias(f"code_{digits}") for digits in (3, 5)),
    )
    rows = rows.with_columns(
        pl.when(pl.col("row") > 0).then(pl.col("n") - 1).alias("above"),
        pl.when(pl.col("row") + 1 < pl.len().over("at", "block")).then(pl.col("n") + 1).alias("below"),
    )
    places = rows.filter(pl.col("code").is_not_null()).select("at", pl.col("code").alias("key"), pl.col("n"))
    places = places.unique(["at", "key"], keep="first", maintain_order=True)
    for digits in (3, 5):
        found = places.rename({"key": f"code_{digits}", "n": f"n_{digits}"})
        rows = rows.join(found, on=["at", f"code_{digits}"], how="left", maintain_order="left")
    length = pl.col("code").str.len_chars()
    parent = (
        pl.when(length > 5).then(pl.coalesce("n_5", "n_3")).when(length > _CLASS).then(pl.col("n_3"))  # noqa: PLR2004 - digits of a subclass
    )
    return rows.with_columns(parent.cast(pl.Int32).alias("parent")).drop("code_3", "code_5", "n_3", "n_5")
