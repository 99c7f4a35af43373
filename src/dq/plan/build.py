"""Checked rules → the plan as written: every expectation has a base, groups and joins of its own."""

from __future__ import annotations

from dq.plan.lowering import Lowering, PlanError
from dq.plan.nodes import Lookup
from dq.plan.shown import units_of
from dq.plan.walk import demanded, parts, slots, test_nodes
from dq.plan.whole import Base, Group, Join, Plan, Test
from dq.semantics import checked
from dq.templates.model import Schema

__all__ = ["PlanError", "build_plan", "build_test"]


def build_test(number: int, expectation: checked.Expectation, schema: Schema) -> Test:
    """One expectation, lowered. `number` is its place among all expectations of the book.

    Errors: `PlanError` where the checker let through what the engine cannot evaluate.
    """
    lower = Lowering(schema, expectation.each, outermost=True)
    check = lower.condition(expectation.check)
    where = None if expectation.where is None else lower.condition(expectation.where)
    applies = None if expectation.applies is None else lower.condition(expectation.applies)
    return Test(
        number=number,
        expectation=expectation,
        applies=applies,
        where=where,
        check=check,
        units=units_of(check),
        tables=tuple(sorted({*demanded(check), *((expectation.each,) if expectation.each else ())})),
    )


def build_plan(tests: tuple[Test, ...], template: str) -> Plan:
    """The plan before any pass: nothing shared, nothing dropped."""
    groups: list[Group] = []
    bases = []
    for test in tests:
        joins = tuple(_join(slot.lookup, groups) for slot in slots(*test_nodes(test)))
        bases.append(Base(test.expectation.each, joins, (test,)))
    return Plan(template, tuple(groups), (), tuple(bases))


def _join(lookup: Lookup, groups: list[Group]) -> Join:
    """Append the group of this lookup, those it needs itself first."""
    joins = tuple(_join(slot.lookup, groups) for slot in slots(*parts(lookup.aggregate)))
    groups.append(Group(lookup.table, lookup.keys, joins, (lookup.aggregate,), lookup.home))
    return Join(len(groups) - 1, (lookup,))
