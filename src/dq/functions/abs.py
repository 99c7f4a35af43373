"""The absolute value."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from dq.diagnostics import Text
from dq.functions.algebra import Algebra, Figure
from dq.functions.model import Function, Scalar


def _meaning(algebra: Algebra[Figure], figures: Sequence[Figure], _step: Decimal) -> Figure:
    return algebra.absolute(figures[0])


FUNCTION: Final = Function(
    name="abs",
    chinese="绝对值",
    signature="abs(x)",
    summary=Text("x 的绝对值。", "The absolute value of x."),
    example='check abs(summary["收入总计"].amount - summary["支出总计"].amount) <= 0.1万元',
    shape=Scalar(_meaning),
)
