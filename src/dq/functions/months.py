"""Months between two dates."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from dq.diagnostics import Text
from dq.functions.algebra import Algebra, Figure
from dq.functions.model import Function, Gives, Scalar


def _meaning(algebra: Algebra[Figure], figures: Sequence[Figure], _step: Decimal) -> Figure:
    return algebra.difference(figures[1], figures[0])


FUNCTION: Final = Function(
    name="months",
    chinese="月数",
    signature="months(from, to)",
    summary=Text(
        "从 from 到 to 的月数：2018年1月到2018年12月是 11；首尾都算时加 1。",
        "Months from one date to another: 2018-01 to 2018-12 is 11; add 1 where both ends count.",
    ),
    example='check months(date("2018-01"), 2018年12月) = 11',
    shape=Scalar(_meaning, fewest=2, most=2, gives=Gives.MONTHS),
)
