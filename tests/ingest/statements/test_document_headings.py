"""Headings, numbers and the list of contents."""

from __future__ import annotations

from typing import Any

import pytest

from dq.ingest.statements.document.numbering import Number, Sequences, number_of, ordinal_of
from tests.ingest.statements.invented import BODY, facts

REPORT = """\
目 录
第一部分 部门概况……………3
一、主要职责……………3
二、机构设置……………4
第二部分 2021年度部门决算说明……………5
一、收入支出情况说明……………5
二、其他事项说明……………6

第一部分 部门概况
一、主要职责
（一）管理全区供水，编制供水计划。
（二）管理全区排水，组织防汛工作。
二、机构设置
第二部分 2021年度部门决算说明
一、收入支出情况说明
1.收入情况。收入主要是拨款。
2.支出情况。支出主要是养护。
二、其他事项的情况说明
"""


def order(text: str, **given: Any) -> list[tuple[int, str | None, str | None, str | None]]:
    """Line, number, value and the value expected of each heading of the body."""
    return [
        (
            each.line,
            each.attributes["number"],
            each.figures["ordinal"].printed,
            each.figures["expected"].printed if "expected" in each.figures else None,
        )
        for each in facts(text, "heading", **given)
        if each.attributes["place"] == "body"
    ]


def twins(text: str, place: str, **given: Any) -> dict[str | None, str | None]:
    found = (each for each in facts(text, "heading", **given) if each.attributes["place"] == place)
    return {each.label: each.attributes.get("twin") for each in found}


def test_every_number_of_a_sound_report_is_the_one_expected():
    found = order(REPORT)
    assert [number for _, number, _, _ in found] == [
        *("第一部分", "一、", "(一)", "(二)", "二、", "第二部分", "一、", "1.", "2.", "二、")
    ]
    assert all(value == expected for _, _, value, expected in found)


def test_the_entries_of_the_contents_have_pages_and_twins():
    entries = [each for each in facts(REPORT, "heading") if each.attributes["place"] == "contents"]
    assert [each.figures["printed_page"].printed for each in entries] == ["3", "3", "4", "5", "5", "6"]
    assert set(twins(REPORT, "contents").values()) == {"yes"}
    body = twins(REPORT, "body")
    assert (body["主要职责"], body["其他事项的情况说明"], body["部门概况"]) == ("yes", "yes", "yes")
    assert body["收入情况"] is None  # the contents list no points


def test_an_entry_that_the_document_lacks_has_no_twin():
    found = twins(REPORT.replace("\n二、机构设置\n第二", "\n第二"), "contents")
    assert [title for title, twin in found.items() if twin == "no"] == ["机构设置"]


def test_entries_without_numbers_below_a_part_are_looked_for_one_by_one():
    text = REPORT.replace("……………5\n一、收入", "\n附表一 车辆表\n《设备表》\n一、收入", 1)
    assert set(twins(text + "附表一 车辆表\n《设备表》\n", "contents").values()) == {"yes"}
    assert [title[-3:] for title, twin in twins(text + "附表一 车辆表\n", "contents").items() if twin == "no"] == [
        "备表》"
    ]


CONTENTS = [line.partition("…")[0] for line in REPORT.split("\n")[1:7]]
BODY_OF_REPORT = REPORT.partition("\n\n")[2]


def contents(*lines: str) -> str:
    """The report with other contents."""
    return "\n".join(("目录", *lines, "", BODY_OF_REPORT))


@pytest.mark.parametrize(
    "lines",
    [
        [each.replace("部分", "章") for each in CONTENTS],
        [each.replace("部分 ", "部分：") for each in CONTENTS],
        [each.replace("部门概况", "部门概况...1") for each in CONTENTS],
        [each.removeprefix("一、").removeprefix("二、") for each in CONTENTS],
        [each.replace("一、", "1.").replace("二、", "2.") for each in CONTENTS],
        [each.replace("第一部分 ", "一、").replace("第二部分 ", "二、") for each in CONTENTS if "部分" in each],
        [f"{CONTENTS[at]}\t{CONTENTS[at + 1]}" for at in (0, 2, 4)],
        [f"{CONTENTS[at]}\t{CONTENTS[at + 3]}" for at in (0, 1, 2)],
        [*CONTENTS, "第三部分 附件"],
        [*CONTENTS, "附件：2021年度绩效评价报告"],
        [*CONTENTS, "附件1：项目绩效自评表", "附件2：整体绩效自评报告"],
        [*(each for each in CONTENTS if "部分" in each), "附表"],
    ],
)
def test_contents_may_be_written_otherwise(lines):
    found = facts(contents(*lines), "heading")
    assert [each.label for each in found if each.attributes["place"] == "contents"]
    assert [each.label for each in found if each.attributes.get("twin") == "no"] == []
    assert all(
        each.figures["expected"].printed == each.figures["ordinal"].printed
        for each in found
        if "expected" in each.figures
    )


