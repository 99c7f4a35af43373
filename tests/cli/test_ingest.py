"""`dq ingest` and `dq facts`."""

from __future__ import annotations

import hashlib
import json

import pytest

from tests.cli.invented import REPORT, RULES, write_report, write_rules
from tests.published import published


def test_a_report_is_stored_with_its_document_and_told(dq, tmp_path):
    document = write_report(tmp_path)
    result = dq("ingest", document, "--archive", tmp_path / "archive")
    assert result.exit_code == 0, result.output
    assert "已读入  report.txt  青山区公园管理处 · 2024 年度" in result.stdout
    assert "2 张表，18 个数字" in result.stdout
    assert "未见 7 张表" in result.stdout
    kept = tmp_path / "archive" / "documents" / hashlib.sha256(REPORT.encode()).hexdigest()
    assert kept.read_text(encoding="utf-8") == REPORT


def test_a_duplicate_is_told_and_a_corrected_document_is_a_new_version(dq, tmp_path):
    archive = tmp_path / "archive"
    dq("ingest", write_report(tmp_path), "--archive", archive)
    again = dq("ingest", write_report(tmp_path, "again.txt"), "--archive", archive)
    assert again.exit_code == 0
    assert "重复，未再存  again.txt" in again.stdout
    corrected = dq("ingest", write_report(tmp_path, "new.txt", "300.10", "301.10"), "--archive", archive)
    assert "新版本  new.txt" in corrected.stdout
    replaced = dq("ingest", write_report(tmp_path, "new2.txt", "300.10", "302.10"), "--archive", archive, "--replace")
    assert "已取代  new2.txt" in replaced.stdout


def test_bad_documents_are_refused_and_the_others_stored(dq, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "noise.txt").write_text("no table at all\n", encoding="utf-8")
    (tmp_path / "binary.txt").write_bytes(b"\x00\x01\x02" * 100)
    write_report(tmp_path)
    result = dq("ingest", tmp_path, tmp_path / "nowhere.txt", "--archive", tmp_path / "a")
    assert result.exit_code == 3
    assert "存入 1 份" in result.stdout
    assert "没有读入 3" in result.stdout
    for name in ("empty.txt", "noise.txt", "binary.txt", "nowhere.txt"):
        assert name in result.stderr
    assert "Traceback" not in result.output


def test_gb18030_is_read_as_it_is(dq, tmp_path):
    document = tmp_path / "gb.txt"
    document.write_bytes(REPORT.encode("gb18030"))
    result = dq("ingest", document, "--archive", tmp_path / "a")
    assert result.exit_code == 0, result.output
    assert "青山区公园管理处" in result.stdout


def test_requests_that_make_no_sense(dq, tmp_path):
    document = write_report(tmp_path)
    for arguments, code in (
        (["ingest", document], "DQ-C005"),
        (["ingest", "--archive", tmp_path / "a"], "DQ-C018"),
        (["ingest", document, "--archive", document], "DQ-C012"),
        (["ingest", tmp_path / "no", "--archive", tmp_path / "a"], "DQ-C001"),
        (["facts"], "DQ-C004"),
        (["facts", document, "--archive", tmp_path], "DQ-C004"),
        (["facts", "--archive", tmp_path / "no"], "DQ-A001"),
        (["facts", document, "--report", "X"], "DQ-C006"),
    ):
        result = dq(*arguments)
        assert (result.exit_code, code in result.stderr) == (2, True), (arguments, result.output)


def test_messages_are_english_where_asked_for(dq, tmp_path):
    result = dq("facts", "--archive", tmp_path / "no", "--lang", "en")
    assert "error[DQ-A001]: there is no archive here" in result.stderr


