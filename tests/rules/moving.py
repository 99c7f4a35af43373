"""Real reports with one cell changed, and which rules turn."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from dq.archive import MemoryStore, ReportTables
from dq.engine import check
from dq.outcome.model import Outcome, RunRecord
from dq.resources import rules_folder
from dq.semantics import load_rules
from dq.templates import default_schema
from dq.types import CellState, Verdict, unit_named
from tests.reading import read_once

DOCUMENTS = {
    "2018": "fujian-2018/000_6af2a6315bf8f1d0.txt",
    "2024-bureau": "shanghai-2024/planning-bureau-2024.tab.txt",
    "2024-department": "shanghai-2024/social-work-2024.tab.txt",
}
PACKS = ("expenditure", "fiscal", "funds", "general", "income", "layout", "procurement", "statistics", "summary")
"""Files of rules/final_accounts that tie the printed tables together: those that have a move for each rule."""
MOVES = Path(__file__).with_name("moves.toml")
FIGURE_SUFFIXES = ("", "__state", "__radius", "__printed", "__decimals", "__unit", "__line", "__cell", "__doubt")


@dataclass(frozen=True, slots=True)
class Move:
    """One change: `by` moves a figure (in its printed unit, a blank being zero); `to` sets key columns of the row."""

    rule: str
    report: str
    table: str
    row: str
    turns: tuple[str, ...]
    column: str | None = None
    by: Decimal | None = None
    to: tuple[tuple[str, Any], ...] = ()


def moves() -> list[Move]:
    """The changes listed in moves.toml, one for each rule."""
    listed = tomllib.loads(MOVES.read_text(encoding="utf-8"))["move"]
    return [
        Move(
            each["rule"],
            each["report"],
            each["table"],
            each["row"],
            tuple(each["turns"]),
            each.get("column"),
            Decimal(each["by"]) if "by" in each else None,
            tuple(each.get("to", {}).items()),
        )
        for each in listed
    ]


@lru_cache(maxsize=1)
def book():
    """The shipped rules that tie printed tables together."""
    files = [rules_folder() / "final_accounts" / f"{pack}.dq" for pack in PACKS]
    return load_rules(files, default_schema()).book


def read(documents: Path, name: str) -> ReportTables:
    """A real report; "2018-in-place" is the first with the figures of its displaced table moved up by one row."""
    report = read_once(documents / DOCUMENTS[name.removesuffix("-in-place")]).report
    assert report is not None
    return _in_place(report) if name.endswith("-in-place") else report


def _in_place(report: ReportTables) -> ReportTables:
    rows = copy.deepcopy(report.rows)
    displaced = rows["general_expenditure"]
    for row, below in pairwise(displaced):
        for measure in ("total", "basic", "project"):
            row.update({measure + suffix: below[measure + suffix] for suffix in FIGURE_SUFFIXES})
    displaced.pop()
    return ReportTables(report.report, report.tables, rows)


def moved(report: ReportTables, move: Move) -> ReportTables:
    """The report with the move's cell changed."""
    rows = copy.deepcopy(report.rows)
    row = next(each for each in rows[move.table] if each["path"] == move.row)
    row.update({key: None if value == "" else value for key, value in move.to})
    if move.column is not None:
        _set(row, move.column, move.by)
    return ReportTables(report.report, report.tables, rows)


def _set(row: dict[str, Any], column: str, by: Decimal | None) -> None:
    if by is None:
        row.update({column: None, f"{column}__state": int(CellState.BLANK), f"{column}__radius": None})
        return
    unit = unit_named(row.get(f"{column}__unit") or "万元")
    value = (row[column] or Decimal(0)) + by * unit.factor
    row[column] = value
    row[f"{column}__state"] = int(CellState.FIGURE if value else CellState.ZERO)
    if row.get(f"{column}__radius") is None:
        row[f"{column}__radius"] = Decimal(0)


def run(*reports: ReportTables) -> RunRecord:
    """The shipped rules over these reports."""
    schema = default_schema()
    return check(book(), MemoryStore(reports, schema), schema)


def violated(outcomes: Iterable[Outcome]) -> set[str]:
    """Rules with a violated outcome."""
    return {outcome.rule for outcome in outcomes if outcome.verdict is Verdict.VIOLATED}
