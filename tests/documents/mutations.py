"""Real documents with one cell, row, code, label or digit lost, merged or moved, as extraction from a PDF does it.

A mutation takes the lines, the place of a figure (line, and cell or character) and a source of chance, and gives the
new lines with the lines that it touched, or None where it does not apply.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from typing import Any

Lines = list[str]
Mutated = tuple[Lines, set[int]] | None
Mutation = Callable[[Lines, int, int, str, random.Random], Mutated]

_CODE = re.compile(r"\d{3}(?:\d\d){0,2}")
_WORDS = re.compile(r"[\u4e00-\u9fff]")
_AMOUNT = re.compile(r"(?<!\S)-?\d[\d,]*\.\d+(?!\S)")


def _with(lines: Lines, changed: dict[int, str | None]) -> Mutated:
    """The lines with some changed (None: taken out)."""
    kept = [changed.get(at, line) for at, line in enumerate(lines)]
    return [line for line in kept if line is not None], set(changed)


def _without(printed: str, at: int) -> str:
    return printed[:at] + printed[at + 1 :].lstrip(",")


DIGITS: dict[str, Callable[[str], str]] = {
    "digit in front": lambda printed: "1" + printed,
    "digit behind": lambda printed: printed + "6",
    "two digits behind": lambda printed: printed + "61",
    "first digit lost": lambda printed: _without(printed, 0),
    "last digit lost": lambda printed: printed[:-1],
    "point lost": lambda printed: printed.replace(".", ""),
}


def _below(lines: Lines, at: int) -> int | None:
    return next((other for other in range(at + 1, min(at + 6, len(lines))) if lines[other].strip()), None)


def _in_cells(change: Callable[[list[str], int], list[str] | None]) -> Mutation:
    """A mutation of one row's cells."""

    def mutate(lines: Lines, line: int, place: int, _printed: str, _chance: random.Random) -> Mutated:
        cells = change(lines[line].split("\t"), place)
        return None if cells is None else _with(lines, {line: "\t".join(cells)})

    return mutate


def _in_two_rows(change: Callable[[list[str], list[str], int], tuple[list[str], list[str] | None] | None]) -> Mutation:
    """A mutation of a row and the next one (None: the next one is gone)."""

    def mutate(lines: Lines, line: int, place: int, _printed: str, _chance: random.Random) -> Mutated:
        other = _below(lines, line)
        changed = None if other is None else change(lines[line].split("\t"), lines[other].split("\t"), place)
        if other is None or changed is None:
            return None
        first, second = changed
        return _with(lines, {line: "\t".join(first), other: None if second is None else "\t".join(second)})

    return mutate


def _put(cells: list[str], at: int, *texts: str) -> list[str]:
    return [*cells[:at], *texts, *cells[at + len(texts) :]]


def _coded(cells: list[str], before: int) -> int | None:
    return next((at for at, cell in enumerate(cells[:before]) if _CODE.fullmatch(cell.strip())), None)


def _labelled(cells: list[str], before: int) -> int | None:
    return next((at for at in range(min(before, len(cells)) - 1, -1, -1) if _WORDS.search(cells[at])), None)


def _merged(cells: list[str], at: int, between: str) -> list[str] | None:
    if at + 1 >= len(cells) or not cells[at + 1]:
        return None
    return [*cells[:at], cells[at] + between + cells[at + 1], *([""] if between else []), *cells[at + 2 :]]


def _moved(cells: list[str], at: int, by: int) -> list[str] | None:
    cells = [*cells, ""]
    if at + by < 0 or cells[at + by]:
        return None
    return _put(_put(cells, at, ""), at + by, cells[at])


def _exchanged(find: Callable[[list[str], int], int | None]) -> Mutation:
    """The cells that `find` finds in a row and the next one change places."""

    def change(one: list[str], other: list[str], at: int) -> tuple[list[str], list[str]] | None:
        here, there = find(one, at), find(other, at)
        if here is None or there is None or one[here] == other[there]:
            return None
        return _put(one, here, other[there]), _put(other, there, one[here])

    return _in_two_rows(change)


