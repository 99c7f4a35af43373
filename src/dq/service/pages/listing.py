"""What lists of findings show of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from dq.types.units import unit_named


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as a list shows it; `difference` with its unit, empty where there is none."""

    fingerprint: str
    rule: str
    title: str
    severity: str
    verdict: str
    change: str
    waived: bool
    body: str
    year: int
    row: str
    difference: str


def finding_row(row: Row[Any], language: str) -> Shown:
    """A finding as a list shows it. Parameters: `row` of `queries.findings`; `language` "zh" or "en"."""
    unit = unit_named(row.unit).alias if row.unit and language == "en" else row.unit or ""
    return Shown(
        fingerprint=row.fingerprint,
        rule=row.rule,
        title=row.en if language == "en" else row.zh,
        severity=row.severity,
        verdict=row.verdict,
        change=row.change,
        waived=row.waived,
        body=row.body,
        year=row.year,
        row=row.row_name,
        difference="" if row.difference is None else f"{row.difference} {unit}".strip(),
    )
