"""Real documents with one cell, row, code or label lost, merged or moved, as extraction from a PDF does it, and what
of their facts is then wrong without a word.

A mutation takes the lines, the place of a figure (line, and cell or character) and a source of chance, and gives the
new lines with the lines that it touched, or None where it does not apply.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dq.application.rulebooks import read_rules
from dq.archive import MemoryStore, ReportTables
from dq.engine import check
from dq.ingest import ReadResult, read_bytes
from dq.ingest.facts import measures_of
from dq.outcome.model import Outcome
from dq.templates import default_schema, load_catalogue
from dq.types import CellState, Verdict
from tests.reading import named

Lines = list[str]
Mutated = tuple[Lines, set[int]] | None
Mutation = Callable[[Lines, int, int, str, random.Random], Mutated]
Key = tuple[str, str | None, str, str]

_CODE = re.compile(r"\d{3}(?:\d\d){0,2}")
_WORDS = re.compile(r"[\u4e00-\u9fff]")
_ROUNDING = 1_000
"""In yuan: what is lost below it may be the rounding of its sum."""
_NEAR = 8
"""Lines around a lost row within which a doubt names its place."""


def _with(lines: Lines, changed: dict[int, str | None]) -> Mutated:
    """The lines with some changed (None: taken out)."""
    kept = [changed.get(at, line) for at, line in enumerate(lines)]
    return [line for line in kept if line is not None], set(changed)


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


IN_CELLS: dict[str, Mutation] = {
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
IN_TEXT: dict[str, Mutation] = {
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


@dataclass(frozen=True, slots=True)
class Case:
    """A mutation of a document at one figure: its kind, the figure's key, the touched lines, what was read then."""

    kind: str
    key: Key
    touched: frozenset[int]
    growth: int
    result: ReadResult


def facts(report: ReportTables) -> dict[Key, dict[str, Any]]:
    """Every cell by (table, side, path, column): state, value, doubt, line, number of its row."""
    return {
        (table, row["side"], row["path"], column): {
            "state": CellState(row[f"{column}__state"]),
            "value": row[column],
            "printed": row[f"{column}__printed"],
            "doubt": row[f"{column}__doubt"],
            "line": row[f"{column}__line"],
            "cell": row[f"{column}__cell"],
            "n": row["n"],
            "lines": {row["line"], row[f"{column}__line"]},
        }
        for table, rows in report.rows.items()
        for row in rows
        for column in measures_of(tuple(row))
        if row[f"{column}__state"] is not None
    }


class Document:
    """A real document up to the end of its last table: what stands behind has no facts.

    Parameters: `forms` of those that fit it best, with which it is read when harmed: one cell makes no other fit.
    """

    def __init__(self, path: Path, forms: int) -> None:
        self.name = path.name
        self.lines = path.read_text(encoding="utf-8").split("\n")
        report = read_bytes(path.name, path.read_bytes()).report
        assert report is not None
        assert report.reading is not None
        fitting = [each.template for each in (report.reading.form, *report.reading.others)]
        self.templates = [each for each in load_catalogue() if each.name in fitting[:forms]]
        self.lines = self.lines[: max(table["last_line"] for table in report.tables) + 3]
        again = self.read(self.lines).report
        assert again is not None
        self.report = again
        self.facts = facts(again)
        self.figures = sorted((key for key in self.facts if self._can_tell(key)), key=str)

    def _can_tell(self, key: Key) -> bool:
        """True for a trusted figure whose loss leaves a trace: not one within the rounding of its sum, nor the only row
        of a table in running text, where a row without figures prints nothing.
        """
        fact = self.facts[key]
        lines = {each["line"] for place, each in self.facts.items() if place[0] == key[0]}
        is_lone = len(lines) == 1 and "\t" not in self.lines[fact["line"] - 1]
        return fact["doubt"] is None and _says(fact) is not None and abs(fact["value"]) > _ROUNDING and not is_lone

    def read(self, lines: Sequence[str]) -> ReadResult:
        return read_bytes(self.name, "\n".join(lines).encode(), templates=self.templates)

    def cases(self, kinds: dict[str, Mutation], each: int, chance: random.Random) -> Iterator[Case]:
        """`each` mutations of each kind (fewer where they seldom apply)."""
        for kind, mutate in kinds.items():
            made = 0
            for key in chance.sample(self.figures, min(len(self.figures), 6 * each)):
                fact = self.facts[key]
                mutated = mutate(list(self.lines), fact["line"] - 1, fact["cell"], fact["printed"], chance)
                if mutated is None:
                    continue
                if made == each:
                    break
                made += 1
                lines, touched = mutated
                growth = len("\n".join(lines).split("\n")) - len(self.lines)
                yield Case(kind, key, frozenset(at + 1 for at in touched), growth, self.read(lines))


