"""Values: names, members, arithmetic and calls, resolved and typed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import assert_never

from dq.diagnostics import Diagnostic
from dq.functions import Aggregate, Function, Relation, Scalar, Selection, function_named, function_names
from dq.semantics import literals
from dq.semantics.aggregates import aggregate
from dq.semantics.agreement import common
from dq.semantics.checked import (
    Arithmetic,
    Call,
    Expr,
    Field,
    Inner,
    Literal,
    Negate,
    Operator,
    Pick,
    ReportField,
)
from dq.semantics.columns import column_of, find_column
from dq.semantics.complaints import names, rules
from dq.semantics.complaints import types as wrong
from dq.semantics.context import Checking, Scope
from dq.semantics.picks import is_single, looked_up, related
from dq.semantics.vocabulary import PROPERTIES, REPORT
from dq.syntax import tree

_OPERATORS = {
    tree.Sign.PLUS: Operator.ADD,
    tree.Sign.MINUS: Operator.SUBTRACT,
    tree.Sign.TIMES: Operator.MULTIPLY,
}


def bare_name(checking: Checking, node: tree.Name, scope: Scope) -> Expr | None:
    """A name that stands alone: a column of the inner table within a `where`, nothing elsewhere."""
    span = checking.span(node)
    alias = "" if scope.row is None else scope.row.alias
    if scope.report_only:
        checking.say(rules.report_only(span))
    elif scope.inner is not None and scope.element is None and node.text != alias:
        column = column_of(checking, scope.inner, node, scope)
        return None if column is None else Inner(scope.inner.name, column.name, column.type)
    elif scope.row is not None and node.text == alias:
        checking.say(names.row_without_column(span, alias, scope.row.table))
    elif scope.row is not None and scope.element is None and _names_column(node, scope):
        checking.say(names.bare_column(span, node.text, alias))
    elif checking.schema.resolve(node.text) is not None:
        checking.say(names.table_where_value(span, node.text))
    else:
        known = [*([alias] if alias else []), "report", *sorted(checking.schema.tables)]
        checking.say(names.unknown_name(span, node.text, known, dashed=checking.follows(node, "--")))
    return None


def _names_column(node: tree.Name, scope: Scope) -> bool:
    in_list = scope.column(node.text) is not None
    return in_list or (scope.row is not None and find_column(scope.row.table, node.text) is not None)


def member(checking: Checking, node: tree.Member, scope: Scope) -> Expr | None:
    """base.column, whatever the base is."""
    base = node.base
    if scope.report_only and not (isinstance(base, tree.Name) and base.text in REPORT):
        checking.say(rules.report_only(checking.span(node)))
        return None
    if scope.inner is not None and scope.element == "".join(checking.written(base).split()):
        column = column_of(checking, scope.inner, node.name, scope)
        return None if column is None else Inner(scope.inner.name, column.name, column.type)
    match base:
        case tree.Name():
            return _member_of_name(checking, node, base, scope)
        case tree.Lookup() | tree.Call() if scope.inner is not None:
            checking.say(rules.nested(checking.span(node)))
        case tree.Lookup():
            return looked_up(checking, node, base, scope)
        case tree.Call() if is_single(base):
            return related(checking, node, base, scope)
        case tree.Call():
            _complain_of_call(checking, base, scope)
        case _:
            checking.say(names.no_columns(checking.span(base), checking.written(base)))
    return None


def _member_of_name(checking: Checking, node: tree.Member, base: tree.Name, scope: Scope) -> Expr | None:
    row = scope.row
    if row is not None and base.text == row.alias:
        if scope.element is not None:
            checking.say(rules.outer_in_element(checking.span(node)))
            return None
        column = column_of(checking, row.table, node.name, scope)
        return None if column is None else Field(row.table.name, column.name, column.type)
    if base.text in REPORT:
        return _report(checking, node.name)
    table = checking.schema.resolve(base.text)
    if table is None:
        known = [*([] if row is None else [row.alias]), "report", *sorted(checking.schema.tables)]
        checking.say(names.unknown_name(checking.span(base), base.text, known))
    elif scope.inner is not None and table.name == scope.inner.name:
        checking.say(names.qualified_inner(checking.span(node), base.text, checking.written(node.name)))
    elif scope.inner is not None:
        checking.say(rules.nested(checking.span(node)))
    else:
        checking.say(names.column_of_many(checking.span(node), base.text, checking.written(node.name)))
    return None


def _report(checking: Checking, name: tree.Name) -> Expr | None:
    found = PROPERTIES.get(name.text)
    if found is None:
        checking.say(names.unknown_property(checking.span(name), name.text, PROPERTIES))
        return None
    return ReportField(*found)


def _complain_of_call(checking: Checking, node: tree.Call, scope: Scope) -> None:
    """A call before a dot that gives no single row."""
    function = function_named(node.function.text)
    if function is None:
        checking.say(names.unknown_function(checking.span(node.function), node.function.text, function_names()))
    elif isinstance(function.shape, Aggregate | Scalar):
        if call(checking, node, scope) is not None:
            checking.say(names.no_columns(checking.span(node), checking.written(node)))
    else:
        checking.say(names.rows_where_value(checking.span(node), checking.written(node)))


def call(checking: Checking, node: tree.Call, scope: Scope) -> Expr | None:
    """A function of figures or rows."""
    if scope.report_only:
        checking.say(rules.report_only(checking.span(node)))
        return None
    function = function_named(node.function.text)
    if function is None:
        checking.say(names.unknown_function(checking.span(node.function), node.function.text, function_names()))
        return None
    match function.shape:
        case Aggregate() as shape:
            return aggregate(checking, node, function, shape, scope)
        case Scalar():
            return _scalar(checking, node, function, scope)
        case Relation(single=True):
            checking.say(names.lookup_without_column(checking.span(node), checking.written(node)))
        case Relation() | Selection():
            checking.say(names.rows_where_value(checking.span(node), checking.written(node)))
        case _:
            assert_never(function.shape)
    return None


def _scalar(checking: Checking, node: tree.Call, function: Function, scope: Scope) -> Expr | None:
    if len(node.arguments) != 1 or isinstance(node.arguments[0], tree.Filtered):
        checking.say(rules.wrong_arguments(checking.span(node), function.signature))
        return None
    argument = node.arguments[0]
    operand = checking.value(argument, scope)
    if operand is None:
        return None
    if not operand.type.is_numeric:
        checking.say(wrong.number_needed(checking.span(argument), operand.type))
        return None
    return Call(function.name, (operand,), operand.type)


def optional(checking: Checking, node: tree.MissingAsZero, scope: Scope) -> Expr | None:
    """Checks: operand missing as zero: forms that do not print the operand are not thereby out."""
    noted = len(checking.uses.uses)
    operand = checking.value(node.operand, scope)
    match operand:
        case None:
            return None
        case Field() | Pick() if operand.type.is_numeric:
            del checking.uses.uses[noted:]
            return replace(operand, optional=True)
        case _:
            checking.say(wrong.not_optional(checking.span(node)))
            return None


def signed(checking: Checking, node: tree.Signed, scope: Scope) -> Expr | None:
    """+ or − before a figure; a negative literal is a literal."""
    operand = checking.value(node.operand, scope)
    if operand is None:
        return None
    if not operand.type.is_numeric:
        checking.say(wrong.number_needed(checking.span(node.operand), operand.type))
        return None
    if not node.negative:
        return operand
    if isinstance(operand, Literal) and isinstance(operand.value, Decimal):
        return Literal(-operand.value, operand.type, f"-{operand.text}")
    return Negate(operand, operand.type)


def arithmetic(checking: Checking, node: tree.Arithmetic, scope: Scope) -> Expr | None:
    """A sum, difference or product."""
    left, right = checking.value(node.left, scope), checking.value(node.right, scope)
    if left is None or right is None:
        return None
    if node.sign is tree.Sign.DIVIDE:
        checking.say(wrong.factor_needed(checking.span(node)))
        return None
    if node.sign is tree.Sign.TIMES:
        return _product(checking, node, left, right)
    found = common(checking.span(node), (checking.span(node.left), left), (checking.span(node.right), right))
    if isinstance(found, Diagnostic):
        checking.say(found)
        return None
    return Arithmetic(_OPERATORS[node.sign], left, right, found)


def _product(checking: Checking, node: tree.Arithmetic, left: Expr, right: Expr) -> Expr | None:
    """A product with a literal on one side: the other's type stays."""
    for side, operand in ((node.left, left), (node.right, right)):
        if not operand.type.is_numeric:
            checking.say(wrong.number_needed(checking.span(side), operand.type))
            return None
    if isinstance(left, Literal) and (factor := literals.as_factor(left)) is not None:
        return Arithmetic(Operator.MULTIPLY, factor, right, right.type)
    if isinstance(right, Literal) and (factor := literals.as_factor(right)) is not None:
        return Arithmetic(Operator.MULTIPLY, left, factor, left.type)
    checking.say(wrong.factor_needed(checking.span(node)))
    return None
