"""From exact amounts to printed cells: each figure rounded on its own, as publishers do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from dq.archive.layout import VALUE
from dq.types import CellState

_MILLION: Final = 1_000_000
_DASH: Final = "—"


def print_cells(rows: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """Put each measure's printed cell (the nine columns of `dq.archive.layout`) in the place of its exact amount.

    Parameters: `rows` with the exact amounts under `names`, their places `cell_…`, `line`, `own_unit`, `heading`,
    `blank`, and the report's style (`unit`, `decimals`, `step`, `quantum`, `zero`, `separates`).
    """
    # All measures below each other: a few operations on one long frame instead of many on each column.
    style = rows.select(*_STYLE, "line", "heading", "blank")
    long = pl.concat(
        [style.with_columns(rows[name].alias("exact"), rows[f"cell_{name}"].alias("place")) for name in names]
    )
    cells = _cells(long)
    families = []
    for at, name in enumerate(names):
        family = cells.slice(at * rows.height, rows.height)
        families.append(family.rename({suffix: name + suffix for suffix in family.columns}))
    return pl.concat([rows.drop(names), *families], how="horizontal")


_STYLE: Final = (
    pl.when(pl.col("own_unit").is_null()).then(pl.col("step")).otherwise(1).alias("step"),
    pl.when(pl.col("own_unit").is_null()).then(pl.col("quantum")).otherwise(_MILLION).alias("quantum"),
    pl.when(pl.col("own_unit").is_null()).then(pl.col("decimals")).otherwise(0).alias("decimals"),
    pl.when(pl.col("own_unit").is_null()).then(pl.col("quantum") // 2).otherwise(0).alias("half"),
    pl.coalesce("own_unit", "unit").alias("unit"),
    "zero",
    "separates",
)
"""A number of things is printed whole and is exact."""


def _cells(long: pl.DataFrame) -> pl.DataFrame:
    # Half a unit goes up, and amounts are never negative here.
    digits = (pl.col("exact") + pl.col("step") // 2) // pl.col("step")
    long = long.with_columns(digits.alias("digits")).with_columns(_state().alias("__state"))
    state = pl.col("__state")
    long = long.with_columns(
        state.is_in([int(CellState.FIGURE), int(CellState.ZERO)]).alias("figure"), state.is_not_null().alias("there")
    )
    without = pl.when(state == int(CellState.DASH)).then(pl.lit(_DASH)).when("there").then(pl.lit(""))
    printed = long.select(without.alias("__printed"))["__printed"]
    printed = printed.scatter(long["figure"].arg_true(), figure_texts(long.filter("figure")))
    return long.select(
        pl.when("figure").then(money(pl.col("digits") * pl.col("quantum"))).alias(""),
        state,
        pl.when("figure").then(money(pl.col("half"))).alias("__radius"),
        printed,
        pl.when("figure").then(pl.col("decimals")).cast(pl.Int8).alias("__decimals"),
        pl.when("there").then(pl.col("unit")).alias("__unit"),
        pl.when("there").then(pl.col("line")).alias("__line"),
        pl.when("there").then(pl.col("place")).alias("__cell"),
        pl.lit(None, dtype=pl.String).alias("__doubt"),
    )


def _state() -> pl.Expr:
    return (
        pl.when(pl.col("exact").is_null())
        .then(None)
        .when("heading")
        .then(int(CellState.DASH))
        .when("blank")
        .then(int(CellState.BLANK))
        .when(pl.col("exact") == 0)
        .then(pl.col("zero"))
        .when(pl.col("digits") == 0)
        .then(int(CellState.ZERO))
        .otherwise(int(CellState.FIGURE))
        .cast(pl.UInt8)
    )


def money(millionths: pl.Expr) -> pl.Expr:
    """Whole millionths of 元 as the store holds them, exact."""
    return millionths.cast(pl.Decimal(38, 0)) * pl.lit("0.000001").cast(VALUE)


def figure_texts(figures: pl.DataFrame) -> pl.Series:
    """Whole numbers of last digits as they are printed: 1695205 with two decimals → 16952.05, or 16,952.05.

    Parameters: `figures` with `digits`, `decimals` (none or two) and `separates`.
    """
    power = pl.when(pl.col("decimals") == 0).then(1).otherwise(100)
    parts = figures.select("decimals", "separates", "digits", power.alias("power")).with_columns(
        (pl.col("digits") // pl.col("power")).alias("whole")
    )
    wide = parts["separates"] & (parts["whole"] >= 1000)  # noqa: PLR2004 - digits between separators
    whole = parts["whole"].cast(pl.String)
    if wide.any():
        whole = whole.scatter(wide.arg_true(), _grouped(parts["whole"].filter(wide)))
    fraction = (pl.col("digits") % pl.col("power") + pl.col("power")).cast(pl.String).str.slice(1)
    text = pl.concat_str(pl.lit(whole), pl.lit("."), fraction)
    return parts.select(pl.when(pl.col("decimals") == 0).then(pl.lit(whole)).otherwise(text).alias("text"))["text"]


def _grouped(whole: pl.Series) -> pl.Series:
    """Numbers of 1,000 and more with commas between their thousands."""
    texts = [(whole // 1000**place % 1000 + 1000).cast(pl.String).str.slice(1) for place in reversed(range(5))]
    return pl.select(pl.concat_str(*texts, separator=",")).to_series().str.strip_chars_start("0,")
