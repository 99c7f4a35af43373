"""Code lists: `code in codelist("function_classes", report.year)`.

A list is a CSV file with the columns code, name, first_year and last_year (empty: without end), in the folder
`reference` of the folder of rules. The codes that are valid in each year become plain conditions here.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from dq.functions import Function
from dq.semantics import literals
from dq.semantics.checked import Among, And, Compare, Comparison, Condition, Expr, Literal, Or, ReportField
from dq.semantics.complaints import rules
from dq.semantics.complaints import types as wrong
from dq.semantics.context import Checking, Scope
from dq.semantics.items import EXACT
from dq.semantics.lists import FIRST, LAST, Code
from dq.syntax import tree
from dq.types import ValueType


def within(checking: Checking, node: tree.Listed, function: Function, scope: Scope) -> Condition | None:
    """The condition that the operand is a code of the list in the year; None where it was complained of."""
    operand = checking.value(node.operand, scope)
    arguments = node.codes.arguments
    named = arguments[0] if arguments else None
    if not isinstance(named, tree.String) or len(arguments) != 2:  # noqa: PLR2004 - name and year
        checking.say(rules.wrong_arguments(checking.span(node.codes), function.signature))
        return None
    found = checking.lists.get(named.text)
    if found is None:
        checking.say(rules.unknown_list(checking.span(named), named.text, checking.lists))
    written = arguments[1]
    year = None if isinstance(written, tree.Filtered) else checking.value(written, scope)
    if operand is None or found is None or year is None:
        return None
    if operand.type not in (ValueType.CODE, ValueType.TEXT):
        checking.say(wrong.text_needed(checking.span(node.operand), operand.type))
        return None
    if not isinstance(year, Literal) and not (isinstance(year, ReportField) and year.name == "year"):
        checking.say(rules.wrong_arguments(checking.span(node.codes), function.signature))
        return None
    return _valid(operand, found, year, checking.written(node.codes))


def _valid(operand: Expr, codes: Sequence[Code], year: Literal | ReportField, text: str) -> Condition:
    """The codes valid in each span of years within which none begins or ends."""
    if isinstance(year, Literal):
        number = int(year.value) if isinstance(year.value, Decimal) else 0
        return _among(operand, codes, number, text)
    starts = sorted({FIRST, *(each.first_year for each in codes), *(each.last_year + 1 for each in codes)})
    condition: Condition | None = None
    for first, following in zip(starts, [*starts[1:], LAST + 1], strict=True):
        here: Condition = _among(operand, codes, first, text)
        if first > FIRST:
            here = And(Compare(Comparison.GE, year, literals.bare(first), EXACT), here)
        if following <= LAST:
            here = And(Compare(Comparison.LT, year, literals.bare(following), EXACT), here)
        if first <= LAST:
            condition = here if condition is None else Or(condition, here)
    return _among(operand, (), 0, text) if condition is None else condition


def _among(operand: Expr, codes: Sequence[Code], year: int, text: str) -> Among:
    valid = (each.code for each in codes if each.first_year <= year <= each.last_year)
    return Among(operand, tuple(Literal(code, ValueType.CODE, code) for code in dict.fromkeys(valid)), listed=text)
