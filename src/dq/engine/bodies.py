"""Which reports are read with which: that of the same body a year earlier, those of a department's units."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Final

from dq.semantics.bodies import Bodies, Membership, Succession

if TYPE_CHECKING:
    import polars as pl

_OWN: Final = re.compile(r"\(?本级\)?$")


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


def subjects(reports: pl.DataFrame) -> list[Subject]:
    """Whose the reports are, in the order of their ids. Parameters: `reports` dataset "reports"."""
    columns = reports.sort("report").select(each.name for each in fields(Subject))
    return [Subject(*row) for row in columns.iter_rows()]


@dataclass(frozen=True, slots=True)
class Units:
    """The units of a department in a year.

    Parameters: `reports` ids of theirs, in order; `declared` how many units there are; `absent` one of them has no
    report; `ambiguous` one of them, or the department itself, might be one of several bodies, or the list is
    wrong of them; `circular` the department is, over others, a unit of its own.
    """

    reports: tuple[str, ...]
    declared: int
    absent: bool = False
    ambiguous: bool = False
    circular: bool = False


@dataclass(frozen=True, slots=True)
class Linked:
    """The reports that are read with others.

    Parameters: `before` report → that of the year before; `units` of a department, by its report.
    """

    before: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, Units] = field(default_factory=dict)

    @staticmethod
    def of(reports: Iterable[Subject], bodies: Bodies) -> Linked:
        """Those of these reports. Parameters: `reports` the latest version of each."""
        held = list(reports)
        return Linked(reports_before(held, bodies.successions), units_of(held, bodies.units))

    def beside(self, report: str) -> tuple[str, ...]:
        """The reports that are read with one, each once."""
        before = [self.before[report]] if report in self.before else []
        return (*before, *(self.units[report].reports if report in self.units else ()))

    def with_those_beside(self, reports: Iterable[str]) -> frozenset[str]:
        """These reports and all that are read with them."""
        return frozenset(each for report in reports for each in (report, *self.beside(report)))


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


def units_of(reports: Iterable[Subject], memberships: Sequence[Membership]) -> dict[str, Units]:
    """The id of each department's report → its units in that year, with their reports of the same kind.

    Names are compared without blanks, in NFKC, and a unit's without 本级 behind; that of the department itself is its
    own accounts, which are a unit's. Of several units with one name that of the department's region is taken. Those of
    a department that shares one with another, or that is its own unit over others, are ambiguous: the list is wrong.
    Parameters: `reports` the latest version of each.
    Example: `units_of(reports, [Membership("某局", "某中心", 1, 9999)])["a"].reports` → `("b",)`.
    """
    if not memberships:
        return {}
    by_name: dict[tuple[str, int, str], list[Subject]] = {}
    for each in sorted(reports, key=lambda each: each.report):
        by_name.setdefault((plain_name(each.department), each.year, each.kind), []).append(each)
    declared: dict[str, list[Membership]] = {}
    for membership in memberships:
        declared.setdefault(plain_name(membership.department), []).append(membership)
    found: dict[str, Units] = {}
    below: dict[str, list[str]] = {}
    for (name, year, kind), same in by_name.items():
        departments = [each for each in same if not each.is_unit]
        mine = [each for each in declared.get(name, ()) if each.first_year <= year <= each.last_year]
        for department in departments if mine else ():
            own = [each for each in mine if each.department_code in (None, department.code)]
            sought = {(unit_name(each), each.unit_code): each for each in own}
            reached = [
                _unit(department, each, by_name.get((unit, year, kind), ())) for (unit, _), each in sought.items()
            ]
            if own:
                rivals = len(departments) > 1 and any(each.department_code is None for each in own)
                below[department.report] = [unit.report for each in reached for unit in each]
                one = [each[0].report for each in reached if len(each) == 1]
                absent, several = not all(reached), any(len(each) > 1 for each in reached)
                found[department.report] = Units(tuple(sorted(set(one))), len(sought), absent, rivals or several)
    return _doubted(found, below)


def _doubted(units: Mapping[str, Units], below: Mapping[str, Sequence[str]]) -> dict[str, Units]:
    """These, ambiguous where the list cannot be right. Parameters: `below` all that may be theirs, of each."""
    circular, claims = _circular(below), shared(units).values()
    wrong = circular.union(*claims)
    return {
        each: replace(its, ambiguous=its.ambiguous or each in wrong, circular=each in circular)
        for each, its in units.items()
    }


def shared(units: Mapping[str, Units]) -> dict[str, list[str]]:
    """The reports that are those of a unit of several departments → the reports of these.

    Example: `shared({"a": Units(("u",), 1), "b": Units(("u",), 1)})` → `{"u": ["a", "b"]}`.
    """
    claimed: dict[str, list[str]] = {}
    for department, its in units.items():
        for report in its.reports:
            claimed.setdefault(report, []).append(department)
    return {report: departments for report, departments in claimed.items() if len(departments) > 1}


def _circular(below: Mapping[str, Sequence[str]]) -> set[str]:
    """The reports of departments that are, over others, units of their own, and of those between two such."""
    above: dict[str, list[str]] = {}
    for department, reports in below.items():
        for report in reports:
            above.setdefault(report, []).append(department)
    return _unordered(below) & _unordered(above)


def _unordered(edges: Mapping[str, Iterable[str]]) -> set[str]:
    """What cannot be put behind all that it leads to: what is on a circle or leads to one."""
    sorter = TopologicalSorter(edges)
    with suppress(CycleError):
        sorter.prepare()  # it says that there is a circle, and goes as far as it can all the same
    left = {*edges, *(each for ends in edges.values() for each in ends)}
    while ready := sorter.get_ready():
        left.difference_update(ready)
        sorter.done(*ready)
    return left


def unit_name(membership: Membership) -> str:
    """The name that a unit's report bears. Example: of `"某局（本级）"` it is `"某局"`."""
    return _OWN.sub("", plain_name(membership.unit))


def _unit(department: Subject, membership: Membership, named: Sequence[Subject]) -> list[Subject]:
    """The reports that may be the unit's. Parameters: `named` those of its name, year and kind."""
    fitting = [each for each in named if each.report != department.report]
    if unit_name(membership) == plain_name(department.department):
        fitting = [each for each in fitting if each.is_unit]
    if membership.unit_code is not None:
        fitting = [each for each in fitting if each.code == membership.unit_code]
    near = [each for each in fitting if each.region == department.region]
    return near if len(fitting) > 1 and near else fitting


def plain_name(name: str) -> str:
    """A body's name as names are compared. Example: `plain_name(" 某局（本级）")` → `"某局(本级)"`."""
    return "".join(unicodedata.normalize("NFKC", name).split())
