"""Lists of a body's own units, projects and purchases in running text, which shows no columns."""

from __future__ import annotations

import pytest

from dq.ingest import read_bytes

TITLE = "某省测试厅2023年部门预算\n\n"
SUMMARY = """部门收支总表
单位：万元
收入 支出
项目 预算数 项目 预算数
一、一般公共预算拨款收入 180.00 一、教育支出 200.00
五、事业收入 20.00
本年收入合计 200.00 本年支出合计 200.00
收入总计 200.00 支出总计 200.00
"""
UNITS = """部门收入总表
单位：万元
单位代码 单位名称 合计 一般公共预算 事业收入
合计 200.00 180.00 20.00
501 某省测试厅 200.00 180.00 20.00
501001 某省测试厅本级 130.00 110.00 20.00
501002 70.00 70.00 0.00
"""
UNITS = UNITS.replace("501002 70", "某省测试厅\n501002 70") + "标准化中心\n"
PROJECTS = """项目支出表
单位：万元
类型 项目名称 项目单位 合计 一般公共预算 单位资金
合计 90.00 70.00 20.00
运转类 2023年办公楼维修 标准化中心 30.00 20.00 10.00
特定目标类 农村公路 本级 30.00 20.00 10.00
教学设备 标准化中心 20.00 20.00 0.00
校园安全 本级 10.00 10.00 0.00
"""
BOUGHT = """政府采购预算表
单位：万元
单位名称 采购项目 采购方式 金额
合计 60.00
本级 办公楼维修 公开招标 35.00
台式计算机 集中采购 5.00
标准化中心 实训台 询价 20.00
"""


def read(*tables):
    told = read_bytes("invented.txt", (TITLE + "\n".join(tables)).encode())
    assert told.report is not None, [each.headline.zh for each in told.diagnostics]
    return told.report


def printed(report, table, column="total"):
    return {row["path"]: row[f"{column}__printed"] for row in report.rows.get(table, [])}


def doubted(report, table):
    return {row["path"] for row in report.rows[table] if any(row[name] for name in row if name.endswith("__doubt"))}


def test_lists_are_read():
    report = read(SUMMARY, UNITS, PROJECTS, BOUGHT)
    assert printed(report, "income_by_unit") == {
        "合计": "200.00",
        "某省测试厅": "200.00",
        "某省测试厅本级": "130.00",
        "某省测试厅标准化中心": "70.00",
    }
    assert printed(report, "budgeted_projects") == {
        "合计": "90.00",
        "运转类/标准化中心/2023年办公楼维修": "30.00",
        "特定目标类/本级/农村公路": "30.00",
        "特定目标类/标准化中心/教学设备": "20.00",
        "特定目标类/本级/校园安全": "10.00",
    }
    assert printed(report, "procurement_plan") == {
        "合计": "60.00",
        "本级/办公楼维修": "35.00",
        "本级/台式计算机": "5.00",
        "标准化中心/实训台": "20.00",
    }
    assert not any(doubted(report, table) for table in ("income_by_unit", "budgeted_projects", "procurement_plan"))


