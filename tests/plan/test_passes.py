"""Every pass preserves outcomes, and does what its name says."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from dq.archive import MemoryStore
from dq.engine.evaluate import evaluate
from dq.engine.portion import read_portion
from dq.plan.build import build_plan, build_test
from dq.plan.explain import plan_text
from dq.plan.passes import PASSES, optimise
from dq.plan.whole import Plan
from dq.semantics import check_text
from tests.engine.small import SCHEMA
from tests.naive.invented import Inventor

RULES = """
rule T001 "a" { basis "b" severity error
                for each alpha as r, column as c in (total, part) check r.c = sum(children(r).c) }
rule T002 "b" { basis "b" severity error for each alpha as r check r.total = beta[item = "甲"].amount }
rule T003 "c" { basis "b" severity error check beta[item = "甲"].amount = beta[item = "乙"].amount }
rule T004 "d" { basis "b" severity error for each gamma as r check r.amount = beta[item = "甲"].amount }
"""


def plan(template: str = "wide") -> Plan:
    book = check_text(RULES, "t.dq", SCHEMA).book
    expectations = [each for rule in book.rules for each in rule.expectations]
    return build_plan(tuple(build_test(n, each, SCHEMA) for n, each in enumerate(expectations)), template)


def test_rules_of_one_grain_share_rows_groups_and_lookups() -> None:
    done = optimise(plan())
    assert [base.each for base in done.bases] == ["alpha", None, "gamma"]
    assert [len(base.tests) for base in done.bases] == [3, 1, 1]
    assert [(g.table, [key.column for key in g.keys]) for g in done.groups] == [
        ("alpha", ["parent"]),
        ("beta", ["item"]),
    ]
    assert len(done.shared) == 2  # 甲 and 乙 once a report, whoever asks
    assert [len(base.joins) for base in done.bases] == [1, 0, 0]


def test_rules_that_a_form_does_not_print_are_pruned() -> None:
    assert [base.each for base in optimise(plan("narrow")).bases] == ["alpha", None]
    assert "gamma" not in plan_text(optimise(plan("narrow")))


@pytest.mark.parametrize("number", range(len(PASSES)))
def test_each_pass_preserves_outcomes(number: int) -> None:
    for seed in range(12):
        inventor = Inventor(Random(seed))  # noqa: S311 - nothing secret
        rules = [inventor.rule(n) for n in range(10)]
        tests = tuple(build_test(n, rule.expectations[0], SCHEMA) for n, rule in enumerate(rules))
        reports = [report for report in inventor.reports() if report.report["template"] == "wide"]
        if reports:
            store = MemoryStore(reports, SCHEMA)
            ids = [report.report["report"] for report in reports]
            assert outcomes(build_plan(tests, "wide"), PASSES[number], store, ids)


def outcomes(before: Plan, a_pass: Callable[[Plan], Plan], store: MemoryStore, ids: list[str]) -> bool:
    told = []
    for each in (before, a_pass(before), a_pass(optimise(before))):
        frame = evaluate(each, read_portion(store, ids, each, tuple(SCHEMA.tables))).results
        told.append(frame.sort("test", "r", "n", "verdict").rows())
    return told[0] == told[1] == told[2]
