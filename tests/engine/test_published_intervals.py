"""Interval examples that others have published, as facts: the same figures, the same conclusions.

Sources: how the European Banking Authority explains the evaluation of its validation rules (interval arithmetic over
the reported decimals; rules v0189_m and v0492_m); XBRL International, Calculations 1.1: a figure stands for the closed
interval of half a unit of its last digit around it, and figures agree where the intervals overlap; its Requirements,
2.1 (actual values of a balance sheet, summed and rounded to millions); and the cases of Calculations 1.1 by which the
public ixbrl-viewer, of the same author, is tested (calculation.test.js, interval.test.js). The numbered cases of XBRL's
own conformance suite are not public.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.engine.small import check, once, report


def reported(*facts):
    """Rows of amounts, each with how far from it the true value may lie: 500 of what is reported to decimals −3."""
    made = report(unit="元", alpha=[{"item": item, "total": figure} for item, figure, _ in facts])
    for row, (_, _, radius) in zip(made.rows["alpha"], facts, strict=True):
        row["total__radius"] = Decimal(radius)
    return made


def to_thousands(*figures):
    """Rows of amounts reported to the nearest thousand (decimals −3): a true value lies within 500 of each."""
    return reported(*((item, figure, 500) for item, figure in figures))


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        ("12300", "11900", "rounding"),  # v0189_m: [11,800, 12,800] and [11,400, 12,400] overlap
        ("12300", "11300", "rounding"),  # the intervals touch: closed
        ("12301", "11300", "violated"),
    ],
)
def test_eba_equality(left, right, verdict):
    body = to_thousands(("甲", left), ("乙", right))
    assert once('alpha[item = "甲"].total = alpha[item = "乙"].total', body) == [verdict]


@pytest.mark.parametrize(
    ("total", "verdict"),
    [
        ("11900", "rounding"),  # v0492_m: [11,400, 12,400] and 4 × [1,999, 2,999] = [7,996, 11,996] overlap
        ("12496", "rounding"),  # 12,496 − 500 = 11,996
        ("12497", "violated"),
        ("7496", "rounding"),
        ("7495", "violated"),
    ],
)
def test_eba_sum_of_rounded_parts(total, verdict):
    body = to_thousands(("甲", total), *[("乙", "2499")] * 4)
    assert once('alpha[item = "甲"].total = sum(alpha.total where item = "乙")', body) == [verdict]


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        ("1.5", "1.54", "rounding"),  # 1.5 to one decimal holds 1.54 to two
        ("1.5", "1.56", "violated"),  # [1.45, 1.55] and [1.555, 1.565]
        ("1.5", "1.555", "violated"),
        ("1.5", "1.55", "rounding"),
        ("2", "1.5", "rounding"),  # ties: the way they were rounded is not known
    ],
)
def test_figures_of_different_precision_agree_where_their_intervals_overlap(first, second, verdict):
    body = report(alpha=[{"item": "甲", "total": first}, {"item": "乙", "total": second}])
    assert once('alpha[item = "甲"].total = alpha[item = "乙"].total', body) == [verdict]


def calculated(total, *items, weights='alpha[item = "1"].total - alpha[item = "2"].total'):
    """The verdict on a total that is calculated from items, and how far the two sides may lie apart."""
    body = reported(("合计", *total), *((str(n), *item) for n, item in enumerate(items, 1)))
    (found,) = check(f'rule T001 "t" {{ check alpha[item = "合计"].total = {weights} }}', body).outcomes
    return found.verdict.value, found.allowance


def test_actual_values_that_add_up_do_so_when_rounded_to_millions():
    """Requirements for Calculations 1.1, 2.1: debtors, and cash at bank and in hand."""
    debtors, cash = 12_141_123, 45_441_321
    weights = 'alpha[item = "1"].total + alpha[item = "2"].total'
    exact = calculated((str(debtors + cash), 0), (str(debtors), 0), (str(cash), 0), weights=weights)
    assert exact == ("holds", Decimal(0))
    rounded = [(str(round(value, -6)), 500_000) for value in (debtors + cash, debtors, cash)]
    assert [figure for figure, _ in rounded] == ["58000000", "12000000", "45000000"]
    assert calculated(*rounded, weights=weights) == ("rounding", Decimal(1_500_000))
    assert calculated(("59000000", 500_000), *rounded[1:], weights=weights)[0] == "violated"


@pytest.mark.parametrize(
    ("total", "items", "expected"),
    [
        (("10000", 500), [("12000", 500), ("2000", 500)], ("holds", 1500)),  # [9000, 11000] and [9500, 10500]
        (("11000", 500), [("12000", 500), ("2000", 500)], ("rounding", 1500)),  # [10500, 11500]: under 1.1 only
        (("12000", 500), [("12000", 500), ("2000", 500)], ("violated", 1500)),  # [11500, 12500]
        (("10000", 500), [("12000", 500), ("1990", 5)], ("rounding", 1005)),  # the duplicate: [9505, 10515]
    ],
)
def test_a_total_of_two_items(total, items, expected):
    assert calculated(total, *items) == expected


def test_a_single_contributor_and_duplicates_of_one_figure():
    assert calculated(("10000", 500), ("9990", 5), weights='alpha[item = "1"].total') == ("rounding", 505)
    assert once("agree(alpha.total)", reported(("2", "2000", 500), ("2", "1990", 5))) == ["rounding"]


@pytest.mark.parametrize(("total", "verdict"), [("4000", "holds"), ("6500", "rounding"), ("6501", "violated")])
def test_weights_widen_the_interval(total, verdict):
    """2 × [2500, 3500] − 2 × [500, 1500] = [2000, 6000]."""
    weights = '2 × alpha[item = "1"].total - 2 × alpha[item = "2"].total'
    assert calculated((total, 500), ("3000", 500), ("1000", 500), weights=weights) == (verdict, 2500)


@pytest.mark.parametrize(
    ("second", "verdict"),
    [
        (("17.5", "7.5"), "rounding"),  # [5, 15] and [10, 25]
        (("20", "5"), "rounding"),  # [15, 25]: they share 15
        (("22.5", "2.5"), "violated"),  # [20, 25]
        (("2.995", "1.995"), "violated"),  # [1, 4.99]
    ],
)
def test_intersections(second, verdict):
    assert calculated(("10", 5), second, weights='alpha[item = "1"].total')[0] == verdict
