"""Whose report it is: name, code, level, region, as far as they are printed."""

from __future__ import annotations

import pytest

from dq.ingest import read_bytes
from dq.ingest.bodies import region_of
from tests.cli.invented import REPORT

TITLE = "青山区公园管理处 2024 年度部门决算\n"


def told(title: str = TITLE, more: str = "") -> dict[str, object]:
    """The report's row for the invented report under another title."""
    text = REPORT.replace(TITLE, title, 1).replace("青山区公园管理处 2024 年度部门决算表\n", more, 1)
    found = read_bytes("report.txt", text.encode()).report
    assert found is not None
    return {name: found.report[name] for name in ("report", "department", "code", "level", "region")}


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("上海市普陀区规划和自然资源局", "上海市普陀区"),
        ("中共上海市静安区市北街道工作委员会", "上海市静安区"),
        ("中国共产党江苏省委员会办公厅", "江苏省"),
        ("民建泰州市委员会", "泰州市"),
        ("政协晋江市委员会办公室", "晋江市"),
        ("国家税务总局苏州市税务局", "苏州市"),
        ("贵州省黔东南苗族侗族自治州凯里市财政局", "贵州省黔东南苗族侗族自治州凯里市"),
        ("内蒙古自治区锡林郭勒盟苏尼特左旗财政局", "内蒙古自治区锡林郭勒盟苏尼特左旗"),
        ("新疆维吾尔自治区喀什地区疏附县财政局", "新疆维吾尔自治区喀什地区疏附县"),
        ("荆州市沙市区教育局", "荆州市沙市区"),
        ("津市市财政局", "津市市"),
        ("济宁市市中区教育局", "济宁市市中区"),
        ("宣城市泾县教育局", "宣城市泾县"),
        ("长沙县教育局", "长沙县"),
        ("青山区公园管理处", "青山区"),
        ("晋江市市场监督管理局", "晋江市"),
        ("苏州市工业园区管理委员会", "苏州市"),
        ("北京市特殊教育学区", "北京市"),
        ("无锡市人力资源市场", "无锡市"),
        ("人力资源市场管理办公室", None),
        ("常州经济开发区管理委员会", None),
        ("城市管理局", None),
        ("市场监督管理局", None),
        ("区域发展中心", None),
        ("自治区党委办公厅", None),
        ("社区服务中心", None),
        ("县委办公室", None),
        ("全县公安局", None),
        ("红旗街道办事处", None),
        ("产业联盟", None),
        ("大都市规划院", None),
        ("人民医院西院区", None),
        ("XX市XX局", None),
        ("", None),
        (None, None),
    ],
)
def test_a_region_is_what_a_name_begins_with_and_never_guessed(name, region):
    assert region_of(name) == region


def test_a_hostile_name_costs_no_time():
    assert region_of("甲" * 50_000 + "市") is None
    assert region_of("自治" * 50_000) is None


@pytest.mark.parametrize(
    ("title", "name", "level"),
    [
        (TITLE, "青山区公园管理处", "department"),
        ("青山区公园管理处 2024 年度单位决算\n", "青山区公园管理处", "unit"),
        ("青山区公园管理处（本级）2024 年度部门决算\n", "青山区公园管理处(本级)", "unit"),
        ("青山区公园管理处 2024 年度决算\n", "青山区公园管理处", None),
        ("青山区公园管理处 2024 年度单位决算\n目录\n2024 年度部门决算表\n", "青山区公园管理处", "unit"),
        ("青山区公园管理处 2024 年度部门决算和单位决算\n", "青山区公园管理处", None),
    ],
)
def test_the_level_is_what_the_titles_say(title, name, level):
    found = told(title)
    assert (found["department"], found["level"]) == (name, level)
    assert str(found["report"]).endswith("-unit") == (level == "unit")


@pytest.mark.parametrize(
    ("title", "more", "code"),
    [
        (TITLE, "部门代码：101001\n", "101001"),
        (TITLE, "预算单位编码： １０１\t\t\n", "101"),
        (TITLE, "部门编码\t101\n", "101"),
        (TITLE, "部门代码：101　单位代码：101002\n", "101"),
        ("青山区公园管理处 2024 年度单位决算\n", "部门代码：101\t单位代码：101002\n", "101002"),
        ("101002-青山区公园管理处 2024 年度部门决算\n", "", "101002"),
        (TITLE, "部门代码：101\n部门代码：102\n", None),
        (TITLE, "单位代码\t单位名称\n101\t某单位\n", None),
        (TITLE, "功能分类科目编码：201\n", None),
        (TITLE, "部门代码：\n", None),
    ],
)
def test_a_code_is_taken_where_one_is_printed(title, more, code):
    found = told(title, more)
    assert (found["code"], found["department"]) == (code, "青山区公园管理处")
    assert (f"-{code}" in str(found["report"])) == (code is not None)
