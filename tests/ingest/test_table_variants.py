"""Tables as other departments print them: official spending in rows, basic expenditure in one group of codes."""

from __future__ import annotations

import pytest

from dq.ingest import read_bytes
from dq.templates import load_catalogue

TITLE = "某县测试局\n2022年度部门决算\n目录\n\n"
STATE = """国有资本经营预算财政拨款支出决算表
单位：万元
功能分类科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t3.00\t1.00\t2.00
223\t国有资本经营预算支出\t3.00\t1.00\t2.00
"""
OTHERS = """政府性基金预算财政拨款收入支出决算表
单位：万元
科目编码\t科目名称\t年初结转和结余\t本年收入\t本年支出\t\t\t年末结转和结余
\t\t\t\t小计\t基本支出\t项目支出\t
\t合计\t0.00\t5.00\t5.00\t0.00\t5.00\t0.00
"""
CARS = "支出合计/公务用车购置及运行维护费"
WAYS = ("cells", "flat")
IN_ROWS = """一般公共预算财政拨款“三公”经费支出决算表
公开07表
编制单位：某县测试局\t\t金额单位：万元
项目\t{}\t决算数
合计\t16.50\t14.10
1．因公出国（境）费\t1.00\t0.00
2．公务接待费\t4.50\t3.60
3．公务用车购置及运行维护费\t11.00\t10.50
其中：（1）公务用车购置费\t4.00\t4.00
（2）公务用车运行维护费\t7.00\t6.50
"""
WITH_MEETINGS = """“三公”经费、会议费、培训费支出决算表
单位：万元
项目\t预算数\t决算数
合计\t19.50\t16.10
一、“三公”经费\t16.50\t14.10
因公出国（境）费\t1.00\t0.00
公务接待费\t4.50\t3.60
公务用车购置及运行维护费\t11.00\t10.50
二、会议费\t2.00\t1.50
三、培训费\t1.00\t0.50
"""
CROSSED = """一般公共预算财政拨款“三公”经费及会议费、培训费支出决算表
单位：万元
项目\t一般公共预算财政拨款支出“三公”经费\t\t\t\t\t\t会议费\t培训费
\t小计\t因公出国（境）费用\t公务用车购置及运行维护费\t\t\t公务接待费\t\t
\t\t\t小计\t公务用车购置费\t公务用车运行维护费\t\t\t
栏次\t1\t2\t3\t4\t5\t6\t7\t8
预算数\t16.50\t1.00\t11.00\t4.00\t7.00\t4.50\t2.00\t1.00
决算数\t14.10\t0.00\t10.50\t4.00\t6.50\t3.60\t1.50\t0.50
增减额\t-2.40\t-1.00\t-0.50\t0.00\t-0.50\t-0.90\t-0.50\t-0.50
"""
FULL_YEAR = """财政拨款“三公”经费支出决算表
单位：万元
全年预算数\t\t\t\t\t\t决算数\t\t\t\t\t
合计\t因公出国（境）费\t公务用车购置及运行维护费\t\t\t公务接待费\t合计\t因公出国（境）费\t公务用车购置及运行维护费\t\t\t公务接待费
\t\t小计\t公务用车购置费\t公务用车运行维护费\t\t\t\t小计\t公务用车购置费\t公务用车运行维护费\t
1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11\t12
16.50\t1.00\t11.00\t4.00\t7.00\t4.50\t14.10\t0.00\t10.50\t4.00\t6.50\t3.60
"""
BASIC = """一般公共预算财政拨款基本支出决算表
单位：万元
经济分类科目编码\t科目名称\t合计\t人员经费\t公用经费
\t合计\t9.00\t7.00\t2.00
301\t工资福利支出\t7.00\t7.00\t
30101\t基本工资\t7.00\t7.00\t
302\t商品和服务支出\t2.00\t\t2.00
30201\t办公费\t2.00\t\t2.00
"""
BASIC_SHORT = """一般公共预算财政拨款基本支出决算表
单位：万元
经济分类科目编码\t科目名称\t决算数
\t合计\t9.00
301\t工资福利支出\t7.00
302\t商品和服务支出\t2.00
"""
BOTH_SIDES = """一般公共预算财政拨款收入支出决算表
单位：万元
项目\t\t年初结转和结余\t本年收入\t本年支出\t\t\t年末结转和结余
功能分类科目编码\t科目名称\t\t\t合计\t基本支出\t项目支出\t
\t合计\t1.00\t9.00\t8.00\t5.00\t3.00\t2.00
201\t一般公共服务支出\t1.00\t9.00\t8.00\t5.00\t3.00\t2.00
"""
BOTH_SIDES_IN_PARTS = """一般公共预算财政拨款收入支出决算表
单位：万元
项目\t\t年初结转和结余\t\t\t本年收入\t\t\t本年支出\t\t\t\t\t年末结转和结余\t\t
功能分类科目编码\t科目名称\t合计\t基本支出结转\t项目支出结转和结余\t合计\t基本支出\t项目支出\t合计\t基本支出\t\t\t项目支出\t合计\t基本支出结转\t项目支出结转和结余
\t\t\t\t\t\t\t\t\t小计\t人员经费\t公用经费\t\t\t\t
\t合计\t1.00\t\t1.00\t9.00\t5.00\t4.00\t8.00\t5.00\t3.50\t1.50\t3.00\t2.00\t\t2.00
201\t一般公共服务支出\t1.00\t\t1.00\t9.00\t5.00\t4.00\t8.00\t5.00\t3.50\t1.50\t3.00\t2.00\t\t2.00
"""
RUNNING = """“三公”经费、行政参公单位机关运行经费情况表
单位：万元
项目\t行次\t统计数
栏次\t\t1
一、“三公”经费支出\t1\t—
（一）支出合计\t2\t14.10
1．因公出国（境）费\t3\t0.00
2．公务用车购置及运行维护费\t4\t10.50
（1）公务用车购置费\t5\t4.00
（2）公务用车运行维护费\t6\t6.50
3．公务接待费\t7\t3.60
（二）相关统计数\t8\t—
1．公务用车保有量（辆）\t9\t3
二、机关运行经费\t10\t12.00
（一）行政单位\t11\t12.00
"""
RUNNING_BESIDE = """机构运行信息表
单位：万元
项目\t预算数\t决算数\t项目\t决算数
一、“三公”经费支出\t—\t—\t四、机关运行经费\t12.00
（一）支出合计\t16.50\t14.10\t（一）行政单位\t12.00
1．因公出国（境）费\t1.00\t0.00\t（二）参照公务员法管理事业单位\t
2．公务用车购置及运行维护费\t11.00\t10.50\t五、国有资产占用情况\t—
（1）公务用车购置费\t4.00\t4.00\t（一）车辆数合计（辆）\t3
（2）公务用车运行维护费\t7.00\t6.50\t1．机要通信用车\t3
3．公务接待费\t4.50\t3.60\t六、政府采购支出信息\t—
（二）相关统计数\t—\t—\t（一）政府采购支出合计\t5.00
1．公务用车保有量（辆）\t—\t3\t1．政府采购货物支出\t5.00
"""


