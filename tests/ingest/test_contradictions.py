"""Rows whose names contradict one another are doubted; rows that only look unusual are not."""

from __future__ import annotations

import pytest

from tests.ingest.forms import EXPENDITURE, INCOME, SUMMARY, read, rows

LINE = "{}\t{}\t3.00\t1.00\t2.00\t\t\t\n"
CODES = (
    ("201", "一般公共服务支出"),
    ("20103", "政府办公厅（室）及相关机构事务"),
    ("2010301", "行政运行"),
    ("2010350", "事业运行"),
    ("20104", "发展与改革事务"),
    ("2010401", "行政运行"),
    ("205", "教育支出"),
    ("20502", "普通教育"),
    ("2050202", "小学教育"),
    ("208", "社会保障和就业支出"),
    ("20805", "行政事业单位离退休"),
    ("2080501", "归口管理的行政单位离退休"),
)


def expenditure(codes):
    return EXPENDITURE + "\t合计\t9.00\t3.00\t6.00\t\t\t\n" + "".join(LINE.format(*each) for each in codes)


def doubted(found):
    """Codes (else labels) of rows of which any cell is doubted, with the reasons."""
    return {
        (row["code"] or row["label"], value)
        for row in found
        for name, value in row.items()
        if name.endswith("__doubt") and value is not None
    }


def swapped(codes, one, other):
    names = dict(codes)
    return [({one: other, other: one}.get(code, code), names[code]) for code, _ in codes]


def test_rows_in_order_are_trusted():
    assert doubted(rows("expenditure", expenditure(CODES))) == set()


@pytest.mark.parametrize(("one", "other"), [("2010301", "2010350"), ("20103", "2010301"), ("205", "208")])
def test_codes_out_of_order_are_doubted(one, other):
    found = doubted(rows("expenditure", expenditure(swapped(CODES, one, other))))
    assert {(one, "row_shift"), (other, "row_shift")} <= found


def test_economic_classes_may_stand_in_any_order_but_together():
    form = "一般公共预算财政拨款支出决算明细表\n单位：万元\n经济分类科目编码\t科目名称\t合计\n\t合计\t9.00\n"
    codes = ("301", "30101", "312", "31201", "307", "30701")
    lines = [f"{code}\t科目{code}\t1.00\n" for code in codes]
    assert doubted(rows("general_detail", form + "".join(lines))) == set()
    lines.append("31202\t科目31202\t1.00\n")
    assert ("31202", "row_shift") in doubted(rows("general_detail", form + "".join(lines)))


def test_a_code_under_another_codes_label_is_doubted():
    other = [(code, "教育管理事务" if code == "20805" else label) for code, label in CODES]
    income = INCOME + "".join(f"{code}\t{label}\t3.00\t3.00\t\t\t\t\t\n" for code, label in other)
    tables = expenditure(CODES), income
    assert doubted(rows("expenditure", *tables)) == doubted(rows("income", *tables)) == {("20805", "row_shift")}


@pytest.mark.parametrize(
    ("codes", "wanted"),
    [
        ([("2010301", "行政运行"), ("20805", "其他养老支出")], {("20805", "row_shift")}),
        ([("20805", "养老支出"), ("2080599", "其他养老支出")], set()),
        ([("2010301", "行政运行"), ("20805", "养老支出")], set()),
    ],
    ids=["cut", "both printed", "its own name"],
)
def test_a_code_whose_end_is_lost_is_doubted_where_other_tables_print_the_whole(codes, wanted):
    incomes = INCOME + "\t合计\t3.00\t3.00\n20805\t养老支出\t3.00\t3.00\n2080599\t其他养老支出\t3.00\t3.00\n"
    assert doubted(read(incomes, expenditure(codes)).report.rows["expenditure"]) == wanted


def test_a_label_with_the_figure_of_a_cell_is_doubted_with_the_blank_that_lacks_it():
    text = SUMMARY + "一、财政拨款\t5.00\t一、一般公共服务支出\t4.00\n经营结余\t\t基本支出结转1,091.67\t\n"
    found = [row for row in rows("summary", text) if "1,091.67" in (row["label"] or "")]
    assert [row["amount__doubt"] for row in found] == ["column_shift"]


def test_a_label_cut_off_or_misspelt_is_no_other_label():
    other = [(code, label.replace("离退休", "离退")[:9]) for code, label in CODES]
    income = INCOME + "".join(f"{code}\t{label}\t3.00\t3.00\t\t\t\t\t\n" for code, label in other)
    assert doubted(rows("income", expenditure(CODES), income)) == set()


def test_the_rows_below_a_code_that_was_lost_are_doubted():
    left = [each for each in CODES if each[0] != "20103"]
    assert doubted(rows("expenditure", expenditure(left))) == {("2010301", "unknown_row"), ("2010350", "unknown_row")}


