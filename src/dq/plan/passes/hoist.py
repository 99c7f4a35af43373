"""Hoisting: a push of lookups upwards, from rows to reports.

Before → after:

rows of income: look up summary[本年收入合计]           once a report: look up summary[本年收入合计]
reports:        look up summary[本年收入合计]     →     rows of income, reports: look up nothing
"""

from __future__ import annotations

from dataclasses import replace

from dq.plan.nodes import Cell
from dq.plan.whole import Join, Plan


def hoist(plan: Plan) -> Plan:
    """Lookups that depend on nothing but the report are made once a report, not once a row or once a base."""
    shared = [join for base in plan.bases for join in base.joins if _once_a_report(join)]
    bases = tuple(
        replace(base, joins=tuple(join for join in base.joins if not _once_a_report(join))) for base in plan.bases
    )
    return replace(plan, shared=(*plan.shared, *shared), bases=bases)


def _once_a_report(join: Join) -> bool:
    return not any(isinstance(key, Cell) for key in join.outer)
