"""The share of a total."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from dq.diagnostics import Text
from dq.functions.algebra import Algebra, Figure
from dq.functions.model import Function, Gives, Scalar


def _meaning(algebra: Algebra[Figure], figures: Sequence[Figure], _step: Decimal) -> Figure:
    return algebra.quotient(figures[0], figures[1])


FUNCTION: Final = Function(
    name="share",
    chinese="占比",
    signature="share(of, total)",
    summary=Text(
        "of 占 total 的比率；与百分数比较时按百分数。",
        "The ratio of one figure to another; beside a percentage it is one.",
    ),
    example="for each expenditure as r check share(r.basic, r.total) <= 100%",
    shape=Scalar(_meaning, fewest=2, most=2, gives=Gives.RATIO),
)
