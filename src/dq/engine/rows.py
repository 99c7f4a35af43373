"""Printed rows as tests read them: every figure with value, radius and bits, nulls settled once for all readers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import polars as pl

from dq.engine.bits import MISSING, MONEY_UNIT, OTHER_UNIT, OVERFLOW, TOLD, UNREADABLE, flag
from dq.engine.expression import FALSE, NOTHING, Expr, col, constant, exact, named, number, tagged, when
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


def _family() -> dict[str, Expr]:
    """The columns of a measure by suffix, made of the stored ones."""
    value, radius, state = col("m"), col("m__radius"), col("m__state")
    unit, decimals = col("m__unit"), col("m__decimals")
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
    money = unit.among([each.name for each in MONEY_UNITS])
    dimension = when(unit.is_null()).then(flag(0)).when(money).then(flag(MONEY_UNIT)).otherwise(flag(OTHER_UNIT))
    return {
        "v": when(usable).then(value).otherwise(NOTHING).filled(NOTHING),
        "d": when(usable).then(radius).otherwise(NOTHING).filled(NOTHING),
        "b": bits | dimension,
        "u": when(unit.is_null()).then(constant(None, pl.String())).otherwise(tagged(unit, decimals)),
        "s": state.filled(number(0)),
    }


_FAMILY: Final = _family()


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
    ).select(named(_FAMILY))
    columns: dict[str, list[pl.Series]] = {table: [] for table in tables}
    start = 0
    for table, name in parts:
        height = tables[table].height
        columns[table].extend(long[s].slice(start, height).alias(f"{name}_{s}") for s in ("v", "d", "b", "u", "s"))
        start += height
    return {table: _with_texts(rows, cells[table]).hstack(columns[table]) for table, rows in tables.items()}


def _with_texts(rows: pl.DataFrame, cells: Iterable[Cell]) -> pl.DataFrame:
    """Key columns, and the printed text of measures that are texts."""
    names = dict.fromkeys((*IDENTITY, *(cell.column for cell in cells if not cell.measure)))
    texts = dict.fromkeys(cell.column for cell in cells if cell.measure and not cell.type.is_numeric)
    printed = (
        pl.when(~pl.col(f"{text}__state").is_in(_EMPTY)).then(pl.col(f"{text}__printed")).alias(f"{text}_t")
        for text in texts
    )
    return rows.select(REPORT, *names, *printed)
