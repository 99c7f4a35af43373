"""Exit codes: the highest that applies wins."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dq.application.exits import Exit, exit_of_diagnostics, exit_of_run
from dq.diagnostics import Diagnostic, Level, Span, Text
from dq.outcome.model import RunError
from dq.types import Severity, Verdict
from tests.report.text.records import run_of, undecided, violated


def diagnostic(code: str, level: Level = Level.ERROR) -> Diagnostic:
    return Diagnostic(code, level, Text("", ""), Span("x"))


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ([], 0),
        (["DQ-C001"], 2),
        (["DQ-L201"], 2),
        (["DQ-A001"], 2),
        (["DQ-A003"], 3),
        (["DQ-I001"], 3),
        (["DQ-C011"], 3),
        (["DQ-I001", "DQ-L201"], 3),
    ],
)
def test_diagnostics_make_2_for_requests_and_rules_3_for_documents_and_archives(codes, expected):
    assert exit_of_diagnostics(diagnostic(code) for code in codes) == expected


def test_a_warning_makes_nothing():
    assert exit_of_diagnostics([diagnostic("DQ-I001", Level.WARNING)]) is Exit.DONE


@pytest.mark.parametrize(
    ("severity", "fail_on", "expected"),
    [
        (Severity.ERROR, "error", 1),
        (Severity.WARNING, "error", 0),
        (Severity.WARNING, "warning", 1),
        (Severity.INFO, "info", 1),
        (Severity.ERROR, "never", 0),
    ],
)
def test_a_violation_counts_from_the_severity_asked_for(severity, fail_on, expected):
    assert exit_of_run(run_of(violated(severity=severity)), fail_on) == expected


def test_what_is_doubted_undecided_or_rounding_does_not_fail():
    rounding = violated(verdict=Verdict.ROUNDING)
    run = run_of(violated(reading_doubt=True), undecided(), rounding)
    assert exit_of_run(run, "info") is Exit.DONE
    assert exit_of_run(run, "info", fail_on_undecided=True) is Exit.VIOLATED


def test_errors_and_missing_mandatory_tables_win():
    assert exit_of_run(replace(run_of(violated()), mandatory_missing=True), "never") is Exit.RUN_ERROR
    assert exit_of_run(replace(run_of(violated()), errors=(RunError("a", None, "b"),)), "error") is Exit.RUN_ERROR
