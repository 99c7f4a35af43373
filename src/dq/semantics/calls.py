"""Calls of functions, resolved and typed."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, assert_never

from dq.diagnostics import Diagnostic
from dq.functions import (
    Aggregate,
    Agreement,
    CodeList,
    Function,
    Gives,
    MonthNamed,
    OfUnits,
    Relation,
    Scalar,
    Selection,
    YearBefore,
    function_named,
    function_names,
)
from dq.semantics import literals
from dq.semantics.aggregates import aggregate
from dq.semantics.agreement import common, percentages
from dq.semantics.checked import Call, Expr, Literal, MonthOf
from dq.semantics.complaints import names, rules
from dq.semantics.complaints import types as wrong
from dq.semantics.context import Checking, Scope
from dq.semantics.priors import year_before
from dq.syntax import tree
from dq.types import ValueType

_STEPLESS: Final = frozenset({ValueType.NUMBER, ValueType.COUNT, ValueType.SCORE, ValueType.RATIO})
"""Types whose figures round to whole numbers where no step is written."""


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
        case Aggregate(several=Scalar() as several) if len(node.arguments) > 1:
            return _scalar(checking, node, function, several, scope)
        case Aggregate() as shape:
            return aggregate(checking, node, function, takes_value=shape.takes_value, scope=scope)
        case Scalar() as shape:
            return _scalar(checking, node, function, shape, scope)
        case YearBefore():
            return year_before(checking, node, function, scope)
        case MonthNamed():
            return _month(checking, node, function, scope)
        case Agreement():
            checking.say(wrong.value_needed(checking.span(node)))
        case CodeList():
            checking.say(rules.wrong_arguments(checking.span(node), f"… in {function.signature}"))
        case Relation(single=True):
            checking.say(names.lookup_without_column(checking.span(node), checking.written(node)))
        case Relation() | Selection() | OfUnits():
            checking.say(names.rows_where_value(checking.span(node), checking.written(node)))
        case _:
            assert_never(function.shape)
    return None


def complain_of_rows(checking: Checking, node: tree.Call, scope: Scope) -> None:
    """A call before a dot that gives no single row."""
    function = function_named(node.function.text)
    if function is None:
        checking.say(names.unknown_function(checking.span(node.function), node.function.text, function_names()))
    elif isinstance(function.shape, Relation | Selection | OfUnits):
        checking.say(names.rows_where_value(checking.span(node), checking.written(node)))
    elif call(checking, node, scope) is not None:
        checking.say(names.no_columns(checking.span(node), checking.written(node)))


def _scalar(checking: Checking, node: tree.Call, function: Function, shape: Scalar, scope: Scope) -> Expr | None:
    plain = [each for each in node.arguments if not isinstance(each, tree.Filtered)]
    if not shape.fewest <= len(node.arguments) <= shape.most or len(plain) < len(node.arguments):
        checking.say(rules.wrong_arguments(checking.span(node), function.signature))
        return None
    figures, stepping = (plain[:1], plain[1:]) if shape.stepped else (plain, [])
    values = [checking.value(each, scope) for each in figures]
    operands = [value for value in values if value is not None]
    if len(operands) < len(values):
        return None
    wanted = (ValueType.DATE,) if shape.gives is Gives.MONTHS else ()
    for each, operand in zip(figures, operands, strict=True):
        if operand.type not in wanted and (wanted or not operand.type.is_numeric):
            unfit = wrong.date_needed if wanted else wrong.number_needed
            checking.say(unfit(checking.span(each), operand.type))
            return None
    type_ = _type(checking, node, figures, operands, shape)
    if type_ is None:
        return None
    step = _step(checking, node, function, operands[0], stepping, scope) if shape.stepped else None
    if shape.stepped and step is None:
        return None
    return Call(function.name, tuple(operands), type_, step)


def _type(
    checking: Checking, node: tree.Call, figures: list[tree.Expression], operands: list[Expr], shape: Scalar
) -> ValueType | None:
    """The type of the result; arguments of different types are complained of, ratios made percentages beside such."""
    if shape.gives is Gives.MONTHS:
        return ValueType.COUNT
    if shape.gives is Gives.PERCENT:
        if operands[0].type not in (ValueType.RATIO, ValueType.NUMBER):
            checking.say(rules.wrong_arguments(checking.span(node), "percent(a / b)"))
            return None
        return ValueType.PERCENT
    type_ = operands[0].type
    for place, each in enumerate(figures[1:], 1):
        operands[0], operands[place] = percentages(operands[0], operands[place])
        sides = (checking.span(figures[0]), operands[0]), (checking.span(each), operands[place])
        found = common(checking.span(node), *sides)
        if isinstance(found, Diagnostic):
            checking.say(found)
            return None
        type_ = found
    return ValueType.RATIO if shape.gives is Gives.RATIO else type_


def _step(
    checking: Checking, node: tree.Call, function: Function, operand: Expr, written: list[tree.Expression], scope: Scope
) -> Decimal | None:
    """What a function rounds to, in the base unit."""
    if not written:
        if operand.type in _STEPLESS:
            return Decimal(1)
        checking.say(rules.wrong_arguments(checking.span(node), function.signature))
        return None
    step = checking.value(written[0], scope)
    if step is None:
        return None
    if not isinstance(step, Literal) or not isinstance(step.value, Decimal) or step.value <= 0:
        checking.say(wrong.literal_needed(checking.span(written[0])))
        return None
    found = common(checking.span(node), (checking.span(node.arguments[0]), operand), (checking.span(written[0]), step))
    if isinstance(found, Diagnostic):
        checking.say(found)
        return None
    return step.value


def _month(checking: Checking, node: tree.Call, function: Function, scope: Scope) -> Expr | None:
    argument = node.arguments[0] if len(node.arguments) == 1 else None
    if argument is None or isinstance(argument, tree.Filtered):
        checking.say(rules.wrong_arguments(checking.span(node), function.signature))
        return None
    if isinstance(argument, tree.String):
        value = literals.month(argument.text)
        if value is None:
            checking.say(wrong.no_month(checking.span(argument), argument.text))
            return None
        return Literal(value, ValueType.DATE, argument.text)
    operand = checking.value(argument, scope)
    if operand is None:
        return None
    if operand.type is not ValueType.TEXT or isinstance(operand, Literal):
        checking.say(wrong.text_needed(checking.span(argument), operand.type))
        return None
    return MonthOf(operand)
