"""A document read into a report: decode, recognise, align, name, store. Bad input is told, never raised."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any, Final

import dq
from dq.archive import ReportTables
from dq.archive.reading import FormFit
from dq.diagnostics import Diagnostic, Level, Text, refusal
from dq.ingest import complaints
from dq.ingest.account.readings import account
from dq.ingest.account.texts import account_of_texts
from dq.ingest.bodies import UNIT, body_of
from dq.ingest.bodies import Body as Owner
from dq.ingest.contradictions import doubt_contradictions, missing_totals
from dq.ingest.decimals import doubt_odd_decimals
from dq.ingest.decoding import MAX_BYTES, as_utf8
from dq.ingest.facts import build_rows, measures_of
from dq.ingest.fitting import Fit, fit_of, ranked, survey_of
from dq.ingest.formats import format_of
from dq.ingest.header_search import FoundTable
from dq.ingest.identity import Identity, dated_titles, identify
from dq.ingest.notes import note_below
from dq.ingest.of_others import OfOther, apart_of, doubt_others, said_of_others, tables_of_others, without_others
from dq.ingest.recognition import find_headings, may_be_titles
from dq.ingest.remarks import headless, said_of_form, said_of_tables, said_of_unread, unfit
from dq.ingest.side_by_side import one_below_another
from dq.ingest.statements.context import Context
from dq.ingest.statements.model import Span as TableSpan
from dq.ingest.statements.reading import read_forms, read_statements
from dq.ingest.stream import Shape, Stream
from dq.ingest.text_shape import as_running_text
from dq.ingest.told_units import amounts_told, unit_told
from dq.templates import PERFORMANCE, Template, load_catalogue
from dq.types import CellState

_DEFAULT_UNIT: Final = "万元"
_MAX_WARNINGS: Final = 50
_FORCED: Final = 0.3
"""A document whose tables fit by less on the average is refused: what was read of it would be read into it."""


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A report read from a document, or None where it is refused; `diagnostics` say why, or what was not read."""

    report: ReportTables | None
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Document:
    """What is read: `stream` all that it prints, `own` that without the tables of `others`."""

    name: str
    data: bytes
    stream: Stream
    own: Stream
    identity: Identity
    others: Sequence[OfOther]
    projects: str = ""
    """What tells it from others of the same body, year and kind, of which there may be several."""


