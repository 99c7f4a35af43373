"""Faults of reading that written-out reports brought to light, each by itself."""

from __future__ import annotations

import pytest

from dq.ingest.continued import rows_of_pages
from dq.ingest.page_layout import Ruled
from dq.templates import split_unit
from tests.ingest.forms import EXPENDITURE, SUMMARY, document
from tests.ingest.forms import read as read_cells
from tests.ingest.test_flow import read as read_flow
from tests.ingest.test_flow import rows as flow_rows

FLOW = "收入支出决算总表\n单位：万元\n收入 支出\n项目 决算数 项目(按支出功能分类) 决算数\n"
NUMBERED = "收入支出决算总表\n单位：万元\n收入 支出\n项目 行次 决算数 项目(按支出功能分类) 行次 决算数\n"


def amounts(rows):
    return {(row["side"], row["path"].rpartition("/")[2]): row["amount__printed"] for row in rows}


def doubted(rows):
    return {row["path"].rpartition("/")[2] for row in rows if row["amount__doubt"]}


def cells(*tables):
    return read_cells(*tables).report.rows


def test_row_numbers_go_on_behind_rows_that_are_left_out():
    text = (
        "一、财政拨款 1 8.10 一、一般公共服务支出 32 3.20\n六、其他收入 6 1.40 二、外交支出 33 2.30\n"
        "本年收入合计 27 9.50 本年支出合计 58 5.50\n年初结转和结余 29 3.20 年末结转和结余 60 7.20\n"
        "总计 31 12.70 总计 62 12.70\n"
    )
    rows = flow_rows("summary", NUMBERED + text)
    assert list(amounts(rows).values()) == [
        "8.10",
        "1.40",
        "9.50",
        "3.20",
        "12.70",
        "3.20",
        "2.30",
        "5.50",
        "7.20",
        "12.70",
    ]


def test_a_code_in_columns_of_numbers_has_lost_its_zeros():
    header = EXPENDITURE.replace("支出功能分类科目编码", "支出功能分类科目编码\t\t")
    rows = cells(header + "201\t\t\t一般公共服务支出\t1.00\n201\t3\t\t政府办公厅\t1.00\n201\t3\t1\t行政运行\t1.00\n")
    assert [row["code"] for row in rows["expenditure"]] == ["201", "20103", "2010301"]


def test_a_code_in_flattened_text_has_lost_its_zeros():
    header = "一般公共预算财政拨款支出决算表\n单位：万元\n科目编码 科目名称 本年支出合计 基本支出 项目支出\n"
    rows = flow_rows(
        "general_expenditure",
        header
        + "201 一般公共服务支出 1.00 1.00 0.00\n201 3 1 行政运行 1.00 1.00 0.00\n"
        + "201 0302 一般行政管理事务 1.00 1.00 0.00\n",
    )
    assert [row["code"] for row in rows] == ["201", "2010301", "2010302"]


def test_the_number_of_a_line_without_label_is_no_row():
    header = "收入支出决算总表\n单位：万元\n收入\t\t\t支出\t\t\n项目\t行次\t决算数\t项目\t行次\t决算数\n"
    rows = cells(header + "一、财政拨款收入\t1\t5.00\t一、一般公共服务支出\t3\t4.00\n\t2\t\t二、外交支出\t4\t1.00\n")
    assert len(rows["summary"]) == 3


@pytest.mark.parametrize("above", ["公开01表", "部门（单位）：某局", "单位名称：某市测试局", "决算公开表1", "表五"])
def test_what_each_page_prints_above_the_table_ends_none(above):
    first, second = (
        "一、财政拨款收入\t5.00\t一、一般公共服务支出\t4.00\n",
        "二、上级补助收入\t6.00\t二、外交支出\t7.00\n",
    )
    title, _, header = SUMMARY.partition("\n")
    rows = cells(f"{title}\n{above}\n{header}{first}\n{title}\n{above}\n{header}{second}")
    assert len(rows["summary"]) == 4


def test_a_chapter_ends_a_table_of_padded_rows():
    text = document(SUMMARY + "一、财政拨款收入\t5.00\t一、一般公共服务支出\t4.00\n第三部分 情况说明\t\t\t\n")
    assert "第三部分" not in str(read_cells(text).report.rows["summary"])


