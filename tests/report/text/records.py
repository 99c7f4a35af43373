"""Run records made by hand: what the screen of a run is shown with. All names and figures are invented."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal

from dq.diagnostics import Span, Text
from dq.outcome.model import Operand, Outcome, ReportRecord, RunRecord, Source
from dq.semantics.checked import CheckedRule
from dq.templates import Schema
from dq.types import Reason, Severity, Verdict

SCHEMA = Schema(tables={}, templates={})
REPORT = ReportRecord(
    report="青山区经信局-2018-final_accounts",
    department="青山区经信局",
    year=2018,
    kind="final_accounts",
    document="report.txt",
    sha256="0" * 64,
    template="t",
    tables_found=("summary", "income"),
    tables_missing=("funds",),
)


def operand(table: str, n: int, line: int, printed: str, role: str = "left", **more: object) -> Operand:
    row: dict[str, str | int | None] = {"code": None, "label": f"行{n}", "path": f"行{n}", "n": n}
    value = Decimal(printed) if printed else None
    source = Source("report.txt", None, line, 2)
    return Operand(table, row, "amount", value, "万元", printed, "figure", role, source, **more)  # type: ignore[arg-type]


def violated(rule: str = "FA310", cause: str | None = "c1", **changes: object) -> Outcome:
    outcome = Outcome(
        rule=rule,
        rule_title="两表一致",
        severity=Severity.ERROR,
        report=REPORT.report,
        row={"code": "206", "label": "科学技术支出", "path": "科学技术支出", "n": 3},
        verdict=Verdict.VIOLATED,
        cause=cause,
        left=Decimal("16592.05"),
        right=Decimal("16952.05"),
        difference=Decimal("-360.00"),
        allowance=Decimal("0.01"),
        unit="万元",
        statement="16592.05 = 16952.05",
        message="总表与明细表的同一科目应当相等",
        operands=(operand("summary", 3, 64, "16592.05"), operand("expenditure", 7, 99, "16952.05", "right")),
    )
    return replace(outcome, **changes)  # type: ignore[arg-type]


def undecided(rule: str = "FA501", reason: Reason = Reason.MISSING) -> Outcome:
    return violated(
        rule,
        None,
        verdict=Verdict.UNDECIDED,
        reason=reason,
        operands=(),
        row=None,
        difference=None,
        message="没有这张表",
    )


def run_of(*outcomes: Outcome, reports: tuple[ReportRecord, ...] = (REPORT,), holds: int = 5) -> RunRecord:
    counts = Counter(outcome.verdict.value for outcome in outcomes)
    return RunRecord(
        id="r",
        started="2026-01-01T00:00:00Z",
        finished="2026-01-01T00:00:01Z",
        engine_version="0",
        rules_fingerprint="f",
        archive_fingerprint="a",
        reports=reports,
        counts={**counts, "holds": holds, "not_applicable": 2},
        outcomes=outcomes,
        rules=tuple(sorted({"FA310", "FA501", *(outcome.rule for outcome in outcomes)})),
        matrix={"FA310": {"holds": holds}},
    )


def rule(identifier: str = "FA310", basis: str = "支出决算表") -> CheckedRule:
    return CheckedRule(
        id=identifier,
        title=Text("两表一致", "the tables agree"),
        basis=Text(basis, basis),
        severity=Severity.ERROR,
        explanation=None,
        needs=(),
        source="rule …",
        check_text="a = b",
        span=Span("a.dq", 1),
        pack="a",
        expectations=(),
        fingerprint="f",
    )
