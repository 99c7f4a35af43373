"""Which reports are made: bodies, years and forms, in portions of fixed size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import lcm
from typing import Final

import polars as pl

from dq.archive.report_tables import ReportTables
from dq.synthesis.generation.bodies import with_traits
from dq.synthesis.generation.books import draw_books
from dq.synthesis.generation.consolidation import consolidated
from dq.synthesis.generation.dice import Dice
from dq.synthesis.generation.forms import print_reports
from dq.synthesis.generation.lists import most_bodies
from dq.templates.model import Template

PORTION: Final = 2048
"""Reports of one form and year that are made, held in memory and written together. Part of what a seed means: it
decides which reports share a file."""
_BUDGET_TABLES: Final = {"funds": "funds", "state": "state_capital"}
_EVERY_YEAR: Final = range(1949, 10_000)


@dataclass(frozen=True, slots=True)
class Slot:
    """One report of every `Plan.stride`-th body, beginning with the body numbered `first`, in this form and year."""

    first: int
    year: int
    form: Template


@dataclass(frozen=True, slots=True)
class Plan:
    """What to make. Parameters: `reports` how many; `seed`; `slots` the reports of `stride` neighbouring bodies, after
    which the pattern begins anew; `units` how many bodies make up a department, which has reports of its own besides:
    none where 0.
    """

    reports: int
    seed: int
    slots: tuple[Slot, ...]
    stride: int
    units: int = 0

    def memberships(self) -> Iterator[tuple[int, int]]:
        """The numbers of each department and of a unit of it."""
        for first in range(self.stride):
            bodies = range(first, -(-self.reports // len(self.slots)) * self.stride, self.stride)
            for begin in range(0, len(bodies), PORTION):
                same = bodies[begin : begin + PORTION]
                pairs = zip(self.departments(same), same, strict=True)
                yield from ((department, unit) for department, unit in pairs if department is not None)

    def departments(self, bodies: Iterable[int]) -> list[int | None]:
        """The number of the department of each of these bodies, which have the same forms; numbers go on behind theirs.

        Example: `Plan(4, 1, (slot,), 1, units=2).departments(range(4))` → `[4, 4, 5, 5]`.
        """
        if not self.units:
            return [None for _ in bodies]
        step = self.stride
        behind = -(-self.reports // len(self.slots)) * step
        found = [behind + each // step // self.units * step + each % step for each in bodies]
        members = Counter(found)
        return [each if members[each] == self.units else None for each in found]

    @property
    def bodies(self) -> int:
        """How many bodies there are; the last ones may lack reports."""
        whole, rest = divmod(self.reports, len(self.slots))
        return whole * len({slot.first for slot in self.slots}) + len({slot.first for slot in self.slots[:rest]})


def plan(reports: int, seed: int, templates: Sequence[Template], years: Sequence[int], units: int = 0) -> Plan:
    """The reports of as many bodies as it takes, each with one report of every kind for every year.

    Parameters: `units` as of `Plan`.

    Where several forms of a kind are in force at once, as in different provinces, a body keeps to one of them.
    Example: `plan(8, 1, [form_2018, form_2024], range(2017, 2021)).bodies` → 2.
    """
    lines = {kind: _lines(templates, kind) for kind in sorted({form.kind for form in templates})}
    stride = lcm(*map(len, lines.values())) if lines else 1
    slots = [
        Slot(first, year, form)
        for first in range(stride)
        for year in sorted(set(years))
        for found in lines.values()
        for form in found[first % len(found)]
        if form.first_year <= year <= form.last_year
    ]
    return Plan(reports, seed, tuple(slots), stride, units)


def _lines(templates: Sequence[Template], kind: str) -> list[list[Template]]:
    """The forms of a kind, those that follow each other in one line."""
    lines: list[list[Template]] = []
    for form in sorted(
        (form for form in templates if form.kind == kind), key=lambda form: (form.first_year, form.name)
    ):
        line = next((line for line in lines if line[-1].last_year < form.first_year), None)
        if line is None:
            lines.append([form])
        else:
            line.append(form)
    return lines


def portions(wanted: Plan) -> Iterator[tuple[int, dict[str, pl.DataFrame]]]:
    """The reports, a portion at a time: the year, and the rows by dataset."""
    dice = Dice(wanted.seed)
    step = wanted.stride
    for at, slot in enumerate(wanted.slots):
        rounds = -(-(wanted.reports - at) // len(wanted.slots))
        printed = _printed_years(wanted, slot)
        for begin in range(0, rounds, PORTION):
            end = min(begin + PORTION, rounds)
            numbers = range(slot.first + begin * step, slot.first + end * step, step)
            yield slot.year, make_portion(slot.form, slot.year, numbers, dice, printed, wanted.departments(numbers))


def make_portion(
    form: Template,
    year: int,
    bodies: range,
    dice: Dice,
    printed: dict[str, range],
    departments: Sequence[int | None] = (),
) -> dict[str, pl.DataFrame]:
    """The reports of these bodies in one form and year, by dataset.

    Parameters: `printed` the years in which a budget (general, funds, state) has a form that prints it; `departments`
    that each of the bodies is a unit of: these have reports, too.
    """
    reports = pl.DataFrame(
        {
            "at": pl.Series(range(len(bodies)), dtype=pl.UInt32),
            "body": pl.Series(bodies, dtype=pl.Int64),
            "year": pl.Series([year] * len(bodies), dtype=pl.Int64),
        }
    )
    topic = "" if form.kind == "final_accounts" else form.kind
    books = draw_books(with_traits(reports, dice), dice.about(topic), printed)
    frames = print_reports(form, books, dice.seed)
    if not any(each is not None for each in departments):
        return frames
    whole = print_reports(form, consolidated(books, pl.Series(departments, dtype=pl.Int64), dice), dice.seed)
    return {name: pl.concat([frame, whole[name]]) for name, frame in frames.items()}


def _printed_years(wanted: Plan, slot: Slot) -> dict[str, range]:
    """The years in which the forms of the slot's bodies print a budget."""
    found = {"general": _EVERY_YEAR}
    same = [each for each in wanted.slots if (each.first, each.form.kind) == (slot.first, slot.form.kind)]
    for budget, table in _BUDGET_TABLES.items():
        years = [each.year for each in same if each.form.table(table) is not None]
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
    """How many reports can be made with a name of its own for each body, departments among them."""
    return most_bodies() // (2 if wanted.units else 1) // wanted.stride * len(wanted.slots)