def test_words_in_the_place_of_all_figures_end_no_table():
    rows = cells(
        SUMMARY + "一、财政拨款收入\t略\t一、一般公共服务支出\t略\n二、上级补助收入\t6.00\t二、外交支出\t7.00\n"
    )
    assert amounts(rows["summary"])["income", "上级补助收入"] == "6.00"


def test_a_figure_between_the_halves_of_two_labels_may_belong_to_either():
    text = FLOW + "一、财政拨款 一、一般公共服务支\n9.00\n收入 出\n二、上级补助收入 1.00 二、外交支出 2.00\n"
    rows = flow_rows("summary", text)
    assert doubted(rows) >= {"财政拨款", "一般公共服务支出"}
    assert not doubted(rows) & {"上级补助收入", "外交支出"}


def test_a_figure_behind_a_label_may_belong_to_one_broken_around_the_line():
    text = FLOW + "八、社会保障和就业\n六、其他收入 7.00\n支出\n九、医疗卫生支出 1.00\n"
    assert {"其他收入", "社会保障和就业支出"} <= doubted(flow_rows("summary", text))


def test_a_label_that_grew_leaves_its_first_place_to_another():
    text = FLOW + (
        "年初结转和结余 5.00 一、一般公共服务支出 1.00\n基本支出结转 2.00 二、外交支出 1.00\n"
        "其中：财政拨款结转 2.00 年末结转和结余 4.00\n项目支出结转和结余 3.00 基本支出结转 4.00\n"
        "其中：财政拨款结转\n3.00\n和结余\n经营结余 0.00 其中：财政拨款结转 4.00\n"
    )
    found = {(row["side"], row["path"]): row["amount__printed"] for row in flow_rows("summary", text)}
    assert found["expenditure", "年末结转和结余/基本支出结转/财政拨款结转"] == "4.00"
    assert found["income", "年初结转和结余/项目支出结转和结余/财政拨款结转和结余"] == "3.00"


def test_row_numbers_go_on_beside_rows_that_one_block_lacks():
    text = NUMBERED + ("一、财政拨款收入 1 5.00 一、一般公共服务支出 4 3.00\n2 二、外交支出 5\n3 三、国防支出 6 2.00\n")
    rows = amounts(flow_rows("summary", text))
    assert rows["expenditure", "国防支出"] == "2.00"
    assert rows["expenditure", "外交支出"] == ""


@pytest.mark.parametrize("foot", ["第 4 页", "第 4 页 共 20 页"])
def test_the_foot_of_a_page_is_no_row(foot):
    text = FLOW + f"一、财政拨款收入 5.00 一、一般公共服务支出 3.00\n{foot}\n二、上级补助收入 1.00 二、外交支出 2.00\n"
    rows = flow_rows("summary", text)
    assert len(rows) == 4
    assert not doubted(rows)


def test_a_header_comes_again_without_the_numbers_of_its_columns():
    header = FLOW.split("\n", 2)[2]
    text = (
        FLOW + f"栏次 1 栏次 2\n一、财政拨款收入 5.00 一、一般公共服务支出 3.00\n收入支出决算总表\n单位：万元\n{header}"
    )
    assert len(flow_rows("summary", text + "二、上级补助收入 1.00 二、外交支出 2.00\n")) == 4


def test_a_total_without_figures_stands_beside_the_captions_of_codes():
    header = "支出决算表\n单位：万元\n项目 本年支出合计 基本支出 项目支出 上缴上级支出 经营支出 对附属单位补助支出\n"
    text = header + "支出功能分类科目编码 科目名称\n类 款 项 合计\n201 一般公共服务支出\n"
    assert [row["path"] for row in flow_rows("expenditure", text)] == ["合计", "201"]


def test_an_enumerator_apart_from_its_label_is_no_figure():
    header = "部门决算相关信息统计表\n单位：万元\n项目 统计数 项目 统计数\n"
    rows = flow_rows("statistics", header + "1. 因公出国（境）团组数（个） 2 1. 主要领导干部用车 3\n")
    assert [row["amount__printed"] for row in rows] == ["2", "3"]


def test_a_unit_may_lose_its_closing_bracket():
    assert split_unit("公务用车购置数(辆") == ("公务用车购置数", "辆")


