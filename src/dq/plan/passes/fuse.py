"""Fusion by table and grain.

Before → after:

rows of summary: test A
rows of income:  test B         →   rows of summary: tests A, C
rows of summary: test C             rows of income:  test B
"""

from __future__ import annotations

from dataclasses import replace

from dq.plan.whole import Base, Plan


def fuse(plan: Plan) -> Plan:
    """The tests of one grain become one base, so that its rows are read once."""
    grains: dict[str | None, list[Base]] = {}
    for base in plan.bases:
        grains.setdefault(base.each, []).append(base)
    bases = tuple(
        Base(
            each,
            joins=tuple(join for base in same for join in base.joins),
            tests=tuple(test for base in same for test in base.tests),
        )
        for each, same in grains.items()
    )
    return replace(plan, bases=bases)
