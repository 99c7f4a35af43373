"""What the five verdicts are, by the examples of the language's definition."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from tests.engine.small import check, each, once, report

PARTS = ("402.19", "810.16", "139.52", "29.70", "908.00", "20.00", "14085.13", "466.33", "76.16", "14.85")
SUM = 'alpha[item = "甲"].total = sum(alpha.total where role = "item")'


def table(total: str) -> list[dict[str, str]]:
    return [
        {"item": "甲", "role": "total", "total": total},
        *({"item": "乙", "role": "item", "total": p} for p in PARTS),
    ]


def test_a_difference_that_rounding_explains() -> None:
    record = check(f'rule T001 "t" {{ basis "b" severity error check {SUM} }}', report(alpha=table("16952.05")))
    (outcome,) = record.outcomes
    assert outcome.verdict == "rounding"
    assert (outcome.left, outcome.right) == (Decimal("16952.05"), Decimal("16952.04"))
    assert (outcome.difference, outcome.allowance, outcome.unit) == (Decimal("0.01"), Decimal("0.055"), "万元")
    assert outcome.statement == (
        "16,952.05 = 402.19 + 810.16 + 139.52 + 29.70 + 908.00 + 20.00 + 14,085.13 + 466.33 + 76.16 + 14.85"
        "；差额 0.01，容差 0.055"
    )
    assert len(outcome.operands) == 11
    assert outcome.operands[0].source.line == 10
    assert outcome.operands[0].source.column == 2


def test_a_difference_that_nothing_explains() -> None:
    (outcome,) = check(
        f'rule T001 "t" {{ basis "b" severity error check {SUM} }}', report(alpha=table("16592.05"))
    ).outcomes
    assert outcome.verdict == "violated"
    assert str(outcome.difference) == "-359.99"
    assert outcome.cause == "c1"
    assert "16,592.05 万元" in outcome.message
    assert "16,952.04 万元" in outcome.message


@pytest.mark.parametrize(
    ("total", "verdict"),
    [
        ("1.00", "holds"),
        ("1.01", "rounding"),
        ("1.02", "violated"),
        ("1.010", "rounding"),  # 0.0005 + 0.005 + 0.005 = 0.0105
        ("1.011", "violated"),
        ("1", "holds"),
        ("0.99", "rounding"),
        ("0.98", "violated"),
    ],
)
def test_radii_add_up(total: str, verdict: str) -> None:
    rows = [{"item": "甲", "total": total}, {"item": "乙", "total": "0.40"}, {"item": "丙", "total": "0.60"}]
    parts = 'alpha[item = "乙"].total + alpha[item = "丙"].total'
    assert once(f'alpha[item = "甲"].total = {parts}', report(alpha=rows)) == [verdict]


def test_intervals_are_closed_and_strict_inequalities_are_not() -> None:
    rows = report(alpha=[{"item": "甲", "total": "1.01"}, {"item": "乙", "total": "1.00"}])
    first, second = 'alpha[item = "甲"].total', 'alpha[item = "乙"].total'
    assert once(f"{first} = {second}", rows) == ["rounding"]
    assert once(f"{first} <= {second}", rows) == ["rounding"]
    assert once(f"{first} < {second}", rows) == ["violated"]
    assert once(f"{first} >= {second}", rows) == ["holds"]
    assert once(f"{first} != {second}", rows) == ["holds"]
    assert once(f"not {first} = {second}", rows) == ["holds"]
    assert once(f"{first} != {first}", rows) == ["violated"]


def test_tolerances() -> None:
    rows = report(alpha=[{"item": "甲", "total": "1.01"}, {"item": "乙", "total": "1.00"}])
    equal = 'alpha[item = "甲"].total = alpha[item = "乙"].total'
    assert once(f"{equal} tolerance exact", rows) == ["violated"]
    assert once(f"{equal} tolerance 0.01万元", rows) == ["rounding"]
    assert once(f"{equal} tolerance 99元", rows) == ["violated"]
    assert once('exactly(alpha[item = "甲"].total) = exactly(alpha[item = "乙"].total)', rows) == ["violated"]
    assert once('exactly(alpha[item = "甲"].total) = alpha[item = "乙"].total', rows) == ["violated"]


def test_blank_is_zero_where_a_number_is_needed_and_absent_is_not() -> None:
    rows = report(alpha=[{"item": "甲", "total": ""}, {"item": "乙", "total": "3"}, {"item": "丙", "total": "-"}])
    blank, figure, dash = (f'alpha[item = "{item}"].total' for item in "甲乙丙")
    assert once(f"{blank} = {figure}", rows) == ["violated"]
    assert once(f"{blank} = {dash}", rows) == []  # nothing is printed: not applicable
    assert once(f'{figure} = alpha[item = "丁"].total', rows) == ["undecided missing"]
    assert once(f'{figure} = alpha[item = "丁"].total missing as zero', rows) == ["violated"]
    assert once(f"{blank} is blank and {dash} is blank and {figure} is present", rows) == ["holds"]
    assert once('alpha[item = "丁"].total is absent', rows) == ["holds"]
    assert once('sum(alpha.total where item = "丁") = 0', rows) == []


@pytest.mark.parametrize("text", ["/", "新增", "?"])
def test_a_text_in_a_numbers_place_is_undecided(text: str) -> None:
    rows = report(alpha=[{"item": "甲", "total": text}, {"item": "乙", "total": "3"}])
    assert once('alpha[item = "甲"].total = alpha[item = "乙"].total', rows) == ["undecided unreadable"]
    assert once("sum(alpha.total) = 3万元", rows) == ["undecided unreadable"]
    assert once('alpha[item = "甲"].total is present', rows) == ["holds"]


def test_two_matches_are_ambiguous_even_if_equal() -> None:
    rows = report(alpha=[{"item": "甲", "total": "1"}, {"item": "甲", "total": "1"}])
    assert once('alpha[item = "甲"].total = 1万元', rows) == ["undecided ambiguous"]


def test_a_missing_table_is_undecided_once() -> None:
    gone = report(alpha=None, beta=[{"item": "甲", "amount": "1"}])
    assert each("for each alpha as r check r.total = r.part", gone) == ["undecided missing"]
    assert once('beta[item = "甲"].amount = sum(alpha.total)', gone) == ["undecided missing"]
    assert once("exists alpha where total is present", gone) == ["undecided missing"]
    record = check('rule T001 "t" { basis "b" severity error check exists alpha where total is present }', gone)
    assert record.mandatory_missing


def test_an_empty_table_has_no_outcome_and_is_counted() -> None:
    record = check('rule T001 "t" { basis "b" severity error check sum(alpha.total) = sum(beta.amount) }', report())
    assert record.outcomes == ()
    assert record.counts["not_applicable"] == 1


def test_a_rule_for_other_forms_is_not_applicable() -> None:
    rows = report(template="narrow", alpha=[{"total": "1", "part": None}])
    record = check('rule T001 "t" { basis "b" severity error for each gamma as r check r.amount >= 0 }', rows)
    assert (record.outcomes, record.counts["not_applicable"]) == ((), 1)


def test_where_reads_what_is_printed() -> None:
    rows = report(alpha=[{"total": "5", "part": "1"}, {"total": "/", "part": "1"}, {"total": "", "part": "1"}])
    assert each("for each alpha as r where r.total > 3万元 check r.part = 2万元", rows) == [
        "violated",
        "undecided unreadable",
    ]


def test_a_figure_beyond_all_bounds_is_an_error_and_a_run_error() -> None:
    rows = report(alpha=[{"item": "甲", "total": "9" * 14}, {"item": "乙", "total": "1"}])
    record = check('rule T001 "t" { basis "b" severity error for each alpha as r check r.total >= 0 }', rows)
    assert [outcome.verdict for outcome in record.outcomes] == ["error", "holds"]
    assert [(error.rule, error.report) for error in record.errors] == [("T001", "body/2018")]


def test_texts_are_compared_as_texts() -> None:
    rows = report(alpha=[{"code": "201", "label": "甲"}], beta=[{"code": "201", "label": "乙"}])
    (outcome,) = check(
        'rule T001 "t" { basis "b" severity error for each alpha as r check r.label = beta[code = r.code].label }', rows
    ).outcomes
    assert (outcome.verdict, outcome.left_text, outcome.right_text) == ("violated", "甲", "乙")
    assert outcome.left is None
    assert each('for each alpha as r check r.code starts with "20"', rows) == ["holds"]


@pytest.mark.parametrize(("word", "table"), [("and", "TTF FFF NFN"), ("or", "TTT TFN TNN")])
def test_polars_follows_kleene(word: str, table: str) -> None:
    del table
    values = [True, False, None]
    pairs = pl.DataFrame(
        {"a": [a for a in values for _ in values], "b": values * 3}, schema={"a": pl.Boolean, "b": pl.Boolean}
    )
    a, b = pl.col("a"), pl.col("b")
    found = pairs.select(a & b if word == "and" else a | b).to_series().to_list()
    zero, one = (False, True) if word == "and" else (True, False)
    assert found == [zero if zero in (x, y) else None if None in (x, y) else one for x, y in pairs.iter_rows()]
    assert pairs.select(~a).to_series().to_list() == [None if x is None else not x for x in pairs["a"]]


def test_kleene_in_rules() -> None:
    rows = report(alpha=[{"item": "甲", "total": "1"}, {"item": "乙", "total": "/"}])
    good, bad, unknown = (
        f'alpha[item = "{item}"].total = {value}万元' for item, value in (("甲", 1), ("甲", 9), ("乙", 1))
    )
    assert once(f"{good} or {unknown}", rows) == ["holds"]
    assert once(f"{bad} or {unknown}", rows) == ["undecided unreadable"]
    assert once(f"{bad} and {unknown}", rows) == ["violated"]
    assert once(f"{good} and {unknown}", rows) == ["undecided unreadable"]
    assert once(f"{bad} implies {unknown}", rows) == ["holds"]
    assert once(f"{unknown} implies {good}", rows) == ["holds"]
    assert once(f"{unknown} implies {bad}", rows) == ["undecided unreadable"]


def test_an_antecedent_reads_what_is_printed() -> None:
    """It is off by no more than rounding, but not true as printed: nothing is asked of the rest."""
    rows = report(alpha=[{"item": "甲", "total": "1.01"}, {"item": "乙", "total": "1.00"}])
    assert once(
        'alpha[item = "甲"].total = alpha[item = "乙"].total implies alpha[item = "甲"].total = 9万元', rows
    ) == ["holds"]
