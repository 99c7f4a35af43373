"""What a draft would find on reports, before it is published."""

from __future__ import annotations

import shutil

import pytest

from dq.application.drafts.draft import Draft
from dq.application.drafts.trying import MOST_REPORTS, try_on
from dq.archive import Archive
from dq.resources import sample_archive_folder
from dq.runner.comparing import Change
from dq.templates import default_schema

HOLDS = '规则 ZZ101 "收入大于零" { 级别 错误 校验 收入支出决算总表["本年收入合计"].amount > 0 }\n'
NEEDS = '规则 ZZ102 "有合计" { 需先 ZZ101 校验 收入支出决算总表["本年收入合计"].amount > 0 }\n'
FAILS = HOLDS.replace("> 0", "< 0")


@pytest.fixture
def folder(tmp_path):
    """A folder of two rules, one of which needs the other."""
    (tmp_path / "one.dq").write_text(HOLDS, encoding="utf-8")
    (tmp_path / "two.dq").write_text(NEEDS, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """The sample archive, and its first report."""
    root = tmp_path_factory.mktemp("sample") / "archive"
    shutil.copytree(sample_archive_folder(), root)
    opened = Archive.open(root, default_schema()).archive
    return root, opened.latest[0].report


def test_before_and_after_an_edit(folder, archive):
    root, report = archive
    tried = try_on(Draft(folder, "one.dq", FAILS), root, [report], None)
    assert tried.diagnostics == ()
    assert tried.rules == ("ZZ101", "ZZ102")
    assert (tried.before, tried.after) == ({"holds": 2}, {"undecided": 1, "violated": 1})
    assert tried.changes == {Change.NEW: 2}
    assert {each.rule for each in tried.told} == {"ZZ101", "ZZ102"}


def test_an_edit_that_mends_resolves(folder, archive):
    root, report = archive
    (folder / "one.dq").write_text(FAILS, encoding="utf-8")
    assert try_on(Draft(folder, "one.dq", HOLDS), root, [report], None).changes == {Change.RESOLVED: 2}


def test_a_draft_with_errors_is_not_tried(folder, archive):
    root, report = archive
    tried = try_on(Draft(folder, "one.dq", "规则 ZZ101"), root, [report], None)
    assert tried.diagnostics
    assert tried.after is None


def test_reports_are_few_and_known(folder, archive):
    root, _ = archive
    draft = Draft(folder, "one.dq", FAILS)
    assert try_on(draft, root, ["nothing"], None).diagnostics
    for reports in ([], ["a"] * (MOST_REPORTS + 1)):
        with pytest.raises(ValueError, match="few"):
            try_on(draft, root, reports, None)
