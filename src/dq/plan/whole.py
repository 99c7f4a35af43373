"""The logical plan as a whole: groups, joins, bases and tests (what they are made of: `dq.plan.nodes`)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from dq.plan.nodes import Aggregate, Cell, Condition, Key, Leaf, Lookup
from dq.semantics.checked import Expectation, Home


@dataclass(frozen=True, slots=True)
class Group:
    """A group-by over the rows of `table` on report and `keys`; `joins` are what its filters look up themselves.

    Parameters: `home` whose reports the rows stand in; `asked` for each key the only constants that it is asked
    for, None where others are, too; empty where nobody looked.
    """

    table: str
    keys: tuple[Cell, ...]
    joins: tuple[Join, ...]
    aggregates: tuple[Aggregate, ...]
    home: Home = Home.OWN
    asked: tuple[tuple[Decimal | str, ...] | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Join:
    """m:1 join of group number `group`; its `lookups` differ in their aggregate only and are what the join brings."""

    group: int
    lookups: tuple[Lookup, ...]

    @property
    def outer(self) -> tuple[Key, ...]:
        """What equals the group's keys, in their order."""
        return self.lookups[0].outer


@dataclass(frozen=True, slots=True)
class Test:
    """An expectation, lowered.

    Parameters: `number` its place in the rule book; `units` for each comparison that may be shown the
    operand (a cell, or a UNIT lookup) in whose printed unit its figures are; `tables` those whose absence makes it
    undecided.
    """

    number: int
    expectation: Expectation
    applies: Condition | None
    where: Condition | None
    check: Condition
    units: tuple[Leaf | None, ...]
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Base:
    """Tests of one grain: the rows of table `each`, or the reports themselves (None)."""

    each: str | None
    joins: tuple[Join, ...]
    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to evaluate for reports of one template.

    Parameters: `shared` are joins that depend on nothing but the report, made once for all bases.
    """

    template: str
    groups: tuple[Group, ...]
    shared: tuple[Join, ...]
    bases: tuple[Base, ...]
