"""Certain fixes put into a text."""

from __future__ import annotations

from collections.abc import Iterable

from dq.diagnostics import Fix, Level, SourceText, Span
from dq.syntax import parse


def mended(source: SourceText, fixes: Iterable[Fix]) -> tuple[str, int]:
    """The text with the fixes that do not overlap, and their number; none where the text would read worse than before.

    Example: `mended(SourceText("a.dq", "a == b"), [fix])` → `("a = b", 1)`.
    """
    starts = [0]
    for line in source.text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)

    def offsets(span: Span) -> tuple[int, int]:
        return starts[span.line - 1] + span.column - 1, starts[span.end_line - 1] + span.end_column - 1

    chosen: list[tuple[int, int, str]] = []
    for start, end, text in sorted({(*offsets(fix.span), fix.replacement) for fix in fixes if fix.span.line}):
        if not chosen or start >= chosen[-1][1]:
            chosen.append((start, end, text))
    written = source.text
    for start, end, text in reversed(chosen):
        written = written[:start] + text + written[end:]
    if _errors(written, source.file) > _errors(source.text, source.file):
        return source.text, 0
    return written, len(chosen)


def _errors(text: str, file: str) -> int:
    return sum(each.level is Level.ERROR for each in parse(text, file).diagnostics)
