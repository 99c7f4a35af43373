"""The details of a rule: exact figures, gravest rows first, nothing silent."""

from __future__ import annotations

import json
from decimal import Decimal

from dq.outcome.model import Outcome, ReportRecord, RunError, RunRecord
from dq.report.sinks.great_expectations.details import add_error, failed, figure
from dq.report.sinks.great_expectations.details import rule_details as details_of
from dq.report.sinks.great_expectations.gathered import EVIDENCE_ROWS, gathered
from dq.report.sinks.text.view import View
from dq.templates.model import Schema
from dq.types import Reason, Severity, Verdict

NOTHING_NAMED = View("zh", Schema({}, {}))


def outcome(n: int, verdict: Verdict, difference: str = "0", **more) -> Outcome:
    return Outcome(
        rule="R1",
        rule_title="题",
        severity=Severity.ERROR,
        report="body-2018",
        row={"table": "t", "n": n, "code": None, "label": f"行{n}", "path": f"行{n}"},
        verdict=verdict,
        left=Decimal("16592.05"),
        right=Decimal("16952.05"),
        difference=Decimal(difference),
        allowance=Decimal("0.005"),
        unit="万元",
        **more,
    )


def record(outcomes, counts, errors=(), **more) -> RunRecord:
    report = ReportRecord("body-2018", "某局", 2018, "final_accounts", "a.tab.txt", "0" * 64, "t", ("t",), ())
    base = {"id": "", "started": "", "finished": "", "engine_version": "", "rules_fingerprint": ""}
    return RunRecord(
        **base,
        archive_fingerprint="",
        reports=(report,),
        counts=counts,
        outcomes=tuple(outcomes),
        rules=("R1",),
        matrix={"R1": counts},
        errors=tuple(errors),
        **more,
    )


def rule_details(run, year, view):
    return details_of(run, gathered(run), year, view)


def test_figures_are_exact_text():
    assert figure(Decimal("1E+3")) == "1000"
    assert figure(Decimal("0.10")) == "0.10"
    assert figure(None) is None


def test_rows_are_gravest_first_and_few():
    outcomes = [
        outcome(0, Verdict.ROUNDING, "0.01"),
        outcome(1, Verdict.UNDECIDED, reason=Reason.MISSING),
        outcome(2, Verdict.VIOLATED, "1.00"),
        outcome(3, Verdict.VIOLATED, "-360.00"),
        outcome(4, Verdict.HOLDS),
        *(outcome(n, Verdict.ROUNDING, "0.01") for n in range(5, 25)),
    ]
    details = rule_details(
        record(outcomes, {"violated": 2, "undecided": 1, "rounding": 21, "holds": 1}), 2018, NOTHING_NAMED
    )["R1"]
    assert [row["verdict"] for row in details["rows"][:4]] == ["violated", "violated", "undecided", "rounding"]
    assert details["rows"][0]["difference"] == "-360.00"
    assert len(details["rows"]) == EVIDENCE_ROWS
    assert details["rows_omitted"] == 24 - EVIDENCE_ROWS
    assert details["reasons"] == {"missing": 1}
    assert json.loads(json.dumps(details)) == details


def test_doubted_readings_do_not_count_by_severity():
    outcomes = [outcome(0, Verdict.VIOLATED, "1"), outcome(1, Verdict.VIOLATED, "1", reading_doubt=True)]
    details = rule_details(record(outcomes, {"violated": 2}), 2018, NOTHING_NAMED)["R1"]
    assert details["counts"]["violated"] == 2
    assert details["violated_by_severity"] == {"error": 1, "warning": 0, "info": 0}
    assert details["reading_doubts"] == 1


def test_a_rule_without_any_outcome_but_an_error_has_failed():
    details = rule_details(record([], {}, [RunError("R1", None, "overflow")]), 2018, NOTHING_NAMED)["R1"]
    assert details["failed"] == "overflow"


def test_an_error_beside_outcomes_is_counted_beside_them():
    details = rule_details(record([], {"holds": 3}, [RunError(None, "body-2018", "damaged")]), 2018, NOTHING_NAMED)[
        "R1"
    ]
    assert "failed" not in details
    assert details["counts"]["error"] == 1
    assert details["errors"] == ["damaged"]


def test_errors_are_not_added_to_what_already_failed():
    details = failed("no such column", 2018)
    add_error(details, "damaged")
    assert details["counts"]["error"] == 0
