"""Whether a new version of a report may be the report of another body of the same name: told by its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from dq.archive import complaints
from dq.archive.store import Store
from dq.archive.versions import Action, ReportEntry, Settlement
from dq.diagnostics import Diagnostic
from dq.types import CellState

FEW: Final = 20
"""Cells that must be comparable before anything is said."""
HARDLY: Final = 0.2
"""The share of agreeing figures below which two documents hardly speak of one body: a corrected document changes some
figures and the sums above them; between two bodies only round and small figures agree, by chance.
"""

Row = Mapping[str, Any]


def unlike(store: Store, held: Sequence[ReportEntry], settlement: Settlement) -> list[Diagnostic]:
    """What is said of new versions that may be reports of other bodies.

    Parameters: `held` the latest versions before, which `store` gives the rows of.
    """
    latest = {entry.series: entry.report for entry in held}
    written = {tables.report["report"]: tables for tables in settlement.written}
    said: list[Diagnostic] = []
    for stored in settlement.stored:
        before = latest.get(stored.entry.series)
        if stored.action is not Action.NEW_VERSION or before is None or stored.entry.report not in written:
            continue
        equal, common = agreeing(store, before, written[stored.entry.report].rows)
        if common >= FEW and equal < HARDLY * common:
            said.append(complaints.hardly_alike(stored.entry, before, equal, common))
    return said


def agreeing(store: Store, report: str, rows: Mapping[str, Sequence[Row]]) -> tuple[int, int]:
    """How many figures of a stored report stand in `rows` too, of how many cells that both print figures in.

    Cells are the same by table, code, path and column; figures by value, so that a change of units is none.
    Example: `agreeing(archive, "X", new.rows)` → `(310, 318)`.
    """
    equal = common = 0
    for table, new in rows.items():
        columns = [name.removesuffix("__state") for name in (new[0] if new else ()) if name.endswith("__state")]
        wanted = ["code", "path", *columns, *(f"{name}__state" for name in columns)]
        old = store.scan(table).filter(report=report).select(wanted).collect()
        held = _figures(old.iter_rows(named=True), columns)
        for cell, value in _figures(new, columns).items():
            if cell in held:
                common += 1
                equal += held[cell] == value
    return equal, common


def _figures(rows: Any, columns: Sequence[str]) -> dict[tuple[str | None, str | None, str], Decimal]:  # noqa: ANN401 - rows of a frame or a report
    """The figures other than zero, by code, path and column."""
    return {
        (row.get("code"), row.get("path"), column): row[column]
        for row in rows
        for column in columns
        if row.get(f"{column}__state") == CellState.FIGURE
    }
