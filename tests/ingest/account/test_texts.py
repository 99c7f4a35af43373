"""Every figure of a section, a project's report or a form is a fact, understood, or said to be unread."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from dq.archive.reading import Place, Use, plain_reading, reading_of
from dq.ingest.account.texts import account_of_texts
from dq.ingest.account.uses import Words
from dq.ingest.formats import flat_text
from dq.ingest.statements.performance.flowing import performance_in_text
from dq.ingest.statements.prose import figures
from dq.ingest.statements.rows import statement_rows
from tests.ingest import forms
from tests.ingest.statements.invented import context

TABLE = forms.EXPENDITURE + "合计\t\t310.10\t300.10\t10.00\n"
PART = "第三部分 2018年度部门决算情况说明\n"
THREE = PART + "一、“三公”经费支出决算情况说明\n"
FORM = """项目支出绩效自评表
项目名称\t湿地保护\t立项依据\t绿水〔2017〕12号
项目起止时间\t2018年1月至2018年12月\t联系电话\t0571-88123456
{rows}
总分\t100\t96.5
评价等级\t□优秀（S≥90） √良好（90>S≥75） □合格（75>S≥60） □不合格（60<S）
"""


def texts(*parts: str):
    """The parts of the text of such a report."""
    report = forms.read(TABLE, *parts).report
    assert sum(each.misplaced for each in report.reading.texts) == 0
    assert reading_of(plain_reading(report.reading)) == report.reading
    return report.reading.texts


def only(*parts: str):
    (text,) = texts(*parts)
    return text


@pytest.mark.parametrize(
    ("sentence", "facts", "understood", "unread"),
    [
        ("2018年公务接待费5.20万元，比上年减少1.10万元，下降17.46%。", 4, {}, {}),
        ("根据财预〔2016〕143号文件，2018年公务接待费5.20万元。", 2, {"document": 2}, {}),
        ("1.公务接待费5.20万元，用于2018年3月12日的会议。", 1, {"date": 3, "numbering": 1}, {}),
        ("公务接待费5.20万元，主要原因是新增3个处室。", 1, {}, {"in_reason": 1}),
        (
            "公务接待费5.20万元，主要原因是新增。另有3个处，因为扩大，共7个处。",
            1,
            {},
            {"in_reason": 1, "not_plain": 1},
        ),
        ("公务接待费5.20万元。湖面水位上涨0.35米。", 1, {}, {"not_plain": 1}),
    ],
)
def test_each_figure_of_a_section_is_accounted_for(sentence, facts, understood, unread):
    text = only(THREE + sentence)
    assert (text.part, text.name) == ("section", "three_public")
    assert (text.facts, text.understood, text.unread) == (facts, understood, unread)


def test_what_is_unread_is_listed_with_its_place():
    (unread,) = only(THREE + "公务接待费5.20万元。湖面水位上涨0.35米。").unread_figures
    assert (unread.printed, unread.use) == ("0.35", Use.NOT_PLAIN)
    assert unread.place == Place(13, None, 18)


def test_a_figure_that_a_line_breaks_is_one():
    text = only(THREE + "公务接待费决算为1,205.\n36万元，比上年增加10\n5.36万元。")
    assert (text.figures, text.facts, text.unread) == (2, 2, {})


def test_rows_of_a_small_table_within_a_section_are_unread():
    text = only(THREE + "公务接待费5.20万元，明细如下：\n餐费\t3.10\n住宿费\t2.10\n合计5.20万元，与上年持平。")
    assert text.unread["not_plain"] == 2
    assert [each.printed for each in text.unread_figures][:2] == ["3.10", "2.10"]


def test_what_forms_print_besides_their_facts_is_understood():
    rows = (
        "一级指标\t二级指标\t三级指标\t分值\t得分\t评分标准\n"
        "产出\t数量\t修复湿地面积\t20\t18.5\t完成得满分，每少1公顷扣0.5分，扣完为止\n"
    )
    form = only(FORM.format(rows=rows))
    assert (form.part, form.name, form.unread) == ("form", "1", {})
    assert form.facts >= 2
    assert form.understood["scoring"] >= 2
    assert form.understood["contact"] >= 1


def test_a_row_of_a_form_that_is_not_read_is_listed():
    form = only(FORM.format(rows="湖面\t水位\t35.5\t36.2\n"))
    assert [each.printed for each in form.unread_figures] == ["35.5", "36.2", "100", "96.5"]


def test_each_line_belongs_to_one_part():
    found = texts(
        PART + "一、“三公”经费支出决算情况说明\n公务接待费5.20万元。\n"
        "二、机关运行经费支出情况说明\n机关运行经费30.00万元，比上年增加2.00万元。\n"
    )
    assert [(each.name, each.figures) for each in found] == [("three_public", 1), ("operating", 2)]
    assert all(before.last.line < after.first.line for before, after in pairwise(found))


def test_a_reading_of_before_has_no_text():
    said = plain_reading(forms.read(TABLE).report.reading)
    del said["texts"]
    assert reading_of(said).texts == ()


@pytest.mark.parametrize(
    ("line", "uses"),
    [
        ("1-2", {Use.ROW_NUMBER}),
        ("1-1其中:当年预算5.00", {Use.ROW_NUMBER, Use.NOT_PLAIN}),
        ("12-35", {Use.NOT_PLAIN}),
    ],
)
def test_the_number_of_a_row_of_a_form_is_no_figure(line, uses):
    words = Words("form", frozenset(), "")
    assert {words.use(line, figure, "") for figure in figures(line)} == uses


def test_figures_of_a_broken_row_are_no_words_of_scoring():
    text = (
        "项目支出绩效自评表\n项目名称 渠道清淤\n"
        "绩效指标 一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析及改进措施\n"
        "产出指标 数量指标 清淤长度 ≥18公里 17公里 20 18.9\n"
        "质量指标 验收合格率 30 27.5\n"
        "总分 50 46.4\n"
    )
    given = replace(context(""), stream=flat_text.read("a.txt", text.encode()))
    (form,) = account_of_texts(given, statement_rows("r", list(performance_in_text(given))))
    assert form.facts == 6
    assert [each.printed for each in form.unread_figures] == ["30", "27.5"]
    assert form.understood == {}
