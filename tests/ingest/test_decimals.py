"""A figure with other decimals than its report's is doubted where one format wrote them all, and only there."""

from __future__ import annotations

import pytest

from tests.ingest.forms import EXPENDITURE, rows

FIXED = ["30.00", "12.50", "17.50"] * 6
VARIED = ["30.2", "12.5", "17", "1.25"] * 6


def doubted(figures, odd):
    """What is doubted of an expenditure table that prints these figures and an odd one."""
    lines = [f"2{at:04d}01\t某项{at}\t{figure}\n" for at, figure in enumerate([*figures, odd], 101)]
    found = rows("expenditure", EXPENDITURE + "".join(lines))
    return [row["total__printed"] for row in found if row["total__doubt"] == "decimals"]


@pytest.mark.parametrize("odd", ["17.5061", "17.506", "17.5", "1750"])
def test_a_lone_figure_of_another_format_is_doubted(odd):
    assert doubted(FIXED, odd) == [odd]


def test_a_lone_figure_longer_than_all_others_is_doubted():
    assert doubted(VARIED, "17.506") == ["17.506"]


@pytest.mark.parametrize(
    ("figures", "odd"),
    [
        (FIXED, "17.51"),
        (FIXED, "0"),
        (VARIED, "17.5"),
        (["30.25", "12.51", "17.56"] * 6, "17.5"),  # zeros at the end may be left out
        ([*FIXED, "3.123456"], "17.506061"),  # a way of printing: totals of a calculation
        (FIXED[:5], "17.506"),
    ],
)
def test_a_table_of_several_formats_is_trusted(figures, odd):
    assert doubted(figures, odd) == []


@pytest.mark.parametrize("share", ["50.00%", "50％"])
def test_a_share_in_a_column_of_money_is_doubted(share):
    found = rows("expenditure", EXPENDITURE + f"2010101\t行政运行\t{share}\n")
    assert [row["total__doubt"] for row in found] == ["column_shift"]
