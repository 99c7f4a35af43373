"""Printed rows as tests read them: every figure with value, radius and bits, nulls settled once for all readers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import polars as pl

from dq.archive.layout import VALUE
from dq.engine.bits import MISSING, MONEY_UNIT, OTHER_UNIT, OVERFLOW, TOLD, UNREADABLE, flag
from dq.engine.literals import exact
from dq.plan.form import CELL_LIMIT
from dq.plan.nodes import Cell
from dq.types import MONEY_UNITS, CellState

REPORT: Final = "r"
"""Number of the report among those at hand: joins on it are joins on integers."""

IDENTITY: Final = ("n", "code", "label", "path")
"""What names a row to people."""

_STORED: Final = ("", "__radius", "__state", "__unit", "__decimals")
_PRINTED: Final = (CellState.FIGURE.value, CellState.ZERO.value)
_EMPTY: Final = (CellState.BLANK.value, CellState.DASH.value)


def stored_columns(cells: Iterable[Cell]) -> list[str]:
    """Columns of the stored table that `settled` makes these cells of."""
    names: dict[str, None] = dict.fromkeys(IDENTITY)
    for cell in cells:
        if cell.measure:
            names.update(dict.fromkeys(cell.column + suffix for suffix in _STORED))
            if not cell.type.is_numeric:
                names[f"{cell.column}__printed"] = None
        else:
            names[cell.column] = None
    return list(names)


def settled(tables: Mapping[str, pl.DataFrame], cells: Mapping[str, Iterable[Cell]]) -> dict[str, pl.DataFrame]:
    """The tables with the columns of their cells in the form that tests read (`dq.engine.frame`).

    All measures of all tables are laid one below the other, settled together, and cut apart again: a few
    expressions for the whole portion, however many columns the forms have.
    """
    measures = {table: list(dict.fromkeys(cell.column for cell in cells[table] if cell.measure)) for table in tables}
    parts = [(table, name) for table, names in measures.items() for name in names]
    if not parts:
        return {table: rows.select(REPORT, *stored_columns(cells[table])) for table, rows in tables.items()}
    long = pl.DataFrame(
        {f"m{suffix}": pl.concat([tables[table][name + suffix] for table, name in parts]) for suffix in _STORED}
    ).select(_family("m"))
    columns: dict[str, list[pl.Series]] = {table: [] for table in tables}
    start = 0
    for table, name in parts:
        height = tables[table].height
        columns[table].extend(
            long[f"m_{s}"].slice(start, height).alias(f"{name}_{s}") for s in ("v", "d", "b", "u", "s")
        )
        start += height
    return {table: _with_texts(rows, cells[table]).hstack(columns[table]) for table, rows in tables.items()}


def beside(column: pl.Series, report: pl.Series) -> pl.Series:
    """A column of the reports, one entry for each row: that of the row's report.

    Example: `beside(pl.Series(["a", "b"]), pl.Series([0, 0, 1]))` → `["a", "a", "b"]`.
    """
    # Of a single report all rows have the same, and nothing need be looked up.
    return column.new_from_index(0, len(report)) if len(column) == 1 else column[report]


def _with_texts(rows: pl.DataFrame, cells: Iterable[Cell]) -> pl.DataFrame:
    """Key columns, and the printed text of measures that are texts."""
    names = dict.fromkeys((*IDENTITY, *(cell.column for cell in cells if not cell.measure)))
    texts = dict.fromkeys(cell.column for cell in cells if cell.measure and not cell.type.is_numeric)
    printed = (
        pl.when(~pl.col(f"{text}__state").is_in(_EMPTY)).then(pl.col(f"{text}__printed")).alias(f"{text}_t")
        for text in texts
    )
    return rows.select(REPORT, *names, *printed)


def _family(name: str) -> list[pl.Expr]:
    value, radius, state = pl.col(name), pl.col(f"{name}__radius"), pl.col(f"{name}__state")
    unit, decimals = pl.col(f"{name}__unit"), pl.col(f"{name}__decimals")
    printed = state.is_in(_PRINTED) & value.is_not_null()
    too_large = ((value.abs() > exact(CELL_LIMIT)) | (radius > exact(CELL_LIMIT))).fill_null(value=False)
    usable = printed & ~too_large
    bits = (
        pl.when(state.is_null())
        .then(flag(MISSING))
        .when(printed)
        .then(pl.when(too_large).then(flag(OVERFLOW | TOLD)).otherwise(flag(TOLD)))
        .when(state.is_in(_EMPTY))
        .then(flag(0))
        .otherwise(flag(UNREADABLE))
    )
    money = unit.is_in([each.name for each in MONEY_UNITS])
    dimension = pl.when(unit.is_null()).then(flag(0)).when(money).then(flag(MONEY_UNIT)).otherwise(flag(OTHER_UNIT))
    return [
        pl.when(usable).then(value).cast(VALUE).fill_null(0).alias(f"{name}_v"),
        pl.when(usable).then(radius).cast(VALUE).fill_null(0).alias(f"{name}_d"),
        (bits | dimension).alias(f"{name}_b"),
        pl.when(unit.is_not_null())
        .then(pl.concat_str([unit, decimals], separator="|", ignore_nulls=True))
        .alias(f"{name}_u"),
        state.fill_null(0).alias(f"{name}_s"),
    ]


def nulls(height: int, kind: pl.DataType) -> pl.Series:
    """So many nulls of this type."""
    return pl.Series([None], dtype=kind).new_from_index(0, height)