def read(*tables, way="cells"):
    text = "\n".join((*tables, STATE, OTHERS))
    if way == "flat":
        text = "\n".join(" ".join(filter(None, line.split("\t"))) for line in text.split("\n"))
    return read_bytes("invented.txt", (TITLE + text).encode())


def figures(table, *columns, way="cells", of=None):
    """What was read of a table: path → printed figures of some columns; nothing in it is doubted."""
    found = read(table, way=way).report.rows[of or "statistics"]
    assert {row[f"{name}__doubt"] for row in found for name in columns} == {None}
    return {row["path"].rpartition("/")[2]: tuple(row[f"{name}__printed"] for name in columns) for row in found}


SPENT = {
    "支出合计": ("16.50", "14.10"),
    "因公出国(境)费": ("1.00", "0.00"),
    "公务接待费": ("4.50", "3.60"),
    "公务用车购置及运行维护费": ("11.00", "10.50"),
    "公务用车购置费": ("4.00", "4.00"),
    "公务用车运行维护费": ("7.00", "6.50"),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("header", "column"), [("预算数", "budget"), ("年初预算数", "budget"), ("全年预算数", "full_year_budget")]
)
def test_items_in_rows(header, column, way):
    assert figures(IN_ROWS.format(header), column, "amount", way=way) == SPENT


