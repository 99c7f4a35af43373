"""The promise of the verdicts: true values exist that print as the figures and satisfy a rule ⇔ it is not violated."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.small import each, once, report

FIGURE = st.builds(
    lambda digits, decimals: format(Decimal(digits).scaleb(-decimals), "f"), st.integers(-400, 400), st.integers(0, 2)
)
SIGNS = st.sampled_from(("=", "<=", ">=", "<", ">", "!="))
CONTRARY = {"=": "!=", "!=": "=", "<=": ">", ">": "<=", ">=": "<", "<": ">="}


def ends(figure):
    """The interval of true values that print as a figure, in fractions of 元 (the tables are in 元)."""
    decimals = max(0, -Decimal(figure).as_tuple().exponent)
    half = Fraction(1, 2 * 10**decimals)
    return Fraction(figure) - half, Fraction(figure) + half


def _reach(sign, low, high):
    """Whether a difference between two ends, both taken, can be as a sign says of it and nothing."""
    return {
        "=": low <= 0 <= high, "!=": low < 0 or high > 0, "<=": low <= 0, "<": low < 0, ">=": high >= 0, ">": high > 0,
    }[sign]  # fmt: skip


def body(*figures):
    total, *parts = figures
    return report(unit="元", alpha=[{"item": "甲", "total": total, "part": parts[0]}],
                  gamma=[{"item": "甲", "amount": parts[1]}])  # fmt: skip


@given(FIGURE, FIGURE, FIGURE, SIGNS)
@settings(max_examples=40, deadline=None)
def test_linear_rules_with_each_cell_once(a, b, c, sign):
    """Both directions. The difference takes every value between its ends, so only these have to be asked."""
    (verdict,) = each(
        f"for each alpha as r check r.total - 2 × r.part {sign} gamma[item = r.item].amount tolerance rounding",
        body(a, b, c),
    )
    low = ends(a)[0] - 2 * ends(b)[1] - ends(c)[1]
    high = ends(a)[1] - 2 * ends(b)[0] - ends(c)[0]
    assert (verdict != "violated") == _reach(sign, low, high)


@given(
    st.lists(FIGURE, min_size=1, max_size=4), FIGURE, SIGNS, st.sampled_from(("and", "or", "implies")), st.booleans()
)
@settings(max_examples=40, deadline=None)
def test_sums_and_connectives_of_cells_once(parts, total, sign, connective, negated):
    """Both directions, of a sum over rows joined with a second comparison: the cells of the two are different ones."""
    rows = [{"item": "甲", "total": total}, *({"item": "乙", "part": part} for part in parts)]
    first = f'alpha[item = "甲"].total {sign} sum(alpha.part where item = "乙")'
    second = 'gamma[item = "丙"].amount >= 1元'
    found = once(
        f"{'not ' if negated else ''}({first}) {connective} {second}",
        report(unit="元", alpha=rows, gamma=[{"item": "丙", "amount": total}]),
    )
    low = ends(total)[0] - sum(ends(part)[1] for part in parts)
    high = ends(total)[1] - sum(ends(part)[0] for part in parts)
    as_printed = Fraction(total) - sum(map(Fraction, parts))
    can_be = {sign: _reach(sign, low, high) for sign in (sign, CONTRARY[sign])}
    left, right = can_be[CONTRARY[sign] if negated else sign], ends(total)[1] >= 1
    held = _reach(sign, as_printed, as_printed) != negated
    true = {"and": left and right, "or": left or right, "implies": not held or right}[connective]
    assert (found != ["violated"]) == true


@given(FIGURE, FIGURE, FIGURE, SIGNS, st.lists(st.fractions(0, 1), min_size=3, max_size=3))
@settings(max_examples=40, deadline=None)
def test_others_are_never_violated_where_true_values_exist(a, b, c, sign, at):
    """The first direction: true values within the intervals that satisfy the rule rule out `violated`."""
    found = each(
        f"for each alpha as r check r.total / (r.total + r.part) {sign} gamma[item = r.item].amount / 100元",
        body(a, b, c),
    )
    x, y, z = (low + (high - low) * part for (low, high), part in zip(map(ends, (a, b, c)), at, strict=True))
    if not found or x + y == 0:
        return
    left, right = x / (x + y), z / 100
    true = {
        "=": left == right, "!=": left != right, "<=": left <= right, "<": left < right, ">=": left >= right,
        ">": left > right,
    }[sign]  # fmt: skip
    assert not (true and found == ["violated"])