def read_document(path: Path, *, name: str | None = None, templates: Sequence[Template] | None = None) -> ReadResult:
    """Read one report from a file; see `read_bytes`.

    Parameters: `name` that it came with, where it lies under another one.
    Example: `read_document(Path("report.txt")).report.rows["summary"][0]["amount__printed"]`.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            return ReadResult(None, (complaints.too_large(name or path.name, path.stat().st_size, MAX_BYTES),))
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        return ReadResult(None, (complaints.unreadable(Path(name) if name else path, refusal(error)),))
    return read_bytes(name or path.name, data, templates=templates)


def read_bytes(name: str, data: bytes, *, templates: Sequence[Template] | None = None) -> ReadResult:
    """Read one report from a document's content.

    Parameters: `name` the document's file name, for diagnostics and as its origin; `templates` the forms to try,
    by default those of the catalogue. The form that fits the document's structure best is taken.
    Bad input gives diagnostics: errors refuse the document, warnings say what of it was not read.
    Example: `read_bytes("empty.txt", b"").diagnostics[0].code` → `"DQ-I002"`.
    """
    content = as_utf8(data)
    stream = format_of(name, content).read(name, content)
    if not stream.lines:
        return ReadResult(None, stream.diagnostics)
    known = tuple(templates) if templates is not None else load_catalogue()
    document, fits = _fitted(name, data, stream, known)
    if stream.shape is Shape.CELLS and not any(fit.tables for fit in fits):
        # Tables that stand there as mere text are read as such.
        running, found = _fitted(name, data, as_running_text(stream), known)
        if any(fit.tables for fit in found):
            document, fits = running, found
    best = max(fits, key=lambda fit: fit.score, default=None)
    if (best is None or not best.tables) and (alone := _annex(document)):
        return alone
    refused = _refused(name, known, best, document.identity, document.stream)
    if best is None or refused:
        return ReadResult(None, _bounded(name, [*stream.diagnostics, *refused]))
    return _report(document, best, ranked(fits, best))


def _fitted(name: str, data: bytes, stream: Stream, known: Sequence[Template]) -> tuple[_Document, list[Fit]]:
    """What is read, and how each of the forms fits it."""
    tables = [table for template in known for table in template.tables]
    if stream.shape is Shape.CELLS:
        stream = replace(stream, lines=one_below_another(stream.lines, tables))
    identity = identify(stream.lines)
    titles = may_be_titles(tables, stream.lines)
    others = tables_of_others(stream.lines, find_headings(tables, stream.lines, titles), identity)
    own = replace(stream, lines=without_others(stream.lines, others))
    survey = survey_of(own, titles)
    fits = [fit_of(template, own, survey, identity.year) for template in known]
    return _Document(name, data, stream, own, identity, others), fits


def _annex(document: _Document) -> ReadResult | None:
    """The report of a document of performance forms and no table; None where it has none, or their year is not told."""
    from dq.ingest.statements.performance.alone import Annex

    stream, identity = document.stream, document.identity
    annex = Annex.of(stream)
    year = None if annex is None else annex.year or identity.year
    if annex is None or year is None:
        return None
    fit = fit_of(PERFORMANCE, stream, survey_of(stream, ()), year)
    said = read_forms(Context(stream, PERFORMANCE, identity, Owner(None, None, None, None), (), {}, _DEFAULT_UNIT))
    own, projects = Identity(annex.body(stream.lines), year), annex.projects(said, document.data)
    read = _report(replace(document, identity=own, projects=projects), fit, ranked([fit], fit))
    told = annex.told(stream.place(document.name, annex.first))
    return replace(read, diagnostics=(told, *read.diagnostics))


def _refused(
    name: str, known: Sequence[Template], best: Fit | None, identity: Identity, stream: Stream
) -> list[Diagnostic]:
    """Why the document is not taken for a report, or nothing."""
    if best is None or not best.tables:
        from dq.ingest.statements.performance.unread import forms_without_year

        forms = [Text(each.title, each.title_en) for each in known]
        refusal = forms_without_year(name, stream) or complaints.no_known_table(name, forms)
        return [refusal, *(headless(name, best, stream) if best is not None else [])]
    if identity.kind is not None and identity.kind != best.template.kind:
        form = Text(best.template.title, best.template.title_en)
        refusal = complaints.another_kind(name, identity.kind, form, best.template.kind)
        return [refusal, *headless(name, best, stream)]
    if identity.year is None:
        return [complaints.no_year(name)]
    return [unfit(name, best)] if best.quality < _FORCED else []


def _report(document: _Document, best: Fit, fits: Sequence[FormFit]) -> ReadResult:
    """The report that is read by the form that fits best; `fits` all forms, the best first."""
    name, stream, identity, others = document.name, document.stream, document.identity, document.others
    owner = body_of(stream.lines, dated_titles(stream.lines), identity.department)
    key = _report_key(document, best.template, owner)
    stored, unstated = _stored(name, key["report"], best, stream)
    doubt_others(stored.rows, {table: found.first for table, (found, _) in best.tables.items()}, others)
    context = _context(stored, best, stream, identity, owner)
    stored = replace(stored, report=key, statements=read_statements(key["report"], context))
    said = [*stream.diagnostics, *headless(name, best, stream), *said_of_tables(name, best, stream), *unstated]
    said += [*said_of_others(name, stream, others), *said_of_form(name, key["report"], best, identity)]
    reading = account(document.own, stored, best.template, best.tables, best.repeated, fits)
    texts = account_of_texts(context, stored.statements)
    reading = replace(reading, texts=texts, apart=apart_of(stream.lines, others))
    said += said_of_unread(name, stream, best, reading)
    if context.forms:
        from dq.ingest.statements.performance.unread import unread_in_forms

        said += unread_in_forms(name, context, stored.statements)
    return ReadResult(replace(stored, reading=reading), _bounded(name, said))


def _context(stored: ReportTables, fit: Fit, stream: Stream, identity: Identity, owner: Owner) -> Context:
    """What readers of statements are given."""
    spans = sorted(
        (
            TableSpan(found.header.table.name, found.first, max(body.end, found.body))
            for found, body in fit.tables.values()
        ),
        key=lambda span: span.first,
    )
    unit = str(stored.tables[0]["unit"]) if stored.tables else _DEFAULT_UNIT
    return Context(stream, fit.form, identity, owner, spans, stored.rows, unit)


def _report_key(document: _Document, template: Template, owner: Owner) -> dict[str, Any]:
    """The row of dataset "reports". Its id is made of kind, year and body, never of the file's name.

    A unit's own report and one with a printed code say so in their ids: a department and its unit may share a name.
    """
    digest = hashlib.sha256(document.data).hexdigest()
    department = owner.name or digest[:12]
    apart = (owner.code, "unit" if owner.level == UNIT else None, document.projects)
    body = "-".join([department, *(each for each in apart if each)])
    return {
        "report": f"{template.kind}-{document.identity.year}-{body}",
        "department": department,
        "year": document.identity.year,
        "kind": template.kind,
        "version": 1,
        "template": template.name,
        # Systems allow names that no manifest, page or terminal should repeat.
        "document": "".join(sign if sign.isprintable() else "\ufffd" for sign in document.name),
        "sha256": digest,
        "engine_version": dq.__version__,
        "code": owner.code,
        "level": owner.level,
        "region": owner.region,
    }


def _stored(name: str, report: str, fit: Fit, stream: Stream) -> tuple[ReportTables, list[Diagnostic]]:
    """The report's rows in the store's layout, without its key, and what is said of units that are not stated."""
    units, said = _units(name, fit, stream)
    rows = {
        found.header.table.name: build_rows(report, found.header.table, body.rows, units[found.header.table.name])
        for found, body in fit.tables.values()
    }
    doubt_contradictions(fit.form, rows)
    doubt_odd_decimals(rows)
    tables: list[dict[str, Any]] = []
    for found, body in fit.tables.values():
        table, line = found.header.table, found.header.rows[0]
        place, title = stream.place(name, line), Text(table.title, table.title_en)
        lacking = [] if body.cut else missing_totals(table, rows[table.name])
        said += [complaints.total_missing(place, line.number, label, title) for label in lacking]
        tables.append(
            {
                "report": report,
                "table": table.name,
                "title": found.heading or table.title,
                "unit": units[table.name],
                "first_line": stream.lines[found.first].number,
                "last_line": stream.lines[max(body.end, found.body) - 1].number,
                "rows": len(rows[table.name]),
                "state": "filled" if _prints_figures(rows[table.name]) else "empty",
                "note": note_below(stream.lines, found.body, body.end, _next_table(fit, found, len(stream.lines))),
                "confidence": fit.of_table(table.name),
            }
        )
    return ReportTables({}, tables, rows), said


def _units(name: str, fit: Fit, stream: Stream) -> tuple[dict[str, str], list[Diagnostic]]:
    """Each table's unit, and what is said of those that state none."""
    stated = [found.unit for found, _ in fit.tables.values() if found.unit]
    unstated = {table: body for table, (found, body) in fit.tables.items() if found.unit is None}
    told = amounts_told(text for line in stream.lines if unstated and (text := line.sole_text))
    figures = {table: [cell for row in body.rows for cell in row.line.cells] for table, body in unstated.items()}
    # A table without a unit has the one in which the text tells its figures, or those of its like; otherwise that of
    # most other tables of the report; the forms prescribe 万元.
    usual = unit_told(chain.from_iterable(figures.values()), told) or max(
        stated, key=stated.count, default=_DEFAULT_UNIT
    )
    units = {table: found.unit or unit_told(figures[table], told) or usual for table, (found, _) in fit.tables.items()}
    said: list[Diagnostic] = []
    for table in unstated:
        header = fit.tables[table][0].header
        title, line = Text(header.table.title, header.table.title_en), header.rows[0]
        said.append(complaints.unit_not_stated(stream.place(name, line), line.number, title, units[table]))
    return units, said


def _prints_figures(rows: Sequence[dict[str, Any]]) -> bool:
    return any(
        CellState(row[f"{column}__state"]).is_printed_figure for row in rows for column in measures_of(tuple(row))
    )


def _next_table(fit: Fit, found: FoundTable, end: int) -> int:
    """The index of the line where the table after `found` begins."""
    return min((other.first for other in fit.recognition.tables if other.first > found.body), default=end)


def _bounded(name: str, said: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """At most some dozens of diagnostics, errors first: a broken document would fill the screen otherwise."""
    ordered = sorted(said, key=lambda each: each.level is not Level.ERROR)
    if len(ordered) <= _MAX_WARNINGS:
        return tuple(ordered)
    return (*ordered[:_MAX_WARNINGS], complaints.more_left_out(name, len(ordered) - _MAX_WARNINGS))
