"""The average over rows."""

from __future__ import annotations

from typing import Final

from dq.diagnostics import Text
from dq.functions.model import Aggregate, Function

FUNCTION: Final = Function(
    name="avg",
    chinese="平均值",
    signature="avg(T.column where …)",
    summary=Text(
        "各行的平均数：和除以行数，空白按零计；没有任何行时除数为零。",
        "The average: the sum by the number of rows, blanks counting as zero; over no rows the divisor is zero.",
    ),
    example='check avg(expenditure.total where role = "item") <= expenditure["合计"].total',
    shape=Aggregate(takes_value=True),
)
