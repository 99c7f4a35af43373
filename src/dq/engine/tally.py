"""What a run has found so far, and what it comes to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import polars as pl

from dq.outcome.kept import Gathering
from dq.outcome.model import RunError
from dq.types import Verdict

COUNTS: Final[dict[str, pl.DataType]] = {
    "report": pl.String(),
    "rule": pl.String(),
    "verdict": pl.String(),
    "number": pl.UInt32(),
}
"""Numbers of outcomes, one row a report, rule and verdict."""


class Failing(StrEnum):
    """What kept a rule from a report.

    FAILED: evaluating it raised an error; LARGE: a figure is beyond what can be reckoned with; MANDATORY: a rule of
    severity error is undecided because the form demands a table that is not there.
    """

    FAILED = "failed"
    LARGE = "large"
    MANDATORY = "mandatory"


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """That something is wrong with one rule on one report, beside its outcomes."""

    rule: str
    report: str
    failing: Failing
    message: str = ""


@dataclass(slots=True)
class Tally:
    """What a run has found so far.

    Parameters: `counted` takes, for each portion, the numbers of its outcomes (columns of COUNTS); `matrix` rule id →
    verdict name → number; `applicable` rule id → reports with an outcome of it.
    """

    outcomes: Gathering
    counted: Callable[[pl.DataFrame], None] | None = None
    matrix: dict[str, dict[str, int]] = field(default_factory=dict)
    applicable: Counter[str] = field(default_factory=Counter)
    marks: list[Mark] = field(default_factory=list)


def summed(matrix: Mapping[str, Mapping[str, int]], idle: Mapping[str, int]) -> dict[str, int]:
    """The counts of a run by verdict name, and "not_applicable".

    Parameters: `matrix` as in a tally; `idle` rule id → reports without an outcome of it.
    """
    counts = {verdict.value: 0 for verdict in Verdict}
    for by_verdict in matrix.values():
        for verdict, number in by_verdict.items():
            counts[verdict] += number
    return {**counts, "not_applicable": sum(idle.values())}


def failed_pairs(marks: Iterable[Mark]) -> frozenset[tuple[str, str]]:
    """The rules that could not be evaluated, each with the report on which it could not.

    Example: `failed_pairs([Mark("A", "r", Failing.FAILED, "no")])` → `frozenset({("A", "r")})`.
    """
    return frozenset((mark.rule, mark.report) for mark in marks if mark.failing is not Failing.MANDATORY)


def run_errors(marks: Iterable[Mark]) -> tuple[RunError, ...]:
    """The run errors that marks come to, in order: of a rule that failed on several reports one, which names none.

    Example: `run_errors([Mark("A", "r", Failing.FAILED, "no"), Mark("A", "s", Failing.FAILED, "no")])` → one error.
    """
    failed: dict[tuple[str, str], list[str]] = {}
    errors = []
    for mark in marks:
        if mark.failing is Failing.FAILED:
            failed.setdefault((mark.rule, mark.message), []).append(mark.report)
        elif mark.failing is Failing.LARGE:
            errors.append(RunError(mark.rule, mark.report, mark.message))
    for (rule, message), reports in failed.items():
        errors.append(RunError(rule, reports[0] if len(reports) == 1 else None, message))
    return tuple(sorted(errors, key=lambda error: (error.rule or "", error.report or "", error.message)))
