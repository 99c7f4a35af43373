"""How many rows the tests of a file may lay out: what running them costs, the length of their text does not tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dq.authoring.testing.model import Grid, Lender, Report, Row

MOST_LAID: Final = 30_000
"""Rows that the tests of one file lay out: those of each test's report, and those of a table each time that a row of it
is looked up, since labels are told apart by all rows around them.
"""


class TooManyRowsError(Exception):
    """The tests of a file lay out more rows than they may; ends their reading."""


@dataclass(slots=True)
class Counted:
    """A lender that counts rows. Parameters: `lender` does the work; `rows_laid` so far.

    Errors: `TooManyRowsError` from each method, once there are more than `MOST_LAID`.
    Example: `Counted(desk).rows("", grid)`.
    """

    lender: Lender
    rows_laid: int = 0

    def rows(self, report: str, grid: Grid) -> list[Row]:
        """As the lender's."""
        self._lay(len(grid.rows))
        return self.lender.rows(report, grid)

    def unlisted(self, grid: Grid) -> list[int]:
        """As the lender's."""
        self._lay(len(grid.rows))
        return self.lender.unlisted(grid)

    def sample(self, report: str, beside: str) -> Report | Sequence[str]:
        """As the lender's."""
        found = self.lender.sample(report, beside)
        if isinstance(found, Report):
            self.keep(found)
        return found

    def keep(self, report: Report) -> None:
        """Count the rows of a report that a test is tried on."""
        self._lay(sum(len(grid.rows) for grid in report.grids.values()))

    @property
    def is_full(self) -> bool:
        """True once there were too many."""
        return self.rows_laid > MOST_LAID

    def _lay(self, rows: int) -> None:
        self.rows_laid += rows
        if self.is_full:
            raise TooManyRowsError