def test_a_list_that_prints_items_only_lacks_nothing():
    items = [each for each in CODES if len(each[0]) == 7]
    assert doubted(rows("expenditure", expenditure(items))) == set()


@pytest.mark.parametrize("code", ["", "20105", "2O10350"])
def test_a_row_whose_code_is_lost_leaves_the_sums_above_it_doubted(code):
    broken = [("" if each == "2010350" else each, label) for each, label in CODES]
    text = (
        expenditure(broken).replace("\n\t事业运行", f"\n{code}\t事业运行") if code != "20105" else expenditure(broken)
    )
    found = doubted(rows("expenditure", text))
    assert {("201", "unknown_row"), ("20103", "unknown_row")} <= found
    assert not {code for code, _ in found} & {"205", "208", "合计"}


def test_rows_below_the_one_class_that_is_not_printed_are_doubted():
    codes = ("301", "30101", "30102", "302", "30201", "30202", "30203", "303", "30301")
    lines = "".join(f"{code}\t科目{code}\t1.00\n" for code in codes if code != "302")
    form = "一般公共预算财政拨款支出决算明细表\n单位：万元\n经济分类科目编码\t科目名称\t合计\n\t合计\t9.00\n"
    found = doubted(rows("general_detail", form + lines))
    assert found == {(code, "unknown_row") for code in ("30201", "30202", "30203")}


def test_a_line_that_came_out_twice_is_doubted():
    text = expenditure([*CODES[:4], CODES[3], *CODES[4:]])
    assert doubted(rows("expenditure", text)) == {("2010350", "row_shift")}


def test_a_subclass_whose_items_were_lost_is_doubted():
    left = [each for each in CODES if each[0] != "2050202"]
    assert doubted(rows("expenditure", expenditure(left))) == {("20502", "unknown_row")}


def test_the_halves_of_a_broken_row_are_both_doubted():
    text = expenditure(CODES).replace(
        "2050202\t小学教育\t3.00\t1.00\t2.00", "2050202\t小学教育\t\t\t\t\t\n\t\t3.00\t1.00\t2.00"
    )
    assert {"2050202", None} == {name for name, reason in doubted(rows("expenditure", text)) if reason == "row_shift"}


@pytest.mark.parametrize(
    ("items", "wanted"),
    [("项目支出结转和结余\t1.00\t\t\n", set()), ("", {("其中：财政拨款结转和结余", "unknown_row")})],
)
def test_an_of_which_row_whose_item_was_lost_is_doubted(items, wanted):
    text = f"{SUMMARY}年初结转和结余\t1.00\t\t\n{items}其中：财政拨款结转和结余\t1.00\t\t\n"
    assert doubted(rows("summary", text)) == wanted


@pytest.mark.parametrize(
    ("labels", "wanted"),
    [
        (("一、财政拨款", "二、上级补助收入", "三、事业收入"), set()),
        (("一、财政拨款", "三、事业收入", "五、附属单位上缴收入"), set()),
        (("二、上级补助收入", "一、财政拨款", "三、事业收入"), {"二、上级补助收入", "一、财政拨款"}),
        (("二、上级补助收入", "一、财政拨款"), {"二、上级补助收入", "一、财政拨款"}),
        (("一、财政拨款", "三、事业收入", "二、上级补助收入"), {"三、事业收入", "二、上级补助收入"}),
        (("一、财政拨款", "二、上级补助收入", "二、上级补助收入"), {"二、上级补助收入"}),
    ],
)
def test_ordinals_that_do_not_rise_are_doubted(labels, wanted):
    text = SUMMARY + "".join(f"{label}\t1.00\t\t\n" for label in labels)
    found = [row for row in rows("summary", text) if row["side"] == "income"]
    assert {label for label, _ in doubted(found)} == wanted


def test_a_total_left_blank_beside_a_row_that_may_have_its_figure():
    text = SUMMARY + "一、财政拨款\t1.00\t\t\n二、上级补助收入\t\t\t\n本年收入合计\t\t\t\n年初结转和结余\t1.00\t\t\n"
    assert "年初结转和结余" in {label for label, _ in doubted(rows("summary", text))}


def test_a_total_that_the_form_prints_and_the_table_does_not():
    lines = "".join(
        f"{label}\t1.00\t\t\n" for label in ("一、财政拨款", "二、上级补助收入", "三、事业收入", "四、经营收入")
    )
    said = {each.code for each in read(SUMMARY + lines + "本年收入合计\t4.00\t\t\n").diagnostics}
    assert "DQ-I048" in said


def test_a_cell_with_two_figures_is_named_with_its_line():
    result = read(expenditure(CODES).replace("小学教育\t3.00\t1.00", "小学教育\t3.00 1.00\t"))
    (said,) = result.diagnostics
    assert said.code == "DQ-I046"
    assert result.report.rows["expenditure"][9]["line"] == said.span.line
