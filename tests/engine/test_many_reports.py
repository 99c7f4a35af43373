"""What is evaluated row by row gives the same for many reports at once, where polars streams."""

from __future__ import annotations

from dq.archive import MemoryStore
from dq.engine.fused import Fused
from dq.engine.portion import read_portion
from dq.plan.build import build_plan, build_test
from dq.plan.passes import optimise
from dq.semantics import check_text
from tests.engine.small import SCHEMA, check, report

RULES = """
rule T001 "rate" { for each alpha as r check beta[item = r.item].rate = (r.total - r.part) / r.part }
rule T002 "part" { check sum(alpha.total where total / 2 > 60万元) >= alpha[item = "甲"].part }
"""


def body(number):
    rows = [{"item": "甲", "total": str(100 + number), "part": "100"}]
    return report(f"b{number:03}/2018", alpha=rows, beta=[{"item": "甲", "rate": str(number)}])


def test_streamed_as_alone():
    many = check(RULES, *map(body, range(150)))
    assert not many.errors
    for number in (0, 20, 21, 149):
        alone = check(RULES, body(number)).outcomes
        told = [each for each in many.outcomes if each.report == f"b{number:03}/2018"]
        assert [(each.rule, each.verdict, each.left, each.right) for each in told] == [
            (each.rule, each.verdict, each.left, each.right) for each in alone
        ]


GROUPED = """
rule T001 "named" { basis "b" severity error check beta[item = "甲"].amount = beta[item = "乙"].amount }
rule T002 "coded" { basis "b" severity error for each alpha as r check r.total = gamma[code = r.code].amount }
rule T003 "chosen" { basis "b" severity error
                     check sum(alpha.total where item = "甲") = sum(alpha.part where item = "乙") }
"""


def test_only_rows_that_something_asks_for_are_grouped():
    """Of rows found by name those named, of coded rows those with a code; what is chosen by words, choice by choice."""
    beta = [{"item": item, "amount": "1"} for item in ("甲", "乙", "丙")]
    gamma = [{"code": code, "amount": "1"} for code in ("201", None)]
    reports = [report(f"b{n}/2018", alpha=[{"item": "甲", "code": "201"}], beta=beta, gamma=gamma) for n in range(5)]
    expectations = [each for rule in check_text(GROUPED, "t.dq", SCHEMA).book.rules for each in rule.expectations]
    plan = optimise(build_plan(tuple(build_test(n, each, SCHEMA) for n, each in enumerate(expectations)), "wide"))
    ids = [each.report["report"] for each in reports]
    made = Fused.of(plan, read_portion(MemoryStore(reports, SCHEMA), ids, plan, tuple(SCHEMA.tables))).groups
    rows = [(group.table, [found.rows.height for _, found in made[n]]) for n, group in enumerate(plan.groups)]
    assert sorted(rows) == [("alpha", [5, 0]), ("beta", [10]), ("gamma", [5])]
