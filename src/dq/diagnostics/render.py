"""Diagnostics as people read them: headline, the source line with the place underlined, notes, help, fix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from dq.diagnostics.layout import clean, width_of
from dq.diagnostics.model import Diagnostic, Level, Span, Text
from dq.diagnostics.remedies import help_of

_LEVELS: Final = {Level.ERROR: Text("错误", "error"), Level.WARNING: Text("警告", "warning")}
_NOTE: Final = Text("说明", "note")
_HELP: Final = Text("建议", "help")
_FIX: Final = Text("可直接改正", "fix")
_CONTINUED: Final = Text("到第 {line} 行", "up to line {line}")
_WINDOW: Final = 160
"""A longer line is shown in part, around the place."""


@dataclass(frozen=True, slots=True)
class _Mark:
    span: Span
    sign: str
    text: str


def render(diagnostic: Diagnostic, sources: Mapping[str, str], language: str = "zh") -> str:
    """One diagnostic as text, without a newline at its end.

    Parameters: `sources` file name → its text (a file that is not there is named only); `language` "zh" or "en".
    Example: `render(diagnostic, {"a.dq": text}, "en")` begins with `error[DQ-L201]: …`.
    """
    level = _LEVELS[diagnostic.level].in_language(language)
    lines = [f"{level}[{diagnostic.code}]: {clean(diagnostic.headline.in_language(language))}"]
    marks = [_Mark(diagnostic.span, "^", "")]
    marks += [_Mark(label.span, "-", clean(label.text.in_language(language))) for label in diagnostic.labels]
    margin = max(len(str(mark.span.line)) for mark in marks)
    for file in dict.fromkeys(mark.span.file for mark in marks):
        lines += _excerpt(file, [mark for mark in marks if mark.span.file == file], sources.get(file), margin, language)
    blank = " " * margin
    words = [(_NOTE, note) for note in diagnostic.notes]
    advice = help_of(diagnostic)
    if advice is not None:
        words.append((_HELP, advice))
    if diagnostic.fix is not None:
        words.append((_FIX, diagnostic.fix.text))
    lines += [f"{blank} = {kind.in_language(language)}: {clean(word.in_language(language))}" for kind, word in words]
    return "\n".join(lines)


def render_all(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str], language: str = "zh") -> str:
    """Several diagnostics, an empty line between them."""
    return "\n\n".join(render(diagnostic, sources, language) for diagnostic in diagnostics)


def _excerpt(file: str, marks: list[_Mark], text: str | None, margin: int, language: str) -> list[str]:
    """The lines of one file that are spoken of, each place underlined."""
    first = marks[0].span
    place = f":{first.line}" if first.line else ""
    if first.column:
        place += f":{first.column}"
    lines = [f"{' ' * margin}--> {clean(file)}{place}"]
    source = [] if text is None else text.split("\n")
    shown = sorted({mark.span.line for mark in marks if 0 < mark.span.line <= len(source)})
    if not shown:
        return lines + [f"{' ' * margin} = {mark.text}" for mark in marks if mark.text]
    lines.append(f"{' ' * margin} |")
    for before, number in zip([0, *shown], shown, strict=False):
        if before and number > before + 1:
            lines.append("...")
        here = [mark for mark in marks if mark.span.line == number]
        lines += _underlined(source[number - 1].rstrip("\r"), number, here, margin, language)
    lines.append(f"{' ' * margin} |")
    return lines


def _underlined(line: str, number: int, marks: list[_Mark], margin: int, language: str) -> list[str]:
    """One source line and under it each place, in columns of the terminal."""
    start, end = _window(line, marks[0].span)
    cut = "…" if start else ""
    rest = "…" if end < len(line) else ""
    lines = [f"{number:>{margin}} | {cut}{clean(line[start:end])}{rest}"]
    for mark in marks:
        one_line = mark.span.end_line <= mark.span.line
        last = mark.span.end_column - 1 if one_line else len(line.rstrip())
        begin = min(max(mark.span.column - 1, start), end)
        pad = len(cut) + width_of(clean(line[start:begin]))
        width = max(1, width_of(clean(line[begin : min(last, end)])))
        word = mark.text or ("" if one_line else _CONTINUED.in_language(language).format(line=mark.span.end_line))
        lines.append(f"{' ' * margin} | {' ' * pad}{mark.sign * width} {word}".rstrip())
    return lines


def _window(line: str, span: Span) -> tuple[int, int]:
    """The part of a long line that is shown: the place and what stands around it."""
    if len(line) <= _WINDOW:
        return 0, len(line)
    start = max(0, min(span.column - 1 - _WINDOW // 3, len(line) - _WINDOW))
    return start, start + _WINDOW