def test_another_body_in_the_title_of_a_part_is_not_a_missing_part():
    text = contents(*CONTENTS).replace("部门概况", f"{BODY}概况", 1)
    assert "no" in twins(text.replace("部门概况", "机构沿革"), "contents").values()
    assert "no" not in twins(text.replace("部门概况", "云州市青禾区林业局概况"), "contents").values()


def test_a_heading_that_the_contents_lack_has_no_twin():
    found = twins(REPORT + "三、预算绩效情况说明\n", "body")
    assert [title for title, twin in found.items() if twin == "no"] == ["预算绩效情况说明"]


def test_without_contents_nothing_is_known_of_twins():
    assert set(twins(REPORT[REPORT.index("\n\n") :], "body").values()) == {"unknown"}


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("（二）管理", "（三）管理", [(12, "(三)", "3", "2")]),
        ("2.支出情况", "50、60年代的管网", []),  # a line that begins with other figures
        ("（二）管理", "（一）管理", []),  # a list that begins anew
        ("二、其他事项的", "三、其他事项的", [(18, "三、", "3", "2")]),
        ("2.支出情况。", "2、支出；3、其他；3、另外；4、余下。", [(17, "3、", "3", "4")]),
        # Cells of a form in running text: a list that begins behind its label.
        ("2.支出情况。", "2、支出。\n使用情况 1、甲。2、乙。\n存在问题 1、丙。2、丁。3、戊。", []),
    ],
)
def test_gaps_and_repeats_are_told(old, new, wrong):
    assert [each for each in order(REPORT.replace(old, new)) if each[3] not in (None, each[2])] == wrong


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        # The contents number all parts in order, and this one otherwise.
        (
            "第二部分 2021年度部门决算说明\n一、收入支出情况说明\n1.",
            "第三部分 2021年度部门决算说明\n一、收入支出情况说明\n1.",
            [(14, "第三部分", "3", "2")],
        ),
        # A part that the contents have may stand on a page of its own, as a picture: its number is not judged.
        ("第二部分 2021年度部门决算说明\n一、收入支出情况说明\n1.", "第三部分 附表\n一、收入支出情况说明\n1.", []),
        ("第二部分 2021年度部门决算说明……………5", "第三部分 2021年度部门决算说明……………5", []),
    ],
)
def test_a_part_is_numbered_as_sound_contents_number_it(old, new, wrong):
    assert [each for each in order(REPORT.replace(old, new)) if each[3] not in (None, each[2])] == wrong


def test_a_list_goes_on_behind_the_lists_within_it():
    text = "一、甲\n（一）乙\n1.丙\n2.丁\n（二）戊\n1.己\n二、庚\n（一）辛\n"
    assert all(value == expected for _, _, value, expected in order(text))


def test_what_is_numbered_elsewhere_and_not_here_is_told():
    form = "{}、项目立项的依据和总体目标\n{}、资金到位使用和管理情况\n项目甲已经完成。\n"
    text = "".join(form.format("一", "二") for _ in range(3)) + form.format("一", "").replace("\n、", "\n")
    assert [(line, value) for line, _, value, _ in order(text)][-1] == (11, "")


def test_the_number_behind_a_lost_one_is_no_fault_of_its_own():
    form = "{}、项目立项的依据\n{}、资金到位使用情况\n{}、其他事项\n项目甲已经完成。\n"
    lost = form.format("一", "", "三").replace("\n、", "\n")
    text = form.format("一", "二", "三") * 3 + lost + form.format("一", "三", "四")
    wrong = [(line, number, expected) for line, number, value, expected in order(text) if value != expected]
    assert wrong == [(15, "三、", None), (18, "三、", "2"), (14, None, None)]


ITEMS = "1.管网改造和泵站更新工程支出{}万元。\n2.水质监测设备购置支出{}万元。\n3.防汛物资储备支出{}万元。\n"


def test_a_title_without_the_number_that_the_contents_give_it_is_told_between_titles_that_have_theirs():
    text = REPORT.replace("\n二、其他事项的情况", "\n其他事项")
    assert (18, None, "", None) in order(text)
    bare = text.replace("\n一、收入支出情况说明\n1", "\n收入支出情况说明\n1")
    assert [each for each in order(bare) if each[1] is None] == []


