"""Which reports are made: bodies, years and forms, in portions of fixed size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from dq.archive.report_tables import ReportTables
from dq.synthesis.generation.bodies import with_traits
from dq.synthesis.generation.books import draw_books
from dq.synthesis.generation.dice import Dice
from dq.synthesis.generation.forms import print_reports
from dq.synthesis.generation.lists import most_bodies
from dq.templates.model import Template

PORTION: Final = 2048
"""Reports of one form and year that are made, held in memory and written together. Part of what a seed means: it
decides which reports share a file."""
KINDS: Final = ("final_accounts",)
"""The kinds of report that are made: the books tell what a year brought, not what was planned for it."""
_BUDGET_TABLES: Final = {"funds": "funds", "state": "state_capital"}


@dataclass(frozen=True, slots=True)
class Plan:
    """What to make. Parameters: `reports` how many; `seed`; `slots` the form and year of each report of one body, in
    order of years.
    """

    reports: int
    seed: int
    slots: tuple[tuple[int, Template], ...]

    @property
    def bodies(self) -> int:
        """How many bodies there are; the last may lack its later years."""
        return -(-self.reports // len(self.slots))


def plan(reports: int, seed: int, templates: Sequence[Template], years: Sequence[int]) -> Plan:
    """The reports of as many bodies as it takes, each with a report for every year and every form in force then.

    Example: `plan(8, 1, load_catalogue(), range(2017, 2021)).bodies` → 2 with the two forms of final accounts.
    """
    slots = [(year, form) for year in sorted(set(years)) for form in _in_force(templates, year)]
    return Plan(reports, seed, tuple(slots))


def _in_force(templates: Sequence[Template], year: int) -> list[Template]:
    """The form of each kind of report that is in force in this year."""
    return [form for form in templates if form.kind in KINDS and form.first_year <= year <= form.last_year]


def portions(wanted: Plan) -> Iterator[tuple[int, dict[str, pl.DataFrame]]]:
    """The reports, a portion at a time: the year, and the rows by dataset."""
    dice = Dice(wanted.seed)
    for slot, (year, form) in enumerate(wanted.slots):
        bodies = -(-(wanted.reports - slot) // len(wanted.slots))
        for first in range(0, bodies, PORTION):
            numbers = range(first, min(first + PORTION, bodies))
            yield year, make_portion(form, year, numbers, dice, _printed_years(wanted, form.kind))


def make_portion(
    form: Template, year: int, bodies: range, dice: Dice, printed: dict[str, range]
) -> dict[str, pl.DataFrame]:
    """The reports of these bodies in one form and year, by dataset.

    Parameters: `printed` the years in which a budget (general, funds, state) has a form that prints it.
    """
    reports = pl.DataFrame(
        {
            "at": pl.Series(range(len(bodies)), dtype=pl.UInt32),
            "body": pl.Series(bodies, dtype=pl.Int64),
            "year": pl.Series([year] * len(bodies), dtype=pl.Int64),
        }
    )
    return print_reports(form, draw_books(with_traits(reports, dice), dice, printed), dice.seed)


def _printed_years(wanted: Plan, kind: str) -> dict[str, range]:
    every = range(1949, 10_000)
    found = {"general": every}
    for budget, table in _BUDGET_TABLES.items():
        years = [year for year, form in wanted.slots if form.kind == kind and form.table(table) is not None]
        found[budget] = range(min(years), max(years) + 1) if years else range(0)
    return found


def as_report_tables(frames: dict[str, pl.DataFrame]) -> list[ReportTables]:
    """The reports of a portion as plain rows: what ingestion would make of their documents."""
    groups = {
        name: {key[0]: part.rows(named=True) for key, part in frame.partition_by("report", as_dict=True).items()}
        for name, frame in frames.items()
        if name not in ("reports", "tables")
    }
    tables = frames["tables"].partition_by("report", as_dict=True)
    return [
        ReportTables(
            report=row,
            tables=tables[row["report"],].rows(named=True),
            rows={name: found[row["report"]] for name, found in groups.items() if row["report"] in found},
        )
        for row in frames["reports"].rows(named=True)
    ]


def most_reports(wanted: Plan) -> int:
    """How many reports can be made with a name of its own for each body."""
    return most_bodies() * len(wanted.slots)
