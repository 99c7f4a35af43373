"""The row printed after."""

from __future__ import annotations

from typing import Final

from dq.diagnostics import Text
from dq.functions.model import Function, Relation

FUNCTION: Final = Function(
    name="below",
    chinese="下一行",
    signature="below(r)",
    summary=Text("印在 r 下面的那一行（同一栏组）。", "The row printed after r, in the same block."),
    example='for each statistics as r where r.role = "of_which" check r.amount >= below(r).amount',
    shape=Relation(inner="n", outer="below", single=True),
)
