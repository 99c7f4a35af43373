"""prior(e): a value as the same body's report of the year before has it."""

from __future__ import annotations

from dataclasses import replace

from dq.functions import Function
from dq.semantics.checked import Expr
from dq.semantics.complaints import rules
from dq.semantics.context import Checking, Scope
from dq.syntax import tree


def year_before(checking: Checking, node: tree.Call, function: Function, scope: Scope) -> Expr | None:
    """The value read in the report of the year before.

    What it names need not be printed in this year's form, so it does not limit the rule to certain forms.
    """
    argument = node.arguments[0] if len(node.arguments) == 1 else None
    if argument is None or isinstance(argument, tree.Filtered):
        checking.say(rules.wrong_arguments(checking.span(node), function.signature))
        return None
    if scope.prior or scope.inner is not None:
        checking.say(rules.nested_prior(checking.span(node)))
        return None
    noted, tables = len(checking.uses.uses), dict(checking.uses.tables)
    operand = checking.value(argument, replace(scope, prior=True))
    del checking.uses.uses[noted:]
    checking.uses.tables = tables
    return operand