def test_facts_of_a_document_and_of_its_archive_are_the_same(dq, tmp_path):
    document = write_report(tmp_path)
    dq("ingest", document, "--archive", tmp_path / "a")
    of_document = dq("facts", document)
    of_archive = dq("facts", "--archive", tmp_path / "a", "--format", "jsonl")
    assert of_document.exit_code == of_archive.exit_code == 0
    assert of_document.stdout == of_archive.stdout
    facts = [json.loads(line) for line in of_archive.stdout.splitlines()]
    for fact in facts:
        published("fact").validate(fact)
    assert len([fact for fact in facts if fact["state"] == "figure"]) == 18
    order = [(fact["table"], fact["source"]["line"], fact["source"]["column"] or 99) for fact in facts]
    assert order == sorted(order)
    first = next(fact for fact in facts if fact["table"] == "summary" and fact["state"] == "figure")
    assert first == {
        "report": "final_accounts-2024-青山区公园管理处",
        "table": "summary",
        "row": {"code": None, "label": "一、一般公共预算财政拨款收入", "path": first["row"]["path"], "n": 0},
        "column": "amount",
        "value": "300.10",
        "printed": "300.10",
        "state": "figure",
        "unit": "万元",
        "decimals_from": "printed",
        "doubt": None,
        "corrected": None,
        "source": {
            "document": "report.txt",
            "sha256": hashlib.sha256(REPORT.encode()).hexdigest(),
            "page": None,
            "line": 8,
            "column": 2,
            "sheet": None,
            "cell": None,
        },
    }
    blank = next(fact for fact in facts if fact["state"] == "blank")
    assert blank["value"] is None


def test_a_fact_says_why_its_reading_is_doubted(dq, tmp_path):
    shifted = write_report(tmp_path, old="315.10\t总计\t", new="315.10\t\t总计\t")
    facts = [json.loads(line) for line in dq("facts", shifted).stdout.splitlines()]
    assert {fact["doubt"] for fact in facts if fact["printed"] == "315.10"} == {"column_shift"}
    assert any(fact["doubt"] is None for fact in facts)
    for fact in facts:
        published("fact").validate(fact)


def test_a_damaged_data_file_is_told_and_the_other_reports_are_read(dq, tmp_path):
    archive = tmp_path / "a"
    dq("ingest", write_report(tmp_path), "--archive", archive)
    dq("ingest", write_report(tmp_path, "old.txt", "2024 年度部门决算\n", "2023 年度部门决算\n"), "--archive", archive)
    damaged = next(archive.glob("tables/summary/year=2024/*.parquet"))
    damaged.write_bytes(damaged.read_bytes()[:-20])
    result = dq("facts", "--archive", archive)
    assert result.exit_code == 3
    assert "DQ-A003" in result.stderr
    assert damaged.name in result.stderr
    assert {json.loads(line)["report"][15:19] for line in result.stdout.splitlines()} == {"2023"}


def test_level_region_and_code_are_told_and_rules_ask_for_them(dq, tmp_path):
    document = write_report(tmp_path, old="2024 年度部门决算表\n", new="2024 年度部门决算表\n部门代码：101\n")
    result = dq("ingest", document, "--archive", tmp_path / "a")
    assert "青山区公园管理处 · 2024 年度  部门 · 青山区 · 代码 101" in result.stdout
    for condition, applies in (
        ('report.region = "青山区" and report.level = "department" and report.code = "101"', 1),
        ('报告.地区 = "青山区" 并且 报告.代码 = "101"', 1),
        ('report.level = "unit"', 0),
    ):
        rule = RULES.partition("rule TT102")[0].replace("check ", f"applies {condition}\n  check ", 1)
        checked = dq("check", "--archive", tmp_path / "a", "--format", "json", "--rules", write_rules(tmp_path, rule))
        run = json.loads(checked.stdout)
        assert (run["counts"]["holds"], run["counts"]["not_applicable"]) == (applies, 1 - applies), checked.stderr
        (told,) = run["reports"]
        assert [told[name] for name in ("version", "code", "level", "region")] == [1, "101", "department", "青山区"]


def test_a_department_and_its_unit_of_one_name_do_not_take_each_others_place(dq, tmp_path):
    archive = tmp_path / "a"
    dq("ingest", write_report(tmp_path), "--archive", archive)
    unit = dq(
        "ingest", write_report(tmp_path, "unit.txt", "2024 年度部门决算\n", "2024 年度单位决算\n"), "--archive", archive
    )
    assert "已读入  unit.txt" in unit.stdout
    reports = {json.loads(line)["report"] for line in dq("facts", "--archive", archive).stdout.splitlines()}
    assert len(reports) == 2


def test_a_document_that_is_no_text_shows_no_line_of_its_bytes(dq, tmp_path):
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph("某县测试局2022年度部门决算")
    document.add_paragraph("支出决算表")
    table = document.add_table(rows=2, cols=5)
    for row, texts in zip(
        table.rows,
        (("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"), ("201", "甲", "3", "1", "2")),
        strict=True,
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(tmp_path / "a.docx")
    told = dq("ingest", tmp_path / "a.docx", "--archive", tmp_path / "archive").stderr
    assert "a.docx:3" in told
    assert "PK" not in told
    assert " | " not in told
