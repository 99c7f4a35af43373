"""`dq lint`."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

from dq.cli.app import app
from dq.resources import rules_folder, sample_archive_folder

SCHEMAS = Path(__file__).parents[1] / "report" / "schemas"
CLEAN = """\
rule AA101 "收支总计相等" {
  title en  "Both totals are equal"
  basis     "收入支出决算总表"
  explain   "收支两栏的总计是同一个数。"
  severity  error
  check     summary["收入总计"].amount = summary["支出总计"].amount
}
"""
FAULTY = CLEAN.replace('  basis     "收入支出决算总表"\n', "").replace("].amount\n", "].amount tolerance rounding\n")
BROKEN = (
    CLEAN.replace(" = ", " == ")
    + 'rule AA102 "乙" { check summary["收入总计"].amount <= 14,085.13万元 }\n'
    + 'rule AA103 "丙" { check ( }\n'
    + 'rule AA104 "丁" { chekc 1 = 1 }\n'
)


@pytest.fixture
def written(tmp_path):
    """Writes a rule file."""

    def write(text, name="a.dq"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_the_shipped_rules_are_clean(dq):
    result = dq("lint", rules_folder())
    assert (result.exit_code, "没有可挑的" in result.stdout) == (0, True), result.stdout


def test_findings_are_told_and_exit_with_1(dq, written):
    result = dq("lint", written(FAULTY), "--lang", "en")
    assert result.exit_code == 1
    for part in ("warning[DQ-L401]", "lint missing-basis", "DQ-L422", "0 errors, 2 findings"):
        assert part in result.stdout


def test_several_errors_of_one_file_are_told_at_once(dq, written):
    result = dq("lint", written(BROKEN))
    assert result.exit_code == 2
    for code in ("DQ-L005", "DQ-L006", "DQ-L001", "DQ-L011"):
        assert f"错误[{code}]" in result.stdout
    assert "4 处错误，0 处可改进" in result.stdout


def test_certain_fixes_are_written_and_the_rest_told(dq, written):
    path = written(FAULTY)
    result = dq("lint", "--fix", path)
    assert (result.exit_code, "已改正 1 处" in result.stdout) == (1, True)
    assert "tolerance" not in path.read_text(encoding="utf-8")
    assert "DQ-L401" in result.stdout
    broken = written(BROKEN, "b.dq")
    assert dq("lint", "--fix", broken).exit_code == 2
    text = broken.read_text(encoding="utf-8")
    assert "==" not in text
    assert "14085.13万元" in text


def test_what_may_be_read_in_a_wrong_code_is_not_mended(dq, written):
    path = written("")
    path.write_bytes(BROKEN.encode("gb18030"))
    result = dq("lint", "--fix", path)
    assert (result.exit_code, "另存为 UTF-8" in result.stdout + result.stderr) == (3, True)
    assert path.read_bytes() == BROKEN.encode("gb18030")
    path.write_bytes(FAULTY.encode("gb18030"))
    assert "已改正 1 处" in dq("lint", "--fix", path).stdout


def test_json_and_sarif(dq, written):
    path = written(BROKEN + CLEAN.replace("AA101", "AA105").replace(" = ", " = ").replace("  severity  error\n", ""))
    said = json.loads(dq("lint", path, "--format", "json", "--lang", "en").stdout)
    assert said["schema_version"] == 1
    first = said["diagnostics"][0]
    assert (first["code"], first["place"]["line"], first["fix"]["replacement"]) == ("DQ-L005", 6, "=")
    run = sarif(dq("lint", path, "--format", "sarif").stdout)
    assert run["tool"]["driver"]["name"] == "dq"
    for result in run["results"]:
        rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        assert rule["shortDescription"]["text"]
        assert result["locations"][0]["physicalLocation"]["region"]["startLine"] >= 1


def sarif(text):
    """The run of a log, held to the official schema."""
    log = json.loads(text)
    schema = json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker()).validate(log)
    (run,) = log["runs"]
    return run


def test_sarif_has_second_places_fixes_and_files_as_a_whole(dq, written):
    run = sarif(dq("lint", written(FAULTY + FAULTY + BROKEN), "--format", "sarif", "--lang", "en").stdout)
    assert {each["level"] for each in run["results"]} == {"error"}
    run = sarif(dq("lint", written(FAULTY + FAULTY.replace("AA101", "AA102")), "--format", "sarif").stdout)
    assert any("relatedLocations" in each for each in run["results"])
    assert any("fixes" in each for each in run["results"])
    run = sarif(dq("lint", written(FAULTY).parent / "nowhere.dq", "--format", "sarif").stdout)
    assert "region" not in run["results"][0]["locations"][0]["physicalLocation"]


def test_an_archive_shows_rules_that_check_nothing(dq, written):
    never = CLEAN.replace("  check ", '  applies   report.kind = "budget"\n  check ').replace("AA101", "AA102")
    path = written(CLEAN + never.replace("收支总计相等", "预算收支总计相等"))
    result = dq("lint", path, "--archive", sample_archive_folder())
    assert result.exit_code == 1
    assert result.stdout.count("vacuous") == 1
    assert "rule AA102" in result.stdout
    missing = dq("lint", path, "--archive", path.parent / "none")
    assert (missing.exit_code, "DQ-A001" in missing.stdout) == (2, True)


def test_standard_input():
    result = CliRunner().invoke(app, ["lint", "-"], input=CLEAN.encode())
    assert result.exit_code == 0, result.stdout
    refused = CliRunner().invoke(app, ["lint", "-", "--fix"], input=CLEAN.encode())
    assert refused.exit_code == 2
