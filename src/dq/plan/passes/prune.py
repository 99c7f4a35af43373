"""Pruning by template.

Before → after:

rule A: tables summary and funds            form 2016 prints summary only
rule B: table summary               →       rule B
"""

from __future__ import annotations

from dataclasses import replace

from dq.plan.whole import Plan


def prune(plan: Plan) -> Plan:
    """Tests that speak of what the template does not print are dropped, and bases without tests with them."""
    bases = []
    for base in plan.bases:
        tests = tuple(test for test in base.tests if plan.template in test.expectation.templates)
        if tests:
            bases.append(replace(base, tests=tests))
    return replace(plan, bases=tuple(bases))
