"""`dq render`."""

from __future__ import annotations

import json

import pytest

from dq.cli.render_options import DocumentFormOption
from dq.synthesis.rendering import forms
from dq.templates import load_statements
from tests.cli.invented import write_rules
from tests.ingest.test_performance_alone import FORM


@pytest.fixture
def archive(dq, tmp_path):
    root = tmp_path / "archive"
    made = dq("synth", "--reports", 1, "--archive", root, "--templates", "final_accounts_2018", "--years", "2018")
    assert made.exit_code == 0
    return root


def facts(dq, *options):
    """Figures of printed tables: what the text around them says is not in the archive."""
    told = (json.loads(line) for line in dq("facts", *options).stdout.splitlines())
    said = {table.name for table in load_statements()}
    return {
        (each["table"], each["row"]["path"], each["column"], each["state"], each["value"])
        for each in told
        if each["table"] not in said
    }


def report_of(dq, archive):
    return json.loads(dq("facts", "--archive", archive).stdout.splitlines()[0])["report"]


@pytest.mark.parametrize("options", [(), ("--seed", 4)])
def test_a_document_says_what_the_archive_holds(dq, archive, tmp_path, options):
    out = tmp_path / "written.txt"
    name = report_of(dq, archive)
    result = dq("render", "--archive", archive, "--report", name, "--to", "tab", "--out", out, *options)
    assert result.exit_code == 0
    assert str(out) in result.output.replace("\n", "")
    assert facts(dq, out) == facts(dq, "--archive", archive)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"--to": "papyrus"}, "DQ-S001"),
        ({"--report": "nobody"}, "DQ-C006"),
        ({"--out": "nowhere/at/all.txt"}, "DQ-C011"),
        ({"--out": "archive/manifest.json"}, "DQ-C022"),
        ({"--out": "archive/new.txt"}, "DQ-C022"),
    ],
)
def test_what_cannot_be_written_is_told(dq, archive, tmp_path, monkeypatch, options, code):
    monkeypatch.chdir(tmp_path)
    manifest = (archive / "manifest.json").read_bytes()
    wanted = {"--report": report_of(dq, archive), "--to": "flat", "--out": tmp_path / "a.txt", **options}
    result = dq("render", "--archive", archive, *(each for pair in wanted.items() for each in pair))
    assert result.exit_code in (2, 3)
    assert code in result.output
    assert not (tmp_path / "a.txt").exists()
    assert (archive / "manifest.json").read_bytes() == manifest


def test_forms_alone_are_counted_and_not_written_as_tables_that_they_do_not_have(dq, tmp_path):
    (tmp_path / "a.tab.txt").write_text(FORM.format(project="绿地养护", body="某市测试中心", spent="30.00"), "utf-8")
    read = dq("ingest", tmp_path / "a.tab.txt", "--archive", tmp_path / "archive").stdout
    assert "  文字说明和绩效表：12 个数字入库" in read
    assert "共 12 个数字" in read
    assert "张表" not in read
    checked = dq("check", "--archive", tmp_path / "archive", "--rules", write_rules(tmp_path)).stdout
    assert "这种文件没有报表" in checked
    report, out = next(word for word in read.split() if word.startswith("performance-")), tmp_path / "b.txt"
    result = dq("render", "--archive", tmp_path / "archive", "--report", report, "--to", "tab", "--out", out)
    assert (result.exit_code, "DQ-S002" in result.output, out.exists()) == (2, True, False)


def test_the_help_names_every_form():
    assert all(form in str(DocumentFormOption.__metadata__[0].help) for form in forms())
