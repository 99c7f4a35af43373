"""What a validation result says of one rule: counts of the verdicts and the rows that prove them, as plain JSON.

Figures are strings: Great Expectations turns decimals into floats when it stores a result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from dq.outcome.model import Operand, Outcome, ReportRecord, RunRecord
from dq.report.sinks.great_expectations.gathered import EVIDENCE_ROWS, Gathered
from dq.report.sinks.great_expectations.words import COUNTED, NOT_APPLICABLE, WAIVED
from dq.report.sinks.html.folder import page_name
from dq.report.sinks.html.source_page import operand_anchor
from dq.report.sinks.text.view import View
from dq.types import Severity, Verdict

Details = dict[str, Any]
"""JSON of one rule's results. Any: the leaves are strings, numbers, lists and objects."""


def rule_details(record: RunRecord, found: Mapping[str, Gathered], year: int, view: View) -> dict[str, Details]:
    """Details of every rule of `record` (one partition), by rule id.

    Parameters: `found` what `gathered(record)` gave; `view` knows what tables and columns are called.
    A rule that could not be evaluated at all has `failed` set to the reason; its counts are zero.
    Example: `rule_details(record, gathered(record), 2018, View("zh", schema))["FA101"]["counts"]["violated"]` → 1.
    """
    telling = _Telling({report.report: report for report in record.reports}, view, year)
    return {rule: telling.details(rule, found[rule], record) for rule in record.rules}


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
    """How outcomes are told: the reports they speak of, and what things are called."""

    reports: dict[str, ReportRecord]
    view: View
    year: int

    def details(self, rule: str, found: Gathered, record: RunRecord) -> Details:
        errors = [error for error in record.errors if error.rule in (rule, None)]
        counts = {verdict.value: record.matrix.get(rule, {}).get(verdict.value, 0) for verdict in Verdict}
        if errors and not sum(counts[verdict.value] for verdict in Verdict if verdict is not Verdict.ERROR):
            return failed("; ".join(error.message for error in errors), self.year)
        counts["error"] = max(counts["error"], len(errors))
        counts[NOT_APPLICABLE] = record.not_applicable.get(rule, 0)
        standing = {name: counts[name] - number for name, number in found.waived.items()}
        return {
            "partition": self.year,
            "counts": {**counts, **standing, WAIVED: found.waived.total()},
            "violated_by_severity": {severity.value: found.violated[severity] for severity in Severity},
            "reading_doubts": found.doubted,
            "reasons": dict(sorted(found.reasons.items())),
            "rows": [self.evidence(outcome) for outcome in found.shown],
            "rows_omitted": max(0, found.number - EVIDENCE_ROWS),
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
            "column": self.view.column(str(row.get("table")), str(row["column"])) if row.get("column") else "",
            "left": self.side(outcome.left, outcome.left_text, outcome),
            "right": self.side(outcome.right, outcome.right_text, outcome),
            "difference": figure(outcome.difference),
            "allowance": figure(outcome.allowance),
            "unit": self.view.unit(outcome.unit),
            "statement": outcome.statement,
            "message": outcome.message,
            "operands": [self.operand(operand, outcome.report) for operand in outcome.operands],
            "waiver": None if outcome.waiver is None else asdict(outcome.waiver),
        }

    def side(self, value: Decimal | None, text: str | None, outcome: Outcome) -> str | None:
        return figure(value) if value is not None or text is None else self.view.side(text, outcome)

    def operand(self, operand: Operand, report: str) -> Details:
        return {
            "table": self.view.table(operand.table),
            "row": printed_row(operand.row),
            "column": self.view.column(operand.table, operand.column),
            "printed": self.view.word(operand.table, operand.column, operand.printed or ""),
            "corrected": self.correction(operand),
            "role": operand.role,
            "document": operand.source.document,
            "page": operand.source.page,
            "line": operand.source.line,
            "sheet": operand.source.sheet,
            "cell": operand.source.cell,
            "source": f"{page_name(operand.report or report)}#{quote(operand_anchor(operand))}",
        }

    def correction(self, operand: Operand) -> str | None:
        """What a person put in the place of what was read, in words; None where nobody did."""
        corrected = operand.corrected
        if corrected is None:
            return None
        value = figure(operand.value)
        return self.view.say(
            f"更正为 {value or '（空）'}：{corrected.author}，{corrected.reason}",
            f"corrected to {value or '(blank)'}: {corrected.author}, {corrected.reason}",
        )
