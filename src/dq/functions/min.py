"""The smallest figure of rows, or of several figures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from dq.diagnostics import Text
from dq.functions.algebra import Algebra, Figure
from dq.functions.model import Aggregate, Function, Scalar


def _meaning(algebra: Algebra[Figure], figures: Sequence[Figure], _step: Decimal) -> Figure:
    return algebra.extreme(figures, largest=False)


FUNCTION: Final = Function(
    name="min",
    chinese="最小值",
    signature="min(T.column where …)",
    summary=Text(
        "各行中最小的数；写几个数 min(a, b) 时取其中最小的。",
        "The smallest figure of the rows; of several figures, min(a, b), the smallest.",
    ),
    example='check min(expenditure.total where role = "item") >= 0',
    shape=Aggregate(takes_value=True, several=Scalar(_meaning, fewest=2, most=20)),
)
