"""What a run found in each report, in numbers: one walk over the findings of the run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dq.service.database.models import Finding


@dataclass(slots=True)
class ReportCount:
    """What stands against a report. Parameters: `violated` by severity, without what is waived."""

    violated: Counter[str] = field(default_factory=Counter)
    undecided: int = 0
    waived: int = 0

    @property
    def level(self) -> str:
        """The gravest thing: error, warning, info, open (undecided only), waived (nothing else), clean."""
        worst = next((each for each in ("error", "warning", "info") if self.violated[each]), "")
        return worst or ("open" if self.undecided else "waived" if self.waived else "clean")


def counts_by_report(session: Session, run: str) -> dict[str, ReportCount]:
    """Report → what a run found in it; reports without findings are not there.

    Example: `counts_by_report(session, run.id)["…"].violated["error"]`.
    """
    keys = (Finding.report, Finding.severity, Finding.verdict, Finding.waived)
    found: dict[str, ReportCount] = {}
    for report, severity, verdict, waived, number in session.execute(
        select(*keys, func.count()).where(Finding.run_id == run).group_by(*keys)
    ):
        count = found.setdefault(report, ReportCount())
        if waived:
            count.waived += number
        elif verdict == "violated":
            count.violated[severity] += number
        else:
            count.undecided += number
    return found
