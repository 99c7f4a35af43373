"""What a statement shows of a check: the parts that make it come out as it does, with their own figures."""

from __future__ import annotations

import pytest

from dq.types import unit_named
from tests.engine.small import check, report

ROW = {"item": "甲", "total": "100.00", "part": "60.00", "role": "item"}


@pytest.mark.parametrize(
    ("written", "statement"),
    [
        ("r.part is present implies r.total = r.part", "100.00 = 60.00"),
        ("r.total = r.part or (r.total = 90万元 and r.part = 60万元)", "100.00 = 60.00 或 100.00 = 90万元"),
        ("r.part = 60万元 and r.total = 90万元", "100.00 = 90万元"),
        ("r.part = 61万元 and r.total = 90万元", "60.00 = 61万元 且 100.00 = 90万元"),
        ('r.total = r.part or (r.role = "total" and r.total = 1万元)', "100.00 = 60.00"),
        ('r.total = r.part or (r.role = "item" and r.total = 1万元)', "100.00 = 60.00 或 100.00 = 1万元"),
        ("r.total = r.part or (report.year < 2000 and r.total = 1万元)", "100.00 = 60.00"),
        ("r.total = r.part or (r.heads is present and r.total = 7万元)", "100.00 = 60.00"),
        ('r.role = "total"', "《alpha表》第 1 行role为“item”，应为“total”。"),
        ('r.role = "item" implies r.total = r.part', "100.00 = 60.00"),
        ("count(alpha where item = r.item) = 1 implies r.total = r.part", "100.00 = 60.00"),
        (
            'r.role = case { r.total > 0 => "total"; else => "heading" }',
            "《alpha表》第 1 行role为“item”，应为“total”。",
        ),
        ("r.total > 0 implies r.heads is present", "《alpha表》第 1 行不符合“x”。"),
        (
            "r.total = 0 or (r.part is present and r.part = 60万元 implies r.total = 9万元)",
            "100.00 = 0 或 (若 60.00 = 60万元，则 100.00 = 9万元)",
        ),
        ("r.heads is present and r.part = 61万元", "《alpha表》第 1 行不符合“x”。"),
        ("r.total in (1万元, 2万元)", "100.00 属于 (1万元, 2万元)"),
        ("r.total = 1万元 or r.total = 2万元 or r.total = 3万元", "100.00 = 1万元 或 100.00 = 2万元 或 100.00 = 3万元"),
        (
            "(r.total = 1万元 or r.total = 2万元) and r.part = 3万元",
            "(100.00 = 1万元 或 100.00 = 2万元) 且 60.00 = 3万元",
        ),
    ],
)
def test_a_violated_check_is_told_by_what_failed(written, statement):
    outcome = told(written)
    assert outcome.verdict == "violated"
    assert outcome.statement.partition("；")[0] == statement


@pytest.mark.parametrize(
    ("written", "statement"),
    [
        ("r.total = 1万元 or r.part = 60万元", "60.00 = 60万元"),
        ("r.part is present and r.part = 60万元", "60.00 = 60万元；差额 0.00，容差 0.00"),
        ("r.part is present and r.role is present", "[60.00] 为 有数 且 [“item”] 为 有数"),
    ],
)
def test_one_that_holds_by_what_is_true_without_the_difference_of_another_part(written, statement):
    outcome = told(written)
    assert outcome.verdict == "holds"
    assert outcome.statement.startswith(statement)
    assert ("差额" in outcome.statement) is ("差额" in statement)


def test_the_year_of_a_report_proves_nothing_so_its_figures_are_not_shown():
    outcome = told("(report.year >= 2000 and r.total = 1万元) or r.total = 2万元")
    assert (outcome.left, outcome.right) == (100, 1)


def test_a_check_that_comes_down_to_one_comparison_is_told_as_one():
    outcome = told("r.part is present implies (r.total = r.part or (report.year < 2000 and r.total = 1万元))")
    assert "total 100.00 万元，应等于part 60.00 万元，相差 40.00" in outcome.message


def test_money_beside_a_rate_is_told_in_its_printed_unit():
    rule = 'rule T001 "x" { for each beta as r check r.rate = share(r.amount, alpha["甲"].total) }'
    beta = [{"item": "乙", "amount": "60.00", "rate": "59"}]
    (outcome,) = check(rule, report(alpha=[ROW], beta=beta)).outcomes
    assert outcome.statement.startswith("59% = 60.00 ÷ 100.00；")
    assert "应等于（amount ÷ 《alpha表》第 1 行total）60" in outcome.message


def test_quantities_in_two_units_are_told_with_them():
    body = report(beta=[{"item": "甲", "size": "300"}, {"item": "乙", "size": "300"}])
    for row, unit in zip(body.rows["beta"], ("艘", "万艘"), strict=True):
        row |= {"size": unit_named(unit).factor * 300, "size__unit": unit}
    rule = 'rule T001 "x" { for each beta as r where r.item = "甲" check r.size = SIDE }'
    for side, expected in (('beta["乙"].size', "300 艘 = 300 万艘；"), ("2 * r.size", "300 = 2 × 300；")):
        (outcome,) = check(rule.replace("SIDE", side), body).outcomes
        assert outcome.statement.startswith(expected)


def told(written):
    rule = f'rule T001 "x" {{ for each alpha as r check {written} }}'
    (outcome,) = check(rule, report(alpha=[ROW])).outcomes
    return outcome