@pytest.mark.parametrize("way", WAYS)
def test_both_budgets_of_a_year_are_columns_of_their_own(way):
    rows = [line.split("\t") for line in IN_ROWS.format("全年预算数").splitlines()]
    at = next(at for at, row in enumerate(rows) if row[0] == "项目")
    with_both = [row if number < at else [row[0], row[1], *row[1:]] for number, row in enumerate(rows)]
    with_both[at][1] = "年初预算数"
    text = "\n".join("\t".join(row) for row in with_both) + "\n"
    assert figures(text, "budget", "full_year_budget", "amount", way=way) == {
        name: (budget, budget, amount) for name, (budget, amount) in SPENT.items()
    }


@pytest.mark.parametrize("way", WAYS)
def test_a_sum_with_meetings_in_it_is_not_that_of_the_three(way):
    """合计 is the sum of all three rows there, 支出合计 that of official spending."""
    assert figures(WITH_MEETINGS, "budget", "amount", way=way) == {
        "合计": ("19.50", "16.10"),
        "支出合计": ("16.50", "14.10"),
        "因公出国(境)费": ("1.00", "0.00"),
        "公务接待费": ("4.50", "3.60"),
        "公务用车购置及运行维护费": ("11.00", "10.50"),
        "会议费": ("2.00", "1.50"),
        "培训费": ("1.00", "0.50"),
    }


@pytest.mark.parametrize("way", WAYS)
def test_items_in_columns_and_a_row_for_each_measure(way):
    assert figures(CROSSED, "budget", "amount", way=way) == {
        **SPENT,
        "会议费": ("2.00", "1.50"),
        "培训费": ("1.00", "0.50"),
    }


def test_rows_for_each_measure_of_one_year_may_name_it():
    dated = CROSSED.replace("预算数\t", "2022年预算数\t").replace("决算数\t", "2022年度决算数\t")
    assert figures(dated, "budget", "amount") == figures(CROSSED, "budget", "amount")
    last = dated.replace("2022年预算数\t", "2021年预算数\t")
    assert read(last).report.rows["statistics"] == []


def test_general_expenditure_in_two_parts_has_the_economic_classes_in_the_second():
    head = "一般公共预算财政拨款支出决算表（{}）\n单位：万元\n"
    first = f"{head.format('一')}科目编码\t科目名称\t合计\t基本支出\t项目支出\n\t合计\t9.00\t9.00\t\n"
    report = read(first, BASIC.replace("一般公共预算财政拨款基本支出决算表\n单位：万元\n", head.format("二"))).report
    assert {"general_expenditure", "general_basic"} <= report.rows.keys()


def test_a_row_that_names_no_measure_is_said_to_be_unread():
    result = read(CROSSED)
    (table,) = (each for each in result.report.reading.tables if each.table == "statistics")
    assert len({each.place for each in table.unread_figures}) == 8
    assert "DQ-I045" in {each.code for each in result.diagnostics}


@pytest.mark.parametrize("way", WAYS)
def test_the_budget_of_the_full_year_is_no_budget_of_its_beginning(way):
    assert figures(FULL_YEAR, "full_year_budget", "amount", way=way) == SPENT


@pytest.mark.parametrize("way", WAYS)
def test_one_group_of_economic_codes_with_and_without_its_parts(way):
    of = "general_basic"
    found = figures(BASIC, "total", "personnel", "public", way=way, of=of)
    assert (found["301"], found["302"]) == (("7.00", "7.00", ""), ("2.00", "", "2.00"))
    assert found["合计"] == ("9.00", "7.00", "2.00")
    assert figures(BASIC_SHORT, "total", way=way, of=of) == {"合计": ("9.00",), "301": ("7.00",), "302": ("2.00",)}


