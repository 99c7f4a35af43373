"""What a text lists as parts of basic expenditure, and whether the table has an amount for it."""

from __future__ import annotations

import pytest

from dq.types import CellState
from tests.ingest.statements.invented import facts

STATES = [
    ("基本工资", CellState.FIGURE, None),
    ("奖金", CellState.ZERO, None),
    ("取暖费", CellState.BLANK, None),
    ("差旅费", CellState.DASH, None),
    ("水费", CellState.UNREADABLE, None),
    ("电费", CellState.BLANK, "row_shift"),
    ("其他支出", CellState.ZERO, None),
    ("其他支出", CellState.FIGURE, None),
]
ROWS = [{"item": item, "total__state": int(state), "total__doubt": doubt} for item, state, doubt in STATES]


def listed(text):
    found = facts(text + "\n基本支出表\n", "mention", tables={"general_basic": ((2, 2), ROWS)})
    return [(each.path, each.attributes["state"]) for each in found if each.attributes["mention"] == "listed"]


def test_each_listed_item_is_told_with_what_the_table_has():
    text = "（一）人员经费12.00万元，主要包括：基本工资、奖 金、津贴补贴、其他支出；"
    assert listed(text + "公用经费 3.5 万元，主要包括：水费、电费、差旅费等。") == [
        ("人员经费/基本工资", "filled"),
        ("人员经费/奖金", "empty"),
        ("人员经费/津贴补贴", None),
        ("人员经费/其他支出", "filled"),
        ("公用经费/水费", None),
        ("公用经费/电费", None),
        ("公用经费/差旅费", "empty"),
    ]


@pytest.mark.parametrize("ending", ["等", "等支出", "……（不涉及的不列）"])
def test_the_end_of_a_list_is_no_part_of_its_last_item(ending):
    assert listed(f"公用支出30000元，包括取暖费{ending}。") == [("公用经费/取暖费", "empty")]


@pytest.mark.parametrize(
    "text",
    [
        "人员经费：主要包括奖金、取暖费。",
        "项目经费3万元，主要包括：奖金、取暖费。",
        "人员经费3万元。主要包括：奖金、取暖费。",
        "人员经费3万元，主要用于奖金、取暖费。",
    ],
)
def test_what_is_no_list_of_the_year_s_basic_expenditure_is_left_alone(text):
    assert listed(text) == []
