"""Tables as they are printed: which rows stand beside each other, what each cell says and where it stands."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dq.archive import MemoryStore
from dq.ingest import read_bytes, text_lines
from dq.report.printed import printed_reports
from dq.templates import default_schema
from dq.types import CellState
from tests.cli.invented import REPORT


def printed(text: str = REPORT, name: str = "report.txt", **more):
    read = read_bytes(name, text.encode())
    assert read.report is not None, read.diagnostics
    store = MemoryStore([read.report], default_schema())
    return next(printed_reports(store, default_schema(), [read.report.report["report"]], **more))


def labels(table):
    return [tuple(None if row is None else row.label for row in line) for line in table.lines]


def test_both_sides_of_a_summary_stand_beside_each_other():
    summary, income = printed().tables
    assert (summary.name, summary.heading, summary.unit) == ("summary", "收入支出决算总表", "万元")
    assert summary.blocks == (("amount",), ("amount",))
    assert labels(summary)[:3] == [
        ("一、一般公共预算财政拨款收入", "一、一般公共服务支出"),
        ("八、其他收入", "六、科学技术支出"),
        ("本年收入合计", "本年支出合计"),
    ]
    assert labels(income) == [("合计",), ("一般公共服务支出",), ("科学技术支出",)]
    assert [row.code for row in income.rows] == [None, "201", "206"]


def test_a_cell_says_what_is_printed_and_where():
    summary = printed().tables[0]
    first = next(summary.rows).cells["amount"]
    assert (first.text, first.state, first.value, first.unit) == ("300.10", CellState.FIGURE, Decimal("300.1"), "万元")
    line = REPORT.split("\n")[(first.line or 0) - 1]
    assert line.split("\t")[first.cell or 0] == "300.10"
    blank = next(row for row in summary.rows if row.label == "结余分配").cells["amount"]
    assert (blank.text, blank.state, blank.value) == ("", CellState.BLANK, None)


def test_rows_of_running_text_are_paired_by_the_form():
    flat = REPORT.replace("\t", "\n")
    assert labels(printed(flat).tables[0]) == labels(printed().tables[0])


def test_only_the_tables_asked_for_are_read():
    assert [table.name for table in printed(tables=["income"]).tables] == ["income"]


def test_a_report_that_is_not_held_has_no_tables():
    store = MemoryStore([], default_schema())
    assert [each.tables for each in printed_reports(store, default_schema(), ["nothing"])] == [()]


@pytest.mark.parametrize(
    ("name", "data", "lines"),
    [
        ("a.txt", "收入\r\n合计\t1.00\n".encode(), ("收入", "合计\t1.00", "")),
        ("a.txt", "收入\n".encode("utf-16"), ("收入", "")),
        ("a.csv", "合计,1,2\n小计,3,4\n".encode(), ("合计,1,2", "小计,3,4", "")),
        ("a.html", b"<html><table></table></html>", None),
        ("a.pdf", b"%PDF-1.4 \x00", None),
    ],
)
def test_lines_of_plain_text_are_those_that_places_count(name, data, lines):
    assert text_lines(name, data) == lines
