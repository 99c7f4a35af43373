"""What joins bring is null where nothing was found; here it becomes operands that every reader can take as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic

import polars as pl

from dq.engine.bits import AMBIGUOUS, BITS, MISSING, NO_PRIOR, TOLD, flag, has
from dq.engine.expression import NOTHING, Expr, col, constant, number, when
from dq.engine.frame import absent_column
from dq.engine.raw import ONE_ROW, Raw
from dq.engine.work import Column, Query, Work
from dq.plan.nodes import Kind, Lookup
from dq.semantics.checked import Home


@lru_cache(maxsize=1_000)
def settled(raw: Raw, prefix: str) -> dict[str, Expr]:
    """An operand's columns by suffix (`dq.engine.frame`) from those of the join, of a table that is there."""
    if raw.kind is Kind.UNIT:
        return {"w": col(f"{prefix}_u"), "n": constant(None, pl.Int8())}
    columns = _figures(raw, prefix)
    bits = _bits(raw.kind, col(f"{prefix}_b"))
    if raw.filtered:
        bits = bits | col(f"{prefix}_q").filled(flag(0))
    return {**columns, "b": bits}


def with_absence(bits: Expr, absent: Expr, *, home: Home) -> Expr:
    """The bits of what was looked up in a table, with those of its absence.

    Parameters: `home` whose reports the rows stand in; where there is none of the year before, nothing else is told.
    """
    both = bits | absent
    return when(has(absent, NO_PRIOR)).then(flag(NO_PRIOR)).otherwise(both) if home is Home.BEFORE else both


@lru_cache(maxsize=1_000)
def settled_beside(raw: Raw, prefix: str, absent: Expr, *, home: Home) -> dict[str, Expr]:
    """As `settled`, of a table that may not be there. Parameters: as for `with_absence`."""
    columns = settled(raw, prefix)
    return {**columns, "b": with_absence(columns["b"], absent, home=home)} if "b" in columns else columns


def _figures(raw: Raw, prefix: str) -> dict[str, Expr]:
    value, down, up, text = (col(f"{prefix}_{suffix}") for suffix in "vdpt")
    match raw.kind:
        case Kind.COUNT | Kind.DISTINCT:
            return {"v": value.filled(number(0)).figure()}
        case Kind.STATE:
            return {"t": text.filled(number(0))}
        case Kind.PICK if not raw.numeric:
            return {"t": text}
        case Kind.MIN | Kind.MAX if raw.spread:
            return {
                suffix: each.filled(NOTHING)
                for suffix, each in zip("vdp", (value, value - down, up - value), strict=True)
            }
        case _:
            found = zip("vdp", (value, down, up), strict=True)
            return {suffix: each.filled(NOTHING) for suffix, each in found if f"_{suffix}" in raw.suffixes}


def _bits(kind: Kind, bits: Expr) -> Expr:
    match kind:
        case Kind.COUNT:
            return flag(TOLD)
        case Kind.STATE:
            return when(bits > number(1)).then(flag(AMBIGUOUS | TOLD)).otherwise(flag(TOLD))
        case Kind.PICK:
            found = when(bits < number(2 * ONE_ROW)).then(bits - number(ONE_ROW)).otherwise(number(AMBIGUOUS | TOLD))
            return when(bits >= number(ONE_ROW)).then(found).otherwise(number(MISSING)).sized(BITS)
        case Kind.MIN | Kind.MAX:
            return bits.filled(flag(MISSING))
        case _:
            return bits.filled(flag(0))


@dataclass(frozen=True, slots=True)
class Settler(Generic[Column]):
    """Settles the lookups of many frames at once: equal sorts laid one below the other."""

    work: Work[Column]
    members: dict[tuple[Raw, Home], list[tuple[MutableMapping[str, Column], str, Column]]] = field(default_factory=dict)

    def add(
        self,
        columns: MutableMapping[str, Column],
        slots: Mapping[Lookup, str],
        reports: Mapping[str, Column],
        report: Column | None = None,
    ) -> None:
        """Take in all lookups of a frame.

        Parameters: `columns` of the frame, replaced by `settle`; `reports` columns of the reports; `report` the
        number of each row's report, None where the rows are the reports.
        """
        absences: dict[str, Column] = {}
        for lookup, prefix in slots.items():
            name = absent_column(lookup.table, lookup.home)
            absent = absences.get(name)
            if absent is None:
                absent = reports[name]
                absent = absences[name] = absent if report is None else self.work.beside(absent, report)
            self.members.setdefault((Raw.of(lookup.aggregate), lookup.home), []).append((columns, prefix, absent))

    def settle(self) -> None:
        """Settle everything taken in, one query for each sort."""
        queries = []
        for (raw, home), members in self.members.items():
            stacked = {
                f"x{suffix}": self.work.joined([columns[prefix + suffix] for columns, prefix, _ in members])
                for suffix in raw.suffixes
            }
            stacked["absent"] = self.work.joined([absent for _, _, absent in members])
            queries.append(Query(stacked, (settled_beside(raw, "x", col("absent"), home=home),)))
        for found, members in zip(self.work.answer(queries), self.members.values(), strict=True):
            self._cut(found, members)

    def _cut(
        self, found: Mapping[str, Column], members: Iterable[tuple[MutableMapping[str, Column], str, Column]]
    ) -> None:
        start = 0
        for columns, prefix, absent in members:
            height = self.work.height(absent)
            for suffix, column in found.items():
                columns[f"{prefix}_{suffix}"] = self.work.cut(column, start, height)
            start += height
