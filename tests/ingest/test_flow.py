"""Small invented reports in running text: each trap of flattened tables by itself."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dq.ingest import read_bytes
from dq.ingest.flow.blanks import Choice, narrow, possible, settle
from dq.ingest.flow.tokens import Kind, tokenise
from dq.ingest.glyphs import plain
from dq.ingest.stream import Line, Shape
from dq.ingest.text_shape import shape_of
from dq.types import CellState

TITLE = "某市测试局\n2018 年度部门决算\n目录\n\n"
SUMMARY = "收入支出决算总表\n单位：万元\n收入 支出\n项目 决算数 项目(按支出功能分类) 决算数\n"
EXPENDITURE = (
    "支出决算表\n单位：万元\n项目\n本年支出合计 基本支出 项目支出\n上缴上级\n支出\n经营支出\n对附属单\n位补助支\n出\n"
    "支出功能分类科目编\n码\n科目名称\n"
)
GENERAL = (
    "一般公共预算财政拨款支出决算表\n单位：万元\n项目\n本年支出合计 基本支出 项目支出支出功能分类\n科目编码\n科目名称\n"
)


def read(*tables):
    return read_bytes("invented.txt", (TITLE + "\n".join(tables)).encode())


def rows(table, *tables):
    return read(*tables).report.rows[table]


def printed(row, *columns):
    return tuple(row[f"{column}__printed"] for column in columns)


def tokens(text):
    return [(token.plain, token.kind) for token in tokenise(0, Line(1, (text,))).tokens]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("17,692.55一、支出", [("17,692.55", Kind.FIGURE), ("一、支出", Kind.WORD)]),
        ("37.73（一）行政单位", [("37.73", Kind.FIGURE), ("(一)行政单位", Kind.WORD)]),
        ("0.003.机要", [("0.00", Kind.FIGURE), ("3.机要", Kind.WORD)]),
        ("310资本性支出", [("310", Kind.NUMBER), ("资本性支出", Kind.WORD)]),
        ("9,047,310一、教育支出", [("9,047,310", Kind.NUMBER), ("一、教育支出", Kind.WORD)]),
        ("１２．５０", [("12.50", Kind.FIGURE)]),
        ("—", [("—", Kind.MARK)]),
        ("△12.50", [("△12.50", Kind.FIGURE)]),
        ("（12.50）", [("(12.50)", Kind.FIGURE)]),
        ("结余（12.50）", [("结余", Kind.WORD), ("(12.50)", Kind.FIGURE)]),
        ("1.00200.00", [("1.00", Kind.FIGURE), ("200.00", Kind.FIGURE)]),
        ("95.3630201", [("95.36", Kind.FIGURE), ("30201", Kind.NUMBER)]),
        ("1\ufffd.40", [("1\ufffd.40", Kind.BROKEN)]),
        ("12.3.4", [("12.3.4", Kind.BROKEN)]),
        ("… …", []),
    ],
)
def test_words_and_figures_are_told_apart(text, wanted):
    assert tokens(text) == wanted


def test_a_token_knows_its_place():
    line = tokenise(4, Line(5, ("⽀出 1.00",), None, ((5, 3),)))
    assert [(token.text, token.start, token.end) for token in line.tokens] == [("⽀出", 3, 5), ("1.00", 6, 10)]


@given(st.text(max_size=60))
def test_plain_text_is_as_long_as_before(text):
    assert len(plain(text)) == len(text)


def test_glyphs_of_pdf_tools_become_characters():
    assert plain("⽀出⻚１，\u00a0\x07") == "支出页1,  "


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("合计\t1.00\n" * 3, Shape.CELLS),
        ("合计 1.00\n" * 30, Shape.FLOWING),
        ("甲\t1.00\n201\t乙\t1.00\n201\t乙\t1.00\t2.00\n201\t乙\t1.00\t2.00\t3.00\n" * 15, Shape.FLOWING),
        ("甲\t1.00\n201\t乙\t1.00\n201\t乙\t1.00\t2.00\n201\t乙\t\t2.00\t3.00\n" * 15, Shape.CELLS),
        (
            "".join("表\n列" + "\t列" * more + ("\n甲" + "\t1.00" * more) * 12 + "\n" for more in (2, 3, 5, 7)),
            Shape.CELLS,
        ),
        (
            "".join("表\n列" + "\t列" * 8 + ("\n甲" + "\t1.00" * more) * 12 + "\n" for more in (2, 3, 5, 6)),
            Shape.FLOWING,
        ),
        ("合计      1.00\n" * 30, Shape.ALIGNED),
        ("合计      1.00\n" * 30 + "合计 1.00 1.00\n" * 40, Shape.FLOWING),  # one table of many
    ],
)
def test_the_shape_is_told_by_structure(text, shape):
    assert shape_of(text) is shape


def test_labels_go_on_below_their_figures():
    text = SUMMARY + "一、财政拨款 2.00一、一般公共服务支出 1.00\n年初结转和 5.00 结余分配 0.00\n结余\n"
    opening = next(row for row in rows("summary", text) if row["item"] == "年初结转和结余")
    assert printed(opening, "amount") == ("5.00",)
    assert opening["amount__doubt"] is None


def test_a_blank_on_the_left_leaves_the_figure_to_the_right():
    text = SUMMARY + "一、财政拨款 2.00 一、一般公共服务支出\n二、上级补助收入 二、外交支出 3.00\n"
    found = {row["item"]: row["amount__printed"] for row in rows("summary", text)}
    assert found == {"财政拨款": "2.00", "上级补助收入": "", "一般公共服务支出": "", "外交支出": "3.00"}


def test_page_numbers_within_a_table_are_no_figures():
    text = (
        EXPENDITURE + "201 公共服务 3.00 1.00 2.00 0.00 0.00 0.00\n\n- 12 -\n\n205 教育 3.00 1.00 2.00 0.00 0.00 0.00\n"
    )
    text = text.replace("- 12 -", "12") + "\n- 13 -\n"
    result = read(text)
    assert result.diagnostics == ()
    assert [row["code"] for row in result.report.rows["expenditure"]] == ["201", "205"]


@pytest.mark.parametrize(
    "text",
    [
        "2080501\n归口管理的行政单\n位离退休\n3.00 1.00 2.00 0.00 0.00 0.00\n",
        "2080501 归口管理的行政单 3.00 1.00 2.00 0.00 0.00 0.00\n位离退休\n",
        "归口管理的行政单\n2080501 3.00 1.00 2.00 0.00 0.00 0.00\n位离退休\n",
        "归口管理\n2080501 的行政单 3.00 1.00 2.00 0.00 0.00 0.00\n位离退休\n",
        "208 05 01 归口管理的行政单位离退休 3.00 1.00 2.00 0.00 0.00 0.00\n",
        "2080501归口管理的行政单位离退休 3.00 1.00 2.00 0.00 0.00 0.00\n",
    ],
)
def test_codes_and_labels_in_every_order(text):
    (_, row) = rows("expenditure", EXPENDITURE + "201 公共服务 1.00 1.00 0.00 0.00 0.00 0.00\n" + text)
    assert (row["code"], row["label"]) == ("2080501", "归口管理的行政单位离退休")
    assert printed(row, "total", "basic", "project") == ("3.00", "1.00", "2.00")


def test_a_number_broken_over_lines_is_whole_again():
    row, _ = rows("general_expenditure", GENERAL + "201 公共服务 3.00 1.00 1,002.\n00\n205 教育 3.00 1.00 2.00\n")
    assert printed(row, "total", "basic", "project") == ("3.00", "1.00", "1,002.00")


@pytest.mark.parametrize(
    "text",
    [
        "合计 4.00 2.00 2.00\n201 公共服务 2.00 2.00\n205 教育 2.00 2.00\n",
        "合计 5.00 2.00 3.00\n201 公共服务 2.00 2.00\n205 教育 3.00 3.00\n20501 教育管理 2.00 2.00\n",
        "合计 5.00 2.05 3.00\n201 公共服务 2.00 2.00\n205 教育 3.00 3.00\n",
        "合计 5.00 2.50 2.50\n201 公共服务 2.49 2.49\n205 教育 2.51 2.51\n",
        "合计 5.00 2.00 3.00\n201 公共服务 2.00 2.00\n205 教育 3.00 3.00\n",
        "合计 20.00 15.50 4.50\n201 公共服务 15.00 15.00\n205 教育 4.00 4.00\n206 科学 1 0.30 0.70\n",
    ],
    ids=["two ways", "lost below", "a wrong figure", "two ways by rounding", "told once", "rounded elsewhere"],
)
def test_what_two_columns_could_hold_is_doubted_in_both(text):
    total, first, second, *_ = rows("general_expenditure", GENERAL + text)
    assert total["basic__doubt"] is None
    for row in (first, second):
        assert row["total__doubt"] is None
        assert row["basic__doubt"] == row["project__doubt"] == "column_shift"


def test_what_adds_up_in_one_way_alone_is_not_doubted():
    text = "合计 8.00 3.01 5.00\n201 公共服务 2.00 2.00\n205 教育 3.00 3.00\n20501 甲 2.50 2.50\n20502 乙 0.50 0.50\n"
    text += "206 科学 3.00 1.00 2.00\n"
    found = rows("general_expenditure", GENERAL + text)
    assert {row[f"{name}__doubt"] for row in found for name in ("total", "basic", "project")} == {None}
    assert [printed(row, "basic", "project") for row in found[1:]] == [
        ("2.00", ""),
        ("", "3.00"),
        ("", "2.50"),
        ("", "0.50"),
        ("1.00", "2.00"),
    ]


def test_a_label_that_merged_cells_repeat_is_one():
    total, row = rows("general_expenditure", GENERAL + "合计 合计 3.00 1.00 2.00\n201 公共服务 3.00 1.00 2.00\n")
    assert (total["label"], row["code"]) == ("合计", "201")
    assert printed(total, "total", "basic", "project") == ("3.00", "1.00", "2.00")


def test_a_row_fills_what_its_parent_fills():
    text = GENERAL + "合计 5.00 5.00\n201 公共服务 5.00 5.00\n20101 人大 5.00 5.00\n"
    found = rows("general_expenditure", text)
    assert {row["basic__doubt"] for row in found} == {"column_shift"}
    assert [printed(row, "basic", "project") for row in found] == [("5.00", "")] * 3


@pytest.mark.parametrize(
    "title",
    [
        "支出决算汇总表（按政府预算支出经济分类）",
        "一般公共预算基本支出表--人员经费（工资福利支出）（按政府预算经济分类）",
    ],
)
def test_a_table_that_the_form_does_not_know_ends_the_one_above(title):
    row = "205 教育 3.00 1.00 2.00 0.00 0.00 0.00\n"
    found = rows("expenditure", f"{EXPENDITURE}{row}{title}\n单位：万元\n单位代码 单位名称 总计\n805 某局 7.00\n")
    assert [(each["code"], each["label"]) for each in found] == [("205", "教育")]


def test_the_columns_of_numbered_rows_are_counted_with_those_of_codes_and_labels():
    header = GENERAL.replace("项目\n", "序号 项目\n", 1) + "栏次 1 2 3 4 5\n"
    (row,) = rows("general_expenditure", header + "1 201 公共服务 3.00 1.00 2.00\n")
    assert (row["code"], *printed(row, "total", "basic", "project")) == ("201", "3.00", "1.00", "2.00")
    assert row["total__doubt"] is None


@pytest.mark.parametrize(("sort", "doubt"), [("支出用途", "column_shift"), ("支出功能科目", None)])
def test_items_that_are_not_sorted_by_function_are_doubted(sort, doubt):
    text = SUMMARY.replace("支出功能分类", sort) + "一、财政拨款 2.00 一、外交支出 2.00\n"
    found = rows("summary", text + "本年收入合计 2.00 本年支出合计 2.00\n")
    assert {row["amount__doubt"] for row in found if row["amount__printed"]} == {doubt}


@pytest.mark.parametrize("nothing", ["0.00", "-", "—"])
@pytest.mark.parametrize("is_loose", [False, True])
def test_nothing_may_be_printed_where_others_of_its_family_are_blank(nothing, is_loose):
    """A 0 says no column then: 5.00 can only be where the parent has an amount, or it is doubted."""
    text = (
        EXPENDITURE + "合计 8.00 3.00 5.00 0.00 0.00 0.00\n201 公共服务 3.00 3.00 0.00\n223 国有资本 5.00 0.00 5.00\n"
    )
    text += f"22301 改革成本 5.00 5.00 {nothing}{f' {nothing}' * is_loose}\n2230105 社会化管理 5.00 {nothing} 5.00\n"
    row = rows("expenditure", text)[3]
    assert printed(row, "project") == ("5.00",) if is_loose else row["basic__doubt"] == "column_shift"


@pytest.mark.parametrize(("last", "is_told"), [("32.00", True), ("31.00", False)])
def test_sums_tell_the_columns_of_many_rows_that_print_one_part_each(last, is_told):
    parts = [*map(Decimal, ("1.00", "2.00", "4.00", "8.00", "16.00")), Decimal(last)]
    whole = Choice((sum(parts), *parts[:5], Decimal("32.00")), None, [tuple(range(7))])
    rows_below = [Choice((part, part), 0, list(possible(7, 2, ((0, tuple(range(1, 7))),)))) for part in parts]
    found = [columns for columns, _ in settle([whole, *rows_below], by_sums=True)]
    assert (found[1:] == [(0, at) for at in range(1, 7)]) is is_told


def test_rows_below_a_total_with_an_open_column_stand_where_they_add_up():
    whole = Choice(tuple(map(Decimal, ("10.00", "6.00", "4.00"))), None, [(0, 1, 2), (0, 1, 3)])
    parts = [Decimal("4.00"), Decimal("5.00"), Decimal("1.00")]
    rows_below = [Choice((part, part), 0, [(0, 1), (0, 2), (0, 3)]) for part in parts]
    (_, *found) = settle([whole, *rows_below], by_sums=True)
    assert found == [((0, 2), {1, 2, 3}), ((0, 1), {1, 2, 3}), ((0, 1), {1, 2, 3})]


def test_rows_below_a_total_with_a_wrong_figure_stand_where_its_other_columns_add_up():
    whole = Choice(tuple(map(Decimal, ("10.00", "0.60", "4.00"))), None, [(0, 1, 2)])
    rows_below = [Choice((part, part), 0, [(0, 1), (0, 2)]) for part in map(Decimal, ("4.00", "5.00", "1.00"))]
    (_, *found) = settle([whole, *rows_below], by_sums=True)
    assert found == [((0, 2), {1, 2}), ((0, 1), {1, 2}), ((0, 1), {1, 2})]


def test_a_total_below_a_title_in_the_form_is_that_of_its_row_where_the_text_prints_it_alone():
    """Shanghai's budgets: 支出预算 / 合计 beside 基本支出 and 项目支出."""
    title = "某区2026年区级单位预算\n预算单位：某区测试局\n2026年预算单位支出预算总表\n编制单位：某区测试局 单位：元\n"
    header = "项目 支出预算\n功能分类科目编码\n功能分类科目名称 合计 基本支出 项目支出\n类款项\n"
    table = "201 甲类 5,000 5,000\n20101 甲款 5,000 5,000\n2010101甲项 5,000 5,000\n合计 5,000 5,000\n"
    (first, *_) = read_bytes("invented.txt", (title + header + table).encode()).report.rows["expenditure"]
    assert printed(first, "total") == ("5,000",)
    assert first["total__doubt"] is None


