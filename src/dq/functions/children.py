"""The rows below a row in the hierarchy."""

from __future__ import annotations

from typing import Final

from dq.diagnostics import Text
from dq.functions.model import Function, Relation

FUNCTION: Final = Function(
    name="children",
    chinese="下级",
    signature="children(r)",
    summary=Text("r 的下级：最近的已印出的上级是 r 的各行。", "The rows whose nearest printed ancestor is r."),
    example="for each expenditure as r where exists children(r) check r.total = sum(children(r).total)",
    shape=Relation(inner="parent", outer="n", single=False),
)
