"""`needs`: where a rule that another one needs is violated, the other is undecided, so that one fault is told once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import polars as pl

from dq.engine.rows import REPORT
from dq.engine.verdicts import UNDECIDED, VIOLATED
from dq.semantics.checked import CheckedRule
from dq.types import Reason

BLOCKED: Final = UNDECIDED + Reason.BLOCKED

_Places = set[tuple[int, int | None]]
"""Pairs (number of the report, row or None) where a rule is violated or blocked."""


def with_blocked(
    results: pl.DataFrame, rules: Sequence[CheckedRule], tests: Mapping[str, Sequence[int]]
) -> pl.DataFrame:
    """The results with the verdict of blocked outcomes replaced.

    Parameters: `rules` free of cycles; `tests` the numbers of each rule's tests.
    """
    rule_of = {number: rule for rule, numbers in tests.items() for number in numbers}
    bad: dict[str, _Places] = {}
    for test, report, n in results.filter(pl.col("verdict") == VIOLATED).select("test", REPORT, "n").iter_rows():
        bad.setdefault(rule_of[test], set()).add((report, n))
    if not bad:
        return results
    numbered = results.select("test", REPORT, "n").with_row_index("row")
    blocked: set[int] = set()
    by_id = {rule.id: rule for rule in rules}
    for rule in _needed_first(rules):
        for need in rule.needs:
            if bad.get(need):
                by_row = _same_rows(rule, by_id[need])
                for row, place in _outcomes(numbered, tests[rule.id], bad[need], by_row=by_row):
                    blocked.add(row)
                    bad.setdefault(rule.id, set()).add(place)
    if not blocked:
        return results
    return results.with_columns(results["verdict"].scatter(sorted(blocked), BLOCKED))


def _outcomes(
    numbered: pl.DataFrame, tests: Sequence[int], bad: _Places, *, by_row: bool
) -> Iterator[tuple[int, tuple[int, int | None]]]:
    """Row number and place of the outcomes of these tests that stand where a needed rule is bad."""
    reports = list({report for report, _ in bad})
    candidates = numbered.filter(pl.col("test").is_in(tests) & pl.col(REPORT).is_in(reports))
    for row, report, n in candidates.select("row", REPORT, "n").iter_rows():
        if not by_row or (report, n) in bad:
            yield row, (report, n)


def _same_rows(rule: CheckedRule, needed: CheckedRule) -> bool:
    """True where both speak of the rows of one table: then a bad row blocks its own row only."""
    each = {expectation.each for expectation in (*rule.expectations, *needed.expectations)}
    return len(each) == 1 and None not in each


def _needed_first(rules: Sequence[CheckedRule]) -> list[CheckedRule]:
    """The rules in an order in which each comes after those it needs."""
    by_id = {rule.id: rule for rule in rules}
    ordered: dict[str, CheckedRule] = {}
    waiting = [*reversed(rules)]
    while waiting:
        rule = waiting[-1]
        needed = [by_id[need] for need in rule.needs if need in by_id and need not in ordered]
        if rule.id in ordered or not needed:
            ordered.setdefault(rule.id, rule)
            waiting.pop()
        else:
            waiting.extend(needed)
    return list(ordered.values())
