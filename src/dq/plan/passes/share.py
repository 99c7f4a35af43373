"""Operand sharing: what many rules aggregate of one table is made by one group-by.

Before → after:

group 0: rows of summary by item: pick amount
group 1: rows of summary by item: pick amount         →   group 0: rows of summary by item: pick amount, sum amount
group 2: rows of summary by item: sum amount
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dq.plan.nodes import Aggregate, Cell
from dq.plan.whole import Group, Join, Plan
from dq.semantics.checked import Home

GroupKind = tuple[str, tuple[Cell, ...], int, Home]
"""Table, key columns, depth, and whose reports.

A group whose filters look things up is made after those it looks into."""


def share(plan: Plan) -> Plan:
    """One group-by for each (source table, key columns), each aggregate in it once."""
    kinds = _kinds(plan.groups)
    numbers = {kind: number for number, kind in enumerate(sorted(dict.fromkeys(kinds), key=lambda kind: kind[2]))}
    renumbered = [numbers[kind] for kind in kinds]

    def moved(joins: Iterable[Join]) -> tuple[Join, ...]:
        return tuple(replace(join, group=renumbered[join.group]) for join in joins)

    aggregates: dict[GroupKind, dict[Aggregate, None]] = {kind: {} for kind in numbers}
    joins: dict[GroupKind, list[Join]] = {kind: [] for kind in numbers}
    for kind, group in zip(kinds, plan.groups, strict=True):
        aggregates[kind].update(dict.fromkeys(group.aggregates))
        joins[kind].extend(moved(group.joins))
    return replace(
        plan,
        groups=tuple(
            Group(kind[0], kind[1], tuple(dict.fromkeys(joins[kind])), tuple(aggregates[kind]), kind[3])
            for kind in numbers
        ),
        shared=moved(plan.shared),
        bases=tuple(replace(base, joins=moved(base.joins)) for base in plan.bases),
    )


def _kinds(groups: Iterable[Group]) -> list[GroupKind]:
    """The kind of each group, which looks into those before it only."""
    kinds: list[GroupKind] = []
    for group in groups:
        depth = 1 + max((kinds[join.group][2] for join in group.joins), default=-1)
        kinds.append((group.table, group.keys, depth, group.home))
    return kinds
