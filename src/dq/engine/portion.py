"""A portion of the archive: some reports of one template with the rows of the tables that a plan reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import polars as pl

from dq.engine.bits import ABSENT_TABLE, BITS
from dq.engine.bodies import Linked
from dq.engine.collecting import collected
from dq.engine.elsewhere import Elsewhere, read_elsewhere
from dq.engine.frame import absent_column, property_column
from dq.engine.reads import Asked, absences, beside_others, cells_read
from dq.engine.rows import REPORT, settled, stored_columns
from dq.plan.form import ROWS_LIMIT
from dq.plan.nodes import Key, Property, Slot
from dq.plan.walk import Node, leaves
from dq.plan.whole import Plan
from dq.semantics.checked import UNITS, Home

if TYPE_CHECKING:
    from dq.archive import Store

PROPERTIES: Final = ("department", "year", "kind", "version", "code", "level", "region")
"""What rules may ask of a report."""


class TableTooLargeError(Exception):
    """A table with so many rows that a sum over them could exceed what is stored."""


@dataclass(frozen=True, slots=True)
class Portion:
    """What is read once and then evaluated in memory.

    Parameters: `reports` one row each in the order of their ids: r, report, properties, `absent T` for each table T;
    `tables` settled rows of each table the plan reads; `elsewhere` those of other reports, by whose they are, under the
    number of the report that asks for them.
    """

    reports: pl.DataFrame
    tables: dict[str, pl.DataFrame]
    elsewhere: dict[Home, dict[str, pl.DataFrame]] = field(default_factory=dict)

    def at(self, home: Home) -> dict[str, pl.DataFrame]:
        """The rows of each table in the reports at `home`."""
        return self.tables if home is Home.OWN else self.elsewhere.get(home, {})


def read_portion(
    store: Store, reports: Sequence[str], plan: Plan, tables: Iterable[str], elsewhere: Elsewhere | None = None
) -> Portion:
    """Read what `plan` needs of these reports: one collect for everything.

    Parameters: `tables` every table of the schema; a table not found in a report is marked absent there; `elsewhere`
    the other reports that rules ask for.
    """
    own = _read_own(store, reports, plan, tables)
    others = elsewhere or Elsewhere(store, Linked())
    units = [others.linked.units.get(report) for report in own.reports["report"]]
    number = pl.Series(property_column(UNITS), [0 if each is None else each.declared for each in units], pl.Int32)
    about, rows = own.reports.with_columns(number), {}
    for home, absent, found in read_elsewhere(others, own.reports.select(REPORT, "report"), plan):
        about, rows[home] = about.hstack(absent), found
    return Portion(about, own.tables, rows)


def _read_own(store: Store, reports: Sequence[str], plan: Plan, tables: Iterable[str]) -> Portion:
    asked = Asked.of(reports)
    ids = pl.DataFrame({"report": asked.reports}, schema={"report": pl.String()}).with_row_index(REPORT)
    ids = ids.with_columns(pl.col(REPORT).cast(pl.Int32))
    needed = cells_read(plan, Home.OWN)
    properties = [pl.col(name).alias(property_column(name)) for name in PROPERTIES]
    wanted = [asked.numbered(store, "reports", PROPERTIES), asked.tables(store)]
    wanted += [asked.numbered(store, table, stored_columns(cells)) for table, cells in needed.items()]
    about, found, *rows_read = collected(wanted, len(reports))
    for table, frame in zip(needed, rows_read, strict=True):
        if not frame.filter(pl.col("n") >= ROWS_LIMIT).is_empty():
            raise TableTooLargeError(f"table {table} has {ROWS_LIMIT} rows or more")
    known = ids.join(about.select(REPORT, *properties), on=REPORT, how="left", maintain_order="left")
    rows_of = settled(dict(zip(needed, rows_read, strict=True)), needed, beside_others(plan, len(reports)))
    return Portion(_with_absences(known, found, tables), rows_of)


def _with_absences(reports: pl.DataFrame, found: pl.DataFrame, tables: Iterable[str]) -> pl.DataFrame:
    """Append, for each table, the bits of its absence. Parameters: `found` columns r and table of those there are."""
    here = absences(found, reports.height)
    nowhere = pl.repeat(ABSENT_TABLE, reports.height, dtype=BITS, eager=True)
    return reports.hstack([here.get(table, nowhere).alias(absent_column(table)) for table in tables])


def report_columns(nodes: Iterable[Node]) -> list[str]:
    """Columns of the reports that these nodes read: properties, and absences of the tables they look into."""
    columns: dict[str, None] = {}
    for node in nodes:
        for leaf in leaves(node):
            if isinstance(leaf, Property):
                columns[property_column(leaf.name)] = None
            elif isinstance(leaf, Slot):
                columns[absent_column(leaf.lookup.table, leaf.lookup.home)] = None
                columns.update(asked_columns(leaf.lookup.outer))
    return list(columns)


def asked_columns(keys: Iterable[Key]) -> dict[str, None]:
    """Columns of the reports that lookups are asked with."""
    return {property_column(key.name): None for key in keys if isinstance(key, Property)}
