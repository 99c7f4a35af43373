"""Every figure within a table is a fact, understood, or said to be unread."""

from __future__ import annotations

import pytest

from dq.archive.reading import Completeness, Place, plain_reading, reading_of
from dq.ingest import read_bytes
from dq.types import DoubtReason
from tests.ingest import forms

ROWS = "合计\t\t310.10\t300.10\t10.00\n201\t一般公共服务支出\t250.00\t240.00\t10.00\n206\t科学技术支出\t60.10\t60.10\n"


def reading(*tables: str, **options):
    """How such a report was read."""
    return forms.read(*tables, **options).report.reading


def only(*tables: str):
    """How the only table of such a report was read."""
    (table,) = reading(*tables).tables
    return table


def test_facts_and_codes_are_told_apart_and_nothing_is_left():
    table = only(forms.EXPENDITURE + ROWS)
    assert (table.figures, table.facts, table.misplaced) == (10, 8, 0)
    assert (table.understood, table.unread, table.doubts) == ({"code": 2}, {}, {})
    assert table.cells == {"figure": 8, "blank": 10}
    assert (table.first, table.last) == (Place(5), Place(10))


@pytest.mark.parametrize(
    ("rows", "understood"),
    [
        ("201\t一般公共服务支出（50万元以上）\t250.00\n", {"code": 1, "label": 1}),
        ("201\t03\t01\t行政运行\t250.00\n", {"code": 3}),
        ("20103\t1\t行政运行\t250.00\n", {"code": 2}),
        ("合计\t\t250.00\n- 12 -\n201\t一般公共服务支出\t250.00\n", {"code": 1, "page_number": 1}),
        ("栏次\t\t1\t2\t3\t4\t5\t6\n201\t一般公共服务支出\t250.00\n", {"code": 1, "column_number": 6}),
        ("2018年度支出决算表\n201\t一般公共服务支出\t250.00\n", {"code": 1, "heading": 1}),
        ("合计\t\t250.00\n公开03表\n201\t一般公共服务支出\t250.00\n", {"code": 1, "heading": 1}),
    ],
)
def test_figures_that_are_no_facts_are_understood(rows, understood):
    table = only(forms.EXPENDITURE + rows)
    assert (table.understood, table.unread) == (understood, {})


def test_a_column_that_numbers_the_rows_is_understood():
    header, _, columns = forms.EXPENDITURE.rpartition("\n支出功能")
    table = only(f"{header}\n序号\t支出功能{columns}1\t201\t一般公共服务支出\t250.00\n2\t206\t科学技术支出\t60.10\n")
    assert (table.understood, table.unread) == ({"code": 2, "row_number": 2}, {})


@pytest.mark.parametrize(
    ("rows", "unread"),
    [
        ("合计\t\t6.00\t1.00\t1.00\t1.00\t1.00\t2.00\t7.31\n", {"no_column": 1}),
        ("合计\t\t250.00\t2 50.00\n", {"unreadable": 2}),
        ("合计\t\t250.00\t见附件3\n", {"text": 1}),
        ("合计\t\t250.00\n7.31\n206\t科学技术支出\t60.10\n", {"no_row": 1}),
        ("合计\t\t250.00\n7.31\n\n7.32\n206\t科学技术支出\t60.10\n", {"no_row": 2}),
        ("合计\t\t250.00\n7.31\n本表为支出情况。\n206\t科学技术支出\t60.10\n", {"left_out": 1}),
        ("合计\t\t250.00\n7.31\n", {"left_out": 1}),
        ("合计\t\t250.00\n注：本表为支出情况。\n", {}),
        ("合计\t\t250.00\n注：本表\n206\t科学技术支出\t60.10\n", {"left_out": 2}),
    ],
)
def test_what_became_no_fact_is_said(rows, unread):
    table = only(forms.EXPENDITURE + rows)
    assert table.unread == unread
    assert len(table.unread_figures) == sum(unread.values())
    assert table.figures == table.facts + sum(table.understood.values()) + sum(unread.values())


