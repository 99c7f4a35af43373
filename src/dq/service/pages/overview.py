"""The first page after signing in: where to look first, what changed last night, what waits for a second person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from dq.application.report_pages import held_reports
from dq.archive import ReportEntry
from dq.diagnostics import Text
from dq.report.sinks.html.heat import heat_levels
from dq.service.accounts.roles import Permission
from dq.service.database.models import RuleVersion, Waiver
from dq.service.findings import queries
from dq.service.findings.overview import ReportCount, counts_by_report
from dq.service.keys import report_key
from dq.service.pages.answering import page
from dq.service.pages.listing import finding_row
from dq.service.pages.words import Words, in_language
from dq.service.security.access import Database, allowed
from dq.service.telling import language_of

router = APIRouter(include_in_schema=False)
_BODIES: Final = 100
_NEW: Final = 10
_SIGNS: Final = {"open": "…", "waived": "○", "clean": "✓"}
_WEIGHTS: Final = {"error": 1_000_000, "warning": 1_000, "info": 1}


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A report in the map of bodies and years, as the macro of report pages draws it."""

    level: str
    sign: str
    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Body:
    """A body with its reports by year. Parameters: `causes` what is violated over all years, `weight` to sort by."""

    name: str
    cells: dict[int, list[HeatCell]]
    causes: int
    weight: int


@router.get("/", dependencies=[allowed(Permission.READ)])
def overview(request: Request, database: Database) -> HTMLResponse:
    """The overview."""
    language = language_of(request.scope)
    run = queries.newest_run(database)
    counts = {} if run is None else counts_by_report(database, run.id)
    held = held_reports(request.app.state.folder.archive).reports
    bodies = _bodies(held, counts, in_language(language))
    # Of a first run all is new: then the gravest are shown as such. What is undecided is no news.
    change = "" if run is None or run.summary["before"] is None else "new"
    wanted = queries.Wanted("" if run is None else run.id, change=change, verdict="violated", waived=False)
    new = queries.findings(database, wanted, "rank", None, _NEW)[0]
    return page(
        request,
        "overview.html",
        run=run,
        new=[finding_row(each, language) for each in new],
        bodies=bodies[:_BODIES],
        levels=heat_levels(lambda zh, en: Text(zh, en).in_language(language)),
        more=max(0, len(bodies) - _BODIES),
        years=sorted({each.year for each in held}),
        reports=len(held),
        waiting={
            "waivers": _number(database, Waiver.state == "proposed"),
            "rules": _number(database, (RuleVersion.state == "proposed") & RuleVersion.part_of.is_(None)),
        },
    )


def _number(database: Session, waiting: ColumnElement[bool]) -> int:
    return database.scalar(select(func.count()).where(waiting)) or 0


def _bodies(held: tuple[ReportEntry, ...], counts: dict[str, ReportCount], words: Words) -> list[Body]:
    """Every body, the worst first."""
    found: dict[str, list[ReportEntry]] = {}
    for entry in held:
        found.setdefault(entry.department, []).append(entry)
    bodies = []
    for name, entries in found.items():
        cells: dict[int, list[HeatCell]] = {}
        causes = weight = 0
        for entry in entries:
            count = counts.get(entry.report, ReportCount())
            cells.setdefault(entry.year, []).append(_cell(entry, count, words))
            causes += count.violated.total()
            weight += sum(_WEIGHTS[severity] * number for severity, number in count.violated.items())
        bodies.append(Body(name, cells, causes, weight))
    return sorted(bodies, key=lambda body: (-body.weight, body.name))


def _cell(entry: ReportEntry, count: ReportCount, words: Words) -> HeatCell:
    told = [f"{words(f'severity.{severity}')} {number}" for severity, number in count.violated.items() if number]
    said = ", ".join(told) or words(f"level.{count.level}")
    sign = _SIGNS.get(count.level) or str(count.violated.total())
    return HeatCell(count.level, sign, said, f"/reports/{report_key(entry.report)}")
