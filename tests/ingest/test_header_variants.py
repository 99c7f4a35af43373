"""Headers as copies of one form print them: more levels, parted columns, units of their own, notes in between."""

from __future__ import annotations

import pytest

from dq.ingest.code_parts import codes_of
from dq.ingest.units import column_unit
from tests.ingest.forms import EXPENDITURE, INCOME, SUMMARY, printed, read, rows

COLUMNS = "本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\t对附属单位补助支出"
FIGURES = "9.00\t5.00\t4.00\t\t\t"
ROW = f"201\t一般公共服务支出\t{FIGURES}\n"
TOP = "支出决算表\n单位：万元\n"


def expenditure(text):
    """Code, path, figures and doubts of each row, and the codes of what is said."""
    result = read(text)
    found = result.report.rows["expenditure"]
    told = [(row["code"], row["path"], *printed(row, "total", "basic", "project")) for row in found]
    doubts = {row[f"{name}__doubt"] for row in found for name in ("total", "basic", "project")}
    return told, doubts, {each.code for each in result.diagnostics}


WHOLE = [("201", "201", "9.00", "5.00", "4.00")], {None}, set()


@pytest.mark.parametrize(
    "header",
    [
        f"科目编码\t科目名称\t{COLUMNS}\n",
        f"项目\t\t{COLUMNS}\n功能分类科目编码\t科目名称\t\t\t\t\t\t\n",
        f"项目\t\t本年支出\t\t\t\t\t\n科目\t\t其中\t\t\t\t\t\n科目编码\t科目名称\t{COLUMNS}\n",
        f"项目\t\t本年支出\t\t\t\t\t\n科目\t\t其中\t\t\t\t\t\n功能分类\t\t{COLUMNS}\n支出功能分类科目编码\t科目名称\t\t\t\t\t\t\n",
        f"项目\t{COLUMNS}\n支出功能分类科目编码\t科目名称\n",
        f"科目编码\t单位（科目名称）\t{COLUMNS}\n",
        f"科目编码\t科目名称\t{COLUMNS}\n注：本表反映部门本年度各项支出情况。\n",
        f"科目编码\t科目名称\t{COLUMNS}\n说明：含上年结转安排的支出。\n\n",
    ],
    ids=[
        "1 level",
        "2 levels",
        "3 levels",
        "4 levels",
        "merged cell lost",
        "unit or name",
        "note",
        "note and blank line",
    ],
)
@pytest.mark.parametrize("numbers", ["", "栏次\t\t1\t2\t3\t4\t5\t6\n"], ids=["", "栏次"])
def test_headers_of_one_to_four_levels_with_and_without_numbers(header, numbers):
    assert expenditure(TOP + header + numbers + ROW) == WHOLE


@pytest.mark.parametrize("numbers", ["", "**\t**\t**\t**\t1\t2\t3\t4\t5\t6\t7\t8\t9\n"])
def test_parts_of_columns_may_be_named_beside_those_of_a_code(numbers):
    rest = "上缴上级支出\t经营支出\t对附属单位补助支出"
    header = f"科目编码\t\t\t科目名称\t合计\t基本支出\t\t\t项目支出\t\t{rest}\n"
    parts = "类\t款\t项\t\t\t小计\t人员经费\t公用经费\t小计\t甲类\t\t\t\n"
    row = "201\t03\t01\t行政运行\t9.00\t5.00\t4.50\t0.50\t4.00\t4.00\t\t\t\n"
    told, doubts, _ = expenditure(TOP + header + parts + numbers + row)
    assert (told, doubts) == ([("2010301", "201/20103/2010301", "9.00", "5.00", "4.00")], {None})


def test_rows_may_be_numbered_before_their_codes():
    """The cell 项目 lacks none where the one before it has another column of its own."""
    header = f"序号\t项目\t\t{COLUMNS}\n\t科目编码\t科目名称\t\t\t\t\t\t\n栏次\t1\t2\t3\t4\t5\t6\t7\t8\n"
    told, doubts, said = expenditure(f"{TOP}{header}1\t合计\t\t{FIGURES}\n2\t{ROW}")
    assert told == [(None, "合计", "9.00", "5.00", "4.00"), *WHOLE[0]]
    assert (doubts, said) == ({None}, set())


