"""What a text lists as parts of basic expenditure, and whether the table has an amount for it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dq.types import CellState
from tests.ingest.statements.invented import facts

STATES = [
    ("基本工资", CellState.FIGURE, None),
    ("奖金", CellState.BLANK, None),
    ("邮电费", CellState.ZERO, None),
    ("取暖费", CellState.BLANK, None),
    ("差旅费", CellState.DASH, None),
    ("水费", CellState.UNREADABLE, None),
    ("电费", CellState.BLANK, "row_shift"),
    ("其他支出", CellState.BLANK, None),
    ("其他支出", CellState.FIGURE, None),
]
ROWS = [{"item": item, "total__state": int(state), "total__doubt": doubt} for item, state, doubt in STATES]
SECTION = "六、一般公共预算财政拨款基本支出决算情况说明"


def listed(text, *more, heading=SECTION, rows=ROWS):
    tables = {"general_basic": ((1, 1), [*rows, *more])}
    found = facts(f"基本支出表\n{heading}\n{text}", "mention", tables=tables)
    return [(each.path, each.attributes["state"]) for each in found if each.attributes["mention"] == "listed"]


def test_each_listed_item_is_told_with_what_the_table_has():
    text = "（一）人员经费12.00万元，主要包括：基本工资、奖 金、津贴补贴、其他支出；"
    assert listed(text + "公用经费 3.5 万元，主要包括：水费、电费、差旅费、邮电费等。") == [
        ("人员经费/基本工资", "filled"),
        ("人员经费/奖金", "empty"),
        ("人员经费/津贴补贴", None),
        ("人员经费/其他支出", "filled"),
        ("公用经费/水费", None),
        ("公用经费/电费", None),
        ("公用经费/差旅费", "empty"),
        ("公用经费/邮电费", None),  # beside blanks 0.00 万元 may be 49 元
    ]


def test_a_class_is_of_one_of_the_two_kinds():
    text = "工资福利支出3万元，主要用于奖金。商品和服务支出3万元，包括取暖费。对个人和家庭的补助3万元，主要用于奖金。"
    assert listed(text) == [("人员经费/奖金", "empty"), ("公用经费/取暖费", "empty"), ("人员经费/奖金", "empty")]


@pytest.mark.parametrize("ending", ["等", "等支出", "……（不涉及的不列）"])
def test_the_end_of_a_list_is_no_part_of_its_last_item(ending):
    assert listed(f"公用支出30000元，包括取暖费{ending}。") == [("公用经费/取暖费", "empty")]


@pytest.mark.parametrize(
    "text",
    [
        "人员经费：主要包括奖金、取暖费。",
        "项目经费3万元，主要包括：奖金、取暖费。",
        "人员经费3万元。主要包括：奖金、取暖费。",
        "资本性支出3万元，主要用于奖金、取暖费。",
    ],
)
def test_what_is_no_list_of_the_year_s_basic_expenditure_is_left_alone(text):
    assert listed(text) == []


@pytest.mark.parametrize(
    "heading", ["三、支出决算情况说明", "六、基本支出决算情况说明", "七、政府性基金预算财政拨款基本支出"]
)
def test_a_list_of_all_funds_is_left_alone(heading):
    assert listed("基本支出中，人员经费4.50万元，主要包括：奖金（由事业收入安排）。", heading=heading) == []


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        ([{"item": "人员经费合计", "total": Decimal(45000), "total__radius": Decimal("0.005")}], 1),
        ([{"item": "合计", "total": Decimal(60000), "personnel": Decimal(45049)}], 1),
        ([{"item": "合计", "total": Decimal(45000), "personnel": Decimal(40000)}], 0),
        ([{"item": "公用经费合计", "total": Decimal(45000)}], 0),
        ([{"item": "人员经费合计", "total": Decimal(45000), "total__doubt": "row_shift"}], 0),
    ],
)
def test_the_amount_of_the_table_tells_that_a_list_is_of_it(rows, count):
    found = listed("基本支出中，人员经费4.50万元，主要包括：奖金。", *rows, heading="三、支出决算情况说明")
    assert found == [("人员经费/奖金", "empty")] * count


def test_a_sentence_may_name_the_money_itself():
    text = "一般公共预算财政拨款基本支出5万元，与上年持平，其中：人员经费4.50万元，主要包括：奖金。"
    assert listed(text, heading="三、支出决算情况说明") == [("人员经费/奖金", "empty")]


@pytest.mark.parametrize(
    "text",
    [
        "上年人员经费3万元，主要包括：奖金。",
        "去年基本支出5万元，其中：人员经费3万元，主要包括：奖金。",
        "年初预算为5万元，其中：人员经费3万元，主要包括：奖金。",
        "人员经费预算3万元，主要包括：奖金。",
    ],
)
def test_lists_of_another_year_and_of_the_budget_are_left_alone(text):
    assert listed(text) == []


def test_the_budget_that_was_spent_is_named_before_the_list():
    text = "年初预算为5万元，支出决算为5万元，其中：人员经费3万元，比上年增加1万元，主要包括：奖金。"
    assert listed(text) == [("人员经费/奖金", "empty")]


def test_a_table_without_blanks_prints_zeros_for_them():
    rows = [row for row in ROWS if row["total__state"] not in (CellState.BLANK, CellState.DASH)]
    text = "公用经费3.5万元，主要包括：水费、邮电费。"
    assert listed(text, rows=rows) == [("公用经费/水费", None), ("公用经费/邮电费", "empty")]
