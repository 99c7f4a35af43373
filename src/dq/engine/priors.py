"""The year before: which report that is, and what rules ask of it. Only the items that rules name are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from dq.engine.bits import ABSENT_TABLE, BITS, NO_PRIOR
from dq.engine.collecting import collected
from dq.engine.frame import absent_column
from dq.engine.reads import Asked, absences, beside_others, cells_read
from dq.engine.rows import REPORT, settled, stored_columns
from dq.plan.whole import Plan
from dq.semantics.checked import Succession

if TYPE_CHECKING:
    from dq.archive import Store

_BEFORE: Final = "before"
"""Number of the report of the year before among those that are asked for."""


@dataclass(frozen=True, slots=True)
class Before:
    """Reports of the year before.

    Parameters: `store` that holds them; `of` the id of each report → that of the same body's report a year earlier.
    """

    store: Store
    of: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose report it is, of which year. Parameters: as the columns of dataset "reports" of these names."""

    report: str
    department: str
    year: int
    kind: str
    level: str | None = None
    code: str | None = None
    region: str | None = None

    @property
    def is_unit(self) -> bool:
        """True for a unit's own accounts, which often bear the name of the department."""
        return self.level == "unit"


def reports_before(reports: Iterable[Subject], successions: Sequence[Succession]) -> dict[str, str]:
    """The id of each report → that of the same body's report of the same kind a year earlier, where there is one.

    A body that was renamed is found under its former name; one that continues several has no single report of the year
    before. A unit's report is never that of a department, nor the other way; of several bodies with one name the one
    with the same code and region is taken, and none where that leaves it open: better no comparison than with another
    body's figures.
    Parameters: `reports` the latest version of each.
    Example: `reports_before([Subject("b", "X", 2019, "k"), Subject("a", "X", 2018, "k")], ())` → `{"b": "a"}`.
    """
    held = list(reports)
    by_name: dict[tuple[str, int, str], list[Subject]] = {}
    for each in held:
        by_name.setdefault((each.department, each.year, each.kind), []).append(each)
    former: dict[tuple[str, int], list[str]] = {}
    for succession in successions:
        former.setdefault((succession.body, succession.year), []).append(succession.former)
    found = {}
    for each in held:
        names = former.get((each.department, each.year), [each.department])
        if len(names) == 1:
            earlier = by_name.get((names[0], each.year - 1, each.kind), [])
            rivals = by_name[each.department, each.year, each.kind]
            alike = _alike(each, earlier, is_alone=len(rivals) == 1)
            if alike is not None:
                found[each.report] = alike.report
    return found


def _alike(subject: Subject, earlier: Sequence[Subject], *, is_alone: bool) -> Subject | None:
    """The one of last year's reports that is of the same body, None where there is none or it cannot be told.

    Parameters: `is_alone` no other report of this year bears the name.
    """
    same = [each for each in earlier if each.is_unit == subject.is_unit]
    if len(same) > 1 or not is_alone:
        same = [each for each in same if (each.code, each.region) == (subject.code, subject.region)]
    return same[0] if len(same) == 1 else None


def read_before(before: Before, reports: pl.DataFrame, plan: Plan) -> tuple[pl.DataFrame, dict[str, pl.DataFrame]]:
    """Absences, one row a report, and the rows of each table that the plan reads of the year before.

    Parameters: `reports` with columns r and report.
    """
    earlier = pl.Series("report", [before.of.get(report) for report in reports["report"]], dtype=pl.String())
    known = reports.select(REPORT).with_columns(earlier).drop_nulls()
    asked = Asked.of(known["report"])
    known = known.select(asked.number.alias(_BEFORE), REPORT)
    needed = cells_read(plan, prior=True)
    wanted = [asked.tables(before.store)]
    for table, cells in needed.items():
        items = asked.numbered(before.store, table, stored_columns(cells)).rename({REPORT: _BEFORE})
        for column, values in _named(plan, table).items():
            items = items.filter(pl.col(column).is_in(values))
        # Two bodies may come from one of the year before.
        wanted.append(items.join(known.lazy(), on=_BEFORE).drop(_BEFORE))
    tables, *found = collected(wanted, known.height)
    there = absences(tables, len(asked.reports))
    columns = [_absence(table, known, there.get(table), reports.height) for table in needed]
    return pl.DataFrame(columns), settled(
        dict(zip(needed, found, strict=True)), needed, beside_others(plan, known.height)
    )


def _absence(table: str, known: pl.DataFrame, absent: pl.Series | None, reports: int) -> pl.Series:
    """For each report the bits of a table of the year before that is not there.

    Parameters: `known` for the number of a report that of the one before; `absent` by the latter, None for everywhere.
    """
    bits = pl.repeat(NO_PRIOR, reports, dtype=BITS, eager=True)
    found = ABSENT_TABLE if absent is None else absent[known[_BEFORE]]
    return bits.scatter(known[REPORT], found).alias(absent_column(table, prior=True))


def _named(plan: Plan, table: str) -> dict[str, list[str]]:
    """Constants that name all the rows that are asked for of a table, by key column; none where others are read too."""
    groups = [group for group in plan.groups if group.prior and group.table == table]
    named: dict[str, list[str]] = {}
    for group in groups:
        for cell, asked in zip(group.keys, group.asked or [None] * len(group.keys), strict=True):
            names = [] if asked is None else [each for each in asked if isinstance(each, str)]
            if asked is None or len(names) < len(asked):
                return {}
            named.setdefault(cell.column, []).extend(names)
    return named if len({tuple(cell.column for cell in group.keys) for group in groups}) == 1 else {}
