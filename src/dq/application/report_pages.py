"""Use case: the reports of an archive, and one of them as printed, with what a stored run found on its cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from dq.application.indexing import rules_of
from dq.application.originals import Originals
from dq.application.requests import unknown_report
from dq.archive import Archive, ReportEntry
from dq.archive.answers import Opened
from dq.archive.manifest import FILE_NAME
from dq.diagnostics import Diagnostic
from dq.outcome.identity import fingerprint, identified
from dq.outcome.model import Outcome, RunRecord
from dq.outcome.waiving import kept_waivers, waived
from dq.report.findings import Finding, findings
from dq.report.printed import PrintedReport, printed_reports
from dq.report.sinks.html.drawn import DrawnTable, drawn_tables
from dq.report.sinks.html.found import Anchors, ShownFinding, marked_cells, own_operands, shown_findings
from dq.report.sinks.html.original import Stretch, stretches
from dq.report.sinks.html.places import cell_id
from dq.report.sinks.text.view import EVERYTHING, View
from dq.runner import complaints
from dq.runner.runs import FOLDER, UNREADABLE, RunStore
from dq.semantics.checked import CheckedRule, RuleBook
from dq.templates import default_schema
from dq.types import Reason

_SOURCE: Final = 200_000
"""Most characters of folded source lines; beyond them a stretch is told, not shown."""
_FINDINGS: Final = 400
"""Most findings on a page; all are counted."""


@dataclass(frozen=True, slots=True)
class HeldReports:
    """The reports that rules see, sorted by id: the latest version of each. Without an archive, why.

    Parameters: `earlier` the versions that were superseded.
    """

    reports: tuple[ReportEntry, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    earlier: tuple[ReportEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One report with what a run found in it.

    Parameters: `printed` its tables cell by cell; `tables` the same as a page draws them, each cell with the numbers of
    the findings that read it; `findings` by number from 1, the worst first, at most some hundreds of `total`, which
    gather `outcomes` that are violated, by cause; `keys`
    the fingerprints of each finding's outcomes, in the order of `findings`; `marks` numbers of findings by the anchor
    of a cell (`cell_id`); `source` the document's lines around what findings read, none where it is no text; `run`
    None where the run did not check this report.
    """

    entry: ReportEntry
    printed: PrintedReport
    tables: tuple[DrawnTable, ...]
    findings: tuple[ShownFinding, ...]
    keys: tuple[tuple[str, ...], ...]
    marks: Mapping[str, Sequence[int]]
    total: int
    outcomes: int
    waived: int
    source: tuple[Stretch, ...]
    run: str | None

    def has_line(self, anchor: str) -> bool:
        """Whether the page shows the line of this anchor (`line_id`). Example: `page.has_line("L64")`."""
        return any(line.anchor == anchor for stretch in self.source for line in stretch.lines)

    def findings_on(self, table: str, n: int, column: str) -> tuple[str, ...]:
        """The fingerprints of what was found on a cell. Example: `page.findings_on("summary", 3, "amount")`."""
        numbers = self.marks.get(cell_id(table, n, column), ())
        return tuple(key for number in numbers for key in self.keys[number - 1])


def held_reports(archive: Path) -> HeldReports:
    """The reports of an archive.

    Example: `[each.department for each in held_reports(Path("archive")).reports]`.
    """
    opened = _opened(archive)
    if isinstance(opened, HeldReports):
        return opened
    latest = {each.report for each in opened.latest}
    return HeldReports(opened.latest, (), tuple(each for each in opened.reports if each.report not in latest))


def report_page(
    archive: Path, report: str, *, run: str | None = None, language: str = "zh", line: int | None = None
) -> ReportPage | tuple[Diagnostic, ...]:
    """One report as it is stored now, with the findings of a run; diagnostics where there is nothing to show.

    Parameters: `report` its id, of an old version, too; `run` the id of a stored run; `line` of its document
    that is pointed to, whatever findings read.
    Example: `report_page(Path("archive"), "final_accounts-2018-某局", run=newest).tables[0].disputed`.
    """
    opened = _opened(archive)
    if isinstance(opened, HeldReports):
        return opened.diagnostics
    entry = next((each for each in opened.reports if each.report == report), None)
    if entry is None:
        return (unknown_report(report, [each.report for each in opened.reports]),)
    inspection = opened.seeing((report,)).holding(frozenset((report,))).inspect()
    if any(each.report == report for each in inspection.unreadable):
        return inspection.diagnostics
    told, book = None, RuleBook((), "")
    if run is not None:
        try:
            told, book = _told(archive, run, report, language)
        except UNREADABLE as error:
            return (complaints.unreadable_run(run, str(error)[:200]),)
    printed = next(printed_reports(inspection.sound, default_schema(), (report,)))
    also = () if line is None else (line,)
    return _page(entry, printed, told, opened, View(language, default_schema(), _by_id(book), EVERYTHING), also)


