"""Text with one cell of a table a line, as PDF tools without layout and copied pages give it."""

from __future__ import annotations

import pytest

from dq.ingest import read_bytes
from dq.ingest.cell_lines import rows_of_cells
from dq.ingest.formats import tab_text

LEAD = ("某县测试局", "2022年度部门决算", "第二部分", "一、收入支出决算总表", "")
SUMMARY = (
    "收入支出决算总表",
    "公开01表",
    "部门：某县测试局",
    "金额单位：万元",
    *("收入", "支出", "项目", "行次", "决算数", "项目", "行次", "决算数", "栏次", "1", "栏次", "2"),
    *("一、一般公共预算财政拨款收入", "1", "9.00", "一、一般公共服务支出", "31", "7.00"),
    *("二、政府性基金预算财政拨款收入", "2", "0.00", "二、外交支出", "32", "0.00"),
    *("3", "三、国防支出", "33", "0.00"),
    *("本年收入合计", "4", "9.00", "本年支出合计", "34", "7.00"),
    *("年初结转和结余", "5", "1.00", "年末结转和结余", "35", "3.00"),
    *("总计", "6", "10.00", "总计", "36", "10.00"),
)
FUNDS = (
    "政府性基金预算财政拨款收入支出决算表",
    "公开08表",
    "金额单位：万元",
    *("项目", "年初结转和结余", "本年收入", "本年支出", "年末结转和结余"),
    *("科目编码", "科目名称", "小计", "基本支出", "项目支出", "栏次", "1", "2", "3", "4", "5", "6"),
    *("合计", "1.00", "5.00", "4.00", "0.00", "4.00", "2.00"),
    *("212", "城乡社区支出", "1.00", "5.00", "4.00", "0.00", "4.00", "2.00"),
    *("212", "08", "土地出让收入安排的支出", "1.00", "5.00", "4.00", "0.00", "4.00", "2.00"),
    "注：本表反映政府性基金收支。",
)
BASIC = (
    "一般公共预算财政拨款基本支出决算表",
    "公开06表",
    "金额单位：万元",
    *("人员经费", "公用经费", "科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数"),
    *("301", "工资福利支出", "5.00", "302", "商品和服务支出", "2.00"),
    *("30101", "基本工资", "5.00", "30201", "办公费", "2.00"),
    *("30103", "奖金", "30214", "租赁费", "303", "对个人和家庭的补助", "1.50"),
    *("30301", "离休费", "30226", "劳务费", "30302", "退休费", "1.50", "30239", "其他交通费用"),
    *("人员经费合计", "6.50", "公用经费合计", "2.00"),
    "注：本表反映基本支出。",
)
STATISTICS = (
    "部门决算相关信息统计表",
    "公开09表",
    "金额单位：万元",
    *("项目", "统计数", "项目", "统计数", "栏次", "1", "栏次", "2"),
    *("一、“三公”经费支出", "—", "二、机关运行经费", "2.00", "(一)支出合计", "1.00", "(一)行政单位", "2.00"),
    *("三、国有资产占用情况", "—", "(一)车辆数合计（辆）", "4", "3.公务接待费", "1.00", "1.主要领导干部用车"),
    *("(1)国内接待费", "1.00", "2.机要通信用车", "(二)相关统计数", "—", "5.执法执勤用车", "4"),
    "注：本表反映统计情况。",
)
COLUMNS = ("opening", "income", "total", "basic", "project", "closing")


def report(*cells):
    return read_bytes("invented.flat.txt", "\n\n".join((*LEAD, *cells)).encode()).report


def rows(*cells):
    return report(*cells).rows


def test_rows_are_put_together_and_every_figure_keeps_its_own_line():
    text = (*LEAD, *SUMMARY, *FUNDS)
    found = rows(*SUMMARY, *FUNDS)
    amounts = {(row["side"], row["label"]): row for row in found["summary"] if row["amount__printed"]}
    assert {key: row["amount__printed"] for key, row in amounts.items()} == {
        ("income", "一、一般公共预算财政拨款收入"): "9.00",
        ("income", "二、政府性基金预算财政拨款收入"): "0.00",
        ("income", "本年收入合计"): "9.00",
        ("income", "年初结转和结余"): "1.00",
        ("income", "总计"): "10.00",
        ("expenditure", "一、一般公共服务支出"): "7.00",
        ("expenditure", "二、外交支出"): "0.00",
        ("expenditure", "三、国防支出"): "0.00",
        ("expenditure", "本年支出合计"): "7.00",
        ("expenditure", "年末结转和结余"): "3.00",
        ("expenditure", "总计"): "10.00",
    }
    closing = amounts["expenditure", "年末结转和结余"]
    assert closing["amount__line"] == 1 + 2 * text.index("3.00")
    read = {row["code"] or row["label"]: [row[f"{name}__printed"] for name in COLUMNS] for row in found["funds"]}
    assert read == {code: ["1.00", "5.00", "4.00", "0.00", "4.00", "2.00"] for code in ("合计", "212", "21208")}
    assert {row[f"{name}__doubt"] for row in found["funds"] for name in COLUMNS} == {None}


