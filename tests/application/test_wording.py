"""A finding is told in either language, from what its run kept in one."""

from __future__ import annotations

import pytest

from dq.application.wording import message, told_in
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
CELL = {
    "table": "income",
    "column": "total",
    "row": {"code": None, "label": "合计"},
    "value": "1234.50",
    "unit": "万元",
    "printed": "1,234.50",
    "role": "left",
    "report": None,
}


def evidence(language="zh", comparison="=", **changed):
    title = {"zh": "合计", "en": "the total"}
    return {"title": title, "language": language, "comparison": comparison, "outcome": {**BASE, **changed}}


def test_the_runs_own_sentence_stands_in_its_language():
    assert message(evidence(), "zh") == "原话"
    english = evidence("en", message="own words")
    assert (told_in(english), message(english, "en")) == ("en", "own words")
    assert message(english, "zh").startswith(
        "收入决算表“201 一般公共服务支出”不符合“合计”：左边 1,234.50 万元，应等于右边"
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_where_the_runs_language_is_not_known_its_own_sentence_stands_in_both(language):
    """Runs of before do not say it, and a rule without an English title does not tell."""
    unknown = evidence("")
    del unknown["language"], unknown["comparison"]
    untitled = {**evidence("en"), "title": {"zh": "合计", "en": "合计"}}
    assert (told_in(unknown), message(unknown, language)) == ("", "原话")
    assert (told_in(untitled), message(untitled, "en")) == ("en", "原话")


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({}, ': Income "合计" Income of the year 1,234.50 万元'),
        ({"value": "12345000.00", "unit": "元"}, ': Income "合计" Income of the year 1,234.50 万元'),
        ({"report": "a year before"}, ': last year\'s Income "合计" Income of the year 1,234.50 万元'),
        ({"value": "823.00"}, ": left side 1,234.50 万元"),  # × 1.5
        ({"value": None}, ": left side"),
        ({"unit": None}, ": left side"),
    ],
)
def test_a_side_is_named_by_its_cell_only_where_that_prints_its_figure(changed, named):
    assert named in message(evidence(operands=[{**CELL, **changed}]), "en")


@pytest.mark.parametrize(
    ("comparison", "zh", "en"),
    [
        ("=", "应等于右边 1,234.00 万元，相差 0.50，容差 0.01。", "should equal right side 1,234.00 万元, off by 0.50"),
        ("<=", "不应大于右边 1,234.00 万元，相差", "should be at most right side 1,234.00 万元, off by"),
        ("!=", "不应等于右边 1,234.00 万元。", "should differ from right side 1,234.00 万元."),
        ("", "左边 1,234.50 万元，右边 1,234.00 万元。", "left side 1,234.50 万元, right side 1,234.00 万元."),
    ],
)
def test_how_sides_should_compare_is_told_where_it_is_known(comparison, zh, en):
    assert zh in message(evidence("en", comparison), "zh")
    assert en in message(evidence("zh", comparison), "en")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"operands": [CELL]}, '"合计"'),
        ({"operands": [CELL] * 2}, "left side 1,234.50"),
        ({}, "off by 0.50 (allowance 0.01)."),
        ({"difference": None, "left_text": "甲", "right_text": "乙"}, "left side “甲” should equal right side “乙”."),
        ({"difference": None, "left_text": "1,234.50", "operands": [CELL]}, "Income of the year “1,234.50”."),
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
