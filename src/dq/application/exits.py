"""Exit codes: what a script may conclude from a run (docs/reference/outcomes.md). The highest that applies wins."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import Literal

from dq.diagnostics import Diagnostic, Level
from dq.outcome import RunRecord, chosen
from dq.types import Severity, Verdict

FailOn = Literal["error", "warning", "info", "never"]


class Exit(IntEnum):
    """What became of a command."""

    DONE = 0
    VIOLATED = 1
    USAGE = 2
    RUN_ERROR = 3


_USAGE = frozenset({"DQ-A001", *(f"DQ-A0{number}" for number in range(20, 27)), "DQ-A029"})
"""No archive where the command says there is one; corrections that cannot be made as they were asked for."""
_RUN_FAILURES = frozenset(
    {
        "DQ-C011",
        "DQ-C013",
        "DQ-N020",
        "DQ-N021",
        "DQ-N022",
        "DQ-N029",
        *(f"DQ-S00{number}" for number in range(3, 9)),
        "DQ-S013",
        "DQ-S014",
        "DQ-S016",
        "DQ-S017",
    }
)
"""Requests that were sensible and yet could not be met."""


def exit_of_diagnostics(diagnostics: Iterable[Diagnostic]) -> Exit:
    """2 for a request or a rule file that is wrong, 3 for a document or an archive that cannot be read; warnings pass.

    Example: `exit_of_diagnostics([])` → `Exit.DONE`.
    """
    return max((_exit_of(each) for each in diagnostics if each.level is Level.ERROR), default=Exit.DONE)


def _exit_of(diagnostic: Diagnostic) -> Exit:
    code = diagnostic.code
    if code in _USAGE:
        return Exit.USAGE
    if code.startswith(("DQ-I", "DQ-A")) or code in _RUN_FAILURES:
        return Exit.RUN_ERROR
    return Exit.USAGE


def exit_of_run(run: RunRecord, fail_on: FailOn, *, fail_on_undecided: bool = False) -> Exit:
    """3 where something could not be evaluated or a mandatory table is missing, else 1 where something is violated.

    Parameters: `fail_on` the least severity that counts; what is waived or rests on a doubted reading never counts.
    """
    if run.errors or run.counts.get(Verdict.ERROR.value, 0) or run.mandatory_missing:
        return Exit.RUN_ERROR
    least = Severity(fail_on).rank if fail_on != "never" else None
    if least is not None and any(
        not outcome.reading_doubt and outcome.waiver is None and outcome.severity.rank >= least
        for outcome in chosen(run.outcomes, Verdict.VIOLATED)
    ):
        return Exit.VIOLATED
    if fail_on_undecided and any(outcome.waiver is None for outcome in chosen(run.outcomes, Verdict.UNDECIDED)):
        return Exit.VIOLATED
    return Exit.DONE
