"""`dq report`: check an archive and write a report in some form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from dq.application.exits import FailOn
from dq.application.reporting import Reported, ReportRequest, write_report
from dq.application.sources import Sources
from dq.cli.console import print_diagnostics, print_lines, reading_progress, spoken
from dq.cli.options import Evidence
from dq.cli.sources import named_rules, named_sources
from dq.diagnostics.layout import Line, Piece, Style, line
from dq.settings import Language


def run(  # noqa: PLR0913 - the options of the command
    *,
    paths: Sequence[Path],
    archive: Path | None,
    reports: Sequence[str],
    rules: Sequence[Path],
    sink: str,
    out: Path,
    everything: bool,
    evidence: Evidence,
    fail_on: FailOn,
    fail_on_undecided: bool,
    language: Language | None,
) -> int:
    """Write the report, tell where it is, and give the exit code."""
    tongue = spoken(language)
    sources = named_sources(paths, archive, reports)
    with reading_progress("报告" if tongue == "zh" else "reports") as progress:
        command = (
            *_command(sources, named_rules(rules), sink, out, tongue),
            *(("--all",) if everything else ()),
            *(("--evidence", evidence) if evidence != "auto" else ()),
        )
        reported = write_report(
            ReportRequest(
                sink,
                sources,
                out,
                rules=named_rules(rules),
                language=tongue,
                everything=everything,
                evidence=evidence,
                fail_on=fail_on,
                fail_on_undecided=fail_on_undecided,
                command=command,
                progress=progress,
            )
        )
    print_diagnostics(reported.diagnostics, tongue)
    print_lines(_told(reported, tongue))
    return reported.exit


def _command(sources: Sources, rules: Sequence[Path], sink: str, out: Path, language: Language) -> tuple[str, ...]:
    """The words that write the report again."""
    archive = ("--archive", str(sources.archive)) if sources.archive is not None else ()
    named = (word for report in sources.reports for word in ("--report", report))
    given = (word for path in rules for word in ("--rules", str(path)))
    paths = map(str, sources.paths)
    return ("dq", "report", *paths, *archive, *named, *given, "--to", sink, "--out", str(out), "--lang", language)


def _told(reported: Reported, language: Language) -> Iterator[Line]:
    if reported.written is None:
        return
    for problem in reported.written.problems:
        yield line(Piece(problem.in_language(language), Style.ERROR))
    for note in reported.written.notes:
        yield line(note.in_language(language))
    for number, path in enumerate(reported.written.paths):
        yield line(Piece(str(path), Style.PLAIN if number else Style.STRONG))
