"""The national form of budgets, which nearly all provinces print since 2021, in the spellings of several."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

import pytest

from dq.application.rulebooks import read_rules
from dq.archive import MemoryStore
from dq.engine import check
from dq.ingest import read_bytes
from dq.templates import default_schema
from dq.types import Verdict

TITLE = "某省测试厅2023年部门预算\n\n"
SUMMARY = """表1
部门收支总表
部门名称：某省测试厅\t\t\t单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、一般公共预算拨款收入\t800.00\t一、教育支出\t900.00
二、政府性基金预算拨款收入\t100.00\t二、城乡社区支出\t130.00
三、国有资本经营预算拨款收入\t\t\t
四、财政专户管理资金收入\t50.00\t\t
五、事业收入\t30.00\t\t
六、事业单位经营收入\t10.00\t\t
七、上级补助收入\t\t\t
八、附属单位上缴收入\t\t\t
九、其他收入\t\t\t
本年收入合计\t990.00\t本年支出合计\t1,030.00
上年结转结余\t45.00\t年终结转结余\t5.00
收入总计\t1,035.00\t支出总计\t1,035.00
"""
INCOME = """表2
部门收入总表
部门名称：某省测试厅\t\t\t\t\t\t\t\t\t\t\t\t单位：万元
科目编码\t科目名称\t合计\t上年结转\t一般公共预算拨款收入\t政府性基金预算拨款收入\t国有资本经营预算拨款收入\t财政专户管理资金收入\t事业收入\t事业单位经营收入\t上级补助收入\t附属单位上缴收入\t其他收入
\t合计\t1,035.00\t45.00\t800.00\t100.00\t\t50.00\t30.00\t10.00\t\t\t
205\t教育支出\t905.00\t15.00\t800.00\t\t\t50.00\t30.00\t10.00\t\t\t
20502\t普通教育\t905.00\t15.00\t800.00\t\t\t50.00\t30.00\t10.00\t\t\t
2050202\t小学教育\t905.00\t15.00\t800.00\t\t\t50.00\t30.00\t10.00\t\t\t
212\t城乡社区支出\t130.00\t30.00\t\t100.00\t\t\t\t\t\t\t
21208\t国有土地使用权出让收入安排的支出\t130.00\t30.00\t\t100.00\t\t\t\t\t\t\t
2120804\t农村基础设施建设支出\t130.00\t30.00\t\t100.00\t\t\t\t\t\t\t
"""
EXPENDITURE = """表3
部门支出总表
部门名称：某省测试厅\t\t\t\t\t\t\t单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出\t事业单位经营支出\t上缴上级支出\t对附属单位补助支出
\t合计\t1,030.00\t690.00\t330.00\t10.00\t\t
205\t教育支出\t900.00\t690.00\t200.00\t10.00\t\t
20502\t普通教育\t900.00\t690.00\t200.00\t10.00\t\t
2050202\t小学教育\t900.00\t690.00\t200.00\t10.00\t\t
212\t城乡社区支出\t130.00\t\t130.00\t\t\t
21208\t国有土地使用权出让收入安排的支出\t130.00\t\t130.00\t\t\t
2120804\t农村基础设施建设支出\t130.00\t\t130.00\t\t\t
"""
FISCAL = """表4
财政拨款收支总表
部门名称：某省测试厅\t\t\t\t\t单位：万元
收入\t\t支出\t\t\t\t
项目\t预算数\t项目\t合计\t一般公共预算\t政府性基金预算\t国有资本经营预算
一、本年收入\t900.00\t一、本年支出\t930.00\t800.00\t130.00\t
（一）一般公共预算拨款\t800.00\t（一）教育支出\t800.00\t800.00\t\t
（二）政府性基金预算拨款\t100.00\t（二）城乡社区支出\t130.00\t\t130.00\t
（三）国有资本经营预算拨款\t\t\t\t\t\t
二、上年结转\t30.00\t二、年终结转结余\t\t\t\t
（一）一般公共预算拨款\t\t\t\t\t\t
（二）政府性基金预算拨款\t30.00\t\t\t\t\t
（三）国有资本经营预算拨款\t\t\t\t\t\t
收入总计\t930.00\t支出总计\t930.00\t800.00\t130.00\t
"""
GENERAL = """表5
一般公共预算支出表
部门名称：某省测试厅\t\t\t\t单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t800.00\t690.00\t110.00
205\t教育支出\t800.00\t690.00\t110.00
20502\t普通教育\t800.00\t690.00\t110.00
2050202\t小学教育\t800.00\t690.00\t110.00
"""
BASIC = """表6
一般公共预算基本支出表
部门名称：某省测试厅\t\t\t\t单位：万元
部门预算支出经济分类科目\t\t本年一般公共预算基本支出\t\t
科目编码\t科目名称\t合计\t人员经费\t公用经费
\t合计\t690.00\t600.00\t90.00
301\t工资福利支出\t600.00\t600.00\t
30101\t基本工资\t600.00\t600.00\t
302\t商品和服务支出\t90.00\t\t90.00
30201\t办公费\t90.00\t\t90.00
"""
SPENDING = """表7
一般公共预算“三公”经费支出表
部门名称：某省测试厅\t\t\t\t\t单位：万元
“三公”经费合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费
\t\t小计\t公务用车购置费\t公务用车运行费\t
45.00\t5.00\t30.00\t18.00\t12.00\t10.00
"""
FUNDS = """表8
政府性基金预算支出表
部门名称：某省测试厅\t\t\t\t单位：万元
科目编码\t科目名称\t本年政府性基金预算支出\t\t
\t\t合计\t基本支出\t项目支出
\t合计\t130.00\t\t130.00
212\t城乡社区支出\t130.00\t\t130.00
21208\t国有土地使用权出让收入安排的支出\t130.00\t\t130.00
2120804\t农村基础设施建设支出\t130.00\t\t130.00
"""
STATE = """表9
国有资本经营预算支出表
部门名称：某省测试厅\t\t\t\t单位：万元
科目编码\t科目名称\t本年国有资本经营预算支出\t\t
\t\t合计\t基本支出\t项目支出
\t合计\t\t\t
注：本部门没有国有资本经营预算安排的支出，故本表无数据。
"""
TABLES = (SUMMARY, INCOME, EXPENDITURE, FISCAL, GENERAL, BASIC, SPENDING, FUNDS, STATE)
CARS = "支出合计/公务用车购置及运行维护费"


def read(*tables, title=TITLE):
    return read_bytes("invented.txt", (title + "\n".join(tables)).encode())


def amounts(report, table, column="amount"):
    """(side, path) → the figure in the unit that is printed, of rows that have one."""
    scale = {"元": 1, "万元": 10_000}
    return {
        (row["side"], row["path"]): row[column] / scale[row[f"{column}__unit"]]
        for row in report.rows[table]
        if row.get(column) is not None
    }


@pytest.fixture(scope="module")
def report():
    told = read(*TABLES)
    assert [each.code for each in told.diagnostics] == []
    return told.report


def test_every_table_is_read_by_the_form(report):
    assert report.report["template"] == "budget_national"
    assert (report.report["kind"], report.report["year"]) == ("budget", 2023)
    assert [(each["table"], each["confidence"]) for each in report.tables if each["confidence"] != 1] == []
    assert {each["table"] for each in report.tables if each["state"] == "filled"} == {
        *("summary", "income", "expenditure", "fiscal_summary", "general_expenditure", "general_basic"),
        *("statistics", "funds"),
    }


def test_balances_stand_in_the_items_that_other_forms_have(report):
    summary = amounts(report, "summary")
    assert summary["income", "本年收入合计/财政专户管理资金"] == 50
    assert summary["income", "本年收入合计/经营收入"] == 10
    assert summary["income", "年初结转和结余"] == 45
    assert summary["expenditure", "年末结转和结余"] == 5
    fiscal = amounts(report, "fiscal_summary")
    assert fiscal["income", "本年收入合计/政府性基金预算财政拨款"] == 100
    assert fiscal["income", "年初财政拨款结转和结余/政府性基金预算财政拨款"] == 30
    assert amounts(report, "fiscal_summary", "funds")["expenditure", "支出总计"] == 130
    assert amounts(report, "statistics") == {
        ("statistic", "支出合计"): 45,
        ("statistic", "支出合计/因公出国(境)费"): 5,
        ("statistic", CARS): 30,
        ("statistic", f"{CARS}/公务用车购置费"): 18,
        ("statistic", f"{CARS}/公务用车运行维护费"): 12,
        ("statistic", "支出合计/公务接待费"): 10,
    }


def test_income_has_a_column_for_each_source_and_for_what_was_carried_over(report):
    first = report.rows["income"][0]
    found = {name: value / 10_000 for name, value in first.items() if isinstance(value, Decimal) and "__" not in name}
    assert found == {
        "total": 1035,
        "opening": 45,
        "general": 800,
        "funds": 100,
        "fiscal_accounts": 50,
        "undertaking": 30,
        "business": 10,
    }


def test_columns_without_money_may_be_left_out():
    few = ["\t".join(line.split("\t")[:5]) for line in EXPENDITURE.splitlines()]
    told = read(SUMMARY, INCOME, "\n".join([*few[:2], "单位：万元", *few[3:], ""]), *TABLES[3:])
    assert [each.code for each in told.diagnostics] == []
    assert [each["confidence"] for each in told.report.tables if each["table"] == "expenditure"] == [1]


@cache
def book():
    return read_rules([]).book


def broken(report):
    schema = default_schema()
    record = check(book(), MemoryStore([report], schema), schema)
    assert record.errors == ()
    return {each.rule for each in record.outcomes if each.verdict is Verdict.VIOLATED}


def test_a_sound_budget_is_accused_of_nothing_and_a_wrong_figure_is(report):
    seen_elsewhere = broken(report)
    assert seen_elsewhere <= {"CD111"}  # codes that no other report has: a remark
    wrong = read(SUMMARY.replace("五、事业收入\t30.00", "五、事业收入\t31.00"), *TABLES[1:]).report
    assert broken(wrong) - seen_elsewhere == {"SM101", "IN112"}
    wrong = read(*TABLES[:1], INCOME.replace("\t45.00\t800.00", "\t46.00\t800.00"), *TABLES[2:]).report
    assert broken(wrong) - seen_elsewhere == {"BG101", "BG202", "IN103"}


SAID = """第三部分 2023年部门预算情况说明
一、关于收支总表的说明
测试厅2023年收支总预算1,035.00万元。
二、关于支出总表的说明
测试厅2023年支出预算1,030.00万元，其中：基本支出690.00万元，占66.99%。结转下年5.00万元。
三、关于财政拨款支出的说明
测试厅2023年财政拨款支出预算930.00万元，其中：教育支出800.00万元，占财政拨款支出的86.02%；城乡社区支出130.00万元。
"""


def test_expenditure_planned_may_leave_out_what_is_left_and_shares_may_be_of_all_grants():
    told = read(*TABLES, SAID).report
    assert broken(told) <= {"CD111"}
    wrong = read(*TABLES, SAID.replace("支出预算1,030.00", "支出总计1,030.00").replace("86.02%", "68.02%")).report
    assert {"BN102", "NT164"} <= broken(wrong)


def test_expenditure_from_funds_may_leave_out_what_is_left():
    left = FISCAL.replace("30.00", "35.00").replace("二、年终结转结余\t\t\t", "二、年终结转结余\t5.00\t\t5.00")
    left = left.replace(
        "收入总计\t930.00\t支出总计\t930.00\t800.00\t130.00", "收入总计\t935.00\t支出总计\t935.00\t800.00\t135.00"
    )
    said = "一、关于政府性基金预算支出的说明\n政府性基金预算支出{}.00万元。\n"
    tables = (*TABLES[:3], left, *TABLES[4:])
    assert {each: "BN105" in broken(read(*tables, said.format(each)).report) for each in (130, 135, 125)} == {
        130: False,
        135: False,
        125: True,
    }


def test_the_spellings_of_other_places_are_read():
    """In yuan, 情况表, appropriations in one column on the right, official spending in rows, a column for surplus."""
    summary = """部门公开表1
