"""A `where` over inner rows, taken apart: equalities with the outer row become keys, the rest stays with the table."""

from __future__ import annotations

from collections.abc import Iterator

from dq.semantics import checked
from dq.semantics.checked import And, Compare, Comparison, Condition, Expr, Field, Inner, ReportField
from dq.semantics.complaints import rules as wrong
from dq.semantics.context import Checking, Scope
from dq.semantics.items import EXACT
from dq.syntax import tree
from dq.templates.model import TableSchema

Keys = tuple[tuple[str, Expr], ...]


def split(
    checking: Checking, node: tree.Expression, table: TableSchema, scope: Scope
) -> tuple[Keys, Condition | None] | None:
    """The keys and the local condition of a `where` over `table`; None where it was complained of."""
    keys: list[tuple[str, Expr]] = []
    local: Condition | None = None
    failed = False
    for part in _conjuncts(node):
        condition = checking.condition(part, scope.within(table), EXACT)
        if condition is None:
            failed = True
            continue
        inner, outer = _speaks_of(condition)
        if inner and not outer:
            local = condition if local is None else And(local, condition)
            continue
        key = _key(checking, part, condition, table) if inner else None
        if key is not None:
            keys.append(key)
            continue
        failed = True
        if not inner:
            checking.say(wrong.outer_only(checking.span(part)))
    return None if failed else (tuple(keys), local)


def _conjuncts(node: tree.Expression) -> Iterator[tree.Expression]:
    if isinstance(node, tree.Logical) and node.connective is tree.Connective.AND:
        yield from _conjuncts(node.left)
        yield from _conjuncts(node.right)
    else:
        yield node


def _key(
    checking: Checking, node: tree.Expression, condition: Condition, table: TableSchema
) -> tuple[str, Expr] | None:
    """The key that an equality of an inner column with an outer one makes, or None with a complaint."""
    match condition:
        case Compare(Comparison.EQ, Inner() as inner, (Field() | ReportField()) as outer, _):
            pass
        case Compare(Comparison.EQ, (Field() | ReportField()) as outer, Inner() as inner, _):
            pass
        case _:
            checking.say(wrong.not_an_equality(checking.span(node)))
            return None
    column = table.columns.get(inner.column)
    if column is not None and column.is_measure:
        checking.say(wrong.key_is_figure(checking.span(node)))
        return None
    if isinstance(outer, Field) and _is_measure(checking, outer):
        checking.say(wrong.asked_with_a_cell(checking.span(node), outer.column))
        return None
    return inner.column, outer


def _is_measure(checking: Checking, field: Field) -> bool:
    column = checking.schema.tables[field.table].columns.get(field.column)
    return column is not None and column.is_measure


def _speaks_of(condition: Condition) -> tuple[bool, bool]:
    """Whether a condition reads inner columns, and whether it reads the outer row or the report."""
    inner = outer = False
    waiting: list[object] = [condition]
    while waiting:
        part = waiting.pop()
        match part:
            case Inner():
                inner = True
            case Field() | ReportField():
                outer = True
            case checked.Literal() | checked.Pick() | checked.Reduce() | checked.Exists():
                pass
            case _:
                waiting += _parts(part)
    return inner, outer


def _parts(part: object) -> Iterator[object]:
    for name in getattr(part, "__dataclass_fields__", ()):
        value = getattr(part, name)
        if isinstance(value, tuple):
            yield from value
        elif hasattr(value, "__dataclass_fields__"):
            yield value
