"""What lists of findings show of each."""

from __future__ import annotations

from typing import Any

from dq.service.database.models import Finding


def finding_row(row: Finding, language: str) -> dict[str, Any]:
    """A finding as a list shows it. Parameters: `language` "zh" or "en"."""
    outcome = row.evidence["outcome"]
    difference = outcome.get("difference")
    return {
        "fingerprint": row.fingerprint,
        "run": row.run_id,
        "rule": row.rule,
        "title": row.evidence["title"][language],
        "severity": row.severity,
        "verdict": row.verdict,
        "change": row.change,
        "waived": row.waived,
        "report": row.report,
        "body": row.body,
        "year": row.year,
        "row": row.row_name,
        "message": outcome.get("message") or "",
        "difference": "" if difference is None else f"{difference} {outcome.get('unit') or ''}".strip(),
    }
