"""`needs`: where a rule that another one needs is violated, the other is undecided, so that one fault is told once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    wrong = (results["verdict"] == VIOLATED).arg_true()
    for test, report, n in zip(*(results[name][wrong] for name in ("test", REPORT, "n")), strict=True):
        bad.setdefault(rule_of[test], set()).add((report, n))
    if not bad:
        return results
    outcomes = _outcomes(results, {report for places in bad.values() for report, _ in places}, rules, tests)
    blocked: set[int] = set()
    by_id = {rule.id: rule for rule in rules}
    for rule in _needed_first(rules):
        for need in rule.needs:
            if bad.get(need):
                reached = _reached(outcomes[rule.id], bad[need], by_row=_same_rows(rule, by_id[need]))
                blocked.update(reached)
                bad.setdefault(rule.id, set()).update(reached.values())
    if not blocked:
        return results
    return results.with_columns(results["verdict"].scatter(sorted(blocked), BLOCKED))


def _outcomes(
    results: pl.DataFrame, reports: set[int], rules: Sequence[CheckedRule], tests: Mapping[str, Sequence[int]]
) -> dict[str, dict[int, tuple[int, int | None]]]:
    """Of each rule that needs others: row numbers and places of its outcomes in these reports."""
    found: dict[str, dict[int, tuple[int, int | None]]] = {rule.id: {} for rule in rules if rule.needs}
    rule_of = {number: rule for rule in found for number in tests[rule]}
    here = pl.col("test").is_in(list(rule_of)) & pl.col(REPORT).is_in(sorted(reports))
    rows = results.lazy().select("test", REPORT, "n").with_row_index("row").filter(here).collect(engine="in-memory")
    for row, test, report, n in rows.iter_rows():
        found[rule_of[test]][row] = report, n
    return found


def _reached(
    outcomes: Mapping[int, tuple[int, int | None]], bad: _Places, *, by_row: bool
) -> dict[int, tuple[int, int | None]]:
    """Those of the outcomes that stand where a needed rule is bad: in the same report, or on the same row."""
    if by_row:
        return {row: place for row, place in outcomes.items() if place in bad}
    reports = {report for report, _ in bad}
    return {row: place for row, place in outcomes.items() if place[0] in reports}


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
