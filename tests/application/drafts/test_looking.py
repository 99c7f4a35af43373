"""What is said of a rule file while it is being edited."""

from __future__ import annotations

import pytest

from dq.application.drafts.draft import LONGEST, Draft, is_name, names_in
from dq.application.drafts.looking import look_at, mend
from dq.application.linting import look_over

SOUND = """\
规则 ZZ101 "收入合计不超过总计" {
  依据 "表"
  说明 "合计是总计的一部分。"
  级别 错误
  校验 summary["本年收入合计"].amount <= summary["收入总计"].amount
}
"""
WRONG = SOUND.replace("<= summary", "== summary")


@pytest.fixture
def rules(tmp_path):
    """A folder of published rules."""
    folder = tmp_path / "rules"
    (folder / "a").mkdir(parents=True)
    (folder / "a" / "one.dq").write_text(SOUND, encoding="utf-8")
    return folder


def test_a_draft_is_told_what_the_command_tells_of_the_file(rules):
    text = WRONG.replace("依据", "依据：")
    said = look_at(Draft(rules, "a/one.dq", text), None).diagnostics
    (rules / "a" / "one.dq").write_text(text, encoding="utf-8")
    assert said
    assert said == look_over([rules], None).diagnostics


def test_a_fix_mends_the_draft_and_leaves_the_file(rules):
    draft = Draft(rules, "a/one.dq", WRONG)
    looked = look_at(draft, None)
    (found,) = looked.diagnostics
    assert not looked.is_sound
    assert (found.span.line, found.span.column) == (5, 31)
    assert mend(draft, looked.diagnostics) == (SOUND.replace("<= summary", "= summary"), 1)
    assert (rules / "a" / "one.dq").read_text(encoding="utf-8") == SOUND


def test_a_new_file_is_checked_with_the_others(rules, tmp_path):
    text = SOUND.replace("依据", "需先 ZZ101\n  依据").replace("规则 ZZ101", "规则 ZZ102")
    looked = look_at(Draft(rules, "b/new.dq", text), tmp_path / "memory")
    assert looked.is_sound
    assert [rule.id for rule in looked.book.rules] == ["ZZ101", "ZZ102"]
    same = look_at(Draft(rules, "b/new.dq", SOUND), tmp_path / "memory")
    assert [each.code for each in (*same.diagnostics, *same.elsewhere)]
    assert not same.is_sound


def test_what_an_edit_breaks_elsewhere_is_told(rules):
    other = SOUND.replace("依据", "需先 ZZ101\n  依据").replace("规则 ZZ101", "规则 ZZ102")
    (rules / "a" / "two.dq").write_text(other, encoding="utf-8")
    looked = look_at(Draft(rules, "a/one.dq", "# 删去了\n"), None)
    assert looked.diagnostics == ()
    assert [each.span.file for each in looked.elsewhere] == [str(rules / "a" / "two.dq")]


def test_lints_speak_of_a_draft_without_errors(rules):
    unexplained = SOUND.replace('  说明 "合计是总计的一部分。"\n', "")
    before, after = (look_at(Draft(rules, "a/one.dq", text), None).diagnostics for text in (SOUND, unexplained))
    (missing,) = {each.code for each in after} - {each.code for each in before}
    assert {each.level.value for each in after if each.code == missing} == {"warning"}


@pytest.mark.parametrize("name", ["../a.dq", "/a.dq", "a/../b.dq", "a.txt", "", ".dq", "a/.b.dq", "a\\b.dq", "a\n.dq"])
def test_a_name_cannot_leave_the_folder(rules, name):
    assert not is_name(name)
    with pytest.raises(ValueError, match="name"):
        Draft(rules, name, "")


def test_a_draft_is_bounded(rules):
    with pytest.raises(ValueError, match="bounded"):
        Draft(rules, "a.dq", "#" * (LONGEST + 1))


def test_files_are_listed_as_drafts_name_them(rules):
    assert names_in(rules) == ("a/one.dq",)
    assert names_in(rules / "nowhere") == ()
