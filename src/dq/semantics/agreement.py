"""Which types go together: in sums, differences and comparisons."""

from __future__ import annotations

from typing import Final

from dq.diagnostics import Diagnostic, Span
from dq.semantics.checked import Call, Expr, Literal
from dq.semantics.complaints import types as wrong
from dq.types import ValueType

_BARE: Final = frozenset({ValueType.NUMBER, ValueType.COUNT, ValueType.SCORE, ValueType.RATIO})
"""Types that a bare number other than 0 may stand beside: they need no unit."""

_BY_ROW: Final = frozenset({ValueType.QUANTITY, ValueType.MONEY, ValueType.COUNT, ValueType.PERCENT, ValueType.RATIO})
"""Types that a quantity may turn out to be, once its row says the unit."""

Placed = tuple[Span, Expr]


def is_zero(expr: Expr) -> bool:
    """True for the literal 0, which is zero in every unit."""
    return isinstance(expr, Literal) and expr.value == 0


def percentages(left: Expr, right: Expr) -> tuple[Expr, Expr]:
    """Both sides; a ratio beside a percentage as a percentage."""
    if {left.type, right.type} != {ValueType.PERCENT, ValueType.RATIO}:
        return left, right
    if left.type is ValueType.RATIO:
        return Call("percent", (left,), ValueType.PERCENT), right
    return left, Call("percent", (right,), ValueType.PERCENT)


def common(span: Span, left: Placed, right: Placed) -> ValueType | Diagnostic:
    """The type of a sum, difference or comparison of two figures, or what is wrong with it.

    Parameters: `span` the place of the whole; each side with its place.
    """
    for place, expr in (left, right):
        if not expr.type.is_numeric:
            return wrong.number_needed(place, expr.type)
    one, other = left[1].type, right[1].type
    if one is other:
        return one
    if ValueType.NUMBER in (one, other):
        bare, typed = (left, right) if one is ValueType.NUMBER else (right, left)
        return _with_bare_number(span, bare, typed)
    if ValueType.QUANTITY in (one, other) and {one, other} <= _BY_ROW:
        return other if one is ValueType.QUANTITY else one
    return wrong.units_clash(span, (left[0], one), (right[0], other))


def _with_bare_number(span: Span, bare: Placed, typed: Placed) -> ValueType | Diagnostic:
    type_ = typed[1].type
    if is_zero(bare[1]) or type_ in _BARE:
        return type_
    if isinstance(bare[1], Literal):
        return wrong.unit_missing(bare[0], bare[1].text, (typed[0], type_))
    return wrong.units_clash(span, (bare[0], bare[1].type), (typed[0], type_))


def comparable(span: Span, left: Placed, right: Placed) -> Diagnostic | None:
    """What is wrong with comparing two values, or None."""
    one, other = left[1].type, right[1].type
    if one.is_numeric and other.is_numeric:
        found = common(span, left, right)
        return found if isinstance(found, Diagnostic) else None
    for (_place, expr), (literal_place, literal) in ((left, right), (right, left)):
        bare = isinstance(literal, Literal) and literal.type is ValueType.NUMBER
        if expr.type is ValueType.CODE and bare and isinstance(literal, Literal):
            return wrong.code_as_number(literal_place, literal.text)
    texts = {ValueType.TEXT, ValueType.CODE}
    spelled = isinstance(left[1], Literal) or isinstance(right[1], Literal)
    if one is other or (spelled and {one, other} <= texts):
        return None
    return wrong.unlike(span, (left[0], one), (right[0], other))
