"""The page of one report: everything that is told of it, gathered for the template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from dq.outcome.model import Outcome, ReportRecord, RunRecord
from dq.report.findings import Finding, findings, open_questions
from dq.report.printed import PrintedReport, printed_reports
from dq.report.protocol import Material
from dq.report.sinks.html.charts import verdicts_by_table
from dq.report.sinks.html.checked import SHOWN, bars, matrix
from dq.report.sinks.html.commands import command_line
from dq.report.sinks.html.concluding import of_report
from dq.report.sinks.html.drawn import DrawnTable, drawn_tables
from dq.report.sinks.html.found import Anchors, ShownFinding, marked_cells, own_operands, shown_findings
from dq.report.sinks.html.original import Stretch, stretches
from dq.report.sinks.html.pages import BESIDE_ABOVE, page
from dq.report.sinks.text.view import EVERYTHING, View
from dq.types import Reason, Verdict

_SOURCE: Final = 700_000
"""Most characters of folded source lines on a page that tells everything."""
_FINDINGS: Final = 400
"""Most findings on a page; all are counted."""
_BRIEF_FINDINGS: Final = 30
_WAIVED: Final = 200
"""Most waived outcomes listed; all are counted."""
_MESSAGES: Final = 20
"""Most explanations of one reason for which things are undecided."""


@dataclass(frozen=True, slots=True)
class About:
    """What a page is made of.

    Parameters: `outcomes` those of the report that do not hold, of a great many not all; `counts` outcomes by verdict
    name, of what holds only where the run is of this report alone; `printed` its tables, None where there are none;
    `is_whole` for a page that tells everything of the only report of a run, else the page tells what was found;
    `up` the address of the index, empty where there is none.
    """

    run: RunRecord
    report: ReportRecord
    outcomes: Sequence[Outcome]
    counts: Mapping[str, int]
    printed: PrintedReport | None
    is_whole: bool
    command: str
    up: str = ""


def view_of(material: Material, run: RunRecord) -> View:
    """How a run is told in the material's language, with the forms of its reports."""
    rules = {rule.id: rule for rule in material.rules.rules}
    forms = {each.report: each.template for each in run.reports}
    return View(material.language, material.schema, rules, EVERYTHING, forms)


def whole_page(material: Material, run: RunRecord) -> str:
    """The page of the only report of a run, with everything that is known of it.

    Example: `Path("report.html").write_text(whole_page(material, material.run()), encoding="utf-8")`.
    """
    report = run.reports[0]
    printed = None
    if material.store is not None:
        printed = next(printed_reports(material.store, material.schema, [report.report]), None)
    command = command_line(material.command)
    about = About(run, report, tuple(run.outcomes), run.counts, printed, is_whole=True, command=command)
    return report_page(about, material, view_of(material, run))


def report_page(about: About, material: Material, view: View) -> str:
    """The page of one report."""
    view = view.of(about.report.report)
    waived = [each for each in about.outcomes if each.waiver is not None]
    standing = [each for each in about.outcomes if each.waiver is None]
    everything = findings(standing)
    found = everything[: _FINDINGS if about.is_whole else _BRIEF_FINDINGS]
    marks = marked_cells(found, about.report.report)
    tables = () if about.printed is None else drawn_tables(about.printed, marks, view, whole=about.is_whole)
    source = _source(about, found, material)
    blocked = Counter(each.rule for each in about.outcomes if each.reason is Reason.BLOCKED)
    shown = shown_findings(found, blocked, _anchors(tables, source), view)
    sure = sum(not each.reading_doubt for each in found)
    checked = matrix(about.run, about.report, view) if about.is_whole else None
    by_table = () if checked is None else bars(checked, frozenset(table.anchor for table in tables))
    return page(
        "report",
        view,
        beside=None if about.is_whole else BESIDE_ABOVE,
        about=about,
        report=about.report,
        run=about.run,
        reading=material.reading(about.report.sha256),
        sure=_groups(shown[:sure]),
        doubted=_groups(shown[sure:]),
        hidden=len(everything) - len(found),
        **_summary(about, everything, view),
        questions=open_questions(standing),
        waived=waived[:_WAIVED],
        waived_count=len(waived),
        messages=_MESSAGES,
        tables=tables,
        source=source,
        checked=checked,
        bars=by_table,
        chart=verdicts_by_table(by_table, view),
        with_charts=bool(by_table),
        errors=[each for each in about.run.errors if each.report in (None, about.report.report)],
    )


def _anchors(tables: Sequence[DrawnTable], source: Sequence[Stretch]) -> Anchors:
    """What findings can point to."""
    cells = [cell.anchor for table in tables for line in table.lines for half in line.halves for cell in half.cells]
    lines = [line.anchor for stretch in source for line in stretch.lines]
    return Anchors(filter(None, cells), filter(None, lines))


def _summary(about: About, found: Sequence[Finding], view: View) -> dict[str, object]:
    """The head of the page."""
    severities = Counter(each.severity for each in found if not each.reading_doubt)
    doubts = len(found) - severities.total()
    return {
        "verdicts": _verdicts(about),
        "conclusion": of_report(severities.total(), doubts, about.counts, view),
        "severities": {each: severities[each] for each in sorted(severities, key=lambda each: -each.rank)},
        "doubts": doubts,
    }


def _groups(shown: Sequence[ShownFinding]) -> list[list[ShownFinding]]:
    """Findings that follow each other and are of one rule."""
    return [list(group) for _, group in groupby(shown, key=lambda each: each.first.rule)]


def _source(about: About, found: Sequence[Finding], material: Material) -> tuple[Stretch, ...]:
    lines = material.text(about.report.sha256)
    if lines is None:
        return ()
    own = own_operands(found, about.report.report)
    return stretches(lines, own, _SOURCE if about.is_whole else 0)


def _verdicts(about: About) -> tuple[tuple[Verdict, int], ...]:
    shown = SHOWN if about.is_whole else (Verdict.VIOLATED, Verdict.ERROR, Verdict.UNDECIDED)
    return tuple((verdict, about.counts.get(verdict.value, 0)) for verdict in shown)
