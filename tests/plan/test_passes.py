"""Every pass preserves outcomes, and does what its name says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from dq.archive import MemoryStore
from dq.engine.evaluate import evaluate
from dq.engine.portion import read_portion
from dq.plan.build import build_plan, build_test
from dq.plan.explain import plan_text
from dq.plan.nodes import Contrary, NumberTest, TextTest
from dq.plan.passes import PASSES, optimise, purpose
from dq.plan.passes.eliminate import eliminate
from dq.plan.passes.fold import fold
from dq.plan.whole import Plan
from dq.semantics import check_text
from tests.engine.small import SCHEMA, report
from tests.naive.invented import Inventor

RULES = """
rule T001 "a" { basis "b" severity error
                for each alpha as r, column as c in (total, part) check r.c = sum(children(r).c) }
rule T002 "b" { basis "b" severity error for each alpha as r check r.total = beta[item = "甲"].amount }
rule T003 "c" { basis "b" severity error check beta[item = "甲"].amount = beta[item = "乙"].amount }
rule T004 "d" { basis "b" severity error for each gamma as r check r.amount = beta[item = "甲"].amount }
"""


def plan(template: str = "wide", rules: str = RULES) -> Plan:
    book = check_text(rules, "t.dq", SCHEMA).book
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
    assert [group.asked for group in done.groups] == [(None,), (("甲", "乙"),)]
    assert [len(base.joins) for base in done.bases] == [1, 0, 0]


def test_rules_that_a_form_does_not_print_are_pruned() -> None:
    assert [base.each for base in optimise(plan("narrow")).bases] == ["alpha", None]
    assert "gamma" not in plan_text(optimise(plan("narrow")))


FOLDED = """
rule T001 "a" { basis "b" severity error applies "甲" = "甲" and report.year = 2018
                for each alpha as r where not ("a" = "b") and r.item != "丙" check r.total = r.part }
rule T002 "b" { basis "b" severity error for each alpha as r where 1 < 2 check 2 > 1 implies r.total = r.part }
rule T003 "c" { basis "b" severity error for each alpha as r where "甲" in ("乙", "丙") or r.item = "甲"
                check r.total = r.part }
rule T004 "d" { basis "b" severity error for each alpha as r where 1 > 2 check r.total = r.part }
"""


def test_what_constants_decide_is_folded() -> None:
    before = plan(rules=FOLDED)
    (base, *others) = (base.tests[0] for base in fold(before).bases)
    assert isinstance(base.applies, NumberTest)  # the year
    assert isinstance(base.where, Contrary | TextTest)  # the item
    assert others[0].where is None
    assert isinstance(others[0].check, NumberTest)
    assert isinstance(others[1].where, TextTest)
    assert isinstance(others[2].where, NumberTest)  # never true: nothing to judge, but its table may be missing
    told = Told(before, MemoryStore([report("a/2018", alpha=ROWS)], SCHEMA), ["a/2018"], 0)
    assert told.of(before) == told.of(fold(before))


PARTS = (("甲", "1"), ("乙", "2"), ("丙", "3"), (None, "1"))
ROWS = [{"item": item, "total": "1", "part": part} for item, part in PARTS]


def test_lookups_that_nothing_reads_are_eliminated() -> None:
    done = optimise(plan())
    (first, *rest) = done.bases
    tests = tuple(test for test in first.tests if test.expectation.rule == "T002")
    fewer = eliminate(replace(done, bases=(replace(first, tests=tests), *rest)))
    assert [group.table for group in fewer.groups] == ["beta"]
    assert [join.group for join in (*fewer.shared, *fewer.bases[0].joins)] == [0, 0]


def test_every_pass_says_what_it_does() -> None:
    page = (Path(__file__).parents[2] / "docs/explanation/passes.md").read_text(encoding="utf-8")
    for each in PASSES:
        assert purpose(each).endswith(".")
        assert f"## {each.__name__}\n\n{purpose(each)}" in page


@dataclass
class Told:
    """Rules on some reports; `few` says whether Python or polars evaluates them."""

    written: Plan
    store: MemoryStore
    ids: list[str]
    few: int

    def of(self, each: Plan) -> list[tuple[Any, ...]]:
        """Every outcome of a plan of these rules."""
        portion = read_portion(self.store, self.ids, each, tuple(SCHEMA.tables))
        return evaluate(each, portion, self.few).results.sort("test", "r", "n", "verdict").rows()


@pytest.fixture(scope="module")
def invented() -> list[tuple[Told, list[tuple[Any, ...]]]]:
    """Invented rules on invented reports, and what the plan as written says of them."""
    found = []
    for seed in range(12):
        inventor = Inventor(Random(seed))  # noqa: S311 - nothing secret
        rules = [inventor.rule(n) for n in range(10)]
        written = build_plan(tuple(build_test(n, rule.expectations[0], SCHEMA) for n, rule in enumerate(rules)), "wide")
        reports = [report for report in inventor.reports() if report.report["template"] == "wide"]
        if reports:
            ids = [report.report["report"] for report in reports]
            told = Told(written, MemoryStore(reports, SCHEMA), ids, 3 * (seed % 2))
            found.append((told, told.of(written)))
    return found


@pytest.mark.parametrize("a_pass", PASSES, ids=lambda each: each.__name__)
def test_each_pass_preserves_outcomes(a_pass, invented) -> None:
    """Alone on the plan as written, and once more behind all the others."""
    assert any(outcomes for _, outcomes in invented)
    for told, outcomes in invented:
        assert told.of(a_pass(told.written)) == outcomes
        assert told.of(a_pass(optimise(told.written))) == outcomes
