"""Rows of statement tables as a person writes them down."""

from decimal import Decimal

from dq.ingest.given import GivenRow, stored_rows
from dq.templates import load_statements
from dq.types import CellState


def given(name, **cells):
    table = next(each for each in load_statements() if each.name == name).as_table()
    row, *_ = stored_rows("r", table, [GivenRow(0, "2010301", "行政运行", cells, 3)], "万元")
    return row


def test_figures_take_the_unit_of_the_table_and_of_their_column():
    row = given("narrative", section="general", amount="1.50", rate="-2.5", count="")
    assert (row["amount"], row["amount__unit"]) == (Decimal("15000.00"), "万元")
    assert (row["rate"], row["rate__unit"]) == (Decimal("-2.5"), "%")
    assert (row["section"], row["code"], row["item"]) == ("general", "2010301", "行政运行")
    assert "count__state" not in row  # a blank cell says nothing


def test_a_unit_behind_a_figure_is_its_own():
    row = given("project_target", target="11 个月", actual="-9.60%")
    assert (row["target"], row["target__unit"]) == (Decimal(11), "个月")
    assert (row["actual"], row["actual__unit"]) == (Decimal("-9.60"), "%")


def test_words_of_attributes_and_of_text_measures():
    row = given("project", form="1", form_kind="special", grade="良好", role="item")
    assert (row["form"], row["grade__printed"], row["role"]) == ("1", "良好", "item")


def test_a_blank_cell_is_written_as_a_word():
    row = given("project", form="1", body="空白", grade="")
    assert (row["body__state"], row["body__printed"]) == (CellState.BLANK.value, "")
    assert "grade__state" not in row