def test_rows_printed_one_too_low_say_nothing_of_another_table():
    """A table whose rows are shifted contradicts the whole; what columns it fills is no evidence then."""
    columns = "本年支出合计 基本支出 项目支出 上缴上级支出 经营支出 对附属单位补助支出"
    header = f"支出决算表\n单位：万元\n项目 {columns}\n科目编码 科目名称\n"
    part = "一般公共预算财政拨款支出决算表\n单位：万元\n项目 本年支出合计 基本支出 项目支出\n科目编码 科目名称\n"
    whole = header + "合计 9.00 5.00 4.00\n201 一般公共服务支出 5.00 5.00\n205 教育支出 4.00 4.00\n"
    shifted = part + "合计\n201 一般公共服务支出 9.00 5.00 4.00\n205 教育支出 5.00 5.00\n"
    rows = {row["path"]: row for row in read_flow(whole, shifted).report.rows["expenditure"]}
    assert rows["201"]["basic__doubt"]
    assert rows["201"]["project__doubt"]


WHOLE = """支出决算表
单位：万元
项目 本年支出合计 基本支出 项目支出 上缴上级支出 经营支出 对附属单位补助支出
科目编码 科目名称
合计 12.00 5.00 7.00
205 教育支出 9.00 5.00 4.00
20502 普通教育 9.00 5.00 4.00
212 城乡社区支出 3.00 3.00
"""
PARTS = """一般公共预算财政拨款支出决算表
单位：万元
项目 年初结转和结余 本年收入 本年支出 年末结转和结余
科目编码 科目名称 小计 基本支出 项目支出
合计 1.00 9.00 9.00 5.00 4.00 1.00
205 教育支出 1.00 9.00 9.00 5.00 4.00 1.00
"""
FUNDS = """政府性基金预算财政拨款收入支出决算表
单位：万元
项目 年初结转和结余 本年收入 本年支出 年末结转和结余
科目编码 科目名称 小计 基本支出 项目支出
合计 0.00 3.00 3.00 3.00 0.00
212 城乡社区支出 0.00 3.00 3.00 3.00 0.00
"""


def test_what_all_expenditure_leaves_empty_is_empty_in_its_parts():
    """Nor need a part's columns all be columns of the whole, to say what it fills."""
    report = read_flow(WHOLE, PARTS, FUNDS).report
    (row,) = (row for row in report.rows["expenditure"] if row["code"] == "212")
    assert (row["project__printed"], row["basic__doubt"], row["project__doubt"]) == ("3.00", None, None)
    assert {row["basic__printed"] for row in report.rows["funds"]} == {""}
    assert {row["project__printed"] for row in report.rows["funds"]} == {"3.00"}


def test_all_expenditure_says_nothing_of_its_parts_where_it_contradicts_them():
    smaller = WHOLE.replace("3.00 3.00", "2.00 2.00").replace("12.00 5.00 7.00", "11.00 5.00 6.00")
    report = read_flow(smaller, PARTS, FUNDS).report
    assert all(row["project__doubt"] for row in report.rows["funds"])


def test_columns_go_on_where_a_page_draws_its_borders_a_little_aside():
    first = Ruled(0, (("201", "支出", "1.00"),), (10.0, 50.0, 120.0, 160.0))
    second = Ruled(0, (("", "", "2.00"),), (10.0, 50.0, 116.0, 160.0))
    pages = list(rows_of_pages([[first], [second]]))
    assert pages[0][0] == ("201", "支出", "1.00")
    assert pages[1][0] == ("", "", "2.00")


STATISTICS = "部门决算相关信息统计表\n单位：万元\n项目 统计数 项目 统计数\n"


def test_which_of_twin_blocks_a_broken_label_stands_in_is_not_told():
    text = STATISTICS + "三公经费支出 — 机关运行经费 9.00\n参照公务员法管理事业\n因公出国（境）费 1.00 5.00\n单位\n"
    assert {"因公出国(境)费", "参照公务员法管理事业单位"} <= doubted(flow_rows("statistics", text))


def test_what_is_too_much_for_a_row_is_that_of_one_that_waits():
    text = STATISTICS + "三公经费支出 — 机关运行经费 9.00\n车辆数合计\n国内接待费 2.00 11\n（辆）\n公务接待费 3.00\n"
    assert {"国内接待费", "车辆数合计"} <= doubted(flow_rows("statistics", text))


