"""An ignore speaks for its line, clause or rule, needs a reason, and is told once it is not needed."""

from __future__ import annotations

import pytest

from tests.authoring.test_lints import names

RULE = 'rule AA101 "甲" {\n  severity error\n  check summary["收入总计"].amount = summary["收入总计"].amount\n}\n'
ASIDE = {"missing-basis", "missing-explanation", "missing-translation"}


def told(text):
    return sorted(set(names(text)) - ASIDE)


def test_without_an_ignore_it_is_told():
    assert told(RULE) == ["self-comparison"]


@pytest.mark.parametrize("name", ["self-comparison", "DQ-L412", "self-comparison, DQ-L412"])
def test_before_the_rule_the_clause_and_behind_the_line(name):
    remark = f"# dq: ignore[{name}] 演示"
    assert told(f"{remark}\n# 说明\n{RULE}") == []
    assert told(RULE.replace("  check", f"  {remark}\n  check")) == []
    assert told(RULE.replace("].amount\n", f"].amount  {remark}\n")) == []


def test_elsewhere_it_does_not_help_and_is_unused():
    remark = "# dq: ignore[self-comparison] 演示"
    assert told(RULE.replace("  severity", f"  {remark}\n  severity")) == ["self-comparison", "unused-ignore"]
    assert told(f'{remark}\n\nrule AA100 "零" {{ severity error check summary["收入总计"].amount >= 0 }}\n{RULE}') == [
        "self-comparison",
        "unused-ignore",
    ]


def test_without_reason_or_name_it_does_not_help():
    assert told(f"# dq: ignore[self-comparison]\n{RULE}") == ["ignore-without-reason", "self-comparison"]
    assert told(f"# dq: ignore 我知道\n{RULE}") == ["ignore-without-reason", "self-comparison"]


def test_an_unknown_name_is_told_with_the_nearest():
    assert told(f"# dq: ignore[self-comparision] 演示\n{RULE}") == ["self-comparison", "unknown-ignore"]


def test_a_warning_of_the_language_can_be_ignored_by_its_code():
    text = 'rule AA101 "甲" {\n  severity error\n  check expenditure[role = "item"].total >= 0\n}\n'
    assert told(text) == ["DQ-L218"]
    assert told("# dq: ignore[DQ-L218] 演示\n" + text) == []
