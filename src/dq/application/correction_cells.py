"""Finding the one cell that a person means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from dq.archive import Archive
from dq.ingest.cells import plain_digits
from dq.templates import normalise_label
from dq.templates.model import Schema

_BY_NUMBER = "n="


@dataclass(frozen=True, slots=True)
class Sought:
    """A cell as a person describes it; None for what is not said.

    Parameters: `table` its name or a Chinese alias; `row` a code, a path, a label, a row number or `n=` and the row
    number; `line` its line in the document; `column` its name or title; `printed` the text that was read.
    """

    report: str | None = None
    table: str | None = None
    row: str | None = None
    line: int | None = None
    column: str | None = None
    printed: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A cell of figures as it is stored. Parameters: `row` its stored row."""

    table: str
    column: str
    row: Mapping[str, Any]

    @property
    def line(self) -> int | None:
        """Where the cell stands in the document."""
        line: int | None = self.row[f"{self.column}__line"]
        return self.row["line"] if line is None else line

    @property
    def printed(self) -> str:
        """The text that was read."""
        return self.row[f"{self.column}__printed"] or ""

    @property
    def described(self) -> str:
        """The cell and what it says, with the options that mean it and no other."""
        name = " ".join(part for part in (self.row["code"], self.row["label"]) if part)
        options = f"--table {self.table} --row n={self.row['n']} --column {self.column}"
        return f"{options}    {name}  [{self.line}]  “{self.printed}”"


class Cells:
    """The cells of an archive's reports, each report read once; running text has figures, but no cells."""

    def __init__(self, archive: Archive, schema: Schema) -> None:
        self._archive = archive
        self._schema = schema
        self._read: dict[str, tuple[Found, ...]] = {}

    def matching(self, report: str, sought: Sought) -> list[Found]:
        """The cells that are as described, in print order."""
        tests = list(self._tests(sought))
        return [cell for cell in self._of(report) if all(test(cell) for _, test in tests)]

    def near(self, report: str, sought: Sought) -> list[Found]:
        """The cells that fit most of a description that none fits, the most alike first."""
        from difflib import SequenceMatcher  # only where nothing fits

        tests = list(self._tests(sought))
        scored: list[tuple[int, float, int, Found]] = []
        for cell in self._of(report):
            missed = [name for name, test in tests if not test(cell)]
            wanted = "".join(str(getattr(sought, name) or "") for name in missed)
            has = "".join(_said(cell, name) for name in missed)
            likeness = SequenceMatcher(None, wanted[:100], has[:100], autojunk=False).quick_ratio()
            scored.append((len(missed), -likeness, len(scored), cell))
        scored.sort(key=lambda each: each[:3])
        return [cell for _, _, _, cell in scored[:5]]

    def _of(self, report: str) -> tuple[Found, ...]:
        if report not in self._read:
            self._read[report] = tuple(self._cells(report))
        return self._read[report]

    def _cells(self, report: str) -> Iterator[Found]:
        printed = {table.name for form in self._schema.templates.values() for table in form.tables}
        for table, about in sorted(self._schema.tables.items()):
            if table not in printed:
                continue
            measures = [name for name, column in about.columns.items() if column.is_measure]
            rows = self._archive.scan(table).filter(pl.col("report") == report).sort("n").collect()
            for row in rows.iter_rows(named=True):
                for column in measures:
                    if row[f"{column}__state"] is not None:
                        yield Found(table, column, row)

    def _tests(self, sought: Sought) -> Iterator[tuple[str, Any]]:
        """What a cell must be, by the part of the description that says so."""
        if sought.table is not None:
            table = self._schema.resolve(sought.table)
            name = sought.table if table is None else table.name
            yield "table", lambda cell: cell.table == name
        if sought.column is not None:
            names = self._columns(sought.column)
            yield "column", lambda cell: (cell.table, cell.column) in names
        if sought.row is not None:
            yield "row", _row_test(sought.row)
        if sought.line is not None:
            yield "line", lambda cell: sought.line == cell.line
        if sought.printed is not None:
            text = _plain(sought.printed)
            yield "printed", lambda cell: _plain(cell.printed) == text

    def _columns(self, name: str) -> frozenset[tuple[str, str]]:
        label = normalise_label(name)
        return frozenset(
            (table, column)
            for table, about in self._schema.tables.items()
            for column, schema in about.columns.items()
            if column == name or label in schema.aliases or label == normalise_label(schema.title)
        )


def _row_test(row: str) -> Any:  # noqa: ANN401 - a predicate on a cell
    digits = row.removeprefix(_BY_NUMBER)
    if row.startswith(_BY_NUMBER) and digits.isascii() and digits.isdigit():
        return lambda cell: cell.row["n"] == int(digits[:9])
    code, label = plain_digits(row), normalise_label(row)
    return lambda cell: (
        cell.row["code"] == code
        or cell.row["path"] == row
        or cell.row["item"] == label
        or (cell.row["label"] is not None and normalise_label(cell.row["label"]) == label)
        or (cell.row["code"] is None and str(cell.row["n"]) == row)
    )


def _said(cell: Found, name: str) -> str:
    match name:
        case "row":
            return str(cell.row["code"] or cell.row["path"] or "")
        case "line":
            return str(cell.line or "")
        case "table" | "column" | "printed":
            return str(getattr(cell, name))
        case _:
            return ""


def _plain(printed: str) -> str:
    return plain_digits(printed).replace(",", "")


def described(cells: Sequence[Found]) -> list[str]:
    """Each cell in a line."""
    return [cell.described for cell in cells]
