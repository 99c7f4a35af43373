"""Printed rows of many reports are those of each, in print order, whoever looks at which cell first."""

from __future__ import annotations

import polars as pl
import pytest

from dq.engine.printed import by_report

FRAME = pl.DataFrame({"report": ["b", "a", "b"], "n": [1, 0, 0], "label": ["乙", None, "甲"]})


def test_rows_by_report_in_print_order():
    found = by_report(FRAME)
    assert {report: [dict(row) for row in rows] for report, rows in found.items()} == {
        "a": [{"report": "a", "n": 0, "label": None}],
        "b": [{"report": "b", "n": 0, "label": "甲"}, {"report": "b", "n": 1, "label": "乙"}],
    }


def test_what_a_row_has():
    (row,) = by_report(FRAME)["a"]
    assert ("label" in row, "code" in row, row.get("code"), len(row)) == (True, False, None, 3)
    with pytest.raises(KeyError):
        row["code"]


def test_no_rows_without_columns_of_their_own():
    assert by_report(pl.DataFrame(schema={"report": pl.String(), "n": pl.Int32()})) == {}
