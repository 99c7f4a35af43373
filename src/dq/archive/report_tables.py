"""What a document says, as plain rows: what ingestion makes and a store takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dq.archive.reading import Reading


@dataclass(frozen=True, slots=True)
class ReportTables:
    """One report as rows in the columns of `dq.archive.layout`; a key that is left out is null.

    Parameters: `report` the row of dataset "reports" (`year` an int, `version` 1: a store that holds an earlier
    version counts on); `tables` the rows of dataset "tables"; `rows` the printed rows of each logical table,
    figures as `Decimal` in the base unit with at most six decimals;
    `reading` how the document was read; `statements` the rows of each table of statements (what the text and the forms
    behind the tables say).
    Example: `ReportTables(report={"report": "…", "year": 2018, …}, tables=[…], rows={"summary": [{"n": 0, …}]})`.
    """

    report: dict[str, Any]
    tables: list[dict[str, Any]]
    rows: dict[str, list[dict[str, Any]]]
    reading: Reading | None = None
    statements: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def datasets(self) -> dict[str, list[dict[str, Any]]]:
        """The rows of every table, printed or of statements, by its name."""
        return {**self.rows, **self.statements}