def test_figures_without_decimals_begin_rows_too():
    """In yuan: thousands are set apart, or there are more digits than a code or a row's number has."""
    yuan = [text.replace(".00", "0,000") for text in (*SUMMARY, *FUNDS)]
    read = {row["code"] or row["label"]: [row[f"{name}__printed"] for name in COLUMNS] for row in rows(*yuan)["funds"]}
    assert read["212"] == read["合计"] == ["10,000", "50,000", "40,000", "00,000", "40,000", "20,000"]


def test_a_bare_zero_is_an_amount_and_no_number_of_a_row():
    bare = ["0" if text == "0.00" else text for text in (*SUMMARY, *FUNDS)]
    (row,) = (row for row in rows(*bare)["funds"] if row["code"] == "212")
    assert [row[f"{name}__printed"] for name in COLUMNS] == ["1.00", "5.00", "4.00", "0", "4.00", "2.00"]
    assert not any(row[f"{name}__doubt"] for name in COLUMNS)


def test_rows_without_figures_end_at_the_next_code():
    """A code behind a name is no amount of its row, not even between two columns of codes."""
    found = rows(*SUMMARY, *BASIC)["general_basic"]
    read = {row["code"] or row["label"]: row["total__printed"] for row in found}
    filled = {"301": "5.00", "302": "2.00", "30101": "5.00", "30201": "2.00", "303": "1.50", "30302": "1.50"}
    totals = {"人员经费合计": "6.50", "公用经费合计": "2.00"}
    assert read == filled | totals | dict.fromkeys(("30103", "30214", "30301", "30226", "30239"), "")
    assert all(row["total__doubt"] for row in found if not row["total__printed"])


def test_classes_side_by_side_keep_their_rows_apart():
    """301 and 302 in turn, 303 behind 301: codes out of order in one column, in order in two."""
    found = rows(*SUMMARY, *BASIC)["general_basic"]
    assert not any(row["total__doubt"] for row in found if row["total__printed"])


def test_a_count_behind_a_numbered_label_is_its_own():
    found = {row["label"]: row for row in rows(*SUMMARY, *BASIC, *STATISTICS)["statistics"]}
    assert found["5.执法执勤用车"]["amount__printed"] == "4"
    assert found["2.机要通信用车"]["amount__doubt"]


def test_the_note_below_a_table_without_figures_is_its_own():
    empty = FUNDS[: FUNDS.index("合计") + 1]
    note = "注：本单位没有政府性基金收入，也没有使用政府性基金安排的支出，故本表无数据。"
    said = report(*SUMMARY, *empty, note).statements["mention"]
    assert [row["words__printed"] for row in said if row["mention"] == "note"] == [
        note.replace("：", ":").replace("，", ",")
    ]


def test_columns_in_another_order_than_the_form_s_are_doubted():
    turned = [*FUNDS]
    basic, project = turned.index("基本支出"), turned.index("项目支出")
    turned[basic], turned[project] = turned[project], turned[basic]
    found = rows(*SUMMARY, *turned)["funds"]
    assert all(row[f"{name}__doubt"] for row in found for name in ("basic", "project"))


@pytest.mark.parametrize(
    ("upper", "is_doubted"),
    [
        (("年初结转和结余", "本年收入", "本年支出", "年末结转和结余"), False),
        (("年初结转和结余", "本年收入", "年末结转和结余", "本年支出"), True),
        (("本年支出", "年初结转和结余", "本年收入", "年末结转和结余"), True),
    ],
)
@pytest.mark.parametrize("title", ["一般公共预算财政拨款支出决算表", FUNDS[0]])
def test_lower_labels_stand_where_the_upper_one_does(title, upper, is_doubted):
    """Row by row the lower labels 小计, 基本支出 and 项目支出 come behind all upper ones."""
    found = report(*SUMMARY, title, *FUNDS[1:4], *upper, *FUNDS[8:]).rows
    (row,) = (row for rows in found.values() for row in rows if row["code"] == "212")
    assert [bool(row[f"{name}__doubt"]) for name in COLUMNS] == [is_doubted] * len(COLUMNS)


