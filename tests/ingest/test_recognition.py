"""Which lines are tables and which are not, whose report it is, and which form fits."""

from __future__ import annotations

import pytest

from dq.ingest import read_bytes
from dq.types import CellState, DoubtReason
from tests.ingest.forms import DETAIL, EXPENDITURE, FUNDS, INCOME, SUMMARY, document, printed, read, rows

ROW = "201\t甲类\t9.00\t9.00\t\t\t\t\n"
STATISTICS = """部门决算相关信息统计表
“三公”经费公共预算财政拨款支出决算表
单位：万元
项 目\t统计数\t项 目\t统计数
栏 次\t1\t栏 次\t2
一、“三公”经费支出\t—\t二、机关运行经费\t7.00
(一) 支出合计\t3.00\t(一) 车辆数合计（辆）\t4
1. 因公出国（境）费\t3.00\t1. 其他用车（台）\t4
"""
PROCUREMENT = """政府采购情况表
单位：万元
项目\t采购计划金额\t\t\t\t\t\t实际采购金额\t\t\t\t\t
\t总计\t采购预算(财政性资金)\t\t\t\t非财政性资金\t总计\t采购预算(财政性资金)\t\t\t\t非财政性资金
\t\t合计\t一般公共预算\t政府性基金预算\t其他资金\t\t\t合计\t一般公共预算\t政府性基金预算\t其他资金\t
栏次\t1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11\t12
合 计\t6.00\t5.00\t4.00\t1.00\t\t1.00\t3.00\t3.00\t3.00\t\t\t
"""


def test_contents_entries_and_prose_are_no_tables():
    contents = "一、收入决算表.....\t4\n二、支出决算表\n三、政府性基金预算财政拨款收入支出决算表\n\n"
    result = read(contents + EXPENDITURE + ROW, "支出决算表说明了支出。\n")
    assert result.diagnostics == ()
    assert list(result.report.rows) == ["expenditure"]


@pytest.mark.parametrize(
    "heading",
    [
        "三、支出决算表",
        "（三）支出 决算表",
        "附表3：支出决算表",
        "表三 支出决算表",
        "某市测试局2018年度支出决算表",
        "某市测试局（原某市试验局）支出决算表",
        "2018年度某市测试局（本级）支出决算表",
        "2018年预算单位支出决算表",
        "支出决算表（续）",
        "三、《支出决算表》",
        "某市测试局2018年度《支出决算表》",
    ],
)
def test_headings_as_they_are_written(heading):
    report = read(EXPENDITURE.replace("支出决算表", heading) + ROW).report
    assert [(table["table"], table["title"]) for table in report.tables] == [("expenditure", heading)]


def test_a_heading_broken_over_two_lines():
    broken = FUNDS.replace("财政拨款收入", "财政拨款\n收入", 1)
    assert list(read(broken + "合计\t\t\t5.00\t\t\t\t5.00\n").report.rows) == ["funds"]


def test_a_title_that_ends_like_another_table_s_is_not_that_table():
    other = DETAIL.replace("一般公共预算财政拨款支出决算明细表", "专项资金一般公共预算财政拨款支出决算明细表")
    assert read(other + "301\t甲\t5.00\n").report is None


def test_a_heading_without_a_header_is_told_and_the_other_tables_are_read():
    result = read(f"收入决算表\n单位：万元\n甲\t乙\n201\t1.00\n\n{EXPENDITURE}{ROW}")
    (warning,) = result.diagnostics
    assert (warning.code, warning.span.line) == ("DQ-I009", 5)
    assert warning.help is not None
    assert list(result.report.rows) == ["expenditure"]


def test_numbering_rows_are_no_figures_and_units_stand_in_labels():
    found = {row["item"]: row for row in rows("statistics", STATISTICS)}
    assert list(found) == ["三公经费支出", "支出合计", "因公出国(境)费", "机关运行经费", "车辆数合计", "其他用车"]
    assert found["三公经费支出"]["role"] == "heading"
    assert found["三公经费支出"]["amount__state"] == CellState.DASH
    assert (found["支出合计"]["amount__unit"], found["支出合计"]["amount"]) == ("万元", 30_000)
    assert (found["车辆数合计"]["amount__unit"], found["车辆数合计"]["amount"]) == ("辆", 4)
    assert found["其他用车"]["amount__unit"] == "台"  # as printed, whatever the form usually says


