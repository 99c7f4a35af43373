"""Constants in polars expressions. A `Decimal` given to polars loads numpy, a third of a short run: text does not."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import polars as pl

from dq.archive.layout import VALUE


def exact(value: Decimal) -> pl.Expr:
    """The value as a constant of the store's type. Example: `exact(Decimal("0.5"))` keeps its 0.5 exactly."""
    return pl.lit(format(value, "f")).cast(VALUE)


def whole(value: Decimal) -> pl.Expr:
    """An integral value as a constant without decimals: a factor that keeps the scale of what it multiplies."""
    return pl.lit(format(value, "f")).cast(pl.Decimal(38, 0))


@cache
def null(kind: pl.DataType) -> pl.Expr:
    """No value, of this type. One expression serves all who ask: making one costs more than reading it."""
    return pl.lit(None, kind)


@cache
def small(value: int, kind: pl.DataType) -> pl.Expr:
    """A small integer of this type, made once."""
    return pl.lit(value, kind)
