"""Plans as text: what `dq explain` prints."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, assert_never

from dq.plan.nodes import (
    Absolute,
    Aggregate,
    Atom,
    Both,
    Cell,
    Choice,
    Condition,
    Contrary,
    Either,
    Extreme,
    Given,
    Key,
    Like,
    Linear,
    Month,
    NumberTest,
    Occurs,
    OneOf,
    Operand,
    Product,
    Property,
    Quotient,
    Rounded,
    Slot,
    Starts,
    StateIs,
    TextTest,
    Value,
)
from dq.plan.whole import Base, Group, Join, Plan, Test
from dq.semantics.checked import Home, ToleranceKind

_REPORTS: Final = {Home.OWN: "report", Home.BEFORE: "last year's report", Home.UNITS: "reports of the units"}
_WHOSE: Final = {Home.OWN: "", Home.BEFORE: "last year's ", Home.UNITS: "the units' "}


def plan_text(plan: Plan) -> str:
    """The plan: groups in the order in which they are made, what is joined once, bases with their tests.

    Example: a rule over two columns of one table → one group, one base, two tests.
    """
    lines = [f"group {number}: {_group(group)}" for number, group in enumerate(plan.groups)]
    lines += [f"once a report: {_join(join, plan)}" for join in plan.shared]
    for base in plan.bases:
        lines += _base(base, plan)
    return "\n".join(lines) or "nothing to do"


def _group(group: Group) -> str:
    asked = group.asked or (None,) * len(group.keys)
    named = (_named(cell.column, only) for cell, only in zip(group.keys, asked, strict=True))
    keys = ", ".join((_REPORTS[group.home], *named))
    aggregates = "".join(f"\n    {_aggregate(each)}" for each in group.aggregates)
    return f"rows of {group.table} by {keys}{aggregates}"


def _named(column: str, only: tuple[Decimal | str, ...] | None) -> str:
    return column if only is None else f"{column} ({' | '.join(map(str, only))} only)"


def _base(base: Base, plan: Plan) -> Iterator[str]:
    yield f"base: {'reports' if base.each is None else f'rows of {base.each}'}"
    for join in base.joins:
        yield f"  {_join(join, plan)}"
    for test in base.tests:
        yield f"  {_test(test)}"


def _join(join: Join, plan: Plan) -> str:
    group = plan.groups[join.group]
    pairs = (f"{cell.column} = {_key(value)}" for cell, value in zip(group.keys, join.outer, strict=True))
    return f"join group {join.group} on {', '.join(('report', *pairs))}"


def _test(test: Test) -> str:
    column = f"[{test.expectation.column}]" if test.expectation.column else ""
    parts = [f"test {test.expectation.rule}{column}: {_condition(test.check)}"]
    parts += [f"    {word} {_condition(node)}" for word, node in _guards(test)]
    return "\n".join(parts)


def _guards(test: Test) -> Iterator[tuple[str, Condition]]:
    if test.applies is not None:
        yield "applies", test.applies
    if test.where is not None:
        yield "where", test.where


def _aggregate(aggregate: Aggregate) -> str:
    element = aggregate.element
    text = "" if element is None else f" {element.column}" if isinstance(element, Cell) else f" {_linear(element)}"
    return aggregate.kind.value + text + ("" if aggregate.filter is None else f" where {_condition(aggregate.filter)}")


def _condition(node: Condition) -> str:
    match node:
        case NumberTest(comparison, left, right, _, tolerance):
            text = f"{_linear(left)} {comparison} {_linear(right)}"
            amount = f" {tolerance.amount}" if tolerance.kind is ToleranceKind.ABSOLUTE else ""
            return text if tolerance.kind is ToleranceKind.ROUNDING else f"{text} ({tolerance.kind}{amount})"
        case TextTest(comparison, left, right):
            return f"{_value(left)} {comparison} {_value(right)}"
        case OneOf(operand, choices):
            return f"{_value(operand)} in {choices}"
        case Starts(operand, prefix):
            return f"{_value(operand)} starts with {_value(prefix)}"
        case Like(operand, pattern):
            return f"{_value(operand)} matches {pattern!r}"
        case Choice(branches, otherwise):
            ways = "; ".join(f"{_condition(guard)} => {_condition(each)}" for guard, each in branches)
            return f"case {{ {ways}; else => {_condition(otherwise)} }}"
        case StateIs(operand, state):
            return f"{_atom(operand)} is {state}"
        case Occurs(operand):
            return f"{_atom(operand)} > 0"
        case Both(left, right):
            return f"({_condition(left)} and {_condition(right)})"
        case Either(left, right):
            return f"({_condition(left)} or {_condition(right)})"
        case Contrary(operand):
            return f"not {_condition(operand)}"
        case Given(antecedent, consequent):
            return f"({_condition(antecedent)} implies {_condition(consequent)})"
        case _:
            assert_never(node)


def _key(key: Key) -> str:
    return repr(key) if isinstance(key, str) else str(key) if isinstance(key, Decimal) else _atom(key)


def _value(value: Value) -> str:
    if isinstance(value, Linear):
        return _linear(value)
    return repr(value.atom) if isinstance(value.atom, str) else _atom(value.atom)


def _linear(number: Linear) -> str:
    text = ""
    for term in number.terms:
        size = "" if abs(term.coefficient) == 1 else f"{abs(term.coefficient)}·"
        exact = "exactly " if term.exact else ""
        sign = " - " if term.coefficient < 0 else " + "
        text += f"{sign if text else sign.strip() if sign == ' - ' else ''}{size}{exact}{_atom(term.atom)}"
    if number.constant or not text:
        constant: Decimal = number.constant
        text += f"{' - ' if constant < 0 else ' + '}{abs(constant)}" if text else str(constant)
    return text


def _atom(atom: Atom) -> str:
    match atom:
        case Cell(column):
            return column
        case Property(name):
            return f"report.{name}"
        case Slot(lookup, _, optional):
            outer = zip(lookup.keys, lookup.outer, strict=True)
            keys = ", ".join(f"{cell.column} = {_key(value)}" for cell, value in outer)
            whose = _WHOSE[lookup.home]
            return f"{whose}{lookup.table}[{keys}].{_aggregate(lookup.aggregate)}{' or zero' if optional else ''}"
        case Operand(place):
            return f"operand {place}"
        case Absolute(operand):
            return f"|{_linear(operand)}|"
        case Product(left, right):
            return f"({_linear(left)}) × ({_linear(right)})"
        case Quotient(left, right):
            return f"({_linear(left)}) ÷ ({_linear(right)})"
        case Rounded(operand, step, way):
            return f"{way.value}({_linear(operand)}, {step})"
        case Extreme(operands, largest):
            return f"{'max' if largest else 'min'}({', '.join(_linear(each) for each in operands)})"
        case Month(operand):
            return f"month of {_value(operand)}"
        case _:
            assert_never(atom)