def test_a_row_that_may_fill_its_columns_in_too_many_ways_says_nothing_of_others():
    """Fourteen columns, of which a row prints six figures; the total leaves the balances of basic ones blank. What adds
    up within a row comes first.
    """
    balances = "合计 基本支出结转 项目支出结转和结余"
    header = (
        "一般公共预算财政拨款收入支出决算表\n单位：万元\n项目 年初结转和结余 本年收入 本年支出 年末结转和结余\n"
        f"科目编码 科目名称 {balances} 合计 基本支出 项目支出 合计 基本支出 项目支出 {balances}\n"
        "小计 人员经费 公用经费\n"
    )
    six = "9.00 9.00 9.00 9.00 6.00 3.00\n"
    text = (
        "合计 7.00 7.00 28.00 18.00 10.00 27.00 18.00 12.00 6.00 9.00 8.00 8.00\n"
        "201 公共服务 7.00 7.00 19.00 9.00 10.00 18.00 9.00 6.00 3.00 9.00 8.00 8.00\n"
        f"20101 人大 {six}208 保障 {six}20805 养老 {six}2080501 离退休 {six}"
    )
    found = rows("general_expenditure", header + text)
    read_so = {printed(row, "income", "total", "personnel", "public") for row in found[3:]}
    assert read_so == {("9.00", "9.00", "6.00", "3.00")}
    assert {row["opening_basic__doubt"] for row in found} == {"column_shift"}


