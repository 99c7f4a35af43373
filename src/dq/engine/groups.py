"""Group-bys: every lookup of one (source table, key columns) is an aggregate of one group-by, made in one part or more.

Rows that no lookup can ask for are left out before: those without a key, of other names than are asked for, and those
that no aggregate chooses. What is not found then is settled as what comes to nothing (`dq.engine.settling`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, assert_never

import polars as pl

from dq.engine.bits import MISSING, NO_TABLE, OVERFLOW, UNREADABLE, UNUSABLE, flag, has
from dq.engine.conditions import truth
from dq.engine.expression import FALSE, Expr, fused, named, when
from dq.engine.frame import Frame, unit_text
from dq.engine.raw import ONE_ROW, Raw
from dq.engine.rows import REPORT
from dq.plan.form import digits, may_be_unreadable
from dq.plan.linear import single
from dq.plan.nodes import Aggregate, Cell, Condition, Kind, Linear, Lookup, Slot, Spread, Words
from dq.plan.walk import leaves
from dq.plan.whole import Group
from dq.types import CellState

VALUES: Final = (CellState.FIGURE.value, CellState.ZERO.value, CellState.TEXT.value, CellState.UNREADABLE.value)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the rows of a group need before they are aggregated.

    Parameters: `columns` to be made; `elements` and `filters` the prefixes under which each is found.
    """

    columns: dict[str, Expr]
    elements: dict[Linear | Cell, str]
    filters: dict[Condition, str]

    def prefixes(self, aggregate: Aggregate) -> tuple[str, str | None]:
        """Prefixes of what is aggregated, and of what chooses the rows; None where all are."""
        element = "" if aggregate.element is None else self.elements[aggregate.element]
        return element, None if aggregate.filter is None else self.filters[aggregate.filter]


@dataclass(frozen=True, slots=True)
class Part:
    """Aggregates of a group that are made by one query.

    Parameters: `aggregates` by their place in the group; `filter` chooses the rows of all of them beforehand, None
    where each chooses its own.
    """

    group: Group
    aggregates: Mapping[int, Aggregate]
    filter: Condition | None


def parts_of(group: Group) -> list[Part]:
    """The group's aggregates, apart by what chooses their rows: to leave rows out is quicker than to look at them.

    Of what has keys, all together, unless one condition chooses for all: a second query would find the keys again.
    """
    chosen: dict[Condition | None, dict[int, Aggregate]] = {}
    for place, each in enumerate(group.aggregates):
        told = each.filter is None or may_be_unreadable(each.filter)
        chosen.setdefault(None if told else each.filter, {})[place] = each
    if group.keys and len(chosen) > 1:
        return [Part(group, dict(enumerate(group.aggregates)), None)]
    return [Part(group, aggregates, condition) for condition, aggregates in chosen.items()]


def prepared(aggregates: Iterable[Aggregate], slots: Mapping[Lookup, str]) -> Prepared:
    """What is made of each settled row of the table; what its filters look up stands under the prefixes of `slots`."""
    frame = Frame(slots)
    made = Prepared({}, {}, {})
    for each in aggregates:
        if each.element is not None and each.element not in made.elements:
            plain = _plain(each.element)
            name = made.elements[each.element] = f"e{len(made.elements)}" if plain is None else plain
            made.columns.update({} if plain else _element(each.element, name, frame))
        if each.kind is Kind.UNIT and each.element is not None:
            made.columns.update(_unit(each.element, made.elements[each.element]))
        if each.filter is not None and each.filter not in made.filters:
            name = made.filters[each.filter] = f"f{len(made.filters)}"
            made.columns.update(_filter(each.filter, name, frame))
    return made


def grouped(
    rows: pl.LazyFrame, part: Part, slots: Mapping[Lookup, str], asked: Mapping[int, Sequence[int | str]]
) -> pl.LazyFrame:
    """The group-by: columns r, the keys (k0, k1 …) and the results of the group's aggregate i (`a{i}_v`, `a{i}_b` …).

    Parameters: `rows` and `slots` as for `prepared`; `asked` by the position of a key the only values asked for.
    """
    made = prepared(part.aggregates.values(), slots)
    results = []
    for place, each in part.aggregates.items():
        element, chosen = made.prefixes(each)
        found = _results(each, element, None if part.filter is not None else chosen)
        results += [value.alias(f"a{place}{suffix}") for suffix, value in found.items()]
    keys = [_key(cell) for cell in part.group.keys]
    for place, key in enumerate(keys):
        rows = rows.filter(key.is_in(list(asked[place])) if place in asked else key.is_not_null())
    if part.filter is not None:
        rows = rows.filter(fused(truth(part.filter, Frame(slots)).printed))
    if made.columns:
        rows = rows.with_columns(named(made.columns))
    named_keys = (key.alias(name) for key, name in zip(keys, key_names(part.group), strict=True))
    return rows.group_by(REPORT, *named_keys).agg(results)


def key_names(group: Group) -> list[str]:
    """Names of the key columns in the group's result."""
    return [f"k{place}" for place in range(len(group.keys))]


def _key(cell: Cell) -> pl.Expr:
    """A key column; whole numbers in 64 bits."""
    column = pl.col(Frame().prefix(cell))
    return column.cast(pl.Int64) if cell.type.is_numeric else column


