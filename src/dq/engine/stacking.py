"""Operands of many tests laid below each other, so that tests of one shape are evaluated as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from dq.engine.frame import Frame, columns_of
from dq.engine.rows import REPORT, beside, nulls
from dq.plan.nodes import Cell, Form, Leaf, Lookup, Origin


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a base, all or some.

    Parameters: `own` their columns, the lookups joined to them included, None where the rows are the reports;
    `reports` columns with what is known once a report; `slots` the column prefix of every lookup in either;
    `chosen` which rows are meant, None for all; `report` the number of the report of each row meant.
    """

    own: Mapping[str, pl.Series] | None
    reports: Mapping[str, pl.Series]
    slots: Mapping[Lookup, str]
    report: pl.Series
    chosen: pl.Series | None = None
    made: dict[str, pl.Series] = field(default_factory=dict, compare=False)
    """Columns of these rows that were asked for: many tests ask for the same."""

    def only(self, chosen: pl.Series) -> Rows:
        """Those of the rows for which `chosen` is true."""
        return Rows(self.own, self.reports, self.slots, self.report.filter(chosen), chosen)

    def numbers(self) -> pl.Series:
        """Print order of each row, null for reports."""
        return nulls(len(self.report), pl.Int32()) if self.own is None else self._column("n")

    def operand(self, leaf: Leaf | str, form: Form) -> dict[str, pl.Series]:
        """The columns of an operand by suffix."""
        if isinstance(leaf, str):
            return {"": pl.Series([leaf], dtype=pl.String()).new_from_index(0, len(self.report))}
        of_cell = form.origin in (Origin.STATE, Origin.UNIT) and isinstance(leaf, Cell)
        prefix = leaf.column if of_cell and isinstance(leaf, Cell) else Frame(self.slots).prefix(leaf)
        columns = {suffix: self._column(prefix + suffix) for suffix in columns_of(form)}
        if form.origin in (Origin.KEY, Origin.PROPERTY) and form.type.is_numeric:
            columns[""] = columns[""].cast(pl.Int64)
        return columns

    def _column(self, name: str) -> pl.Series:
        made = self.made.get(name)
        if made is None:
            made = self.made[name] = self._make(name)
        return made

    def _make(self, name: str) -> pl.Series:
        if self.own is not None and name not in self.own:
            return beside(self.reports[name], self.report)
        column = self.reports[name] if self.own is None else self.own[name]
        return column if self.chosen is None else column.filter(self.chosen)


@dataclass(slots=True)
class Stack:
    """Operands of one shape, test below test (or condition below condition)."""

    tests: list[pl.Series] = field(default_factory=list)
    reports: list[pl.Series] = field(default_factory=list)
    numbers: list[pl.Series] = field(default_factory=list)
    operands: dict[str, list[pl.Series]] = field(default_factory=dict)

    def add(self, number: int, rows: Rows, operands: Sequence[tuple[Leaf | str, Form]]) -> None:
        """Lay the operands of test `number` on these rows below those of the others."""
        self.tests.append(pl.Series([number], dtype=pl.Int32()).new_from_index(0, len(rows.report)))
        self.reports.append(rows.report)
        self.numbers.append(rows.numbers())
        for place, (leaf, form) in enumerate(operands):
            for suffix, column in rows.operand(leaf, form).items():
                self.operands.setdefault(f"x{place}{suffix}", []).append(column)

    def frame(self) -> pl.DataFrame:
        """The stack: columns test, r, n and those of every operand."""
        return pl.DataFrame(
            {
                "test": pl.concat(self.tests),
                REPORT: pl.concat(self.reports),
                "n": pl.concat(self.numbers),
                **{name: pl.concat(columns) for name, columns in self.operands.items()},
            }
        )
