"""Lookups: where, in what a group-by came to, each row finds what it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

import polars as pl

from dq.engine.brought import Found
from dq.engine.frame import Frame
from dq.engine.groups import key_names
from dq.engine.rows import REPORT
from dq.plan.nodes import Cell, Key, Lookup, Property
from dq.plan.whole import Group, Join

PLACE: Final = "place"
"""Column of the number of a row in what a group-by came to."""


def lookup_names(letter: str, joins: Sequence[Join]) -> dict[Lookup, str]:
    """A column prefix for every lookup of these joins."""
    named: dict[Lookup, str] = {}
    for place, join in enumerate(joins):
        for number, lookup in enumerate(join.lookups):
            named[lookup] = f"{letter}{place}_{number}"
    return named


def places(rows: pl.LazyFrame, join: Join, group: Group, found: Found) -> pl.LazyFrame:
    """For each of the rows the PLACE of what it asks for, that of what is not found where there is no such."""
    names = key_names(group)
    asked = [_asked(key, cell).alias(name) for key, cell, name in zip(join.outer, group.keys, names, strict=True)]
    return _looked_up(rows.select(REPORT, *asked), found)


def constant_keys(join: Join) -> bool:
    """True where every key is a constant, and there is one."""
    return bool(join.outer) and all(isinstance(key, str | Decimal) for key in join.outer)


def places_of_constants(reports: int, joins: Sequence[Join], group: Group, found: Found) -> pl.LazyFrame:
    """As `places`, of what `joins` ask for with constants: laid out join by join, report by report, to be cut apart.

    One join for all of them. Parameters: `reports` how many there are, numbered from 0.
    """
    names = key_names(group)
    columns = {REPORT: pl.concat([pl.int_range(reports, dtype=pl.Int32, eager=True)] * len(joins))}
    for position, (name, cell) in enumerate(zip(names, group.keys, strict=True)):
        constants = (pl.Series([constant_key(join.outer[position], cell)], dtype=key_type(cell)) for join in joins)
        columns[name] = pl.concat([constant.new_from_index(0, reports) for constant in constants])
    return _looked_up(pl.LazyFrame(columns), found)


def asked_constants(group: Group) -> dict[int, list[int | str]]:
    """By the position of a key of this group, the only values that it is asked for: other rows need not be grouped."""
    found: dict[int, list[int | str]] = {}
    for position, (cell, asked) in enumerate(zip(group.keys, group.asked, strict=False)):
        if asked is not None:
            values = (constant_key(key, cell) for key in asked)
            found[position] = [value for value in values if value is not None]
    return found


def constant_key(key: Key, cell: Cell) -> int | str | None:
    """A constant in the type of the group's key column; None where no key can equal it."""
    match key:
        case Decimal() if cell.type.is_numeric:
            return int(key) if key == key.to_integral_value() and abs(key) < 2**63 else None
        case str() if not cell.type.is_numeric:
            return key
        case Cell() | Property() | Decimal() | str():
            return None


def key_type(cell: Cell) -> pl.DataType:
    """The type of a key column in what a group-by comes to."""
    return pl.Int64() if cell.type.is_numeric else pl.String()


def _looked_up(asking: pl.LazyFrame, found: Found) -> pl.LazyFrame:
    compared = asking.select(found.keys.compared())
    joined = compared.join(found.rows.lazy(), on=found.keys.columns, how="left", maintain_order="left")
    return joined.select(pl.col(PLACE).fill_null(found.rows.height))


def _asked(key: Key, cell: Cell) -> pl.Expr:
    """A key as an expression in the type of the group's key column; null equals nothing."""
    if isinstance(key, str | Decimal):
        return pl.lit(constant_key(key, cell), key_type(cell))
    column = pl.col(Frame().prefix(key))
    return column.cast(pl.Int64) if cell.type.is_numeric else column
