"""A rule's own message says what is wrong with the figures put in, in either language."""

from __future__ import annotations

import pytest

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


@pytest.mark.parametrize(
    ("side", "zh", "en"),
    [
        ("r.part", "应等于《alpha表》“”part", "should equal alpha"),
        ("exactly(r.part)", "应等于《alpha表》“”part", "should equal alpha"),
        ("r.part * 1.5", "应等于由《alpha表》“”part算得的数", "should equal the figure made of alpha"),
        ("-r.part", "应等于由《alpha表》“”part算得的数", "should equal the figure made of alpha"),
        ("abs(r.part)", "应等于由《alpha表》“”part算得的数", "should equal the figure made of alpha"),
        ("r.part + r.part", "part的合计", "should equal the total of alpha"),
        ("r.part + abs(r.part)", "part算得的数", "should equal the figure made of alpha"),
    ],
)
def test_what_is_made_of_a_cell_is_not_called_by_it(side, zh, en):
    rule = f'rule T002 "x" {{ for each alpha as r check r.total = {side} }}'
    body = report(alpha=[{"item": "甲", "total": "2400.00", "part": "800.50"}])
    for language, said in (("zh", zh), ("en", en)):
        assert said in check(rule, body, language=language).outcomes[0].message
