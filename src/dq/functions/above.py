"""The row printed before."""

from __future__ import annotations

from typing import Final

from dq.diagnostics import Text
from dq.functions.model import Function, Relation

FUNCTION: Final = Function(
    name="above",
    chinese="上一行",
    signature="above(r)",
    summary=Text("印在 r 上面的那一行（同一栏组）。", "The row printed before r, in the same block."),
    example='for each statistics as r where r.role = "of_which" check r.amount <= above(r).amount',
    shape=Relation(inner="n", outer="above", single=True),
)
