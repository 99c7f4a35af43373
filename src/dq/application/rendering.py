"""Use case: a stored report written out as a document."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import polars as pl

from dq.application import requests
from dq.application.places import is_read
from dq.application.sources import Sources
from dq.application.stores import known_reports, open_store
from dq.archive import ReportTables, Store
from dq.diagnostics import Diagnostic, Span, Text, did_you_mean, refused
from dq.synthesis.rendering import Noise, forms, render
from dq.templates.model import Schema, Template

_PACKAGES: Final = {"docx": "docx", "pdf": "reportlab", "xlsx": "xlsxwriter"}


@dataclass(frozen=True, slots=True)
class Rendered:
    """What was written: the file's size in bytes, None with the reasons where nothing was."""

    size: int | None
    diagnostics: tuple[Diagnostic, ...]


def write_document(
    sources: Sources, report: str, form: str, out: Path, schema: Schema, *, seed: int | None
) -> Rendered:
    """Write one report of an archive to the file `out`, in a form of `dq.synthesis.rendering.forms`.

    Parameters: `seed` of the noise; None for a document without any.
    Example: `write_document(sources, "final_accounts-2018-某局", "flat", Path("a.txt"), default_schema(), seed=7)`.
    """
    if form not in forms():
        return Rendered(None, (_unknown_form(form),))
    if form in _PACKAGES and find_spec(_PACKAGES[form]) is None:
        return Rendered(None, (requests.missing_extra(_PACKAGES[form], "synth"),))
    if is_read(out, sources.archive, sources.paths):
        return Rendered(None, (requests.would_overwrite(out),))
    opened = open_store(sources, schema)
    if opened.store is None:
        return Rendered(None, opened.diagnostics)
    known = known_reports(opened.store)
    if report not in known:
        return Rendered(None, (*opened.diagnostics, requests.unknown_report(report, known)))
    stored = stored_report(opened.store, report, schema)
    if not stored.tables:
        return Rendered(None, (*opened.diagnostics, _nothing_to_write(report)))
    template = schema.templates[stored.report["template"]]
    document = render(stored, template, form, Noise(seed))
    try:
        out.write_bytes(document)
    except OSError as failure:
        return Rendered(None, (*opened.diagnostics, requests.cannot_write(out, failure)))
    return Rendered(len(document), opened.diagnostics)


def stored_report(store: Store, report: str, schema: Schema) -> ReportTables:
    """A report as the store holds it, its tables in the form's order.

    Errors: `KeyError` for a report whose template the schema does not have.
    """
    wanted = pl.col("report") == report
    row = store.scan("reports").filter(wanted).collect().row(0, named=True)
    found = {each["table"]: each for each in store.scan("tables").filter(wanted).collect().iter_rows(named=True)}
    tables = [found[name] for name in _names(schema.templates[row["template"]]) if name in found]
    rows = {
        table["table"]: list(store.scan(table["table"]).filter(wanted).sort("n").collect().iter_rows(named=True))
        for table in tables
    }
    return ReportTables(row, tables, rows)


def _names(template: Template) -> list[str]:
    return [table.name for table in template.tables]


def _nothing_to_write(report: str) -> Diagnostic:
    return refused(
        "DQ-S002",
        Span(report),
        Text("这份报告没有报表，没有可以写出的表", "this report has no tables, and tables are what is written"),
        help=Text(
            "读入时的原件在报告库的 documents 文件夹里",
            "The document it was read from is kept in the folder documents of the archive.",
        ),
    )


def _unknown_form(form: str) -> Diagnostic:
    listed = ", ".join(forms())
    return refused(
        "DQ-S001",
        Span("--to"),
        Text(f"没有 {form} 这种形式；可用：{listed}", f"there is no form called {form}; there are {listed}"),
        help=did_you_mean(form, forms()),
    )