def test_a_figure_alone_between_rows_ends_no_table_and_makes_the_rows_beside_it_doubted():
    rows = "合计\t\t310.10\n201\t一般公共服务支出\t250.00\n7.31\n\n206\t科学技术支出\t60.10\n207\t文化支出\t1.00\n"
    report = forms.read(forms.EXPENDITURE + rows).report
    doubts = [(row["label"], row["total__doubt"], row["basic__doubt"]) for row in report.rows["expenditure"]]
    shift = DoubtReason.COLUMN_SHIFT.value
    assert doubts == [
        ("合计", None, None),
        ("一般公共服务支出", shift, shift),
        ("科学技术支出", shift, shift),
        ("文化支出", None, None),
    ]


def test_an_unread_figure_has_its_place():
    table = only(forms.EXPENDITURE + "合计\t\t6.00\t1.00\t1.00\t1.00\t1.00\t2.00\t７.31\n")
    (unread,) = table.unread_figures
    assert (unread.place, unread.printed) == (Place(8, None, 8), "７.31")


@pytest.mark.parametrize(("repeated", "unread"), [("310.10", {}), ("310.11", {"left_out": 1})])
def test_a_title_may_repeat_facts_of_its_table_only(repeated, unread):
    title, unit, header = forms.EXPENDITURE.splitlines(keepends=True)
    table = only(f"{title}合计 {repeated}\n{unit}{header}{ROWS}")
    assert (table.facts, table.unread) == (8, unread)


def test_a_column_that_the_form_does_not_have_makes_the_table_partial():
    header = forms.EXPENDITURE.replace("\t经营支出\t", "\t奇怪支出\t")
    table = only(header + "合计\t\t250.00\t200.00\t40.00\t\t10.00\n")
    assert table.completeness is Completeness.PARTIAL
    assert (table.unread, table.unknown) == ({"unknown_column": 1}, ("奇怪支出",))
    assert table.doubts == {"unknown_column": 1}
    (doubted,) = table.doubted_cells
    assert (doubted.row, doubted.printed, doubted.reason) == ("合计", "250.00", "unknown_column")


def test_a_table_with_lines_left_out_is_partial():
    assert only(forms.EXPENDITURE + ROWS + "7.31\n").completeness is Completeness.PARTIAL


def test_a_table_without_figures_is_empty_and_one_without_a_column_partial():
    assert only(forms.EXPENDITURE + "合计\n").completeness is Completeness.EMPTY
    table = only(forms.EXPENDITURE.replace("\t经营支出", "") + ROWS)
    assert (table.completeness, table.lacking) == (Completeness.PARTIAL, ("business",))


def test_tables_are_held_against_the_list_of_contents():
    title = "某市测试局\n2018 年度部门决算\n目录\n"
    title += "一、收入支出决算总表......1\n二、支出决算表 2\n三、奇怪的表\n第二部分 情况说明\n\n"
    found = reading(forms.EXPENDITURE + ROWS, forms.FUNDS + "合计\t\t\t1.00\n", title=title)
    assert [(entry.text, entry.table, entry.found) for entry in found.contents] == [
        ("收入支出决算总表", "summary", False),
        ("支出决算表", "expenditure", True),
        ("奇怪的表", None, False),
    ]
    assert [table.in_contents for table in found.tables] == [True, False]
    assert [entry.text for entry in found.unanswered] == ["收入支出决算总表", "奇怪的表"]
    assert "summary" in found.missing


def test_without_a_list_of_contents_nothing_is_held_against_it():
    assert only(forms.EXPENDITURE + ROWS).in_contents is None


def test_a_table_printed_again_is_said_with_its_place():
    table = only(forms.EXPENDITURE + ROWS, "附：\n" + forms.EXPENDITURE + ROWS)
    assert [place.line for place in table.repeated] == [16]
    assert (table.facts, table.understood, table.unread) == (8, {"code": 2, "repeated": 10}, {})