@pytest.mark.parametrize("is_by_height", [False, True])
def test_a_header_row_by_row_tells_the_order_of_its_columns(is_by_height):
    """By the height of words 公务用车购置及运行费 comes before what stands beside both rows: which of the others
    stand left of it, nothing tells then.
    """
    upper = ["合计", "因公出国（境）费", "公务用车购置及运行维护费", "公务接待费"]
    upper = [upper[2], upper[0], upper[1], upper[3]] if is_by_height else upper
    lower = ("小计", "公务用车购置费", "公务用车运行维护费")
    figures = ("10.00", "1.00", "5.00", "2.00", "3.00", "4.00")
    title = "一般公共预算财政拨款“三公”经费支出决算表"
    header = ("预算数", "决算数", *upper, *upper, *lower, *lower)
    cells = (title, "公开07表", "金额单位：万元", *header, *figures, *figures)
    found = [row for row in rows(*SUMMARY, *cells)["statistics"] if row["amount__printed"]]
    assert len(found) == len(figures)
    assert any(row["amount__doubt"] for row in found) is is_by_height


def test_a_row_that_is_called_as_a_column_of_other_forms_begins_the_rows():
    cells = (
        *("一般公共预算财政拨款“三公”经费支出决算表", "公开07表", "金额单位：万元"),
        *("项目", "合计", "因公出国（境）费", "公务用车购置及运行维护费", "公务接待费"),
        *("小计", "公务用车购置费", "公务用车运行维护费"),
        *("预算数", "9.00", "1.00", "6.00", "2.00", "4.00", "2.00"),
        *("决算数", "8.00", "1.00", "5.00", "2.00", "3.00", "2.00"),
    )
    found = rows(*SUMMARY, *FUNDS, *cells)["statistics"]
    assert [row["amount__printed"] for row in found] == ["8.00", "1.00", "5.00", "2.00", "3.00", "2.00"]
    assert [row["budget__printed"] for row in found] == ["9.00", "1.00", "6.00", "2.00", "4.00", "2.00"]


def test_of_shapes_that_are_all_doubted_the_one_is_read_whose_words_the_header_prints():
    """Balances in the table of the general budget: it was read by the three columns of the form's own shape."""
    header = ["项目", "年末结转和结余", *FUNDS[4:7], *FUNDS[8:]]
    general = ("一般公共预算财政拨款支出决算表", "公开05表", "金额单位：万元", *header)
    assert header[:5] == ["项目", "年末结转和结余", "年初结转和结余", "本年收入", "本年支出"]
    (row,) = (row for row in rows(*SUMMARY, *general)["general_expenditure"] if row["code"] == "212")
    assert row["opening__printed"]
    assert all(row[f"{name}__doubt"] for name in COLUMNS)


def test_a_table_with_a_figure_in_no_row_is_doubted():
    """A row whose code was lost is none, so what the table's sums lack is not known."""
    broken = [*BASIC]
    broken[broken.index("303")] = "3"
    found = rows(*SUMMARY, *broken)["general_basic"]
    assert all(row["total__doubt"] for row in found)


def test_the_parts_of_a_code_below_its_class_may_stand_in_one_cell():
    """They began a row of their own, and each class occurred as often as it has items."""
    at = FUNDS.index("08")
    for printed, code in (("0801", "2120801"), ("8", "21208")):
        found = rows(*SUMMARY, *FUNDS[:at], printed, *FUNDS[at + 1 :])["funds"]
        assert [row["code"] for row in found] == [None, "212", code]
        assert not any(row[f"{name}__doubt"] for row in found for name in COLUMNS)


def test_codes_with_spaces_in_them_are_no_words_with_a_value():
    """Of a text with many of them no row was put together."""
    codes = [f"212 08 {number:02}" for number in range(1, 41)]
    items = (text for code in codes for text in (code, "测试支出", "1.00"))
    found = rows(*SUMMARY, *FUNDS[: FUNDS.index("08") - 1], *items, FUNDS[-1])["funds"]
    assert [row["code"] for row in found] == [None, "212", *(code.replace(" ", "") for code in codes)]


