"""The reports of the archive, and one of them as printed with what was found on its cells."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse

from dq.application.report_pages import ReportPage, held_reports, report_page
from dq.service.accounts.roles import Permission
from dq.service.findings import queries
from dq.service.findings.overview import ReportCount, counts_by_report
from dq.service.keys import report_at, report_key
from dq.service.pages.answering import page
from dq.service.problems import refused
from dq.service.security.access import CurrentUser, Database, allowed
from dq.service.telling import language_of

router = APIRouter(include_in_schema=False)
_MOST: Final = 300


@router.get("/reports", dependencies=[allowed(Permission.READ)])
def list_reports(request: Request, database: Database, q: Annotated[str, Query(max_length=100)] = "") -> HTMLResponse:
    """The reports, or those of bodies with a text in their name; the first hundreds."""
    held = held_reports(request.app.state.folder.archive)
    run = queries.newest_run(database)
    counts = {} if run is None else counts_by_report(database, run.id)
    wanted = q.strip().casefold()
    found = [each for each in held.reports if wanted in f"{each.department} {each.year}".casefold()]
    return page(
        request,
        "reports.html",
        q=q,
        total=len(held.reports),
        more=max(0, len(found) - _MOST),
        rows=[(each, report_key(each.report), counts.get(each.report, ReportCount())) for each in found[:_MOST]],
        run=run,
    )


@router.get("/reports/{report}", dependencies=[allowed(Permission.READ)])
def one_report(
    report: Annotated[str, Path(pattern="^[0-9a-f]{16}$")],
    request: Request,
    database: Database,
    user: CurrentUser,
    place: Annotated[str, Query(pattern="^(L[0-9]{1,7}(-[0-9]{1,7})?)?$")] = "",
    choosing: Annotated[bool, Query()] = False,  # noqa: FBT002 - a box of a form
) -> HTMLResponse:
    """One report: its tables as printed, the findings on their cells, and the lines of its document.

    Parameters: `place` of a line that a link leads to (`line_id`): where it cannot be shown, the page says so;
    `choosing` leads from every cell to its correction, else only from those that are disputed, doubted or corrected.
    """
    archive = request.app.state.folder.archive
    entry = report_at(archive, report)
    run = queries.newest_run(database)
    told = report_page(
        archive,
        entry.report,
        run=None if run is None else run.id,
        language=language_of(request.scope),
        line=int(place[1:]) if place[1:].isdecimal() else None,
    )
    if not isinstance(told, ReportPage):
        raise refused(told)
    return page(
        request,
        "report_in_service.html",
        told=told,
        entry=entry,
        key=report,
        lost=_lost(told, place),
        corrects=Permission.CORRECT in user.rights,
        choosing=choosing,
    )


def _lost(told: ReportPage, place: str) -> tuple[str, str] | None:
    """Page, empty where the document has none, and line of a place that cannot be shown."""
    if not place or told.has_line(place):
        return None
    page_number, _, line = place[1:].rpartition("-")
    return page_number, line
