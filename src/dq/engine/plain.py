"""Columns as plain values and back: figures are whole millionths there."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from dq.archive.layout import VALUE
from dq.plan.form import STORED_DECIMALS
from dq.plan.linear import EXACT


def plain(column: pl.Series) -> list[Any]:
    """The values of a column, figures in millionths. Example: `plain(pl.Series([True, None]))` → `[True, None]`."""
    return column.to_physical().to_list() if column.dtype == pl.Decimal else column.to_list()


def column_of(values: Sequence[Any], kind: pl.DataType) -> pl.Series:
    """The column of these plain values.

    Example: `column_of([500_000], pl.Decimal(38, 6))` holds 0.500000.
    """
    if kind != VALUE:
        return pl.Series(values, dtype=kind)
    # Of decimals themselves polars would make numpy's; it reads texts by itself.
    texts = [None if each is None else format(Decimal(each).scaleb(-STORED_DECIMALS, EXACT), "f") for each in values]
    return pl.Series(texts, dtype=pl.String()).cast(VALUE)
