"""A finding is told in either language, from what its run kept in one."""

from __future__ import annotations

import pytest

from dq.service.findings.wording import message, told_in
from dq.types import Reason

BASE = {
    "rule_title": "合计",
    "verdict": "violated",
    "reason": None,
    "row": {"table": "income", "code": "201", "label": "一般公共服务支出", "path": None, "n": 1},
    "left": "1234.50",
    "right": "1234.00",
    "difference": "0.50",
    "allowance": "0.01",
    "left_text": None,
    "right_text": None,
    "unit": "万元",
    "message": "原话",
    "operands": [],
}
CELL = {"table": "income", "column": "total", "row": {"code": None, "label": "合计"}}


def evidence(**changed):
    return {"title": {"zh": "合计", "en": "the total"}, "outcome": {**BASE, **changed}}


def test_the_runs_own_sentence_stands_in_its_language():
    assert message(evidence(), "zh") == "原话"
    english = evidence(rule_title="the total", message="own words")
    assert (told_in(english), message(english, "en")) == ("en", "own words")
    assert message(english, "zh").startswith("收入决算表“201 一般公共服务支出”不符合“合计”：左边 1,234.50 万元")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"operands": [{**CELL, "role": "left"}]}, '"合计"'),
        ({"operands": [{**CELL, "role": "left"}] * 2}, "left side 1,234.50"),
        ({}, "off by 0.50 (allowance 0.01)."),
        ({"difference": None, "left_text": "甲", "right_text": "乙"}, "“甲”"),
        ({"difference": None, "row": None}, 'Does not comply with "the total".'),
        ({"verdict": "undecided", "reason": "zero_divisor"}, '"the total" cannot be told: the divisor is zero.'),
        ({"verdict": "undecided", "reason": None}, "no reason given"),
        ({"verdict": "error"}, "too large"),
    ],
)
def test_the_other_language_is_made_of_what_was_kept(changed, said):
    assert said in message(evidence(**changed), "en")


def test_every_reason_has_words_in_both():
    for reason in Reason:
        undecided = evidence(verdict="undecided", reason=reason.label)
        assert "no reason" not in message(undecided, "en")