def _without_code(cells: list[str], at: int, *, shift: bool) -> list[str] | None:
    code = _coded(cells, at)
    return None if code is None else [*cells[:code], *([] if shift else [""]), *cells[code + 1 :]]


def _without_label(cells: list[str], at: int, *, shift: bool) -> list[str] | None:
    label = _labelled(cells, at)
    return None if label is None else [*cells[:label], *([] if shift else [""]), *cells[label + 1 :]]


def _cut_code(cells: list[str], at: int) -> list[str] | None:
    code = _coded(cells, at)
    return None if code is None or len(cells[code].strip()) < 5 else _put(cells, code, cells[code].strip()[:-2])


def _of_digits(change: Callable[[str], str]) -> Mutation:
    return _in_cells(lambda cells, at: _put(cells, at, change(cells[at].strip())))


def _with_cell_below(change: Callable[[str, str], tuple[str, str]], *, blank: bool) -> Mutation:
    """A figure and the cell below it, where that is a blank one (else another figure), change as `change` says."""

    def apply(one: list[str], other: list[str], at: int) -> tuple[list[str], list[str]] | None:
        below = other[at].strip() if at < len(other) else "…"
        if below == one[at].strip() or (below if blank else not _AMOUNT.fullmatch(below)):
            return None
        here, there = change(one[at], other[at])
        return _put(one, at, here), _put(other, at, there)

    return _in_two_rows(apply)


IN_CELLS: dict[str, Mutation] = {
    **{kind: _of_digits(change) for kind, change in DIGITS.items()},
    "cell down": _with_cell_below(lambda one, other: (other, one), blank=True),
    "cells exchanged": _with_cell_below(lambda one, other: (other, one), blank=False),
    "cells merged downwards": _with_cell_below(lambda one, other: (one + other, ""), blank=False),
    "cells exchanged sideways": _in_cells(
        lambda cells, at: (
            _put(cells, at, cells[at + 1], cells[at])
            if at + 1 < len(cells) and cells[at + 1].strip() not in {"", cells[at].strip()}
            else None
        )
    ),
    "blank cell": _in_cells(lambda cells, at: _put(cells, at, "")),
    "lost cell": _in_cells(lambda cells, at: [*cells[:at], *cells[at + 1 :]]),
    "extra cell": _in_cells(lambda cells, at: [*cells[:at], "", *cells[at:]]),
    "merged cells": _in_cells(lambda cells, at: _merged(cells, at, "")),
    "merged cells with a space": _in_cells(lambda cells, at: _merged(cells, at, " ")),
    "merged with the label": _in_cells(
        lambda cells, at: [*cells[: at - 1], cells[at - 1] + cells[at], "", *cells[at + 1 :]] if at else None
    ),
    "cell to the right": _in_cells(lambda cells, at: _moved(cells, at, 1)),
    "cell to the left": _in_cells(lambda cells, at: _moved(cells, at, -1)),
    "cell in two": _in_cells(lambda cells, at: _put(cells, at, cells[at][:2] + " " + cells[at][2:])),
    "code lost": _in_cells(lambda cells, at: _without_code(cells, at, shift=False)),
    "code lost, cells move": _in_cells(lambda cells, at: _without_code(cells, at, shift=True)),
    "code cut": _in_cells(_cut_code),
    "label lost": _in_cells(lambda cells, at: _without_label(cells, at, shift=False)),
    "label lost, cells move": _in_cells(lambda cells, at: _without_label(cells, at, shift=True)),
    "codes exchanged": _exchanged(_coded),
    "labels exchanged": _exchanged(_labelled),
    "rows side by side": _in_two_rows(lambda one, other, _: ([*one, *other], None)),
    "rows in one": _in_two_rows(
        lambda one, other, _: (
            [a + b for a, b in zip(one, other, strict=True)] if len(one) == len(other) else [*one, *other],
            None,
        )
    ),
    "rows exchanged": _in_two_rows(lambda one, other, _: (other, one)),
    "row lost": lambda lines, line, *_: _with(lines, {line: None}),
    "row twice": lambda lines, line, *_: _with(lines, {line: f"{lines[line]}\n{lines[line]}"}),
    "row in two": lambda lines, line, place, *_: (
        _with(lines, {line: _row_in_two(lines[line].split("\t"), place)}) if place else None
    ),
    "page break": lambda lines, line, *_: _with(lines, {line: f"\n12\n\n{lines[line]}"}),
}


