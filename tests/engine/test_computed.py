"""Products, quotients, cases, the year before: what the language says of them, one case a sentence."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dq.engine.patterns import of_texts
from tests.engine.small import check, each, once, report, verdicts
from tests.naive.invented import UNITS


def row(**cells):
    return {"item": "甲", **cells}


def alpha(total, part="", **more):
    return report(alpha=[row(total=total, part=part, **more)], beta=[row(amount="1", rate=more.get("rate", ""))])


RATE = "for each alpha as r check beta[item = r.item].rate = (r.total - r.part) / r.part"


@pytest.mark.parametrize(
    ("total", "part", "rate", "verdict"),
    [
        ("16592.05", "14360.36", "15.54", "holds"),  # 15.5406… rounds to the printed digits
        ("16592.05", "14360.36", "15.5", "holds"),
        ("16592.05", "14360.36", "15.55", "violated"),
        ("1.00", "0.60", "67.80", "rounding"),  # 0.995 ÷ 0.605 … 1.005 ÷ 0.595 hold 1.678
        ("1.00", "0.00", "15.54", "undecided zero_divisor"),
        ("1.00", "", "15.54", "undecided zero_divisor"),
        ("1.00", "0.004", "15.54", "violated"),
        ("1", "0.4", "9999.99", "violated"),
        ("3", "1", "200", "holds"),
        ("1", "3", "-66.67", "holds"),
    ],
)
def test_a_rate_is_that_of_the_printed_amounts(total, part, rate, verdict):
    assert each(RATE, alpha(total, part, rate=rate)) == [verdict]


def test_halves_round_away_from_zero():
    assert each(RATE, alpha("1.005", "1.000", rate="0.50")) == ["holds"]
    assert each("for each alpha as r check r.part = r.total / 8", alpha("1", "0.13")) == ["holds"]
    assert each("for each alpha as r check r.part = r.total / 8", alpha("-1", "-0.13")) == ["holds"]
    assert each("for each alpha as r check r.part = r.total / 8", alpha("-1", "-0.12")) == ["rounding"]


def test_an_interval_of_the_divisor_across_zero_leaves_the_quotient_without_bounds():
    check_ = "for each alpha as r check 1 <= r.total / r.part"
    assert each(check_, alpha("0.01", "0.1")) == ["violated"]
    assert each(check_, alpha("0.01", "0.02")) == ["rounding"]  # 0.015 ÷ 0.015 is 1
    assert each("for each alpha as r check 9 <= r.total / r.part", alpha("1.00", "0.4")) == ["violated"]
    assert each("for each alpha as r check 9 <= r.total / r.part", alpha("1.00", "0.004")) == ["holds"]
    assert each("for each alpha as r check 9999 <= r.total / r.part", alpha("1.00", "1")) == ["violated"]
    assert each("for each alpha as r check 9999 <= r.total / r.part", alpha("1", "-0.0")) == ["undecided zero_divisor"]


def test_a_figure_on_both_sides_of_a_division_is_one_figure():
    # 60 / (60 + 40): with 60 ± 0.5 twice, 0.5927 … 0.6072 taken apart; 0.5975 … 0.6025 as one.
    rule = "for each alpha as r check share(r.total, r.total + r.part) <= {}"
    assert each(rule.format("0.599"), alpha("60", "40")) == ["rounding"]
    assert each(rule.format("0.594"), alpha("60", "40")) == ["violated"]


def test_overflow_is_an_error_and_never_a_wrap():
    large = "9" * 11
    record = check(
        'rule T001 "t" { for each alpha as r check r.total × r.heads × r.heads × 1 <= 0 }',
        report(alpha=[row(total=large, heads=large)]),
    )
    assert [outcome.verdict for outcome in record.outcomes] == ["error"]
    assert len(record.errors) == 1


@pytest.mark.parametrize("few", [0, 12])
@pytest.mark.parametrize(
    "rule",
    [
        "for each alpha as r where {} > r.part check r.part = 0",
        # The rate of two rows cannot be told; what is too large is an error all the same.
        "for each alpha as r where {} > 0 or beta[item = r.item].rate > 0 check r.part = 0",
        "check sum(beta.amount) = sum(alpha.part where {} > 0)",
    ],
)
def test_a_filter_with_a_result_too_large_is_an_error_and_leaves_nothing_out(rule, few):
    large = "9" * 11
    rows = report(alpha=[row(total=large, heads=large, part="1")], beta=[row(amount="1"), row(amount="1")])
    names = [("r." if " r " in rule else "") + name for name in ("total", "heads", "heads", "heads")]
    record = check(f'rule T001 "t" {{ {rule.format(" × ".join(names))} }}', rows, few=few)
    assert [outcome.verdict for outcome in record.outcomes] == ["error"]


@pytest.mark.parametrize(
    ("tolerance", "left", "right", "verdict"),
    [
        ("1%", "101.00", "100.00", "rounding"),
        ("1%", "101.01", "100.00", "violated"),
        ("1%", "99.00", "100.00", "rounding"),
        ("1%", "98.99", "100.00", "violated"),
        ("1%", "-101.00", "-100.00", "rounding"),
        ("truncation", "0.30", "0.31", "violated"),  # one unit apart: the end is not reached
        ("truncation", "0.3", "0.39", "rounding"),
        ("truncation", "-0.3", "-0.39", "rounding"),
        ("truncation", "0.3", "0.29", "violated"),  # [0.3, 0.4) and [0.29, 0.30) have no number in common
        ("truncation", "0.3", "0.2999", "violated"),
    ],
)
def test_tolerances(tolerance, left, right, verdict):
    assert each(f"for each alpha as r check r.total = r.part tolerance {tolerance}", alpha(left, right)) == [verdict]


def test_truncated_addends_fall_short_of_their_total():
    rows = [{"item": "甲", "total": "1.1"}, *({"item": "乙", "total": "0.33"} for _ in range(3))]
    rule = 'alpha[item = "甲"].total = sum(alpha.total where item = "乙") tolerance {}'
    for total, verdict in (("0.99", "holds"), ("1.00", "rounding"), ("1.01", "rounding"), ("1.02", "violated")):
        rows[0]["total"] = total
        assert once(rule.format("truncation"), report(alpha=rows)) == [verdict]
    rows[0]["total"] = "0.98"
    assert once(rule.format("truncation"), report(alpha=rows)) == ["violated"]


def test_case_takes_the_first_guard_that_is_true():
    grade = 'case { r.heads >= 90 => "优秀"; r.heads >= 60 => "合格"; else => "不合格" }'
    rule = f"for each alpha as r check gamma[item = r.item].grade = {grade}"
    for heads, told, verdict in (("90", "优秀", "holds"), ("89", "优秀", "violated"), ("59", "不合格", "holds")):
        body = report(unit="元", alpha=[row(heads=heads)], gamma=[row(grade=told)])
        assert each(rule, body) == [verdict]


def test_a_guard_that_its_interval_cannot_settle_leaves_all_branches_possible():
    rule = "for each alpha as r check r.part = case { r.total >= 100元 => 1元; else => 2元 }"
    for total, part, verdict in (
        ("100", "1", "holds"), ("100", "2", "rounding"), ("99", "1", "violated"), ("99.6", "1", "violated"),
        ("99.96", "1", "violated"), ("100.4", "2", "violated"), ("100.0", "2", "rounding"),
    ):  # fmt: skip
        body = report(unit="元", alpha=[row(total=total, part=part)])
        assert each(rule, body) == [verdict], (total, part)


def test_rounding_functions_map_the_ends():
    rule = "for each alpha as r check {}(r.total, 1万元) = r.part"
    assert each(rule.format("round"), alpha("2.5", "3.00")) == ["holds"]
    assert each(rule.format("round"), alpha("2.5", "2.00")) == ["rounding"]
    assert each(rule.format("floor"), alpha("2.9", "2.00")) == ["holds"]
    assert each(rule.format("ceil"), alpha("2.1", "3.00")) == ["holds"]
    assert each(rule.format("ceil"), alpha("2.2", "2.00")) == ["violated"]
    assert each("for each alpha as r check min(r.total, r.part) = 1万元", alpha("1", "2")) == ["holds"]
    assert each("for each alpha as r check max(r.total, r.part, 3万元) = 3万元", alpha("1", "2")) == ["holds"]


def test_averages_and_different_values():
    rows = [{"item": text, "total": total} for text, total in (("甲", "1"), ("甲", "2"), ("乙", "4"), (None, ""))]
    assert once("avg(alpha.total where item is present) = 2.3333万元", report(alpha=rows)) == ["rounding"]
    assert once("count_distinct(alpha.item) = 2", report(alpha=rows)) == ["holds"]
    assert once("count_distinct(alpha.total) = 3", report(alpha=rows)) == ["holds"]
    assert once('avg(alpha.total where item = "丙") = alpha[item = "乙"].total', report(alpha=rows)) == [
        "undecided zero_divisor"
    ]


def test_values_agree_within_their_rounding():
    def told(*totals):
        return once("agree(alpha.total)", report(alpha=[{"item": "甲", "total": total} for total in totals]))

    assert told("1.00", "1.0", "1") == ["holds"]
    assert told("1.04", "1.0", "1") == ["rounding"]
    assert told("1.04", "1.0", "1.00") == ["violated"]
    grades = [{"item": "甲", "grade": grade} for grade in ("优秀", "优秀", "")]
    assert once("agree(gamma.grade)", report(gamma=grades)) == ["holds"]
    assert once("agree(gamma.grade)", report(gamma=[*grades, {"grade": "良好"}])) == ["violated"]


def test_patterns_are_for_the_whole_text():
    rows = [{"code": code} for code in ("201", "2010", "20101", "x201")]
    assert each('for each alpha as r check r.code matches "[0-9]{3}([0-9]{2})?"', report(alpha=rows)) == [
        "holds", "violated", "holds", "violated",
    ]  # fmt: skip
    assert each('for each alpha as r where r.code not matches "\\d+" check r.code = "x201"', report(alpha=rows)) == [
        "holds"
    ]


def test_texts_are_asked_of_polars_once(monkeypatch):
    asked = []

    def starred(text, ending):
        asked.append(ending)
        return text.str.starts_with("*") & text.str.ends_with(ending)

    assert of_texts(starred, ["*a", None, "b", "*a"], ("a",)) == [True, None, False, True]
    assert of_texts(starred, ["b", "*a", None], ("a",)) == [False, True, None]
    assert of_texts(starred, ["*a"], ("b",)) == [False]
    assert asked == ["a", "b"]
    monkeypatch.setattr("dq.engine.patterns._REMEMBERED", 2)
    assert of_texts(starred, ["*a", None, "c"], ("a",)) == [True, None, False]
    assert of_texts(starred, ["*a", "c"], ("a",)) == [True, False]
    assert asked == ["a", "b", "a", "a"], "so many are forgotten"


def test_months_of_printed_texts():
    rows = [{"label": label} for label in ("2018年12月", "2018-12-31", "２０１８．１２", "2017/06", "无", None)]
    told = each("for each alpha as r check months(date(r.label), 2018年12月) = 0", report(alpha=rows))
    assert told == ["holds", "holds", "holds", "violated", "undecided unreadable"]
    assert each(
        "for each alpha as r where date(r.label) < 2018年1月 check date(r.label) = 2017年6月", report(alpha=rows[:4])
    ) == ["holds"]


def test_what_is_missing_violates_where_the_rule_says_so():
    rule = 'alpha[item = "丙"].total = alpha[item = "甲"].total missing as violation'
    assert once(rule, alpha("1")) == ["violated"]
    assert once(rule, report(alpha=None)) == ["violated"]
    assert once('alpha[item = "丙"].total = 1万元 missing as violation', alpha("1")) == ["violated"]
    assert each("for each gamma as r check r.amount = 1万元 missing as violation", report(gamma=None)) == ["violated"]


def years(**tables):
    before = report("body/2017", **tables)
    before.report["year"] = 2017
    return before


PRIOR = 'alpha[item = "甲"].total = prior(alpha[item = "甲"].part)'


def test_the_year_before_is_that_of_the_same_body():
    now = alpha("5.00")
    assert once(PRIOR, now) == ["undecided no_prior"]
    assert once(PRIOR, now, years(alpha=[row(part="5.00")])) == ["holds"]
    assert once(PRIOR, now, years(alpha=[row(part="5.01")])) == ["rounding"]
    assert once(PRIOR, now, years(alpha=[row(part="6.00")])) == ["violated"]
    assert once(PRIOR, now, years(alpha=[{"item": "乙"}])) == ["undecided missing"]
    assert once(PRIOR, now, years(alpha=None)) == ["undecided missing"] * 2


def test_the_year_before_is_shown_with_its_source():
    record = check(f'rule T001 "t" {{ check {PRIOR} }}', alpha("5.00"), years(alpha=[row(part="6.00")]))
    outcome = record.outcomes[-1]
    assert outcome.statement.startswith("5.00 = 6.00")
    assert [(each.report, each.source.document) for each in outcome.operands] == [
        (None, "body/2018.txt"), ("body/2017", "body/2017.txt"),
    ]  # fmt: skip


def test_rows_of_the_year_before_by_their_path():
    rule = "for each alpha as r check r.total >= prior(r.total)"
    now = report(alpha=[{"item": "甲", "total": "3"}, {"item": "乙", "total": "1"}])
    assert each(rule, now, years(alpha=[{"item": "乙", "total": "3"}, {"item": "甲", "total": "2"}]))[-2:] == [
        "holds", "violated",
    ]  # fmt: skip


def test_a_code_list_has_its_years():
    rule = 'for each alpha as r check r.code in codelist("function_classes", report.year)'
    assert each(rule, report(alpha=[{"code": "201"}, {"code": "224"}, {"code": "999"}])) == [
        "holds", "violated", "violated",
    ]  # fmt: skip
    assert verdicts(
        'rule T001 "t" { for each alpha as r check r.code in codelist("function_classes", 2019) }',
        report(alpha=[{"code": "224"}]),
    ) == ["holds"]


@pytest.mark.parametrize(
    ("units", "verdict"),
    [
        (("万元", "万元"), "holds"),
        (("家", "家"), "holds"),
        (("家", ""), "holds"),
        (("亿元", "万元"), "violated"),  # 80,000,000 of 1,000,000
        (("家", "万元"), "undecided units"),
        (("万元", ""), "undecided units"),
    ],
)
@pytest.mark.parametrize("ratio", ["a.size / b.size", "share(a.size, b.size)", "1 - max(0, 1 - a.size / b.size)"])
def test_only_quantities_of_one_dimension_have_a_ratio(units, verdict, ratio):
    sizes = [{"item": item, "size": size, "rate": "80"} for item, size in (("a", "80"), ("b", "100"))]
    given = report(beta=sizes)
    for at, unit in enumerate(units):
        stored = given.rows["beta"][at]
        stored |= {"size__unit": unit, "size": Decimal(("80", "100")[at]) * UNITS.get(unit, Decimal(1))}
    rule = f'for each beta as x where x.item = "a" check x.rate = {ratio}'
    assert each(rule.replace("a.", "x.").replace("b.", 'beta["b"].'), given) == [verdict]
