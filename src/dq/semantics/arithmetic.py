"""Arithmetic between two values: which types go together, and what type comes of it."""

from __future__ import annotations

from typing import Final

from dq.diagnostics import Diagnostic
from dq.semantics import literals
from dq.semantics.agreement import common, percentages
from dq.semantics.checked import Arithmetic, Expr, Literal, Operator
from dq.semantics.complaints import types as wrong
from dq.semantics.context import Checking, Scope
from dq.syntax import tree
from dq.types import ValueType

_SUMS: Final = {tree.Sign.PLUS: Operator.ADD, tree.Sign.MINUS: Operator.SUBTRACT}
_PURE: Final = frozenset({ValueType.NUMBER, ValueType.RATIO})
"""Types that leave the other side's type as it is."""

_PLAIN: Final = frozenset({ValueType.MONEY, ValueType.SCORE, ValueType.COUNT})


def arithmetic(checking: Checking, node: tree.Arithmetic, scope: Scope) -> Expr | None:
    """A sum, difference, product or quotient."""
    left, right = checking.value(node.left, scope), checking.value(node.right, scope)
    if left is None or right is None:
        return None
    if node.sign in (tree.Sign.TIMES, tree.Sign.DIVIDE):
        return _product(checking, node, left, right)
    left, right = percentages(left, right)
    found = common(checking.span(node), (checking.span(node.left), left), (checking.span(node.right), right))
    if isinstance(found, Diagnostic):
        checking.say(found)
        return None
    return Arithmetic(_SUMS[node.sign], left, right, found)


def _product(checking: Checking, node: tree.Arithmetic, left: Expr, right: Expr) -> Expr | None:
    for side, operand in ((node.left, left), (node.right, right)):
        if not operand.type.is_numeric:
            checking.say(wrong.number_needed(checking.span(side), operand.type))
            return None
    divides = node.sign is tree.Sign.DIVIDE
    left, right = (left, _factor(right, left)) if divides else (_factor(left, right), _factor(right, left))
    type_ = _divided(left.type, right.type) if divides else _multiplied(left.type, right.type)
    if type_ is None:
        places = (checking.span(node.left), left.type), (checking.span(node.right), right.type)
        checking.say(wrong.no_product(checking.span(node), *places, divides=divides))
        return None
    return Arithmetic(Operator.DIVIDE if divides else Operator.MULTIPLY, left, right, type_)


def _factor(operand: Expr, other: Expr) -> Expr:
    """A percentage beside another figure is a ratio: 5% of an amount. Beside a percentage it stays one."""
    if operand.type is not ValueType.PERCENT or other.type in _PURE:
        return operand
    if isinstance(operand, Literal):
        return literals.as_factor(operand) or operand
    return operand if other.type is ValueType.PERCENT else as_ratio(operand)


def as_ratio(operand: Expr) -> Expr:
    """A percentage as the ratio it is."""
    hundredth = Literal(literals.HUNDREDTH, ValueType.NUMBER, "1%")
    return Arithmetic(Operator.MULTIPLY, hundredth, operand, ValueType.RATIO)


def _multiplied(left: ValueType, right: ValueType) -> ValueType | None:
    """The type of a product, None where it has no sense."""
    for one, other in ((left, right), (right, left)):
        if one in _PURE and (one is ValueType.NUMBER or other is not ValueType.NUMBER):
            return other
    for one, other in ((left, right), (right, left)):
        if one is ValueType.COUNT and other in _PLAIN:
            return other
    return None


def _divided(left: ValueType, right: ValueType) -> ValueType | None:
    """The type of a quotient, None where it has no sense."""
    if right in _PURE:
        return left
    if left is right:
        return ValueType.RATIO
    return left if right is ValueType.COUNT and left in _PLAIN else None
