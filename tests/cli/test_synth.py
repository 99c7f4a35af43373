"""`dq synth`."""

from __future__ import annotations

import json

import polars as pl

from dq.archive import Archive
from dq.templates import load_statements

FORMS = "final_accounts_2018,final_accounts_2024"


def test_an_archive_is_made_and_holds(dq, tmp_path):
    result = dq("synth", "--reports", 20, "--seed", 4, "--archive", tmp_path / "a", "--templates", FORMS)
    assert result.exit_code == 0, result.output
    assert "生成 20 份报告 · 5 个虚构的单位" in result.stdout
    checked = dq("check", "--archive", tmp_path / "a", "--format", "json")
    assert checked.exit_code == 0
    assert json.loads(checked.stdout)["counts"]["violated"] == 0


def test_how_many_departments_there_are_is_told_and_that_there_is_none(dq, tmp_path):
    options = ("--years", "2018", "--templates", "final_accounts_2018", "--units", 2)
    for reports, told, few in (
        (4, "6 个虚构的单位（其中 2 个部门）", False),
        (1, "1 个虚构的单位（其中 0 个部门）", True),
    ):
        result = dq("synth", "--reports", reports, "--archive", tmp_path / str(reports), *options)
        assert (result.exit_code, told in result.stdout, "没有部门" in result.stdout) == (0, True, few), result.output


def test_equal_seeds_give_equal_bytes(dq, tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        options = ("--reports", 3, "--years", "2018", "--templates", "final_accounts_2018")
        assert dq("synth", "--archive", tmp_path / name, "--seed", seed, *options).exit_code == 0
    prints = [Archive.open(tmp_path / name).archive.fingerprint for name in "abc"]
    assert prints[0] == prints[1] != prints[2]
    assert (tmp_path / "a" / "manifest.json").read_bytes() == (tmp_path / "b" / "manifest.json").read_bytes()


def test_what_cannot_be_made_is_told_and_nothing_is_overwritten(dq, tmp_path, monkeypatch):
    monkeypatch.setenv("DQ_ARCHIVE", str(tmp_path / "real"))
    full = tmp_path / "full"
    full.mkdir()
    (full / "manifest.json").write_text("{}", encoding="utf-8")
    for options, code in (
        (["--archive", full], "DQ-S024"),
        (["--archive", full / "manifest.json"], "DQ-C012"),
        (["--archive", tmp_path / "n", "--templates", "final_2018"], "DQ-S020"),
        (["--archive", tmp_path / "n", "--years", "2020-2017"], "DQ-S021"),
        (["--archive", tmp_path / "n", "--years", "1990"], "DQ-S022"),
        (["--archive", tmp_path / "n", "--faults", "sing=1"], "DQ-S025"),
        (["--archive", tmp_path / "n", "--faults", "wrong_grade=0.1"], "DQ-S032"),
        (["--archive", tmp_path / "n", "--faults", "sign=0.1", "--years", "x"], "DQ-S021"),
        (["--archive", tmp_path / "n", "--documents", full], "DQ-S024"),
        (["--archive", tmp_path / "n", "--documents", tmp_path / "d", "--form", "tap", "--years", "2019"], "DQ-S030"),
        (["--archive", tmp_path / "n", "--documents", tmp_path / "d", "--reports", "10001"], "DQ-S031"),
        (["--archive", tmp_path / "n", "--reports", "0"], "DQ-S023"),
        (["--archive", tmp_path / "n", "--reports", "1000000000"], "DQ-S023"),
        ([], "DQ-C005"),
    ):
        result = dq("synth", "--reports", 5, *options)
        assert (result.exit_code, code in result.stderr) == (2, True), (options, result.output)
        assert "Traceback" not in result.output
    assert (full / "manifest.json").read_text(encoding="utf-8") == "{}"
    assert not (tmp_path / "n").exists()
    assert not (tmp_path / "real").exists()


def test_faults_are_listed_beside_the_archive(dq, tmp_path):
    options = ("--reports", 12, "--years", "2019", "--faults", "sign=1", "--templates", FORMS)
    result = dq("synth", *options, "--archive", tmp_path / "a")
    assert result.exit_code == 0, result.output
    assert "其中 12 份各有一处差错" in result.stdout
    assert (tmp_path / "a.faults.parquet").is_file()
    assert len((tmp_path / "a.faults.csv").read_text(encoding="utf-8").splitlines()) == 13
    assert dq("check", "--archive", tmp_path / "a").exit_code == 1
    (tmp_path / "b.faults.csv").write_text("mine", encoding="utf-8")
    refused = dq("synth", *options, "--archive", tmp_path / "b", "--lang", "en")
    assert (refused.exit_code, "error[DQ-S029]" in refused.stderr) == (2, True)
    assert (tmp_path / "b.faults.csv").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "b").exists()


def test_a_wrong_grade_and_a_wrong_growth_are_in_the_documents_and_are_found(dq, tmp_path):
    options = ("--reports", 5, "--years", "2018", "--templates", "final_accounts_2018", "--seed", 3)
    faults = ("--faults", "wrong_grade=0.5,wrong_growth=0.5")
    made = dq("synth", *options, *faults, "--archive", tmp_path / "a", "--documents", tmp_path / "d")
    assert made.exit_code == 0, made.output
    truth = pl.read_parquet(tmp_path / "a.faults.parquet").filter("moves")
    assert set(truth["kind"]) == {"wrong_grade", "wrong_growth"}
    told = json.loads(dq("check", tmp_path / "d", "--format", "json").stdout)["outcomes"]
    columns = {"wrong_grade": ("project", "grade"), "wrong_growth": ("narrative", "rate")}
    named = {
        (outcome["report"], cell["table"], cell["column"])
        for outcome in told
        if outcome["verdict"] == "violated"
        for cell in outcome["operands"]
    }
    assert {(fault["report"], *columns[fault["kind"]]) for fault in truth.rows(named=True)} <= named
    assert {report for report, *_ in named} == set(truth["report"])


def test_documents_are_read_as_the_reports_that_were_made(dq, tmp_path):
    options = ("--reports", 4, "--templates", f"{FORMS},budget_shanghai", "--years", "2018-2019")
    made = dq("synth", *options, "--archive", tmp_path / "a", "--documents", tmp_path / "d")
    assert made.exit_code == 0, made.output
    assert len(list((tmp_path / "d").iterdir())) == 4
    facts = dq("facts", tmp_path / "d")
    assert facts.exit_code == 0, facts.output

    said = {table.name for table in load_statements()}  # of which the archive has none

    def figures(text):
        found = [fact for fact in map(json.loads, text.splitlines()) if fact["table"] not in said]
        return sorted(
            (fact["report"], fact["table"], fact["row"]["path"], fact["column"], fact["value"])
            for fact in found
            if fact["state"] in ("figure", "zero") and fact["table"] not in spoken
        )

    # Documents have a narrative and forms as well; test_narrative_is_read.py and test_forms_are_read.py look at these.
    spoken = {each.name for each in load_statements()}

    assert figures(facts.stdout) == figures(dq("facts", "--archive", tmp_path / "a").stdout) != []
