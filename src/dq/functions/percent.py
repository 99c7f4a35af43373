"""A ratio as a percentage."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from dq.diagnostics import Text
from dq.functions.algebra import Algebra, Figure
from dq.functions.model import Function, Gives, Scalar


def _meaning(algebra: Algebra[Figure], figures: Sequence[Figure], _step: Decimal) -> Figure:
    return algebra.scaled(figures[0], Decimal(100))


FUNCTION: Final = Function(
    name="percent",
    chinese="百分数",
    signature="percent(x)",
    summary=Text("比率 x 以百分数表示：0.1554 即 15.54%。", "The ratio x as a percentage: 0.1554 is 15.54%."),
    example="for each expenditure as r check percent(r.basic / r.total) <= 100%",
    shape=Scalar(_meaning, gives=Gives.PERCENT),
)
