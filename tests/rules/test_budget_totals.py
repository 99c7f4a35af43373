"""Real budgets: their summaries add up, and a line that is lost from one of them is noticed."""

from __future__ import annotations

import pytest

from dq.archive import MemoryStore, ReportTables
from dq.engine import check
from dq.resources import rules_folder
from dq.semantics import load_rules
from dq.templates import default_schema
from dq.types import Verdict
from tests.reading import named, read_once

BUDGETS = (
    "shanghai-budget-2023-2025/wanli-2025.tab.txt",
    "jiangsu-budget-2017-2019/party-office-2018.tab.txt",
)
FILES = ("budget/totals", "budget/jiangsu", "final_accounts/summary")
WHOLE = "whole"
PASSED = {Verdict.HOLDS, Verdict.ROUNDING}


@pytest.fixture(scope="module")
def book():
    return load_rules([rules_folder() / f"{file}.dq" for file in FILES], default_schema()).book


@pytest.mark.parametrize("name", BUDGETS)
def test_a_line_lost_from_a_summary_is_noticed(shared_documents, book, name):
    report = read_once(shared_documents / name).report
    reports = {WHOLE: report}
    for table in ("summary", "fiscal_summary"):
        for at, row in enumerate(report.rows[table]):
            if row["amount"]:
                rest = report.rows[table][:at] + report.rows[table][at + 1 :]
                rows = {**report.rows, table: rest}
                reports[f"{table} {at} {row['path']}"] = ReportTables(report.report, report.tables, rows)
    schema = default_schema()
    record = check(book, MemoryStore([named(each, lost) for lost, each in reports.items()], schema), schema)
    unproven = {each.report for each in record.outcomes if each.verdict not in PASSED}
    assert len(reports) > 10
    assert unproven == reports.keys() - {WHOLE}
