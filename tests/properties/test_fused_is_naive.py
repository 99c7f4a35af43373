"""The engine says what the oracle says, of random reports and rules of every kind: by polars and by plain Python."""

from __future__ import annotations

import os
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dq.archive import MemoryStore
from dq.engine.run import Options, run
from dq.outcome.model import RunRecord
from dq.semantics.bodies import Bodies
from dq.semantics.checked import CheckedRule, RuleBook
from dq.types import Reason, Verdict
from tests.naive.invented import Inventor, schema
from tests.naive.oracle import Told, evaluate

SCHEMA = schema()
RULES = 12


def engine(
    rules: tuple[CheckedRule, ...], reports: list[Any], bodies: Bodies, *, holds: bool = True, **options: Any
) -> RunRecord:
    return run(RuleBook(rules, "", bodies), MemoryStore(reports, SCHEMA), SCHEMA, Options(holds=holds, **options))


def told(record: RunRecord) -> set[Told]:
    return {
        Told(
            outcome.rule,
            None,
            outcome.report,
            None if outcome.row is None else outcome.row["n"],
            outcome.verdict.value,
            None if outcome.reason is None else outcome.reason.label,
            outcome.left,
            outcome.right,
            outcome.allowance,
            outcome.left_text,
            outcome.right_text,
        )
        for outcome in record.outcomes
    }


def invented(seed: int) -> tuple[tuple[CheckedRule, ...], list[Any], Bodies]:
    inventor = Inventor(Random(seed))  # noqa: S311 - nothing secret
    return tuple(inventor.rule(number) for number in range(RULES)), inventor.reports(), inventor.bodies()


def compare(seed: int) -> None:
    rules, reports, bodies = invented(seed)
    record = engine(rules, reports, bodies, few=0)
    direct = engine(rules, reports, bodies, few=len(reports))
    assert told(direct) == told(record), f"seed {seed}: plain Python says otherwise than polars"
    assert direct.errors == record.errors
    # A product of constants so large that a result might overflow is refused before any figure is read: what else is
    # told of its rule is of reports without the table.
    refused = {error.rule for error in record.errors if error.message.startswith("OverflowRefusedError")}
    assert all("超出" in error.message for error in record.errors if error.rule not in refused), record.errors
    expected = evaluate(rules, reports, SCHEMA, bodies)
    assert {each for each in told(record) if each.rule in refused and each.verdict != "error"} <= expected
    expected = {each for each in expected if each.rule not in refused}
    found = {each for each in told(record) if each.rule not in refused}
    assert len(told(record)) == len(record.outcomes)
    if found != expected:
        rule = min(each.rule for each in found ^ expected)
        guilty = next(each for each in rules if each.id == rule)
        lines = [f"engine {each}" for each in found - expected if each.rule == rule]
        lines += [f"oracle {each}" for each in expected - found if each.rule == rule]
        pytest.fail(f"seed {seed}: {guilty.expectations[0]}\n" + "\n".join(lines))


@given(st.integers(0, 2**32))
@example(300124)  # a comparison of rates is shown, beside one of another unit
@example(506412)  # a figure less nothing (`a - (a - a)`) is no printed figure, to whose digits a quotient is rounded
@settings(max_examples=60)
def test_engine_and_oracle_agree(seed: int) -> None:
    """Sixty collections of reports, twelve rules each: 720 examples of a rule on reports."""
    compare(seed)


def test_leaving_out_what_holds_changes_nothing_else() -> None:
    """Figures are made of what is told only: also of outcomes that hold, but are blocked by another rule."""
    blocked = 0
    for seed in range(5):
        rules, reports, bodies = invented(seed)
        needing = tuple(
            replace(rule, needs=(rules[number - 1].id,) if number % 3 else ()) for number, rule in enumerate(rules)
        )
        whole, told_only = (engine(needing, reports, bodies, holds=holds, few=0) for holds in (True, False))
        assert list(told_only.outcomes) == [each for each in whole.outcomes if each.verdict is not Verdict.HOLDS]
        assert told_only.matrix == whole.matrix
        blocked += sum(each.reason is Reason.BLOCKED and each.left is not None for each in whole.outcomes)
    assert blocked > 5


@pytest.mark.slow
@pytest.mark.hypothesis  # so that `make fuzz` runs it too
def test_engine_and_oracle_agree_on_thousands() -> None:
    """960 more examples of a rule on reports; 3,600 where inputs are changed at random for long (`make fuzz`)."""
    for seed in range(60, 360 if os.environ.get("DQ_HYPOTHESIS") == "fuzz" else 140):
        compare(seed)