def silent(document: Document, cases: Sequence[Case]) -> list[tuple[str, Key, Key]]:
    """The cases in which a fact is wrong or lost in silence: (kind, the mutated figure, that fact).

    A fact is told where it is doubted, where a diagnostic names its line or one that was touched, and where a check
    does not hold and has it among its operands. A lost one is told as well by a doubt near it, a check of its column
    that does not hold, or a rule about displaced rows.
    """
    unsaid = {}
    for number, case in enumerate(cases, 1):
        if case.result.report is not None:
            after = facts(case.result.report)
            keys = [key for key in {*after, *document.facts} if not _is_said(case, key, document.facts, after)]
            if keys:
                unsaid[str(number)] = case, after, sorted(keys, key=str)
    reports = {number: case.result.report for number, (case, _, _) in unsaid.items()}
    bad = _checked({"0": document.report, **reports})
    known = {(each.rule, str(each.row)) for each in bad.get("0", ())}
    return [
        (case.kind, case.key, astray[0])
        for number, (case, after, keys) in unsaid.items()
        if (astray := [key for key in keys if not _is_found(key, after, bad.get(number, ()), known)])
    ]


def _says(fact: dict[str, Any] | None) -> object:
    """What a fact states: a zero and a blank both state that there is nothing."""
    return fact["value"] or None if fact is not None and fact["state"].is_printed_figure else None


def _is_said(case: Case, key: Key, before: dict[Key, dict[str, Any]], after: dict[Key, dict[str, Any]]) -> bool:
    """Whether a fact is as it was, or the reading says that it may not be."""
    old, new = before.get(key), after.get(key)
    if _says(old) == _says(new) or (new is not None and new["doubt"] is not None):
        return True
    lines = _lines_of(case, old, new)
    if any(said.span.line in lines or said.code == "DQ-I048" for said in case.result.diagnostics):
        return True
    if _says(new) is not None:
        return False
    near = (each for place, each in after.items() if place[0] == key[0] and each["doubt"] is not None)
    return any(min(abs(each["line"] - line) for line in lines) <= _NEAR for each in near)


def _lines_of(case: Case, *found: dict[str, Any] | None) -> frozenset[int]:
    """The lines that were touched and those of a fact, before and behind what was put in."""
    lines = case.touched.union(*(fact["lines"] for fact in found if fact is not None))
    return lines | {line + case.growth for line in lines}


def _is_found(
    key: Key,
    after: dict[Key, dict[str, Any]],
    outcomes: Sequence[Outcome],
    known: set[tuple[str, str]],
) -> bool:
    """Whether a check finds a fact that the reading says nothing of."""
    new = after.get(key)
    if new is not None and any(
        (operand.table, operand.row["n"], operand.column) == (key[0], new["n"], key[3])
        for outcome in outcomes
        for operand in outcome.operands
    ):
        return True
    return _says(new) is None and any(
        outcome.rule.startswith("LY1") or (operand.table, operand.column) == (key[0], key[3])
        for outcome in outcomes
        if (outcome.rule, str(outcome.row)) not in known
        for operand in outcome.operands
    )


def _checked(reports: Mapping[str, ReportTables]) -> dict[str, list[Outcome]]:
    """What does not hold, by the report's name."""
    schema = default_schema()
    store = MemoryStore([named(report, name) for name, report in reports.items()], schema)
    run = check(read_rules([]).book, store, schema, evidence="all")
    found: dict[str, list[Outcome]] = {}
    for outcome in run.outcomes:
        if outcome.verdict in (Verdict.VIOLATED, Verdict.UNDECIDED):
            found.setdefault(outcome.report, []).append(outcome)
    return found