def test_a_header_printed_again_on_the_next_page_ends_a_row():
    """The first row below it was lost, for its code stood behind words."""
    begin, first, second = FUNDS.index("项目"), FUNDS.index("合计"), FUNDS.index("08") - 1
    found = rows(*SUMMARY, *FUNDS[:second], *FUNDS[begin:first], *FUNDS[second:])["funds"]
    assert [row["code"] for row in found] == [None, "212", "21208"]
    assert not any(row[f"{name}__doubt"] for row in found for name in COLUMNS)


def test_what_never_ends_as_a_row_is_left_as_it_is():
    """Cells without end would be looked at again for each further one."""
    text = "\n".join(["金额单位：万元", "合计", "1.00", "205", *["1"] * 500])
    lines = tab_text.read("a.txt", text.encode()).lines
    joined = rows_of_cells(lines)
    assert joined[1].cells == ("合计", "1.00")
    assert joined[3:] == lines[3:]


@pytest.mark.parametrize(("printed", "is_doubted"), [("25", True), ("5", True), ("0", False), ("0.00", False)])
def test_a_whole_number_is_no_money_where_all_figures_have_decimals(printed, is_doubted):
    """Of a page, or the number of the row below whose own cells are blank: it was an amount without a doubt."""
    at = SUMMARY.index("33") + 1
    (found,) = (
        row for row in rows(*SUMMARY[:at], printed, *SUMMARY[at + 1 :], *FUNDS)["summary"] if row["item"] == "国防支出"
    )
    assert found["amount__printed"] == printed
    assert (found["amount__doubt"] is not None) is is_doubted


def test_a_figure_between_the_halves_of_two_labels_may_be_either_s():
    """It was that of the label on the right, without a doubt."""
    numbers = {str(number) for number in (1, 2, 3, 4, 5, 6, *range(31, 37))}
    cells = [cell for cell in SUMMARY if cell not in numbers | {"行次", "栏次"}]
    at = cells.index("一、一般公共预算财政拨款收入")
    halves = ("一、一般公共预算财", "一、一般公共服务支", "9.00", "政拨款收入", "出")
    found = rows(*cells[:at], *halves, *cells[at + 4 :], *FUNDS, *FUNDS[4:])["summary"]
    doubts = {row["item"]: row["amount__doubt"] for row in found}
    assert doubts["一般公共服务支出"] is not None
    assert doubts["一般公共预算财政拨款收入"] is not None
    assert doubts["外交支出"] is None


@pytest.mark.parametrize(("page", "is_open"), [("12", True), ("— 12 —", False), ("·12·", False), ("第12页", False)])
def test_the_number_of_a_page_behind_a_row_of_whole_money_doubts_it(page, is_open):
    """In yuan nothing but its size tells a page's number from an amount, unless signs stand beside it."""
    table = (
        "一般公共预算财政拨款支出决算表",
        "金额单位：元",
        *("功能分类", "科目编码", "科目名称", "小计", "基本支出", "项目支出"),
        *("201", "一般公共服务支出", "1805236", "902618", "902618"),
        *("20103", "政府办公厅", "1805236", "902618", "902618"),
        *("205", "教育支出", "902618", "902618", page),
        *("20502", "普通教育", "902618", "902618"),
        *("2050202", "小学教育", "902618", "902618"),
    )
    found = {row["code"]: row for row in rows(*SUMMARY, *FUNDS, *table)["general_expenditure"]}
    assert found["205"]["project__printed"] == ("12" if is_open else "")
    assert all(found["205"][f"{name}__doubt"] for name in ("total", "basic", "project")) == is_open
    assert not any(found["20103"][f"{name}__doubt"] for name in ("total", "basic", "project"))


PROSE = tuple(f"本单位测试职责说明之{number}" for number in "一二三四五六七八九十甲乙丙丁戊")
YUAN = (
    "一般公共预算财政拨款支出决算表",
    "金额单位：元",
    *("功能分类", "科目编码", "科目名称", "小计", "基本支出", "项目支出"),
    *("201", "一般公共服务支出", "1805236", "902618", "902618"),
    *("20103", "政府办公厅", "1805236", "902618", "902618"),
    *("205", "教育支出", "902618", "902618"),
    *("20502", "普通教育", "902618", "902618"),
    *("2050202", "小学教育", "902618", "902618"),
)


