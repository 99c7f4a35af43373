"""Lookups brought to the rows that ask for them: many rows to one; what was not found is null."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import polars as pl

from dq.archive.layout import VALUE
from dq.engine.bits import union
from dq.engine.frame import Frame, OverflowRefusedError, columns_of, whole_column
from dq.engine.groups import key_names
from dq.engine.rows import REPORT, nulls
from dq.plan.form import digits, form_of
from dq.plan.nodes import Cell, Group, Join, Linear, Lookup, Slot, Value, Words
from dq.types import ValueType


def attach(
    rows: pl.LazyFrame, join: Join, group: Group, result: pl.LazyFrame, slots: Mapping[Lookup, str]
) -> pl.LazyFrame:
    """`rows` with the lookups of one join under the prefixes of `slots`; `result` is that of the group-by."""
    frame = Frame(slots)
    keys = key_names(group)
    outer = [frame.key(value) for value in join.outer]
    names = [f"outer {name}" for name in keys]
    inner = [
        _comparable(pl.col(key), cell, value).alias(name)
        for key, cell, value, name in zip(keys, group.keys, join.outer, names, strict=True)
    ]
    brought = result.select(REPORT, *inner, *(pl.col(old).alias(new) for old, new in _columns(join, group, slots)))
    asking = rows.with_columns([expression.alias(name) for (expression, _), name in zip(outer, names, strict=True)])
    joined = asking.join(brought, on=[REPORT, *names], how="left")
    inherited = [bits for _, bits in outer if bits is not None]
    if inherited:
        bits = union(inherited)
        joined = joined.with_columns([bits.alias(f"{slots[lookup]}_i") for lookup in join.lookups])
    return joined.drop(names)


def constant_keys(join: Join) -> bool:
    """True where every outer value is a constant."""
    return all(isinstance(v.atom, str) if isinstance(v, Words) else not v.terms for v in join.outer)


def spread_out(
    reports: int, joins: Sequence[Join], group: Group, result: pl.DataFrame, slots: Mapping[Lookup, str]
) -> list[pl.Series]:
    """Columns, one row a report, of lookups whose outer values are constants.

    One pass over the group's result for all joins: it is laid out join by join, report by report, and then cut.
    Parameters: `reports` how many there are, numbered from 0.
    """
    keys = key_names(group)
    casts = [pl.col(name).cast(VALUE) for name, cell in zip(keys, group.keys, strict=True) if cell.type.is_numeric]
    asked = _asked_keys(joins, group)
    found = result.with_columns(casts).join(asked, on=keys) if keys else result.join(asked, how="cross")
    places = found["place"] * reports + found[REPORT]
    grid = nulls(reports * len(joins), pl.Int64()).scatter(places, pl.int_range(found.height, eager=True))
    laid = {name: found.get_column(name).gather(grid) for name in found.columns if name not in keys}
    return [
        laid[old].slice(place * reports, reports).alias(new)
        for place, join in enumerate(joins)
        for old, new in _columns(join, group, slots)
    ]


def _asked_keys(joins: Sequence[Join], group: Group) -> pl.DataFrame:
    """The constants that `joins` ask the group for, in its key columns, with `place` the number of the join."""
    columns: dict[str, pl.Series] = {"place": pl.Series(range(len(joins)), dtype=pl.Int64)}
    for position, (name, cell) in enumerate(zip(key_names(group), group.keys, strict=True)):
        values = [_constant(join.outer[position]) for join in joins]
        columns[name] = pl.Series(values, dtype=VALUE if cell.type.is_numeric else pl.String())
    return pl.DataFrame(columns)


def _constant(value: Value) -> Decimal | str:
    if isinstance(value, Linear):
        if digits(value):
            raise OverflowRefusedError("a key with more decimals than are stored")
        return value.constant
    assert isinstance(value.atom, str)
    return value.atom


def _columns(join: Join, group: Group, slots: Mapping[Lookup, str]) -> list[tuple[str, str]]:
    """Pairs (column of the group's result, column of the joined rows)."""
    numbers = {aggregate: place for place, aggregate in enumerate(group.aggregates)}
    return [
        (f"a{numbers[lookup.aggregate]}{suffix}", slots[lookup] + suffix)
        for lookup in join.lookups
        for suffix in brought_columns(lookup)
    ]


def brought_columns(lookup: Lookup) -> tuple[str, ...]:
    """Suffixes of the columns that a join brings of a lookup; the absence of its table is the report's."""
    kind = lookup.aggregate.element.type if isinstance(lookup.aggregate.element, Cell) else ValueType.NUMBER
    return tuple(s for s in columns_of(form_of(Slot(lookup, kind))) if s not in ("_n", "_i"))


def _comparable(key: pl.Expr, cell: Cell, outer: Value) -> pl.Expr:
    """The group's key in the type of the outer value."""
    if isinstance(outer, Words) or (cell.measure and cell.type.is_numeric) or whole_column(outer) is not None:
        return key
    return key.cast(VALUE)