def _page(
    entry: ReportEntry,
    printed: PrintedReport,
    told: RunRecord | None,
    archive: Archive,
    view: View,
    also: Sequence[int],
) -> ReportPage:
    view = View(view.language, view.schema, view.rules, view.bounds, {entry.report: entry.template}, entry.template)
    outcomes: tuple[Outcome, ...] = () if told is None else tuple(told.outcomes)
    standing = findings(each for each in outcomes if each.waiver is None)
    found = standing[:_FINDINGS]
    marks = marked_cells(found, entry.report)
    tables = drawn_tables(printed, marks, view, whole=True)
    source = _source(entry, found, archive, also)
    cells = [cell.anchor for table in tables for line in table.lines for half in line.halves for cell in half.cells]
    lines = [line.anchor for stretch in source for line in stretch.lines]
    anchors = Anchors(filter(None, cells), filter(None, lines))
    blocked = Counter(each.rule for each in outcomes if each.reason is Reason.BLOCKED)
    return ReportPage(
        entry=entry,
        printed=printed,
        tables=tables,
        findings=shown_findings(found, blocked, anchors, view),
        keys=_keys(found, told),
        marks=marks,
        total=len(standing),
        outcomes=sum(len(each.outcomes) for each in standing),
        waived=sum(each.waiver is not None for each in outcomes),
        source=source,
        run=None if told is None else told.id,
    )


def _keys(found: Sequence[Finding], told: RunRecord | None) -> tuple[tuple[str, ...], ...]:
    """The fingerprints of the outcomes of each finding."""
    if told is None:
        return ()
    keys = {id(outcome): fingerprint(identity) for identity, outcome in identified(told)}
    return tuple(tuple(keys[id(outcome)] for outcome in finding.outcomes) for finding in found)


def _told(archive: Path, run: str, report: str, language: str) -> tuple[RunRecord | None, RuleBook]:
    """What the run told of the report, in the language asked for, its waivers on it, and the rules it used."""
    stored = RunStore(archive / FOLDER).open(run)
    told = stored.of_report(report)
    if told is None:
        return None, RuleBook((), "")
    covered = waived(told, kept_waivers(stored.about.waivers))
    # Outcomes are put together anew each time one goes through them; fingerprints belong to these very ones.
    book = rules_of(archive, stored.about.book)
    return replace(covered, outcomes=tuple(each.told_in(language) for each in covered.outcomes)), book


def _source(entry: ReportEntry, found: Sequence[Finding], archive: Archive, also: Sequence[int]) -> tuple[Stretch, ...]:
    """The lines around what findings read, where the document is text and still what was read."""
    path = archive.document(entry.sha256)
    if path is None or not (found or also):
        return ()
    lines = Originals(lambda _: (path, entry.document), lambda _: None).text(entry.sha256)
    return () if lines is None else stretches(lines, own_operands(found, entry.report), _SOURCE, also)


def _by_id(book: RuleBook) -> dict[str, CheckedRule]:
    return {rule.id: rule for rule in book.rules}


def _opened(root: Path) -> Archive | HeldReports:
    """The archive as it is now, or why there is none. Reading a large manifest for every page would be slow."""
    try:
        status = (root / FILE_NAME).stat()
    except OSError:
        opened = Archive.open(root, default_schema())  # says why
    else:
        opened = _remembered(root, (status.st_mtime_ns, status.st_ino, status.st_size))
    return opened.archive or HeldReports((), opened.diagnostics)


@lru_cache(maxsize=2)
def _remembered(root: Path, _state: tuple[int, int, int]) -> Opened:
    return Archive.open(root, default_schema())
