"""Conditions: comparisons, tests and what joins them, resolved and typed."""

from __future__ import annotations

from typing import Final, assert_never

from dq.functions import Agreement, CodeList, function_named
from dq.semantics import codes
from dq.semantics.aggregates import agreement
from dq.semantics.agreement import comparable, percentages
from dq.semantics.cases import MOST_WAYS, ways
from dq.semantics.checked import (
    Among,
    And,
    Compare,
    Comparison,
    Condition,
    Exists,
    Expr,
    Field,
    Implies,
    Inner,
    Literal,
    Matches,
    Not,
    Or,
    Pick,
    StartsWith,
    StateTest,
    Tolerance,
)
from dq.semantics.columns import as_held
from dq.semantics.complaints import rules
from dq.semantics.complaints import types as wrong
from dq.semantics.context import Checking, Scope
from dq.semantics.patterns import check_pattern
from dq.semantics.rows import rows, source
from dq.semantics.vocabulary import STATES
from dq.syntax import tree
from dq.types import ValueType

_SPELLED: Final = frozenset({ValueType.TEXT, ValueType.CODE})


def _unless(condition: Condition, negated: bool) -> Condition:  # noqa: FBT001 - the node's own field
    return Not(condition) if negated else condition


def logical(checking: Checking, node: tree.Logical, scope: Scope, tolerance: Tolerance) -> Condition | None:
    """and, or, implies."""
    left = checking.condition(node.left, scope, tolerance)
    right = checking.condition(node.right, scope, tolerance)
    if left is None or right is None:
        return None
    match node.connective:
        case tree.Connective.AND:
            return And(left, right)
        case tree.Connective.OR:
            return Or(left, right)
        case tree.Connective.IMPLIES:
            return Implies(left, right)
        case _:
            assert_never(node.connective)


def comparison(checking: Checking, node: tree.Comparison, scope: Scope, tolerance: Tolerance) -> Condition | None:
    """One comparison. Of a chain, which was refused before, the first two operands stand for all."""
    first, second = node.operands[:2]
    left, right = checking.value(first, scope), checking.value(second, scope)
    if left is None or right is None:
        return None
    sign = Comparison(node.signs[0].relation.value)
    found = _compare(checking, (node, first, second), left, right, sign)
    if found is None:
        return None
    return Compare(sign, *found, tolerance)


def _compare(
    checking: Checking, nodes: tuple[tree.Node, tree.Node, tree.Node], left: Expr, right: Expr, sign: Comparison
) -> tuple[Expr, Expr] | None:
    """Both sides, literals as their columns hold them, or None where they do not compare."""
    whole, first, second = nodes
    left, right = percentages(left, right)
    fault = comparable(checking.span(whole), (checking.span(first), left), (checking.span(second), right))
    if fault is not None:
        checking.say(fault)
        return None
    if ways(left, right) > MOST_WAYS:
        checking.say(wrong.too_many_ways(checking.span(whole), MOST_WAYS))
        return None
    ordered = left.type.is_numeric or left.type is ValueType.DATE
    if not ordered and sign not in (Comparison.EQ, Comparison.NE):
        checking.say(wrong.no_order(checking.span(whole), left.type))
        return None
    if isinstance(right, Literal):
        return left, as_held(checking, second, left, right)
    if isinstance(left, Literal):
        return as_held(checking, first, right, left), right
    return left, right


def between(checking: Checking, node: tree.Between, scope: Scope, tolerance: Tolerance) -> Condition | None:
    """Checks: operand between low and high, ends included."""
    operand, low, high = (checking.value(each, scope) for each in (node.operand, node.low, node.high))
    if operand is None or low is None or high is None:
        return None
    from_low = _compare(checking, (node, node.operand, node.low), operand, low, Comparison.GE)
    to_high = _compare(checking, (node, node.operand, node.high), operand, high, Comparison.LE)
    if from_low is None or to_high is None:
        return None
    both = And(Compare(Comparison.GE, *from_low, tolerance), Compare(Comparison.LE, *to_high, tolerance))
    return _unless(both, node.negated)


