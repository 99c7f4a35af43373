"""A figure of a workbook is found by the name of its sheet and its cell, wherever it is told."""

from __future__ import annotations

import json
from importlib.util import find_spec

import polars as pl
import pytest

from dq.archive import Archive
from tests.cli.invented import REPORT, RULES
from tests.conftest import require_or_skip

SHEET = "附表 1"


@pytest.fixture
def workbook(tmp_path):
    """The invented report on the second sheet of a workbook, its income wrong and a figure of it doubted."""
    if find_spec("openpyxl") is None:
        require_or_skip("openpyxl is not installed")
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.create_sheet(SHEET)
    text = REPORT.replace("本年收入合计\t310.10", "本年收入合计\t999.99", 1).replace("八、其他收入", "八、奇怪收入")
    for line in text.split("\n"):
        sheet.append([cell or None for cell in line.split("\t")])
    path = tmp_path / "b.xlsx"
    book.save(path)
    (tmp_path / "rules.dq").write_text(RULES, encoding="utf-8")
    return path


def test_the_screen_and_json_of_a_check(dq, tmp_path, workbook):
    told = dq("check", workbook, "--rules", tmp_path / "rules.dq").stdout
    assert f"b.xlsx {SHEET}!B10" in told
    said = json.loads(dq("check", workbook, "--rules", tmp_path / "rules.dq", "--format", "json").stdout)
    sources = [each["source"] for outcome in said["outcomes"] for each in outcome["operands"]]
    assert {"document": "b.xlsx", "page": 2, "line": 10, "column": 2, "sheet": SHEET, "cell": "B10"} in sources


def test_facts_and_the_reading_report(dq, tmp_path, workbook):
    archive, page = tmp_path / "a", tmp_path / "page.html"
    told = dq("ingest", workbook, "--archive", archive, "--reading-report", page).stdout
    assert f"{SHEET}!B9  八、奇怪收入" in told
    assert f"{SHEET}!B9" in page.read_text(encoding="utf-8")
    facts = [json.loads(line) for line in dq("facts", "--archive", archive).stdout.splitlines()]
    assert {fact["source"]["sheet"] for fact in facts} == {SHEET}
    (total,) = [fact for fact in facts if fact["printed"] == "999.99"]
    assert total["source"]["cell"] == "B10"
    (reading,) = [Archive.open(archive).archive.reading(total["source"]["sha256"])]
    assert {table.first.sheet for table in reading.tables} == {SHEET}


def test_an_archive_from_before_sheets_had_names_is_read(dq, tmp_path, workbook):
    archive = tmp_path / "a"
    dq("ingest", workbook, "--archive", archive)
    for path in archive.glob("tables/*/*/*.parquet"):
        frame = pl.read_parquet(path, hive_partitioning=False)
        frame.drop("sheet", strict=False).write_parquet(path)
    facts = [json.loads(line) for line in dq("facts", "--archive", archive).stdout.splitlines()]
    assert {(fact["source"]["sheet"], fact["source"]["cell"]) for fact in facts} == {(None, None)}
    assert {fact["source"]["page"] for fact in facts} == {2}
