"""What the rules say of the reports, and its machine-readable form."""

from dq.outcome.kept import KeptOutcomes, chosen
from dq.outcome.model import Operand, Outcome, ReportRecord, RunError, RunRecord, Source, Translation
from dq.outcome.serial import SCHEMA_VERSION, decimal_text, document_lines, outcome_json, outcome_lines, run_json

__all__ = [
    "SCHEMA_VERSION",
    "KeptOutcomes",
    "Operand",
    "Outcome",
    "ReportRecord",
    "RunError",
    "RunRecord",
    "Source",
    "Translation",
    "chosen",
    "decimal_text",
    "document_lines",
    "outcome_json",
    "outcome_lines",
    "run_json",
]
