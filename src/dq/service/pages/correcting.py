"""Corrections of misread cells: all of them, and one made from a cell of a report's page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from dq.application.report_pages import ReportPage, held_reports, report_page
from dq.archive import Closing, Correction, Log, ReportEntry
from dq.report.printed import PrintedCell, PrintedReport, PrintedRow
from dq.report.sinks.html.places import line_id
from dq.report.sinks.text.view import View
from dq.service.accounts.roles import Permission
from dq.service.api.apart import OnlyOnceApart
from dq.service.api.corrections import CorrectionWish, UndoWish, correct_cell, undo_correction
from dq.service.api.reports import ReportId
from dq.service.keys import report_at, report_key
from dq.service.pages.answering import page, see
from dq.service.problems import Problem, not_found, refused
from dq.service.security.access import CurrentUser, Slow, allowed, waits_for
from dq.service.telling import Language, language_of
from dq.templates import default_schema

router = APIRouter(include_in_schema=False)
_MOST: Final = 300
_CELL: Final = re.compile(r"c-([a-z0-9_]+)-([0-9]{1,7})-([a-z0-9_]+)")
_Cell = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True)
class _Listed:
    """A correction as the page lists it. Parameters: `key` of its report; `ended` None while it is in force."""

    made: Correction
    key: str
    entry: ReportEntry | None
    table: str
    column: str
    at: datetime
    ended: Closing | None


@dataclass(frozen=True, slots=True)
class _Sought:
    """The cell that is to be corrected, in the words of the page; `address` begins links to its report."""

    name: str
    table: str
    column: str
    row: PrintedRow
    cell: PrintedCell
    line: str
    address: str


class _Sent(BaseModel):
    """The form as it comes back: a cell, what is typed, and the number of the correction that it showed, 0 for none."""

    cell: Annotated[str, Field(max_length=200)]
    value: Annotated[str, Field(max_length=200)] = ""
    reason: Annotated[str, Field(max_length=2000)] = ""
    seen: Annotated[int, Field(ge=0, lt=2**31)] = 0


@router.get("/corrections", dependencies=[allowed(Permission.READ)])
def list_corrections(request: Request, report: Annotated[str, Query(pattern="^([0-9a-f]{16})?$")] = "") -> HTMLResponse:
    """Every correction ever made, or those of one report, the newest first, with what ended the ones that ended."""
    from dq.application.correcting import logged  # with the readers, for which a service that starts has no use

    archive = request.app.state.folder.archive
    entry = report_at(archive, report) if report else None
    held = held_reports(archive)
    entries = {each.report: each for each in (*held.earlier, *held.reports)}
    log = logged(archive, default_schema()).log if entries else Log()
    found = [each for each in log.made if entry is None or each.report == entry.report]
    shown = _listed(found[: -_MOST - 1 : -1], log, entries, language_of(request.scope))
    return page(request, "corrections.html", entry=entry, key=report, rows=shown, more=max(0, len(found) - _MOST))


@router.get("/reports/{report}/correct", dependencies=[allowed(Permission.CORRECT)])
def choose(report: ReportId, request: Request, cell: _Cell) -> HTMLResponse:
    """The form that puts one cell's reading right."""
    return _form(request, report, cell)


@router.post("/reports/{report}/correct", dependencies=[allowed(Permission.CORRECT)])
@waits_for(Slow.ARCHIVE)
def correct(
    report: ReportId, request: Request, user: CurrentUser, once: OnlyOnceApart, sent: Annotated[_Sent, Form()]
) -> Response:
    """Correct a cell as the API does; what cannot be done is said beside what was typed."""
    at = _parts(sent.cell)
    wish = CorrectionWish(
        table=at[0], row=f"n={at[1]}", column=at[2], value=sent.value, reason=sent.reason, seen=sent.seen
    )
    try:
        correct_cell(report, wish, request, user, once)
    except Problem as problem:
        if problem.status not in {HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT}:
            raise
        return _form(request, report, sent.cell, value=sent.value, reason=sent.reason, trouble=problem)
    return see(f"/corrections?report={report}")


@router.post("/reports/{report}/corrections/{number}/undo", dependencies=[allowed(Permission.CORRECT)])
@waits_for(Slow.ARCHIVE)
def undo(
    report: ReportId,
    number: Annotated[int, Path(ge=1, lt=2**31)],
    request: Request,
    user: CurrentUser,
    once: OnlyOnceApart,
    reason: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Bring back what was read, as the API does."""
    undo_correction(report, number, UndoWish(reason=reason), request, user, once)
    return see(f"/corrections?report={report}")


def _listed(made: list[Correction], log: Log, entries: dict[str, ReportEntry], language: Language) -> list[_Listed]:
    names = View(language, default_schema())
    ended = {each.number: each for each in log.closed}
    return [
        _Listed(
            each,
            report_key(each.report),
            entries.get(each.report),
            names.table(each.table),
            names.column(each.table, each.column),
            datetime.fromisoformat(each.at),
            ended.get(each.number),
        )
        for each in made
    ]


def _form(
    request: Request, report: str, name: str, *, value: str = "", reason: str = "", trouble: Problem | None = None
) -> HTMLResponse:
    archive, language = request.app.state.folder.archive, language_of(request.scope)
    entry = report_at(archive, report)
    told = report_page(archive, entry.report, language=language)
    if not isinstance(told, ReportPage):
        raise refused(told)
    return page(
        request,
        "correct.html",
        HTTPStatus.OK if trouble is None else trouble.status,
        entry=entry,
        key=report,
        sought=_sought(told.printed, name, report, language),
        value=value,
        reason=reason,
        trouble=None if trouble is None else trouble.document(language),
    )


def _sought(printed: PrintedReport, name: str, report: str, language: Language) -> _Sought:
    """Raises: `Problem` 404 where the report prints no such cell, or only in its running text."""
    table, n, column = _parts(name)
    rows = (row for each in printed.tables if each.name == table and each.heading is not None for row in each.rows)
    row = next((each for each in rows if each.n == n and column in each.cells), None)
    if row is None:
        raise not_found()
    names, cell = View(language, default_schema()), row.cells[column]
    line = line_id(row.page, cell.line or row.line)
    return _Sought(
        name=name,
        table=names.table(table),
        column=names.column(table, column),
        row=row,
        cell=cell,
        line=f"/reports/{report}?place={line}#{line}",
        address=f"/reports/{report}#t-{table}",
    )


def _parts(name: str) -> tuple[str, int, str]:
    """Table, row number and column of a cell's name (`cell_id`). Raises: `Problem` 404 for any other text."""
    found = _CELL.fullmatch(name)
    if found is None:
        raise not_found()
    return found[1], int(found[2]), found[3]
