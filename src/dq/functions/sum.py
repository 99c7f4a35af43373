"""The sum over rows."""

from __future__ import annotations

from typing import Final

from dq.diagnostics import Text
from dq.functions.model import Aggregate, Function

FUNCTION: Final = Function(
    name="sum",
    chinese="求和",
    signature="sum(T.column where …)",
    summary=Text("各行之和；没有任何行时为精确的零。", "The sum over the rows; exact zero over no rows."),
    example='check summary["本年收入合计"].amount = sum(summary.amount where side = "income" and role = "item")',
    shape=Aggregate(takes_value=True),
)
