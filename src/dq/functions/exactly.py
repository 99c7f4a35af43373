"""A figure without its radius."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from dq.diagnostics import Text
from dq.functions.algebra import Algebra, Figure
from dq.functions.model import Function, Scalar


def _meaning(algebra: Algebra[Figure], figures: Sequence[Figure], _step: Decimal) -> Figure:
    return algebra.exact(figures[0])


FUNCTION: Final = Function(
    name="exactly",
    chinese="精确值",
    signature="exactly(x)",
    summary=Text(
        "把 x 当作精确的数，不计其印刷舍入。", "x taken as exact: its rounding in print is left out of account."
    ),
    example='check exactly(summary["收入总计"].amount) = summary["支出总计"].amount',
    shape=Scalar(_meaning),
)
