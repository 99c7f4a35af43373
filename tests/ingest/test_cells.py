"""What a cell in a figure's place is."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dq.ingest.cells import read_cell
from dq.types import CellState
from tests.ingest.forms import DETAIL, rows

FIGURES = [
    ("1,234.50", "1234.50", 2),
    ("１，２３４．５０", "1234.50", 2),
    ("12", "12", 0),
    ("-3.10", "-3.10", 2),
    ("−3.10", "-3.10", 2),
    ("－３．１", "-3.1", 1),
    ("– 3.10", "-3.10", 2),
    ("(1,000.25)", "-1000.25", 2),
    ("（0.5）", "-0.5", 1),
    ("14085.13", "14085.13", 2),
    ("△12.50", "-12.50", 2),
    ("▲ 1,000.00", "-1000.00", 2),
]


@pytest.mark.parametrize(("text", "value", "decimals"), FIGURES)
def test_figures_of_every_spelling(text, value, decimals):
    cell = read_cell(text)
    assert (cell.state, cell.value, cell.decimals) == (CellState.FIGURE, Decimal(value), decimals)


@pytest.mark.parametrize(("text", "decimals"), [("0.00", 2), ("0", 0), ("-0.0", 1), ("０．００", 2)])
def test_zero_is_a_figure_of_its_own_state(text, decimals):
    cell = read_cell(text)
    assert (cell.state, cell.value, cell.decimals) == (CellState.ZERO, Decimal(0), decimals)


@pytest.mark.parametrize("text", ["", " ", "\u3000"])
def test_blank(text):
    assert read_cell(text).state is CellState.BLANK


@pytest.mark.parametrize("text", ["-", "—", "——", "－", "–", "--", "―"])
def test_dash(text):
    assert read_cell(text).state is CellState.DASH


@pytest.mark.parametrize("text", ["/", "新增", "无", "不适用", "见附注3", "XX"])
def test_text_in_a_figure_s_place(text):
    assert read_cell(text).state is CellState.TEXT


@pytest.mark.parametrize(
    "text",
    ["1 234.5", "12.3.4", "1,23", "12,34.5", "\ufffd12", "12?", "#REF!", "1.2.", "3.1234567", "9" * 30, "(5)", "△5"],
)
def test_what_cannot_be_told_is_unreadable_not_guessed(text):
    cell = read_cell(text)
    assert (cell.state, cell.value) == (CellState.UNREADABLE, None)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False), st.booleans(), st.booleans())
def test_a_printed_figure_is_read_as_it_was_meant(value, grouped, wide):
    text = f"{value:,.2f}" if grouped else f"{value:.2f}"
    if wide:
        text = text.translate({ord(each): chr(ord(each) + 0xFEE0) for each in "0123456789.,-"})
    cell = read_cell(text)
    assert cell.value == value
    assert cell.decimals == 2
    assert cell.state is (CellState.FIGURE if value else CellState.ZERO)


@given(st.text(max_size=30))
def test_any_text_is_some_state(text):
    cell = read_cell(text)
    assert (cell.value is None) == (not cell.state.is_printed_figure)


@pytest.mark.parametrize(("unit", "factor"), [("元", 1), ("千元", 1_000), ("万元", 10_000), ("亿元", 100_000_000)])
def test_figures_are_stored_in_yuan_with_half_their_last_digit(unit, factor):
    (row,) = rows("general_detail", DETAIL.replace("万元", unit) + "301\t甲\t1.5\n")
    assert row["total"] == Decimal("1.5") * factor
    assert row["total__radius"] == Decimal("0.05") * factor
    assert (row["total__unit"], row["total__decimals"]) == (unit, 1)


def test_every_state_keeps_its_text_and_place():
    body = "301\t甲\t—\n302\t乙\t新增\n303\t丙\t1.2.3\n307\t丁\t\n309\t戊\t0.00\n"
    found = rows("general_detail", DETAIL + body)
    assert [CellState(row["total__state"]) for row in found] == [
        CellState.DASH,
        CellState.TEXT,
        CellState.UNREADABLE,
        CellState.BLANK,
        CellState.ZERO,
    ]
    assert [row["total__printed"] for row in found] == ["—", "新增", "1.2.3", "", "0.00"]
    assert [row["total"] for row in found] == [None, None, None, None, 0]
    assert [row["total__line"] for row in found] == [row["line"] for row in found] == [8, 9, 10, 11, 12]
    assert {row["total__cell"] for row in found} == {2}
