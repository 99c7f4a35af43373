"""What holds as printed is settled without radii and units, and of the rest the same is said as of all together."""

from __future__ import annotations

from collections import Counter
from random import Random

from dq.archive import MemoryStore
from dq.engine.evaluate import evaluate
from dq.engine.portion import read_portion
from dq.engine.verdicts import HOLDS, VIOLATED
from dq.plan.build import build_plan, build_test
from dq.plan.passes import optimise
from tests.engine.small import SCHEMA
from tests.naive.invented import Inventor


def test_what_is_not_told_is_held_and_all_else_is_told_the_same():
    told: Counter[str] = Counter()
    for seed in range(14):
        inventor = Inventor(Random(seed))  # noqa: S311 - nothing secret
        rules = [inventor.rule(n) for n in range(12)]
        tests = tuple(build_test(n, rule.expectations[0], SCHEMA) for n, rule in enumerate(rules))
        reports = [each for each in inventor.reports() if each.report["template"] == "wide"]
        if reports:
            plan = optimise(build_plan(tests, "wide"))
            ids = [each.report["report"] for each in reports]
            portion = read_portion(MemoryStore(reports, SCHEMA), ids, plan, tuple(SCHEMA.tables))
            everything = evaluate(plan, portion, few=0).results
            for blockable in (frozenset(), frozenset(range(0, 12, 2))):
                told += compared(everything, evaluate(plan, portion, 0, blockable), blockable)
    assert min(told["held"], told["told"], told["blockable"]) > 10


def compared(everything, found, blockable):
    """Outcomes as expected, counted: what holds is told where something is wrong, of tests that others may block."""
    wrong = set(everything.filter(verdict=VIOLATED)["r"])
    expected = [
        row
        for row in everything.iter_rows(named=True)
        if row["verdict"] != HOLDS or (row["test"] in blockable and row["r"] in wrong)
    ]
    assert Counter(map(str, found.results.iter_rows(named=True))) == Counter(map(str, expected))
    held = Counter(found.held.iter_rows())
    rest = Counter(everything.filter(verdict=HOLDS).select("test", "r", "n").iter_rows())
    assert held == rest - Counter((row["test"], row["r"], row["n"]) for row in expected)
    holding = sum(row["verdict"] == HOLDS for row in expected)
    return Counter(held=held.total(), told=len(expected), blockable=holding)