def test_three_header_rows_with_a_numbering_row():
    (row,) = rows("procurement", PROCUREMENT)
    assert printed(
        row, "planned_total", "planned_fiscal", "planned_nonfiscal", "actual_general", "actual_nonfiscal"
    ) == (*("6.00", "5.00", "1.00", "3.00", ""),)


def test_a_table_goes_on_over_pages_with_its_title_and_header_repeated():
    second = ROW.replace("201\t甲", "208\t乙")
    pages = f"{EXPENDITURE}{ROW}\n— 14 —\n\n支出决算表（续）\n{EXPENDITURE.partition(chr(10))[2]}{second}"
    found = rows("expenditure", pages)
    assert [(row["code"], row["above"], row["below"]) for row in found] == [("201", None, 1), ("208", 0, None)]


def test_running_titles_do_not_end_a_table():
    running = "某市测试局 2018 年度部门决算"
    pages = f"\n{running}\n".join([EXPENDITURE + ROW, *(ROW.replace("201", code) for code in ("205", "208", "210"))])
    assert [row["code"] for row in rows("expenditure", pages)] == ["201", "205", "208", "210"]


@pytest.mark.parametrize(
    "after", ["注：本表反映支出情况。\n", "第三部分 情况说明\n", "名称\t性质\t编制\t人数\n", "人员情况表\t\t\n"]
)
def test_what_ends_a_table(after):
    assert len(rows("expenditure", f"{EXPENDITURE}{ROW}{after}张三\t1.00\n")) == 1


def test_a_second_copy_of_a_table_is_told_and_not_mixed_in():
    again = EXPENDITURE + ROW.replace("9.00", "8.00")
    result = read(f"{EXPENDITURE}{ROW}注：完。\n\n{again}")
    assert [each.code for each in result.diagnostics] == ["DQ-I013"]
    assert [row["total__printed"] for row in result.report.rows["expenditure"]] == ["9.00"]


@pytest.mark.parametrize("above", ["单位：元\n", "公开03表\n编制单位：某市测试局\t\t金额单位：元\n"])
def test_a_table_without_a_heading_has_the_unit_stated_above_it(above):
    """A figure of 250 元 read as 万元 is wrong by four digits."""
    result = read(above + EXPENDITURE.split("\n", 2)[2] + ROW)
    (row,) = result.report.rows["expenditure"]
    assert (row["total__unit"], [each.code for each in result.diagnostics]) == ("元", [])


def test_a_complete_header_is_known_without_its_heading():
    result = read(INCOME.partition("\n")[2] + "201\t甲类\t9.00\t9.00\t\t\t\t\t\n")
    assert list(result.report.rows) == ["income"]


def test_the_form_that_fits_best_is_taken_whatever_the_year():
    old = SUMMARY + "一、财政拨款\t5.00\t一、一般公共服务支出\t5.00\n其中：政府性基金\t1.00\t二、外交支出\t\n"
    new = (
        SUMMARY
        + "一、一般公共预算财政拨款收入\t5.00\t一、一般公共服务支出\t5.00\n"
        + "三、国有资本经营预算财政拨款收入\t\t二、外交支出\t\n"
    )
    title = "某市测试局\n2021 年度部门决算\n目录\n"
    assert read(old, PROCUREMENT, STATISTICS, title=title).report.report["template"] == "final_accounts_2018"
    assert read(new, title=title).report.report["template"] == "final_accounts_2024"


