"""The check of expressions: which function checks which node."""

from __future__ import annotations

from typing import assert_never

from dq.functions import Agreement, function_named
from dq.semantics import cases, conditions, literals, values
from dq.semantics.arithmetic import arithmetic
from dq.semantics.calls import call
from dq.semantics.checked import Condition, Expr, Not, Tolerance
from dq.semantics.complaints import names, rules
from dq.semantics.complaints import types as wrong
from dq.semantics.context import Checking, Scope
from dq.syntax import tree


def is_agreement(node: tree.Call) -> bool:
    """Whether a call is one of agree(…), a condition."""
    function = function_named(node.function.text)
    return function is not None and isinstance(function.shape, Agreement)


class Checker(Checking):
    """Checks the expressions of one expectation.

    Example: `Checker(schema, source, base).condition(node, Scope(), Tolerance())`.
    """

    def value(self, node: tree.Expression, scope: Scope) -> Expr | None:
        """The checked value, or None where it was complained of."""
        match node:
            case tree.Name():
                return values.bare_name(self, node, scope)
            case tree.Number():
                return literals.number(self, node)
            case tree.String():
                return literals.text(node)
            case tree.Member():
                return values.member(self, node, scope)
            case tree.Lookup():
                self.say(names.lookup_without_column(self.span(node), self.written(node)))
                return None
            case tree.Call():
                return call(self, node, scope)
            case tree.MissingAsZero():
                return values.optional(self, node, scope)
            case tree.Signed():
                return values.signed(self, node, scope)
            case tree.Arithmetic():
                return arithmetic(self, node, scope)
            case tree.Case():
                return cases.case(self, node, scope)
            case (
                tree.Comparison()
                | tree.Listed()
                | tree.Matches()
                | tree.Between()
                | tree.Among()
                | tree.StartsWith()
                | tree.StateTest()
                | tree.Exists()
                | tree.Negation()
                | tree.Logical()
            ):
                self.say(wrong.value_needed(self.span(node)))
                return None
            case _:
                assert_never(node)

    def condition(self, node: tree.Expression, scope: Scope, tolerance: Tolerance) -> Condition | None:
        """The checked condition, or None where it was complained of."""
        match node:
            case tree.Logical():
                return conditions.logical(self, node, scope, tolerance)
            case tree.Negation():
                operand = self.condition(node.operand, scope, tolerance)
                return None if operand is None else Not(operand)
            case tree.Comparison():
                return conditions.comparison(self, node, scope, tolerance)
            case tree.Between():
                return conditions.between(self, node, scope, tolerance)
            case tree.Among():
                return conditions.among(self, node, scope)
            case tree.Listed():
                return conditions.listed(self, node, scope)
            case tree.Matches():
                return conditions.matches(self, node, scope)
            case tree.Call() if is_agreement(node) and not scope.report_only:
                return conditions.coinciding(self, node, scope, tolerance)
            case tree.StartsWith():
                return conditions.starts_with(self, node, scope)
            case tree.StateTest():
                return conditions.state_test(self, node, scope)
            case tree.Exists() if scope.report_only:
                self.say(rules.report_only(self.span(node)))
                return None
            case tree.Exists():
                return conditions.exists(self, node, scope)
            case (
                tree.Name()
                | tree.Number()
                | tree.String()
                | tree.Member()
                | tree.Lookup()
                | tree.Call()
                | tree.MissingAsZero()
                | tree.Signed()
                | tree.Arithmetic()
                | tree.Case()
            ):
                if self.value(node, scope) is not None:
                    self.say(wrong.condition_needed(self.span(node)))
                return None
            case _:
                assert_never(node)
