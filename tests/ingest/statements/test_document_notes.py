"""Notes under empty tables, and second titles of tables."""

from __future__ import annotations

import pytest

from dq.types import CellState
from tests.ingest.statements.invented import facts, mentions

EMPTY = [{"total": None, "total__state": CellState.BLANK}]
FILLED = [{"total": 1, "total__state": CellState.FIGURE}]
TABLE = "{title}\n单位：万元\n项目\t合计\n合计\t{figure}\n{note}\n"


def note(
    text: str, rows: list[dict[str, object]], table: str = "funds"
) -> list[tuple[int, str, str | None, str | None]]:
    return [
        (each.line, each.figures["words"].printed, each.attributes["state"], each.attributes["agrees"])
        for each in facts(text, "mention", tables={table: ((1, 4), rows)})
        if each.attributes["mention"] == "note"
    ]


def printed(note: str, figure: str = "") -> str:
    return TABLE.format(title="政府性基金预算财政拨款收入支出决算表", figure=figure, note=note)


def test_an_empty_table_says_so():
    said = "说明：本单位本年度没有政府性基金收支，故本表无数据。"
    assert note(printed(said), EMPTY) == [(5, said.replace("：", ":").replace("，", ","), "empty", "yes")]


def test_an_empty_table_without_its_note_has_a_blank_one():
    assert note(printed("注：本表反映基金收支情况。"), EMPTY) == [(1, "", "empty", None)]


def test_other_tables_need_no_note():
    assert note(printed(""), EMPTY, "income") == []
    assert note(printed("", "1.00"), FILLED) == []


@pytest.mark.parametrize(("words", "agrees"), [("本表为空表", "no"), ("本单位没有政府性基金支出", None)])
def test_a_table_with_figures_that_is_called_empty(words, agrees):
    assert [each[2:] for each in note(printed(f"注：{words}。", "1.00"), FILLED)] == [("filled", agrees)]


def test_figures_whose_reading_is_doubted_do_not_contradict_a_note():
    doubted = [{**row, "total__doubt": "column_shift"} for row in FILLED]
    assert [each[2:] for each in note(printed("注：本表为空表。", "60"), doubted)] == [("filled", None)]


def test_a_table_of_zeros_may_be_called_empty():
    zeros = [{"total": 0, "total__state": CellState.ZERO}, {"total": None, "total__state": CellState.BLANK}]
    assert [each[2:] for each in note(printed("注：本表无数据。", "0.00"), zeros)] == [("filled", "yes")]


@pytest.mark.parametrize(
    ("title", "agrees"), [("收支决算总表", "yes"), ("“三公”经费支出决算表", "no"), ("政府采购决算表", "no")]
)
def test_the_second_title_of_a_table(title, agrees):
    text = f"九、部门决算信息统计表\n{title}\n单位：万元\n项目\t合计\n合计\t1\n"
    found = mentions(text, "title", tables={"statistics": ((1, 5), FILLED)})
    assert found == [(2, title, agrees)]
