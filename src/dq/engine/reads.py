"""What a plan reads of the store: which reports, which cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import polars as pl

from dq.archive.store import among
from dq.engine.rows import REPORT
from dq.plan.nodes import Aggregate, Cell, Slot
from dq.plan.walk import Node, leaves, parts, test_nodes
from dq.plan.whole import Plan
from dq.templates import load_statements
from dq.types import ValueType

if TYPE_CHECKING:
    from dq.archive import Store


_FEW: Final = 100
"""Reports whose units are all looked into."""


def chosen(store: Store, dataset: str, reports: Sequence[str]) -> pl.LazyFrame:
    """The rows of these reports."""
    rows = store.scan(dataset, reports)
    if len(reports) <= 1:
        return rows.filter(pl.col("report") == reports[0] if reports else pl.lit(value=False))
    return rows.filter(among(reports))


def numbered(rows: pl.LazyFrame, reports: pl.Series, columns: Sequence[str]) -> pl.LazyFrame:
    """These columns of the rows of these reports, and in the place of their ids (REPORT) where they stand in `reports`.

    Ids are a category's names here, and what they stand for its number: no join is quicker.
    """
    within = pl.col("report").is_between(pl.lit(reports.min()), pl.lit(reports.max()))
    number = pl.col("report").cast(pl.Enum(reports), strict=False).to_physical().cast(pl.Int32).alias(REPORT)
    return rows.filter(within).select(number, *columns).filter(pl.col(REPORT).is_not_null())


def tables_found(store: Store, reports: Sequence[str]) -> pl.LazyFrame:
    """The tables of these reports, by name: columns report and table.

    A table of statements is there in every report: where nothing is said, it has no rows, and no form is missing.
    """
    spoken = pl.LazyFrame({"table": [each.name for each in load_statements()]}, schema={"table": pl.String()})
    printed = chosen(store, "tables", reports).select("report", "table")
    said = chosen(store, "reports", reports).select("report").join(spoken, how="cross")
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


def beside_others(plan: Plan, reports: int) -> set[tuple[str, Cell]] | None:
    """The cells of tests that read a quantity, with their tables: there figures of different dimensions may meet.

    Parameters: `reports` how many are read. None of a few: to look into all their units is quicker than to find out.
    """
    if reports <= _FEW:
        return None
    found: set[tuple[str, Cell]] = set()
    for base in plan.bases:
        for test in base.tests:
            read = frozenset().union(*(_all_cells(node, base.each or "") for node in test_nodes(test)))
            if any(cell.type is ValueType.QUANTITY for _, cell in read):
                found |= read
    return found


def _all_cells(node: Node, table: str) -> frozenset[tuple[str, Cell]]:
    """Every cell that a node reads, those of the rows it looks up included, with its table."""
    found: set[tuple[str, Cell]] = set()
    for leaf in leaves(node):
        if isinstance(leaf, Cell):
            found.add((table, leaf))
        elif isinstance(leaf, Slot):
            found |= _cells_of_rows(leaf.lookup.aggregate, leaf.lookup.table)
    return frozenset(found)


@lru_cache(maxsize=10_000)
def _cells_of_rows(aggregate: Aggregate, table: str) -> frozenset[tuple[str, Cell]]:
    """Every cell that is read of the rows that are looked up, and further."""
    return frozenset[tuple[str, Cell]]().union(*(_all_cells(node, table) for node in parts(aggregate)))


def _gather(nodes: Iterable[Node], found: dict[Cell, None]) -> None:
    """Cells of the row at hand, those that its lookups are asked with included."""
    for node in nodes:
        for leaf in leaves(node):
            if isinstance(leaf, Cell):
                found[leaf] = None
            elif isinstance(leaf, Slot):
                found.update(dict.fromkeys(key for key in leaf.lookup.outer if isinstance(key, Cell)))
