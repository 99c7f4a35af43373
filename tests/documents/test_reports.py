"""What else is known of the real reports: their identity, tables, states and the traps in their layout."""

from __future__ import annotations

import pytest

from dq.ingest import read_bytes
from dq.types import CellState
from tests.reading import read_once


@pytest.fixture(scope="module")
def read(shared_documents):
    """Reads a document of the shared folder."""
    return lambda *place: read_once(shared_documents.joinpath(*place))


@pytest.fixture(scope="module")
def industry(read):
    """The 2018 report with displaced cells."""
    return read("fujian-2018", "000_6af2a6315bf8f1d0.txt").report


def row(report, table, **wanted):
    found = [row for row in report.rows[table] if all(row[name] == value for name, value in wanted.items())]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("place", "report", "template", "tables"),
    [
        (("fujian-2018", "000_6af2a6315bf8f1d0.txt"), "final_accounts-2018-晋江市经信部门", "final_accounts_2018", 10),
        (
            ("shanghai-2024", "planning-bureau-2024.tab.txt"),
            "final_accounts-2024-上海市普陀区规划和自然资源局",
            "final_accounts_2024",
            9,
        ),
        (
            ("shanghai-2024", "social-work-2024.tab.txt"),
            "final_accounts-2024-中共上海市普陀区委社会工作部",
            "final_accounts_2024",
            9,
        ),
    ],
)
def test_the_title_and_the_form_are_recognised(read, place, report, template, tables):
    result = read(*place)
    assert result.diagnostics == ()
    assert result.report.report["report"] == report
    assert result.report.report["template"] == template
    assert len(result.report.tables) == tables == len(result.report.rows)
    assert all(table["unit"] == "万元" for table in result.report.tables)


def test_the_empty_official_form_has_rows_but_no_figure(read):
    report = read("shanghai-2024", "official-template-2024.tab.txt").report
    states = {
        value
        for rows in report.rows.values()
        for each in rows
        for name, value in each.items()
        if name.endswith("__state") and value is not None
    }
    assert states == {CellState.BLANK}
    assert [table["state"] for table in report.tables] == ["empty"] * 9
    assert all(report.rows.values())


def test_a_total_row_displaced_by_its_label_keeps_its_columns(industry):
    total = row(industry, "income", role="total")
    printed = {name: total[f"{name}__printed"] for name in ("total", "fiscal", "superior", "affiliate", "other")}
    assert printed == {"total": "32,149.97", "fiscal": "32,071.59", "superior": "", "affiliate": "", "other": "78.38"}


def test_a_column_whose_place_a_label_takes_is_blank(industry):
    total = row(industry, "funds", role="total")
    assert total["opening__state"] == CellState.BLANK
    assert total["opening__cell"] is None
    assert total["closing__printed"] == "927.63"


def test_the_table_printed_one_row_too_low_is_kept_as_printed(industry):
    rows = industry.rows["general_expenditure"]
    assert rows[0]["role"] == "total"
    assert {rows[0][f"{name}__state"] for name in ("total", "basic", "project")} == {CellState.BLANK}
    last = rows[-1]
    assert (last["code"], last["label"], last["item"], last["path"], last["role"]) == (None, None, None, "", "item")
    assert last["total__printed"] == last["basic__printed"] == "76.16"


def test_split_codes_are_joined_and_ancestors_found(industry):
    assert row(industry, "general_expenditure", line=366)["code"] == "2010350"
    rows = industry.rows["expenditure"]
    item = row(industry, "expenditure", code="2010350")
    assert item["path"] == "201/20103/2010350"
    assert (item["level"], item["function_code"]) == (3, "201")
    assert rows[item["parent"]]["code"] == "20103"
    assert rows[rows[item["parent"]]["parent"]]["code"] == "201"
    assert row(industry, "expenditure", role="total")["parent"] is None


def test_items_of_one_name_are_told_apart_by_their_path(industry):
    paths = [each["path"] for each in industry.rows["fiscal_summary"] if each["item"] == "一般公共预算财政拨款"]
    assert paths == ["本年收入合计/一般公共预算财政拨款", "年初财政拨款结转和结余/一般公共预算财政拨款"]
    closing = row(industry, "summary", path="年末结转和结余/项目支出结转和结余/财政拨款结转和结余")
    assert (closing["role"], closing["amount__printed"]) == ("of_which", "15,345.11")


def test_lines_of_the_summary_carry_their_functional_class(industry):
    codes = [each["function_code"] for each in industry.rows["summary"] if each["function_code"]]
    assert len(codes) == len(set(codes)) == 23
    assert row(industry, "summary", function_code="207")["label"] == "七、文化体育与传媒支出"
    sources = [each["item"] for each in industry.rows["summary"] if (each["side"], each["role"]) == ("income", "item")]
    assert sources == ["财政拨款", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"]


def test_counts_have_their_own_unit_and_no_radius(industry):
    groups = row(industry, "statistics", item="因公出国(境)团组数")
    assert (groups["amount__unit"], groups["amount__radius"], groups["amount__decimals"]) == ("个", 0, 0)
    assert row(industry, "statistics", item="相关统计数")["amount__state"] == CellState.DASH


def test_a_table_whose_header_names_the_items_gives_one_row_an_item(read):
    report = read("shanghai-2024", "planning-bureau-2024.tab.txt").report
    rows = report.rows["statistics"]
    assert [each["path"].count("/") for each in rows] == [0, 1, 1, 2, 2, 1]
    total = row(report, "statistics", item="支出合计")
    assert (total["budget__printed"], total["amount__printed"]) == ("2.85", "0.39")
    assert [each["parent"] for each in rows] == [None, 0, 0, 2, 2, 0]


def test_blocks_side_by_side_are_read_each_from_top_to_bottom(read):
    rows = read("shanghai-2024", "planning-bureau-2024.tab.txt").report.rows["general_basic"]
    totals = [each["item"] for each in rows if each["role"] == "total"]
    assert totals == ["人员经费合计", "公用经费合计"]
    first_right = next(each for each in rows if each["code"] == "302")
    assert first_right["above"] is None
    assert rows[first_right["n"] - 1]["below"] is None


def test_a_total_merged_into_the_header_is_a_blank_row(read):
    (total,) = read("shanghai-2024", "planning-bureau-2024.tab.txt").report.rows["funds"]
    assert (total["item"], total["role"], total["label"]) == ("合计", "total", "合计")
    assert total["income__state"] == CellState.BLANK


def test_the_reading_does_not_depend_on_the_encoding(shared_documents):
    data = (shared_documents / "fujian-2018" / "000_6af2a6315bf8f1d0.txt").read_bytes()
    texts = {"gb18030": data.decode().encode("gb18030"), "marked": b"\xef\xbb\xbf" + data}
    texts["crlf"] = data.replace(b"\n", b"\r\n")
    plain = read_bytes("a.txt", data).report
    for text in texts.values():
        assert read_bytes("a.txt", text).report.rows == plain.rows
