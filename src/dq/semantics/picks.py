"""One cell of one row: `summary["本年收入合计"].amount`, `expenditure[code = r.code].total`, `parent(r).amount`."""

from __future__ import annotations

from dq.functions import Relation, function_named
from dq.semantics.checked import Among, And, Compare, Comparison, Condition, Inner, Literal, Pick, Source
from dq.semantics.columns import column_of, find_column
from dq.semantics.complaints import names, rules, types
from dq.semantics.context import Checking, Scope
from dq.semantics.filters import split
from dq.semantics.items import row_named, type_in
from dq.semantics.rows import rows, table_named
from dq.syntax import tree
from dq.templates.model import TableSchema

_IDENTIFYING = frozenset({"code", "function_code", "item", "label", "path", "n"})


def is_single(node: tree.Call) -> bool:
    """Whether a function gives at most one row: parent, above, below."""
    function = function_named(node.function.text)
    return function is not None and isinstance(function.shape, Relation) and function.shape.single


def related(checking: Checking, node: tree.Member, base: tree.Call, scope: Scope) -> Pick | None:
    """A cell of the row that a relation gives: `parent(r).amount`."""
    found = rows(checking, base, scope)
    if found is None:
        return None
    column = column_of(checking, found.table, node.name, scope)
    if column is None:
        return None
    picked = Source(found.table.name, found.keys, found.filter)
    return Pick(picked, column.name, column.type, checking.written(node))


def looked_up(checking: Checking, node: tree.Member, base: tree.Lookup, scope: Scope) -> Pick | None:
    """A cell of the row that a look-up picks."""
    if not isinstance(base.base, tree.Name):
        signature = 'prior(T["…"].amount)' if _says_prior(base.base) else 'T["…"]'
        checking.say(rules.no_table_to_pick_from(checking.span(base.base), signature))
        return None
    if scope.row is not None and base.base.text == scope.row.alias:
        checking.say(names.row_without_column(checking.span(base.base), scope.row.alias, scope.row.table))
        return None
    table = table_named(checking, base.base)
    if table is None:
        return None
    column = column_of(checking, table, node.name, scope)
    selected = _selected(checking, base, table, scope)
    if selected is None or column is None:
        return None
    picked, units = selected
    return Pick(picked, column.name, type_in(column.type, units), checking.written(node))


def _selected(
    checking: Checking, base: tree.Lookup, table: TableSchema, scope: Scope
) -> tuple[Source, tuple[str, ...]] | None:
    """The row that stands in the brackets, with the units that its name stands for; None where it is none."""
    selector = base.selector
    if isinstance(selector, tree.Labels | tree.String):
        labels = selector.labels if isinstance(selector, tree.Labels) else (selector,)
        named = row_named(checking, selector, labels, table)
        return None if named is None else (Source(table.name, (), named[0], scope.home), named[1])
    if isinstance(selector, tree.Number):
        checking.say(types.row_condition_needed(checking.span(selector), "code", f'"{checking.written(selector)}"'))
        return None
    if isinstance(selector, tree.Name) and find_column(table, selector.text) is None:
        checking.say(names.unquoted_label(checking.span(selector), selector.text))
        return None
    if isinstance(selector, tree.Member):
        key = selector.name.text if selector.name.text in _IDENTIFYING else "code"
        checking.say(types.row_condition_needed(checking.span(selector), key, checking.written(selector)))
        return None
    parts = split(checking, selector, table, scope)
    if parts is None:
        return None
    naming = _IDENTIFYING.union(table.attributes)  # a statement is named by what it is about
    if not any(key in naming for key, _outer in parts[0]) and not _identifies(parts[1], naming):
        checking.say(names.many_matches(checking.span(base), table))
    return Source(table.name, *parts, scope.home), ()


def _says_prior(node: tree.Expression) -> bool:
    """Whether this is `prior.summary`, written for `prior(summary…)`."""
    return isinstance(node, tree.Member) and isinstance(node.base, tree.Name) and node.base.text in ("prior", "上年")


def _identifies(condition: Condition | None, naming: frozenset[str]) -> bool:
    """Whether a local condition names one row: an equality on a naming column, or the total row."""
    waiting = [] if condition is None else [condition]
    while waiting:
        match waiting.pop():
            case Compare(Comparison.EQ, Inner(_, column), Literal(value)) if column in naming or (
                column == "role" and value == "total"
            ):
                return True
            case Among(Inner(_, column), choices) if column in naming and len(choices) == 1:
                return True
            case And(left, right):
                waiting += [left, right]
            case _:
                pass
    return False
