"""How a whole document was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dq.archive import ReportTables
from dq.archive.reading import (
    SHOWN,
    Completeness,
    DoubtedCell,
    FormFit,
    Place,
    Reading,
    TableReading,
    Unread,
    Use,
)
from dq.ingest.account.contents import contents_of
from dq.ingest.account.copies import claim_copy
from dq.ingest.account.ledger import balance
from dq.ingest.account.marks import Mark, Sheet, end_of_figures, place_of
from dq.ingest.body import Body
from dq.ingest.facts import measures_of
from dq.ingest.header_search import FoundTable
from dq.ingest.recognition import running_titles
from dq.ingest.stream import Shape, Stream
from dq.templates import Template
from dq.types import CellState


def account(
    stream: Stream,
    report: ReportTables,
    template: Template,
    tables: Mapping[str, tuple[FoundTable, Body]],
    repeated: Sequence[tuple[FoundTable, Body]],
    fits: Sequence[FormFit],
) -> Reading:
    """The account of a document that was read.

    Parameters: `report` what is stored of it; `tables` where its tables stand, by name; `repeated` those that stand
    there again; `fits` how well each form fits, the one chosen first.
    Example: `account(…).unread` → 0 where every figure within the tables is a fact or understood.
    """
    contents = contents_of(template, stream.lines, tables)
    listed = {entry.table for entry in contents} if contents else None
    running = running_titles(stream.lines)
    titles = {row["table"]: row for row in report.tables}
    begins = sorted(each.first for each in (found for found, _ in (*tables.values(), *repeated)))
    read: list[TableReading] = []
    for name, (found, body) in tables.items():
        limit = next((first for first in begins if first > found.first), len(stream.lines))
        again = [each for each in repeated if each[0].header.table.name == name]
        page = _Page(stream, limit, running, listed, again)
        read.append(_table(page, titles[name], report.rows[name], found, body))
    missing = template.missing(tables)
    key = report.report
    return Reading(
        document=key["document"],
        sha256=key["sha256"],
        department=key["department"],
        code=key["code"],
        level=key["level"],
        region=key["region"],
        year=key["year"],
        kind=key["kind"],
        form=fits[0],
        others=tuple(fits[1:]),
        tables=tuple(read),
        missing=tuple(table.name for table in missing),
        optional=tuple(table.name for table in missing if not table.mandatory),
        contents=contents,
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """What stands around a table. `limit` index of the line where the next one begins; `listed` tables that the list
    of contents names, None where there is none; `again` where the table is printed once more.
    """

    stream: Stream
    limit: int
    running: frozenset[str]
    listed: set[str | None] | None
    again: Sequence[tuple[FoundTable, Body]]


def _table(
    page: _Page, stored: dict[str, Any], rows: Sequence[dict[str, Any]], found: FoundTable, body: Body
) -> TableReading:
    stream, header = page.stream, found.header
    end = max(body.end, found.body)
    if stream.shape is Shape.CELLS:
        end = end_of_figures(stream.lines, end, page.limit)
    sheet = Sheet(stream.lines, found.first, end, stream.shape is Shape.CELLS)
    misplaced = balance(sheet, found, body, rows, page.running)
    marks = [mark for index in sorted(sheet.marks) for mark in sheet.marks[index]] + _copied(page, found, sheet)
    uses = Counter(mark.use for mark in marks if mark.use is not None)
    unread = [mark for mark in marks if mark.use is not None and not mark.use.is_understood]
    doubted = [cell for row in rows for cell in _doubted(row)]
    first, last = stream.lines[sheet.first], stream.lines[sheet.end - 1]
    return TableReading(
        table=header.table.name,
        heading=stored["title"],
        unit=stored["unit"],
        completeness=_completeness(
            stored["state"], header.lacking, header.unknown, is_cut=body.cut or Use.LEFT_OUT in uses
        ),
        fit=round(min(header.score, 1.0), 3),
        first=place_of(first),
        last=place_of(last),
        rows=len(rows),
        cells=_states(rows),
        facts=sheet.facts,
        misplaced=misplaced,
        understood={use.value: uses[use] for use in sorted(uses) if use.is_understood},
        unread={use.value: uses[use] for use in sorted(uses) if not use.is_understood},
        doubts=dict(sorted(Counter(cell.reason for cell in doubted).items())),
        lacking=tuple(measure.name for measure in header.lacking),
        unknown=header.unknown,
        unread_figures=tuple(
            Unread(sheet.place(mark), mark.text, mark.use) for mark in unread[:SHOWN] if mark.use is not None
        ),
        doubted_cells=tuple(doubted[:SHOWN]),
        in_contents=None if page.listed is None else (header.table.stands_for or header.table.name) in page.listed,
        repeated=tuple(place_of(each.header.rows[0]) for each, _ in page.again),
    )


def _copied(page: _Page, found: FoundTable, sheet: Sheet) -> list[Mark]:
    """What stands in the places where the table is printed once more."""
    lines, marks = page.stream.lines, list[Mark]()
    for each, copied in page.again:
        printed = Sheet(lines, found.first, sheet.end, sheet.in_cells)
        copy = Sheet(lines, each.first, max(copied.end, each.body), sheet.in_cells)
        marks += claim_copy(printed, copy)
    return marks


def _completeness(state: str, lacking: Sequence[object], unknown: Sequence[str], *, is_cut: bool) -> Completeness:
    if lacking or unknown or is_cut:
        return Completeness.PARTIAL
    return Completeness.EMPTY if state == "empty" else Completeness.WHOLE


def _states(rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    states = Counter(row[f"{column}__state"] for row in rows for column in measures_of(tuple(row)))
    return {CellState(state).label: states[state] for state in sorted(states)}


def _doubted(row: dict[str, Any]) -> list[DoubtedCell]:
    return [
        DoubtedCell(
            Place(row[f"{column}__line"], row["page"], row[f"{column}__cell"], row["sheet"]),
            row["label"] or row["code"] or row["path"] or "",
            column,
            row[f"{column}__printed"],
            row[f"{column}__doubt"],
        )
        for column in measures_of(tuple(row))
        if row[f"{column}__doubt"] is not None
    ]
