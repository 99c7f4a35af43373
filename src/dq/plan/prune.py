"""Pass: rules that speak of what the template does not print are dropped."""

from __future__ import annotations

from dataclasses import replace

from dq.plan.whole import Plan


def prune(plan: Plan) -> Plan:
    """Without the tests whose expectation is not for the plan's template."""
    bases = []
    for base in plan.bases:
        tests = tuple(test for test in base.tests if plan.template in test.expectation.templates)
        if tests:
            bases.append(replace(base, tests=tests))
    return replace(plan, bases=tuple(bases))