def test_a_header_that_numbers_more_columns_than_its_words_show_is_doubted():
    header = GENERAL.replace("项目支出支出", "项目支出 占比 支出") + "栏次 1 2 3 4\n"
    found = rows("general_expenditure", header + "合计 8.00 5.00 3.00\n201 公共服务 8.00 5.00 3.00\n")
    assert {row["project__doubt"] for row in found} == {"column_shift"}


def test_structure_narrows_choices():
    totals = ((0, (1, 2)),)
    parent = Choice((None, None), None, [(0, 1)])
    child = Choice((None, None), 0, list(possible(3, 2, totals)))
    narrow([parent, child], {})
    assert settle([parent, child]) == [((0, 1), frozenset()), ((0, 1), frozenset())]


def test_a_column_that_the_form_does_not_have_makes_every_figure_doubtful():
    text = GENERAL.replace("项目支出支出", "项目支出 专户债券资金 支出") + "201 公共服务 3.00 1.00 2.00\n"
    report = read(text).report
    (row,) = report.rows["general_expenditure"]
    assert {row[f"{name}__doubt"] for name in ("total", "basic", "project")} == {"column_shift"}
    assert [table["confidence"] for table in report.tables] == [0.75]  # another form may know the column


@pytest.mark.parametrize(
    ("kinds", "is_certain"),
    [
        ("决算数 决算数 决算数", True),
        ("一般公共预算财政拨款支出决算数", True),
        ("决算数 决算数 决算数 决算数", False),
        ("预算数 决算数 决算数", False),
        ("决算数 科目名称 决算数 科目名称 决算数", False),
    ],
)
def test_a_line_that_says_what_the_figures_are_names_no_column(kinds, is_certain):
    header = GENERAL.replace("科目名称\n", f"科目名称\n{kinds}\n")
    found = rows("general_expenditure", header + "合计 8.00 5.00 3.00\n201 公共服务 8.00 5.00 3.00\n")
    assert [printed(row, "total", "basic", "project") for row in found] == [("8.00", "5.00", "3.00")] * 2
    assert all((row["project__doubt"] is None) is is_certain for row in found)


