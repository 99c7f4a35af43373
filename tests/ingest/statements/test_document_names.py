"""The body's name, the year and the level of government wherever they are printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dq.ingest.statements.document import read_document_facts
from dq.ingest.statements.document.own_name import agreement
from dq.ingest.stream import Line, Stream
from tests.ingest.statements.invented import BODY, context, facts, mentions

REPORT = f"""\
{BODY}2021年度部门决算
目录
第一部分 {BODY}概况
第二部分 2021年度部门决算情况说明

第一部分 {BODY}概况
纳入{BODY}2021年度部门决算编制范围的单位包括：
1\t{BODY}（本级）
2\t云州市青禾区水务二局
第二部分 2021年度部门决算情况说明
{BODY}2021年度收入支出总计10万元。
2021年，{BODY}所属各预算单位公务用车保有量为0辆。
截至2021年12月31日，{BODY}共有车辆0辆。
"""


def test_a_body_that_is_named_alike_throughout_agrees():
    found = mentions(REPORT, "body")
    assert {agrees for _, _, agrees in found} == {"yes"}
    assert [line for line, _, _ in found] == [1, 6, 7, 11, 12, 13, 8]


@pytest.mark.parametrize("line", [6, 7, 11, 12, 13])
@pytest.mark.parametrize("name", ["云州市青禾区水利局", "云州市青木区水务局", "云州市水务局"])
def test_another_name_in_the_body_s_place_does_not_agree(line, name):
    lines = REPORT.split("\n")
    lines[line - 1] = lines[line - 1].replace(BODY, name)
    found = mentions("\n".join(lines), "body")
    assert [(at, words) for at, words, agrees in found if agrees == "no"] == [(line, name)]


def test_a_word_exchanged_in_a_long_name_does_not_agree_where_no_other_body_has_it():
    own, slip = "云州市青禾区堤防保护中心", "云州市青禾区堤防管理中心"
    text = REPORT.replace(BODY, own)
    wrong = text.replace(f"\n{own}2021年度收入", f"\n{slip}2021年度收入")
    assert [each[:2] for each in mentions(wrong, "body", name=own) if each[2] == "no"] == [(11, slip)]
    assert [each for each in mentions(f"{wrong}{slip}是下属单位。\n", "body", name=own) if each[2] == "no"] == []
    joined = f"{text}2021年，{slip}所属人员划入。\n"
    assert [each for each in mentions(joined, "body", name=own) if each[2] == "no"] == []


def test_the_contents_have_the_year_of_the_report():
    found = mentions(REPORT.replace("第二部分 2021", "第二部分 2020", 1), "year")
    assert [(line, words) for line, words, agrees in found if agrees == "no"] == [
        (4, "第二部分2020年度部门决算情况说明")
    ]


def test_a_year_in_full_width_digits_is_the_same_year():
    assert {agrees for _, _, agrees in mentions(REPORT.replace("2021", "２０２１"), "year")} == {"yes"}


def test_the_contents_may_name_another_year_of_what_is_not_the_report():
    text = REPORT.replace("第二部分 2021年度部门决算情况说明", "第二部分 2022年度部门预算情况说明", 1)
    assert text != REPORT
    assert [each for each in mentions(text, "year") if each[2] == "no"] == []


def test_a_year_that_is_wrong_in_contents_and_text_is_told_once():
    found = mentions(REPORT.replace("第二部分 2021", "第二部分 2020"), "year")
    assert [line for line, _, agrees in found if agrees == "no"] == [10]


def wrong_years(sentence: str, report: str) -> list[int]:
    """The lines of wrong years where a sentence stands behind the report."""
    return [line for line, _, agrees in mentions(f"{report}{sentence}\n", "year") if agrees == "no"]


SCOPE = f"纳入{BODY}2021年度部门决算编制范围的单位包括：\n"


@pytest.mark.parametrize(
    "sentence",
    [
        f"纳入{BODY} 2020 年度部门决算编制范围的二级预算单位包括：",
        "按照要求，纳入2022年度部门决算编报范围的单位共3个。",
        "2020年度纳入本部门决算编制范围的二级预算单位共3个。",
        "其中：列入2020年部门决算编制范围的单位情况见下表。",
        "（一）纳入2020年度决算汇编范围的独立核算单位有3个。",
    ],
)
def test_the_listed_units_are_those_of_the_report_s_year(sentence):
    assert wrong_years(sentence, REPORT.replace(SCOPE, "")) == [13]
    assert wrong_years(sentence, REPORT) == []  # beside the units of the year itself it tells of another


@pytest.mark.parametrize(
    "sentence",
    [
        "纳入2020年度部门决算编制范围的单位共3个，2021年度4个。",
        "纳入2020年度部门决算编制范围的单位共3个，本年减少1个。",
        "纳入2020年度部门决算编制范围的单位较上年没有变化。",
        "青禾区河道管理所是纳入2020年度部门决算编制范围的单位。",
        "2019年纳入部门决算编制范围的河道所共5人。",
        "自2020年起纳入部门决算编制范围的单位包括河道所。",
        "纳入2022年度部门预算编制范围的单位共3个。",
        "未纳入2020年度部门决算编制范围的单位包括学会。",
        "原纳入2020年度部门决算编制范围的单位有河道所。",
        "2020年度纳入绩效评价范围的单位共3个。",
        "纳入2020年政府采购预算编制范围的单位共3个。",
    ],
)
def test_units_of_other_years_are_told_of_rightly(sentence):
    assert wrong_years(sentence, REPORT.replace(SCOPE, "")) == []


def test_a_name_that_is_wrong_throughout_is_told_once():
    lines = REPORT.split("\n")
    for line in (7, 12, 13):
        lines[line - 1] = lines[line - 1].replace(BODY, "云州市青木区水务局")
    lines[10] = lines[10].replace(BODY, "云州市水务局")
    found = mentions("\n".join(lines), "body")
    assert [line for line, _, agrees in found if agrees == "no"] == [7, 11]


@pytest.mark.parametrize("name", ["青禾区水务局", "区水务局", "云州市青禾区水务二局", "省水利厅"])
def test_an_abbreviation_or_another_body_is_no_fault(name):
    text = REPORT.replace(f"\n{BODY}2021年度收入", f"\n{name}2021年度收入")
    assert [each for each in mentions(text, "body") if each[2] == "no"] == []


UNITS = "2\t云州市青禾区水务二局\n"


def told(sentence: str) -> list[str]:
    """The names that do not agree where a sentence stands in a report of several units."""
    assert UNITS in REPORT
    return [words for _, words, agrees in mentions(f"{REPORT}{sentence}\n", "body") if agrees == "no"]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("按要求，青禾区林业局2021年度收入总计10万元。", "青禾区林业局"),
        ("现将区民政局2021年度部门决算公开如下。", "区民政局"),
        ("与2020年相比，青禾区林业局机关运行经费支出增加1万元。", "青禾区林业局"),
        ("青禾区林业局“三公”经费支出1万元。", "青禾区林业局"),
        ("青禾区林业局主要职责是：植树。", "青禾区林业局"),
        ("纳入青禾区林业局2021年度部门决算编制范围的单位共1个。", "青禾区林业局"),
        ("其中，云州市红枫区水务局2021年度收入总计10万元。", "云州市红枫区水务局"),
        ("我委2021年度收入总计10万元。", "我委"),
        ("说明：青禾区林业局没有政府性基金预算收支，故本表无数据。", "青禾区林业局"),
        ("青禾区林业局\n2022年9月1日", "青禾区林业局"),
    ],
)
def test_another_body_where_a_sentence_tells_of_the_whole_report_does_not_agree(sentence, name):
    assert told(sentence) == [name]


@pytest.mark.parametrize(
    "sentence",
    [
        "我局2021年度收入总计10万元。",
        "区水务局2021年度支出总计10万元。",
        "根据区财政局2021年度部门决算公开有关规定公开。",
        "青禾区财政局2021年度部门预算批复我局收入10万元。",
        "青禾区林业局2021年项目支出由我局代管。",
        "2021年，青禾区教育局共有3所学校节水达标。",
        "与青禾区林业局2021年度收入总计相比，增加1万元。",
        "青禾区林业局2021年度收入总计1万元，林业局为所属单位。",
        "原青禾区林业局并入我局，青禾区林业局2021年度收入总计1万元。",
        "青禾区图书馆2021年度收入总计1万元。",
        "青禾区林业局2021年度收入1万元，未纳入本部门。",
        "云州市青禾区白水县水务局2021年度收入总计1万元。",
        "注：青禾区林业局没有收支往来。",
        "青禾区林业局2021年无政府采购需求移交我局。",
        "青禾区各镇人民政府2021年度收入总计1万元。",
        "青禾区林业局办事大厅",
    ],
)
def test_other_bodies_are_named_rightly(sentence):
    assert told(sentence) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("由云州市青禾区水务局负责。", ["云州市青禾区水务局"]),
        ("由区水务局负责。", ["区水务局"]),
        ("由水务局负责。", ["水务局"]),
        ("由云州市水务局负责。", []),
        ("由区水务局河道管理中心负责。", []),
    ],
)
def test_the_body_s_own_name_is_a_fact_within_a_sentence(text, found):
    assert [each[1:] for each in mentions(f"治水工作{text}\n", "body")] == [(words, "yes") for words in found]


def test_a_cover_that_stands_alone_is_the_one_that_differs():
    text = REPORT.replace(BODY, "云州市青禾区水政局", 1)
    found = mentions(text, "body", name="云州市青禾区水政局")
    assert [(line, agrees) for line, _, agrees in found if agrees == "no"] == [(1, "no")]


@pytest.mark.parametrize(
    ("name", "agrees"),
    [
        ("云州市青禾区水务局部门", "yes"),
        ("青禾区水务局", "yes"),
        ("云州市青禾区水务局（本级）", "yes"),
        ("云州市青禾区水务与局", None),
        ("云州市青禾区水文局", "no"),
        ("云州市红枫区水务局", "no"),
        ("云州市第一中学", None),
    ],
)
def test_agreement(name, agrees):
    assert agreement(name, BODY) == agrees


def test_numbers_name_other_bodies():
    assert agreement("云州市第二中学", "云州市第一中学") is None


def test_years_of_titles():
    def years(text: str) -> list[tuple[int, str, str]]:
        return [
            (each.line, each.figures["year"].printed, each.figures["expected_year"].printed)
            for each in facts(text, "mention")
            if each.attributes["mention"] == "year"
        ]

    assert years(REPORT) == [(1, "2021", "2021"), (10, "2021", "2021")]
    wrong = REPORT.replace("\n第二部分 2021年度部门决算情况说明\n云", "\n第二部分 2020年度部门决算情况说明\n云")
    assert years(wrong)[-1] == (10, "2020", "2021")
    compared = REPORT.replace("情况说明\n云", "与2020年度部门决算对比情况说明\n云")
    assert (10, "2020", "2021") not in years(compared)


TABLE = """\
一、收入支出决算总表
收支决算总表
编制单位：{}\t\t金额单位：万元
项目\t决算数\t项目\t决算数
总计\t1.00\t总计\t1.00
"""


@pytest.mark.parametrize(
    ("name", "agrees"),
    [("", None), (BODY, "yes"), (BODY + "汇总", "yes"), ("云州市青禾区水物局", "no"), ("水务站", None)],
)
def test_the_body_that_made_a_table(name, agrees):
    found = mentions(TABLE.format(name), "body", tables={"summary": ((1, 5), [])})
    assert found == [(3, name, agrees)]


def test_a_body_whose_name_stands_on_the_next_line_is_not_blank():
    text = TABLE.format("").replace("金额单位：万元\n", f"金额单位：万元\n{BODY}\n")
    assert mentions(text, "body", tables={"summary": ((1, 6), [])}) == []


def test_a_name_may_end_with_the_word_for_units():
    found = mentions(TABLE.format("云州市直属事业单位"), "body", tables={"summary": ((1, 5), [])})
    assert found == [(3, "云州市直属事业单位", None)]


def test_terms_about_funds_from_above_may_name_a_higher_level():
    text = "第四部分 名词解释\n一、上级补助收入：指从市级部门取得的收入。\n"
    assert mentions(text, "level") == []


@pytest.mark.parametrize(
    ("region", "term", "agrees"),
    [
        ("云州市青禾区", "指市级财政当年拨付的资金。", "no"),
        ("云州市青禾区", "指区级财政当年拨付的资金。", "yes"),
        ("云州市", "指省级财政当年拨付的资金。", "no"),
        ("云州市", "指省级财政和市级财政当年拨付的资金。", None),
        ("云州市", "指区级财政当年拨付的资金。", None),
        ("", "指省级财政当年拨付的资金。", None),
    ],
)
def test_terms_are_explained_for_the_body_s_own_level(region, term, agrees):
    text = f"第四部分 名词解释\n一、财政拨款收入：{term}\n"
    found = mentions(text, "level", name=f"{region}水务局")
    assert [each[2] for each in found] == ([] if agrees is None else [agrees])


def test_levels_outside_the_glossary_are_no_terms():
    assert mentions("一、收入来源：省级财政拨款10万元。\n", "level") == []


def test_facts_of_pages_say_their_page():
    lines = tuple(
        Line(1, (text,), page)
        for page, text in enumerate((f"{BODY}2021年度部门决算", "第一部分 概况", "水务局2020年度部门决算表"), 1)
    )
    given = replace(context("甲\n"), stream=Stream(lines, by_page=True))
    found = [(each.table, each.page, each.line) for each in read_document_facts(given)]
    assert found == [("heading", 2, 1), ("mention", 1, 1), ("mention", 3, 1), ("mention", 1, 1), ("mention", 3, 1)]


@pytest.mark.parametrize(
    ("name", "agrees"), [(BODY, "yes"), ("云州市青禾区水物局", "no"), ("水务站", None), ("", None)]
)
@pytest.mark.parametrize("word", ["部门", "单位", "部门名称"])
def test_the_body_that_a_bare_label_names_is_told_where_it_is_certain(word, name, agrees):
    text = TABLE.replace("编制单位", word).replace("金额单位", "单位").format(name)
    found = mentions(text, "body", tables={"summary": ((1, 5), [])})
    assert found == ([(3, name, agrees)] if agrees else [])


def test_a_unit_of_money_names_no_body():
    text = TABLE.replace("编制单位：{}\t\t金额单位：万元", "单位：万元")
    assert mentions(text, "body", tables={"summary": ((1, 5), [])}) == []
