"""Reports to be made and the traits of their bodies: what a body has, and how its publisher prints."""

from __future__ import annotations

from typing import Final

import polars as pl

from dq.synthesis.generation.dice import Dice
from dq.types import CellState

FEN: Final = 100
"""Exact amounts are whole fen: no publisher's books are finer."""
_LEAST: Final = 2_000_000 * FEN
_MOST: Final = 3_000_000_000 * FEN
_TRAITS: Final = {
    "has_funds": 0.35,
    "has_state_capital": 0.12,
    "has_other_income": 0.55,
    "has_business": 0.08,
    "remits": 0.04,
    "subsidises": 0.04,
    "uses_surplus": 0.06,
    "has_cars": 0.7,
    "travels": 0.4,
    "buys": 0.85,
    "lists_every_code": 0.3,
    "separates": 0.3,
}
"""Share of the bodies with each trait; `separates` prints 16,952.05, `lists_every_code` prints blank codes too."""

_WAN: Final = 10_000 * FEN
_STYLES: Final = (  # share, unit, decimals, fen a unit of the last printed digit, millionths of 元 in that
    (0.80, "万元", 2, _WAN // 100, 100_000_000),
    (0.15, "元", 2, 1, 10_000),
    (0.05, "元", 0, FEN, 1_000_000),
)
_ZEROES: Final = ((0.5, CellState.ZERO), (0.4, CellState.BLANK), (0.1, CellState.DASH))


def with_traits(reports: pl.DataFrame, dice: Dice) -> pl.DataFrame:
    """Reports with all that is the body's own and the same in each of its years.

    Parameters: `reports` with `body` (its number) and `year`.
    The columns added: `scale` (fen that an ordinary item of the body spends), the traits, and the printed style:
    `unit`, `decimals`, `step` (fen in a unit of the last digit), `quantum` (millionths of 元 in it), `zero`
    (the `CellState` that an exact zero is printed as).
    """
    body = pl.col("body")
    size = dice.unit("scale", body)
    spread = size * size * size * size * size  # most bodies are small
    style, zero = dice.unit("style", body), dice.unit("zero", body)
    return reports.with_columns(
        (spread * ((_MOST - _LEAST) // 10) + _LEAST // 10).cast(pl.Int64).alias("scale"),
        *(dice.chance(trait, share, body).alias(trait) for trait, share in _TRAITS.items()),
        _chosen(style, [(each[0], each[1]) for each in _STYLES]).alias("unit"),
        _chosen(style, [(each[0], each[2]) for each in _STYLES]).cast(pl.Int64).alias("decimals"),
        _chosen(style, [(each[0], each[3]) for each in _STYLES]).cast(pl.Int64).alias("step"),
        _chosen(style, [(each[0], each[4]) for each in _STYLES]).cast(pl.Int64).alias("quantum"),
        _chosen(zero, [(share, int(state)) for share, state in _ZEROES]).cast(pl.UInt8).alias("zero"),
    )


def _chosen(draw: pl.Expr, choices: list[tuple[float, str]] | list[tuple[float, int]]) -> pl.Expr:
    """One of the choices, each in its share of the cases."""
    chosen = pl.lit(choices[-1][1])
    bound = 1.0
    for at in range(len(choices) - 2, -1, -1):
        bound -= choices[at + 1][0]
        chosen = pl.when(draw < bound).then(pl.lit(choices[at][1])).otherwise(chosen)
    return chosen