def test_a_number_alone_in_a_table_of_numbers_of_things_may_be_that_of_the_page():
    text = (
        STATISTICS
        + "三公经费支出 —\n国内公务接待批次（个\n56\n）\n公务用车保有量（辆） 2\n7\n国内公务接待人次（人） 9\n"
    )
    rows = {row["path"]: row for row in flow_rows("statistics", text)}
    assert (rows["国内公务接待批次"]["amount__printed"], bool(rows["国内公务接待批次"]["amount__doubt"])) == (
        "56",
        True,
    )
    assert (rows["公务用车保有量"]["amount__printed"], rows["公务用车保有量"]["amount__doubt"]) == ("2", None)


def test_a_label_broken_around_a_row_goes_before_one_that_could_go_on():
    text = FLOW + (
        "国有资本经营预算财政拨款收入 5.00 一、一般公共服务支出 3.00\n四、文化旅游体育与传媒\n其他收入 2.00\n支出\n"
    )
    rows = {row["path"]: row for row in flow_rows("summary", text)}
    assert "本年支出合计/文化旅游体育与传媒支出" in rows


CODES = (
    "支出决算表\n单位：元\n项目 本年支出合计 基本支出 项目支出 上缴上级支出 经营支出 对附属单位补助支出\n"
    "科目编码 科目名称\n"
)


def test_the_total_of_whole_numbers_is_the_first_row():
    rows = flow_rows("expenditure", CODES + "合计 900 500 400 0 0 0\n201 一般公共服务支出 900 500 400 0 0 0\n")
    assert [row["path"] for row in rows] == ["合计", "201"]


def test_a_total_broken_at_its_point_is_the_first_row():
    header = "一般公共预算财政拨款支出决算明细表\n单位：万元\n经济分类科目编码 科目名称 合计\n"
    rows = flow_rows("general_detail", header + "合计 17,996.\n95\n301 工资福利支出 17,996.95\n")
    assert [row["path"] for row in rows] == ["合计", "301"]


def test_a_long_row_of_whole_numbers_is_no_prose():
    row = "20131 党委办公厅（室）及相关机构事务 8000207 6097673 1098343 1552459 1251731 1807735\n"
    rows = flow_rows("expenditure", CODES + f"201 一般公共服务支出 900 500 400 0 0 0\n{row}")
    assert [row["path"] for row in rows] == ["201", "201/20131"]


def test_a_number_that_begins_no_code_of_the_list_is_a_figure():
    header = "一般公共预算财政拨款支出决算明细表\n单位：元\n经济分类科目编码 科目名称 合计\n"
    rows = flow_rows("general_detail", header + "301 工资福利支出 8000000\n302\n商品和服务\n支出\n6353153\n")
    assert {row["path"]: row["total__printed"] for row in rows} == {"301": "8000000", "302": "6353153"}


def test_rows_without_any_figure_are_rows():
    titles = "总计 采购预算（财政性资金） 非财政性资金 " * 2
    parts = "合计 一般公共预算 政府性基金预算 其他资金 " * 2
    header = f"政府采购情况表\n单位：万元\n项目 采购计划金额 实际采购金额\n{titles}\n{parts}\n"
    text = f"{header}合计\n货物\n工程\n服务\n第三部分 情况说明\n本年收入 5.00 万元。\n"
    rows = flow_rows("procurement", text)
    assert [row["path"] for row in rows] == ["合计", "合计/货物", "合计/工程", "合计/服务"]


def test_the_foot_of_a_page_below_an_empty_table_is_no_header():
    running = "某市测试局2018年度部门决算\n"
    header = "政府性基金预算财政拨款收入支出决算表\n单位：万元\n项目 年初结转和结余 本年收入 本年支出 年末结转和结余\n"
    text = f"{running * 3}{header}科目编码 科目名称 小计 基本支出 项目支出\n合计\n- 3 -\n{running}"
    assert [row["path"] for row in flow_rows("funds", text, running)] == ["合计"]


