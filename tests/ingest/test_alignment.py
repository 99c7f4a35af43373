"""Cells that stand off their columns: told from structure, never from what figures add up to."""

from __future__ import annotations

import pytest

from dq.types import CellState, DoubtReason
from tests.ingest.forms import DETAIL, EXPENDITURE, FUNDS, INCOME, SUMMARY, printed, read, rows

KINDS = ("total", "basic", "project", "remitted", "business", "affiliate")


def test_a_page_that_stands_one_column_left_of_its_header():
    header = EXPENDITURE.replace("科目名称\t", "科目名称\t\t\t")
    (item, sub) = rows(
        "expenditure", f"{header}201\t甲类\t\t9.00\t4.00\t5.00\t\t\t\n20101\t甲款\t\t7.00\t\t7.00\t\t\t\n"
    )
    assert printed(item, *KINDS) == ("9.00", "4.00", "5.00", "", "", "")
    assert printed(sub, *KINDS) == ("7.00", "", "7.00", "", "", "")
    assert item["total__doubt"] is None


def test_a_page_whose_empty_columns_were_dropped():
    wide = "支出决算表\n单位：万元\n项\t\t\t\t目\t\t本年支出合计\t基本支出\t项目支出\t"
    wide += (
        "上缴上级支出\t经营支出\t对附属单位补助支出\n科目编码\t\t科目名称\n201\t\t甲类\t\t\t\t9.00\t4.00\t5.00\t\t\t\n"
    )
    first, second = rows("expenditure", f"{wide}\n208\t乙类\t3.00\t\t3.00\t\n")
    assert printed(first, *KINDS) == ("9.00", "4.00", "5.00", "", "", "")
    assert printed(second, *KINDS) == ("3.00", "", "3.00", "", "", "")
    assert second["project__cell"] == 4
    assert second["affiliate__cell"] is None


def test_a_page_with_a_blank_column_behind_each_cell_is_never_read_by_chance():
    """Two of six columns filled, two cells apart: which two cannot be told, and a guess would accuse."""
    plain = "201\t甲类\t9.00\t9.00\t\t\t\t\n20101\t甲款\t9.00\t9.00\t\t\t\t\n"
    doubled = "\n208\t\t乙类\t\t3.00\t\t3.00\t\t\t\t\n20805\t\t乙款\t\t3.00\t\t3.00\t\t\t\t\n"
    *first, second, third = rows("expenditure", EXPENDITURE + plain + doubled)
    assert {row[f"{kind}__doubt"] for row in first for kind in KINDS} == {None}
    for row in (second, third):
        filled = [kind for kind in KINDS if row[f"{kind}__printed"]]
        assert len(filled) == 2
        assert printed(row, "total") == ("3.00",)
        assert row[f"{filled[1]}__doubt"] == DoubtReason.COLUMN_SHIFT


def test_a_total_row_displaced_with_its_label_in_part():
    body = "类\t款\t合 计\t9.00\t8.00\t\t\t\t1.00\n201\t甲类\t9.00\t8.00\t\t\t\t\t1.00\n"
    total, item = rows("income", INCOME + body)
    assert printed(total, "total", "fiscal", "superior", "affiliate", "other") == ("9.00", "8.00", "", "", "1.00")
    assert printed(item, "total", "fiscal", "other") == ("9.00", "8.00", "1.00")


def test_a_label_in_the_code_column_does_not_move_the_figures():
    total, item = rows("expenditure", f"{EXPENDITURE}合计\t\t9.00\t9.00\t\t\t\t\n201\t甲类\t9.00\t9.00\t\t\t\t\n")
    assert printed(total, *KINDS) == printed(item, *KINDS) == ("9.00", "9.00", "", "", "", "")


def test_a_label_over_a_column_of_figures_leaves_that_cell_blank():
    rest = "\t\t合 计\t5.00\t2.00\t2.00\t\t3.00\n2120801\t\t甲项\t5.00\t\t\t\t5.00\n2290400\t\t乙项\t\t2.00\t2.00\t\t\n"
    total, first, second = rows("funds", FUNDS + rest)
    assert printed(total, "opening", "income", "total", "basic", "project", "closing") == (
        *("", "5.00", "2.00", "2.00", "", "3.00"),
    )
    assert printed(first, "income", "closing") == ("5.00", "5.00")
    assert printed(second, "total", "basic") == ("2.00", "2.00")
    assert total["opening__state"] == CellState.BLANK


def test_a_total_left_blank_in_a_row_in_place_stays_blank():
    """Filling it from its neighbour would repair what checking should find."""
    body = "201\t甲类\t9.00\t9.00\t\t\t\t\n208\t乙类\t\t4.00\t3.00\t\t\t\n210\t丙类\t2.00\t1.00\t1.00\t\t\t\n"
    row = rows("expenditure", EXPENDITURE + body)[1]
    assert row["total__state"] == CellState.BLANK
    assert printed(row, "basic", "project") == ("4.00", "3.00")
    assert row["basic__doubt"] is None


def test_figures_that_contradict_their_sum_are_read_as_they_stand():
    (row,) = rows("expenditure", f"{EXPENDITURE}201\t甲类\t1.00\t8.00\t9.00\t\t\t\n")
    assert printed(row, "total", "basic", "project") == ("1.00", "8.00", "9.00")


