"""Interval examples that others have published, as facts: the same figures, the same conclusions.

Sources: how the European Banking Authority explains the evaluation of its validation rules (interval arithmetic over
the reported decimals; rules v0189_m and v0492_m); and XBRL International, Calculations 1.1: a figure stands for the
closed interval of half a unit of its last digit around it, and figures agree where the intervals overlap.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.engine.small import once, report


def to_thousands(*figures):
    """Rows of amounts reported to the nearest thousand (decimals −3): a true value lies within 500 of each."""
    rows = [{"item": item, "total": figure} for item, figure in figures]
    made = report(unit="元", alpha=rows)
    for row in made.rows["alpha"]:
        row["total__radius"] = Decimal(500)
    return made


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
