"""`dq rules` and `dq explain`."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

from tests.cli.invented import RULES, write_rules


def test_the_catalogue_as_text_and_json(dq, tmp_path):
    rules = write_rules(tmp_path)
    text = dq("rules", "--rules", rules)
    assert text.exit_code == 0
    assert "TT101  错误  本年收入合计 = 各项收入之和" in text.stdout
    assert "共 2 条规则" in text.stdout
    entries = json.loads(dq("rules", "--rules", rules, "--format", "json").stdout)["rules"]
    assert [entry["id"] for entry in entries] == ["TT101", "TT102"]
    assert entries[1]["tables"] == ["income", "summary"]
    assert entries[1]["severity"] == "warning"
    assert entries[0]["basis"] == "收入支出决算总表"


def test_what_a_rule_rests_on_is_told_in_english_where_the_list_of_bases_has_it(dq, tmp_path):
    rules = write_rules(tmp_path)
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "bases.csv").write_text("code,name\n收入支出决算总表,the summary\n", encoding="utf-8")
    entries = json.loads(dq("rules", "--rules", rules.parent, "--format", "json").stdout)["rules"]
    assert (entries[0]["basis"], entries[0]["basis_en"]) == ("收入支出决算总表", "the summary")
    assert "the summary" in dq("explain", entries[0]["id"], "--rules", rules.parent, "--lang", "en").stdout


def test_all_that_shipped_rules_rest_on_is_in_english():
    folder = Path(__file__).parents[2] / "rules"
    files = [path for path in folder.rglob("*.dq") if not path.stem.endswith("_test")]
    said = {
        each for path in files for each in re.findall(r'^ *basis +"([^"]*)"', path.read_text("utf-8"), re.MULTILINE)
    }
    with (folder / "reference" / "bases.csv").open(encoding="utf-8", newline="") as list_:
        told = {row["code"]: row["name"] for row in csv.DictReader(list_)}
    assert said == set(told)
    assert all(told.values())


def test_shipped_rules_are_listed_without_polars(dq):
    result = dq("rules", "--lang", "en")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.rstrip().endswith("rules")


def test_a_rule_file_with_errors_is_told_with_place_and_the_others_load(dq, tmp_path):
    write_rules(tmp_path)
    write_rules(tmp_path, RULES.replace("TT", "UU").replace("].total", "].totl"), "bad.dq")
    result = dq("rules", "--rules", tmp_path)
    assert result.exit_code == 2
    assert "bad.dq:11" in result.stderr
    assert "totl" in result.stderr
    assert "TT101" in result.stdout
    assert "UU101" not in result.stdout


def test_a_syntax_error_and_a_path_without_rules(dq, tmp_path):
    broken = write_rules(tmp_path, RULES.replace("severity  error", "severity"))
    assert dq("rules", "--rules", broken).exit_code == 2
    result = dq("rules", "--rules", write_rules(tmp_path, "# nothing yet\n", "none.dq"))
    assert (result.exit_code, "DQ-C009" in result.stderr) == (2, True)
    missing = dq("rules", "--rules", tmp_path / "no.dq")
    assert (missing.exit_code, "DQ-C001" in missing.stderr) == (2, True)


def test_a_rule_is_explained_by_its_text_and_plan(dq, tmp_path):
    result = dq("explain", "tt101", "--rules", write_rules(tmp_path))
    assert result.exit_code == 0, result.stderr
    for part in ("TT101", "收入支出决算总表", "从原文到执行", "sum(summary.amount where"):
        assert part in result.stdout


def test_an_unknown_rule_is_told_with_the_nearest(dq, tmp_path):
    result = dq("explain", "TT10", "--rules", write_rules(tmp_path))
    assert result.exit_code == 2
    assert "DQ-C007" in result.stderr
    assert "TT101" in result.stderr


def test_a_rule_is_explained_on_a_report(dq, checkout):
    sample = checkout / "datasets" / "sample"
    report = json.loads((sample / "manifest.json").read_text(encoding="utf-8"))["reports"][0]["report"]
    given = ["explain", "SM106", "--archive", sample, "--report", report, "--lang", "en", "--row"]
    told = dq(*given, "年初结转和结余").stdout
    assert "difference" in told
    assert "left − right" in told
    assert "± " in told
    assert "line " in told
    result = dq(*given, "no such row")
    assert (result.exit_code, "does not apply" in result.stdout) == (2, False)
    assert "年初结转和结余" in result.stderr.partition("There are: ")[2]


def test_a_rule_is_explained_step_by_step_on_a_document(dq, shared_documents):
    document = shared_documents / "fujian-2018" / "000_6af2a6315bf8f1d0.txt"
    english = " ".join(dq("explain", "SM102", document, "--lang", "en").stdout.split())
    assert "= 16,952.05 万元 [16,952.045, 16,952.055] line " in english
    assert "± 0.05 (10 figures) lines " in english
    assert "left − right = 0.01, allowance 0.055 → rounding" in english
    assert "左 − 右 = 0.01，容差 0.055 → 四舍五入之差" in " ".join(dq("explain", "SM102", document).stdout.split())
