"""Values: names, members, arithmetic and calls, resolved and typed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from dq.semantics.calls import complain_of_rows
from dq.semantics.checked import Expr, Field, Inner, Literal, Negate, Pick, Reduce, Reducer, ReportField, Source
from dq.semantics.columns import column_of, find_column
from dq.semantics.complaints import names, rules
from dq.semantics.complaints import types as wrong
from dq.semantics.context import Checking, Scope
from dq.semantics.picks import is_single, looked_up, related
from dq.semantics.vocabulary import PROPERTIES, REPORT
from dq.syntax import tree
from dq.types import ValueType


def bare_name(checking: Checking, node: tree.Name, scope: Scope) -> Expr | None:
    """A name that stands alone: a column of the inner table within a `where`, nothing elsewhere."""
    span = checking.span(node)
    alias = "" if scope.row is None else scope.row.alias
    if scope.report_only:
        report = REPORT[0] if node.text.isascii() else REPORT[1]
        checking.say(rules.report_only(span, f"{report}.{node.text}" if node.text in PROPERTIES else None))
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
            complain_of_rows(checking, base, scope)
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
        if column is None:
            return None
        if scope.prior and scope.inner is None:
            path = Field(row.table.name, "path", ValueType.TEXT)
            same_row = Source(row.table.name, (("path", path),), home=scope.home)
            return Pick(same_row, column.name, column.type, checking.written(node))
        return Field(row.table.name, column.name, column.type)
    if base.text in REPORT:
        if scope.prior and scope.inner is None:
            checking.say(rules.not_of_last_year(checking.span(node)))
            return None
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


def optional(checking: Checking, node: tree.MissingAsZero, scope: Scope) -> Expr | None:
    """Checks: operand missing as zero: forms that do not print the operand are not thereby out."""
    noted = len(checking.uses.uses)
    operand = checking.value(node.operand, scope)
    match operand:
        case None:
            return None
        case Field() | Pick() | Reduce(Reducer.SUM) if operand.type.is_numeric:
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