@pytest.mark.parametrize("way", WAYS)
def test_income_beside_the_expenditure_of_the_general_budget(way):
    found = figures(
        BOTH_SIDES, "opening", "income", "total", "basic", "project", "closing", way=way, of="general_expenditure"
    )
    assert found["201"] == ("1.00", "9.00", "8.00", "5.00", "3.00", "2.00")


INCOME = """收入决算表
单位：万元
科目编码\t科目名称\t本年收入合计\t财政拨款收入{}\t上级补助收入\t事业收入{}\t经营收入\t附属单位上缴收入\t其他收入
{}
205\t教育支出\t{}
"""
INCOME_PARTS = {
    "general funds state_capital": (
        "\t\t\t",
        "",
        "\t\t\t小计\t一般公共预算财政拨款\t政府性基金预算财政拨款\t国有资本经营预算财政拨款",
        "9.00\t5.00\t4.00\t1.00\t0.00\t0.50\t3.00\t0.10\t0.20\t0.20",
        ("5.00", "4.00", "1.00", "0.00", "3.00", "0.20"),
    ),
    "education_fees": (
        "",
        "\t",
        "\t\t\t\t\t小计\t其中：教育收费",
        "9.00\t5.00\t0.50\t3.00\t2.00\t0.10\t0.20\t0.20",
        ("5.00", "2.00", "3.00", "0.20"),
    ),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("parts", INCOME_PARTS)
def test_income_with_parts_of_its_sources(parts, way):
    *form, expected = INCOME_PARTS[parts]
    columns = ("fiscal", *parts.split(), "undertaking", "other")
    assert figures(INCOME.format(*form), *columns, way=way, of="income")["205"] == expected


WITH_BUDGETS = """收入支出决算总表
单位：万元
收入\t\t\t\t支出
项目\t年初预算数\t全年预算数\t决算数\t项目\t年初预算数\t全年预算数\t决算数
一、一般公共预算财政拨款收入\t4.00\t9.00\t8.50\t一、一般公共服务支出\t4.00\t9.00\t8.00
总计\t4.00\t9.00\t8.50\t总计\t4.00\t9.00\t8.50
"""


def test_the_summary_may_print_both_budgets_before_what_was_spent():
    found = figures(WITH_BUDGETS, "budget", "full_year_budget", "amount", of="summary")
    assert found["一般公共服务支出"] == ("4.00", "9.00", "8.00")


NAMED_AS_THE_TABLE = """一般公共预算财政拨款支出决算表
单位：万元
项目\t\t一般公共预算财政拨款支出
科目编码\t科目名称\t小计\t基本支出\t项目支出
\t合计\t9.00\t7.00\t2.00
205\t教育支出\t9.00\t7.00\t2.00
"""


@pytest.mark.parametrize("way", WAYS)
def test_a_group_of_columns_called_as_the_table_is_no_unknown_column(way):
    found = figures(NAMED_AS_THE_TABLE, "total", "basic", "project", way=way, of="general_expenditure")
    assert found["205"] == ("9.00", "7.00", "2.00")


TOLD_BY_SUMMARY = """部门收支总表
单位：万元
收入 支出
项目 预算数 项目 预算数
一、一般公共预算拨款收入 7.00 一、一般公共服务支出
二、政府性基金预算拨款收入 二、外交支出
三、国有资本经营预算拨款收入 三、国防支出
四、财政专户管理资金收入 四、公共安全支出
五、事业收入 五、教育支出 9.00
六、其他收入 2.00 六、科学技术支出
本年收入合计 9.00 本年支出合计 9.00
上年结转{} 结转下年
收入总计 {} 支出总计 9.00
部门收入总表
单位：万元
科目编码 科目名称 合计 上年结转 一般公共预算拨款收入 政府性基金预算拨款收入 事业收入 其他收入
合计 9.00 7.00 2.00
205 教育支出 9.00 7.00 2.00
20502 普通教育 9.00 7.00 2.00
2050202 小学教育 5.00 5.00
2050203 初中教育 4.00 2.00 2.00
"""


@pytest.mark.parametrize(("opening", "total", "is_told"), [("", "9.00", True), (" 1.00", "10.00", False)])
def test_the_summary_tells_which_sources_running_text_leaves_blank(opening, total, is_told):
    text = TOLD_BY_SUMMARY.format(opening, total)
    report = read_bytes("invented.txt", f"某县测试局\n2024年部门预算\n{text}".encode()).report
    assert report.report["template"] == "budget_national"
    found = [(row["general__printed"], row["other__printed"]) for row in report.rows["income"]]
    doubted = any(row[f"{name}__doubt"] for row in report.rows["income"] for name in ("opening", "general", "other"))
    assert doubted is not is_told
    assert not is_told or found == [*[("7.00", "2.00")] * 3, ("5.00", ""), ("2.00", "2.00")]


def test_income_beside_expenditure_each_in_its_parts():
    columns = (
        "opening",
        "income",
        "income_basic",
        "total",
        "basic",
        "personnel",
        "public",
        "project",
        "closing_project",
    )
    found = figures(BOTH_SIDES_IN_PARTS, *columns, of="general_expenditure")
    assert found["201"] == ("1.00", "9.00", "5.00", "8.00", "5.00", "3.50", "1.50", "3.00", "2.00")


def test_official_spending_above_or_beside_the_cost_of_running():
    below = figures(RUNNING, "amount")
    assert {name: (amount,) for name, (_, amount) in SPENT.items()}.items() <= below.items()
    assert (below["公务用车保有量"], below["机关运行经费"]) == (("3",), ("12.00",))
    rows = read(RUNNING_BESIDE).report.rows["statistics"]
    beside = {row["path"].rpartition("/")[2]: (row.get("budget__printed"), row["amount__printed"]) for row in rows}
    assert SPENT.items() <= beside.items()
    assert (beside["车辆数合计"], beside["政府采购货物支出"]) == ((None, "3"), (None, "5.00"))


def test_running_text_does_not_tell_a_budget_from_what_was_spent_beside_other_items():
    rows = read(RUNNING_BESIDE.replace("4.00\t4.00\t", "4.00\t\t"), way="flat").report.rows["statistics"]
    undoubted = {row["path"].rpartition("/")[2]: row["amount__printed"] for row in rows if row["amount__doubt"] is None}
    assert "公务用车购置费" not in {name for name, printed in undoubted.items() if printed}


def test_an_older_shape_leaves_nothing_to_say():
    shapes = (IN_ROWS.format("预算数"), FULL_YEAR, BASIC, BASIC_SHORT, BOTH_SIDES, WITH_MEETINGS)
    for table in (*shapes, BOTH_SIDES_IN_PARTS, RUNNING, RUNNING_BESIDE):
        assert read(table).diagnostics == ()


@pytest.mark.parametrize("way", WAYS)
def test_columns_in_another_order_than_the_form_s(way):
    swapped = BASIC.replace("人员经费\t公用经费", "公用经费\t人员经费").replace("7.00\t2.00\n", "2.00\t7.00\n")
    swapped = swapped.replace("7.00\t7.00\t\n", "7.00\t\t7.00\n").replace("2.00\t\t2.00\n", "2.00\t2.00\t\n")
    found = figures(swapped, "total", "personnel", "public", way=way, of="general_basic")
    assert found["合计"] == ("9.00", "7.00", "2.00")
    assert (found["301"], found["30201"]) == (("7.00", "7.00", ""), ("2.00", "", "2.00"))


@pytest.mark.parametrize("header", ["合计\t公用\t人员\n经费\t经费", "合计\t公用经\t人员经\n费\t费"])
def test_pieces_of_columns_tell_their_order(header):
    swapped = BASIC.replace("合计\t人员经费\t公用经费", header)
    found = read(swapped, way="flat").report.rows["general_basic"]
    total = next(row for row in found if row["path"] == "合计")
    assert [total[f"{name}__printed"] for name in ("personnel", "public")] == ["2.00", "7.00"]


def test_an_order_that_no_line_shows_whole_is_doubted():
    for header in ("公用经费\t人员经费\t合\n计", "公用\n经费\t人员经费\t合计"):
        broken = BASIC.replace("合计\t人员经费\t公用经费", header)
        found = read(broken, way="flat").report.rows["general_basic"]
        assert len(found) == 5
        assert all(row[f"{name}__doubt"] for row in found for name in ("total", "personnel") if row[f"{name}__printed"])


def test_columns_named_in_an_upper_row_only_are_not_lost():
    """The lower row alone would fit the form whole: 合计, 基本支出, 项目支出."""
    wider = """国有资本经营预算财政拨款支出决算表
单位：万元
项目\t\t年初批复\t年中追加\t本年支出\t\t
科目编码\t科目名称\t\t\t合计\t基本支出\t项目支出
\t合计\t0.50\t3.50\t3.00\t1.00\t2.00
"""
    national = [each for each in load_catalogue() if each.name == "final_accounts_national"]
    result = read_bytes("invented.txt", (TITLE + wider + OTHERS).encode(), templates=national)
    assert [each.code for each in result.diagnostics if each.code == "DQ-I010"] == ["DQ-I010", "DQ-I010"]
    (total,) = result.report.rows["state_capital"]
    assert [total[f"{name}__printed"] for name in ("total", "basic", "project")] == ["3.00", "1.00", "2.00"]


ONE_ROW = """一般公共预算财政拨款“三公”经费支出决算表
单位：万元
合计\t因公出国（境）费\t公务用车购置及运行维护费\t\t\t公务接待费
\t\t小计\t公务用车购置费\t公务用车运行维护费\t
14.10\t0.00\t10.50\t4.00\t6.50\t3.60
"""
BALANCED_STATE = """国有资本经营预算财政拨款收入支出决算表
单位：万元
科目编码\t科目名称\t年初结转和结余\t本年收入\t本年支出\t\t\t年末结转和结余
\t\t\t\t小计\t基本支出\t项目支出\t
\t合计\t1.00\t3.00\t3.50\t1.25\t2.25\t0.50
"""


@pytest.mark.parametrize("way", WAYS)
def test_official_spending_without_a_word_of_what_the_figures_are_is_what_was_spent(way):
    assert figures(ONE_ROW, "amount", way=way) == {name: (amount,) for name, (_, amount) in SPENT.items()}


def test_state_capital_with_income_and_balances_beside_three_groups_of_codes():
    result = read_bytes("invented.txt", (TITLE + BALANCED_STATE + OTHERS).encode())
    (total,) = result.report.rows["state_capital"]
    printed = [total[f"{name}__printed"] for name in ("opening", "income", "total", "basic", "project", "closing")]
    assert printed == ["1.00", "3.00", "3.50", "1.25", "2.25", "0.50"]


NAMES_FIRST = """一般公共预算财政拨款支出决算表
单位：万元
科目名称 科目编码 合计 基本支出 项目支出
合计 9.00 7.00 2.00
一般公共服务支出 201 9.00 7.00 2.00
{}政府办公厅（室）及相关机构事务 20103 9.00 7.00 2.00
"""


@pytest.mark.parametrize(("above", "known"), [("", True), ("其他\n", False)])
def test_codes_behind_names_are_known_in_running_text_where_no_name_is_broken(above, known):
    found = read(NAMES_FIRST.format(above), way="flat").report.rows["general_expenditure"]
    assert [row["code"] for row in found] == [None, *(["201", "20103"] if known else [None, None])]
    if known:
        assert found[2]["label"] == "政府办公厅（室）及相关机构事务"
        assert {row[f"{name}__doubt"] for row in found for name in ("total", "basic", "project")} == {None}
    else:
        assert all(row["total__doubt"] for row in found[1:])
