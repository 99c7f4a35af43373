"""Rows that are spoken of together: a table's, a row's children, and those that a `where` lets through."""

from __future__ import annotations

from dataclasses import dataclass

from dq.functions import (
    Aggregate,
    Agreement,
    CodeList,
    Function,
    MonthNamed,
    OfUnits,
    Relation,
    Scalar,
    Selection,
    YearBefore,
    function_named,
    function_names,
)
from dq.semantics.checked import And, Condition, Expr, Field, Home, Inner, Source, StateName, StateTest
from dq.semantics.complaints import names, rules
from dq.semantics.context import Checking, Scope
from dq.semantics.filters import split
from dq.syntax import tree
from dq.templates.model import TableSchema
from dq.types import ValueType


@dataclass(frozen=True, slots=True)
class RowSet:
    """Rows of a table: those whose `keys` equal outer columns and that pass `filter`; `single` at most one.

    Parameters: `home` whose report they stand in.
    """

    table: TableSchema
    keys: tuple[tuple[str, Expr], ...] = ()
    filter: Condition | None = None
    single: bool = False
    home: Home = Home.OWN


def is_rows(checking: Checking, node: tree.Expression, scope: Scope) -> bool:
    """Whether a node speaks of rows: a table's name, or a function that gives rows."""
    match node:
        case tree.Name():
            alias = scope.row is not None and node.text == scope.row.alias
            return not alias and checking.schema.resolve(node.text) is not None
        case tree.Call():
            function = function_named(node.function.text)
            return function is not None and isinstance(function.shape, Relation | Selection | OfUnits)
        case _:
            return False


def rows(checking: Checking, node: tree.Expression, scope: Scope) -> RowSet | None:
    """The rows that a node speaks of, or None where it was complained of."""
    match node:
        case tree.Name():
            table = table_named(checking, node)
            return None if table is None else RowSet(table, home=scope.home)
        case tree.Call():
            return _given_by_function(checking, node, scope)
        case _:
            checking.say(rules.wrong_arguments(checking.span(node), "… T where …"))
            return None


def table_named(checking: Checking, node: tree.Name) -> TableSchema | None:
    """The table of this name, noted as used; None where there is none."""
    table = checking.schema.resolve(node.text)
    if table is None:
        checking.say(names.unknown_table(checking.span(node), node.text, checking.schema.tables.values()))
        return None
    checking.uses.table(table, checking.span(node))
    return table


def _given_by_function(checking: Checking, node: tree.Call, scope: Scope) -> RowSet | None:
    function = function_named(node.function.text)
    if function is None:
        checking.say(names.unknown_function(checking.span(node.function), node.function.text, function_names()))
        return None
    match function.shape:
        case Aggregate() | Agreement() | Scalar() | YearBefore() | MonthNamed() | CodeList():
            checking.say(rules.wrong_arguments(checking.span(node), "… T where …"))
            return None
        case Selection(column):
            table = _only_table(checking, node, function)
            if table is None:
                return None
            empty = StateTest(Inner(table.name, column, ValueType.COUNT), StateName.ABSENT)
            return RowSet(table, filter=empty, home=scope.home)
        case OfUnits() if scope.prior:
            checking.say(rules.not_of_last_year(checking.span(node)))
            return None
        case OfUnits():
            table = _only_table(checking, node, function)
            checking.uses.of_units = True
            return None if table is None else RowSet(table, home=Home.UNITS)
        case Relation() if scope.prior:
            checking.say(rules.not_of_last_year(checking.span(node)))
            return None
        case Relation(inner, outer, single):
            row, argument = scope.row, node.arguments[0] if len(node.arguments) == 1 else None
            if row is None or not isinstance(argument, tree.Name) or argument.text != row.alias:
                alias = None if row is None else row.alias
                checking.say(rules.row_needed(checking.span(node), node.function.text, alias))
                return None
            checking.uses.tables.setdefault(row.table.name)
            key = (inner, Field(row.table.name, outer, ValueType.COUNT))
            return RowSet(row.table, keys=(key,), single=single)


def _only_table(checking: Checking, node: tree.Call, function: Function) -> TableSchema | None:
    """The table that a function takes as its only argument."""
    if len(node.arguments) == 1 and isinstance(node.arguments[0], tree.Name):
        return table_named(checking, node.arguments[0])
    checking.say(rules.wrong_arguments(checking.span(node), function.signature))
    return None


def source(checking: Checking, found: RowSet, where: tree.Expression | None, scope: Scope) -> Source | None:
    """The rows that also pass a `where`; None where that was complained of."""
    if where is None:
        return Source(found.table.name, found.keys, found.filter, found.home)
    parts = split(checking, where, found.table, scope)
    if parts is None:
        return None
    keys, local = parts
    both = local if found.filter is None else found.filter if local is None else And(found.filter, local)
    return Source(found.table.name, (*found.keys, *keys), both, found.home)
