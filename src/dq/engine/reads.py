"""What a plan reads of the store: which reports, which cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import polars as pl

from dq.engine.bits import ABSENT_TABLE, BITS
from dq.engine.rows import REPORT
from dq.plan.nodes import Aggregate, Cell, Slot
from dq.plan.walk import Node, leaves, parts, test_nodes
from dq.plan.whole import Plan
from dq.semantics.checked import Home
from dq.templates import load_statements
from dq.types import ValueType

if TYPE_CHECKING:
    from dq.archive import Store


_FEW: Final = 100
"""Reports whose units are all looked into."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Reports that are asked for, each known by its number, where its id stands in their order.

    Ids are a category's names here, and what they stand for its number: no join is quicker. To make a category of
    thousands takes long, so one serves all tables.
    Parameters: `reports` ids, each once, in order; `number` that of a row's report, null where it is another.
    Example: `Asked.of(["b", "a"]).numbered(store, "summary", ["item"])`.
    """

    reports: Sequence[str]
    number: pl.Expr

    @staticmethod
    def of(reports: Iterable[str]) -> Asked:
        """These reports."""
        ids = sorted(set(reports))
        return Asked(ids, pl.col("report").cast(pl.Enum(ids), strict=False).to_physical().cast(pl.Int32))

    def rows(self, store: Store, dataset: str) -> pl.LazyFrame:
        """Their rows of a dataset."""
        rows = store.scan(dataset, self.reports)
        if len(self.reports) <= 1:
            return rows.filter(pl.col("report") == self.reports[0] if self.reports else pl.lit(value=False))
        return rows.filter(self._within() & self.number.is_not_null())

    def numbered(self, store: Store, dataset: str, columns: Sequence[str]) -> pl.LazyFrame:
        """These columns of their rows of a dataset, and in the place of their ids their numbers (REPORT)."""
        rows = store.scan(dataset, self.reports).filter(self._within())
        return rows.select(self.number.alias(REPORT), *columns).filter(pl.col(REPORT).is_not_null())

    def tables(self, store: Store) -> pl.LazyFrame:
        """Their tables, by name: columns REPORT and table.

        A table of statements is there in every report: where nothing is said, it has no rows, and no form is missing.
        """
        spoken = pl.LazyFrame({"table": [each.name for each in load_statements()]}, schema={"table": pl.String()})
        printed = self.numbered(store, "tables", ["table"])
        said = self.numbered(store, "reports", []).join(spoken, how="cross")
        return pl.concat([printed, said]).unique()

    def _within(self) -> pl.Expr:
        """The bounds let Parquet skip row groups by their statistics."""
        first, last = (self.reports[0], self.reports[-1]) if self.reports else ("", "")
        return pl.col("report").is_between(pl.lit(first), pl.lit(last))


def absences(found: pl.DataFrame, reports: int) -> dict[str, pl.Series]:
    """By each table that is found anywhere, the bits of its absence, report by report.

    Parameters: `found` as of `Asked.tables`; `reports` how many are asked for.
    """
    nowhere = pl.repeat(ABSENT_TABLE, reports, dtype=BITS, eager=True)
    here = found.partition_by("table", as_dict=True)
    return {table: nowhere.clone().scatter(rows[REPORT], 0) for (table,), rows in here.items()}


def cells_read(plan: Plan, home: Home) -> dict[str, dict[Cell, None]]:
    """Cells that the plan reads of the reports at `home`, by table, in its order."""
    cells: dict[str, dict[Cell, None]] = {}
    for base in plan.bases:
        if base.each is not None and home is Home.OWN:
            _gather((node for test in base.tests for node in test_nodes(test)), cells.setdefault(base.each, {}))
    for group in (group for group in plan.groups if group.home is home):
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
