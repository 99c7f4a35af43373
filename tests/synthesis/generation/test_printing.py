"""Exact amounts as text."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from dq.synthesis.generation.printing import figure_texts, print_cells
from dq.synthesis.generation.sharing import shared, split
from dq.types import CellState


@pytest.mark.parametrize(
    ("digits", "decimals", "separates", "text"),
    [
        (1695205, 2, False, "16952.05"),
        (1695205, 2, True, "16,952.05"),
        (5, 2, True, "0.05"),
        (0, 2, False, "0.00"),
        (100000, 2, True, "1,000.00"),
        (99999, 2, True, "999.99"),
        (1234567890, 0, True, "1,234,567,890"),
        (100000000200, 2, True, "1,000,000,002.00"),
        (7, 0, False, "7"),
    ],
)
def test_figures(digits, decimals, separates, text):
    figures = pl.DataFrame({"digits": [digits], "decimals": [decimals], "separates": [separates]})
    assert figure_texts(figures).to_list() == [text]


def test_cells():
    exact = [1_234_567_800, 0, 4_999, None, 0, 0, 3]
    rows = pl.DataFrame(
        {
            "amount": exact,
            "cell_amount": pl.Series([1] * 7, dtype=pl.Int16),
            "line": pl.Series([9] * 7, dtype=pl.Int32),
            "own_unit": [None, None, None, None, None, None, "辆"],
            "heading": [False, False, False, False, True, False, False],
            "blank": [False, False, False, False, False, True, False],
            "unit": ["万元"] * 7,
            "decimals": [2] * 7,
            "step": [10_000] * 7,
            "quantum": [100_000_000] * 7,
            "zero": pl.Series([int(CellState.ZERO)] * 7, dtype=pl.UInt8),
            "separates": [True] * 7,
        }
    )
    cells = print_cells(rows, ["amount"])
    assert cells["amount__printed"].to_list() == ["1,234.57", "0.00", "0.00", None, "—", "", "3"]
    assert cells["amount__state"].to_list() == [1, 2, 2, None, 4, 3, 1]
    assert cells["amount"].to_list() == [Decimal(12_345_700), 0, 0, None, None, None, 3]
    assert cells["amount__radius"].to_list() == [50, 50, 50, None, None, None, 0]
    assert cells["amount__unit"].to_list() == ["万元", "万元", "万元", None, "万元", "万元", "辆"]


def test_parts_add_up_exactly():
    lines = pl.DataFrame({"report": [1, 1, 1, 2, 2], "amount": [10, 10, 10, 7, 7], "weight": [1, 1, 1, 1, 3]})
    parts = lines.with_columns(shared(pl.col("amount"), pl.col("weight"), "report").alias("part"))
    assert parts["part"].to_list() == [3, 3, 4, 1, 6]
    whole = pl.DataFrame({"amount": [10, 10], "a": [1, 0], "b": [2, 0]})
    pieces = split(pl.col("amount"), [pl.col("a"), pl.col("b")])
    assert whole.select(part.alias(name) for name, part in zip("xy", pieces, strict=True)).rows() == [(3, 7), (0, 10)]
