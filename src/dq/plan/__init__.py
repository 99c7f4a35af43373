"""Checked rules → logical plan: what is read, grouped, joined and compared. No engine is imported here."""

from dq.plan.build import PlanError, build_plan, build_test
from dq.plan.explain import plan_text
from dq.plan.passes import PASSES, optimise
from dq.plan.whole import Plan, Test

__all__ = ["PASSES", "Plan", "PlanError", "Test", "build_plan", "build_test", "optimise", "plan_text"]
