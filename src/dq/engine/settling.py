"""What joins bring is null where nothing was found; here it becomes operands that every reader can take as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field

import polars as pl

from dq.archive.layout import VALUE
from dq.engine.bits import AMBIGUOUS, BITS, MISSING, NO_PRIOR, TOLD, flag, has
from dq.engine.collecting import computed_in_order
from dq.engine.frame import absent_column
from dq.engine.raw import ONE_ROW, Raw
from dq.engine.rows import beside
from dq.plan.nodes import Kind, Lookup


def settled(raw: Raw, prefix: str, absent: pl.Expr, *, prior: bool) -> list[pl.Expr]:
    """The operand's columns (`dq.engine.frame`) from those of the join; `absent` are the bits of a missing table.

    Parameters: `prior` the rows are those of the year before, and where there is no such report nothing else is told.
    """
    if raw.kind is Kind.UNIT:
        return [pl.col(f"{prefix}_u")]
    columns = _figures(raw, prefix)
    bits = _bits(raw.kind, pl.col(f"{prefix}_b"))
    if raw.filtered:
        bits = bits | pl.col(f"{prefix}_q").fill_null(0)
    bits = bits | absent
    columns["b"] = pl.when(has(absent, NO_PRIOR)).then(flag(NO_PRIOR)).otherwise(bits) if prior else bits
    return [column.alias(f"{prefix}_{suffix}") for suffix, column in columns.items()]


def _figures(raw: Raw, prefix: str) -> dict[str, pl.Expr]:
    value, down, up, text = (pl.col(f"{prefix}_{suffix}") for suffix in "vdpt")
    match raw.kind:
        case Kind.COUNT | Kind.DISTINCT:
            return {"v": value.fill_null(0).cast(VALUE)}
        case Kind.STATE:
            return {"t": text.fill_null(0)}
        case Kind.PICK if not raw.numeric:
            return {"t": text}
        case Kind.MIN | Kind.MAX if raw.spread:
            return {
                suffix: each.fill_null(0) for suffix, each in zip("vdp", (value, value - down, up - value), strict=True)
            }
        case _:
            found = zip("vdp", (value, down, up), strict=True)
            return {suffix: each.fill_null(0) for suffix, each in found if f"_{suffix}" in raw.suffixes}


def _bits(kind: Kind, bits: pl.Expr) -> pl.Expr:
    match kind:
        case Kind.COUNT:
            return flag(TOLD)
        case Kind.STATE:
            return pl.when(bits > 1).then(flag(AMBIGUOUS | TOLD)).otherwise(flag(TOLD))
        case Kind.PICK:
            found = pl.when(bits < 2 * ONE_ROW).then(bits - ONE_ROW).otherwise(AMBIGUOUS | TOLD)
            return pl.when(bits >= ONE_ROW).then(found).otherwise(MISSING).cast(BITS)
        case Kind.MIN | Kind.MAX:
            return bits.fill_null(MISSING)
        case _:
            return bits.fill_null(0)


@dataclass(frozen=True, slots=True)
class Settler:
    """Settles the lookups of many frames at once: equal sorts laid one below the other."""

    members: dict[tuple[Raw, bool], list[tuple[MutableMapping[str, pl.Series], str, pl.Series]]] = field(
        default_factory=dict
    )

    def add(
        self,
        columns: MutableMapping[str, pl.Series],
        slots: Mapping[Lookup, str],
        reports: Mapping[str, pl.Series],
        report: pl.Series | None = None,
    ) -> None:
        """Take in all lookups of a frame.

        Parameters: `columns` of the frame, replaced by `settle`; `reports` columns of the reports; `report` the
        number of each row's report, None where the rows are the reports.
        """
        absences: dict[str, pl.Series] = {}
        for lookup, prefix in slots.items():
            name = absent_column(lookup.table, prior=lookup.prior)
            absent = absences.get(name)
            if absent is None:
                absent = reports[name]
                absent = absences[name] = absent if report is None else beside(absent, report)
            self.members.setdefault((Raw.of(lookup.aggregate), lookup.prior), []).append((columns, prefix, absent))

    def settle(self) -> None:
        """Settle everything taken in, one query for each sort."""
        queries = []
        for (raw, prior), members in self.members.items():
            stacked = {
                f"x{suffix}": pl.concat([columns[prefix + suffix] for columns, prefix, _ in members])
                for suffix in raw.suffixes
            }
            stacked["absent"] = pl.concat([absent for _, _, absent in members])
            queries.append(pl.LazyFrame(stacked).select(settled(raw, "x", pl.col("absent"), prior=prior)))
        for frame, members in zip(computed_in_order(queries), self.members.values(), strict=True):
            _cut(frame, members)


def _cut(frame: pl.DataFrame, members: Iterable[tuple[MutableMapping[str, pl.Series], str, pl.Series]]) -> None:
    start = 0
    for columns, prefix, absent in members:
        for name in frame.columns:
            columns[prefix + name[1:]] = frame.get_column(name).slice(start, len(absent))
        start += len(absent)