def test_a_second_copy_that_differs_is_said_with_the_figures_that_do():
    table = only(forms.EXPENDITURE + ROWS, "附：\n" + forms.EXPENDITURE + ROWS.replace("60.10\t60.10", "60.10\t60.11"))
    assert table.unread == {"copy_differs": 1}
    assert [(each.printed, each.place.line) for each in table.unread_figures] == [("60.11", 19)]


def test_the_form_is_said_with_its_confidence():
    detail = forms.DETAIL + "301\t工资福利支出\t1.00\n"
    found = reading(forms.EXPENDITURE + ROWS, forms.SUMMARY + "本年收入合计\t1.00\t本年支出合计\t1.00\n", detail)
    assert found.form.template == "final_accounts_2018"
    assert 0 < found.form.confidence < 1
    assert all(other.confidence <= 1 for other in found.others)


def test_running_text_is_accounted_for_in_characters():
    text = "某市测试局\n2018 年度部门决算\n支出决算表\n单位：万元\n项目 本年支出合计 基本支出 项目支出\n"
    text += "上缴上级支出 经营支出 对附属单位补助支出\n功能分类 科目名称\n合计 310.10 310.10\n"
    text += "201 一般公共服务支出 250.00 250.00\n206 科学技术支出 60.10 60.10 7.31 7.32 7.33 7.34 7.35\n"
    (table,) = read_bytes("report.txt", text.encode()).report.reading.tables
    assert (table.facts, table.understood, table.unread) == (10, {"code": 2}, {"no_column": 1})
    assert table.unread_figures[0].place == Place(10, None, 43)


@pytest.mark.parametrize(("line", "unread"), [("2018年支出7.31万元，比上年增长。", 0), ("7.31 7.32", 2)])
def test_sentences_behind_a_table_in_running_text_are_no_part_of_it(line, unread):
    text = "某市测试局\n2018 年度部门决算\n支出决算表\n单位：万元\n项目 本年支出合计 基本支出 项目支出\n"
    text += "上缴上级支出 经营支出 对附属单位补助支出\n功能分类 科目名称\n合计 310.10 310.10\n"
    text += f"201 一般公共服务支出 250.00 250.00\n206 科学技术支出 60.10 60.10\n{line}\n"
    (table,) = read_bytes("report.txt", text.encode()).report.reading.tables
    assert sum(table.unread.values()) == unread


def test_the_plain_form_says_the_reading():
    found = reading(forms.EXPENDITURE + ROWS + "7.31\n206\t科学技术支出\t60.10\n")
    plain = plain_reading(found)
    assert reading_of(plain) == found
    totals = plain["totals"]
    assert totals["figures"] == totals["facts"] + totals["understood"] + totals["unread"]
    with pytest.raises(ValueError, match="reading version 2"):
        reading_of({**plain, "reading_version": 2})


def test_a_line_of_thousands_of_figures_is_accounted_for():
    text = "某市测试局\n2018 年度部门决算\n支出决算表\n单位：万元\n项目 本年支出合计 基本支出 项目支出\n"
    text += "上缴上级支出 经营支出 对附属单位补助支出\n功能分类 科目名称\n合计 310.10 310.10\n"
    text += "201 一般公共服务支出 250.00 " + "10.00 一 " * 2_000 + "\n"
    (table,) = read_bytes("report.txt", text.encode()).report.reading.tables
    assert table.figures == 2_004
    assert table.facts + sum(table.understood.values()) + sum(table.unread.values()) == table.figures
    assert table.facts > 400


def test_numbers_of_rows_are_understood_beside_an_empty_half_too():
    summary = forms.SUMMARY.replace("项目\t决算数\t项目(按功能分类)\t决算数", "项目\t行次\t决算数\t项目\t行次\t决算数")
    rows = "一、事业收入\t1\t5.00\t一、教育支出\t3\t5.00\n\t2\t\t二、科学技术支出\t4\t7.00\n"
    table = only(summary + rows)
    assert (table.facts, table.understood, table.unread) == (3, {"row_number": 4}, {})
