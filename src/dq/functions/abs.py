"""The absolute value."""

from __future__ import annotations

from typing import Final

from dq.diagnostics import Text
from dq.functions.model import Function, Scalar

FUNCTION: Final = Function(
    name="abs",
    chinese="绝对值",
    signature="abs(x)",
    summary=Text("x 的绝对值。", "The absolute value of x."),
    example='check abs(summary["收入总计"].amount - summary["支出总计"].amount) <= 0.1万元',
    shape=Scalar(),
)
