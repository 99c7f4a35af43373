"""Splitting an exact amount into exact parts."""

from __future__ import annotations

import polars as pl


def shared(amount: pl.Expr, weight: pl.Expr, group: str) -> pl.Expr:
    """Each row's part of the amount of its group, by weight; the parts of a group add up to the amount exactly.

    Parameters: `amount` whole and the same in all rows of a group, `weight` small whole numbers, not all zero in a
    group; `group` the column that names it. amount × the sum of weights must stay below 2^63.
    Example: 10 by the weights 1, 1, 1 → 3, 3, 4.
    """
    so_far = weight.cum_sum().over(group)
    whole = weight.sum().over(group)
    return amount * so_far // whole - amount * (so_far - weight) // whole


def split(amount: pl.Expr, weights: list[pl.Expr]) -> list[pl.Expr]:
    """The parts of one amount by these weights, row by row; they add up to it exactly.

    Parameters: as in `shared`; where all weights are zero the last part is the whole.
    Example: `split(pl.col("total"), [pl.lit(1), pl.lit(3)])` → a quarter and the rest.
    """
    whole = pl.sum_horizontal(*weights)
    parts: list[pl.Expr] = []
    before: pl.Expr = pl.lit(0, dtype=pl.Int64)
    for at in range(1, len(weights)):
        until = pl.when(whole > 0).then(amount * pl.sum_horizontal(*weights[:at]) // whole).otherwise(0)
        parts.append(until - before)
        before = until
    return [*parts, amount - before]
