"""Reports of the archive: their tables as printed, with findings on the cells."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel
from sqlalchemy.orm import Session

from dq.application.report_pages import ReportPage, held_reports, report_page
from dq.archive import ReportEntry
from dq.outcome.serial import decimal_text
from dq.report.printed import PrintedRow, PrintedTable
from dq.service.accounts.roles import Permission
from dq.service.api.answering import PLAIN, UNCHANGED, Cursor, Limit, Page, TaggedRoute, cursor_of, place_of
from dq.service.findings.queries import newest_run
from dq.service.keys import report_at, report_key
from dq.service.problems import refused
from dq.service.security.access import Database, allowed
from dq.service.telling import language_of

router = APIRouter(tags=["reports"], route_class=TaggedRoute, responses=UNCHANGED)
ReportId = Annotated[str, Path(pattern="^[0-9a-f]{16}$")]
RunId = Annotated[str, Query(max_length=64, pattern=PLAIN, description="A run; the newest one where it is not given")]


class ReportAnswer(BaseModel):
    """A report. `id` in addresses, `report` in rules and waivers; code, level and region null where not printed."""

    id: str
    report: str
    body: str
    year: int
    kind: str
    version: int
    code: str | None
    level: str | None
    region: str | None
    document: str
    sha256: str
    template: str


class CellAnswer(BaseModel):
    """A cell. `value` a decimal text in `unit`, null without a figure; `findings` those that read it."""

    text: str
    state: str
    value: str | None
    unit: str | None
    line: int | None
    doubt: str | None
    corrected: str | None
    findings: list[str]


class RowAnswer(BaseModel):
    """A printed row, or a statement of the text with its `words`."""

    n: int
    page: int | None
    sheet: str | None
    line: int | None
    code: str | None
    label: str | None
    role: str | None
    depth: int
    side: str | None
    words: dict[str, str]
    cells: dict[str, CellAnswer]


class TableAnswer(BaseModel):
    """A table: `blocks` columns side by side, `lines` the rows on each printed line, null where a block has none."""

    name: str
    heading: str | None
    unit: str | None
    blocks: list[list[str]]
    lines: list[list[RowAnswer | None]]


class TablesAnswer(BaseModel):
    """The tables of a report. `run` whose findings stand on the cells, null where none checked it."""

    report: ReportAnswer
    run: str | None
    findings: int
    waived: int
    tables: list[TableAnswer]


def report_answer(entry: ReportEntry) -> ReportAnswer:
    """A report as the API tells it."""
    names = ("report", "year", "kind", "version", "code", "level", "region", "document", "sha256", "template")
    return ReportAnswer(
        id=report_key(entry.report), body=entry.department, **{name: getattr(entry, name) for name in names}
    )


@router.get("/reports", dependencies=[allowed(Permission.READ)])
def list_reports(
    request: Request,
    cursor: Cursor = "",
    limit: Limit = 50,
    year: Annotated[int | None, Query(ge=1900, le=2200)] = None,
    kind: Annotated[str, Query(max_length=64)] = "",
    body: Annotated[str, Query(max_length=256, description="A part of the body's name")] = "",
) -> Page[ReportAnswer]:
    """The latest version of each report, by id."""
    place = place_of(cursor, str)
    found = [
        each
        for each in held_reports(request.app.state.folder.archive).reports
        if (year is None or each.year == year)
        and (not kind or each.kind == kind)
        and body in each.department
        and (place is None or each.report > place[0])
    ]
    following = cursor_of(found[limit - 1].report) if len(found) > limit else None
    return Page(items=[report_answer(each) for each in found[:limit]], next=following)


@router.get("/reports/{report}", dependencies=[allowed(Permission.READ)])
def read_report(report: ReportId, request: Request) -> ReportAnswer:
    """One report, of any version."""
    return report_answer(report_at(request.app.state.folder.archive, report))


@router.get("/reports/{report}/tables", dependencies=[allowed(Permission.READ)])
def read_tables(report: ReportId, request: Request, database: Database, run: RunId = "") -> TablesAnswer:
    """Its tables as printed, each cell with the fingerprints of what a run found on it."""
    page = page_of(request, database, report, run)
    return TablesAnswer(
        report=report_answer(page.entry),
        run=page.run,
        findings=page.total,
        waived=page.waived,
        tables=[_table(table, page) for table in page.printed.tables],
    )


def page_of(request: Request, database: Session, report: str, run: str) -> ReportPage:
    """A report with what a run found in it. Parameters: `run` empty for the newest one.

    Raises: `Problem` 404 for a report that is not there, 422 for what cannot be read.
    """
    archive = request.app.state.folder.archive
    entry = report_at(archive, report)
    newest = None if run else newest_run(database)
    wanted = run if newest is None else newest.id
    page = report_page(archive, entry.report, run=wanted or None, language=language_of(request.scope))
    if not isinstance(page, ReportPage):
        raise refused(page)
    return page


def _table(table: PrintedTable, page: ReportPage) -> TableAnswer:
    return TableAnswer(
        name=table.name,
        heading=table.heading,
        unit=table.unit,
        blocks=[list(block) for block in table.blocks],
        lines=[[None if row is None else _row(table.name, row, page) for row in line] for line in table.lines],
    )


def _row(table: str, row: PrintedRow, page: ReportPage) -> RowAnswer:
    names = ("n", "page", "sheet", "line", "code", "label", "role", "depth", "side")
    cells = {
        column: CellAnswer(
            text=cell.text,
            state=cell.state.name.lower(),
            value=None if cell.value is None else decimal_text(cell.value.normalize()),
            unit=cell.unit,
            line=cell.line,
            doubt=cell.doubt,
            corrected=None if cell.correction is None else cell.correction.value,
            findings=list(page.findings_on(table, row.n, column)),
        )
        for column, cell in row.cells.items()
    }
    return RowAnswer(words=dict(row.words), cells=cells, **{name: getattr(row, name) for name in names})
