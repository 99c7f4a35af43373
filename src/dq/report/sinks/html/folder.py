"""The report on an archive: an index, lists of bodies, and a page for each report that something is to be said of."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from dq.outcome.kept import chosen
from dq.outcome.model import Outcome, ReportRecord, RunRecord
from dq.report.printed import PrintedReport, printed_reports
from dq.report.protocol import Material
from dq.report.sinks.html.commands import command_line, command_of
from dq.report.sinks.html.index_page import BODIES_A_PAGE, Archived, bodies_of, bodies_page, index_page
from dq.report.sinks.html.pages import write_beside
from dq.report.sinks.html.report_page import About, report_page, view_of
from dq.report.sinks.html.tally import Tally, tally
from dq.report.sinks.text.view import View
from dq.types import Verdict

PAGES: Final = "reports"
_BYTES: Final = 40_000_000
"""Most bytes that all report pages together take of a disk; the worst reports come first, the others are listed without
a page."""
_BLOCK: Final = 4096
"""Bytes by which file systems give out room."""
_OWN: Final = re.compile(r"bodies-\d+\.html|[0-9a-f]{20}\.html")
"""Names that pages of this kind of report have: whatever else lies there is somebody else's."""
_AT_ONCE: Final = 2_000
"""Reports whose outcomes are held together."""
_DRAWN_AT_ONCE: Final = 100
_MOST: Final = {Verdict.VIOLATED: 200, Verdict.UNDECIDED: 100}
"""Most outcomes by verdict that the page of a report is made of, and as many that are waived; all are counted."""


def write_folder(material: Material, run: RunRecord, out: Path) -> tuple[Path, ...]:
    """Write OUT/index.html, OUT/bodies-N.html, OUT/reports/….html and what they share in OUT/dq-static; give the index
    first.

    Pages of an earlier report in the same place are removed: they would be taken for this one's.
    """
    counted = tally(run)
    view = view_of(material, run)
    (out / PAGES).mkdir(parents=True, exist_ok=True)
    for old in (*out.glob("bodies-*.html"), *(out / PAGES).glob("*.html")):
        if _OWN.fullmatch(old.name):
            old.unlink()
    write_beside(out, with_charts=True)
    pages = _write_pages(material, run, counted, out, view)
    bodies = bodies_of(run, counted, pages, view)
    lists = tuple(f"bodies-{number}.html" for number in range(1, -(-len(bodies) // BODIES_A_PAGE) + 1))
    for number, name in enumerate(lists, start=1):
        _write(out / name, bodies_page(bodies, number, lists, view))
    index = out / "index.html"
    again = command_line(material.command)
    one = command_of(material.command, view.say("编号", "ID")) if "--to" in material.command else ()
    _write(
        index,
        index_page(
            Archived(run, counted, pages, material.earlier, material.since, again, command_line(one)),
            bodies,
            lists,
            view,
        ),
    )
    return (index, *(out / name for name in lists))


def page_name(report: str) -> str:
    """The file of a report's page: of letters that every system allows, the same in every run.

    Example: `page_name("final_accounts-2018-某局")` → `"reports/….html"`.
    """
    return f"{PAGES}/{hashlib.sha256(report.encode()).hexdigest()[:20]}.html"


def _write_pages(material: Material, run: RunRecord, counted: Tally, out: Path, view: View) -> dict[str, str]:
    """The pages of reports, the worst first, as long as there is room: report → address."""
    wanted = [each for each in run.reports if counted.reports[each.report].has_something_to_say]
    wanted.sort(key=lambda each: ([-part for part in counted.reports[each.report].weight], each.report))
    written: dict[str, str] = {}
    room = _BYTES
    for group in _groups(wanted, _AT_ONCE):
        outcomes = _outcomes_of(run, group)
        for report, printed in _with_tables(material, group, outcomes):
            about = About(
                run=run,
                report=report,
                outcomes=outcomes[report.report],
                counts=counted.reports[report.report].counts,
                printed=printed,
                is_whole=False,
                command=command_line(command_of(material.command, report.report)),
                up="../index.html",
            )
            text = report_page(about, material, view)
            room -= -(-len(text.encode()) // _BLOCK) * _BLOCK
            if room < 0:
                _tell(material, len(wanted), len(wanted))
                return written
            name = page_name(report.report)
            _write(out / name, text)
            written[report.report] = name
            _tell(material, len(written), len(wanted), report.report)
    return written


def _tell(material: Material, done: int, wanted: int, report: str = "") -> None:
    """Tell how many of the reports wanted are done: those with a page, or, where there is no more room, all of them."""
    if material.progress is not None:
        material.progress(done, wanted, report)


def _outcomes_of(run: RunRecord, reports: Iterable[ReportRecord]) -> dict[str, list[Outcome]]:
    """The outcomes that the pages of these reports are made of."""
    found: dict[str, list[Outcome]] = {each.report: [] for each in reports}
    # What is waived has room of its own, so that it never takes that of what stands.
    room = {
        (each, verdict, waived): most for each in found for verdict, most in _MOST.items() for waived in (True, False)
    }
    for outcome in chosen(run.outcomes, *_MOST):
        key = outcome.report, outcome.verdict, outcome.waiver is not None
        if room.get(key, 0) > 0:
            room[key] -= 1
            found[outcome.report].append(outcome)
    return found


def _with_tables(
    material: Material, reports: Sequence[ReportRecord], outcomes: dict[str, list[Outcome]]
) -> Iterator[tuple[ReportRecord, PrintedReport | None]]:
    """Each report with the tables that its findings read."""
    for group in _groups(reports, _DRAWN_AT_ONCE):
        if material.store is None:
            yield from ((report, None) for report in group)
            continue
        names = [report.report for report in group]
        tables = {
            operand.table
            for name in names
            for outcome in outcomes[name]
            if outcome.verdict is Verdict.VIOLATED
            for operand in outcome.operands
        }
        yield from zip(group, printed_reports(material.store, material.schema, names, tables), strict=True)


def _groups(reports: Sequence[ReportRecord], size: int) -> Iterator[Sequence[ReportRecord]]:
    return (reports[start : start + size] for start in range(0, len(reports), size))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
