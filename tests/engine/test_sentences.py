"""A rule's own message says what is wrong with the figures put in, in either language."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dq.engine.figures import Scale
from dq.engine.statement import Statement
from dq.semantics.checked import Field
from dq.types import CellState, ValueType, unit_named
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


def test_what_is_said_is_kept_in_both_languages():
    body = report(alpha=[{"item": "甲", "total": "1200.00", "part": "800.50"}])
    (chinese,), (english,) = (check(RULE, body, language=each).outcomes for each in ("zh", "en"))
    assert english.message != chinese.message
    assert english.statement != chinese.statement
    assert chinese.told_in("en") == english
    assert english.told_in("zh") == chinese


def test_message_stands_for_violations_only():
    body = report(alpha=[{"item": "甲", "total": "800.51", "part": "800.50"}])
    (outcome,) = check(RULE, body).outcomes
    assert outcome.verdict == "rounding"
    assert "四舍五入" in outcome.message


@pytest.mark.parametrize(
    ("side", "zh", "en"),
    [
        ("r.part", "应等于part 800.50", "should equal part 800.50"),
        ("exactly(r.part)", "应等于part 800.50", "should equal part 800.50"),
        ("r.part * 1.5", "应等于（part × 1.5）1,200.75", "should equal (part × 1.5) 1,200.75"),
        ("-r.part", "应等于由part算得的数", "should equal the figure made of (part)"),
        ("abs(r.part)", "应等于由part算得的数", "should equal the figure made of (part)"),
        ("r.part + r.part", "应等于（800.50 + 800.50）1", "should equal (800.50 + 800.50) 1"),
        ("r.part + abs(r.part)", "应等于（800.50 + |800.50|）1", "should equal (800.50 + |800.50|) 1"),
        (
            "max(alpha.part where item = r.item)",
            "应等于《alpha表》第 1 行part 8",
            "should equal part of row 1 (alpha) 8",
        ),
        ("max(alpha.part)", "应等于《alpha表》的最大数 8", "should equal the largest figure of alpha 8"),
        ('alpha["乙"].part', "应等于《alpha表》第 2 行part 7.00", "should equal part of row 2 (alpha) 7.00"),
    ],
)
def test_what_is_made_of_a_cell_is_not_called_by_it(side, zh, en):
    rule = f'rule T002 "x" {{ for each alpha as r check r.total = {side} }}'
    other = {"item": "乙", "total": "7.00", "part": "7.00"}
    body = report(alpha=[{"item": "甲", "total": "2400.00", "part": "800.50"}, other])
    for language, said in (("zh", zh), ("en", en)):
        message = check(rule, body, language=language).outcomes[0].message
        assert said in message
        assert message.count("alpha") == 1 + ("alpha" in side)


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("r.part is present implies (r.total = r.part or r.part = 0)", "1,200.00 = 800.50 或 800.50 = 0；"),
        ('r.total = r.part or (r.item = "乙" and r.total = 2 × r.part)', "1,200.00 = 800.50；"),
        ("r.total = r.part or r.total = exactly(r.part)", "1,200.00 = 800.50；"),
        ("r.total > 0 and (r.part = 1元 or (r.part = 2元 and r.total > 0))", "800.50 = 1元 或 800.50 = 2元；"),
        ("not (r.total >= r.part or r.total = 0)", "并非(1,200.00 ≥ 800.50)；"),
    ],
)
def test_a_violated_check_tells_the_parts_that_are_false_and_each_once(condition, told):
    rule = f'rule T003 "x" {{ for each alpha as r check {condition} }}'
    body = report(alpha=[{"item": "甲", "total": "1200.00", "part": "800.50"}])
    (outcome,) = check(rule, body).outcomes
    assert outcome.statement.startswith(told)


def test_what_is_told_of_rows_that_should_not_be_there_is_no_word_of_the_program():
    rule = 'rule T004 "没有甲" { check not exists alpha where item = "甲" and total is present }'
    body = report(alpha=[{"item": "甲", "total": "1200.00", "part": "800.50"}])
    (outcome,) = check(rule, body).outcomes
    assert outcome.message == outcome.statement == "《alpha表》不符合“没有甲”：有 1 行：第 10 行（1,200.00）。"


def test_a_row_that_is_not_there_is_named_as_people_name_it():
    rule = 'rule T005 "x" { check alpha[item = "甲"].total = alpha[item = "丙"].total }'
    body = report(alpha=[{"item": "甲", "total": "1200.00", "part": "800.50"}])
    (outcome,) = check(rule, body).outcomes
    assert outcome.message == "无法判断：没有《alpha表》“丙”total。"


def test_sides_that_should_differ_are_off_by_nothing():
    body = report(alpha=[{"item": "甲", "total": "800.50", "part": "800.50"}])
    (outcome,) = check('rule T003 "x" { for each alpha as r check exactly(r.total) != exactly(r.part) }', body).outcomes
    assert (outcome.verdict, outcome.statement) == ("violated", "800.50 ≠ 800.50")
    assert outcome.message == "《alpha表》第 1 行total 800.50 万元，不应等于part 800.50 万元。"


def test_units_are_named_in_the_language():
    body = report(alpha=[{"item": "甲", "total": "1200.00", "part": "800.50"}])
    (outcome,) = check('rule T004 "x" { for each alpha as r check r.total = r.part }', body).outcomes
    assert "1,200.00 万元" in outcome.message
    assert "1,200.00 CNY 10k should equal" in outcome.told_in("en").message


@pytest.mark.parametrize(
    ("check_", "row", "said"),
    [
        ("r.rate = 2%", {"amount": "60.00", "rate": "1"}, "60.00 万元，1%，–"),
        ("r.rate = 2%", {"amount": "60.00", "rate": "1", "size": ("0.98", "亿枚")}, "60.00 万元，1%，0.98 亿枚"),
        ("r.amount = 2元", {"amount": "60.00", "rate": "1", "size": ("7", "%")}, "60.00 万元，1%，7%"),
        ("r.amount = 2元", {"amount": "60.00", "rate": "1", "size": ("7", "千元")}, "60.00 万元，1%，7 千元"),
    ],
)
def test_each_value_of_a_message_is_in_its_own_unit(check_, row, said):
    size, unit = row.pop("size", (None, ""))
    body = report(beta=[{**row, "size": "1"}])
    (cells,) = body.rows["beta"]
    cells |= {"size": None, "size__state": None} if size is None else {"size": Decimal(size) * unit_named(unit).factor}
    cells["size__unit"] = unit
    rule = f'rule T005 "x" {{ for each beta as r check {check_} message “{{r.amount}}，{{r.rate}}，{{r.size}}” }}'
    assert check(rule, body).outcomes[0].message == said


@pytest.mark.parametrize(
    ("unit", "said"), [("万人次", "45 人次 = 45 万人次；"), ("人次", "45 = 46；"), ("", "45 人次 = 46；")]
)
def test_units_are_named_where_they_differ_whatever_type_counts_them(unit, said):
    body = report(
        alpha=[{"item": "甲", "heads": "45"}], beta=[{"item": "甲", "size": "45" if unit == "万人次" else "46"}]
    )
    ((heads,), (size,)) = body.rows["alpha"], body.rows["beta"]
    heads["heads__unit"] = "人次"
    size |= {"size__unit": unit, "size": Decimal(size["size__printed"]) * unit_named(unit).factor}
    (outcome,) = check('rule T005 "x" { for each alpha as r check r.heads = beta["甲"].size }', body).outcomes
    assert outcome.statement.startswith(said)


def test_a_rate_beside_money_is_told_once_as_it_is_printed():
    body = report(beta=[{"item": "甲", "amount": "60.00", "rate": "25"}])
    (outcome,) = check('rule T005 "x" { for each beta as r check r.amount = r.rate × r.amount }', body).outcomes
    assert outcome.statement.startswith("60.00 = 25% × 60.00；")


@pytest.mark.parametrize(("type_", "said"), [(ValueType.SCORE, "8"), (ValueType.PERCENT, "8%")])
def test_a_weight_is_points_whatever_sign_its_column_has(type_, said):
    row = {"m": Decimal(8), "m__state": CellState.FIGURE.value, "m__decimals": 0, "m__unit": "%"}
    assert Statement(None, row, Scale(), "zh").value(Field("beta", "m", type_)) == said


def test_counts_such_as_years_and_lines_have_no_separators():
    body = report(alpha=[{"item": "甲", "heads": "3263", "total": "1.00"}])
    rule = 'rule T006 "x" { for each alpha as r check r.heads = max(r.heads, 4000) OWN }'
    (outcome,) = check(rule.replace("OWN", ""), body).outcomes
    assert outcome.statement.startswith("3263 = 最大(3263, 4000)；")
    assert "heads 3263，" in outcome.message
    own = check(rule.replace("OWN", "message “第 {r.heads} 行”"), body).outcomes[0].message
    assert own == "第 3263 行"


def test_the_first_of_several_comparisons_is_told_with_its_figures():
    body = report(alpha=[{"item": "甲", "total": "1200.00", "part": "800.50"}])
    (outcome,) = check('rule T007 "x" { for each alpha as r check r.total = r.part or r.total = 1元 }', body).outcomes
    assert "total 1,200.00 万元，应等于part 800.50 万元，相差 399.50" in outcome.message
    assert "或" in outcome.statement


def test_a_difference_of_rates_is_in_percent_whatever_else_a_check_compares():
    body = report(beta=[{"item": "甲", "amount": "60.00", "rate": "100"}])
    (outcome,) = check('rule T008 "x" { for each beta as r check r.rate = 0% or r.amount = 0万元 }', body).outcomes
    assert (outcome.unit, outcome.difference) == ("%", Decimal(100))
    assert "rate 100%，应等于 0%，相差 100，" in outcome.message


def test_figures_have_the_decimals_that_are_printed_or_written():
    body = report(alpha=[{"item": "甲", "total": "1.00", "part": "460"}])
    rule = 'rule T009 "x" { for each alpha as r check exactly(r.total) >= 9万元 OWN }'
    (outcome,) = check(rule.replace("OWN", ""), body).outcomes
    assert outcome.message == "《alpha表》第 1 行total 1.00 万元，不应小于 9 万元，相差 8.00，超出容差 0。"
    own = check(rule.replace("OWN", "message “{r.total}、{r.part}”"), body).outcomes[0].message
    assert own == "1.00 万元、460 万元"


@pytest.mark.parametrize(("name", "said"), [("“双”费", "名为“‘双’费”"), ("单”费", "名为“单”费”")])
def test_a_quoted_text_has_single_marks_for_its_own_pairs(name, said):
    body = report(alpha=[{"item": name, "total": "1.00", "part": "2.00"}])
    rule = 'rule T010 "x" { for each alpha as r check r.total = r.part message “名为“{r.item}””}'
    assert check(rule, body).outcomes[0].message == said


def test_a_comparison_of_texts_says_what_should_be_printed():
    body = report(alpha=[{"item": "甲", "total": "1.00"}])
    (outcome,) = check('rule T011 "x" { for each alpha as r check r.item = "乙" }', body).outcomes
    assert outcome.message.endswith("为“甲”，应为“乙”。")
    assert outcome.told_in("en").message.endswith(" is “甲”, should be “乙”.")