def test_a_cell_that_two_columns_could_claim_is_doubted():
    """One row only, its label displaced: was the last figure displaced with it or not? Nothing else tells."""
    (row,) = rows("income", f"{INCOME}\t\t合计\t9.00\t8.00\t\t\t\t1.00\n")
    assert printed(row, "total", "fiscal") == ("9.00", "8.00")
    assert row["total__doubt"] is None
    doubted = {name: row[f"{name}__doubt"] for name in ("affiliate", "other") if row[f"{name}__printed"]}
    assert doubted == {next(iter(doubted)): DoubtReason.COLUMN_SHIFT}


def test_split_codes_and_captions_are_no_figures():
    body = "类\t款\t项\t合计\t\t\n201\t03\t50\t甲项\t3.00\t3.00\n201\t0499\t\t乙项\t2.00\t\n"
    header = EXPENDITURE.replace("科目编码\t科目名称", "科目编码\t\t\t科目名称")
    total, first, second = rows("expenditure", header + body)
    assert (total["role"], total["code"], total["total__state"]) == ("total", None, CellState.BLANK)
    assert (first["code"], printed(first, "total", "basic")) == ("2010350", ("3.00", "3.00"))
    assert (second["code"], printed(second, "total", "basic")) == ("2010499", ("2.00", ""))


def test_a_code_glued_to_its_label_is_split():
    (row,) = rows("general_detail", f"{DETAIL}\t301 工资福利支出\t3.00\n")
    assert (row["code"], row["label"], row["item"]) == ("301", "工资福利支出", "工资福利支出")


def test_figures_without_label_or_code_are_a_row():
    rows_ = rows("general_detail", f"{DETAIL}合计\t\t\n301\t甲\t5.00\n\t\t7.00\n")
    assert [(row["label"], row["code"], row["total__printed"]) for row in rows_] == [
        ("合计", None, ""),
        ("甲", "301", "5.00"),
        (None, None, "7.00"),
    ]
    assert rows_[2]["total__doubt"] is None


def test_rows_with_trimmed_ends_keep_their_columns():
    left, right = "一、财政拨款\t5.00\t一、一般公共服务支出", "二、上级补助收入\t\t二、外交支出\t4.00"
    found = rows("summary", f"{SUMMARY}{left}\n{right}\n本年收入合计\t5.00\n")
    assert [(row["item"], row["amount__printed"]) for row in found] == [
        ("财政拨款", "5.00"),
        ("上级补助收入", ""),
        ("本年收入合计", "5.00"),
        ("一般公共服务支出", ""),
        ("外交支出", "4.00"),
    ]


def test_side_by_side_blocks_moved_together():
    header = SUMMARY.replace("收入\t\t支出\t", "收入\t\t支出\t").replace("项目\t决算数\t项目", "项目\t决算数\t\t项目")
    found = rows("summary", f"{header}一、财政拨款\t5.00\t\t一、一般公共服务支出\t4.00\n")
    assert [(row["item"], row["amount__printed"]) for row in found] == [
        ("财政拨款", "5.00"),
        ("一般公共服务支出", "4.00"),
    ]


@pytest.mark.parametrize("extra", ["机动经费", "预留资金"])
def test_an_unknown_column_is_told_and_the_totals_beside_it_are_doubted(extra):
    header = EXPENDITURE.replace("项目支出", f"项目支出\t{extra}")
    result = read(f"{header}201\t甲类\t9.00\t4.00\t3.00\t2.00\t\t\t\n208\t乙类\t1.00\t1.00\t\t\t\t\t\n")
    (warning,) = result.diagnostics
    assert (warning.code, warning.span.line) == ("DQ-I010", 7)
    assert extra in warning.headline.zh
    first, second = result.report.rows["expenditure"]
    assert printed(first, *KINDS) == ("9.00", "4.00", "3.00", "", "", "")
    assert first["total__doubt"] == DoubtReason.UNKNOWN_COLUMN
    assert second["total__doubt"] is None


def test_a_column_that_the_header_lacks_is_absent_not_blank():
    header = EXPENDITURE.replace("\t经营支出", "")
    result = read(f"{header}201\t甲类\t9.00\t4.00\t3.00\t\t2.00\n")
    assert [each.code for each in result.diagnostics] == ["DQ-I011"]
    (row,) = result.report.rows["expenditure"]
    assert "business__state" not in row
    assert printed(row, "affiliate") == ("2.00",)


def test_a_column_that_numbers_the_rows_is_no_column_of_figures():
    """The national form prints 项目, 行次, 金额 on both sides."""
    header = (
        "收入支出决算总表\n单位：万元\n收入\t\t\t支出\t\t\n项目\t行次\t金额\t项目\t行次\t金额\n栏次\t\t1\t栏次\t\t2\n"
    )
    result = read(
        f"{header}一、财政拨款\t1\t5.00\t一、一般公共服务支出\t32\t4.00\n本年收入合计\t2\t5.00\t本年支出合计\t33\t\n"
    )
    assert result.diagnostics == ()
    found = {row["item"]: printed(row, "amount")[0] for row in result.report.rows["summary"]}
    assert found == {"财政拨款": "5.00", "本年收入合计": "5.00", "一般公共服务支出": "4.00", "本年支出合计": ""}


def test_a_figure_under_no_column_is_told_with_its_line():
    body = "201\t甲类\t9.00\t9.00\t\t\t\t\t\n208\t乙类\t5.00\t4.00\t3.00\t2.00\t1.00\t1.00\t8.88\n"
    result = read(EXPENDITURE + body)
    (warning,) = result.diagnostics
    assert (warning.code, warning.span.line) == ("DQ-I017", 9)
    assert "8.88" in warning.headline.zh
    first, second = result.report.rows["expenditure"]
    assert first["total__doubt"] is None
    assert {second[f"{name}__doubt"] for name in KINDS} == {DoubtReason.COLUMN_SHIFT}
