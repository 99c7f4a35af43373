"""Cases lifted out of the conditions that read them: `x = case { … }` becomes a choice of conditions."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from operator import is_
from typing import Any, TypeVar

from dq.semantics.checked import Case, Condition, Expr, Source

Node = TypeVar("Node")


def first_case(node: object) -> Case | None:
    """The first case that a condition's operands hold, those of other rows left out."""
    waiting: list[Any] = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Case):
            return each
        if isinstance(each, tuple):
            waiting.extend(reversed(each))
        else:
            waiting.extend(getattr(each, name) for name in _held(each.__class__))
    return None


@cache
def _held(kind: type) -> tuple[str, ...]:
    """The fields of a node in which a case of its own row may stand, the last one first; none of a text or number."""
    return () if issubclass(kind, Source) else tuple(reversed(getattr(kind, "__dataclass_fields__", {})))


def with_value(node: Node, case: Case, value: Expr) -> Node:
    """The condition with a value in the place of a case, wherever it stands."""
    return _replaced(node, case, value)  # type: ignore[no-any-return] # the same kind of node


def _replaced(node: Any, case: Case, value: Expr) -> Any:  # noqa: ANN401 - the same kind of node
    """The node itself where the case does not stand in it."""
    if node is case:
        return value
    if isinstance(node, tuple):
        parts = tuple(_replaced(part, case, value) for part in node)
        return node if all(map(is_, parts, node)) else parts
    changed = {}
    for name in _held(node.__class__):
        old = getattr(node, name)
        new = _replaced(old, case, value)
        if new is not old:
            changed[name] = new
    return replace(node, **changed) if changed else node


def ways(condition: Condition, case: Case) -> list[tuple[Condition | None, Condition]]:
    """Pairs (guard, the condition with that branch's value); None as the guard of `else`."""
    found: list[tuple[Condition | None, Condition]] = [
        (guard, with_value(condition, case, value)) for guard, value in case.branches
    ]
    return [*found, (None, with_value(condition, case, case.otherwise))]
