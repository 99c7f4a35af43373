"""case { guard => value; … else => value }: one type, and not too many ways through."""

from __future__ import annotations

from typing import Final

from dq.diagnostics import Diagnostic
from dq.semantics.agreement import common
from dq.semantics.checked import Call, Case, Condition, Expr, Reduce, Source, Tolerance
from dq.semantics.complaints import types as wrong
from dq.semantics.context import Checking, Scope
from dq.syntax import tree
from dq.types import ValueType

MOST_WAYS: Final = 64
"""Ways through all cases of one comparison."""


def case(checking: Checking, node: tree.Case, scope: Scope) -> Case | None:
    """A checked case, or None where it was complained of."""
    guards = [checking.condition(each.guard, scope, Tolerance()) for each in node.branches]
    written = [*(each.value for each in node.branches), node.otherwise]
    values = [checking.value(each, scope) for each in written]
    branches: list[tuple[Condition, Expr]] = []
    for guard, value in zip(guards, values, strict=False):
        if guard is not None and value is not None:
            branches.append((guard, value))
    otherwise = values[-1]
    if otherwise is None or len(branches) < len(node.branches):
        return None
    if scope.inner is not None and scope.element is not None:
        checking.say(wrong.no_case_here(checking.span(node)))
        return None
    type_ = otherwise.type
    for place, (each, (_, value)) in enumerate(zip(written, branches, strict=False)):
        found = _common(checking, node, (each, value), (written[-1], otherwise))
        if found is None:
            return None
        type_ = found if place == 0 or type_ is ValueType.NUMBER else type_
    made = Case(tuple(branches), otherwise, type_)
    if ways(made) > MOST_WAYS:
        checking.say(wrong.too_many_ways(checking.span(node), MOST_WAYS))
        return None
    return made


def _common(
    checking: Checking, node: tree.Case, one: tuple[tree.Expression, Expr], other: tuple[tree.Expression, Expr]
) -> ValueType | None:
    """The type that two values of a case share; None where they share none, which was then said."""
    sides = (checking.span(one[0]), one[1]), (checking.span(other[0]), other[1])
    spelled = {ValueType.TEXT, ValueType.CODE}
    types = {one[1].type, other[1].type}
    if len(types) == 1 or types <= spelled:
        return one[1].type
    if all(each.is_numeric for each in types):
        found = common(checking.span(node), *sides)
        if isinstance(found, Diagnostic):
            checking.say(found)
            return None
        return found
    checking.say(wrong.unlike(checking.span(node), *((span, value.type) for span, value in sides)))
    return None


def ways(*values: Expr) -> int:
    """In how many ways the cases within these values can turn out together."""
    found = 1
    waiting: list[object] = list(values)
    while waiting and found <= MOST_WAYS:
        node = waiting.pop()
        match node:
            case Case(branches, otherwise):
                found = found * sum(ways(value) for value in (*(value for _, value in branches), otherwise))
            case Source() | Reduce():
                pass
            case Call(_, arguments):
                waiting += arguments
            case _:
                fields = getattr(node, "__dataclass_fields__", ())
                waiting += [value for name in fields if hasattr(value := getattr(node, name), "__dataclass_fields__")]
    return found
