"""Which printed cells an outcome read, and where they stand in the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, assert_never

from dq.engine.facts import Cell, Facts, Row, cell_state
from dq.engine.figures import Scale
from dq.outcome.model import CorrectedCell, Operand, Source
from dq.semantics import checked
from dq.semantics.checked import Condition, Expr
from dq.types import CellState

_EMPTY = (CellState.BLANK, CellState.DASH)


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell that was read.

    Parameters: `addend` where it is one of many that an aggregate took; `home` the other report where it
    stands in such a one.
    """

    table: str
    row: Row
    column: str
    role: str
    addend: bool = False
    home: Facts | None = None

    @property
    def cell(self) -> Cell:
        """The cell's identity among those of the report and of others."""
        report = "" if self.home is None else self.home.report["report"]
        return f"{self.table} {report}".rstrip(), self.row["n"], self.column

    @property
    def spot(self) -> tuple[Any, ...] | None:
        """Where the figure is printed; None where its row alone is known. A sentence's year is that of all it says."""
        cell = self.row.get(f"{self.column}__cell")
        line = self.row.get(f"{self.column}__line")
        if cell is None or line is None:
            return None
        return None if self.home is None else self.home.report["report"], self.row["page"], line, cell


def readings(node: Condition | Expr, facts: Facts, row: Row | None) -> list[Reading]:
    """The cells that a check, or a value (whose cells all stand on the left), reads of its row and elsewhere, in the
    order of reading, each once.

    Blank addends are among them: an amount that is missing from its place explains a sum as well as a wrong one.
    """
    found: dict[Cell, Reading] = {}
    for reading in _of_value(node, facts, row, "left") if isinstance(node, Expr) else _of_condition(node, facts, row):
        found.setdefault(reading.cell, reading)
    return list(found.values())


def shown(
    found: list[Reading], document: str, corrected: Mapping[Cell, CorrectedCell] = MappingProxyType({})
) -> tuple[Operand, ...]:
    """Operands for people: without the blank addends of sums, but for those whose reading is doubted: what was printed
    there may stand elsewhere, and the verdict is to be doubted with them.
    """
    return tuple(
        _operand(each, document, corrected.get(each.cell))
        if each.home is None
        else replace(
            _operand(
                each, each.home.report["document"], each.home.corrected.get((each.table, each.row["n"], each.column))
            ),
            report=each.home.report["report"],
        )
        for each in found
        if not (each.addend and cell_state(each.row, each.column) in _EMPTY) or _doubt(each) is not None
    )


def identity(table: str, row: Row, column: str | None = None) -> dict[str, str | int | None]:
    """What names a row to people and programs."""
    named = {"table": table, "n": row["n"], "code": row["code"], "label": row["label"], "path": row["path"]}
    return named if column is None else {**named, "column": column}


def _operand(reading: Reading, document: str, corrected: CorrectedCell | None) -> Operand:
    row, name = reading.row, reading.column
    key = f"{name}__state" not in row
    value, unit = (None, None) if key else (row[name], row[f"{name}__unit"] or None)
    printed = row.get(name) if key else row[f"{name}__printed"]
    line, cell = (row["line"], None) if key else (row[f"{name}__line"], row[f"{name}__cell"])
    code = cell_state(row, name)
    state = "absent" if code == 0 else "text" if key and code == CellState.FIGURE else CellState(code).label
    return Operand(
        table=reading.table,
        row=identity(reading.table, row),
        column=name,
        value=None if value is None else Scale(unit, row[f"{name}__decimals"] or 0).figure(value),
        unit=unit,
        printed=None if printed is None else str(printed),
        state=state,
        role=reading.role,
        source=Source(
            document,
            row["page"],
            line if line is not None else row["line"],
            None if cell is None else cell + 1,
            row["sheet"],
        ),
        doubt=_doubt(reading),
        corrected=corrected,
    )


def _doubt(reading: Reading) -> str | None:
    """Why the cell's reading is doubted; of keys never."""
    doubt: str | None = reading.row.get(f"{reading.column}__doubt")
    return doubt


def _of_condition(node: Condition, facts: Facts, row: Row | None) -> Iterator[Reading]:
    match node:
        case checked.Compare(_, left, right) | checked.StartsWith(left, right):
            yield from _of_value(left, facts, row, "left")
            yield from _of_value(right, facts, row, "right")
        case checked.And(left, right) | checked.Or(left, right) | checked.Implies(left, right):
            yield from _of_condition(left, facts, row)
            yield from _of_condition(right, facts, row)
        case checked.Not(operand):
            yield from _of_condition(operand, facts, row)
        case checked.StateTest(operand) | checked.Among(operand) | checked.Matches(operand):
            yield from _of_value(operand, facts, row, "left")
        case checked.Exists(source):
            yield from _of_rows(source, facts, row, "left")
        case _:
            assert_never(node)


def _of_value(node: Expr, facts: Facts, row: Row | None, role: str) -> Iterator[Reading]:  # noqa: C901, PLR0912 - a case a node
    match node:
        case checked.Field(table, column):
            if row is not None:
                yield Reading(table, row, column, role)
        case checked.Pick(source, column):
            for home, each in _placed(source, facts, row):
                yield Reading(source.table, each, column, role, home=home)
        case checked.Reduce(_, source, element):
            if element is None:
                yield from _of_rows(source, facts, row, role)
            else:
                for home, each in _placed(source, facts, row):
                    for column in dict.fromkeys(_columns(element)):
                        yield Reading(source.table, each, column, role, addend=True, home=home)
        case checked.Negate(operand):
            yield from _of_value(operand, facts, row, role)
        case checked.Arithmetic(_, left, right):
            yield from _of_value(left, facts, row, role)
            yield from _of_value(right, facts, row, role)
        case checked.Call(_, arguments):
            for argument in arguments:
                yield from _of_value(argument, facts, row, role)
        case checked.MonthOf(operand):
            yield from _of_value(operand, facts, row, role)
        case checked.Case(branches, otherwise):
            for guard, _ in branches:
                yield from (replace(each, role=role) for each in _of_condition(guard, facts, row))
            taken = facts.taken(node, row)
            for value in (*(value for _, value in branches), otherwise) if taken is None else (taken,):
                yield from _of_value(value, facts, row, role)
        case checked.Literal() | checked.Inner() | checked.ReportField():
            return
        case _:
            assert_never(node)


def _placed(source: checked.Source, facts: Facts, row: Row | None) -> Iterator[tuple[Facts | None, Row]]:
    """The rows of a source, each with the other report where it stands in such a one."""
    return ((None if home is facts else home, each) for home, each in facts.placed(source, row))


def _of_rows(source: checked.Source, facts: Facts, row: Row | None, role: str) -> Iterator[Reading]:
    """Of rows that are only counted, the cells by which they were chosen: figures if there are any."""
    columns = dict.fromkeys((*(name for name, _ in source.keys), *_columns(source.filter)))
    for home, each in _placed(source, facts, row):
        measures = [name for name in columns if f"{name}__state" in each]
        for column in measures or [name for name in columns if name in ("code", "label")] or ["label"]:
            yield Reading(source.table, each, column, role, home=home)


def _columns(node: object) -> Iterator[str]:
    """Names of the Inner columns anywhere in an expression or condition, in the order of reading."""
    if isinstance(node, checked.Inner):
        yield node.column
    elif isinstance(node, tuple):
        for part in node:
            yield from _columns(part)
    elif not isinstance(node, checked.Source):
        for name in getattr(node, "__dataclass_fields__", ()):
            yield from _columns(getattr(node, name))
