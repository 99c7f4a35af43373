"""Verdicts of golden cases: each line of a case's rules on each row of its tables."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from dq.archive import ReportTables
from tests.engine.small import check, report
from tests.golden.cases import Case
from tests.naive.invented import KEYS, UNITS

_ABSENT = "∅"


def verdicts(case: Case) -> str:
    """For each rule of a ```dq block (one a line) its verdicts, with reason or hint; a rule over rows tells each row.

    A table is a block ```rows NAME: a line of columns, then a line a row, cells between strokes as `small.printed` has
    them (? unreadable, - a dash), ∅ for a cell that is not there; 80 人 in a column of quantities has that unit. Behind
    the name: `absent` no such table, `before` a table of the report of the year before, `least 2` the form's least
    precision is two decimals.
    """
    blocks = [(name.split()[1:], body) for name, body in case.blocks if name.startswith("rows ")]
    now = _report(2018, [(words, body) for words, body in blocks if "before" not in words])
    before = _report(2017, [(words, body) for words, body in blocks if "before" in words])
    reports = [now, before] if any("before" in words for words, _ in blocks) else [now]
    return "\n\n".join(_told(rule, reports) for rule in (case.block("dq") or "").splitlines() if rule)


def _report(year: int, blocks: list[tuple[list[str], str]]) -> ReportTables:
    """A report of these tables. Parameters: `blocks` the words of each table's heading, and its rows."""
    tables = {words[0]: None if "absent" in words else _rows(body) for words, body in blocks}
    bare = {name: rows and [{key: _figure(key, cell) for key, cell in row.items()} for row in rows]
            for name, rows in tables.items()}  # fmt: skip
    found = report(f"body/{year}", **bare)
    found.report["year"] = year
    for words, _ in blocks:
        for stored, given in zip(found.rows.get(words[0], ()), tables[words[0]] or (), strict=True):
            _adjust(stored, given, int(words[2]) if "least" in words else 0)
    return found


def _rows(body: str) -> list[dict[str, str | None]]:
    columns, *lines = ([cell.strip() for cell in line.split("|")] for line in body.splitlines())
    return [
        {column: None if cell == _ABSENT else cell for column, cell in zip(columns, line, strict=True)}
        for line in lines
    ]


def _figure(column: str, cell: str | None) -> str | int | None:
    if column in {"parent", "above", "below", "level"}:
        return int(cell) if cell else None
    if column in KEYS:
        return cell or None  # as the archive has it
    return cell.split()[0] if column == "size" and cell else cell


def _adjust(stored: dict[str, Any], given: dict[str, str | None], least: int) -> None:
    """Give a stored row the units of its quantities, and the radii of a form's least precision."""
    if cell := given.get("size"):
        figure, unit = cell.split()
        stored |= {"size": Decimal(figure) * UNITS.get(unit, Decimal(1)), "size__unit": unit}
    for column in given:
        radius = stored.get(f"{column}__radius")
        if least and radius:
            stored[f"{column}__radius"] = min(radius, Decimal(5).scaleb(-least - 1) * UNITS["万元"])


def _told(rule: str, reports: list[ReportTables]) -> str:
    record = check(f'rule T001 "t" {{ basis "b" severity error {rule} }}', *reports, evidence="all")
    words: dict[int | None, str] = {}
    for outcome in (each for each in record.outcomes if each.report == reports[0].report["report"]):
        said = outcome.reason.label if outcome.reason is not None else outcome.hint and f"(hint {outcome.hint.value})"
        place = None if outcome.row is None else outcome.row["n"]
        words[place] = " ".join(filter(None, (outcome.verdict.value, said)))
    if not rule.startswith("for each"):
        return f"{rule}\n  {words.get(None, 'not_applicable')}"
    rows = reports[0].rows.get(rule.split()[2], [])
    return "\n".join([rule, *(f"  {row['item']}  {words.get(row['n'], 'not_applicable')}" for row in rows)])
