"""What a report says outside its tables: sentences on their figures, and the forms of its projects."""

from __future__ import annotations

from dataclasses import dataclass

from dq.archive import ReportTables
from dq.synthesis.rendering.noise import Noise
from dq.synthesis.rendering.project_forms import Project, drawn
from dq.synthesis.rendering.sayings import Amounts, Saying, sayings


@dataclass(frozen=True, slots=True)
class Told:
    """Parameters: `sayings` in the order of the narrative; `projects` one for each form that follows it."""

    sayings: tuple[Saying, ...]
    projects: tuple[Project, ...]

    @staticmethod
    def of(report: ReportTables, noise: Noise, before: Amounts | None = None) -> Told:
        """What is true of a report; nothing for budgets.

        Parameters: `before` what last year's report says of its amounts.
        Example: `Told.of(report, Noise(1)).projects[0].grade` → `"良好"`.
        """
        return Told(sayings(report, noise, before), drawn(report, noise))
