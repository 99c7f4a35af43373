"""Evidence is fetched afterwards: the printed rows of the reports whose outcomes need them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from dq.engine.collecting import collected
from dq.engine.facts import Cell, Facts
from dq.engine.printed import by_report
from dq.engine.priors import Before
from dq.engine.reads import Asked
from dq.engine.rows import REPORT
from dq.outcome.model import CorrectedCell

if TYPE_CHECKING:
    from dq.archive import Store


def fetch(
    store: Store, reports: Sequence[str], tables: Iterable[str], before: Before | None = None
) -> dict[str, Facts]:
    """The printed rows of these reports by report id, in one collect; with them those of the year before.

    Parameters: `tables` those to fetch; what a report has in others is not known; `before` the reports of the year
    before where rules ask for them.
    """
    found = _fetched(store, reports, tables)
    if before is not None:
        earlier = _fetched(before.store, sorted({before.of[each] for each in found if each in before.of}), tables)
        for report, facts in found.items():
            facts.prior = earlier.get(before.of.get(report, ""))
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
