"""Sink `json`: the machine-readable contract (docs/reference/outcomes.md) as one document, or a line an outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from dq.diagnostics import Diagnostic, Level, Text
from dq.outcome import RunRecord, outcome_lines, run_document
from dq.report.protocol import Material, Sink, Written


def document(
    run: RunRecord | None, *, everything: bool, diagnostics: Sequence[Diagnostic] = (), language: str = "zh"
) -> str:
    """The whole run as one JSON document; `everything` lists what holds, too.

    Parameters: `run` None where nothing could be checked; errors among `diagnostics` are listed as refused.
    """
    refused = [
        {
            "code": each.code,
            "file": each.span.file,
            "line": each.span.line,
            "message": each.headline.in_language(language),
        }
        for each in diagnostics
        if each.level is Level.ERROR
    ]
    return run_document(run, everything=everything, refused=refused)


def json_lines(run: RunRecord, *, everything: bool) -> Iterator[str]:
    """One JSON line an outcome; `everything` lists what holds, too."""
    return outcome_lines(run, everything=everything)


class JsonSink:
    """Writes OUT/outcomes.json."""

    name = "json"
    title = Text("机器可读的核对结果（JSON）", "the results for programs (JSON)")

    def write(self, material: Material, out: Path) -> Written:
        """Write the document; the folder is made where there is none."""
        out.mkdir(parents=True, exist_ok=True)
        path = out / "outcomes.json"
        path.write_text(document(material.run(), everything=False) + "\n", encoding="utf-8")
        return Written(paths=(path,))


SINK: Sink = JsonSink()
