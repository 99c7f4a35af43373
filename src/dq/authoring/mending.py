"""Certain fixes put into a text."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from dq.diagnostics import Diagnostic, Fix, Level, SourceText, Span
from dq.syntax import parse

_MOST_IN_A_RULE: Final = 50
"""Of each rule the parser tells one error of form at a time; so often it is asked at most."""


def mended(source: SourceText, fixes: Iterable[Fix]) -> tuple[str, int]:
    """The text with the fixes that do not overlap, and their number; none where the text would read worse than before.

    Worse is a text with more errors, and more of them without a fix: behind a mended one, two may be told at last.
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
    before, after = _errors(source.text, source.file), _errors(written, source.file)
    if len(after) > len(before) and _without_fix(after) > _without_fix(before):
        return source.text, 0
    return written, len(chosen)


def mended_form(source: SourceText) -> tuple[str, int]:
    """The text without the errors of form that have a certain fix, and the number of fixes made.

    Example: `mended_form(SourceText("a.dq", text))`.
    """
    text, made = source.text, 0
    for _ in range(_MOST_IN_A_RULE):
        fixes = [each.fix for each in _errors(text, source.file) if each.fix is not None]
        if not fixes:
            break
        text, count = mended(SourceText(source.file, text), fixes)
        if not count:
            break
        made += count
    return text, made


@lru_cache(maxsize=2)
def _errors(text: str, file: str) -> tuple[Diagnostic, ...]:
    return tuple(each for each in parse(text, file).diagnostics if each.level is Level.ERROR)


def _without_fix(errors: Iterable[Diagnostic]) -> int:
    return sum(each.fix is None for each in errors)
