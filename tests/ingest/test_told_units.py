"""The unit of tables that state none."""

from __future__ import annotations

import pytest

from dq.ingest.told_units import amounts_told, unit_told

CELLS = ["合计", "41,236,708.15", "2,907,431.60", "12,050.00", "", "7"]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("本年支出 4123.67 万元，其中项目支出 290.74 万元。", "元"),
        ("本年支出 ４１，２３６，７０８．１５ 元，其中项目支出 2907431.60 元。", "元"),
        ("本年支出 41236708.15 万元，其中项目支出 2907431.60 万元。", "万元"),
        ("本年支出 4123.67 万元。", None),  # one figure may be a chance
        ("本年支出 4123.67 万元，项目支出 290.74 万元；预算 41236708.15 万元。", None),
        ("购置 7 万元，7.00 万元。", None),
    ],
)
def test_the_text_tells_the_unit_of_a_table(text: str, unit: str | None):
    assert unit_told(CELLS, amounts_told([text])) == unit
