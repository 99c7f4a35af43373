"""Lookups brought to the rows that ask for them: many rows to one; what was not found is null."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import polars as pl

from dq.engine.frame import Frame
from dq.engine.groups import key_names
from dq.engine.raw import Raw
from dq.engine.rows import REPORT
from dq.plan.nodes import Cell, Key, Lookup, Property
from dq.plan.whole import Group, Join


def lookup_names(letter: str, joins: Sequence[Join]) -> dict[Lookup, str]:
    """A column prefix for every lookup of these joins."""
    named: dict[Lookup, str] = {}
    for place, join in enumerate(joins):
        for number, lookup in enumerate(join.lookups):
            named[lookup] = f"{letter}{place}_{number}"
    return named


def attach(
    rows: pl.LazyFrame, join: Join, group: Group, result: pl.LazyFrame, slots: Mapping[Lookup, str]
) -> pl.LazyFrame:
    """`rows` with the lookups of one join under the prefixes of `slots`; `result` is that of the group-by."""
    keys = key_names(group)
    asked = [
        _asked(key, cell).alias(f"asked {name}") for key, cell, name in zip(join.outer, group.keys, keys, strict=True)
    ]
    names = [f"asked {name}" for name in keys]
    brought = result.select(
        REPORT,
        *(pl.col(name).alias(asked_name) for name, asked_name in zip(keys, names, strict=True)),
        *(pl.col(old).alias(new) for old, new in _columns(join, group, slots)),
    )
    return rows.with_columns(asked).join(brought, on=[REPORT, *names], how="left").drop(names)


def constant_keys(join: Join) -> bool:
    """True where every key is a constant."""
    return all(isinstance(key, str | Decimal) for key in join.outer)


def spread_out(reports: int, joins: Sequence[Join], group: Group, result: pl.LazyFrame) -> pl.LazyFrame:
    """The results of a group that `joins` ask for with constants: laid out join by join, report by report.

    One join for all of them, to be cut apart by `cut_out`. Parameters: `reports` how many there are, numbered from 0.
    """
    keys = key_names(group)
    columns = {REPORT: pl.concat([pl.int_range(reports, dtype=pl.Int32, eager=True)] * len(joins))}
    for position, (name, cell) in enumerate(zip(keys, group.keys, strict=True)):
        kind = pl.Int64() if cell.type.is_numeric else pl.String()
        constants = (pl.Series([constant_key(join.outer[position], cell)], dtype=kind) for join in joins)
        columns[name] = pl.concat([constant.new_from_index(0, reports) for constant in constants])
    return pl.LazyFrame(columns).join(result, on=[REPORT, *keys], how="left", maintain_order="left")


def cut_out(
    reports: int, joins: Sequence[Join], group: Group, laid: pl.DataFrame, slots: Mapping[Lookup, str]
) -> dict[str, pl.Series]:
    """Columns, one row a report, of what `spread_out` has laid out."""
    return {
        new: laid.get_column(old).slice(place * reports, reports)
        for place, join in enumerate(joins)
        for old, new in _columns(join, group, slots)
    }


def _asked(key: Key, cell: Cell) -> pl.Expr:
    """A key as an expression in the type of the group's key column; null equals nothing."""
    if isinstance(key, str | Decimal):
        return pl.lit(constant_key(key, cell), pl.Int64() if cell.type.is_numeric else pl.String())
    column = pl.col(Frame().prefix(key))
    return column.cast(pl.Int64) if cell.type.is_numeric else column


def constant_key(key: Key, cell: Cell) -> int | str | None:
    """A constant in the type of the group's key column; None where no key can equal it."""
    match key:
        case Decimal() if cell.type.is_numeric:
            return int(key) if key == key.to_integral_value() and abs(key) < 2**63 else None
        case str() if not cell.type.is_numeric:
            return key
        case Cell() | Property() | Decimal() | str():
            return None


def _columns(join: Join, group: Group, slots: Mapping[Lookup, str]) -> list[tuple[str, str]]:
    """Pairs (column of the group's result, column of the joined rows)."""
    numbers = {aggregate: place for place, aggregate in enumerate(group.aggregates)}
    return [
        (f"a{numbers[lookup.aggregate]}{suffix}", slots[lookup] + suffix)
        for lookup in join.lookups
        for suffix in Raw.of(lookup.aggregate).suffixes
    ]
