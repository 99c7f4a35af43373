"""Hints say what would explain a violation; they never excuse it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.engine.small import check, report

RULE = 'rule T001 "t" { check alpha[item = "甲"].total = sum(alpha.total where item = "乙") }'


def outcome(total, *parts):
    rows = [{"item": "甲", "total": total}, *({"item": "乙", "total": part} for part in parts)]
    (found,) = check(RULE, report(alpha=rows)).outcomes
    return found


@pytest.mark.parametrize(
    ("total", "part", "hint"),
    [
        ("1.04", "0.20", "truncated"),  # five parts, each less than 0.01 short; rounding allows 0.03
        ("1.05", "0.20", None),  # less than 0.05 in all
        ("0.96", "0.20", None),  # parts that are cut off never exceed their total
        ("-1.04", "-0.20", "truncated"),
        ("-0.96", "-0.20", None),
    ],
)
def test_cutting_off_explains_a_total_that_is_too_large(total, part, hint):
    found = outcome(total, *[part] * 5)
    assert found.verdict == "violated"
    assert (None if found.hint is None else found.hint.value) == hint


def test_whole_units_are_at_most_a_warning():
    body = report(alpha=[{"item": "甲", "total": "460"}, {"item": "乙", "total": "459.70"}])
    for row in body.rows["alpha"]:
        row["total__radius"] = Decimal(50)  # the form prints two decimals at least: half of 0.01万元
    (found,) = check(RULE, body).outcomes
    assert (found.verdict, found.hint, found.severity) == ("violated", "integer_rounding", "warning")
    assert found.allowance == Decimal("0.01")


def test_an_explicit_tolerance_has_no_hints():
    rule = RULE.replace(" }", " tolerance exact }")
    body = report(alpha=[{"item": "甲", "total": "1.0"}, {"item": "乙", "total": "1.1"}])
    assert check(rule, body).outcomes[0].hint is None