部门收支总体情况表
部门：某县测试局\t\t\t单位：元
收入\t\t支出\t
项目\t本年预算\t项目\t本年预算
一、一般公共预算财政拨款\t800\t一、教育支出\t850
二、事业收入\t30\t\t
本年收入合计\t830\t本年支出合计\t850
使用非财政拨款结余\t15\t结转下年\t
上年结转\t5\t\t
收入总计\t850\t支出总计\t850
"""
    income = """部门公开表2
部门收入总体情况表
部门：某县测试局\t\t\t\t\t\t\t\t\t\t\t\t\t单位：元
科目编码\t科目名称\t合计\t上年结转\t一般公共预算拨款收入\t政府性基金预算拨款收入\t国有资本经营预算拨款收入\t财政专户管理资金收入\t事业收入\t事业单位经营收入\t上级补助收入\t附属单位上缴收入\t其他收入\t使用非财政拨款结余
\t合计\t850\t5\t800\t\t\t\t30\t\t\t\t\t15
205\t教育支出\t850\t5\t800\t\t\t\t30\t\t\t\t\t15
"""
    fiscal = """部门公开表4
财政拨款收支总体情况表
部门：某县测试局\t\t\t单位：元
收入\t\t支出\t
项目\t本年预算\t项目\t本年预算
一、本年收入\t800\t一、本年支出\t805
（一）一般公共预算财政拨款\t800\t（一）教育支出\t805
二、上年结转\t5\t二、结转下年\t
（一）一般公共预算财政拨款\t5\t\t
收入总计\t805\t支出总计\t805
"""
    spending = """部门公开表7