def _row_in_two(cells: list[str], at: int) -> str:
    return "\t".join(cells[:at]) + "\n" + "\t".join([*[""] * at, *cells[at:]])


def _in_text(change: Callable[[str, str, str], str | None]) -> Mutation:
    """A mutation of the line around a figure: what stands before it, the figure, what stands behind it."""

    def mutate(lines: Lines, line: int, place: int, printed: str, _chance: random.Random) -> Mutated:
        text = lines[line]
        changed = change(text[:place], printed, text[place + len(printed) :])
        return None if changed is None or changed == text else _with(lines, {line: changed})

    return mutate


def _to_line(*, down: bool) -> Mutation:
    """The figure moves to the end of the next line, or to its beginning where `down` is False."""

    def mutate(lines: Lines, line: int, place: int, printed: str, _chance: random.Random) -> Mutated:
        other = _below(lines, line)
        if other is None:
            return None
        left = lines[line][:place] + lines[line][place + len(printed) :]
        moved = f"{lines[other]} {printed}" if down else f"{printed} {lines[other].lstrip()}"
        return _with(lines, {line: left, other: moved})

    return mutate


def _in_last(pattern: str, change: Callable[[str], str]) -> Callable[[str, str, str], str | None]:
    """Changes the last text before the figure that fits a pattern."""

    def apply(before: str, printed: str, behind: str) -> str | None:
        found = list(re.finditer(pattern, before))
        if not found:
            return None
        at = found[-1]
        return before[: at.start()] + change(at[0]) + before[at.end() :] + printed + behind

    return apply


def _lines_joined(lines: Lines, line: int, *_: Any) -> Mutated:
    other = _below(lines, line)
    return None if other is None else _with(lines, {line: f"{lines[line]} {lines[other].strip()}", other: None})


def _lines_exchanged(lines: Lines, line: int, *_: Any) -> Mutated:
    other = _below(lines, line)
    return None if other is None else _with(lines, {line: lines[other], other: lines[line]})


def _codes_exchanged(lines: Lines, line: int, place: int, *_: Any) -> Mutated:
    other = _below(lines, line)
    code = re.compile(rf"(?<!\S){_CODE.pattern}(?=\s)")
    here = code.search(lines[line][:place])
    there = None if other is None else code.search(lines[other])
    if other is None or here is None or there is None:
        return None
    swap = {line: code.sub(there[0], lines[line], 1), other: code.sub(here[0], lines[other], 1)}
    return _with(lines, swap)


_A_CODE = rf"(?<!\S){_CODE.pattern}(?=\s)"
_A_LABEL = r"\S*[\u4e00-\u9fff]\S*"
_NEXT = re.compile(rf"(\s+)({_AMOUNT.pattern})")


def _with_next(change: Callable[[str, str, str], str]) -> Mutation:
    """A figure, what parts it from the next one of its line, and that one, changed into one text."""

    def apply(before: str, printed: str, behind: str) -> str | None:
        found = _NEXT.match(behind)
        return found and before + change(printed, found[1], found[2]) + behind[found.end() :]

    return _in_text(apply)


