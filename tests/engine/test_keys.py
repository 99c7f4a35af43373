"""Keys compared as one whole number find what keys compared column by column find."""

from __future__ import annotations

import polars as pl
import pytest

from dq.engine import keys
from dq.engine.keys import KEY, Keys
from dq.engine.rows import REPORT

FOUND = pl.DataFrame(
    {REPORT: [0, 0, 1, 1, 7], "k0": [3, 5, 3, -2, 5], "k1": ["甲", "乙", "乙", "", "丙"]},
    schema={REPORT: pl.Int32(), "k0": pl.Int64(), "k1": pl.String()},
)
ASKED = pl.DataFrame(
    {
        REPORT: [0, 0, 1, 1, 7, 7, 9, 0, 0, 0],
        "k0": [3, 5, 3, -2, 5, 4, 5, 2**63 - 1, -(2**63), None],
        "k1": ["甲", "乙", "乙", "", "丙", "丙", "丙", "甲", "甲", "甲"],
    },
    schema=FOUND.schema,
)


@pytest.mark.parametrize("names", [["k0"], ["k1"], ["k0", "k1"]])
def test_one_number_finds_what_columns_find(names, monkeypatch):
    by_column = Keys.of(FOUND, names)
    assert by_column.columns == [REPORT, *names]
    monkeypatch.setattr(keys, "_FEW", 0)
    by_number = Keys.of(FOUND, names)
    assert by_number.columns == [KEY]
    assert _places(by_number) == _places(by_column)


def test_keys_that_one_number_cannot_hold_are_compared_by_column(monkeypatch):
    monkeypatch.setattr(keys, "_FEW", 0)
    far = FOUND.with_columns(k0=pl.Series([0, 2**40, 1, 2, 3]))
    assert Keys.of(far, ["k0"]).columns == [REPORT, "k0"]


def _places(compared):
    rows = FOUND.select(compared.compared()).with_row_index("place")
    asked = ASKED.select(compared.compared())
    return asked.join(rows, on=compared.columns, how="left", maintain_order="left")["place"].to_list()