一般公共预算“三公”经费支出情况表
部门：某县测试局\t单位：元
项目\t本年预算数
合计\t60
1.因公出国（境）费用\t0
2.公务接待费\t10
3.公务用车购置及运行维护费\t50
其中：公务用车购置费\t0
公务用车运行维护费\t50
"""
    report = read(summary, income, fiscal, spending, title="某县测试局2024年部门预算\n\n").report
    assert report.report["template"] == "budget_national"
    assert amounts(report, "summary")["income", "使用非财政拨款结余"] == 15
    assert amounts(report, "income", "surplus")[None, "205"] == 15
    assert amounts(report, "fiscal_summary")["income", "年初财政拨款结转和结余/一般公共预算财政拨款"] == 5
    assert amounts(report, "fiscal_summary")["expenditure", "本年支出合计"] == 805
    assert amounts(report, "statistics")["statistic", f"{CARS}/公务用车运行维护费"] == 50
    assert broken(report) == set()


GENERAL_OF_MINISTRIES = """表5
一般公共预算支出表
部门名称：某省测试厅\t\t\t\t\t\t\t单位：万元
功能分类科目\t\t2022年执行数\t2023年预算数\t\t\t2023年预算数比2022年执行数\t
科目编码\t科目名称\t\t小计\t基本支出\t项目支出\t增减额\t增减%
\t合计\t760.00\t800.00\t690.00\t110.00\t40.00\t5.26
205\t教育支出\t760.00\t800.00\t690.00\t110.00\t40.00\t5.26
"""
GENERAL_WITH_PERSONS = """表5
一般公共预算支出表
部门名称：某省测试厅\t\t\t\t\t\t单位：万元
科目编码\t科目名称\t合计\t基本支出\t\t\t项目支出
\t\t\t小计\t人员经费\t公用经费\t
\t合计\t800.00\t690.00\t600.00\t90.00\t110.00
205\t教育支出\t800.00\t690.00\t600.00\t90.00\t110.00
"""
ITEMS = "“三公”经费合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费"
ITEMS_BELOW = "\t\t小计\t公务用车购置费\t公务用车运行费\t"
OF_TWO_YEARS = f"""表7
一般公共预算“三公”经费支出表
部门名称：某省测试厅\t\t\t\t\t单位：万元
2022年预算数\t\t\t\t\t\t2023年预算数\t\t\t\t\t
{ITEMS}\t{ITEMS}
{ITEMS_BELOW}\t{ITEMS_BELOW}
46.00\t6.00\t30.00\t18.00\t12.00\t10.00\t45.00\t5.00\t30.00\t18.00\t12.00\t10.00
"""
ROWS_OF_TWO_YEARS = """表7
一般公共预算“三公”经费支出表
部门名称：某省测试厅\t\t单位：万元
项目\t2022年预算数\t2023年预算数
合计\t46.00\t45.00
1.因公出国（境）费用\t6.00\t5.00
2.公务接待费\t10.00\t10.00
3.公务用车购置及运行费\t30.00\t30.00
其中：（1）公务用车运行维护费\t12.00\t12.00
（2）公务用车购置费\t18.00\t18.00
"""
BY_UNIT = f"""表7
一般公共预算“三公”经费支出表
部门名称：某省测试厅\t\t\t\t\t\t\t单位：万元
单位编码\t单位名称\t{ITEMS}
\t\t{ITEMS_BELOW}
\t合计\t45.00\t5.00\t30.00\t18.00\t12.00\t10.00
113001\t某省测试厅本级\t45.00\t5.00\t30.00\t18.00\t12.00\t10.00
"""
OF_ONE_UNIT = "\n".join(line for line in BY_UNIT.splitlines() if not line.startswith("\t合计\t"))


@pytest.mark.parametrize(
    ("general", "more"),
    [
        (GENERAL_OF_MINISTRIES, {}),
        (GENERAL_WITH_PERSONS, {"personnel": 600, "public": 90}),
    ],
)
def test_general_expenditure_beside_last_year_s_and_by_persons(general, more):
    rows = read(general, *TABLES[:4]).report.rows["general_expenditure"]
    assert [row["code"] for row in rows] == [None, "205"]
    for row in rows:
        found = {name: value / 10_000 for name, value in row.items() if isinstance(value, Decimal) and "__" not in name}
        assert found == {"total": 800, "basic": 690, "project": 110, **more}
        assert {value for name, value in row.items() if name.endswith("__doubt")} == {None}


INCOME_BY_UNIT = """表2
部门收入总表
部门名称：某省测试厅\t\t\t\t\t\t\t\t\t单位：万元
部门（单位）代码\t部门（单位）名称\t合计\t本年收入\t\t\t上年结转结余\t\t
\t\t\t小计\t一般公共预算\t事业收入\t小计\t一般公共预算\t单位资金
\t合计\t1,035.00\t990.00\t960.00\t30.00\t45.00\t30.00\t15.00
501\t某省测试厅\t1,035.00\t990.00\t960.00\t30.00\t45.00\t30.00\t15.00
501001\t某省测试厅本级\t935.00\t890.00\t860.00\t30.00\t45.00\t30.00\t15.00
501002\t某省测试中心\t100.00\t100.00\t100.00\t\t\t\t
"""
PROJECTS = """表10
项目支出表
部门名称：某省测试厅\t\t\t\t\t\t单位：万元
类型\t项目名称\t项目单位\t合计\t本年拨款\t财政拨款结转结余\t单位资金
\t\t\t\t一般公共预算\t一般公共预算\t
合计\t\t\t200.00\t150.00\t30.00\t20.00
其他运转类\t办公楼维修\t某省测试厅本级\t110.00\t110.00\t\t
特定目标类\t农村公路\t某省测试厅本级\t70.00\t40.00\t30.00\t
\t教学设备\t某省测试中心\t20.00\t\t\t20.00
"""
BOUGHT = """表11
政府采购预算表
部门名称：某省测试厅\t\t\t\t\t\t单位：万元
序号\t单位名称\t采购项目\t计量单位\t数量\t金额
\t合计\t\t\t\t60.00
1\t某省测试厅本级\t办公楼维修\t项\t1\t40.00
2\t某省测试中心\t台式计算机\t台\t20\t20.00
"""
WITH_LISTS = (SUMMARY, INCOME_BY_UNIT, *TABLES[2:], PROJECTS, BOUGHT)


def printed_rows(report, table, *columns):
    return {row["path"]: tuple(row[f"{name}__printed"] for name in columns) for row in report.rows[table]}


def doubted_rows(report, table):
    return {row["path"] for row in report.rows[table] if any(row[name] for name in row if name.endswith("__doubt"))}


def test_income_by_unit_and_lists_of_projects_and_procurement_are_read():
    told = read(*WITH_LISTS)
    assert [each.code for each in told.diagnostics] == []
    assert told.report.reading.unread == 0
    assert told.report.reading.missing == ()
    units = printed_rows(told.report, "income_by_unit", "total", "general", "opening", "opening_general")
    assert units["某省测试厅本级"] == ("935.00", "860.00", "45.00", "30.00")
    assert units["某省测试中心"] == ("100.00", "100.00", "", "")
    projects = printed_rows(told.report, "budgeted_projects", "total", "general", "opening_general", "unit_money")
    assert projects["特定目标类/某省测试中心/教学设备"] == ("20.00", "", "", "20.00")
    assert printed_rows(told.report, "procurement_plan", "total")["某省测试中心/台式计算机"] == ("20.00",)
    assert broken(told.report) <= {"CD111"}


@pytest.mark.parametrize(
    ("table", "was", "becomes"),
    [
        ("income_by_unit", "\t100.00\t100.00\t100.00\t", "\t100.00\t100.00\t"),
        ("income_by_unit", "501002\t某省测试中心", "501002\t"),
        ("budgeted_projects", "教学设备\t某省测试中心\t20.00\t\t", "教学设备\t某省测试中心\t20.00\t"),
    ],
)
def test_a_cell_that_is_lost_from_a_list_of_several_columns_is_doubted(table, was, becomes):
    assert doubted_rows(read(*WITH_LISTS).report, table) == set()
    changed = [each.replace(was, becomes) for each in WITH_LISTS]
    assert changed != list(WITH_LISTS)
    assert len(doubted_rows(read(*changed).report, table)) == 1


def test_a_list_whose_last_column_is_empty_has_not_moved():
    few = "部门收入总表\n部门名称：某省测试厅\t\t\t单位：万元\n单位名称\t合计\t一般公共预算\t事业收入\n"
    told = read(SUMMARY, f"{few}某省测试厅\t70.00\t70.00\t\n", *TABLES[2:]).report
    assert printed_rows(told, "income_by_unit", "total", "general", "undertaking") == {
        "某省测试厅": ("70.00", "70.00", "")
    }


def test_signs_instead_of_figures_are_a_row():
    general = GENERAL.replace("\t合计\t800.00\t690.00\t110.00", "\t合计\t略\t略\t略")
    spending = SPENDING.replace("45.00\t5.00\t30.00\t18.00\t12.00\t10.00", "\t—\t\t\t\t")
    found = read(*TABLES[:4], general, spending).report.rows
    assert [row["path"].rpartition("/")[2] for row in found["general_expenditure"]] == [
        "合计",
        "205",
        "20502",
        "2050202",
    ]
    assert [row["amount__printed"] for row in found["statistics"]] == ["", "—", "", "", "", ""]


@pytest.mark.parametrize("spending", [OF_TWO_YEARS, ROWS_OF_TWO_YEARS, BY_UNIT, OF_ONE_UNIT])
def test_official_spending_is_that_of_the_year_and_of_all_units(spending, report):
    found = read(spending, *TABLES[:4]).report
    assert amounts(found, "statistics") == amounts(report, "statistics")
    assert {row["amount__doubt"] for row in found.rows["statistics"]} == {None}


def test_rows_of_years_in_a_table_of_columns_are_doubted():
    """Which of them is the report's own is not told: both were read as its figures, and held against one another."""
    rows = "2022年\t46.00\t6.00\t30.00\t18.00\t12.00\t10.00\n2023年\t45.00\t5.00\t30.00\t18.00\t12.00\t10.00\n"
    table = (
        "表7\n一般公共预算“三公”经费支出表\n部门名称：某省测试厅\t\t\t\t\t单位：万元\n"
        "年度\t“三公”经费合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费\n"
        "\t\t\t小计\t公务用车购置费\t公务用车运行费\t\n"
    )
    report = read_bytes("invented.txt", (TITLE + SUMMARY + table + rows).encode()).report
    assert {row["amount__doubt"] for row in report.rows["statistics"]} == {"column_shift"}


