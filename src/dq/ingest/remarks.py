"""What is said of a document's form and tables when they are read: what fits badly, is lacking, or became no fact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dq.archive.reading import Place, Reading, Use
from dq.diagnostics import Diagnostic, Span, Text
from dq.ingest import complaints
from dq.ingest.cells import is_figure
from dq.ingest.fitting import Fit, rows_known
from dq.ingest.identity import Identity
from dq.ingest.stream import Line, Shape, Stream
from dq.ingest.stretches import MAX_ROWS

_BADLY: Final = 0.7
"""A table of which the form knows less is told. Tables of their own form fit by 1, those of its form of other years by
0.7 and more, of a form of another family by 0.1 to 0.6.
"""
_PROSE: Final = re.compile(r"。|.{60}")
"""A line without cells that has a full stop or is very long is no row."""
_AMOUNT: Final = re.compile(r"\d[.,]\d")


def unfit(name: str, fit: Fit) -> Diagnostic:
    """What is said of a document that no form fits, though some of its tables look like those of one."""
    tables = [
        (Text(found.header.table.title, found.header.table.title_en), fit.of_table(table))
        for table, (found, _) in fit.tables.items()
    ]
    return complaints.fits_no_form(name, Text(fit.template.title, fit.template.title_en), fit.quality, tables)


def headless(name: str, fit: Fit, stream: Stream) -> list[Diagnostic]:
    """Which headings of known tables are followed by no header, and where looking for headers without one ended."""
    said: list[Diagnostic] = []
    for heading in fit.recognition.headless:
        line, title = stream.lines[heading.index], Text(heading.table.title, heading.table.title_en)
        said.append(complaints.no_header(stream.place(name, line), line.number, heading.text, title))
    if fit.recognition.ended_at is not None:
        line = stream.lines[fit.recognition.ended_at]
        said.append(complaints.search_ended(stream.place(name, line), line.number))
    return said


def said_of_form(name: str, report: str, fit: Fit, identity: Identity) -> list[Diagnostic]:
    """What is said of a form that fits badly, and of a report that names no department."""
    said: list[Diagnostic] = []
    wanted = sum(table.mandatory for table in fit.template.tables)
    # Forms of final accounts are the same everywhere, those of budgets are not.
    if fit.template.kind == "budget" and 2 * len(fit.tables) < wanted:
        form = Text(fit.template.title, fit.template.title_en)
        said.append(complaints.fits_badly(name, form, len(fit.tables), wanted))
    if identity.department is None:
        said.append(complaints.no_department(name, report))
    return said


def said_of_tables(name: str, fit: Fit, stream: Stream) -> list[Diagnostic]:
    """What is wrong with tables that were read: columns that are unknown or lacking, a second copy."""
    said: list[Diagnostic] = []
    for found, body in fit.tables.values():
        header = found.header
        title, line = Text(header.table.title, header.table.title_en), header.rows[0].number
        place = stream.place(name, header.rows[0])
        said += [complaints.unknown_column(place, line, label, title) for label in header.unknown]
        said += [
            complaints.missing_column(place, line, Text(measure.title, measure.title_en), title)
            for measure in header.lacking
        ]
        said += [
            complaints.unplaced_figure(stream.place(name, row.line), row.line.number, row.line.cells[at], title)
            for row in body.rows
            for at in sorted(row.unplaced)
            if is_figure(row.line.cells[at])
        ]
        said += [
            complaints.unplaced_figure(
                stream.place(name, Line(each.line, (), each.page)), each.line, each.printed, title
            )
            for each in body.stray
        ]
        fitting = fit.of_table(header.table.name)
        if fitting < _BADLY:
            strange = [row.label for row, known in rows_known(header.table, body) if not known]
            lacking = [Text(each.title, each.title_en) for each in header.lacking]
            said.append(complaints.table_fits_badly(Span(place, line), title, fitting, lacking, strange))
        # (In running text a row without figures prints nothing, and cannot be missed.)
        if header.table.layout == "columns" and not body.rows and stream.shape is Shape.CELLS:
            last = header.rows[-1]
            said.append(complaints.row_missing(stream.place(name, last), last.number, title))
        if body.cut:
            said.append(complaints.too_many_rows(place, line, title, MAX_ROWS))
    return [*said, *_said_of_copies(name, fit, stream)]


def _said_of_copies(name: str, fit: Fit, stream: Stream) -> Iterator[Diagnostic]:
    """Which tables are printed a second time."""
    for found, _ in fit.repeated:
        table = found.header.table
        first = fit.tables[table.name][0].header.rows[0].number
        title = Text(table.title, table.title_en)
        again = found.header.rows[0]
        yield complaints.repeated_table(stream.place(name, again), again.number, title, first)


def said_of_unread(name: str, stream: Stream, fit: Fit, reading: Reading) -> list[Diagnostic]:
    """What the account of the reading finds that nothing else has said: figures left out, cells that are no figure."""
    said: list[Diagnostic] = []
    asked = {(each.place.page, each.place.line) for table in reading.tables for each in table.unread_figures}
    prose = asked and {
        key
        for line in stream.lines
        if (key := (line.page, line.number)) in asked and _PROSE.search(line.sole_text or "")
    }
    titles = {table.name: Text(table.title, table.title_en) for table in fit.template.tables}
    for table in reading.tables:
        told: set[Place] = set()
        unread = () if fit.tables[table.table][1].cut else table.unread_figures
        for each in unread:
            if each.place in told:
                continue
            told.add(each.place)
            place = stream.place(name, Line(each.place.line, (), each.place.page))
            in_prose = (each.place.page, each.place.line) in prose
            if each.use is Use.LEFT_OUT and _AMOUNT.search(each.printed) and not in_prose:
                said.append(complaints.figure_left_out(place, each.place.line, each.printed, titles[table.table]))
            elif each.use in (Use.TEXT, Use.UNREADABLE):
                said.append(complaints.unreadable_cell(place, each.place.line, each.printed, titles[table.table]))
    return said