def test_parts_may_have_a_colon_behind_their_number():
    text = REPORT.replace("部分 ", "部分：")
    assert {each[1] for each in order(text)} == {each[1] for each in order(REPORT)}
    assert twins(text, "body") == twins(REPORT, "body")


def test_two_titles_that_changed_places_are_told_once():
    printed = ["一、甲", "三、丙", "二、乙", "四、丁"]
    wrong = [each for each in order("\n".join(printed) + "\n") if each[3] not in (None, each[2])]
    assert wrong == [(2, "三、", "3", "2")]


def test_an_item_of_a_list_without_its_number_is_told_but_no_sentence_that_begins_like_one():
    lists = "".join(f"（{sign}）{ITEMS}" for sign in "一二三")
    lost = "（四）项目\n" + ITEMS.replace("2.", "")
    intro = "五、管网改造和泵站更新工程支出情况\n管网改造和泵站更新工程支出三项，具体如下：\n" + ITEMS
    structure = "（五）结构\n管网改造和泵站更新工程支出3万元，占60%；防汛物资储备支出2万元，占40%。\n（六）用途\n"
    found = [each[0] for each in order(lists + lost + structure + intro) if each[2] == ""]
    assert found == [12]


def test_titles_say_nothing_of_a_sentence_that_begins_like_them():
    titles = ("总体情况", "结构情况", "具体情况")
    listed = "".join(
        f"（{sign}）管网改造和泵站更新工程支出{each}\n" for sign, each in zip("一二三", titles, strict=True)
    )
    told = listed.replace("（二）", "管网改造和泵站更新工程支出9万元，占全部支出的30%。\n（二）")
    assert [each[0] for each in order(f"一、表\n{listed}二、说明\n{told}") if each[2] == ""] == []


def test_sentences_that_begin_with_the_body_s_name_are_not_the_same_item():
    name = "某某省某某市政务服务数据管理局"
    parts = "".join(f"{sign}、{name}{what}\n" for sign, what in zip("一二三", ("概况", "报表", "说明"), strict=True))
    text = f"{parts}（一）收支情况\n{name}收入总计9万元。\n（二）收入结构\n"
    assert [each[0] for each in order(text, name=name) if each[2] == ""] == []


def test_a_row_of_a_table_that_is_no_known_one_is_no_heading():
    rows = "2.接待批次\t\t10\n{}.购置车辆\t\t\n4.保有车辆\t\t1\n"
    assert order("一、甲\n1.乙\n项目\t上年\t本年\n" + rows.format(3)) == [(1, "一、", "1", "1"), (2, "1.", "1", "1")]


def test_a_document_whose_lines_are_tables_has_no_headings():
    assert facts("一、甲\t1\t2\n二、乙\t3\t4\n", "heading") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [("十", 10), ("二十三", 23), ("百", 100), ("一百二十", 120), ("7", 7), ("二二", None), ("", None)],
)
def test_chinese_numerals(text, value):
    assert ordinal_of(text) == value


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("第三章总则", Number("第三章", "part", 3)),
        ("1.2021年收入", Number("1.", "point", 1)),
        ("3.5万元", None),
        ("12、其他", Number("12、", "point", 12)),
        ("(十二)其他", Number("(十二)", "subsection", 12)),
    ],
)
def test_numbers_of_headings(text, number):
    assert number_of(text) == number


def test_a_number_that_goes_back_is_not_judged():
    order = Sequences()
    assert [order.expected(Number("", "point", each)) for each in (1, 2, 3, 4, 2)] == [1, 2, 3, 4, None]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [((1, 3, 3, 4), [1, 2, 3, 4]), ((1, 3, 4, 5), [1, 2, 4, 5]), ((1, 2, 2, 4, 5), [1, 2, 3, 4, 5])],
)
def test_one_wrong_number_is_told_once(printed, expected):
    order = Sequences()
    assert [order.expected(Number("", "section", each)) for each in printed] == expected


def test_the_rows_of_a_table_are_no_entries_of_the_contents():
    text = "目录\n第二部分 决算表\n收入支出决算总表\n一、财政拨款收入\n二、上级补助收入\n三、事业收入\n"
    assert twins(text, "contents") != {}, "without a table these are entries"
    assert twins(text, "contents", tables={"summary": ((3, 6), [])}) == {}
