"""The rows without an ancestor."""

from __future__ import annotations

from typing import Final

from dq.diagnostics import Text
from dq.functions.model import Function, Selection

FUNCTION: Final = Function(
    name="roots",
    chinese="顶级",
    signature="roots(T)",
    summary=Text("表 T 中没有上级的各行。", "The rows of table T that have no ancestor."),
    example='check expenditure["合计"].total = sum(roots(expenditure).total where role = "item")',
    shape=Selection(column="parent"),
)
