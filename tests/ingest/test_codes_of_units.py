"""Tables by code that also say whose each row is: codes of units are no codes of the list."""

from __future__ import annotations

import re

import pytest

from tests.ingest.test_budget_national import INCOME, SUMMARY, TABLES, broken, doubted_rows, printed_rows, read

TITLE = "表3\n部门支出总表\n部门名称：某省测试厅\t\t\t\t单位：万元\n"
ROWS = {
    "205": "教育支出\t900.00\t690.00\t210.00",
    "20502": "普通教育\t900.00\t690.00\t210.00",
    "2050202": "小学教育\t900.00\t690.00\t210.00",
    "212": "城乡社区支出\t130.00\t\t130.00",
    "21208": "国有土地使用权出让收入安排的支出\t130.00\t\t130.00",
    "2120804": "农村基础设施建设支出\t130.00\t\t130.00",
}
FIGURES = "合计\t基本支出\t项目支出\n"
SUM = "1,030.00\t690.00\t340.00\n"
ITEMS = [code for code in ROWS if len(code) == 7]


def table(header, total, line, codes=tuple(ROWS)):
    return TITLE + header + FIGURES + total + "".join(f"{line.format(code)}\t{ROWS[code]}\n" for code in codes)


FORMS = {
    "before the codes": table("单位代码\t科目编码\t科目名称\t", f"\t\t合计\t{SUM}", "501001\t{}"),
    "behind the codes": table("科目编码\t单位编码\t科目名称\t", f"\t\t合计\t{SUM}", "{}\t501001"),
    "codes and names": table(
        "单位代码\t单位名称\t科目编码\t科目名称\t",
        f"\t\t\t合计\t{SUM}501\t某省测试厅\t\t\t{SUM}",
        "501001\t某省测试厅本级\t{}",
        ITEMS,
    ),
    "names above items": table(
        "科目编码\t单位代码\t单位名称（科目）\t",
        f"\t\t合计\t{SUM}\t501\t某省测试厅\t{SUM}\t501001\t某省测试厅本级\t{SUM}",
        "{}\t501001",
        ITEMS,
    ),
    "one unit in one column": table("科目编码\t科目名称\t", f"\t合计\t{SUM}105\t某省测试厅\t{SUM}", "{}"),
    "in one column": table(
        "科目编码\t科目名称\t", f"\t合计\t{SUM}501\t某省测试厅\t{SUM}501001\t某省测试厅本级\t{SUM}", "{}"
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_codes_of_units_are_told_from_those_of_functions(form):
    report = read(SUMMARY, INCOME, FORMS[form], *TABLES[3:]).report
    codes = [row["code"] for row in report.rows["expenditure"] if row["code"] is not None]
    assert codes in (ITEMS, list(ROWS))
    rows = printed_rows(report, "expenditure", "total", "basic", "project")
    assert rows["205/20502/2050202"] == ("900.00", "690.00", "210.00")
    assert doubted_rows(report, "expenditure") <= {"某省测试厅", "某省测试厅本级"}
    assert broken(report) <= {"CD111"}


@pytest.mark.parametrize("between", [" ", "\n"])
@pytest.mark.parametrize("form", ["behind the codes", "names above items"])
def test_codes_of_units_are_told_in_running_text(form, between):
    tables = (SUMMARY, INCOME, FORMS[form], *TABLES[3:])
    flat = (re.sub(r"\t+", between, re.sub(r"^\t+|\t+$", "", each, flags=re.MULTILINE)) for each in tables)
    report = read(*flat).report
    rows = printed_rows(report, "expenditure", "total", "basic", "project")
    assert rows["205/20502/2050202"] == ("900.00", "690.00", "210.00")
    assert rows["212/21208/2120804"] == ("130.00", "", "130.00")
    assert "205/20502/2050202" not in doubted_rows(report, "expenditure")
    assert between == "\n" or doubted_rows(report, "expenditure") <= {"某省测试厅", "某省测试厅本级"}


@pytest.mark.parametrize(
    ("form", "between"),
    [("names above items", " "), ("in one column", "\t"), ("in one column", " "), ("one unit in one column", "\n")],
)
def test_a_unit_whose_code_is_a_class_s_is_no_class_and_no_part_of_the_total(form, between):
    tables = (SUMMARY, INCOME, FORMS[form].replace("501", "205").replace("105\t", "205\t"), *TABLES[3:])
    if between != "\t":
        tables = (re.sub(r"\t+", between, re.sub(r"^\t+|\t+$", "", each, flags=re.MULTILINE)) for each in tables)
    report = read(*tables).report
    codes = [row["code"] for row in report.rows["expenditure"] if row["code"]]
    assert codes == (ITEMS if form == "names above items" else list(ROWS))
    units = [row for row in report.rows["expenditure"] if (row["label"] or "").startswith("某省测试厅")]
    assert {(row["code"], row["role"]) for row in units} == {(None, "part")}
    assert between == "\n" or doubted_rows(report, "expenditure") == {row["path"] for row in units}
    assert not broken(report) & {"EX102", "EX103", "EX104"}


def test_a_code_of_several_units_is_doubted():
    form = FORMS["codes and names"].replace("教育\t900.00\t690.00\t210.00", "教育\t500.00\t400.00\t100.00")
    form += "501002\t某省测试中心\t2050202\t小学教育\t400.00\t290.00\t110.00\n"
    report = read(SUMMARY, INCOME, form, *TABLES[3:]).report
    assert "205/20502/2050202" in doubted_rows(report, "expenditure")
    assert "205/20502/2050202#2" in doubted_rows(report, "expenditure")


def test_a_code_that_stands_below_several_units_is_doubted():
    parts = ("500.00\t400.00\t100.00", "400.00\t290.00\t110.00")
    form = FORMS["in one column"].replace("900.00\t690.00\t210.00", parts[0])
    form += "".join(f"{code}\t{name}\t{parts[1]}\n" for code, name in (("501002", "某省测试中心"), ("205", "教育支出")))
    report = read(SUMMARY, INCOME, form, *TABLES[3:]).report
    assert {"205", "205#2"} <= doubted_rows(report, "expenditure")


ONLY_ITEMS = TITLE + "项目\t" + FIGURES + f"合计\t{SUM}"


def test_a_column_of_items_holds_codes_with_their_labels():
    together = ONLY_ITEMS + "".join(f"{code}{row}\n" for code, row in ROWS.items())
    report = read(SUMMARY, INCOME, together, *TABLES[3:]).report
    assert [(row["code"], row["label"]) for row in report.rows["expenditure"]] == [
        (None, "合计"),
        *((code, row.partition("\t")[0]) for code, row in ROWS.items()),
    ]
    assert doubted_rows(report, "expenditure") == set()
    assert broken(report) <= {"CD111"}


def test_labels_without_codes_below_items_are_doubted():
    report = read(SUMMARY, INCOME, ONLY_ITEMS + "".join(f"{row}\n" for row in ROWS.values()), *TABLES[3:]).report
    rows = report.rows["expenditure"][1:]
    assert doubted_rows(report, "expenditure") == {row["path"] for row in rows}