COLUMNS = ("total", "personnel", "public")
GROUPED = """一般公共预算基本支出表
单位：万元
部门预算支出经济分类科目 本年一般公共预算基本支出
科目编码 科目名称 合计 人员经费 公用经费
合计 9.00 7.00 2.00
301 工资福利支出 7.00 7.00
30101 基本工资 7.00 7.00
302 商品和服务支出 2.00 2.00
30201 办公费 2.00 2.00
项目支出表
单位：万元
类型 项目名称 合计 一般公共预算
合计 5.50 5.50
特定目标类 培训经费 5.50 5.50
"""


def test_titles_may_say_that_they_are_of_a_budget_and_codes_be_called_either_way(report):
    told = [
        re.sub("(总?表)$", r"预算\1", table, flags=re.MULTILINE).replace("科目编码", "科目代码") for table in TABLES
    ]
    assert "收支预算总表" in told[0]
    assert read(*told).report.rows.keys() == report.rows.keys()
    assert amounts(read(*told).report, "income", "general") == amounts(report, "income", "general")


def test_running_text_words_above_columns_are_no_columns_and_a_short_title_ends_a_table():
    lines = (TITLE + SUMMARY + GROUPED).replace("\t", " ").encode()
    rows = read_bytes("invented.flat.txt", lines).report.rows["general_basic"]
    read = {row["code"] or row["label"]: [row[f"{name}__printed"] for name in COLUMNS] for row in rows}
    assert read == {
        "合计": ["9.00", "7.00", "2.00"],
        "301": ["7.00", "7.00", ""],
        "30101": ["7.00", "7.00", ""],
        "302": ["2.00", "", "2.00"],
        "30201": ["2.00", "", "2.00"],
    }
    assert {row[f"{name}__doubt"] for row in rows for name in COLUMNS} == {None}


