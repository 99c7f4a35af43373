"""The source text as the page shows it: the lines that findings read, the rest folded as far as the bound allows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from dq.diagnostics.layout import clean
from dq.outcome.model import Operand
from dq.report.sinks.html.places import line_id

_AROUND: Final = 2
"""Lines shown around one that a finding reads."""
_LONGEST: Final = 2_000
"""Most characters shown of a line."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a line; `is_figure` where a finding reads it."""

    text: str
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line in view. `anchor` where something points to it."""

    number: int
    parts: tuple[Part, ...]
    anchor: str | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines that follow each other: in view (`lines`), or folded (`text`, escaped already so that its line ends stay;
    None where the bound leaves it out).
    """

    first: int
    last: int
    lines: tuple[SourceLine, ...] = ()
    text: Markup | None = None


def stretches(
    lines: Sequence[str], operands: Iterable[Operand], budget: int, also: Iterable[int] = ()
) -> tuple[Stretch, ...]:
    """The source around the figures of these operands.

    Parameters: `budget` most characters of folded lines; a stretch that no longer has room is left out; `also` numbers
    of lines that are pointed to besides.
    Example: `stretches(("a", "b 1.00"), [operand], 1000)[0].lines`.
    """
    wanted: dict[int, list[Operand]] = {number: [] for number in also if 0 < number <= len(lines)}
    for operand in operands:
        number = operand.source.line
        if operand.source.page is None and number is not None and 0 < number <= len(lines):
            wanted.setdefault(number, []).append(operand)
    shown = {at for number in wanted for at in range(max(1, number - _AROUND), min(len(lines), number + _AROUND) + 1)}
    found: list[Stretch] = []
    for first, last, is_shown in _runs(shown, len(lines)):
        if is_shown:
            found.append(Stretch(first, last, tuple(_line(number, lines, wanted) for number in range(first, last + 1))))
            continue
        text = _folded(lines, first, last, budget)
        budget -= len(text or "")
        found.append(Stretch(first, last, text=text))
    return tuple(found)


def _runs(shown: set[int], end: int) -> list[tuple[int, int, bool]]:
    """First and last line of each stretch, and whether it is in view."""
    runs: list[tuple[int, int, bool]] = []
    for number in range(1, end + 1):
        is_shown = number in shown
        if runs and runs[-1][2] is is_shown:
            runs[-1] = runs[-1][0], number, is_shown
        else:
            runs.append((number, number, is_shown))
    return runs


def _folded(lines: Sequence[str], first: int, last: int, budget: int) -> Markup | None:
    """The lines as they are folded; None as soon as they are more than there is room for."""
    told: list[Markup] = []
    for number in range(first, last + 1):
        told.append(escape(f"{number:>6}  {clean(_short(lines[number - 1]))}"))
        budget -= len(told[-1]) + bool(told[1:])
        if budget < 0:
            return None
    return Markup("\n").join(told)


def _short(line: str) -> str:
    return _spaced(line if len(line) <= _LONGEST else f"{line[:_LONGEST]} …")


def _spaced(text: str) -> str:
    """Cells apart: a tab as a bar, so that it is seen."""
    return text.replace("\t", " │ ")


def _line(number: int, lines: Sequence[str], wanted: Mapping[int, Sequence[Operand]]) -> SourceLine:
    line = lines[number - 1]
    operands = wanted.get(number, ())
    spans = sorted({span for operand in operands if (span := figure_span(line, operand)) is not None})
    parts: list[Part] = []
    at = 0
    for begin, end in spans:
        if begin < at:
            continue
        parts += [Part(_spaced(line[at:begin])), Part(line[begin:end], is_figure=True)]
        at = end
    rest = line[at:] if len(line) - at <= _LONGEST else f"{line[at : at + _LONGEST]} …"
    parts.append(Part(_spaced(rest)))
    anchor = line_id(None, number) if number in wanted else None
    return SourceLine(number, tuple(part for part in parts if part.text), anchor)


def figure_span(line: str, operand: Operand) -> tuple[int, int] | None:
    """Where the operand is printed on its line: in its cell, at its character, or where its text stands only once.

    Example: `figure_span("合计 1.00", operand)` → `(3, 7)`.
    """
    printed, column = operand.printed, operand.source.column
    if not printed:
        return None
    if column is not None:
        cells = line.split("\t")
        begin = sum(len(cell) + 1 for cell in cells[: column - 1]) if len(cells) > 1 else column - 1
        end = begin + len(cells[column - 1]) if len(cells) >= column > 0 and len(cells) > 1 else len(line)
        found = line.find(printed, begin, max(end, begin + len(printed)))
        if found >= 0 and (len(cells) > 1 or found == begin):
            return found, found + len(printed)
    only = line.find(printed)
    if only >= 0 and line.find(printed, only + 1) < 0:
        return only, only + len(printed)
    return None