def test_a_label_around_the_line_of_another_s_figure_has_what_is_left_of_them():
    header = (
        "财政拨款收入支出决算总表\n单位：万元\n收入 支出\n"
        "项目 决算数 项目 合计 一般公共预算财政拨款 政府性基金预算财政拨款\n"
    )
    body = (
        "一、一般公共服\n一、一般公共预算财政拨款 9.00 5.00 5.00 0.00\n务支出\n"
        "二、政府性基金预算财政拨款 0.00 二、外交支出 4.00 4.00 0.00\n本年收入合计 9.00 本年支出合计 9.00 9.00 0.00\n"
    )
    found = {row["label"]: row for row in rows("fiscal_summary", header + body)}
    assert found["一、一般公共预算财政拨款"]["amount__printed"] == "9.00"
    assert printed(found["一、一般公共服务支出"], "amount", "general", "funds") == ("5.00", "5.00", "0.00")


def test_a_header_printed_twice_is_one():
    lines = GENERAL.split("\n")
    again = "\n".join([*lines[:2], *lines[2:-1] * 2, ""])
    found = rows("general_expenditure", again + "合计 8.00 5.00 3.00\n201 公共服务 8.00 5.00 3.00\n")
    assert [row["project__doubt"] for row in found] == [None, None]


def test_words_of_the_header_beside_the_total_s_figures_are_no_rows():
    header = (
        "政府性基金预算财政拨款收入支出决算表\n单位：万元\n项目\n年初结转和 年末结转和\n本年收入 本年支出\n功能分类\n"
        "结余 结余\n科目名称\n科目编码\n"
    )
    body = "合计 8.00 合计 基本支出 项目支出 0\n212 城乡社区支出 8.00 8.00 8.00\n21208 土地出让 8.00 8.00 8.00\n"
    found = rows("funds", header + body)
    assert [(row["label"], row["total__printed"]) for row in found][1:] == [
        ("城乡社区支出", "8.00"),
        ("土地出让", "8.00"),
    ]
    assert {row[f"{name}__doubt"] for row in found for name in ("income", "total", "project")} == {"column_shift"}


