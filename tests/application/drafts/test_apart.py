"""A draft runs in a process of its own: it says the same there, and is stopped where it costs too much."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import pytest

from dq.application.drafts.apart import Bounds, prove_apart, try_apart
from dq.application.drafts.draft import Draft
from dq.application.drafts.proving import prove
from dq.application.drafts.trying import try_on
from dq.resources import sample_archive_folder
from tests.application.drafts.test_proving import FIXTURE, RULES, TEST

REPORT = "final_accounts-2018-晋江市经信部门"
MEGA = 1024 * 1024


@pytest.fixture
def folder(tmp_path):
    """A pack with its test; temporary files stand beside it."""
    home = tmp_path / "rules"
    home.mkdir()
    for name, text in {"one": RULES, "one_test": TEST, "fixtures_test": FIXTURE}.items():
        (home / f"{name}.dq").write_text(text, encoding="utf-8")
    return home


def test_it_says_what_is_said_here(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    draft = Draft(folder, "one.dq", RULES.replace("> 0", "< 0"))
    said = prove_apart(draft, None)
    assert said == prove(draft, None)
    assert [each.code for each in said] == ["DQ-T016"]
    tried = try_apart(draft, sample_archive_folder(), [REPORT], None, "en")
    assert tried == try_on(draft, sample_archive_folder(), [REPORT], None, "en")
    assert tried.told[0].message
    assert list(tmp_path.iterdir()) == [folder]
    with pytest.raises(ValueError, match="a few reports"):
        try_apart(draft, sample_archive_folder(), [], None)


def hungry(folder: Path, rows: int, tests: int) -> Draft:
    """A few kilobytes of tests that lay out, and evaluate, many rows."""
    lines = "".join(f"| {2010000 + n} | 项 | 1 |\n" for n in range(rows))
    table = f"given general_expenditure unit 元 {{\n| 科目编码 | 科目名称 | 合计 |\n{lines}}}"
    fixture = f'fixture "多" {{ form final_accounts_2024 {table} }}\n'
    asked = "".join(f'test "{n}" {{ from "多" expect ZZ103 violated }}\n' for n in range(tests))
    rule = 'rule ZZ103 "无" { for each general_expenditure as r check r.total > 1元 }\n'
    (folder / "hungry.dq").write_text(rule, encoding="utf-8")
    return Draft(folder, "hungry_test.dq", fixture + asked)


def test_what_takes_too_long_is_stopped(folder):
    begun = time.monotonic()
    (said,) = prove_apart(hungry(folder, 200, 120), None, "zh", Bounds(seconds=1))
    assert (said.code, said.span.file) == ("DQ-T018", "hungry_test.dq")
    assert "1" in said.headline.zh
    assert time.monotonic() - begun < 10
    tried = try_apart(Draft(folder, "one.dq", RULES), sample_archive_folder(), [REPORT], None, "zh", Bounds(seconds=0))
    assert [each.code for each in tried.diagnostics] == ["DQ-T018"]


def test_what_takes_too_much_memory_is_stopped(folder):
    (said,) = prove_apart(hungry(folder, 200, 120), None, "zh", Bounds(seconds=30, memory=128 * MEGA))
    assert said.code == "DQ-T018"
