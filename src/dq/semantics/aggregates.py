"""Figures over many rows: sum, count, min, max."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from dq.functions import Function
from dq.semantics.checked import (
    And,
    Arithmetic,
    Call,
    Compare,
    Comparison,
    Condition,
    Expr,
    Inner,
    Literal,
    Negate,
    Not,
    Operator,
    Reduce,
    Reducer,
    StateName,
    StateTest,
    Tolerance,
)
from dq.semantics.complaints import rules
from dq.semantics.complaints import types as wrong
from dq.semantics.context import Checking, Scope
from dq.semantics.items import EXACT
from dq.semantics.rows import is_rows, rows, source
from dq.syntax import children, tree
from dq.types import ValueType


def aggregate(
    checking: Checking, node: tree.Call, function: Function, *, takes_value: bool, scope: Scope
) -> Reduce | None:
    """A checked aggregate, or None where it was complained of."""
    if scope.inner is not None:
        checking.say(rules.nested(checking.span(node)))
        return None
    if len(node.arguments) != 1:
        checking.say(rules.wrong_arguments(checking.span(node), function.signature))
        return None
    argument = node.arguments[0]
    over, where = (argument.value, argument.condition) if isinstance(argument, tree.Filtered) else (argument, None)
    if takes_value:
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
    if function.name in (Reducer.DISTINCT, "agree"):
        if not isinstance(value, Inner):
            checking.say(rules.wrong_arguments(checking.span(element), function.signature))
            return None
        return Reduce(Reducer.DISTINCT, picked, value, ValueType.COUNT, checking.written(node))
    if not value.type.is_numeric:
        checking.say(wrong.number_needed(checking.span(element), value.type))
        return None
    if not _is_linear(value):
        checking.say(rules.not_linear(checking.span(element)))
        return None
    return Reduce(Reducer(function.name), picked, value, value.type, checking.written(node))


def agreement(
    checking: Checking, node: tree.Call, function: Function, scope: Scope, tolerance: Tolerance
) -> Condition | None:
    """Checks: agree(x where …): the largest and the smallest of the values that are there are equal; of texts, there is
    no second one.
    """
    found = aggregate(checking, node, function, takes_value=True, scope=scope)
    if found is None or not isinstance(found.element, Inner):
        return None
    if not found.element.type.is_numeric:
        return Compare(Comparison.LE, found, Literal(Decimal(1), ValueType.NUMBER, "1"), EXACT)
    there = Not(StateTest(found.element, StateName.ABSENT))
    chosen = found.source.filter
    picked = replace(found.source, filter=there if chosen is None else And(chosen, there))
    largest, smallest = (
        Reduce(reducer, picked, found.element, found.element.type, found.text) for reducer in (Reducer.MAX, Reducer.MIN)
    )
    return Compare(Comparison.EQ, largest, smallest, tolerance)


def _is_linear(value: Expr) -> bool:
    """Whether a value is a sum of multiples of columns: what rows can be added up by."""
    match value:
        case Literal() | Inner():
            return True
        case Negate(operand) | Call("abs" | "exactly" | "percent", (operand,)):
            return _is_linear(operand)
        case Arithmetic(Operator.DIVIDE, left, Literal(Decimal() as divisor)):
            return _is_linear(left) and finite_reciprocal(divisor) is not None
        case Arithmetic(Operator.MULTIPLY, left, right):
            return _is_linear(left) and _is_linear(right) and isinstance(left, Literal) | isinstance(right, Literal)
        case Arithmetic(Operator.ADD | Operator.SUBTRACT, left, right):
            return _is_linear(left) and _is_linear(right)
        case _:
            return False


def finite_reciprocal(divisor: Decimal) -> Decimal | None:
    """1 / divisor where that is a decimal with an end. Example: `finite_reciprocal(Decimal(4))` → 0.25."""
    if not divisor:
        return None
    found = Decimal(1) / divisor
    return found if found * divisor == 1 else None


def _row_bases(checking: Checking, element: tree.Expression, scope: Scope) -> Iterator[tree.Expression]:
    """What stands before the dots of an element where it speaks of rows."""
    waiting: list[tree.Node] = [element]
    while waiting:
        node = waiting.pop()
        if isinstance(node, tree.Member) and is_rows(checking, node.base, scope):
            yield node.base
        else:
            waiting += children(node)