def test_a_code_beside_another_row_is_one_though_its_name_stands_around_it():
    header = "一般公共预算财政拨款基本支出决算表\n单位：万元\n科目编码 科目名称 决算数 科目编码 科目名称 决算数\n"
    body = "303 对个人和家庭的补助 302 商品和服务支出 8.30\n公务用车运行维\n30310 代缴社会保险费 30231 8.30\n护费\n"
    found = read_bytes("a.txt", (TITLE.replace("2018", "2024") + header + body).encode()).report.rows["general_basic"]
    assert [(row["code"], row["label"], row["total__printed"]) for row in found if row["total__printed"]] == [
        ("302", "商品和服务支出", "8.30"),
        ("30231", "公务用车运行维护费", "8.30"),
    ]


def test_a_figure_too_many_is_named():
    result = read(GENERAL + "201 公共服务 3.00 1.00 2.00 7.77\n")
    assert [each.code for each in result.diagnostics] == ["DQ-I017"]
    (row,) = result.report.rows["general_expenditure"]
    assert row["total__doubt"] == "column_shift"


def test_a_damaged_figure_is_unreadable():
    (row,) = rows("general_expenditure", GENERAL + "201 公共服务 3.00 1\ufffd.00 2.00\n")
    assert row["basic__state"] == CellState.UNREADABLE


