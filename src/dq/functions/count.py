"""The number of rows."""

from __future__ import annotations

from typing import Final

from dq.diagnostics import Text
from dq.functions.model import Aggregate, Function

FUNCTION: Final = Function(
    name="count",
    chinese="计数",
    signature="count(T where …)",
    summary=Text("行数。", "The number of rows."),
    example='check count(expenditure where role = "total") = 1',
    shape=Aggregate(takes_value=False),
)
