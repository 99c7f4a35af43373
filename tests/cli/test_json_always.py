"""Whoever asks for JSON gets one document, also where nothing could be checked."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from dq.cli.app import app
from tests.published import published


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--archive", "absent"), "DQ-A001"),
        (("absent.txt",), "DQ-C001"),
        (("nothing.txt",), "DQ-I"),
        (("report.txt", "--rules", "wrong.dq"), "DQ-L"),
    ],
)
def test_a_document_with_what_was_refused(tmp_path, monkeypatch, words, code):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "nothing.txt").write_bytes(b"")
    (tmp_path / "report.txt").write_text("没有报表", encoding="utf-8")
    (tmp_path / "wrong.dq").write_text('rule A "甲" { check nothing.at.all = 1 }', encoding="utf-8")
    result = CliRunner().invoke(app, ["check", *words, "--format", "json"])
    told = json.loads(result.stdout)
    published().validate(told)
    assert result.exit_code == (3 if code == "DQ-I" else 2)
    assert (told["schema_version"], told["run"], told["counts"]["violated"]) == (1, None, 0)
    assert told["outcomes"] == []
    assert any(each["code"].startswith(code) for each in told["refused"])
