"""Tables whose titles were lost: known by headers, rows and order, or not read; never taken for another table."""

from __future__ import annotations

import pytest

from dq.ingest import read_bytes

LEAD = "某县测试局\n2022年度部门决算\n目录\n第一部分 概况\n第二部分 部门决算表\n"
UNIT = "编制单位：某县测试局\t\t\t金额单位：万元\n"
SUMMARY = """收入\t\t支出\t
项目\t金额\t项目\t金额
一、一般公共预算财政拨款收入\t8.00\t一、一般公共服务支出\t6.00
五、事业收入\t1.00\t二、教育支出\t2.00
本年收入合计\t9.00\t本年支出合计\t8.00
年初结转和结余\t1.00\t年末结转和结余\t2.00
收入总计\t10.00\t支出总计\t10.00
"""
INCOME = """项目\t\t本年收入合计\t财政拨款收入\t上级补助收入\t事业收入\t经营收入\t附属单位上缴收入\t其他收入
科目编码\t科目名称\t\t\t\t\t\t\t
\t合计\t9.00\t8.00\t\t1.00\t\t\t
201\t一般公共服务支出\t9.00\t8.00\t\t1.00\t\t\t
"""
GENERAL = """项目\t\t本年支出\t\t
科目编码\t科目名称\t小计\t基本支出\t项目支出
栏次\t\t1\t2\t3
\t合计\t8.00\t5.00\t3.00
201\t一般公共服务支出\t8.00\t5.00\t3.00
"""
BASIC = """人员经费\t\t\t公用经费\t\t
科目编码\t科目名称\t金额\t科目编码\t科目名称\t金额
301\t工资福利支出\t4.00\t302\t商品和服务支出\t1.00
人员经费合计\t\t4.00\t公用经费合计\t\t1.00
"""
STATISTICS = """预算数\t\t\t\t\t\t决算数\t\t\t\t\t
合计\t因公出国（境）费\t公务用车购置及运行维护费\t\t\t公务接待费\t合计\t因公出国（境）费\t公务用车购置及运行维护费\t\t\t公务接待费
\t\t小计\t公务用车购置费\t公务用车运行维护费\t\t\t\t小计\t公务用车购置费\t公务用车运行维护费\t
1.00\t\t0.60\t\t0.60\t0.40\t0.90\t\t0.60\t\t0.60\t0.30
"""
FUNDS = """项目\t\t年初结转和结余\t本年收入\t本年支出\t\t\t年末结转和结余
科目编码\t科目名称\t\t\t小计\t基本支出\t项目支出\t
\t合计\t\t\t\t\t\t
"""
STATE = """项目\t\t本年支出\t\t
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t3.00\t\t3.00
223\t国有资本经营预算支出\t3.00\t\t3.00
"""
TABLES = {
    "summary": SUMMARY,
    "income": INCOME,
    "general_expenditure": GENERAL,
    "general_basic": BASIC,
    "statistics": STATISTICS,
    "funds": FUNDS,
    "state_capital": STATE,
}


def read(*tables):
    result = read_bytes("report.txt", (LEAD + "\n".join(tables) + "\n").encode())
    return {name: rows for name, rows in result.report.rows.items() if rows}


def untitled(*names, **other):
    return (UNIT + {**TABLES, **other}[name] for name in names)


def test_a_whole_report_without_titles():
    found = read(*untitled(*TABLES))
    assert list(found) == list(TABLES)
    assert {
        name: [row.get("amount__printed") or row.get("total__printed") for row in rows][:3]
        for name, rows in found.items()
        if name != "funds"
    } == {
        "summary": ["8.00", "1.00", "9.00"],
        "income": ["9.00", "9.00"],
        "general_expenditure": ["8.00", "8.00"],
        "general_basic": ["4.00", "4.00", "1.00"],
        "statistics": ["0.90", None, "0.60"],
        "state_capital": ["3.00", "3.00"],
    }
    doubts = {row[key] for rows in found.values() for row in rows for key in row if key.endswith("__doubt")}
    assert doubts == {None}


@pytest.mark.parametrize("title", ["项目支出情况表", "专项资金使用明细", "单位支出一览表（一）"])
def test_a_table_under_a_title_that_nobody_knows_is_not_taken_for_another(title):
    tables = [text if name != "general_expenditure" else f"{title}\n{text}" for name, text in TABLES.items()]
    assert "general_expenditure" not in read(*(UNIT + text for text in tables[:2]), *tables[2:])


