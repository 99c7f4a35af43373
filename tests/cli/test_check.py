"""`dq check`, the command an auditor begins with."""

from __future__ import annotations

import errno
import json

import pytest

from dq.outcome.kept import Gathering
from tests.cli.invented import RULES, write_report, write_rules


@pytest.fixture
def rules(tmp_path):
    folder = tmp_path / "rules"
    folder.mkdir()
    return write_rules(folder)


def test_a_right_report_is_told_to_be_right_with_what_was_checked(dq, tmp_path, rules):
    result = dq("check", write_report(tmp_path), "--rules", rules)
    assert result.exit_code == 0, result.output
    assert "青山区公园管理处 · 2024 年度" in result.stdout
    assert "读到 2 张表：收入支出决算总表、收入决算表" in result.stdout
    assert "未见 7 张表" in result.stdout
    assert "没有发现问题：能判断的 2 项全部成立。" in result.stdout
    assert result.stderr == ""


def test_a_wrong_figure_is_proven(dq, tmp_path, rules):
    result = dq("check", write_report(tmp_path, old="300.10", new="301.10"), "--rules", rules)
    assert result.exit_code == 1
    for part in ("错误  TT101  本年收入合计 = 各项收入之和", "差额 -1.00", "report.txt:10", "依据 收入支出决算总表"):
        assert part in result.stdout
    assert "TT102" not in result.stdout.split("发现的问题")[1]


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("info", 1), ("never", 0)])
def test_the_gate_is_set_by_severity(dq, tmp_path, rules, fail_on, code):
    document = write_report(tmp_path, old="合计\t\t310.10", new="合计\t\t310.90")
    assert dq("check", document, "--rules", rules, "--fail-on", fail_on).exit_code == code


def test_what_cannot_be_told_is_no_pass(dq, tmp_path, rules):
    missing = RULES.replace("收入决算表", "支出决算表").replace('income["合计"]', 'expenditure["合计"]')
    write_rules(rules.parent, missing.replace("TT", "UU"), "more.dq")
    document = write_report(tmp_path)
    result = dq("check", document, "--rules", rules.parent)
    assert "无法判断（1 项，不算通过）" in result.stdout
    assert "缺少所需的表或行：1 项（UU102）" in result.stdout
    assert dq("check", document, "--rules", rules.parent, "--fail-on-undecided").exit_code in (1, 3)


def test_a_mandatory_table_that_is_missing_makes_an_error_rule_a_run_error(dq, tmp_path, rules):
    strict = RULES.replace("warning", "error").replace('income["合计"].total', 'expenditure["合计"].total')
    assert dq("check", write_report(tmp_path), "--rules", write_rules(rules.parent, strict)).exit_code == 3


def test_bad_documents_are_told_and_the_good_one_is_checked(dq, tmp_path, rules):
    (tmp_path / "empty.txt").write_bytes(b"")
    good = write_report(tmp_path, old="300.10", new="301.10")
    result = dq("check", tmp_path / "empty.txt", good, "--rules", rules)
    assert result.exit_code == 3
    assert "DQ-I002" in result.stderr
    assert "TT101" in result.stdout
    alone = dq("check", tmp_path / "empty.txt", "--rules", rules)
    assert alone.exit_code == 3
    assert "没有可检查的报告" in alone.stdout


def test_a_rule_file_with_errors_is_told_and_the_other_rules_run(dq, tmp_path, rules):
    write_rules(rules.parent, RULES.replace("TT", "UU").replace("summary[", "sumary["), "bad.dq")
    result = dq("check", write_report(tmp_path), "--rules", rules.parent)
    assert result.exit_code == 2
    assert "sumary" in result.stderr
    assert "规则 2 条" in result.stdout


def test_without_any_rule_nothing_is_told_to_hold(dq, tmp_path, rules):
    bad = write_rules(rules.parent, "rule", "only.dq")
    result = dq("check", write_report(tmp_path), "--rules", bad)
    assert (result.exit_code, result.stdout) == (2, "")