def test_a_unit_of_things_is_none_of_an_amount_of_money():
    text = STATISTICS + "三公经费支出 — 机关运行经费 9.00\n主要领导干部用车\n公务接待费 5.00\n（辆）\n国内接待费 5.00\n"
    rows = {row["path"]: row for row in flow_rows("statistics", text)}
    assert rows["支出合计/公务接待费"]["amount__unit"] == "万元"


def test_a_label_that_ends_in_an_open_bracket_is_whole():
    text = STATISTICS + "三公经费支出 —\n公务用车购置数（ 执法执勤用车\n7 2\n辆） （辆）\n"
    assert {"公务用车购置数", "执法执勤用车"} <= {
        row["path"].rpartition("/")[2] for row in flow_rows("statistics", text)
    }


def test_enumerators_apart_from_labels_of_narrow_cells_begin_rows():
    text = (
        STATISTICS + "三公经费支出 — 机关运行经费 9.00\n1. 因公出国（境 (二) 参照公务员\n2.13\n）费 法管理事业单位\n"
        "(2) 公务用车运 (一) 车辆数合计\n行维护费 （辆）\n"
    )
    rows = {row["path"].rpartition("/")[2]: row for row in flow_rows("statistics", text)}
    assert {"因公出国(境)费", "参照公务员法管理事业单位", "公务用车运行维护费", "车辆数合计"} <= rows.keys()
    assert not {"(1)", "(2)"} & {row["amount__printed"] for row in rows.values()}
    assert (rows["公务用车运行维护费"]["amount__unit"], rows["车辆数合计"]["amount__unit"]) == ("万元", "辆")
    assert {"因公出国(境)费", "参照公务员法管理事业单位"} <= doubted(rows.values())


def test_a_unit_in_brackets_belongs_to_the_label_that_has_such_a_unit():
    text = STATISTICS + "三公经费支出 — 机关运行经费 9.00\n国内公务接待人次 2. 主要领导干部用车 3\n169\n（人）\n"
    rows = {row["path"].rpartition("/")[2]: row for row in flow_rows("statistics", text)}
    assert (rows["国内公务接待人次"]["amount__unit"], rows["主要领导干部用车"]["amount__unit"]) == ("人", "辆")


def test_row_numbers_alone_on_a_line_belong_to_the_rows_from_left_to_right():
    header = "部门决算相关信息统计表\n单位：万元\n项目 行次 统计数 项目 行次 统计数\n"
    first = "三公经费支出 1 — 机关运行经费 23 —\n支出合计 2 4.00 行政单位 24 5.00\n"
    broken = "因公出国（境） 参照公务员法管理\n3 2.00 25 6.00\n费 事业单位\n"
    rows = flow_rows("statistics", header + first + broken)
    found = {row["path"].rpartition("/")[2]: row["amount__printed"] for row in rows}
    assert (found["因公出国(境)费"], found["参照公务员法管理事业单位"]) == ("2.00", "6.00")


def test_the_foot_of_a_page_between_title_and_header_is_no_part_of_the_header():
    header = "科目编码\n科目名称\n本年支出合计\n基本支出\n项目支出\n上缴上级支出\n经营支出\n对附属单位补助支出\n"
    text = f"支出决算表\n单位：万元\n第 5 页\n{header}合计 3.00 3.00\n201 一般公共服务支出 1.00 1.00\n"
    rows = flow_rows("expenditure", f"{text}第 6 页\n{header}205 教育支出 2.00 2.00\n")
    assert [row["path"] for row in rows] == ["合计", "201", "205"]


def test_a_figure_with_the_digits_of_a_code_is_none_where_nothing_names_it():
    header = "一般公共预算财政拨款支出决算表\n单位：元\n科目编码 科目名称 本年支出合计 基本支出 项目支出\n"
    text = header + "201 一般公共服务支出 4,000,000 1543211\n2456789\n205 教育支出 3000000 3000000 0\n"
    rows = flow_rows("general_expenditure", text)
    assert [(row["code"], row["project__printed"]) for row in rows] == [("201", "2456789"), ("205", "0")]
    assert rows[0]["project__doubt"]
    named = header + "201 一般公共服务支出 4,000,000 1543211\n2456789\n某项支出 3000000 3000000 0\n"
    assert [row["code"] for row in flow_rows("general_expenditure", named)] == ["201", "2456789"]
