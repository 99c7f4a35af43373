"""Running text: paragraphs over lines and pages, sentences, the figures in them and where each is printed."""

from __future__ import annotations

import pytest

from dq.ingest.formats import flat_text, tab_text
from dq.ingest.statements.prose import Kind, Paragraph, clauses, figures, paragraphs, passage_of, sentences, spelt
from dq.ingest.statements.prose.sentences import LONGEST_SENTENCE
from dq.ingest.stream import Line


def read(*lines: str) -> list[Paragraph]:
    return list(paragraphs(tab_text.read("a.txt", "\n".join(lines).encode()).lines))


def kinds(text: str) -> list[tuple[str, Kind, str]]:
    return [(each.printed, each.kind, each.unit) for each in figures(text)]


def test_a_wrapped_sentence_is_one_paragraph_over_blank_lines_and_a_page_number() -> None:
    [only] = read("2031 年本年收入 1,2", "", "- 12 -", "", "34.50 万", "元，比上年增加 5 万元。")
    assert only.text == "2031年本年收入1,234.50万元，比上年增加5万元。"
    year, income, change = figures(only.text)
    assert (year.kind, income.printed, income.unit) == (Kind.YEAR, "1,234.50", "万元")
    assert only.place(income.begin)[1:] == (1, 11)
    assert only.place(change.begin)[1:] == (6, 8)


def test_a_number_broken_off_its_unit_is_no_page_number() -> None:
    assert [each.text for each in read("全年共接待", "33", "批次。")] == ["全年共接待33批次。"]


def test_characters_count_from_the_beginning_of_the_printed_line() -> None:
    [only] = read("   （一）  收入 ５.０ 万元。")
    [figure] = figures(only.text)
    assert (figure.printed, only.place(figure.begin)) == ("5.0", (None, 1, 11))
    assert only.said(figure).place == 11


def test_characters_of_flattened_text_count_from_the_beginning_of_the_printed_line_too() -> None:
    stream = flat_text.read("a.txt", "  一、收入\n   全年收入共 5 万元。".encode())
    [_, only] = paragraphs(stream.lines)
    assert only.place(only.text.index("5"))[1:] == (2, 9)


def test_the_place_on_a_line_of_several_cells_is_that_of_the_cell() -> None:
    [only] = paragraphs([Line(3, ("", "收入5万元。", ""), page=2)])
    assert only.place(2) == (2, 3, 1)


def test_headings_and_entries_of_lists_begin_paragraphs() -> None:
    found = read(
        "二、收入决算情况",
        "说明",
        "本年收入 5 万元",
        "",
        "其中：",
        "（一）财政拨款收入",
        "4 万元。",
        "1.其他收入 1 万元。",
        "3.2031年常规项目2个",
    )
    assert [(each.mark, each.text, each.is_title) for each in found] == [
        ("二、", "二、收入决算情况说明", True),
        ("", "本年收入5万元其中:", False),
        ("(一)", "(一)财政拨款收入4万元。", False),
        ("1.", "1.其他收入1万元。", False),
        ("3.", "3.2031年常规项目2个", False),
    ]


def test_a_chapter_s_title_needs_no_stop_before_it() -> None:
    lines = [
        "1、某区水务局本部",
        "2、某区水文站",
        "2031年部门预算编制说明",
        "2031年，某区水务局收入预算5万元。",
    ]
    assert [(each.text, each.is_title) for each in read(*lines)][1:3] == [("2、某区水文站", False), (lines[2], True)]


def test_a_marked_line_shorter_than_the_next_one_is_a_heading() -> None:
    assert [each.is_title for each in read("一、立项缘由", "本工程由街道办事处建设，位于某路口。")] == [True, False]


def test_rows_of_tables_part_paragraphs_and_are_left_out() -> None:
    assert [each.text for each in read("收入", "合计\t5.00", "支出")] == ["收入", "支出"]


def test_decimals_at_the_beginning_of_a_line_open_no_paragraph() -> None:
    assert [each.text for each in read("支出增长", "12.50%，收入下降", "3.00%。")] == [
        "支出增长12.50%，收入下降3.00%。"
    ]


@pytest.mark.parametrize("clause", ["支出5万元，", "公务接待支出5.25万元,", "公务接待支出5.25万元、", "（年度）"])
def test_sentences_without_end_are_parted_behind_commas(clause: str) -> None:
    [paragraph] = read(clause * 1_000)
    parts = [*sentences(paragraph)]
    assert "".join(part.text for part in parts) == paragraph.text
    assert all(paragraph.text[part.begin : part.end] == part.text for part in parts)
    assert all(1_000 < len(part.text) <= LONGEST_SENTENCE for part in parts[:-1])
    assert clause[-1] == "）" or all(part.text.endswith(clause[-1]) for part in parts)


