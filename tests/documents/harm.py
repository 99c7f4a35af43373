"""What of a real document's facts is wrong without a word once it is harmed: see `tests.documents.mutations`."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
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
from tests.documents.mutations import Mutation, a_cell_a_line
from tests.reading import named

Key = tuple[str, str | None, str, str]

_ROUNDING = 1_000
"""In yuan: what is lost below it may be the rounding of its sum."""
_NEAR = 8
"""Lines around a lost row within which a doubt names its place."""


_FAULTS = (Verdict.VIOLATED, Verdict.UNDECIDED)


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

    Parameters: `forms` of those that fit it best, with which it is read when harmed: one cell makes no other fit;
    `by_line` where each of its cells gets a line of its own.
    """

    def __init__(self, path: Path, forms: int, *, by_line: bool = False) -> None:
        self.name = path.name
        self.templates = load_catalogue()
        text = path.read_text(encoding="utf-8").split("\n")
        self.lines = a_cell_a_line(text) if by_line else text
        report = self.read(self.lines).report
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


def silent(
    harmed: Sequence[tuple[Document, Sequence[Case]]], *, any_figure: bool = False
) -> list[tuple[str, str, Key, Key]]:
    """The cases in which a fact is wrong or lost in silence: (document, kind, the mutated figure, that fact).

    Parameters: `any_figure` where figures were harmed that nothing tells from another honest report: the cases in which
    each check has all wrong facts or none of them are left out.

    A fact is told where it is doubted, where a diagnostic names its line or one that was touched, where the reading
    misses its table, and where a check does not hold and has it among its operands. A lost one is told as well by a
    doubt near it, a check of its column that does not hold, or a rule about displaced rows.
    """
    unsaid: list[tuple[Document, Case, dict[Key, dict[str, Any]], list[Key]]] = []
    for document, cases in harmed:
        for case in cases:
            if case.result.report is not None:
                after = facts(case.result.report)
                keys = [key for key in {*after, *document.facts} if not _is_said(case, key, document.facts, after)]
                if keys:
                    unsaid.append((document, case, after, sorted(keys, key=str)))
    whole = {f"whole {id(document)}": document.report for document, *_ in unsaid}
    outcomes = _checked({**whole, **{str(at): case.result.report for at, (_, case, *_) in enumerate(unsaid)}})
    bad = {name: [each for each in all_of_it if each.verdict in _FAULTS] for name, all_of_it in outcomes.items()}
    found: list[tuple[str, str, Key, Key]] = []
    for at, (document, case, after, keys) in enumerate(unsaid):
        known = {(each.rule, str(each.row)) for each in bad.get(f"whole {id(document)}", ())}
        astray = [key for key in keys if not _is_found(key, after, bad.get(str(at), ()), known)]
        if any_figure and _is_honest(keys, document.facts, after, outcomes.get(str(at), ())):
            continue
        found += [(document.name, case.kind, case.key, key) for key in astray[:1]]
    return found


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
    report = case.result.report
    if report is not None and report.reading is not None and key[0] in report.reading.missing:
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


def _is_honest(
    keys: Sequence[Key],
    before: dict[Key, dict[str, Any]],
    after: dict[Key, dict[str, Any]],
    outcomes: Sequence[Outcome],
) -> bool:
    """Whether facts only changed places and stand in the same sums alone: someone may have published them so."""
    if Counter(_says(before.get(key)) for key in keys) != Counter(_says(after.get(key)) for key in keys):
        return False
    moved = {(key[0], after[key]["n"], key[3]) for key in keys if key in after}
    operands = ({(each.table, each.row["n"], each.column) for each in outcome.operands} for outcome in outcomes)
    return len(moved) == len(keys) > 1 and all(moved <= of_one or not moved & of_one for of_one in operands)


def _checked(reports: Mapping[str, ReportTables]) -> dict[str, list[Outcome]]:
    """All outcomes, by the report's name."""
    schema = default_schema()
    store = MemoryStore([named(report, name) for name, report in reports.items()], schema)
    run = check(read_rules([]).book, store, schema, evidence="all")
    found: dict[str, list[Outcome]] = {}
    for outcome in run.outcomes:
        found.setdefault(outcome.report, []).append(outcome)
    return found
