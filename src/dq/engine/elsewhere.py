"""What rules read in other reports: of the year before, of a department's units. Only the items that rules name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from dq.engine.bits import ABSENT_TABLE, AMBIGUOUS, BITS, NO_PRIOR
from dq.engine.bodies import Linked
from dq.engine.collecting import collected
from dq.engine.frame import absent_column
from dq.engine.reads import Asked, absences, beside_others, cells_read
from dq.engine.rows import REPORT, settled, stored_columns
from dq.plan.form import ROWS_LIMIT
from dq.plan.whole import Plan
from dq.semantics.checked import Home

if TYPE_CHECKING:
    from dq.archive import Store

_OTHER: Final = "other"
"""Number of the other report among those that are asked for."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Other reports. Parameters: `store` that holds them; `linked` which are read with which."""

    store: Store
    linked: Linked

    def others(self, home: Home, report: str) -> tuple[str, ...]:
        """The reports that rules mean by `home` when they are asked about one."""
        if home is Home.BEFORE:
            return (self.linked.before[report],) if report in self.linked.before else ()
        return self.linked.units[report].reports if report in self.linked.units else ()

    def lacking(self, home: Home, report: str) -> int:
        """The bits of what is not there at all."""
        if home is Home.BEFORE:
            return 0 if report in self.linked.before else NO_PRIOR
        units = self.linked.units.get(report)
        if units is None:
            return 0
        return (ABSENT_TABLE if units.absent else 0) | (AMBIGUOUS if units.ambiguous else 0)


class TooManyUnitRowsError(ArithmeticError):
    """Units with so many rows of a table that a sum over them could exceed what is stored."""


def read_elsewhere(
    elsewhere: Elsewhere, reports: pl.DataFrame, plan: Plan
) -> Iterator[tuple[Home, pl.DataFrame, dict[str, pl.DataFrame]]]:
    """For each home that the plan reads: absences, one row a report, and the rows of each table, under the number of
    the report that asks for them.

    Parameters: `reports` with columns r and report. Errors: `TooManyUnitRowsError`.
    """
    for home in (Home.BEFORE, Home.UNITS):
        needed = cells_read(plan, home)
        if needed:
            yield home, *_read(elsewhere, reports, plan, home)


def _read(
    elsewhere: Elsewhere, reports: pl.DataFrame, plan: Plan, home: Home
) -> tuple[pl.DataFrame, dict[str, pl.DataFrame]]:
    others = pl.Series("report", [list(elsewhere.others(home, each)) for each in reports["report"]], pl.List(pl.String))
    pairs = reports.select(REPORT).with_columns(others).explode("report").drop_nulls()
    asked = Asked.of(pairs["report"])
    pairs = pairs.select(asked.number.alias(_OTHER), REPORT)
    needed = cells_read(plan, home)
    wanted = [asked.tables(elsewhere.store)]
    for table, cells in needed.items():
        items = asked.numbered(elsewhere.store, table, stored_columns(cells)).rename({REPORT: _OTHER})
        for column, values in _named(plan, home, table).items():
            items = items.filter(pl.col(column).is_in(values))
        # Two bodies may come from one of the year before, and a department has several units.
        wanted.append(items.join(pairs.lazy(), on=_OTHER).drop(_OTHER))
    tables, *found = collected(wanted, pairs.height)
    there = absences(tables, len(asked.reports))
    lacking = pl.Series([elsewhere.lacking(home, each) for each in reports["report"]], dtype=BITS)
    columns = [_absence(table, home, pairs, there.get(table), lacking) for table in needed]
    rows = dict(zip(needed, found, strict=True))
    if home is Home.UNITS and any(_is_too_much(each) for each in found):
        raise TooManyUnitRowsError(f"the units of a department have {ROWS_LIMIT} rows or more of a table")
    return pl.DataFrame(columns), settled(rows, needed, beside_others(plan, pairs.height))


def _is_too_much(rows: pl.DataFrame) -> bool:
    """Whether one report has more rows than sums are made for."""
    return rows.height >= ROWS_LIMIT and rows.group_by(REPORT).len().filter(pl.col("len") >= ROWS_LIMIT).height > 0


def _absence(table: str, home: Home, pairs: pl.DataFrame, absent: pl.Series | None, lacking: pl.Series) -> pl.Series:
    """For each report the bits of a table that is not there in one of the others, or of those others.

    Parameters: `pairs` numbers of other reports with those of the reports that ask; `absent` by the former, None for
    everywhere; `lacking` by the latter.
    """
    found = pl.repeat(ABSENT_TABLE, pairs.height, dtype=BITS, eager=True) if absent is None else absent[pairs[_OTHER]]
    every = pl.int_range(len(lacking), dtype=pl.Int32, eager=True)
    bits = pl.DataFrame({REPORT: pl.concat([every, pairs[REPORT]]), "bits": pl.concat([lacking, found])})
    by_report = bits.group_by(REPORT).agg(pl.col("bits").bitwise_or()).sort(REPORT)
    return by_report["bits"].alias(absent_column(table, home))


def _named(plan: Plan, home: Home, table: str) -> Mapping[str, list[str]]:
    """Constants that name all the rows that are asked for of a table, by key column; none where others are read too."""
    groups = [group for group in plan.groups if group.home is home and group.table == table]
    named: dict[str, list[str]] = {}
    for group in groups:
        for cell, asked in zip(group.keys, group.asked or [None] * len(group.keys), strict=True):
            names = [] if asked is None else [each for each in asked if isinstance(each, str)]
            if asked is None or len(names) < len(asked):
                return {}
            named.setdefault(cell.column, []).extend(names)
    return named if len({tuple(cell.column for cell in group.keys) for group in groups}) == 1 else {}
