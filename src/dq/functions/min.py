"""The smallest figure of rows."""

from __future__ import annotations

from typing import Final

from dq.diagnostics import Text
from dq.functions.model import Aggregate, Function

FUNCTION: Final = Function(
    name="min",
    chinese="最小值",
    signature="min(T.column where …)",
    summary=Text("各行中最小的数。", "The smallest figure of the rows."),
    example='check min(expenditure.total where role = "item") >= 0',
    shape=Aggregate(takes_value=True),
)
