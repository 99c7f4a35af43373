"""`dq render`: a stored report written out as a document."""

from __future__ import annotations

from pathlib import Path

from dq.application.exits import exit_of_diagnostics
from dq.application.rendering import write_document
from dq.cli.console import print_diagnostics, print_lines, spoken, working
from dq.cli.sources import named_sources
from dq.diagnostics.layout import Piece, Style, line
from dq.settings import Language
from dq.templates import default_schema


def run(*, archive: Path | None, report: str, form: str, out: Path, seed: int | None, language: Language | None) -> int:
    """Write the document, tell where it is, and give the exit code."""
    tongue = spoken(language)
    with working("写出…" if tongue == "zh" else "writing…"):
        done = write_document(named_sources([], archive, ()), report, form, out, default_schema(), seed=seed)
    print_diagnostics(done.diagnostics, tongue)
    if done.size is not None:
        size = f"  {done.size} 字节" if tongue == "zh" else f"  {done.size} bytes"
        print_lines([line(Piece(str(out), Style.STRONG), size)])
    return exit_of_diagnostics(done.diagnostics)
