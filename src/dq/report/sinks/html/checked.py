"""What was checked and held: rules against the tables that they read, and the verdicts by table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dq.outcome.model import ReportRecord, RunRecord
from dq.report.sinks.html.places import table_id
from dq.report.sinks.text.view import View
from dq.semantics.checked import CheckedRule
from dq.types import Verdict

SHOWN: Final = (Verdict.VIOLATED, Verdict.ERROR, Verdict.UNDECIDED, Verdict.ROUNDING, Verdict.HOLDS)
"""The order in which verdicts are shown: what is to be looked at first."""
_STATEMENTS: Final = "statements"
_MISSING: Final = "missing"
_LEAST: Final = 0.008
"""The least share of a bar that is drawn."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Verdicts of one table. `parts` the verdict, its number, and where its piece of the bar begins and how wide it is,
    in thousandths of the bar.
    """

    title: str
    anchor: str | None
    total: int
    parts: tuple[tuple[Verdict, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule with what came of it: numbers by verdict, and for each column whether it reads that table."""

    rule: str
    title: str
    worst: Verdict
    counts: tuple[tuple[Verdict, int], ...]
    reads: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rules against tables. `columns` name and title of each; `idle` rules that had nothing to say of the report."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[RuleRow, ...]
    idle: tuple[tuple[str, str], ...]


def matrix(run: RunRecord, report: ReportRecord, view: View) -> Matrix:
    """What the rules said of the only report of a run.

    Parameters: `view` that of the report.
    Example: `matrix(run, run.reports[0], view).rows[0].counts`.
    """
    tables = [name for name in report.tables_found if view.schema.tables.get(name)]
    columns = [
        *((name, view.table(name)) for name in tables),
        (_MISSING, view.say("没有读到的表", "tables not found")),
        (_STATEMENTS, view.say("文字与表单", "text and forms")),
    ]
    rows, idle = [], []
    for rule in run.rules:
        counts = {verdict: run.matrix.get(rule, {}).get(verdict.value, 0) for verdict in SHOWN}
        told = tuple((verdict, number) for verdict, number in counts.items() if number)
        if not told:
            idle.append((rule, view.rule_title(rule)))
            continue
        reads = _reads(view.rules.get(rule), report, tables)
        rows.append(RuleRow(rule, view.rule_title(rule), told[0][0], told, reads))
    used = [any(row.reads[at] for row in rows) for at in range(len(columns))]
    return Matrix(
        columns=tuple(column for column, wanted in zip(columns, used, strict=True) if wanted),
        rows=tuple(_narrowed(row, used) for row in rows),
        idle=tuple(idle),
    )


def _reads(rule: CheckedRule | None, report: ReportRecord, tables: Sequence[str]) -> tuple[bool, ...]:
    """Which of the tables the rule reads, whether it reads one that is missing, and whether statements or forms."""
    expectations = () if rule is None else rule.expectations
    chosen = [each for each in expectations if report.template in each.templates] or expectations
    named = {table for each in chosen for table in each.tables}
    missing = named.intersection(report.tables_missing)
    return (*(table in named for table in tables), bool(missing), bool(named.difference(tables, missing)))


def _narrowed(row: RuleRow, used: Sequence[bool]) -> RuleRow:
    reads = tuple(each for each, wanted in zip(row.reads, used, strict=True) if wanted)
    return RuleRow(row.rule, row.title, row.worst, row.counts, reads)


def bars(found: Matrix, anchors: frozenset[str]) -> tuple[Bar, ...]:
    """Verdicts by table; a check that reads several tables is counted in each of them.

    Parameters: `anchors` those of the tables that the page draws.
    """
    drawn = []
    for at, (name, title) in enumerate(found.columns):
        counted: Counter[Verdict] = Counter()
        for row in found.rows:
            if row.reads[at]:
                counted.update(dict(row.counts))
        anchor = table_id(name) if table_id(name) in anchors else None
        drawn.append(Bar(title, anchor, counted.total(), pieces(counted)))
    return tuple(drawn)


def pieces(counted: Mapping[Verdict, int]) -> tuple[tuple[Verdict, int, int, int], ...]:
    """Pieces of a bar: verdict, number, where it begins and how wide it is; none is too narrow to be seen.

    Example: `pieces({Verdict.HOLDS: 3, Verdict.VIOLATED: 1})[0]` → `(Verdict.VIOLATED, 1, 0, 250)`.
    """
    told = [(verdict, counted.get(verdict, 0)) for verdict in SHOWN if counted.get(verdict)]
    total = sum(max(number, _LEAST * sum(counted.values())) for _, number in told)
    parts: list[tuple[Verdict, int, int, int]] = []
    at = 0
    for verdict, number in told:
        width = round(1000 * max(number, _LEAST * sum(counted.values())) / total)
        parts.append((verdict, number, at, width))
        at += width
    return tuple(parts)
