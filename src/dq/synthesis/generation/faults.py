"""Faults put into consistent reports, each with the truth about it: one report gets one fault at most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Any, Final

from dq.archive.layout import MEASURE_SUFFIXES
from dq.archive.report_tables import ReportTables
from dq.synthesis.generation.identities import broken
from dq.synthesis.generation.misprints import misprint, restated
from dq.types import CellState, unit_named

Row = dict[str, Any]
_TRIES: Final = 30
_FAMILY: Final = tuple(suffix for suffix in MEASURE_SUFFIXES if suffix not in ("__line", "__cell"))
"""What moves when a figure moves; line and place stay where they are."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What was done to a report.

    Parameters: `table`, `row` (its path before) and `column`: the cell, or where a fault of many cells begins, its
    `column` empty; `original` and `printed` the text before and after; `broken` the accounts that the report now
    breaks beyond rounding.
    """

    report: str
    kind: str
    table: str
    row: str
    column: str
    original: str
    printed: str
    broken: tuple[str, ...] = ()

    @property
    def moves(self) -> bool:
        """True where the fault breaks an equation of the accounts beyond what rounding explains."""
        return bool(self.broken)


def put_fault(report: ReportTables, kind: str, chance: Random) -> tuple[ReportTables, Fault] | None:
    """The report with one fault of this kind, and the truth; None where it has no place for one.

    Parameters: `report` is left as it is; `chance` decides on the place.
    """
    rows = {table: [dict(row) for row in found] for table, found in report.rows.items()}
    identity = str(report.report["report"])
    match kind:
        case "row_shift":
            fault = _shift_rows(identity, rows, chance)
        case "swapped_columns":
            fault = _swap_columns(identity, rows, chance)
        case "omitted_child":
            fault = _omit_child(identity, rows, chance)
        case _:
            fault = _misprint(identity, rows, kind, chance)
    if fault is None:
        return None
    tables = [{**table, "rows": len(rows[table["table"]])} for table in report.tables]
    faulty = ReportTables(report.report, tables, rows)
    return faulty, replace(fault, broken=broken(faulty))


def _measures(rows: list[Row]) -> list[str]:
    return [name.removesuffix("__state") for name in rows[0] if name.endswith("__state")] if rows else []


def _figures(rows: dict[str, list[Row]], *, totals: bool) -> list[tuple[str, Row, str]]:
    """Every printed figure that is not zero; only totals where they are asked for."""
    measures = {table: _measures(found) for table, found in rows.items()}
    return [
        (table, row, name)
        for table, found in rows.items()
        for row in found
        for name in measures[table]
        if row[f"{name}__state"] == CellState.FIGURE and (not totals or _is_total(row, found))
    ]


def _is_total(row: Row, rows: list[Row]) -> bool:
    """A row that is the sum of others: a total, or a code with codes below it."""
    return row["role"] == "total" or (row["code"] is not None and any(other["parent"] == row["n"] for other in rows))


def _pick(chance: Random, below: int) -> int:
    return int(chance.random() * below)


def _misprint(report: str, rows: dict[str, list[Row]], kind: str, chance: Random) -> Fault | None:
    """One figure written wrongly."""
    figures = _figures(rows, totals=kind == "stale_total")
    for _ in range(_TRIES if figures else 0):
        table, row, name = figures[_pick(chance, len(figures))]
        text = row[f"{name}__printed"]
        if kind == "stale_total":
            new: str | None = restated(text, Decimal(1 + _pick(chance, 20)) / 100)
        else:
            new = misprint(kind, text, row[f"{name}__unit"], chance)
        if new is not None:
            _print(row, name, new)
            return Fault(report, kind, table, row["path"], name, text, new)
    return None


def _print(row: Row, name: str, text: str) -> None:
    """Put a figure's text into a cell, as reading would."""
    amount = Decimal(text.replace(",", ""))
    row[name] = amount * unit_named(row[f"{name}__unit"]).factor
    row[f"{name}__state"] = int(CellState.FIGURE if amount else CellState.ZERO)
    row[f"{name}__printed"] = text


def _blocks(rows: list[Row]) -> list[list[Row]]:
    """The rows of each block that is printed side by side with others."""
    blocks: list[list[Row]] = []
    for row in rows:
        if row["above"] is None or not blocks:
            blocks.append([])
        blocks[-1].append(row)
    return blocks


