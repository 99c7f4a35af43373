"""Comparisons that no tolerance changes: of words, and of figures that stand for themselves."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Final, cast

from dq.semantics.checked import (
    Arithmetic,
    Call,
    Compare,
    Condition,
    Field,
    Inner,
    Operator,
    Pick,
    Reduce,
    Reducer,
    Source,
    Tolerance,
    ToleranceKind,
)

_COMPUTED: Final = frozenset({"share", "percent"})


def untoleranced(check: Condition) -> Condition:
    """The check with the usual tolerance where figures have no radius and none is computed by × or ÷, so that
    `tolerance exact` means the same there.

    Example: of `m.agrees = "yes" tolerance exact` the check of `m.agrees = "yes"`.
    """
    return cast("Condition", _untoleranced(check))


def _untoleranced(node: object) -> object:
    if isinstance(node, tuple):
        return tuple(_untoleranced(each) for each in node)
    if not is_dataclass(node) or isinstance(node, type):
        return node
    parts = {each.name: _untoleranced(getattr(node, each.name)) for each in fields(node)}
    if isinstance(node, Compare) and not _is_rounded(node.left) and not _is_rounded(node.right):
        parts["tolerance"] = Tolerance(ToleranceKind.ROUNDING)
    return replace(node, **parts)


def _is_rounded(node: object) -> bool:
    """True where rounding has a say in a value: a measured figure, or what is multiplied, divided or averaged."""
    match node:
        case Source() | Call(function="exactly"):
            return False
        case Field() | Inner() | Pick():
            return node.type.is_measured
        case Reduce(reducer=Reducer.COUNT | Reducer.DISTINCT):
            return False
        case Reduce():
            return node.reducer is Reducer.AVERAGE or node.type.is_measured
        case Arithmetic(operator=Operator.MULTIPLY | Operator.DIVIDE):
            return True
        case Call() if node.function in _COMPUTED:
            return True
        case tuple():
            return any(_is_rounded(each) for each in node)
        case _ if is_dataclass(node):
            return any(_is_rounded(getattr(node, each.name)) for each in fields(node))
        case _:
            return False
