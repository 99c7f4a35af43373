"""A figure as the multiple of a step below it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from dq.diagnostics import Text
from dq.functions.algebra import Algebra, Figure
from dq.functions.model import Function, Scalar
from dq.types import Rounding


def _meaning(algebra: Algebra[Figure], figures: Sequence[Figure], step: Decimal) -> Figure:
    return algebra.rounded(figures[0], step, Rounding.DOWN)


FUNCTION: Final = Function(
    name="floor",
    chinese="向下取整",
    signature="floor(x, step)",
    summary=Text("不大于 x 的最大的步长整数倍。", "The largest multiple of a step that is at most x."),
    example='check floor(summary["收入总计"].amount, 1万元) <= summary["支出总计"].amount + 1万元',
    shape=Scalar(_meaning, most=2, stepped=True),
)
