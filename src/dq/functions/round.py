"""A figure as the nearest multiple of a step."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from dq.diagnostics import Text
from dq.functions.algebra import Algebra, Figure
from dq.functions.model import Function, Scalar
from dq.types import Rounding


def _meaning(algebra: Algebra[Figure], figures: Sequence[Figure], step: Decimal) -> Figure:
    return algebra.rounded(figures[0], step, Rounding.HALF_UP)


FUNCTION: Final = Function(
    name="round",
    chinese="四舍五入",
    signature="round(x, step)",
    summary=Text(
        "x 四舍五入为步长的整数倍（逢五向远离零的方向进位）；不带单位的数、个数和得分可省略步长，即取整。",
        "x as the nearest multiple of a step, halves away from zero; counts, scores, bare numbers: 1.",
    ),
    example='check round(summary["收入总计"].amount, 1万元) <= summary["支出总计"].amount + 1万元',
    shape=Scalar(_meaning, most=2, stepped=True),
)