@pytest.mark.parametrize(
    ("rows", "paths"),
    [
        (
            "项目单位 项目名称 类型|本级 岸线整治 特定目标类|本级 船闸检修 运转类",
            "本级/特定目标类/岸线整治 本级/运转类/船闸检修",
        ),
        (
            "支出项目类别 项目名称 实施单位|业务类 岸线整治 本级|发展类 船闸检修 船闸所",
            "业务类/本级/岸线整治 发展类/船闸所/船闸检修",
        ),
        ("处室 支出项目|航道处 岸线整治| 船闸检修", "航道处/岸线整治 航道处/船闸检修"),
        (
            "预算单位 一级项目 二级项目|本级 航道专项 岸线整治|本级  船闸检修",
            "本级/航道专项/岸线整治 本级/航道专项/船闸检修",
        ),
        ("项目编码 项目名称 主管单位|33070 岸线整治 本级|33071 船闸检修 船闸所", "本级/岸线整治 船闸所/船闸检修"),
        (
            "单位名称 功能科目名称 项目名称 起止年月|本级 水路运输 岸线整治 2月至9月|船闸所 水路运输 船闸检修 5月",
            "本级/岸线整治 船闸所/船闸检修",
        ),
        # One project of two units, or a unit's sum: which, nothing tells.
        ("项目名称 项目单位|岸线整治 本级| 船闸所", "本级/岸线整治 ?"),
        # The grand total below one unit's projects, in the column of names
        ("类型 项目单位 项目名称|运转类 本级 岸线整治|  合计", "运转类/本级/岸线整治 合计"),
        # A unit's projects below its sum.
        (
            "单位代码 单位名称 项目名称|301 本级 |301 本级 岸线整治|301 本级 船闸检修",
            "本级 本级/岸线整治 本级/船闸检修",
        ),
    ],
)
def test_the_project_names_the_row_wherever_its_column_stands(rows, paths):
    header, *rows = (row.replace(" ", "\t") for row in rows.split("|"))
    total = [] if "合计" in rows[-1] else ["合计" + "\t" * header.count("\t")]
    lines = [f"{header}\t合计\t单位资金", *(f"{row}\t20.00\t20.00" for row in [*total, *rows])]
    told = read_bytes("invented.txt", (TITLE + SUMMARY + "\n项目支出表\n" + "\n".join(lines) + "\n").encode()).report
    sure = [row["path"] if row["total__doubt"] is None else "?" for row in told.rows["budgeted_projects"]]
    assert sure == [*(["合计"] if total else []), *paths.split()]
    assert all(row["label"] == row["path"].split("/")[-1] for row in told.rows["budgeted_projects"])


@pytest.mark.parametrize(
    ("was", "becomes", "unsure"),
    [
        # A row of a sum among its parts, a row that is lost, words of another column, the end or beginning of a label
        ("特定目标类 农村", "特定目标类 50.00\n特定目标类 农村", 6),
        ("教学设备 标准化中心 20.00 20.00 0.00\n", "", 4),
        ("校园安全 本级", "特定目标类 校园安全", 1),
        ("特定目标类 农村公路", "特定目标类\n农村公路", 3),
        # A name with a space in it, beside the cell of a unit that is printed once
        ("校园安全 本级", "“平安” 校园", 1),
        # A label that is broken around its row: told by the words beside it, or not
        ("校园安全 本级 10.00 10.00 0.00", "校园交通\n特定目标类 本级 10.00 10.00 0.00\n安全", 0),
        ("特定目标类 农村公路 本级 30.00 20.00 10.00", "农村公路\n特定目标类 本级 30.00 20.00 10.00\n养护", 3),
        ("教学设备 标准化中心 20.00 20.00 0.00", "教学设备\n标准化中心 20.00 20.00 0.00\n更新", 0),
        # A column of numbers, one that the form does not know
        ("项目单位 合计", "项目单位 数量 合计", 5),
        ("合计 一般公共预算 单位资金", "合计 一般公共预算 备注说明 单位资金", 5),
    ],
)
def test_what_the_words_do_not_tell_is_doubted(was, becomes, unsure):
    assert was in PROJECTS
    report = read(SUMMARY, UNITS, PROJECTS.replace(was, becomes))
    assert len(doubted(report, "budgeted_projects")) == unsure


@pytest.mark.parametrize("between", [" ", "\n"])
@pytest.mark.parametrize(("code", "total"), [("", True), ("301 ", True), ("", False)])
def test_official_spending_by_unit_is_the_total_s_in_running_text(between, code, total):
    figures = "7.00 2.00 4.00 1.00 3.00 1.00"
    header = "单位代码 " * bool(code) + "单位名称 合计 因公出国（境）费用 公务用车购置及运行费 公务接待费"
    rows = [f"合计 {figures}"] * total + [f"{code}某省测试厅 {figures}", f"{code}标准化中心 {figures}"]
    table = "\n".join([header, "小计 公务用车购置费 公务用车运行费", *rows]).replace(" ", between)
    told = read_bytes("invented.txt", f"{TITLE}{SUMMARY}\n“三公”经费支出表\n单位：万元\n{table}\n".encode())
    read_there = {row["label"]: row["amount__printed"] for row in told.report.rows["statistics"]}
    assert list(read_there.values()) == (["7.00", "2.00", "4.00", "1.00", "3.00", "1.00"] if total else [])
    assert total == ("合计" in read_there)