@pytest.mark.parametrize("captions", ["类\t款\t项\t\t\t\t\t\t\t\n", "类\t款\t项\t栏次\t1\t2\t3\t4\t5\t6\n", ""])
@pytest.mark.parametrize("printed_once", [False, True])
def test_codes_in_three_columns(captions, printed_once):
    codes = ["\t\t", "201\t\t", "\t03\t", "\t\t01"] if printed_once else ["\t\t", "201\t\t", "201\t03\t", "201\t03\t01"]
    labels = ["合计", "一般公共服务支出", "政府办公厅", "行政运行"]
    body = "".join(f"{code}\t{label}\t{FIGURES}\n" for code, label in zip(codes, labels, strict=True))
    told, doubts, said = expenditure(f"{TOP}科目编码\t\t\t科目名称\t{COLUMNS}\n{captions}{body}")
    assert [code for code, *_ in told] == [None, "201", "20103", "2010301"]
    assert (doubts, said) == ({None}, set())


def test_a_part_of_a_code_that_other_rows_print_is_not_put_back():
    """What the document lacks, checking shall find."""
    assert codes_of([{0: "201"}, {0: "201", 1: "03"}, {1: "05"}]) == ["201", "20103", "05"]
    assert codes_of([{1: "03"}, {0: "201"}, {}, {1: "05"}]) == ["03", "201", None, "20105"]


def test_columns_state_units_of_their_own():
    header = f"科目编码\t科目名称\t{COLUMNS}\n".replace("支出\t", "支出（万元）\t").replace(
        "补助支出\n", "补助支出（万元）\n"
    )
    result = read("支出决算表\n" + header.replace("合计\t", "合计（万元）\t") + ROW)
    (row,) = result.report.rows["expenditure"]
    assert (row["basic__unit"], result.report.tables[0]["unit"], result.diagnostics) == ("万元", "万元", ())
    mixed = header.replace("合计\t", "合计（元）\t").replace("基本支出（万元）", "基本支出（元）")
    text = "支出决算表\n单位：万元\n" + mixed + ROW.replace("9.00\t5.00", "90000.00\t50000.00")
    (row,) = rows("expenditure", text)
    assert (row["total__unit"], row["basic__unit"], row["project__unit"]) == ("元", "元", "万元")
    assert row["total"] == row["basic"] + row["project"]


@pytest.mark.parametrize(
    ("label", "doubt"),
    [("占比（%）", None), ("上年决算数", None), ("专户支出", "unknown_column"), ("上年结转", "unknown_column")],
)
def test_a_column_that_the_form_does_not_have_doubts_the_total_that_it_may_be_a_part_of(label, doubt):
    result = read(f"{TOP}科目编码\t科目名称\t{COLUMNS}\t{label}\n{ROW[:-1]}\t1.00\n")
    (row,) = result.report.rows["expenditure"]
    assert [each.code for each in result.diagnostics] == ["DQ-I010"]
    assert (row["total__doubt"], row["basic__doubt"]) == (doubt, None)


def test_only_money_units_leave_a_header():
    assert column_unit("基本支出(万元)") == ("基本支出", "万元")
    assert column_unit("单位:元") == ("单位:元", None)
    assert column_unit("车辆数(辆)") == ("车辆数(辆)", None)


def test_a_note_below_a_table_without_rows_is_no_note_above_them():
    empty = f"{TOP}科目编码\t科目名称\t{COLUMNS}\n注：本表无数据。\n"
    result = read(empty, INCOME + "201\t一般公共服务支出\t7.00\t7.00\n")
    assert result.report.rows["expenditure"] == []
    assert [row["code"] for row in result.report.rows["income"]] == ["201"]


def test_tables_stand_in_any_order():
    tables = {
        "expenditure": EXPENDITURE + ROW,
        "income": INCOME + "201\t一般公共服务支出\t7.00\t7.00\n",
        "summary": SUMMARY + "一、财政拨款收入\t5.00\t一、一般公共服务支出\t4.00\n",
    }
    forwards, backwards = (read(*order).report.rows for order in (tables.values(), reversed(tables.values())))

    def placed(found):
        return {
            name: [{key: value for key, value in row.items() if not key.endswith("line")} for row in found[name]]
            for name in tables
        }

    assert placed(forwards) == placed(backwards)
