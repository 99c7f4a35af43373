"""Whether all values of rows coincide."""

from __future__ import annotations

from typing import Final

from dq.diagnostics import Text
from dq.functions.model import Agreement, Function

FUNCTION: Final = Function(
    name="agree",
    chinese="一致",
    signature="agree(T.column where …)",
    summary=Text(
        "各行的值（没有的格除外）都相同；数在舍入范围内相同即可。",
        "All values of the rows coincide, absent cells left out; figures within their rounding.",
    ),
    example='check agree(expenditure.total where role = "total")',
    shape=Agreement(),
)
