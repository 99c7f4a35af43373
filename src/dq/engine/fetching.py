"""Evidence is fetched afterwards: the printed rows of the reports whose outcomes need them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from dq.engine.collecting import collected
from dq.engine.elsewhere import Elsewhere
from dq.engine.facts import Cell, Facts
from dq.engine.printed import by_report
from dq.engine.reads import Asked
from dq.engine.rows import REPORT
from dq.outcome.model import CorrectedCell
from dq.semantics.checked import Home

if TYPE_CHECKING:
    from dq.archive import Store


def fetch(
    store: Store, reports: Sequence[str], tables: Iterable[str], elsewhere: Elsewhere | None = None
) -> dict[str, Facts]:
    """The printed rows of these reports by report id, in one collect; with them those that are read with them.

    Parameters: `tables` those to fetch; what a report has in others is not known; `elsewhere` the
    other reports that rules ask for.
    """
    found = _fetched(store, reports, tables)
    if elsewhere is not None:
        others = {each for report in found for each in elsewhere.linked.beside(report)}
        fetched = _fetched(elsewhere.store, sorted(others), tables)
        for report, facts in found.items():
            for home in (Home.BEFORE, Home.UNITS):
                known = (fetched.get(each) for each in elsewhere.others(home, report))
                facts.elsewhere[home] = tuple(each for each in known if each is not None)
            facts.lacks_units = elsewhere.lacking(Home.UNITS, report) != 0
    return found


def _fetched(store: Store, reports: Sequence[str], tables: Iterable[str]) -> dict[str, Facts]:
    if not reports:
        return {}
    names = sorted(tables)
    asked = Asked.of(reports)
    scans = [asked.rows(store, dataset) for dataset in ("reports", *names)]
    scans.append(asked.tables(store))
    about, *frames, tables_there = collected(scans, len(reports))
    rows = {name: by_report(frame) for name, frame in zip(names, frames, strict=True)}
    corrected: dict[str, dict[Cell, CorrectedCell]] = {}
    for each in store.corrections:
        cell = CorrectedCell(each.printed, each.author, each.reason, each.at)
        corrected.setdefault(each.report, {})[each.table, each.n, each.column] = cell
    here: dict[str, set[str]] = {}
    for number, table in tables_there.select(REPORT, "table").iter_rows():
        here.setdefault(asked.reports[number], set()).add(table)
    return {
        row["report"]: Facts(
            row,
            {name: each.get(row["report"], []) for name, each in rows.items()},
            frozenset(here.get(row["report"], ())),
            corrected.get(row["report"], {}),
        )
        for row in about.iter_rows(named=True)
    }
