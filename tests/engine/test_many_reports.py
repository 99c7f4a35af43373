"""What is evaluated row by row gives the same for many reports at once, where polars streams."""

from __future__ import annotations

from tests.engine.small import check, report

RULES = """
rule T001 "rate" { for each alpha as r check beta[item = r.item].rate = (r.total - r.part) / r.part }
rule T002 "part" { check sum(alpha.total where total / 2 > 60万元) >= alpha[item = "甲"].part }
"""


def body(number):
    rows = [{"item": "甲", "total": str(100 + number), "part": "100"}]
    return report(f"b{number:03}/2018", alpha=rows, beta=[{"item": "甲", "rate": str(number)}])


def test_streamed_as_alone():
    many = check(RULES, *map(body, range(150)))
    assert not many.errors
    for number in (0, 20, 21, 149):
        alone = check(RULES, body(number)).outcomes
        told = [each for each in many.outcomes if each.report == f"b{number:03}/2018"]
        assert [(each.rule, each.verdict, each.left, each.right) for each in told] == [
            (each.rule, each.verdict, each.left, each.right) for each in alone
        ]
