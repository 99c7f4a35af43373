"""What a run says of each report that it checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from dq.outcome.model import ReportRecord

if TYPE_CHECKING:
    from dq.templates.model import Schema

Tables = tuple[tuple[str, ...], tuple[str, ...]]
"""The tables of a form that were found, and those that were not."""


@dataclass(frozen=True, slots=True)
class Records:
    """Makes records of the rows of dataset "reports".

    Parameters: `tables` rows of dataset "tables"; `corrected` how many cells of each report are corrected. Reports of
    a form share what they have, for there may be very many.
    Example: `Records(schema, tables, corrected).of(row).tables_missing`.
    """

    schema: Schema
    tables: pl.DataFrame
    corrected: Mapping[str, int]
    found: Mapping[str, frozenset[str]] = field(init=False)
    printed: dict[tuple[str, frozenset[str]], Tables] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        named = self.tables.group_by("report").agg(pl.col("table").unique().sort().str.join(" "))
        shared = {text: frozenset(text.split(" ")) for text in named["table"].unique()}
        object.__setattr__(self, "found", {report: shared[text] for report, text in named.iter_rows()})

    def of(self, row: Mapping[str, Any]) -> ReportRecord:
        """The record of a report."""
        found, missing = self._tables(row["template"], self.found.get(row["report"], frozenset()))
        return ReportRecord(
            report=row["report"],
            department=row["department"],
            year=row["year"],
            kind=row["kind"],
            version=row["version"],
            code=row["code"],
            level=row["level"],
            region=row["region"],
            document=row["document"],
            sha256=row["sha256"],
            template=row["template"],
            tables_found=found,
            corrected=self.corrected.get(row["report"], 0),
            tables_missing=missing,
        )

    def _tables(self, template: str, found: frozenset[str]) -> Tables:
        tables = self.printed.get((template, found))
        if tables is None:
            form = self.schema.templates.get(template)
            there = () if form is None else tuple(table.name for table in form.tables if table.name in found)
            missing = () if form is None else tuple(table.name for table in form.missing(found))
            tables = self.printed[template, found] = there, missing
        return tables
