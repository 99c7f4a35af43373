"""What a validation result says of one rule: counts of the verdicts and the rows that prove them, as plain JSON.

Figures are strings: Great Expectations turns decimals into floats when it stores a result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from dq.outcome.model import Operand, Outcome, ReportRecord, RunRecord
from dq.templates.model import Schema
from dq.types import Severity, Verdict

Details = dict[str, Any]
"""JSON of one rule's results. Any: the leaves are strings, numbers, lists and objects."""

EVIDENCE_ROWS: Final = 10
COUNTED: Final = (*(verdict.value for verdict in Verdict), "not_applicable")
_ORDER: Final = {Verdict.ERROR: 0, Verdict.VIOLATED: 1, Verdict.UNDECIDED: 2, Verdict.ROUNDING: 3}


def rule_details(record: RunRecord, year: int, schema: Schema) -> dict[str, Details]:
    """Details of every rule of `record` (one partition), by rule id.

    Parameters: `schema` knows what tables and columns are called in Chinese.
    A rule that could not be evaluated at all has `failed` set to the reason; its counts are zero.
    Example: `rule_details(record, 2018, schema)["FA101"]["counts"]["violated"]` → 1.
    """
    outcomes: dict[str, list[Outcome]] = {rule: [] for rule in record.rules}
    for outcome in record.outcomes:
        outcomes[outcome.rule].append(outcome)
    telling = _Telling({report.report: report for report in record.reports}, schema, year)
    return {rule: telling.details(rule, found, record) for rule, found in outcomes.items()}


def failed(message: str, year: int) -> Details:
    """Details of a rule that could not be compiled or evaluated.

    Example: `failed("no such column", 2018)["failed"]` → `"no such column"`.
    """
    return {"partition": year, "counts": dict.fromkeys(COUNTED, 0), "rows": [], "failed": message}


def add_error(details: Details, message: str) -> None:
    """Note one more error in a rule's details.

    Example: `add_error(details, "damaged")` → `details["counts"]["error"]` grows by one.
    """
    if "failed" not in details:
        details["counts"]["error"] += 1
        details["errors"].append(message)


def figure(value: Decimal | None) -> str | None:
    """A decimal as exact text, never with an exponent.

    Example: `figure(Decimal("1E+3"))` → `"1000"`.
    """
    return None if value is None else format(value, "f")


def printed_row(row: Mapping[str, str | int | None] | None) -> str:
    """A row's key as people call it: code, then label; its number in print where it has neither.

    Example: `printed_row({"n": 3, "code": "20101", "label": "人大事务"})` → `"20101 人大事务"`.
    """
    if row is None:
        return ""
    return " ".join(str(row[key]) for key in ("code", "label") if row.get(key)) or f"#{row.get('n')}"


@dataclass(frozen=True, slots=True)
class _Telling:
    """How outcomes are told: the reports they speak of, and what the schema calls things."""

    reports: dict[str, ReportRecord]
    schema: Schema
    year: int

    def details(self, rule: str, outcomes: list[Outcome], record: RunRecord) -> Details:
        errors = [error for error in record.errors if error.rule in (rule, None)]
        counts = {verdict.value: record.matrix.get(rule, {}).get(verdict.value, 0) for verdict in Verdict}
        if errors and not sum(counts[verdict.value] for verdict in Verdict if verdict is not Verdict.ERROR):
            return failed("; ".join(error.message for error in errors), self.year)
        counts["error"] = max(counts["error"], len(errors))
        counts["not_applicable"] = record.not_applicable.get(rule, 0)
        shown = sorted((outcome for outcome in outcomes if outcome.verdict in _ORDER), key=_evidence_order)
        violated = [outcome for outcome in outcomes if outcome.verdict is Verdict.VIOLATED]
        return {
            "partition": self.year,
            "counts": counts,
            "violated_by_severity": _by_severity(outcome for outcome in violated if not outcome.reading_doubt),
            "reading_doubts": sum(outcome.reading_doubt for outcome in violated),
            "reasons": dict(sorted(Counter(o.reason.label for o in outcomes if o.reason is not None).items())),
            "rows": [self.evidence(outcome) for outcome in shown[:EVIDENCE_ROWS]],
            "rows_omitted": max(0, len(shown) - EVIDENCE_ROWS),
            "errors": [error.message for error in errors],
            "mandatory_missing": record.mandatory_missing,
        }

    def evidence(self, outcome: Outcome) -> Details:
        report = self.reports.get(outcome.report)
        row = outcome.row or {}
        return {
            "verdict": outcome.verdict.value,
            "reason": outcome.reason.label if outcome.reason is not None else None,
            "hint": outcome.hint.value if outcome.hint is not None else None,
            "reading_doubt": outcome.reading_doubt,
            "report": outcome.report,
            "department": report.department if report else "",
            "document": report.document if report else "",
            "row": printed_row(outcome.row),
            "column": self.column(str(row.get("table")), str(row["column"])) if row.get("column") else "",
            "left": outcome.left_text if outcome.left is None else figure(outcome.left),
            "right": outcome.right_text if outcome.right is None else figure(outcome.right),
            "difference": figure(outcome.difference),
            "allowance": figure(outcome.allowance),
            "unit": outcome.unit,
            "statement": outcome.statement,
            "message": outcome.message,
            "operands": [self.operand(operand) for operand in outcome.operands],
        }

    def operand(self, operand: Operand) -> Details:
        table = self.schema.tables.get(operand.table)
        return {
            "table": table.title if table else operand.table,
            "row": printed_row(operand.row),
            "column": self.column(operand.table, operand.column),
            "printed": operand.printed,
            "corrected": self.correction(operand),
            "role": operand.role,
            "document": operand.source.document,
            "page": operand.source.page,
            "line": operand.source.line,
            "sheet": operand.source.sheet,
            "cell": operand.source.cell,
        }

    def correction(self, operand: Operand) -> str | None:
        """What a person put in the place of what was read, in words; None where nobody did."""
        corrected = operand.corrected
        if corrected is None:
            return None
        return f"更正为 {figure(operand.value) or '（空）'}：{corrected.author}，{corrected.reason}"

    def column(self, table: str, name: str) -> str:
        """What the form calls a column; its own name where the schema does not know it."""
        known = self.schema.tables.get(table)
        column = known.columns.get(name) if known else None
        return column.title if column else name


def _by_severity(outcomes: Iterable[Outcome]) -> dict[str, int]:
    counts = Counter(outcome.severity for outcome in outcomes)
    return {severity.value: counts[severity] for severity in Severity}


def _evidence_order(outcome: Outcome) -> tuple[int, Decimal, str, int]:
    """Gravest verdict first, then the largest excess over the allowance, then report and print order."""
    excess = abs(outcome.difference or Decimal(0)) - (outcome.allowance or Decimal(0))
    n = outcome.row.get("n") if outcome.row else None
    return _ORDER[outcome.verdict], -excess, outcome.report, n if isinstance(n, int) else -1