def test_the_same_document_twice_is_checked_once(dq, tmp_path, rules):
    result = dq("check", write_report(tmp_path), write_report(tmp_path, "copy.txt"), "--rules", rules)
    assert result.exit_code == 0
    assert "DQ-C014" in result.stderr
    assert "能判断的 2 项全部成立" in result.stdout


def test_an_archive_is_checked_as_its_documents_are(dq, tmp_path, rules):
    document = write_report(tmp_path, old="300.10", new="301.10")
    dq("ingest", document, "--archive", tmp_path / "a")
    of_document = dq("check", document, "--rules", rules)
    of_archive = dq("check", "--archive", tmp_path / "a", "--rules", rules)
    assert of_archive.exit_code == of_document.exit_code == 1
    assert of_archive.stdout == of_document.stdout


def test_a_damaged_data_file_is_a_run_error_and_the_rest_is_checked(dq, tmp_path, rules):
    archive = tmp_path / "a"
    dq("ingest", write_report(tmp_path), "--archive", archive)
    dq("ingest", write_report(tmp_path, "old.txt", "2024 年度部门决算\n", "2023 年度部门决算\n"), "--archive", archive)
    next(archive.glob("tables/summary/year=2024/*.parquet")).write_bytes(b"PAR1")
    result = dq("check", "--archive", archive, "--rules", rules)
    assert result.exit_code == 3
    assert "DQ-A003" in result.stderr
    assert "2023 年度" in result.stdout
    assert "运行出错 final_accounts-2024-青山区公园管理处" in result.stdout


def test_json_is_one_document_with_strings_for_figures(dq, tmp_path, rules):
    document = write_report(tmp_path, old="300.10", new="301.10")
    result = dq("check", document, "--rules", rules, "--format", "json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert told["schema_version"] == 1
    assert told["counts"]["violated"] == 1
    assert [outcome["verdict"] for outcome in told["outcomes"]] == ["violated"]
    outcome = told["outcomes"][0]
    assert (outcome["rule"], outcome["difference"], outcome["allowance"]) == ("TT101", "-1.00", "0.015")
    assert {operand["source"]["line"] for operand in outcome["operands"]} == {8, 9, 10}
    everything = json.loads(dq("check", document, "--rules", rules, "--format", "json", "--all").stdout)
    assert sorted(outcome["verdict"] for outcome in everything["outcomes"]) == ["holds", "violated"]
    for each in (told, everything):
        each.pop("run")
    again = json.loads(dq("check", document, "--rules", rules, "--format", "json").stdout)
    again.pop("run")
    assert again == told


def test_jsonl_is_one_outcome_a_line(dq, tmp_path, rules):
    document = write_report(tmp_path, old="300.10", new="301.10")
    lines = dq("check", document, "--rules", rules, "--format", "jsonl", "--all").stdout.splitlines()
    assert sorted(json.loads(line)["rule"] for line in lines) == ["TT101", "TT102"]


def test_only_the_report_asked_for_is_checked(dq, tmp_path, rules):
    old = write_report(tmp_path, "old.txt", "2024 年度部门决算\n", "2023 年度部门决算\n")
    identifier = "final_accounts-2023-青山区公园管理处"
    result = dq("check", write_report(tmp_path), old, "--rules", rules, "--report", identifier)
    assert "2023 年度" in result.stdout
    assert "2024 年度" not in result.stdout
    assert dq("check", old, "--rules", rules, "--report", "X").exit_code == 2


def test_english_where_asked_for(dq, tmp_path, rules):
    result = dq("check", write_report(tmp_path, old="300.10", new="301.10"), "--rules", rules, "--lang", "en")
    assert "income adds up" in result.stdout
    assert "1 cause, 1 violation (1 error)." in result.stdout


def test_a_full_disk_is_told_with_what_to_do(dq, tmp_path, rules, monkeypatch):
    def refuse(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Gathering, "add", refuse)
    result = dq("check", write_report(tmp_path, old="300.10", new="301.10"), "--rules", rules)
    assert result.exit_code == 3
    assert "DQ-C011" in result.stderr
    assert "磁盘已满" in result.stderr