@given(
    st.lists(
        st.sampled_from(["合计", "201", "类", "3.00", "1.", "0", "—", "支出", "\n", " ", "(", "\ufffd"]), max_size=60
    )
)
def test_no_text_below_a_header_breaks_the_reader(parts):
    read(EXPENDITURE + "".join(parts), SUMMARY + "".join(parts))


def test_rows_of_twins_stand_in_the_block_whose_count_their_number_goes_on_with():
    """Two groups of the same items side by side, the first with a budget: labels go on below, a number stays."""
    found = rows(
        "statistics",
        "部门决算相关信息统计表\n单位：万元\n项目 行次 预算数 决算数 项目 行次 决算数\n栏次 1 2 栏次 3\n"
        "一、“三公”经费支出 1 — — （二）相关统计数 8 —\n"
        "（一）支出合计 2 9.00 7.50 1．因公出国（境）团组 9 0\n数（个）\n"
        "1．因公出国（境）费 3 2．因公出国（境）人次 10 0\n数（人）\n"
        "2．公务用车购置及运行 4 4.00 3.50 3．公务用车购置数（辆） 11 0\n维护费\n",
    )
    read_so = {row["path"]: row for row in found}
    spent = [read_so[path] for path in ("支出合计", "支出合计/公务用车购置及运行维护费")]
    assert [printed(row, "budget", "amount") for row in spent] == [("9.00", "7.50"), ("4.00", "3.50")]
    counted = [
        read_so[path]["amount__printed"] for path in ("因公出国(境)团组数", "因公出国(境)人次", "公务用车购置数")
    ]
    assert counted == ["0"] * 3


@pytest.mark.parametrize(
    "again",
    [
        "支出决算表\n" + EXPENDITURE.partition("\n")[2],
        EXPENDITURE.partition("万元\n")[2],
        "某市测试局 2018 年度部门决算\n",
    ],
)
def test_what_a_page_prints_again_is_no_row(again):
    line = "20{} 公共服务 3.00 1.00 2.00 0.00 0.00 0.00\n"
    result = read(EXPENDITURE + again.join(line.format(each) for each in (1, 5, 6, 8)))
    assert result.diagnostics == ()
    found = result.report.rows["expenditure"]
    assert [(row["code"], row["label"]) for row in found] == [(f"20{each}", "公共服务") for each in (1, 5, 6, 8)]


def test_a_long_line_of_a_header_printed_again_is_no_prose():
    """Behind another line of the header (项目), by which the title again is no other table's beginning."""
    names = (
        "本年收入合计 财政拨款收入 上级补助收入 事业收入 经营收入 附属单位上缴收入 其他收入 功能分类科目编码 科目名称"
    )
    head = f"收入决算表\n单位：万元\n项目\n{names}\n"
    result = read(
        head + "201 公共服务 3.00 3.00 0.00 0.00 0.00 0.00 0.00\n", head + "205 教育 4.00 4.00" + 5 * " 0.00" + "\n"
    )
    assert result.diagnostics == ()
    assert [row["code"] for row in result.report.rows["income"]] == ["201", "205"]


