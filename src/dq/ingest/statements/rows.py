"""Statements as stored rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from dq.ingest.cells import Cell, read_cell
from dq.ingest.facts import figure_columns
from dq.ingest.statements.model import Said, Statement
from dq.ingest.statements.prose import value_of
from dq.templates import Measure, load_statements, normalise_label
from dq.types import CellState, Unit, ValueType, unit_named

Row = dict[str, Any]
"""A stored row: columns of `dq.archive.layout`; what is left out is null."""

_NOTHING: Final = Cell(CellState.ZERO, Decimal(0), 2)
_WORDS: Final = frozenset({ValueType.TEXT, ValueType.CODE, ValueType.DATE, ValueType.BOOL})
_LAST_PLACE: Final = 32_767
"""The highest place that the store holds: a line without end may go on behind it."""
_TIMES: Final = Unit("倍", "percent", Decimal(100), "times")


def statement_rows(report: str, statements: Sequence[Statement]) -> dict[str, list[Row]]:
    """The stored rows by table, in the order of the statements given.

    Errors: `KeyError` for a table, column or attribute that `src/dq/templates/statements` does not have.
    Example: `statement_rows("r", [Statement("narrative", 7, "本年收入", {"amount": Said("1.50", 7, 4, "万元")})])
    ["narrative"][0]["amount"]` → `Decimal("15000.00")`.
    """
    shapes = {
        table.name: ({each.name: each for each in table.measures}, {each.name for each in table.attributes})
        for table in load_statements()
    }
    rows: dict[str, list[Row]] = {}
    for each in statements:
        measures, known = shapes[each.table]
        table = rows.setdefault(each.table, [])
        row = _key(report, len(table), each)
        for name, value in each.attributes.items():
            if name not in known:
                raise KeyError(f"{each.table} has no attribute {name}")
            row[name] = value
        for name, said in each.figures.items():
            row.update(_family(measures[name], said))
        table.append(row)
    return rows


def _key(report: str, number: int, each: Statement) -> Row:
    label = normalise_label(each.label) if each.label else None
    return {
        "report": report,
        "n": number,
        "line": each.line,
        "page": each.page,
        "sheet": each.sheet,
        "code": each.code,
        "label": each.label,
        "item": each.item or label,
        "path": each.path or each.item or label,
        "role": each.role,
    }


def _family(measure: Measure, said: Said) -> Row:
    """The columns of one measure (docs: `dq.archive.layout`)."""
    spelt = None if measure.type in _WORDS else value_of(said.printed)
    cell = _word(said.printed) if measure.type in _WORDS else read_cell(said.printed if spelt is None else str(spelt))
    if said.is_nothing:
        cell = _NOTHING
    elif said.negative and cell.value is not None:
        cell = replace(cell, value=-abs(cell.value))
    name = measure.name
    return {
        **figure_columns(cell, measure, _unit(said.unit, measure)),
        f"{name}__printed": said.printed,
        f"{name}__unit": said.unit,
        f"{name}__line": said.line,
        f"{name}__cell": said.place if said.place is not None and said.place <= _LAST_PLACE else None,
        f"{name}__doubt": None if said.doubt is None else said.doubt.value,
    }


def _unit(name: str, measure: Measure) -> Unit:
    """The unit as printed; percentages may be printed as times (1.2 倍 is 120 %)."""
    return _TIMES if name == _TIMES.name and measure.type is ValueType.PERCENT else unit_named(name)


def _word(text: str) -> Cell:
    return Cell(CellState.TEXT if text.strip() else CellState.BLANK, None, None)
