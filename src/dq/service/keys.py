"""Ids of reports as addresses have them: a report's own id holds names, which belong in no path."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from dq.application.report_pages import held_reports
from dq.archive import ReportEntry
from dq.service.problems import not_found


@lru_cache(maxsize=100_000)
def report_key(report: str) -> str:
    """The id of a report in addresses: 16 hexadecimal digits. Example: `f"/reports/{report_key(entry.report)}"`."""
    return hashlib.sha256(report.encode()).hexdigest()[:16]


def report_at(archive: Path, key: str) -> ReportEntry:
    """The report, of any version, that an address means. Raises: `Problem` 404 where the archive has none such."""
    held = held_reports(archive)
    for entry in (*held.reports, *held.earlier):
        if report_key(entry.report) == key:
            return entry
    raise not_found()