def test_sentences_and_clauses_keep_thousands_whole() -> None:
    [only] = read("收入1,250.00万元,增长5%。支出4万元。")
    first, second = sentences(only)
    assert [each.text for each in clauses(first)] == ["收入1,250.00万元,", "增长5%。"]
    assert only.text[second.begin : second.end] == "支出4万元。"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("增长12.5%，上升1.4个百分点", [("12.5", Kind.PERCENT, "%"), ("1.4", Kind.POINTS, "个百分点")]),
        ("接待14批次、261人次", [("14", Kind.COUNT, "批次"), ("261", Kind.COUNT, "人次")]),
        ("进口1万辆、货值4.27亿美元", [("1", Kind.COUNT, "万辆"), ("4.27", Kind.MONEY, "亿美元")]),
        ("吞吐量179.95万标箱，奖励5万", [("179.95", Kind.MEASURE, "万标箱"), ("5", Kind.COUNT, "万")]),
        ("较17年增加2万元", [("17", Kind.YEAR, "年"), ("2", Kind.MONEY, "万元")]),
        ("使用年限50年", [("50", Kind.COUNT, "年")]),
        (
            "截至2030年12月31日",
            [("2030", Kind.YEAR, "年"), ("12", Kind.MONTH, "月"), ("31", Kind.DAY, "日")],
        ),
        ("行政运行(2010301)5元", [("2010301", Kind.CODE, ""), ("5", Kind.MONEY, "元")]),
        ("X政〔2018〕116号、沪府规【2016】168号", [("2018", Kind.DOCUMENT, ""), ("116", Kind.DOCUMENT, "")] * 2),
        ("某函﹝2018﹞116号、某发(2018)116号", [("2018", Kind.DOCUMENT, ""), ("116", Kind.DOCUMENT, "")] * 2),
        ("第52届展会、第3季度", [("52", Kind.NAME, ""), ("3", Kind.NAME, "")]),
        (
            "2010301行政运行5元、2010301万元",
            [("2010301", Kind.CODE, ""), ("5", Kind.MONEY, "元"), ("2010301", Kind.MONEY, "万元")],
        ),
        ("“9.8”投洽会、W-07街坊", [("9.8", Kind.NAME, ""), ("07", Kind.NAME, "")]),
        (
            "1.收入;(2)支出、3、结余",
            [("1", Kind.ENUMERATOR, ""), ("2", Kind.ENUMERATOR, ""), ("3", Kind.ENUMERATOR, "")],
        ),
        ("1.2031年项目2个", [("1", Kind.ENUMERATOR, ""), ("2031", Kind.YEAR, "年"), ("2", Kind.COUNT, "个")]),
        ("接待总人数169。", [("169", Kind.BARE, "")]),
        ("1,2345和1.2.3", [("1,2345", Kind.NAME, "")]),
    ],
)
def test_the_signs_around_a_number_tell_what_it_is(text: str, found: list[tuple[str, Kind, str]]) -> None:
    if found[0][1] is Kind.NAME and len(found) == 1:
        assert {each.kind for each in figures(text)} == {Kind.NAME}
    elif "116" in text:
        assert [kind for _, kind, _ in kinds(text)] == [Kind.DOCUMENT] * 4
    else:
        assert kinds(text) == found


def test_a_minus_is_a_sign_but_a_dash_between_numbers_is_none() -> None:
    text = "增长-5.2%，2017-2018年，(2050202)–3.15万元，(12)-4万元"
    assert [each.printed for each in figures(text) if each.is_negative] == ["5.2"]


@pytest.mark.parametrize(
    ("sign", "kind"), [("-", Kind.UNSIGNED), ("－", Kind.UNSIGNED), ("–", Kind.MONEY), ("—", Kind.MONEY)]
)
def test_an_amount_behind_a_code_and_a_hyphen_is_no_fact_since_nobody_can_tell_its_sign(sign: str, kind: Kind) -> None:
    assert figures(f"(2050202){sign}3.15万元")[-1].kind is kind


@pytest.mark.parametrize(
    ("cell", "text", "places"),
    [
        (" 共 5 人", "共5人", [1, 3, 5]),
        ("1 23 元", "1 23元", [0, 1, 2, 3, 5]),
        ("三公\u200b经费", "三公经费", [0, 1, 3, 4]),
        ("2018\u3000年", "2018年", [0, 1, 2, 3, 5]),
        ("1\u200b2", "12", [0, 2]),
        ("", "", []),
    ],
)
def test_each_sign_of_a_text_knows_where_it_is_printed(cell: str, text: str, places: list[int]) -> None:
    passage = passage_of(Line(7, (cell,)), 0)
    assert passage.text == text
    assert [passage.said(at, at + 1).place for at in range(len(text))] == places


def test_a_year_behind_the_number_of_a_heading_is_none_of_its_digits() -> None:
    marks = [each.mark for each in paragraphs([Line(1, ("一、2031年收入情况",)), Line(2, ("二、5个百分点。",))])]
    assert marks == ["一、", ""]


def test_a_code_behind_the_number_of_an_entry_is_none_of_its_digits() -> None:
    (entry,) = paragraphs([Line(1, ("3.2010301—行政运行（项）：年初预算5.20万元。",))])
    assert (entry.mark, [each[0] for each in kinds(entry.text)]) == ("3.", ["3", "2010301", "5.20"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("共有车辆三辆，接待八十五批次、零人次。", ["三", "八十五", "零"]),
        ("两个项目、十二辆车、一百零五批次", ["两", "十二", "一百零五"]),
        ("第二批次、统一个人、三三辆、公益一类、二期、同一个、个个", []),
        ("支出三万五千元，增长百分之十二点五、两个百分点、一倍", ["三万五千", "百分之十二点五", "两", "一"]),
        ("一元化、三元区、数十万元、近百万元、百分之、五点倍", []),
    ],
)
def test_numbers_in_numerals_are_found_by_their_units(text: str, found: list[str]) -> None:
    assert [each.printed for each in spelt(text)] == found