@pytest.mark.parametrize(
    "title",
    [
        "下属单位收入情况表",
        "2021年度收入决算表（上年）",
        "2021年各项收入见右。",
        "各站收入情况如下。",
        "2021年度部门决算报告",
    ],
)
def test_a_header_that_one_table_alone_has_is_not_taken_under_a_title_of_another_body_or_year(title):
    tables = {name: UNIT + text for name, text in TABLES.items()}
    found = read(*{**tables, "income": f"{title}\n{tables['income']}"}.values())
    assert "income" not in found
    assert "summary" in found


@pytest.mark.parametrize("line", ["2022年收入9万元。", "某县测试局2022年度部门决算报告", "- 3 -", "注：四舍五入。"])
def test_what_says_nothing_of_another_table_stands_above_one_without_a_title(line):
    tables = {name: UNIT + text for name, text in TABLES.items()}
    assert "income" in read(*{**tables, "income": f"{line}\n{tables['income']}"}.values())


@pytest.mark.parametrize(
    "names",
    [
        ("income", "statistics", "funds", "general_expenditure"),  # printed where state capital belongs
        ("general_expenditure",),  # nothing known beside it
    ],
)
def test_of_tables_that_look_the_same_none_is_guessed(names):
    alike = GENERAL.replace("小计", "合计")
    result = read_bytes("report.txt", (LEAD + "\n".join(untitled(*names, general_expenditure=alike))).encode())
    found = result.report.rows if result.report else {}
    assert not {"general_expenditure", "state_capital"} & found.keys()


def test_a_table_of_the_same_header_is_no_continuation_of_the_one_before():
    alike = GENERAL.replace("小计", "合计")
    found = read(*untitled("income", "general_expenditure", "state_capital", general_expenditure=alike))
    assert [row["code"] for row in found.get("general_expenditure", ())] in ([], [None, "201"])
    assert "state_capital" not in found


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("general_expenditure", GENERAL.replace("201\t", "301\t")),
        ("summary", SUMMARY.replace("事业收入", "会费").replace("教育支出", "办刊").replace("结转和结余", "存款")),
    ],
)
def test_rows_of_another_kind_are_not_the_table_s(name, other):
    assert name not in read(*untitled(*TABLES, **{name: other}))


def test_a_header_printed_again_opens_no_other_table():
    """The general budget's table with balances has the header of government funds."""
    both = FUNDS.replace("\t合计\t\t\t\t\t\t\n", "\t合计\t1.00\t8.00\t8.00\t5.00\t3.00\t1.00\n")
    again = both.replace("\t合计", "201\t一般公共服务支出")
    titled = f"一般公共预算财政拨款收入支出决算表\n{UNIT}{both}\n{again}"
    found = read(UNIT + INCOME, titled, f"财政拨款“三公”经费支出决算表\n{UNIT}{STATISTICS}")
    assert "funds" not in found
    assert [row["code"] for row in found["general_expenditure"]] == [None, "201"]


def test_a_row_that_is_named_as_the_first_one_goes_on_with_a_table_on_the_next_page():
    """Carried over from last year are the same kinds of money as the year's own."""
    header = "项目\t金额\t项目\t合计\t一般公共预算财政拨款\t政府性基金预算财政拨款\t国有资本经营预算财政拨款\n"
    first = "一般公共预算财政拨款\t8.00\t一、一般公共服务支出\t8.00\t8.00\t\t\n"
    second = "本年收入合计\t8.00\t本年支出合计\t8.00\t8.00\t\t\n年初财政拨款结转和结余\t1.00\t\t\t\t\t\n"
    third = "一般公共预算财政拨款\t1.00\t年末财政拨款结转和结余\t1.00\t1.00\t\t\n总计\t9.00\t总计\t9.00\t9.00\t\t\n"
    title = f"财政拨款收入支出决算总表\n{UNIT}{header}"
    found = read(f"{title}{first}{second}", f"{UNIT}{header}{third}", "财政拨款“三公”经费支出决算表\n" + STATISTICS)
    figures = [row["amount__printed"] for row in found["fiscal_summary"] if row["side"] == "income"]
    assert figures == ["8.00", "8.00", "1.00", "1.00", "9.00"]


@pytest.mark.parametrize(("times", "told"), [(150, False), (201, True)])
def test_more_lines_that_look_like_headers_than_are_looked_into(times, told):
    text = LEAD + "科目编码\t科目名称\n" * times + f"收入支出决算总表\n{UNIT}{SUMMARY}"
    codes = [each.code for each in read_bytes("a.txt", text.encode()).diagnostics]
    assert ("DQ-I019" in codes) is told
