"""Sink `json`: the machine-readable contract (docs/reference/outcomes.md) as one document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from dq.diagnostics import Diagnostic, Level, Text
from dq.outcome import RunRecord, document_lines
from dq.report.protocol import Material
from dq.report.streams import StreamSink


def document(
    run: RunRecord | None, *, everything: bool, diagnostics: Sequence[Diagnostic] = (), language: str = "zh"
) -> Iterator[str]:
    """The whole run as the lines of one JSON document; `everything` lists what holds, too.

    Parameters: `run` None where nothing could be checked, and one without any report is told like that; errors among
    `diagnostics` are listed as refused.
    """
    if run is not None and not run.reports and not run.errors:
        run = None
    return document_lines(run, everything=everything, refused=refused(diagnostics, language))


def refused(diagnostics: Iterable[Diagnostic], language: str) -> list[dict[str, object]]:
    """What was not accepted, as documents list it under that name.

    Example: `refused(checked.diagnostics, "en")[0]["code"]`.
    """
    return [
        {
            "code": each.code,
            "file": each.span.file,
            "line": each.span.line,
            "message": each.headline.in_language(language),
        }
        for each in diagnostics
        if each.level is Level.ERROR
    ]


def lines(material: Material) -> Iterator[str]:
    """The document as `dq check --format json` prints it, an outcome at a time."""
    return document(material.run(), everything=material.everything)


SINK: Final = StreamSink(
    "json", Text("机器可读的核对结果（JSON）", "the results for programs (JSON)"), "outcomes.json", lines
)
