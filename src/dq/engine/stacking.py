"""Operands of many tests laid below each other, so that tests of one shape are evaluated as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from dq.engine.frame import Frame, absent_column, columns_of
from dq.engine.rows import REPORT, nulls
from dq.plan.nodes import Cell, Form, Leaf, Lookup, Origin, Slot


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

    def only(self, chosen: pl.Series) -> Rows:
        """Those of the rows for which `chosen` is true."""
        return Rows(self.own, self.reports, self.slots, self.report.filter(chosen), chosen)

    def numbers(self) -> pl.Series:
        """Print order of each row, null for reports."""
        return nulls(len(self.report), pl.Int32()) if self.own is None else self._column("n")

    def operand(self, leaf: Leaf, form: Form) -> dict[str, pl.Series]:
        """The columns of an operand by suffix."""
        of_cell = form.origin is Origin.STATE and isinstance(leaf, Cell)
        prefix = leaf.column if of_cell and isinstance(leaf, Cell) else Frame(self.slots).prefix(leaf)
        columns = {}
        for suffix in columns_of(form):
            absence = suffix == "_n" and isinstance(leaf, Slot)
            name = absent_column(leaf.lookup.table) if absence and isinstance(leaf, Slot) else prefix + suffix
            columns[suffix] = self._column(name)
        if form.origin in (Origin.KEY, Origin.PROPERTY) and form.type.is_numeric:
            columns[""] = columns[""].cast(pl.Int64)
        return columns

    def _column(self, name: str) -> pl.Series:
        if self.own is not None and name not in self.own:
            return self.reports[name][self.report]
        column = self.reports[name] if self.own is None else self.own[name]
        return column if self.chosen is None else column.filter(self.chosen)


@dataclass(slots=True)
class Stack:
    """Operands of one shape, test below test (or condition below condition)."""

    members: list[int] = field(default_factory=list)
    reports: list[pl.Series] = field(default_factory=list)
    numbers: list[pl.Series] = field(default_factory=list)
    operands: dict[str, list[pl.Series]] = field(default_factory=dict)

    def add(self, member: int, rows: Rows, operands: Sequence[tuple[Leaf, Form]]) -> None:
        """Lay the operands of test number `member` on these rows below those of the others."""
        self.members.append(member)
        self.reports.append(rows.report)
        self.numbers.append(rows.numbers())
        for place, (leaf, form) in enumerate(operands):
            for suffix, column in rows.operand(leaf, form).items():
                self.operands.setdefault(f"x{place}{suffix}", []).append(column)

    def frame(self) -> pl.DataFrame:
        """The stack: columns test, r, n and those of every operand."""
        heights = pl.Series([len(report) for report in self.reports], dtype=pl.UInt32)
        return pl.DataFrame(
            {
                "test": pl.Series(self.members, dtype=pl.Int32).repeat_by(heights).explode(empty_as_null=False),
                REPORT: pl.concat(self.reports),
                "n": pl.concat(self.numbers),
                **{name: pl.concat(columns) for name, columns in self.operands.items()},
            }
        )
