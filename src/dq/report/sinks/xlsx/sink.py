"""Sink `xlsx`: working papers that an auditor files: provenance, findings, recalculation, tables, sign-off."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from dq.diagnostics import Text
from dq.outcome.model import Outcome, RunRecord
from dq.report.findings import by_report, findings
from dq.report.protocol import Material, Sink, Written
from dq.report.sinks.text.view import View
from dq.report.streams import file_in, whole_file
from dq.types import Verdict

_ROWS: Final = 20_000
"""Outcomes listed; a workbook of more is slow to open."""


class XlsxSink:
    """Writes a workbook; the tables as printed only where a single report is told of."""

    name = "xlsx"
    file = "working-papers.xlsx"
    title = Text("审计工作底稿（Excel 工作簿）", "working papers (an Excel workbook)")

    def write(self, material: Material, out: Path) -> Written:
        """Write the workbook. Raises OSError where `out` cannot be written to."""
        path = file_in(out, self.file)
        with whole_file(path) as part:
            _write(material, part)
        return Written((path,))


def _numbered(outcomes: Sequence[Outcome]) -> list[tuple[Outcome, int | None]]:
    """A report's outcomes, each with the number of its finding; those of no finding come last."""
    numbers = {
        id(outcome): number
        for number, finding in enumerate(findings(outcomes), start=1)
        for outcome in finding.outcomes
    }
    ordered = sorted(outcomes, key=lambda each: numbers.get(id(each), len(numbers) + 1))
    return [(outcome, numbers.get(id(outcome))) for outcome in ordered]


def _write(material: Material, path: Path) -> None:
    from dq.report.printed import printed_reports
    from dq.report.sinks.xlsx.book import Book
    from dq.report.sinks.xlsx.checks import Recalculation
    from dq.report.sinks.xlsx.papers import FindingSheet, write_cover, write_waivers
    from dq.report.sinks.xlsx.tables import Places, TableSheet, disputed

    run = material.run()
    forms = {each.report: each.template for each in run.reports}
    view = View(material.language, material.schema, forms=forms)
    single = len(run.reports) == 1 and material.store is not None
    with Book(path, run.started) as book:
        view = view.of(run.reports[0].report) if single else view
        write_cover(book, material, run, view, _notes(run, view, single=single))
        listed = book.sheet(view.say("发现", "Findings"))
        reckoned = book.sheet(view.say("重算", "Recalculation")) if single else None
        write_waivers(book, run, view)
        places, tables = Places(), []
        if single and material.store is not None:
            for report in printed_reports(material.store, material.schema, [run.reports[0].report]):
                tables = [TableSheet.of(table, book, view) for table in report.tables]
        for table in tables:
            table.place_cells(places)
        sheet = FindingSheet(listed, material, places, view)
        anew = None if reckoned is None else Recalculation(reckoned, places, view)
        for _, outcomes in by_report(run.outcomes, everything=material.everything):
            for outcome, number in _numbered(outcomes):
                if sheet.rows < _ROWS:
                    sheet.add(outcome, number)
                    if anew is not None:
                        anew.add(outcome)
        sheet.close()
        if anew is not None:
            beside = anew.write(tables)
            told = disputed(run.outcomes, view, anew.references)
            for table in tables:
                table.write(view, told, beside[table.table.name])


def _notes(run: RunRecord, view: View, *, single: bool) -> list[str]:
    """What a reader of the cover has to know before trusting the rest."""
    notes = []
    if run.counts.get(Verdict.UNDECIDED.value):
        notes.append(view.say("“无法判断”不是通过。", "Undecided is not a pass."))
    if run.errors:
        text = view.say(f"有 {len(run.errors)} 处没有检查成：", f"{len(run.errors)} could not be checked: ")
        notes.append(text + "; ".join(error.message for error in run.errors[:10]))
    if run.mandatory_missing:
        notes.append(view.say("必备的表缺失。", "A mandatory table is missing."))
    if not run.reports:
        notes.append(view.say("没有可检查的报告。", "There was no report to check."))
    elif not single:
        text = "多份报告：只列发现。各表与重算请逐份写出（--report 报告编号）。"
        english = "Several reports: findings only. Name one (--report ID) for its tables and the recalculation."
        notes.append(view.say(text, english))
    if sum(number for name, number in run.counts.items() if name not in ("holds", "not_applicable")) > _ROWS:
        notes.append(view.say(f"只列前 {_ROWS} 项。", f"Only the first {_ROWS} are listed."))
    return notes


SINK: Sink = XlsxSink()
