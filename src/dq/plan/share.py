"""Pass: one group-by for each (source table, key columns), each aggregate in it once, each join once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from dq.plan.nodes import Aggregate, Cell, Key, Lookup
from dq.plan.whole import Group, Join, Plan

GroupKind = tuple[str, tuple[Cell, ...], int, bool]
"""Table, key columns, depth, and whether of the year before.

A group whose filters look things up is made after those it looks into."""


def share(plan: Plan) -> Plan:
    """Equal work once; groups that no join asks for disappear."""
    kinds = _kinds(plan)
    numbers = {kind: number for number, kind in enumerate(sorted(dict.fromkeys(kinds.values()), key=lambda k: k[2]))}
    aggregates: dict[GroupKind, dict[Aggregate, None]] = {kind: {} for kind in numbers}
    joins: dict[GroupKind, list[Join]] = {kind: [] for kind in numbers}
    for old, kind in kinds.items():
        aggregates[kind].update(dict.fromkeys(plan.groups[old].aggregates))
        joins[kind].extend(plan.groups[old].joins)
    renumbered = {old: numbers[kind] for old, kind in kinds.items()}
    return replace(
        plan,
        groups=tuple(
            Group(kind[0], kind[1], _merged(joins[kind], renumbered), tuple(aggregates[kind]), kind[3])
            for kind in numbers
        ),
        shared=_merged(plan.shared, renumbered),
        bases=tuple(replace(base, joins=_merged(base.joins, renumbered)) for base in plan.bases),
    )


def _kinds(plan: Plan) -> dict[int, GroupKind]:
    """Every group that is asked for, with its kind, in the plan's order."""
    wanted = set(_asked(plan, (*plan.shared, *(join for base in plan.bases for join in base.joins))))
    kinds: dict[int, GroupKind] = {}
    for number in sorted(wanted):
        group = plan.groups[number]
        depth = 1 + max((kinds[join.group][2] for join in group.joins), default=-1)
        kinds[number] = group.table, group.keys, depth, group.prior
    return kinds


def _asked(plan: Plan, joins: Iterable[Join]) -> Iterator[int]:
    for join in joins:
        yield join.group
        yield from _asked(plan, plan.groups[join.group].joins)


def _merged(joins: Iterable[Join], renumbered: dict[int, int]) -> tuple[Join, ...]:
    """One join for each (group, outer values), with all lookups of those it replaces."""
    found: dict[tuple[int, tuple[Key, ...]], dict[Lookup, None]] = {}
    for join in joins:
        key = renumbered[join.group], join.outer
        found.setdefault(key, {}).update(dict.fromkeys(join.lookups))
    return tuple(Join(group, tuple(lookups)) for (group, _), lookups in found.items())
