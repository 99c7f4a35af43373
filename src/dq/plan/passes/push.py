"""Push-down: what rows are asked for is told to the group, which leaves the others out before it begins.

Before → after:

look up summary[item = 甲] and summary[item = 乙]   →   group 0: rows of summary by item, of 甲, 乙 only
group 0: rows of summary by item
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from dq.plan.whole import Group, Join, Plan


def push(plan: Plan) -> Plan:
    """Rows of a group whose names nobody asks for are not grouped; of the year before they are not even read."""
    asking = [*plan.shared, *(join for base in plan.bases for join in base.joins)]
    asking += [join for group in plan.groups for join in group.joins]
    groups = (
        replace(group, asked=_asked(group, [join for join in asking if join.group == number]))
        for number, group in enumerate(plan.groups)
    )
    return replace(plan, groups=tuple(groups))


def _asked(group: Group, asking: Sequence[Join]) -> tuple[tuple[Decimal | str, ...] | None, ...]:
    """For each key of the group the constants that it is asked for; None where a row or a report asks for its own."""
    found: list[tuple[Decimal | str, ...] | None] = []
    for place in range(len(group.keys)):
        constants: dict[Decimal | str, None] = {}
        for key in (join.outer[place] for join in asking):
            if not isinstance(key, str | Decimal):
                found.append(None)
                break
            constants[key] = None
        else:
            found.append(tuple(constants))
    return tuple(found)