def _shift_rows(report: str, rows: dict[str, list[Row]], chance: Random) -> Fault | None:
    """All figures of a block from some row on are printed one row too low; the last ones stand beside no label."""
    places = [
        (table, block)
        for table, names in ((table, _measures(found)) for table, found in rows.items())
        for block in _blocks(rows[table])
        if sum(_is_filled(row, names) for row in block) > 1 and block[0]["line"] != block[-1]["line"]
    ]
    if not places:
        return None
    table, block = places[_pick(chance, len(places))]
    names = _measures(rows[table])
    filled = [at for at, row in enumerate(block) if _is_filled(row, names)]
    first = filled[0] if chance.random() < 0.5 else filled[_pick(chance, len(filled) - 1)]  # noqa: PLR2004 - half of them
    below = {**block[-1], **_unnamed(block[-1], names)}
    moved = [*block[first:], below]
    for row, above in zip(reversed(moved), reversed(moved[:-1]), strict=False):
        row.update({name + suffix: above[name + suffix] for name in names for suffix in _FAMILY})
    _blank(moved[0], names)
    position = rows[table].index(block[-1]) + 1
    rows[table].insert(position, below)
    _renumber(rows[table], position)
    return Fault(report, "row_shift", table, block[first]["path"], "", f"{len(moved) - 1} rows", "one row lower")


def _is_filled(row: Row, names: list[str]) -> bool:
    return any(row[f"{name}__state"] == CellState.FIGURE for name in names)


def _unnamed(last: Row, names: list[str]) -> Row:
    """What says which row it is, for one without code and label below `last`."""
    keys = dict.fromkeys(("code", "label", "item", "function_code", "level", "parent", "below"))
    lines = {f"{name}__line": last["line"] + 1 for name in names if last[f"{name}__state"] is not None}
    return {**keys, **lines, "path": "", "role": "item", "line": last["line"] + 1, "above": last["n"]}


def _blank(row: Row, names: list[str]) -> None:
    for name in names:
        if row[f"{name}__state"] is not None:
            row.update(
                {
                    name: None,
                    f"{name}__state": int(CellState.BLANK),
                    f"{name}__radius": None,
                    f"{name}__printed": "",
                    f"{name}__decimals": None,
                }
            )


def _renumber(rows: list[Row], position: int) -> None:
    """Number the rows anew after one was put in at `position`, as the last of its block."""
    old = {id(row): row["n"] for at, row in enumerate(rows) if at != position}
    new = {old[id(row)]: at for at, row in enumerate(rows) if id(row) in old}
    before = rows[position - 1]
    for at, row in enumerate(rows):
        for key in ("parent", "above", "below"):
            if row[key] is not None:
                row[key] = new[row[key]]
        row["n"] = at
    before["below"] = position


def _swap_columns(report: str, rows: dict[str, list[Row]], chance: Random) -> Fault | None:
    """Two columns of a table change places in every row."""
    pairs = []
    for table, found in rows.items():
        names = _measures(found)
        for at, first in enumerate(names):
            for second in names[at + 1 :]:
                if any(_differ(row, first, second) for row in found):
                    pairs.append((table, first, second))  # noqa: PERF401 - three loops deep reads better so
    if not pairs:
        return None
    table, first, second = pairs[_pick(chance, len(pairs))]
    for row in rows[table]:
        if row[f"{first}__state"] is not None and row[f"{second}__state"] is not None:
            here = {suffix: row[first + suffix] for suffix in _FAMILY}
            row.update({first + suffix: row[second + suffix] for suffix in _FAMILY})
            row.update({second + suffix: text for suffix, text in here.items()})
    return Fault(report, "swapped_columns", table, "", f"{first} {second}", first, second)


def _differ(row: Row, first: str, second: str) -> bool:
    there = row[f"{first}__state"] is not None and row[f"{second}__state"] is not None
    return there and (row[first] or 0) != (row[second] or 0)


def _omit_child(report: str, rows: dict[str, list[Row]], chance: Random) -> Fault | None:
    """A code without codes below it is left out, while the sums above it stand."""
    leaves = list(_leaves(rows))
    if not leaves:
        return None
    table, row = leaves[_pick(chance, len(leaves))]
    found = rows[table]
    name = _measures(found)[0]
    for other in found:
        other["below"] = row["below"] if other["below"] == row["n"] else other["below"]
        other["above"] = row["above"] if other["above"] == row["n"] else other["above"]
    rest = [other for other in found if other is not row]
    new = {other["n"]: at for at, other in enumerate(rest)}
    for at, other in enumerate(rest):
        for key in ("parent", "above", "below"):
            other[key] = None if other[key] is None else new[other[key]]
        other["n"] = at
    rows[table] = rest
    return Fault(report, "omitted_child", table, row["path"], "", row[f"{name}__printed"] or "", "")


def _leaves(rows: dict[str, list[Row]]) -> Iterator[tuple[str, Row]]:
    for table, found in rows.items():
        names = _measures(found)
        parents = {row["parent"] for row in found}
        for row in found:
            if (
                row["code"] is not None
                and row["n"] not in parents
                and row["parent"] is not None
                and _is_filled(row, names)
            ):
                yield table, row
