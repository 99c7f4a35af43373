"""The passes, in order. Each takes a plan and gives one with the same outcomes (tests/plan proves it of each alone).

One file a pass; its first line says what it does, and `dq explain` prints that line with what became of the plan. With
pictures: docs/explanation/passes.md.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from dq.plan.passes.eliminate import eliminate
from dq.plan.passes.fold import fold
from dq.plan.passes.fuse import fuse
from dq.plan.passes.hoist import hoist
from dq.plan.passes.prune import prune
from dq.plan.passes.push import push
from dq.plan.passes.share import share
from dq.plan.whole import Plan

PASSES: Final[tuple[Callable[[Plan], Plan], ...]] = (prune, fold, fuse, hoist, share, eliminate, push)
"""Fewer tests, then smaller ones; rows read once, lookups as high as they can stand; equal work once, idle work never;
and at last, when all that is asked of a group is known, no row that nobody asks for.
"""


def optimise(plan: Plan) -> Plan:
    """The plan after all passes."""
    for each in PASSES:
        plan = each(plan)
    return plan


def purpose(each: Callable[[Plan], Plan]) -> str:
    """What a pass does, in one line. Example: `purpose(fuse)` → `"The tests of one grain become one base …"`."""
    return (each.__doc__ or "").partition("\n")[0]
