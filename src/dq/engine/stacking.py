"""Operands of many tests laid below each other, so that tests of one shape are evaluated as one."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic

import polars as pl

from dq.engine.frame import Frame, columns_of
from dq.engine.rows import REPORT
from dq.engine.work import Column, Work
from dq.plan.nodes import Cell, Form, Leaf, Lookup, Origin


@dataclass(frozen=True, slots=True)
class Rows(Generic[Column]):
    """Rows of a base, all or some.

    Parameters: `own` their columns, the lookups joined to them included, None where the rows are the reports;
    `reports` columns with what is known once a report; `slots` the column prefix of every lookup in either;
    `chosen` the numbers of the rows that are meant, None for all; `report` the number of the report of each of them.
    """

    work: Work[Column]
    own: Mapping[str, Column] | None
    reports: Mapping[str, Column]
    slots: Mapping[Lookup, str]
    report: Column
    chosen: Column | None = None
    made: dict[str, Column] = field(default_factory=dict, compare=False)
    """Columns of these rows that were asked for: many tests ask for the same."""

    @property
    def height(self) -> int:
        """How many rows are meant."""
        return self.work.height(self.report)

    def only(self, chosen: Column) -> Rows[Column]:
        """Those of the rows for which `chosen` is true."""
        places = self.work.places(chosen)
        if self.work.height(places) == self.height:
            return self
        report = self.work.beside(self.report, places)
        within = places if self.chosen is None else self.work.beside(self.chosen, places)
        return Rows(self.work, self.own, self.reports, self.slots, report, within)

    def numbers(self) -> Column:
        """Print order of each row, null for reports."""
        return self.work.repeated(None, pl.Int32(), self.height) if self.own is None else self._column("n")

    def operand(self, leaf: Leaf | str, form: Form, suffix: str) -> Column:
        """One of the columns that an operand of this form has (`columns_of`)."""
        if isinstance(leaf, str):
            return self.work.repeated(leaf, pl.String(), self.height)
        of_cell = form.origin in (Origin.STATE, Origin.UNIT) and isinstance(leaf, Cell)
        prefix = leaf.column if of_cell and isinstance(leaf, Cell) else Frame(self.slots).prefix(leaf)
        return self._column(prefix + suffix)

    def _column(self, name: str) -> Column:
        made = self.made.get(name)
        if made is None:
            made = self.made[name] = self._make(name)
        return made

    def _make(self, name: str) -> Column:
        if self.own is not None and name not in self.own:
            return self.work.beside(self.reports[name], self.report)
        columns = self.reports if self.own is None else self.own
        return columns[name] if self.chosen is None else self.work.at(columns, name, self.chosen)


@dataclass(slots=True)
class Stack(Generic[Column]):
    """Operands of one shape, test below test (or condition below condition).

    Parameters: `wanted` names of the operands' columns that something reads; None for all, the rows' names with them.
    """

    work: Work[Column]
    wanted: Container[str] | None = None
    parts: dict[str, list[Column]] = field(default_factory=dict)

    def add(self, number: int, rows: Rows[Column], operands: Sequence[tuple[Leaf | str, Form]]) -> None:
        """Lay the operands of test `number` on these rows below those of the others."""
        self._lay("test", self.work.repeated(number, pl.Int32(), rows.height))
        if self.wanted is None:
            self._lay(REPORT, rows.report)
            self._lay("n", rows.numbers())
        for place, (leaf, form) in enumerate(operands):
            whole = form.origin in (Origin.KEY, Origin.PROPERTY) and form.type.is_numeric
            for suffix in columns_of(form):
                name = f"x{place}{suffix}"
                if self.wanted is None or name in self.wanted:
                    column = rows.operand(leaf, form, suffix)
                    self._lay(name, self.work.whole(column) if whole else column)

    def columns(self) -> dict[str, Column]:
        """The stack: columns test, r, n and those of the operands."""
        return {name: self.work.joined(parts) for name, parts in self.parts.items()}

    def _lay(self, name: str, column: Column) -> None:
        self.parts.setdefault(name, []).append(column)
