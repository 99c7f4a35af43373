"""Figures over many rows: sum, count, min, max."""

from __future__ import annotations

from collections.abc import Iterator

from dq.functions import Aggregate, Function
from dq.semantics.checked import Reduce, Reducer
from dq.semantics.complaints import rules
from dq.semantics.complaints import types as wrong
from dq.semantics.context import Checking, Scope
from dq.semantics.rows import is_rows, rows, source
from dq.syntax import children, tree
from dq.types import ValueType


def aggregate(checking: Checking, node: tree.Call, function: Function, shape: Aggregate, scope: Scope) -> Reduce | None:
    """A checked aggregate, or None where it was complained of."""
    if scope.inner is not None:
        checking.say(rules.nested(checking.span(node)))
        return None
    if len(node.arguments) != 1:
        checking.say(rules.wrong_arguments(checking.span(node), function.signature))
        return None
    argument = node.arguments[0]
    over, where = (argument.value, argument.condition) if isinstance(argument, tree.Filtered) else (argument, None)
    if shape.takes_value:
        return _of_values(checking, node, function, over, where, scope)
    if not is_rows(checking, over, scope):
        checking.say(rules.wrong_arguments(checking.span(over), function.signature))
        return None
    found = rows(checking, over, scope)
    picked = None if found is None else source(checking, found, where, scope)
    if picked is None:
        return None
    return Reduce(Reducer(function.name), picked, None, ValueType.COUNT, checking.written(node))


def _of_values(
    checking: Checking,
    node: tree.Call,
    function: Function,
    element: tree.Expression,
    where: tree.Expression | None,
    scope: Scope,
) -> Reduce | None:
    bases = {"".join(checking.written(base).split()): base for base in _row_bases(checking, element, scope)}
    if not bases:
        checking.say(rules.wrong_arguments(checking.span(element), function.signature))
        return None
    if len(bases) > 1:
        checking.say(rules.mixed_rows(checking.span(element), bases))
        return None
    ((written, base),) = bases.items()
    found = rows(checking, base, scope)
    if found is None:
        return None
    value = checking.value(element, scope.over(found.table, written))
    picked = source(checking, found, where, scope)
    if value is None or picked is None:
        return None
    if not value.type.is_numeric:
        checking.say(wrong.number_needed(checking.span(element), value.type))
        return None
    return Reduce(Reducer(function.name), picked, value, value.type, checking.written(node))


def _row_bases(checking: Checking, element: tree.Expression, scope: Scope) -> Iterator[tree.Expression]:
    """What stands before the dots of an element where it speaks of rows."""
    waiting: list[tree.Node] = [element]
    while waiting:
        node = waiting.pop()
        if isinstance(node, tree.Member) and is_rows(checking, node.base, scope):
            yield node.base
        else:
            waiting += children(node)
