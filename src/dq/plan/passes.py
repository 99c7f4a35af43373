"""The passes, in order. Each takes a plan and gives one with the same outcomes (tests/plan proves it)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from dq.plan.fuse import fuse
from dq.plan.hoist import hoist
from dq.plan.prune import prune
from dq.plan.share import share
from dq.plan.whole import Plan

PASSES: Final[tuple[Callable[[Plan], Plan], ...]] = (prune, fuse, hoist, share)
"""Fewer tests first; then rows read once; then lookups as high as they can stand; then equal work once."""


def optimise(plan: Plan) -> Plan:
    """The plan after all passes."""
    for each in PASSES:
        plan = each(plan)
    return plan
