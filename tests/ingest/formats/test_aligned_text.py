"""Text aligned with spaces where a Chinese character takes the room of two: header and figures stand in columns."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dq.ingest import read_bytes
from dq.ingest.formats import aligned_text

EXPENDITURE = [
    ["项目", "", "本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"],
    ["功能分类科目编码", "科目名称", "", "", "", "", "", ""],
    ["", "合计", "9,120.50", "6,010.30", "2,100.20", "", "1,010.00", ""],
    ["206", "科学技术支出", "9,020.50", "5,910.30", "2,100.20", "", "1,010.00", ""],
    ["20603", "应用研究", "9,020.50", "5,910.30", "2,100.20", "", "1,010.00", ""],
    ["2060302", "社会公益研究", "9,020.50", "5,910.30", "2,100.20", "", "1,010.00", ""],
    ["221", "住房保障支出", "100.00", "100.00", "", "", "", ""],
    ["22102", "住房改革支出", "100.00", "100.00", "", "", "", ""],
    ["2210201", "住房公积金", "100.00", "100.00", "", "", "", ""],
]
STATE = [
    ["项目", "", "本年支出", "", ""],
    ["功能分类科目编码", "科目名称", "合计", "基本支出", "项目支出"],
    ["223", "国有资本经营预算支出", "7,300.00", "", "7,300.00"],
    ["22399", "其他国有资本经营预算支出", "7,300.00", "", "7,300.00"],
    ["2239999", "其他国有资本经营预算支出", "7,300.00", "", "7,300.00"],
    ["", "合计", "7,300.00", "", "7,300.00"],
]
PARTS = ["合计", "因公出国（境）费", "公务用车购置及运行维护费", "", "", "公务接待费"]
BELOW = ["", "", "小计", "公务用车购置费", "公务用车运行维护费", ""]
OFFICIAL = [
    ["预算数", *[""] * 5, "决算数", *[""] * 5],
    PARTS * 2,
    BELOW * 2,
    ["24.00", "", "15.00", "", "15.00", "9.00", "18.50", "", "12.34", "", "12.34", "6.16"],
]


TWO_YEARS = [
    ["2023年预算数", *[""] * 5, "2024年预算数", *[""] * 5],
    PARTS * 2,
    BELOW * 2,
    ["5.10", "", "3.20", "", "3.20", "1.90", "4.40", "", "3.30", "", "3.30", "1.10"],
]


def width(text, room):
    return sum(room if letter > "\u2e80" else 1 for letter in text)


def aligned(rows, room=2):
    """Rows of cells in columns, figures to the right in them, as a tool writes that gives Chinese this room."""
    widths = [max(width(cell, room) for cell in column) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        padded = zip(row, widths, strict=True)
        cells = [
            " " * (wide - width(cell, room)) + cell if "." in cell else cell + " " * (wide - width(cell, room))
            for cell, wide in padded
        ]
        lines.append("   ".join(cells).rstrip() + "\n")
    return "".join(lines)


def report(*tables, room=2):
    head = "某市测试研究院\n2023年度部门决算\n"
    return head + "\n".join(f"{title}\n单位：万元\n{aligned(rows, room)}" for title, rows in tables)


@pytest.fixture(scope="module")
def read():
    text = report(
        ("支出决算表", EXPENDITURE),
        ("财政拨款“三公”经费支出决算表", OFFICIAL),
        ("国有资本经营预算财政拨款支出决算表", STATE),
    )
    return read_bytes("invented.txt", text.encode()).report.rows


def figures(row):
    return {
        key.removesuffix("__printed"): (printed, row[key.replace("printed", "doubt")])
        for key, printed in row.items()
        if key.endswith("__printed") and printed
    }


def test_blank_columns_between_figures_are_told_by_the_header(read):
    total = next(row for row in read["expenditure"] if row["label"] == "合计")
    assert figures(total) == {
        "total": ("9,120.50", None),
        "basic": ("6,010.30", None),
        "project": ("2,100.20", None),
        "business": ("1,010.00", None),
    }


def test_a_sum_below_the_label_of_its_group_has_a_column(read):
    found = [figures(row) for row in read["state_capital"]]
    assert found == [{"total": ("7,300.00", None), "project": ("7,300.00", None)}] * 4


def test_a_row_below_items_stands_under_them(read):
    found = {row["label"]: figures(row) for row in read["statistics"]}
    assert [each["amount"] for each in found.values() if "amount" in each] == [
        ("18.50", None),
        ("12.34", None),
        ("12.34", None),
        ("6.16", None),
    ]
    assert found["公务用车购置费"] == {}


def test_the_year_before_has_columns_of_its_own():
    table = "一般公共预算“三公”经费支出表"
    text = report(("部门支出总表", EXPENDITURE), (table, TWO_YEARS)).replace("2023年度部门决算", "2024年部门预算")
    found = {row["label"]: figures(row) for row in read_bytes("invented.txt", text.encode()).report.rows["statistics"]}
    assert list(found.values()) == [{"amount": (each, None)} if each else {} for each in TWO_YEARS[-1][6:]]


@pytest.mark.parametrize(("room", "told"), [(2, True), (1, False)])
def test_letters_have_places_where_a_chinese_one_takes_the_room_of_two(room, told):
    text = report(("支出决算表", EXPENDITURE), room=room)
    lines = [line for line in aligned_text.read("a.txt", text.encode()).lines if line.cells[0]]
    assert all(bool(line.edges) is told for line in lines)
    assert all(left < right for line in lines for _, edges in line.edges for left, right in pairwise(edges))
