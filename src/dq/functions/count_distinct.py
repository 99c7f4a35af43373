"""How many different values rows print."""

from __future__ import annotations

from typing import Final

from dq.diagnostics import Text
from dq.functions.model import Aggregate, Function

FUNCTION: Final = Function(
    name="count_distinct",
    chinese="不同值数",
    signature="count_distinct(T.column where …)",
    summary=Text(
        "各行印出的不同的值有几个；空白和没有的格不计。",
        "How many different values the rows print; blank and absent cells do not count.",
    ),
    example="check count_distinct(expenditure.code where level = 1) <= count(expenditure where level = 1)",
    shape=Aggregate(takes_value=True),
)
