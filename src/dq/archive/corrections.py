"""Corrections of misread cells: an append-only log, and how a correction follows its cell when a report is read anew.

The document is never corrected, only its reading. What was read stays in the row (`m__printed`) and in the log.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

Cell = tuple[str, str, int, str]
"""What identifies a cell of an archive: report, table, row number, column."""

FAMILY: Final = ("", "__state", "__radius", "__decimals", "__doubt")
"""Columns of a measure that a correction sets; the printed text, unit and place stay."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What a cell says, as it is stored (`dq.archive.layout`): figures as exact texts in the base unit."""

    value: str | None
    state: int
    radius: str | None
    decimals: int | None
    doubt: str | None

    @staticmethod
    def of(row: Mapping[str, Any], column: str) -> Figure:
        """What the stored row says in this column. Example: `Figure.of(row, "amount").value` → `"3001000.000000"`."""
        value, state, radius, decimals, doubt = (row.get(column + suffix) for suffix in FAMILY)
        return Figure(_text(value), int(state or 0), _text(radius), decimals, doubt)

    def columns(self, column: str) -> dict[str, Any]:
        """The columns of a row that hold it."""
        values = (_decimal(self.value), self.state, _decimal(self.radius), self.decimals, self.doubt)
        return {column + suffix: value for suffix, value in zip(FAMILY, values, strict=True)}


@dataclass(frozen=True, slots=True)
class Correction:
    """One cell that was misread, and what the document prints there.

    Parameters: `number` from 1 in the order of the log (0 while it is only proposed); `report`, `table`, `n`, `column`
    the cell, `sha256` its document, `code`, `label`, `path` its row, `line` its place; `printed` and `unit` as read;
    `before` and `after` what the row said and says; `value` the text that the document prints; `author`, `reason`, `at`
    (UTC, ISO 8601); `carried` number of the correction of an earlier reading or version that it continues.
    """

    number: int
    report: str
    sha256: str
    table: str
    n: int
    column: str
    code: str | None
    label: str | None
    path: str | None
    line: int | None
    printed: str
    unit: str
    before: Figure
    after: Figure
    value: str
    author: str
    reason: str
    at: str
    carried: int | None = None

    @property
    def cell(self) -> Cell:
        """The corrected cell."""
        return self.report, self.table, self.n, self.column

    @property
    def told(self) -> str:
        """What reports show of it, on one line."""
        told = (*self.cell, self.printed, self.value, self.author, self.reason, self.at)
        return json.dumps(told, ensure_ascii=False)


class Ending(StrEnum):
    """Why a correction is not in force any more."""

    UNDONE = "undone"
    REPLACED = "replaced"  # by a later correction of the same cell
    CARRIED = "carried"  # to the same cell of the report as it was read anew
    STALE = "stale"  # the cell prints something else in the report as it is now


@dataclass(frozen=True, slots=True)
class Closing:
    """The end of a correction: which, why, by whom and for what reason, and when.

    What the archive ends by itself (carried, stale) has no author; its reason is the id of the report that was written.
    """

    number: int
    ending: Ending
    author: str | None
    reason: str | None
    at: str


@dataclass(frozen=True, slots=True)
class Log:
    """Every correction ever made and every one that was ended; both only grow."""

    made: tuple[Correction, ...] = ()
    closed: tuple[Closing, ...] = ()

    @property
    def in_force(self) -> tuple[Correction, ...]:
        """The corrections that were not ended, in the order they were made."""
        ended = {closing.number for closing in self.closed}
        return tuple(each for each in self.made if each.number not in ended)

    def by_cell(self) -> dict[Cell, Correction]:
        """The corrections in force by their cell; a cell has one at most."""
        return {each.cell: each for each in self.in_force}

    def ending(self, number: int) -> Closing | None:
        """How a correction ended, or None while it is in force."""
        return next((closing for closing in self.closed if closing.number == number), None)

    def add(self, made: Iterable[Correction]) -> Log:
        """The log with these corrections, numbered on; one of a corrected cell takes the place of the earlier one and
        keeps what was read first.
        """
        log = self
        for new in made:
            old = log.by_cell().get(new.cell)
            numbered = replace(new, number=len(log.made) + 1, before=new.before if old is None else old.before)
            if old is not None:
                log = log.close(old.number, Ending.REPLACED, new.at, new.author, new.reason)
            log = Log((*log.made, numbered), log.closed)
        return log

    def close(self, number: int, ending: Ending, at: str, author: str | None = None, reason: str | None = None) -> Log:
        """The log with this correction ended."""
        return Log(self.made, (*self.closed, Closing(number, ending, author, reason, at)))


@dataclass(frozen=True, slots=True)
class Follow:
    """What becomes of a correction as its report is read anew.

    Parameters: `continued` the correction of the cell in the new reading, None where the cell is not there or prints
    something else; `found` what it prints now, None where it is not there.
    """

    continued: Correction | None
    found: str | None


def follow(
    correction: Correction, report: Mapping[str, Any], rows: Mapping[str, Sequence[Mapping[str, Any]]]
) -> Follow:
    """Find the cell of a correction in a new reading of its report, or in a new version of it.

    A cell is the same one where its row has the same code and path, and the correction still holds where the same
    text was read in the same unit. Among several such rows that with the same number is meant.
    Parameters: `report` the row of dataset "reports", `rows` by table.
    """
    alike = [
        row
        for row in rows.get(correction.table, ())
        if row.get("path") == correction.path
        and row.get("code") == correction.code
        and row.get(f"{correction.column}__state") is not None
    ]
    row = alike[0] if len(alike) == 1 else next((each for each in alike if each["n"] == correction.n), None)
    if row is None:
        return Follow(None, None)
    printed, unit = row.get(f"{correction.column}__printed") or "", row.get(f"{correction.column}__unit") or ""
    if (printed, unit) != (correction.printed, correction.unit):
        return Follow(None, f"{printed} {unit}".strip())
    line = row.get(f"{correction.column}__line")
    same = replace(
        correction,
        report=report["report"],
        sha256=report["sha256"],
        n=row["n"],
        label=row.get("label"),
        line=row.get("line") if line is None else line,
    )
    if same == correction:
        return Follow(correction, printed)
    before = Figure.of(row, correction.column)
    return Follow(replace(same, number=0, before=before, carried=correction.number), printed)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
