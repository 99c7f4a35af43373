"""Another document on the same report: the earlier one is kept, told and can be looked at."""

from __future__ import annotations

import json

import pytest

from tests.cli.invented import RULES, write_report

FIRST = "final_accounts-2024-青山区公园管理处"


@pytest.fixture
def archive(dq, tmp_path):
    """Two versions of a report: in the first the income of the summary is wrong."""
    for name, old, new in (("a.txt", "本年收入合计\t310.10", "本年收入合计\t999.99"), ("b.txt", "", "")):
        dq("ingest", write_report(tmp_path, name, old, new), "--archive", tmp_path / "archive")
    (tmp_path / "rules.dq").write_text(RULES, encoding="utf-8")
    return tmp_path / "archive"


def printed(dq, archive, *options):
    told = [json.loads(line) for line in dq("facts", "--archive", archive, *options).stdout.splitlines()]
    return {fact["report"] for fact in told}, "999.99" in {fact["printed"] for fact in told}


def test_rules_see_the_latest_version_and_the_one_that_is_named(dq, tmp_path, archive):
    assert printed(dq, archive) == ({f"{FIRST}-v2"}, False)
    assert printed(dq, archive, "--report", FIRST) == ({FIRST}, True)
    assert printed(dq, archive, "--report", FIRST, "--report", f"{FIRST}-v2") == ({FIRST, f"{FIRST}-v2"}, True)
    rules = "--rules", tmp_path / "rules.dq"
    assert dq("check", "--archive", archive, *rules).exit_code == 0
    assert dq("check", "--archive", archive, *rules, "--report", FIRST).exit_code == 1


def test_a_folder_with_several_forms_of_one_report_says_so(dq, tmp_path):
    folder = tmp_path / "forms"
    folder.mkdir()
    write_report(folder, "a.txt")
    write_report(folder, "b.txt", "单位：万元", "单位： 万元")
    assert "存入 2 份，其中 1 份是同一报告的又一版本" in dq("ingest", folder, "--archive", tmp_path / "a").stdout
