"""A rule's own message says what is wrong with the figures put in, in either language."""

from __future__ import annotations

from tests.engine.small import check, report

RULE = """
rule T001 "t" {
  for each alpha as r
  check r.total = r.part
  message “{r.item}：合计 {r.total}，其中 {r.part}，差 {r.total - r.part}”
  message en “{r.item}: total {r.total}, part {r.part}”
}
"""


def test_message_with_figures_in_the_printed_unit():
    body = report(alpha=[{"item": "甲", "total": "1200.00", "part": "800.50"}])
    assert check(RULE, body).outcomes[0].message == "甲：合计 1,200.00 万元，其中 800.50 万元，差 399.50 万元"
    english = check(RULE, body, language="en").outcomes[0].message
    assert english == "甲: total 1,200.00 CNY 10k, part 800.50 CNY 10k"


def test_message_stands_for_violations_only():
    body = report(alpha=[{"item": "甲", "total": "800.51", "part": "800.50"}])
    (outcome,) = check(RULE, body).outcomes
    assert outcome.verdict == "rounding"
    assert "四舍五入" in outcome.message
