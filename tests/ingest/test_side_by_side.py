"""Tables side by side on one sheet are read as if they stood one below the other, and keep their places."""

from __future__ import annotations

import pytest

from tests.ingest.forms import EXPENDITURE, INCOME, SUMMARY, document, read

LEFT = INCOME + "合计\t\t7.00\t6.00\t\t1.00\t\t\t\n201\t甲\t7.00\t6.00\t\t1.00\t\t\t\n"
RIGHT = EXPENDITURE + "合计\t\t9.00\t5.00\t4.00\n201\t甲\t3.00\t3.00\n206\t乙\t6.00\t2.00\t4.00\n"
BELOW = SUMMARY + "本年收入合计\t7.00\t本年支出合计\t9.00\n"
WIDE = 9


def beside(left: str, right: str, gap: int) -> str:
    """The lines of two tables on one sheet, columns without text between them."""
    one, other = left.splitlines(), right.splitlines()
    height = max(len(one), len(other))
    rows = zip(one + [""] * (height - len(one)), other + [""] * (height - len(other)), strict=True)
    cells = [(a.split("\t"), b) for a, b in rows]
    return "\n".join("\t".join([*a, *[""] * (WIDE - len(a) + gap), b]) for a, b in cells) + "\n"


def stored(result):
    """Every figure: (table, code, column, printed, doubt)."""
    return sorted(
        (table, row["code"] or "", name, row[f"{name}__printed"], row[f"{name}__doubt"])
        for table, rows in result.report.rows.items()
        for row in rows
        for name in [each.removesuffix("__printed") for each in row if each.endswith("__printed")]
        if row[f"{name}__printed"]
    )


@pytest.mark.parametrize("gap", [0, 1, 3])
def test_they_are_read_as_if_one_stood_below_the_other(gap):
    result = read(beside(LEFT, RIGHT, gap), BELOW)
    assert stored(result) == stored(read(LEFT, RIGHT, BELOW))
    assert not result.diagnostics


@pytest.mark.parametrize("indent", [0, 2])
def test_a_title_may_stand_over_the_middle_of_its_table_and_figures_keep_their_places(indent):
    text = beside(LEFT, RIGHT, 2).replace("支出决算表", "\t" * indent + "支出决算表", 1)
    result = read(text)
    printed = document(text).split("\n")
    for row in result.report.rows["expenditure"]:
        assert printed[row["total__line"] - 1].split("\t")[row["total__cell"]] == row["total__printed"]
    assert [row["total__printed"] for row in result.report.rows["expenditure"]] == ["9.00", "3.00", "6.00"]


def test_what_no_form_knows_beside_a_table_takes_nothing_from_it():
    other = RIGHT.replace("支出决算表", "专项资金明细情况表").replace("支出功能分类科目编码", "项目代码")
    assert stored(read(beside(LEFT, other, 1))) == stored(read(LEFT))


def test_a_row_of_titles_in_a_list_of_contents_changes_nothing():
    contents = "一、收入决算表\t二、支出决算表\n三、收入支出决算总表\n\n"
    assert stored(read(contents + LEFT, RIGHT, BELOW)) == stored(read(LEFT, RIGHT, BELOW))


@pytest.mark.parametrize("gap", [0, 1, 2])
@pytest.mark.parametrize("indent", [0, 2, 3, 5])
def test_a_column_that_is_blank_since_cells_are_merged_parts_no_tables(gap, indent):
    title, unit, header, *rows = RIGHT.splitlines()
    _, _, *measures = header.split("\t")
    merged = [row.replace("\t", "\t\t\t", 1) for row in rows]
    heads = ["项目\t\t\t\t" + "\t".join(measures), "支出功能分类科目编码\t\t\t科目名称"]
    right = "\n".join(["\t" * indent + title, unit, *heads, *merged]) + "\n"
    *above, total, row = LEFT.splitlines()
    left = "\n".join([*above, "", total, row]) + "\n"
    result = read(beside(left, right, gap), BELOW)
    assert stored(result) == stored(read(LEFT, RIGHT, BELOW))
    assert not result.diagnostics


def test_where_nothing_tells_which_blank_column_parts_tables_none_is_taken():
    """The left table is of no form, so that its last column may as well be the first of the right one."""
    other = LEFT.replace("收入决算表", "专项资金情况表").replace("其他收入", "\t项目")
    result = read(beside(other, RIGHT.replace("支出功能分类科目编码", "项目"), 1), BELOW)
    assert stored(result) == stored(read(BELOW))
