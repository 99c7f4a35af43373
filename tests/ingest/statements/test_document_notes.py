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


@pytest.mark.parametrize(
    "words",
    [
        "我单位不涉及此表。",
        "注：不涉及。",
        "备注：无",
        "说明：本表不适用。",
        "注：本年无发生。",
        "注：我单位无该项内容。",
        "*本表无数据",
        "★注：本表为空表",
        "（注：本部门没有政府性基金收支，本表为空表）",
        "【注】本表无数据",
        "某县水务局2024年度没有政府性基金预算收支，故本表无数据。",
        "注：本表无金额。",
        "注：此表为零。",
        "数据为零，特此说明。",
        "2021年度本单位无政府性基金预算财政拨款收入支出。",
        "空表说明：本单位没有政府性基金。",
        "因本年度无政府性基金预算，本表为空。",
        "说明：本年无政府性基金，表中数据为“0”。",
        "说明：没有此类情况",
        "注：上表为空。",
        "“本单位没有政府性基金收入，故本表无数据”",
    ],
)
def test_that_a_table_is_empty_may_be_said_otherwise(words):
    assert [each[0] for each in note(printed(words), EMPTY) if each[1]] == [5]


def test_the_title_may_say_that_its_table_is_empty():
    title = "政府性基金预算财政拨款收入支出决算表（本表无数据）"
    text = TABLE.format(title=title, figure="", note="")
    assert [(each[0], bool(each[1])) for each in note(text, EMPTY)] == [(1, True)]


@pytest.mark.parametrize(
    "words",
    [
        "某县水务局没有基金收支，故本表无数据。",
        "【注】本表无数据",
        "*本表无数据",
        "注：无基金收支，故本表为“0”。",
        "注：此表为空白表。",
    ],
)
def test_figures_contradict_whatever_calls_their_table_empty(words):
    assert [each[3] for each in note(printed(words, "1.00"), FILLED)] == ["no"]


@pytest.mark.parametrize(
    "words",
    [
        "注：本表空白处表示无数据。",
        "注：无数据的单元格为空。",
        "注：反映收支情况，如本表为空则表示没有收支。",
        "注：本表为空的栏目表示没有数据。",
        "注：本表无金额单位换算差异。",
        "注：此表为零星采购汇总。",
        "注：本部门不涉及本表第5栏。",
        "注：本表不适用的栏目以“-”表示。",
        "注：本表为0的栏目不列示。",
        "本部门没有国有资本收支，故本表仅列基金。",
        "注：本部门无年末结转，故本表期末数为零。",
        "*本表金额尾差系四舍五入",
        "注：本部门不涉及。",
    ],
)
def test_a_note_about_a_part_of_a_table_contradicts_no_figure(words):
    assert [each for each in note(printed(words, "1.00"), FILLED) if each[3] == "no"] == []


def test_other_tables_need_no_note():
    assert note(printed(""), EMPTY, "income") == []
    assert note(printed("", "1.00"), FILLED) == []


@pytest.mark.parametrize(
    ("words", "agrees"),
    [("本表为空表", "no"), ("本单位没有政府性基金支出", None), ("本单位没有国有资本经营支出，本表为空表", None)],
)
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