def _plain(element: Linear | Cell) -> str | None:
    """The prefix of an element that is a figure's own columns, None for one to be computed."""
    if isinstance(element, Linear):
        if element.constant or len(element.terms) != 1 or element.terms[0].coefficient != 1:
            return None
        atom = element.terms[0].atom
    else:
        atom = element
    plain = isinstance(atom, Cell) and atom.measure and atom.type.is_numeric and not atom.truncated
    return atom.column if isinstance(atom, Cell) and plain else None


def _element(element: Linear | Cell, name: str, frame: Frame) -> dict[str, Expr]:
    """Columns of what is aggregated: `_v`, `_d`, `_p`, `_b`, and for a cell `_t` (text) and `_s` (state)."""
    if isinstance(element, Linear):
        return _figure(element, name, frame)
    state = {f"{name}_s": frame.state(element)}
    if element.type.is_numeric:
        return {**_figure(single(element), name, frame), **state}
    words = Words(element)
    return {f"{name}_t": frame.words(words), f"{name}_b": frame.bits(words), **state}


def _figure(element: Linear, name: str, frame: Frame) -> dict[str, Expr]:
    number = frame.number(element, digits(element))
    columns = {f"{name}_v": number.value, f"{name}_b": frame.bits(element)}
    if number.down is not None:
        columns[f"{name}_d"] = number.down
    if number.up is not None and number.up is not number.down:
        columns[f"{name}_p"] = number.up
    return columns


def _unit(element: Linear | Cell, name: str) -> dict[str, Expr]:
    """The unit that what is aggregated is printed with: column `_u`."""
    read = leaves(element if isinstance(element, Linear) else single(element))
    measures = (leaf.column for leaf in read if isinstance(leaf, Cell) and leaf.measure)
    return {f"{name}_u": unit_text(measure) for measure in islice(measures, 1)}


def _filter(condition: Condition, name: str, frame: Frame) -> dict[str, Expr]:
    """`name` chooses the rows; `name_q` has the bits of what keeps that from being told.

    A row without the column that is asked for is left out; but where a cell cannot be read, or a lookup within the
    filter finds nothing to compare with, whatever is made of the chosen rows cannot be told either.
    """
    chosen = truth(condition, frame)
    columns = {name: chosen.printed.filled(FALSE)}
    if may_be_unreadable(condition):
        read = tuple(leaves(condition))
        lookups = frame.bits(*(leaf for leaf in read if isinstance(leaf, Slot)))
        there = ~has(frame.bits(*(leaf for leaf in read if not isinstance(leaf, Slot))), MISSING)
        unreadable = when(chosen.unreadable).then(flag(UNREADABLE)).otherwise(flag(0))
        large = when(chosen.too_large).then(flag(OVERFLOW)).otherwise(flag(0))
        untold = (lookups & flag(UNUSABLE | NO_TABLE)) | unreadable | large
        columns[f"{name}_q"] = when(chosen.printed.is_null() & there).then(untold).otherwise(flag(0))
    return columns


def _results(aggregate: Aggregate, element: str, chosen: str | None) -> dict[str, pl.Expr]:
    """What the group-by computes of one aggregate, by suffix; `element` and `chosen` are prefixes of columns."""

    def rows(suffix: str) -> pl.Expr:
        column = pl.col(element + suffix)
        return column if chosen is None else column.filter(pl.col(chosen))

    raw = Raw.of(aggregate)
    count = pl.len() if chosen is None else pl.col(chosen).sum()
    results: dict[str, pl.Expr]
    sums: dict[str, pl.Expr] = {suffix: rows(suffix).sum() for suffix in ("_v", "_d", "_p") if suffix in raw.suffixes}
    match aggregate.kind:
        case Kind.COUNT:
            results = {"_v": count}
        case Kind.DISTINCT:
            results = _distinct(rows, numeric=raw.numeric)
        case Kind.STATE:
            results = {"_t": rows("_s").first(), "_b": count}
        case Kind.UNIT:
            return {"_u": rows("_u").max()}
        case Kind.PICK:
            bits = (rows("_b").cast(pl.Int64) + ONE_ROW).sum()
            results = {**sums, "_b": bits} if raw.numeric else {"_t": rows("_t").first(), "_b": bits}
        case Kind.SUM:
            results = {**sums, "_b": rows("_b").bitwise_or()}
        case Kind.MIN | Kind.MAX:
            values = {"_v": rows("_v")}
            if raw.spread:
                up = "_p" if raw.spread is Spread.UNEVEN else "_d"
                values |= {"_d": rows("_v") - rows("_d"), "_p": rows("_v") + rows(up)}
            outermost = {s: v.min() if aggregate.kind is Kind.MIN else v.max() for s, v in values.items()}
            results = {**outermost, "_b": rows("_b").bitwise_or()}
        case _:
            assert_never(aggregate.kind)
    return {**results, "_q": pl.col(f"{chosen}_q").bitwise_or()} if raw.filtered else results


def _distinct(rows: Callable[[str], pl.Expr], *, numeric: bool) -> dict[str, pl.Expr]:
    """How many different values are printed. Cells that are empty or not there do not count and do no harm."""
    there = rows("_s").is_in(VALUES)
    values = rows("_v" if numeric else "_t").filter(there)
    bits = pl.when(there).then(rows("_b") & fused(flag(~MISSING & 0xFFFF))).otherwise(fused(flag(0)))
    return {"_v": values.n_unique(), "_b": bits.bitwise_or()}