def test_a_row_that_the_form_does_not_list_is_kept_and_doubted():
    body = "一、财政拨款\t5.00\t一、一般公共服务支出\t5.00\n二、捐赠收入\t2.00\t二、外交支出\t\n"
    row = next(row for row in rows("summary", SUMMARY + body) if row["item"] == "捐赠收入")
    assert (row["path"], row["role"], row["side"]) == ("本年收入合计/捐赠收入", "item", "income")
    assert row["amount__doubt"] == DoubtReason.UNKNOWN_ROW


def test_rows_of_one_name_are_numbered():
    found = rows("general_detail", f"{DETAIL}301\t甲\t5.00\n301\t甲\t6.00\n30101\t乙\t6.00\n")
    assert [row["path"] for row in found] == ["301", "301#2", "301/30101"]
    assert found[2]["parent"] == 1


def test_a_unit_that_is_not_stated_is_that_of_the_other_tables():
    result = read(DETAIL.replace("万元", "元") + "301\t甲\t5.00\n", EXPENDITURE.replace("金额单位：万元", "") + ROW)
    assert [each.code for each in result.diagnostics] == ["DQ-I012"]
    assert result.report.rows["expenditure"][0]["total__unit"] == "元"


def test_a_unit_that_no_table_states_is_the_one_in_which_the_text_tells_their_figures():
    table = EXPENDITURE.replace("金额单位：万元", "") + ROW.replace("9.00", "30,456,000.00")
    told = "第三部分 情况说明\n本年支出3045.60万元，其中基本支出4567.89万元。\n"
    result = read(table.replace("\t0.00", "\t45,678,900.00") + "202\t乙\t45,678,900.00\n", told)
    assert result.report.rows["expenditure"][0]["total__unit"] == "元"


TITLES = [
    ("2018 年度\n\n某市经信部门决算\n目 录\n", "某市经信部门", 2018),
    ("某市规划和自然\n资源局\n2024 年度部门决算\n目录\n", "某市规划和自然资源局", 2024),
    ("某县委\n社会工作部 2024 年度\n部门决算\n目录\n", "某县委社会工作部", 2024),
    ("二〇一八年度某市财政局部门决算\n目录\n", "某市财政局", 2018),
    ("附件2\n某市第一中学2022年度单位决算公开\n目录\n", "某市第一中学", 2022),
    ("第一部分 概况\n第二部分 某市水利局 2020 年度部门决算表\n", "某市水利局", 2020),
    ("某市水务局（原某市水利局）2019年度部门决算\n目录\n", "某市水务局", 2019),
    ("2021年度县直部门决算公开\n某县文化馆\n目录\n", "某县文化馆", 2021),
    ("监督索引号53330000100000001\n某州生态环境局2023年度部门决算\n目录\n", "某州生态环境局", 2023),
    ("收入支出决算总表\n2021年度\n编制单位：某县商务局\t\t单位：万元\n", "某县商务局", 2021),
    ("2019年度部门决算\n目录\n编制单位：某市园林处\t\t金额单位：万元\n", "某市园林处", 2019),
]


@pytest.mark.parametrize(("title", "department", "year"), TITLES)
def test_the_body_and_the_year_are_told_by_the_title(title, department, year):
    report = read(EXPENDITURE + ROW, title=title).report.report
    assert (report["department"], report["year"]) == (department, year)
    assert report["report"] == f"final_accounts-{year}-{department}" + "-unit" * ("单位决算" in title)


def test_the_id_does_not_depend_on_the_file_s_name():
    data = document(EXPENDITURE + ROW).encode()
    ids = {read_bytes(name, data).report.report["report"] for name in ("a.txt", "b/c.TXT", "")}
    assert len(ids) == 1


def test_without_a_name_the_content_stands_for_it():
    result = read(EXPENDITURE + ROW, title="2018年度部门决算\n目录\n")
    assert [each.code for each in result.diagnostics] == ["DQ-I008"]
    report = result.report.report
    assert report["department"] == report["sha256"][:12]


def test_a_report_without_a_year_is_refused():
    result = read(EXPENDITURE + ROW, title="某市测试局部门决算\n目录\n")
    assert (result.report, result.diagnostics[0].code) == (None, "DQ-I007")
