"""Printed rows as tests read them: every figure with value, radius and bits, nulls settled once for all readers.

Words are slow to work on beside numbers, so units are passed on as they are stored, and looked into only where figures
of different dimensions may meet.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Final

import polars as pl

from dq.engine.bits import MISSING, MONEY_UNIT, OTHER_UNIT, OVERFLOW, TOLD, UNREADABLE, flag
from dq.engine.expression import FALSE, NOTHING, Expr, col, exact, named, number, when
from dq.plan.form import CELL_LIMIT
from dq.plan.nodes import Cell
from dq.types import MONEY_UNITS, CellState

REPORT: Final = "r"
"""Number of the report among those at hand: joins on it are joins on integers."""

IDENTITY: Final = ("n", "code", "label", "path")
"""What names a row to people."""

_STORED: Final = ("", "__radius", "__state")
_UNIT: Final = {"__unit": "w", "__decimals": "n"}
"""Stored columns that are passed on, with the suffixes under which tests find them."""
_PRINTED: Final = (CellState.FIGURE.value, CellState.ZERO.value)
_EMPTY: Final = (CellState.BLANK.value, CellState.DASH.value)


def _family() -> dict[str, Expr]:
    """The columns of a measure by suffix, made of the stored ones; its bits do not yet tell what its unit measures."""
    value, radius, state = col("m"), col("m__radius"), col("m__state")
    printed = state.among(_PRINTED) & ~value.is_null()
    limit = exact(CELL_LIMIT)
    too_large = ((value.magnitude() > limit) | (radius > limit)).filled(FALSE)
    usable = printed & ~too_large
    bits = (
        when(state.is_null())
        .then(flag(MISSING))
        .when(printed)
        .then(when(too_large).then(flag(OVERFLOW | TOLD)).otherwise(flag(TOLD)))
        .when(state.among(_EMPTY))
        .then(flag(0))
        .otherwise(flag(UNREADABLE))
    )
    return {
        "v": when(usable).then(value).otherwise(NOTHING),
        "d": when(usable).then(radius).otherwise(NOTHING).filled(NOTHING),
        "b": bits,
        "s": state.filled(number(0)),
    }


def _dimension() -> Expr:
    """The bit of what the unit measures."""
    unit = col("m__unit")
    money = unit.among([each.name for each in MONEY_UNITS])
    return when(unit.is_null()).then(flag(0)).when(money).then(flag(MONEY_UNIT)).otherwise(flag(OTHER_UNIT))


_FAMILY: Final = _family()
_DIMENSION: Final = {"b": col("b") | _dimension()}


def stored_columns(cells: Iterable[Cell]) -> list[str]:
    """Columns of the stored table that `settled` makes these cells of."""
    names: dict[str, None] = dict.fromkeys(IDENTITY)
    for cell in cells:
        if cell.measure:
            names.update(dict.fromkeys(cell.column + suffix for suffix in (*_STORED, *_UNIT)))
            if not cell.type.is_numeric:
                names[f"{cell.column}__printed"] = None
        else:
            names[cell.column] = None
    return list(names)


def settled(
    tables: Mapping[str, pl.DataFrame],
    cells: Mapping[str, Iterable[Cell]],
    beside_others: Container[tuple[str, Cell]] | None,
) -> dict[str, pl.DataFrame]:
    """The tables with the columns of their cells in the form that tests read (`dq.engine.frame`).

    All measures of all tables are laid one below the other, settled together, and cut apart again: a few
    expressions for the whole portion, however many columns the forms have.
    Parameters: `beside_others` cells that may be read beside figures of another dimension, with their tables; None all.
    """
    measures = {table: list(dict.fromkeys(cell.column for cell in cells[table] if cell.measure)) for table in tables}
    looked_into = {
        (table, cell.column)
        for table in tables
        for cell in cells[table]
        if cell.measure and (beside_others is None or (table, cell) in beside_others)
    }
    parts = [(table, name) for table, names in measures.items() for name in names]
    if not parts:
        return {table: rows.select(REPORT, *stored_columns(cells[table])) for table, rows in tables.items()}
    parts.sort(key=lambda part: part not in looked_into)
    long = _below_each_other(tables, parts, _STORED).select(named(_FAMILY))
    if looked_into:
        units = _below_each_other(tables, [part for part in parts if part in looked_into], ("__unit",))
        first = long.head(units.height).hstack(units).with_columns(named(_DIMENSION)).drop("m__unit")
        long = pl.concat([first, long.slice(units.height)])
    columns: dict[str, list[pl.Series]] = {table: [] for table in tables}
    start = 0
    for table, name in parts:
        height = tables[table].height
        columns[table].extend(long[s].slice(start, height).alias(f"{name}_{s}") for s in _FAMILY)
        columns[table].extend(tables[table][name + stored].alias(f"{name}_{s}") for stored, s in _UNIT.items())
        start += height
    return {table: _with_texts(rows, cells[table]).hstack(columns[table]) for table, rows in tables.items()}


def _below_each_other(
    tables: Mapping[str, pl.DataFrame], parts: Iterable[tuple[str, str]], suffixes: Iterable[str]
) -> pl.DataFrame:
    """Stored columns of these measures."""
    below = {f"m{suffix}": [tables[table][name + suffix] for table, name in parts] for suffix in suffixes}
    return pl.DataFrame({name: pl.concat(columns) for name, columns in below.items()})


def _with_texts(rows: pl.DataFrame, cells: Iterable[Cell]) -> pl.DataFrame:
    """Key columns, and the printed text of measures that are texts."""
    names = dict.fromkeys((*IDENTITY, *(cell.column for cell in cells if not cell.measure)))
    texts = dict.fromkeys(cell.column for cell in cells if cell.measure and not cell.type.is_numeric)
    printed = (
        pl.when(~pl.col(f"{text}__state").is_in(_EMPTY)).then(pl.col(f"{text}__printed")).alias(f"{text}_t")
        for text in texts
    )
    return rows.select(REPORT, *names, *printed)
