"""All outcomes of a run as one Parquet file: the validation results hold a few rows a rule."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import polars as pl

from dq.outcome.model import Operand, Outcome, RunRecord
from dq.report.sinks.great_expectations.details import figure

_OPERAND: Final = pl.Struct(
    {
        "table": pl.String,
        "n": pl.Int64,
        "code": pl.String,
        "label": pl.String,
        "column": pl.String,
        "value": pl.String,
        "unit": pl.String,
        "printed": pl.String,
        "state": pl.String,
        "role": pl.String,
        "document": pl.String,
        "page": pl.Int64,
        "line": pl.Int64,
        "corrected": pl.String,
        "corrected_by": pl.String,
        "corrected_why": pl.String,
    }
)
_COLUMNS: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "rule": pl.String,
    "rule_title": pl.String,
    "severity": pl.String,
    "report": pl.String,
    "verdict": pl.String,
    "reason": pl.String,
    "hint": pl.String,
    "cause": pl.String,
    "reading_doubt": pl.Boolean,
    "table": pl.String,
    "n": pl.Int64,
    "code": pl.String,
    "label": pl.String,
    "path": pl.String,
    "column": pl.String,
    "left": pl.String,
    "right": pl.String,
    "difference": pl.String,
    "allowance": pl.String,
    "left_text": pl.String,
    "right_text": pl.String,
    "unit": pl.String,
    "statement": pl.String,
    "message": pl.String,
    "operands": pl.List(_OPERAND),
}


def write_findings(records: Iterable[RunRecord], path: Path) -> None:
    """Write the outcomes of all records, sorted by rule, report and row; figures are exact decimal texts.

    The file is replaced as a whole. Raises OSError where it cannot be written.
    Example: `write_findings([record], Path("out/findings.parquet"))`.
    """
    rows = [_row(outcome) for record in records for outcome in record.outcomes]
    frame = pl.DataFrame(rows, schema=_COLUMNS).sort("rule", "report", "table", "n", "column", nulls_last=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    frame.write_parquet(partial)
    partial.replace(path)


def _row(outcome: Outcome) -> dict[str, Any]:
    row = outcome.row or {}
    return {
        "rule": outcome.rule,
        "rule_title": outcome.rule_title,
        "severity": outcome.severity.value,
        "report": outcome.report,
        "verdict": outcome.verdict.value,
        "reason": outcome.reason.label if outcome.reason is not None else None,
        "hint": outcome.hint.value if outcome.hint is not None else None,
        "cause": outcome.cause,
        "reading_doubt": outcome.reading_doubt,
        **{name: row.get(name) for name in ("table", "n", "code", "label", "path", "column")},
        "left": figure(outcome.left),
        "right": figure(outcome.right),
        "difference": figure(outcome.difference),
        "allowance": figure(outcome.allowance),
        "left_text": outcome.left_text,
        "right_text": outcome.right_text,
        "unit": outcome.unit,
        "statement": outcome.statement,
        "message": outcome.message,
        "operands": [_operand(operand) for operand in outcome.operands],
    }


def _operand(operand: Operand) -> dict[str, Any]:
    corrected = operand.corrected
    return {
        "table": operand.table,
        **{name: operand.row.get(name) for name in ("n", "code", "label")},
        "column": operand.column,
        "value": figure(operand.value),
        "unit": operand.unit,
        "printed": operand.printed,
        "state": operand.state,
        "role": operand.role,
        "document": operand.source.document,
        "page": operand.source.page,
        "line": operand.source.line,
        "corrected": None if corrected is None else corrected.original,
        "corrected_by": None if corrected is None else corrected.author,
        "corrected_why": None if corrected is None else corrected.reason,
    }
