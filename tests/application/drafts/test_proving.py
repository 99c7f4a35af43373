"""The rules' own tests are run with a draft in its place, and say what it breaks."""

from __future__ import annotations

import pytest

from dq.application.drafts.draft import Draft
from dq.application.drafts.proving import prove

RULES = '规则 ZZ101 "收入大于零" { 级别 错误 校验 收入支出决算总表["本年收入合计"].amount > 0 }\n'
NEEDS = '规则 ZZ102 "有合计" { 需先 ZZ101 校验 收入支出决算总表["本年收入合计"].amount > 0 }\n'
FIXTURE = """\
fixture "有收入" {
  form final_accounts_2018
  given summary unit 万元 {
    | 项目         | 决算数 | 项目         | 决算数 |
    | 本年收入合计 | 5.00   | 本年支出合计 | 5.00   |
  }
}
"""
TEST = 'import "fixtures_test.dq"\ntest "有收入就成立" { from "有收入" expect ZZ101 holds }\n'
NEEDING = 'import "fixtures_test.dq"\ntest "有合计就成立" { from "有收入" expect ZZ102 holds }\n'


@pytest.fixture
def folder(tmp_path):
    """Two packs, one needing a rule of the other, each with a test; both take a fixture from a third file."""
    texts = {"one": RULES, "one_test": TEST, "two": NEEDS, "two_test": NEEDING, "fixtures_test": FIXTURE}
    for name, text in texts.items():
        (tmp_path / f"{name}.dq").write_text(text, encoding="utf-8")
    return tmp_path


def told(folder, name, text):
    return [(each.code, each.span.file) for each in prove(Draft(folder, name, text), None)]


def test_a_draft_that_keeps_its_tests_passes(folder):
    assert told(folder, "one.dq", RULES.replace("> 0", ">= 0")) == []
    assert told(folder, "new/pack.dq", RULES.replace("ZZ101", "ZZ109")) == []


def test_the_tests_of_rules_that_need_a_changed_one_run_too(folder):
    failing = prove(Draft(folder, "one.dq", RULES.replace("> 0", "< 0")), None)
    assert [(each.code, each.span.file) for each in failing] == [
        ("DQ-T016", "one_test.dq"),
        ("DQ-T016", "two_test.dq"),
    ]
    assert "有收入就成立" in failing[0].headline.zh
    assert failing[0].notes[0].en == "expected ZZ101 holds, actual violated"
    assert (folder / "one.dq").read_text(encoding="utf-8") == RULES


def test_a_rule_that_tests_still_name_cannot_be_left_out(folder):
    (folder / "two.dq").unlink()
    assert ("DQ-T001", "one_test.dq") in told(folder, "one.dq", RULES.replace("ZZ101", "ZZ103"))


def test_a_draft_of_tests_runs_them_and_those_that_take_fixtures_from_it(folder):
    assert told(folder, "one_test.dq", TEST) == []
    assert told(folder, "one_test.dq", TEST.replace("holds", "violated")) == [("DQ-T016", "one_test.dq")]
    broken = told(folder, "fixtures_test.dq", FIXTURE.replace("| 5.00", "| -5.00"))
    assert broken == [("DQ-T016", "one_test.dq"), ("DQ-T016", "two_test.dq")]


def test_a_draft_with_errors_is_told_of_them(folder):
    assert told(folder, "one.dq", "规则 ZZ101")
    assert told(folder, "three.dq", RULES) != []


def test_a_rule_is_tried_with_the_tests_that_come_with_it(folder):
    stricter, kept = RULES.replace("> 0", "< 0"), TEST.replace("holds", "violated")
    said = prove(Draft(folder, "one.dq", stricter, kept), None)
    assert [each.span.file for each in said] == ["two_test.dq"]
    assert [each.span.file for each in prove(Draft(folder, "one.dq", RULES, kept), None)] == ["one_test.dq"]


def test_stored_reports_are_those_above_the_published_rules(folder, tmp_path):
    sampled = 'test "样" { from sample "final_accounts-2018-晋江市经信部门" expect ZZ101 holds }\n'
    assert told(folder, "one_test.dq", TEST + sampled) == []
    (tmp_path / "datasets" / "sample").mkdir(parents=True)
    assert ("DQ-T009", "one_test.dq") in told(folder, "one_test.dq", TEST + sampled)


def test_what_lays_out_too_many_rows_is_not_even_begun(folder):
    rows = "".join(f"    | 项目{n} | 5.00 | 项目{n} | 5.00 |\n" for n in range(900))
    many = FIXTURE.replace("  }\n", rows + "  }\n") + "".join(
        f'test "{n}" {{ from "有收入" expect ZZ101 holds }}\n' for n in range(40)
    )
    assert ("DQ-T017", "one_test.dq") in told(folder, "one_test.dq", many)