SECOND = [("6.00", None), ("4.00", None), ("", "column_shift"), ("2.00", None)]


@pytest.mark.parametrize(
    ("header", "read_so"),
    [
        ("项目 2022年预算数 2023年预算数", SECOND),
        ("项目\n2022年预算数\n2023年预算数", SECOND),
        ("项目 2023年预算数 2022年预算数", [("7.00", None), ("5.50", None), ("1.50", "column_shift"), ("1.50", None)]),
        ("项目 2022年预算数 2023年预算数 增减额", [(figure, "column_shift") for figure, _ in SECOND]),
    ],
    ids=["two years", "a cell a line", "the later first", "a column that the form does not know"],
)
def test_the_only_column_of_running_rows_is_read_for_the_last_of_several_years(header, read_so):
    """A row with one figure may have it in either; what stands right of one that is not known is not known either."""
    rows = "“三公”经费合计 7.00 6.00\n1、公务用车购置及运行费 5.50 4.00\n其中：公务用车购置费 1.50\n"
    rows += "2、公务接待费 1.50 2.00\n"
    text = f"一般公共预算“三公”经费支出表\n部门：某省测试厅 单位：万元\n{header}\n{rows}"
    flat = [re.sub(r"\t+", " ", table) for table in (SUMMARY, INCOME, EXPENDITURE)]
    found = read(*flat, text).report.rows["statistics"]
    assert [(row["amount__printed"], row["amount__doubt"]) for row in found] == read_so


