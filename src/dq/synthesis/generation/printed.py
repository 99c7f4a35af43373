"""The printed cells of a report, and equations between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed cell: its amount in base units, and half a unit of its last digit; zero where nothing is printed."""

    value: Decimal = Decimal(0)
    radius: Decimal = Decimal(0)


NOTHING: Final = Printed()


@dataclass(frozen=True, slots=True)
class Equation:
    """What must be equal. Parameters: `name` for people; `left` and `right` the cells that are added up."""

    name: str
    left: tuple[Printed, ...]
    right: tuple[Printed, ...]

    @property
    def is_broken(self) -> bool:
        """True where no true amounts that print as these cells are equal."""
        difference = _total(cell.value for cell in self.left) - _total(cell.value for cell in self.right)
        return abs(difference) > _total(cell.radius for cell in (*self.left, *self.right))


def _total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))


class Cells:
    """The rows of a report by table and path. Parameters: `rows` by table, in print order."""

    def __init__(self, rows: Mapping[str, Sequence[Row]]) -> None:
        self.rows = rows
        self._by_path = {table: {row["path"]: row for row in found} for table, found in rows.items()}
        self._below: dict[tuple[str, int | None], list[Row]] = {}
        for table, found in rows.items():
            for row in found:
                self._below.setdefault((table, row["parent"]), []).append(row)

    def below(self, table: str, row: Row | None) -> list[Row]:
        """The rows whose nearest printed ancestor is `row`, or those without one."""
        return self._below.get((table, None if row is None else row["n"]), [])

    def has(self, table: str, path: str) -> bool:
        """True where this row is printed."""
        return path in self._by_path.get(table, {})

    def at(self, table: str, path: str, column: str) -> Printed:
        """The cell, nothing where it is not there."""
        row = self._by_path.get(table, {}).get(path)
        return NOTHING if row is None else cell_of(row, column)

    def by_class(self, table: str, column: str, summary: str, amount: str) -> Iterator[Equation]:
        """Class by class: where only one of two tables has a class, the other has nothing of it."""
        if not self.rows.get(table) or not self.rows.get(summary):
            return
        lines = {row["function_code"]: row for row in self.rows[summary] if row["function_code"] is not None}
        classes = {row["code"]: row for row in self.rows[table] if row["level"] == 1}
        for code in sorted({*lines, *classes}):
            of_line = cell_of(lines[code], amount) if code in lines else NOTHING
            of_class = cell_of(classes[code], column) if code in classes else NOTHING
            yield Equation(f"{table} = {summary}, class", (of_class,), (of_line,))


def cell_of(row: Row, column: str) -> Printed:
    """A row's cell in a column."""
    value = row.get(column)
    return NOTHING if value is None else Printed(value, row.get(f"{column}__radius") or Decimal(0))


def has_column(rows: Iterable[Row], column: str) -> bool:
    """True where the form has this column."""
    return any(row.get(f"{column}__state") is not None for row in rows)
