"""Sink `csv`: a row an outcome, for spreadsheets. No cell of a document can become a formula there."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Final

from dq.diagnostics import Text
from dq.outcome import decimal_text
from dq.outcome.model import Outcome, ReportRecord
from dq.report.evidence import cells, one_line
from dq.report.findings import listed
from dq.report.protocol import Material
from dq.report.sinks.text.view import View, place
from dq.report.streams import StreamSink

COLUMNS: Final = (
    *("report", "department", "year", "kind", "document", "rule", "rule_title", "severity", "verdict", "reason"),
    *("hint", "cause", "reading_doubt", "table", "n", "code", "label", "path", "column"),
    *("left", "right", "difference", "allowance", "unit", "left_text", "right_text"),
    *("statement", "message", "place", "operands", "waiver_rule", "waiver_reason", "waiver_approver", "waiver_expires"),
)
"""Names as in the JSON form (docs/reference/outcomes.md)."""
_OPERANDS: Final = 60
_WIDEST: Final = 30_000
"""Excel cuts a cell after 32,767 characters."""
_FIGURE: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula; some take the full-width signs, too."""


def lines(material: Material) -> Iterator[str]:
    """The header, then an outcome a line."""
    run = material.run()
    reports = {report.report: report for report in run.reports}
    view = View(material.language, material.schema, {})
    yield _line(COLUMNS)
    for outcome in listed(run.outcomes, everything=material.everything):
        yield _line(_row(outcome, reports.get(outcome.report), view))


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: one that looks like it begins with an apostrophe.

    Figures are left as they are, and control characters, of which a line end or a TAB could begin another cell, become
    blanks. Example: `safe_cell("=1+1")` → `"'=1+1"`; `safe_cell("-12.50")` → `"-12.50"`.
    """
    plain = one_line(text)
    if len(plain) > _WIDEST:
        plain = plain[:_WIDEST] + "…"
    return f"'{plain}" if plain.startswith(_FORMULA) and not _FIGURE.fullmatch(plain) else plain


def _line(cells: Sequence[str]) -> str:
    text = io.StringIO()
    # All cells in quotation marks: where the reader splits at semicolons, their text does not begin another cell.
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="").writerow(cells)
    return text.getvalue()


def _row(outcome: Outcome, report: ReportRecord | None, view: View) -> list[str]:
    row = outcome.row or {}
    about = (report.department, report.year, report.kind, report.document) if report else ("",) * 4
    shown = cells([outcome], view, _OPERANDS)
    figures = (outcome.left, outcome.right, outcome.difference, outcome.allowance)
    waiver = outcome.waiver
    values = (
        outcome.report,
        *about,
        *(outcome.rule, outcome.rule_title, outcome.severity.value, outcome.verdict.value),
        "" if outcome.reason is None else outcome.reason.label,
        "" if outcome.hint is None else outcome.hint.value,
        outcome.cause,
        "true" if outcome.reading_doubt else "false",
        *(row.get(name) for name in ("table", "n", "code", "label", "path", "column")),
        *(decimal_text(value) for value in figures),
        *(outcome.unit, outcome.left_text, outcome.right_text, outcome.statement, outcome.message),
        place(shown[0]) if shown else "",
        "; ".join(f"{view.cell(each)} {view.printed(each)} ({place(each)})" for each in shown),
        *((None,) * 4 if waiver is None else (waiver.rule, waiver.reason, waiver.approver, waiver.expires)),
    )
    return ["" if value is None else safe_cell(str(value)) for value in values]


SINK: Final = StreamSink(
    "csv",
    Text("电子表格可打开的清单（CSV）", "a list that spreadsheets open (CSV)"),
    "outcomes.csv",
    lines,
    newline="\r\n",
    marked=True,
)