@pytest.mark.parametrize(
    ("header", "change", "read_so"),
    [
        ("2022年执行数 小计 基本支出 项目支出 增减额 增减%", "9.00 {} 1.00 11.11%", ["10.00", "6.00", "4.00"]),
        ("小计 基本支出 项目支出 2022年执行数 增减额 增减%", "{} 9.00 1.00 11.11", ["10.00", "6.00", "4.00"]),
        ("2022年执行数 小计 基本支出 项目支出", "9.00 {}", ["9.00", "10.00", "6.00"]),
        ("2022年执行数 小计 基本支出 项目支出 增减额 增减%", "9.00 {} 2.00 11.11%", ["9.00", "10.00", "6.00"]),
    ],
    ids=["before", "between", "nothing tells", "a wrong change"],
)
def test_figures_of_the_year_before_are_left_out_where_their_changes_prove_them(header, change, read_so):
    """What no arithmetic proves is read in the form's order; all of it is doubted."""
    lines = [f"{label} {change.format('10.00 6.00 4.00')}" for label in ("合计", "205 教育支出", "20502 普通教育")]
    text = "\n".join(("一般公共预算支出表", "部门：某省测试厅 单位：万元", f"科目编码 科目名称 {header}", *lines))
    flat = [re.sub(r"\t+", " ", table) for table in (SUMMARY, INCOME, EXPENDITURE)]
    for row in read(*flat, text).report.rows["general_expenditure"]:
        assert [row[f"{name}__printed"] for name in ("total", "basic", "project")] == read_so
        assert {row[f"{name}__doubt"] for name in ("total", "basic", "project")} == {"column_shift"}
