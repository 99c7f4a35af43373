"""Pass: lookups that depend on nothing but the report are made once a report, not once a row or once a base."""

from __future__ import annotations

from dataclasses import replace

from dq.plan.nodes import Cell
from dq.plan.whole import Join, Plan


def hoist(plan: Plan) -> Plan:
    """Joins of the bases without the row's cells move to the plan."""
    shared = [join for base in plan.bases for join in base.joins if _once_a_report(join)]
    bases = tuple(
        replace(base, joins=tuple(join for join in base.joins if not _once_a_report(join))) for base in plan.bases
    )
    return replace(plan, shared=(*plan.shared, *shared), bases=bases)


def _once_a_report(join: Join) -> bool:
    return not any(isinstance(key, Cell) for key in join.outer)
