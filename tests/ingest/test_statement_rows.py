"""Statements of the text as stored rows."""

from decimal import Decimal

import pytest

from dq.ingest.statements import Said, Statement, statement_rows
from dq.types import CellState


def row(**given):
    table, *_ = statement_rows("r", [Statement("narrative", 7, "（一）本年收入", **given)]).values()
    return table[0]


def test_a_figure_is_stored_in_its_base_unit_with_its_place():
    got = row(figures={"amount": Said("1,695.21", 8, 12, "万元")})
    assert got["amount"] == Decimal("16952100.00")
    assert (got["amount__line"], got["amount__cell"], got["line"]) == (8, 12, 7)
    assert (got["label"], got["item"], got["path"]) == ("（一）本年收入", "本年收入", "本年收入")
    assert got["amount__radius"] == Decimal("50.00")


def test_words_make_a_figure_negative():
    got = row(figures={"rate": Said("213", 7, 4, "%", negative=True)})
    assert (got["rate"], got["rate__printed"]) == (Decimal(-213), "213")


def test_a_word_is_kept_as_text():
    said = Statement("project", 3, "项目", {"grade": Said("良好", 9, 2)}, {"form": "1"})
    got = statement_rows("r", [said])["project"][0]
    assert (got["grade"], got["grade__state"], got["grade__printed"]) == (None, CellState.TEXT, "良好")
    assert got["form"] == "1"


def test_an_attribute_that_the_table_lacks_is_a_bug():
    with pytest.raises(KeyError, match="no attribute colour"):
        row(figures={}, attributes={"colour": "red"})


def test_things_counted_in_ten_thousands_compare_with_things_counted_one_by_one():
    said = {"target": Said("230", 1, 0, "万人次"), "actual": Said("2300000", 1, 0, "人次")}
    (row,) = statement_rows("r", [Statement("project_target", 1, "吞吐量", said)])["project_target"]
    assert row["target"] == row["actual"] == 2_300_000
    assert row["target__unit"] == "万人次"


def test_a_place_that_the_store_cannot_hold_is_left_out():
    figures = {"amount": Said("5", 7, 32_767, "万元"), "budget": Said("6", 7, 32_768, "万元")}
    got = row(figures=figures)
    assert (got["amount__cell"], got["budget__cell"]) == (32_767, None)


def test_a_count_in_numerals_is_stored_as_a_number():
    got = row(figures={"count": Said("八十五", 7, 4, "批次")})
    assert (got["count"], got["count__printed"]) == (Decimal(85), "八十五")
