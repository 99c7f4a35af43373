"""The nearest printed ancestor."""

from __future__ import annotations

from typing import Final

from dq.diagnostics import Text
from dq.functions.model import Function, Relation

FUNCTION: Final = Function(
    name="parent",
    chinese="上级",
    signature="parent(r)",
    summary=Text("r 的上级：表中印出的、离 r 最近的上级那一行。", "The nearest printed ancestor of r."),
    example='for each summary as r where r.role = "of_which" check r.amount <= parent(r).amount',
    shape=Relation(inner="n", outer="parent", single=True),
)
