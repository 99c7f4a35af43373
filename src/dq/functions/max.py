"""The largest figure of rows, or of several figures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from dq.diagnostics import Text
from dq.functions.algebra import Algebra, Figure
from dq.functions.model import Aggregate, Function, Scalar


def _meaning(algebra: Algebra[Figure], figures: Sequence[Figure], _step: Decimal) -> Figure:
    return algebra.extreme(figures, largest=True)


FUNCTION: Final = Function(
    name="max",
    chinese="最大值",
    signature="max(T.column where …)",
    summary=Text(
        "各行中最大的数；写几个数 max(a, b) 时取其中最大的。",
        "The largest figure of the rows; of several figures, max(a, b), the largest.",
    ),
    example='check max(expenditure.total where role = "item") <= expenditure["合计"].total',
    shape=Aggregate(takes_value=True, several=Scalar(_meaning, fewest=2, most=20)),
)
