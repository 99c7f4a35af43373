"""What the rules say of the reports, and its machine-readable form."""

from dq.outcome.model import Operand, Outcome, ReportRecord, RunError, RunRecord, Source
from dq.outcome.serial import SCHEMA_VERSION, decimal_text, outcome_json, outcome_lines, run_document, run_json

__all__ = [
    "SCHEMA_VERSION",
    "Operand",
    "Outcome",
    "ReportRecord",
    "RunError",
    "RunRecord",
    "Source",
    "decimal_text",
    "outcome_json",
    "outcome_lines",
    "run_document",
    "run_json",
]
