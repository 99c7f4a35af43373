"""Tables whose labels stand in several columns, written out."""

from __future__ import annotations

import pytest

from dq.synthesis.rendering import Noise
from dq.synthesis.rendering.nested import nested_lines
from tests.properties.round_trip import TEMPLATES

BUDGET = TEMPLATES["budget_jiangsu"]


def written(name, *rows):
    table = BUDGET.table(name)
    measures = table.blocks[0].measures
    column = measures[0].name
    stored = [
        {"n": at, "label": label, "path": path, "role": "item", f"{column}__printed": f"{at}.00", f"{column}__state": 1}
        for at, (path, label) in enumerate(rows)
    ]
    columns, lines = nested_lines(table, stored, measures, Noise())
    return [column.path[0] for column in columns], lines


def test_a_group_is_named_in_its_first_row():
    header, lines = written(
        "income_sources",
        ("收入总计", "收入总计"),
        ("收入总计/其他资金", "小计"),
        ("收入总计/其他资金/事业收入", "事业收入"),
        ("收入总计/政府性基金", "小计"),
    )
    assert header == ["项目名称", "项目名称", "金额"]
    assert lines == [
        ("收入总计", "", "0.00"),
        ("其他资金", "小计", "1.00"),
        ("", "事业收入", "2.00"),
        ("政府性基金", "小计", "3.00"),
    ]


def test_outer_labels_are_printed_where_they_change():
    _, lines = written(
        "procurement",
        ("合计", "合计"),
        ("合计/货物", "一、货物A"),
        ("合计/货物/业务费/办公设备购置", "办公设备购置"),
        ("合计/货物/业务费/办公设备购置/复印机(彩色)", "复印机（彩色）"),
        ("合计/货物/购置费/办公设备购置", "办公设备购置"),
        ("合计/货物/购置费/办公设备购置/复印机(彩色)", "复印机（彩色）"),
        ("合计/服务/购置费/办公设备购置/复印机(彩色)#2", "复印机（彩色）"),
    )
    assert [line[:5] for line in lines] == [
        ("合计", "", "", "", ""),
        ("一、货物A", "", "", "", ""),
        ("", "业务费", "办公设备购置", "", ""),
        ("", "", "", "复印机（彩色）", "集中采购"),
        ("", "购置费", "办公设备购置", "", ""),
        ("", "", "", "复印机（彩色）", "集中采购"),
        ("服务", "购置费", "办公设备购置", "复印机（彩色）", "集中采购"),
    ]


@pytest.mark.parametrize("name", ["income_sources", "procurement"])
def test_a_table_without_rows_has_its_header(name):
    header, lines = written(name)
    assert header[-1] in ("金额", "总计")
    assert lines == []