IN_TEXT: dict[str, Mutation] = {
    **{
        kind: _in_text(lambda before, printed, behind, change=change: before + change(printed) + behind)
        for kind, change in DIGITS.items()
    },
    "figures merged": _with_next(lambda one, _, other: one + other),
    "figures exchanged": _with_next(lambda one, between, other: other + between + one),
    "figure lost": _in_text(lambda before, _, behind: before + behind),
    "figure blanked": _in_text(lambda before, printed, behind: before + " " * len(printed) + behind),
    "glued behind": _in_text(lambda before, printed, behind: before + printed + behind.lstrip()),
    "glued before": _in_text(lambda before, printed, behind: before.rstrip() + printed + behind),
    "letter damaged": _in_text(lambda before, printed, behind: f"{before}\ufffd{printed[1:]}{behind}"),
    "figure in two": _in_text(lambda before, printed, behind: f"{before}{printed[:2]} {printed[2:]}{behind}"),
    "line broken before": _in_text(
        lambda before, printed, behind: f"{before}\n{printed}{behind}" if before.strip() else None
    ),
    "line broken within": _in_text(lambda before, printed, behind: f"{before}{printed[:2]}\n{printed[2:]}{behind}"),
    "figure down": _to_line(down=True),
    "figure down to the front": _to_line(down=False),
    "code lost": _in_text(_in_last(_A_CODE, lambda _: "")),
    "code cut": _in_text(_in_last(_A_CODE, lambda code: code[:-2])),
    "codes exchanged": _codes_exchanged,
    "label lost": _in_text(_in_last(_A_LABEL, lambda _: "")),
    "label cut": _in_text(_in_last(_A_LABEL, lambda label: label[: (len(label) + 1) // 2])),
    "line lost": lambda lines, line, *_: _with(lines, {line: None}),
    "line twice": lambda lines, line, *_: _with(lines, {line: f"{lines[line]}\n{lines[line]}"}),
    "lines joined": _lines_joined,
    "lines exchanged": _lines_exchanged,
    "page number": lambda lines, line, *_: _with(lines, {line: f"12\n{lines[line]}"}),
}


def a_cell_a_line(lines: Sequence[str]) -> Lines:
    """Text with TABs as tools write it that keep no layout."""
    return [cell for line in lines for cell in ([each for each in line.split("\t") if each.strip()] or [""])]


def _in_lines(change: Callable[[str, str, str], list[str]]) -> Mutation:
    """A mutation of a figure's line between the one before it and the one behind it."""

    def mutate(lines: Lines, line: int, *_: Any) -> Mutated:
        around = change(*lines[line - 1 : line + 2])
        return _with(lines, {line - 1: "\n".join(around), line: None, line + 1: None})

    return mutate


IN_LINES: dict[str, Mutation] = {
    **{
        kind: _in_lines(lambda before, printed, behind, change=change: [before, change(printed), behind])
        for kind, change in DIGITS.items()
    },
    "line lost": _in_lines(lambda before, _, behind: [before, behind]),
    "line blanked": _in_lines(lambda before, _, behind: [before, "", behind]),
    "line twice": _in_lines(lambda before, printed, behind: [before, printed, printed, behind]),
    "line in two": _in_lines(lambda before, printed, behind: [before, printed[:2], printed[2:], behind]),
    "glued behind": _in_lines(lambda before, printed, behind: [before, printed + behind]),
    "glued before": _in_lines(lambda before, printed, behind: [before + printed, behind]),
    "joined behind": _in_lines(lambda before, printed, behind: [before, f"{printed} {behind}"]),
    "joined before": _in_lines(lambda before, printed, behind: [f"{before} {printed}", behind]),
    "line down": _in_lines(lambda before, printed, behind: [before, behind, printed]),
    "line up": _in_lines(lambda before, printed, behind: [printed, before, behind]),
    "cell before lost": _in_lines(lambda _, printed, behind: [printed, behind]),
    "page number": _in_lines(lambda before, printed, behind: [before, "12", printed, behind]),
    "page number behind": _in_lines(lambda before, printed, behind: [before, printed, "12", behind]),
}