@pytest.mark.parametrize(
    ("mark", "at"),
    [("{}", "普通教育"), ("{}", "2050202"), ("({})", "普通教育"), ("（{}）", "902618"), ("{} / 6", "20502")],
)
def test_numbers_that_count_on_over_the_pages_are_no_cells(mark, at):
    """Behind a code they were parts of it (20502, 4), and a figure behind a figure."""
    cell = YUAN.index(at)
    pages = [*(mark.format(page) for page in range(1, 4)), *(mark.format(page) for page in range(5, 7))]
    before = [line for page in pages[:3] for line in (*PROSE, page)]
    after = [line for page in pages[3:] for line in (*PROSE, page)]
    table = (*YUAN[:cell], mark.format(4), *YUAN[cell:], "注：本表反映支出。")
    read = rows(*SUMMARY, *FUNDS, *before, *table, *after)["general_expenditure"]
    assert [row["code"] for row in read] == ["201", "20103", "205", "20502", "2050202"]
    assert [row["total__printed"] for row in read] == ["1805236", "1805236", "902618", "902618", "902618"]


def test_numbers_first_or_last_on_pages_that_form_feeds_show_are_no_cells():
    names = ("一般公共服务支出", "普通教育", "小学教育")
    before = {name: (str(page), f"\f{name}") for page, name in enumerate(names, 7)}
    table = [each for cell in YUAN for each in before.get(cell, (cell,))]
    read = rows(*SUMMARY, *FUNDS, *table, "注：本表反映支出。")["general_expenditure"]
    assert [row["code"] for row in read] == ["201", "20103", "205", "20502", "2050202"]


def test_a_number_that_may_be_another_page_s_as_well_is_none_for_certain():
    pages = [line for page in (1, 2, 3) for line in (*PROSE, str(page))]
    cell = YUAN.index("902618") + 1
    table = (*YUAN[:cell], "4", *YUAN[cell:], *YUAN[2:], "4", "注：本表反映支出。", *PROSE, "5")
    read = rows(*SUMMARY, *FUNDS, *pages, *table)["general_expenditure"]
    assert read[0]["total__doubt"]


@pytest.mark.parametrize("page", ["7", "11"])
def test_a_number_behind_a_code_is_no_part_of_it_where_such_codes_stand_whole(page):
    cell = YUAN.index("教育支出")
    read = rows(*SUMMARY, *FUNDS, *YUAN[:cell], page, *YUAN[cell:])["general_expenditure"]
    assert [row["code"] for row in read] == ["201", "20103", "205", "20502", "2050202"]
    assert [row["total__printed"] for row in read] == ["1805236", "1805236", "902618", "902618", "902618"]


@pytest.mark.parametrize(("page", "is_doubted"), [((), False), (("11",), True)])
def test_a_code_of_parts_without_the_code_above_it_may_end_with_a_page_s_number(page, is_doubted):
    """Where codes stand in parts, 205 and the page's number 11 were 20511."""
    parted = [part for cell in YUAN for part in {"20103": ("201", "03"), "20502": ("205", "02")}.get(cell, (cell,))]
    at = parted.index("2050202")
    parted[at : at + 1] = ["205", "02", "02"]
    at = parted.index("教育支出")
    read = rows(*SUMMARY, *FUNDS, *parted[:at], *page, *parted[at:])["general_expenditure"]
    assert [row["code"] for row in read][3:] == ["20502", "2050202"]
    assert bool(read[2]["total__doubt"]) is is_doubted
    assert not any(row["total__doubt"] for row in (*read[:2], read[-1]))


def test_a_code_without_a_name_may_be_a_figure_where_none_has_decimals():
    figures = [{"902618": "20511"}.get(cell, cell) for cell in YUAN]
    at = figures.index("教育支出") + 1
    read = rows(*SUMMARY, *FUNDS, *figures[:at], "7", *figures[at:])["general_expenditure"]
    assert all(row["total__doubt"] for row in read if row["code"] == "20511")


@pytest.mark.parametrize(("page", "is_doubted"), [("", False), ("7", True)])
def test_the_number_of_a_page_behind_a_row_with_a_blank_doubts_it(page, is_doubted):
    items = ("合计", "因公出国（境）费", "公务用车购置及运行维护费", "公务接待费")
    parts = ("小计", "公务用车购置费", "公务用车运行维护费")
    figures = ("305,236", "0", "0", "0", "0", "305,236")
    title = "一般公共预算财政拨款“三公”经费支出决算表"
    cells = (title, "公开07表", "金额单位：元", *items, *parts, *([*figures[:5], page] if page else figures))
    found = [row for row in rows(*SUMMARY, *FUNDS, *cells)["statistics"] if row["amount__printed"]]
    assert len(found) == len(figures)
    assert all(bool(row["amount__doubt"]) is is_doubted for row in found)
