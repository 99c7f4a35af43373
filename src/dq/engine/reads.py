"""What a plan reads of the store: which reports, which cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import polars as pl

from dq.plan.nodes import Cell, Slot
from dq.plan.walk import Node, leaves, parts, test_nodes
from dq.plan.whole import Plan
from dq.templates import load_statements

if TYPE_CHECKING:
    from dq.archive import Store


def chosen(rows: pl.LazyFrame, reports: Sequence[str]) -> pl.LazyFrame:
    """The rows of these reports. The bounds let Parquet skip row groups by their statistics."""
    column = pl.col("report")
    if len(reports) == 1:
        return rows.filter(column == reports[0])
    return rows.filter(column.is_between(pl.lit(min(reports)), pl.lit(max(reports))) & column.is_in(list(reports)))


def tables_found(store: Store, wanted: Callable[[pl.LazyFrame], pl.LazyFrame]) -> pl.LazyFrame:
    """The tables of the reports that `wanted` leaves over, by name: columns report and table.

    A table of statements is there in every report: where nothing is said, it has no rows, and no form is missing.
    """
    spoken = pl.LazyFrame({"table": [each.name for each in load_statements()]}, schema={"table": pl.String()})
    printed = wanted(store.scan("tables")).select("report", "table")
    said = wanted(store.scan("reports")).select("report").join(spoken, how="cross")
    return pl.concat([printed, said]).unique()


def cells_read(plan: Plan, *, prior: bool) -> dict[str, dict[Cell, None]]:
    """Cells that the plan reads of its own reports, or of those of the year before, by table, in its order."""
    cells: dict[str, dict[Cell, None]] = {}
    for base in plan.bases:
        if base.each is not None and not prior:
            _gather((node for test in base.tests for node in test_nodes(test)), cells.setdefault(base.each, {}))
    for group in (group for group in plan.groups if group.prior is prior):
        found = cells.setdefault(group.table, {})
        found.update(dict.fromkeys(group.keys))
        _gather((part for aggregate in group.aggregates for part in parts(aggregate)), found)
    return cells


def _gather(nodes: Iterable[Node], found: dict[Cell, None]) -> None:
    """Cells of the row at hand, those that its lookups are asked with included."""
    for node in nodes:
        for leaf in leaves(node):
            if isinstance(leaf, Cell):
                found[leaf] = None
            elif isinstance(leaf, Slot):
                found.update(dict.fromkeys(key for key in leaf.lookup.outer if isinstance(key, Cell)))