def among(checking: Checking, node: tree.Among, scope: Scope) -> Condition | None:
    """Checks: operand in (literals)."""
    operand = checking.value(node.operand, scope)
    choices: list[Literal] = []
    for each in node.choices:
        choice = checking.value(each, scope) if isinstance(each, tree.Number | tree.String | tree.Signed) else None
        if isinstance(choice, Literal) and operand is not None:
            found = _compare(checking, (each, node.operand, each), operand, choice, Comparison.EQ)
            choices += [side for side in (found or ())[1:] if isinstance(side, Literal)]
        elif not isinstance(each, tree.Number | tree.String):
            checking.say(wrong.literal_needed(checking.span(each)))
    if operand is None or len(choices) < len(node.choices):
        return None
    return _unless(Among(operand, tuple(choices)), node.negated)


def listed(checking: Checking, node: tree.Listed, scope: Scope) -> Condition | None:
    """Checks: operand in codelist("name", year)."""
    function = function_named(node.codes.function.text)
    if function is None or not isinstance(function.shape, CodeList):
        checking.say(rules.wrong_arguments(checking.span(node.codes), '… in codelist("…", report.year)'))
        return None
    found = codes.within(checking, node, function, scope)
    return None if found is None else _unless(found, node.negated)


def matches(checking: Checking, node: tree.Matches, scope: Scope) -> Condition | None:
    """Checks: text matches "pattern"."""
    pattern = node.pattern.text
    at = check_pattern(pattern)
    if at is not None:
        checking.say(rules.bad_pattern(checking.span(node.pattern), at, pattern))
    operand = checking.value(node.operand, scope)
    if operand is None or at is not None:
        return None
    if operand.type not in _SPELLED:
        checking.say(wrong.text_needed(checking.span(node.operand), operand.type))
        return None
    return _unless(Matches(operand, pattern), node.negated)


def coinciding(checking: Checking, node: tree.Call, scope: Scope, tolerance: Tolerance) -> Condition | None:
    """Checks: agree(x where …); None where it is no such call, too."""
    function = function_named(node.function.text)
    if function is None or not isinstance(function.shape, Agreement) or scope.report_only:
        return None
    return agreement(checking, node, function, scope, tolerance)


def starts_with(checking: Checking, node: tree.StartsWith, scope: Scope) -> Condition | None:
    """Checks: text starts with prefix."""
    operand, prefix = checking.value(node.operand, scope), checking.value(node.prefix, scope)
    for side, value in ((node.operand, operand), (node.prefix, prefix)):
        if value is not None and value.type not in _SPELLED:
            checking.say(wrong.text_needed(checking.span(side), value.type))
            return None
    if operand is None or prefix is None:
        return None
    return _unless(StartsWith(operand, prefix), node.negated)


def state_test(checking: Checking, node: tree.StateTest, scope: Scope) -> Condition | None:
    """Checks: operand is present, blank or absent."""
    state = STATES.get(node.state.text)
    if state is None:
        checking.say(rules.unknown_word(checking.span(node.state), node.state.text, "状态", "state of a cell", STATES))
    operand = checking.value(node.operand, scope)
    if operand is None or state is None:
        return None
    if not isinstance(operand, Field | Inner | Pick):
        checking.say(wrong.cell_needed(checking.span(node.operand)))
        return None
    return _unless(StateTest(operand, state), node.negated)


def exists(checking: Checking, node: tree.Exists, scope: Scope) -> Condition | None:
    """Checks: exists rows where condition."""
    if scope.inner is not None:
        checking.say(rules.nested(checking.span(node)))
        return None
    found = rows(checking, node.rows, scope)
    picked = None if found is None else source(checking, found, node.condition, scope)
    return None if picked is None else Exists(picked)
