"""`dq report`: check an archive and write a report in some form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from dq.application.reporting import Reported, write_report
from dq.cli.console import print_diagnostics, print_lines, spoken, working
from dq.cli.sources import named_archive, named_rules
from dq.diagnostics.layout import Line, Piece, Style, line
from dq.settings import Language


def run(*, archive: Path | None, rules: Sequence[Path], sink: str, out: Path, language: Language | None) -> int:
    """Write the report, tell where it is, and give the exit code."""
    tongue = spoken(language)
    with working("检查并写出报告…" if tongue == "zh" else "checking and writing the report…"):
        reported = write_report(sink, named_archive(archive), out, named_rules(rules), language=tongue)
    print_diagnostics(reported.diagnostics, tongue)
    print_lines(_told(reported, tongue))
    return reported.exit


def _told(reported: Reported, language: Language) -> Iterator[Line]:
    if reported.written is None:
        return
    for problem in reported.written.problems:
        yield line(Piece(problem.in_language(language), Style.ERROR))
    for note in reported.written.notes:
        yield line(note.in_language(language))
    for number, path in enumerate(reported.written.paths):
        yield line(Piece(str(path), Style.PLAIN if number else Style.STRONG))