ROW_BEFORE = "210 公共服务 {}1.00 2.00 0.00 0.00 0.00"


@pytest.mark.parametrize(
    ("last", "title"),
    [
        (ROW_BEFORE.format("") + "\n3.00 ", ""),  # the figure stands before the next title
        (ROW_BEFORE.format("") + "\n", " 3.00"),  # or behind it
        (ROW_BEFORE.format("3.00 ") + " ", ""),  # or the row and the title on one line
    ],
)
def test_what_moved_to_the_title_of_the_next_table_hides_neither(last, title):
    row = "20{} 公共服务 3.00 1.00 2.00 0.00 0.00 0.00\n"
    lines = "".join(row.format(each) for each in (1, 5, 6, 8)) + last
    text = EXPENDITURE + lines + SUMMARY.replace("\n", f"{title}\n", 1)
    result = read(text + "本年收入合计 9.00 本年支出合计 8.00\n")
    assert {row["amount__printed"] for row in result.report.rows["summary"]} == {"9.00", "8.00"}
    at = next(number for number, line in enumerate((TITLE + text).split("\n"), 1) if "收入支出决算总表" in line)
    assert ("DQ-I017", at) in {(each.code, each.span.line) for each in result.diagnostics}


def test_a_budget_says_nothing_of_the_columns_of_another():
    """What state capital spends on what is no part of what government funds do."""
    header = "单位：万元\n项目 {} 本年支出 {}\n功能分类科目编码 科目名称 小计 基本支出 项目支出\n"
    funds = f"政府性基金预算财政拨款收入支出决算表\n{header.format('年初结转和结余 本年收入', '年末结转和结余')}"
    funds += "合计 8.00 8.00 8.00\n213 农林水支出 8.00 8.00 8.00\n21366 大中型水库支出 8.00 8.00 8.00\n"
    state = f"国有资本经营预算财政拨款支出决算表\n{header.format('', '')}"
    state += "合计 5.00 2.00 3.00\n223 国有资本经营预算支出 5.00 2.00 3.00\n22399 其他支出 5.00 2.00 3.00\n"
    summary = SUMMARY + "一、财政拨款 13.00 一、农林水支出 13.00\n收入总计 13.00 支出总计 13.00\n"
    report = read(summary, funds, state).report
    for row in report.rows["funds"]:
        assert row["basic__doubt"] or not row["basic__printed"]


@pytest.mark.parametrize("page", ["3/37", "3 / 37", "Page 3 of 37", "- 3 -", "第3页/共37页"])
def test_a_page_number_between_a_label_and_its_figures_is_no_figure(page):
    printed_rows = (
        f"合计 13.00 9.00 4.00\n213 农林水支出\n{page}\n13.00 9.00 4.00\n21301 农业\n{page}\n农村 13.00 9.00 4.00\n"
    )
    summary = SUMMARY + "一、财政拨款 13.00 一、农林水支出 13.00\n收入总计 13.00 支出总计 13.00\n"
    result = read(summary, GENERAL + printed_rows)
    found = [
        (row["code"], row["label"], *printed(row, "total", "basic"))
        for row in result.report.rows["general_expenditure"]
    ]
    assert found == [
        (None, "合计", "13.00", "9.00"),
        ("213", "农林水支出", "13.00", "9.00"),
        ("21301", "农业农村", "13.00", "9.00"),
    ]


def test_an_item_whose_figure_may_be_its_neighbour_s_leaves_no_column_empty():
    """The figure between the halves of two labels is either's: 上级补助收入 is not known to be blank."""
    summary = SUMMARY + "一、财政拨款 4.00 一、一般公共服务支出\n二、上级补助收 二、外交支\n5.00\n入 出\n"
    summary += "四、经营收入\n五、附属单位上缴收入\n六、其他收入\n本年收入合计 9.00 本年支出合计 9.00\n"
    income = "收入决算表\n单位：万元\n项目\n本年收入合计 财政拨款收入 上级补助收入 事业收入 经营收入 附属单位上缴收入 "
    income += "其他收入\n支出功能分类科目编码 科目名称\n合计 9.00 4.00 5.00\n205 教育支出 9.00 4.00 5.00\n"
    for row in rows("income", summary, income):
        assert row["superior__doubt"]
        assert row["undertaking__doubt"]
