"""The largest figure of rows."""

from __future__ import annotations

from typing import Final

from dq.diagnostics import Text
from dq.functions.model import Aggregate, Function

FUNCTION: Final = Function(
    name="max",
    chinese="最大值",
    signature="max(T.column where …)",
    summary=Text("各行中最大的数。", "The largest figure of the rows."),
    example='check max(expenditure.total where role = "item") <= expenditure["合计"].total',
    shape=Aggregate(takes_value=True),
)
