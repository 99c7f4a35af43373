"""Join elimination.

Before → after:

join group 0 on item = 甲: pick amount                  join group 0 on item = 甲: pick amount, sum amount
join group 0 on item = 甲: sum amount           →
join group 1 on code = r.code: which no test reads      (nor group 1, which nothing else asks for)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dq.plan.nodes import Aggregate, Key, Lookup
from dq.plan.walk import parts, slots, test_nodes
from dq.plan.whole import Group, Join, Plan


def eliminate(plan: Plan) -> Plan:
    """One join for what is asked of one group in one way; lookups that nothing reads go, and groups with them."""
    read = [{slot.lookup for test in base.tests for slot in slots(*test_nodes(test))} for base in plan.bases]
    shared = _joins(plan.shared, frozenset[Lookup]().union(*read))
    bases = tuple(replace(base, joins=_joins(base.joins, own)) for base, own in zip(plan.bases, read, strict=True))
    asking = [*shared, *(join for base in bases for join in base.joins)]
    groups: dict[int, Group] = {}
    for number in reversed(range(len(plan.groups))):  # each looks into those before it only
        wanted = {lookup.aggregate for join in asking if join.group == number for lookup in join.lookups}
        if wanted:
            groups[number] = _with(plan.groups[number], wanted)
            asking += groups[number].joins
    return _renumbered(replace(plan, shared=shared, bases=bases), dict(sorted(groups.items())))


def _joins(joins: Iterable[Join], read: Iterable[Lookup]) -> tuple[Join, ...]:
    """One join for each (group, outer values), with those lookups that are read."""
    wanted = frozenset(read)
    found: dict[tuple[int, tuple[Key, ...]], dict[Lookup, None]] = {}
    for join in joins:
        kept = [lookup for lookup in join.lookups if lookup in wanted]
        if kept:
            found.setdefault((join.group, join.outer), {}).update(dict.fromkeys(kept))
    return tuple(Join(group, tuple(lookups)) for (group, _), lookups in found.items())


def _with(group: Group, wanted: set[Aggregate]) -> Group:
    """The group with these aggregates, and the joins that they need."""
    aggregates = tuple(each for each in group.aggregates if each in wanted)
    read = {slot.lookup for each in aggregates for slot in slots(*parts(each))}
    return replace(group, aggregates=aggregates, joins=_joins(group.joins, read))


def _renumbered(plan: Plan, groups: dict[int, Group]) -> Plan:
    numbers = {old: new for new, old in enumerate(groups)}

    def moved(joins: Iterable[Join]) -> tuple[Join, ...]:
        return tuple(replace(join, group=numbers[join.group]) for join in joins)

    return replace(
        plan,
        groups=tuple(replace(group, joins=moved(group.joins)) for group in groups.values()),
        shared=moved(plan.shared),
        bases=tuple(replace(base, joins=moved(base.joins)) for base in plan.bases),
    )
