"""The columns of a portion as polars has them: group-bys and joins as queries, many reports at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from dq.engine.collecting import computed, computed_in_order
from dq.engine.expression import col, named
from dq.engine.frame import absent_column
from dq.engine.groups import grouped
from dq.engine.joins import attach, constant_keys, cut_out, lookup_names, spread_out
from dq.engine.portion import Portion, asked_columns, report_columns
from dq.engine.raw import Raw
from dq.engine.rows import REPORT
from dq.engine.settling import settled
from dq.engine.work import Query
from dq.plan.nodes import Lookup
from dq.plan.walk import parts
from dq.plan.whole import Base, Group, Join, Plan


@dataclass(frozen=True, slots=True)
class Fused:
    """What queries read: the plan, its portion and the results of its groups."""

    plan: Plan
    portion: Portion
    groups: dict[int, pl.DataFrame] = field(default_factory=dict)

    @staticmethod
    def of(plan: Plan, portion: Portion) -> Fused:
        """Run the group-bys: those that look nothing up together, then those that need them."""
        found = Fused(plan, portion)
        waiting = list(enumerate(plan.groups))
        while waiting:
            ready = [(number, group) for number, group in waiting if all(j.group in found.groups for j in group.joins)]
            frames = computed([found.group_query(group) for _, group in ready], portion.reports.height)
            found.groups.update(zip((number for number, _ in ready), frames, strict=True))
            waiting = [(number, group) for number, group in waiting if number not in found.groups]
        return found

    def group_query(self, group: Group) -> pl.LazyFrame:
        """A group-by."""
        nodes = [part for aggregate in group.aggregates for part in parts(aggregate)]
        slots = lookup_names("n", group.joins)
        tables = self.portion.prior if group.prior else self.portion.tables
        rows = _with_reports(tables[group.table], self.portion.reports, report_columns(nodes))
        rows = self._attached(rows, group.joins, slots)
        for lookup, prefix in slots.items():
            absent = col(absent_column(lookup.table, prior=lookup.prior))
            columns = settled(Raw.of(lookup.aggregate), prefix, absent, prior=lookup.prior)
            rows = rows.with_columns(named({f"{prefix}_{suffix}": each for suffix, each in columns.items()}))
        return grouped(rows, group, slots)

    def base_query(self, base: Base, slots: Mapping[Lookup, str]) -> pl.LazyFrame:
        """The rows of a base with its own joins."""
        if base.each is None:
            return self._attached(self.portion.reports.lazy(), base.joins, slots)
        columns = asked_columns(key for join in base.joins for key in join.outer)
        rows = _with_reports(self.portion.tables[base.each], self.portion.reports, list(columns))
        return self._attached(rows, base.joins, slots)

    def query(self, query: Query[pl.Series]) -> pl.LazyFrame:
        """What a query makes."""
        rows = pl.LazyFrame(query.columns)
        *before, last = query.stages
        for stage in before:
            rows = rows.with_columns(named(stage)) if stage else rows
        return rows.select(*query.kept, *named(last))

    def reports(self, slots: Mapping[Lookup, str]) -> MutableMapping[str, pl.Series]:
        """Columns of the reports, with the lookups that are made once for all bases, not settled."""
        constant: dict[int, list[Join]] = {}
        others = []
        for join in self.plan.shared:
            if constant_keys(join):
                constant.setdefault(join.group, []).append(join)
            else:
                others.append(join)
        reports = self.portion.reports
        if others:
            reports = self._attached(reports.lazy(), others, slots).sort(REPORT).collect()
        columns = reports.to_dict()
        groups = self.plan.groups
        queries = [spread_out(reports.height, j, groups[n], self.groups[n].lazy()) for n, j in constant.items()]
        for (number, joins), laid in zip(constant.items(), computed_in_order(queries), strict=True):
            columns |= cut_out(reports.height, joins, groups[number], laid, slots)
        return columns

    def bases(self, slots: Sequence[Mapping[Lookup, str]]) -> list[MutableMapping[str, pl.Series]]:
        """Each base's own columns with its own lookups, not settled."""
        joined = [place for place, base in enumerate(self.plan.bases) if base.joins]
        queries = [self.base_query(self.plan.bases[place], slots[place]) for place in joined]
        frames = dict(zip(joined, computed(queries, self.portion.reports.height), strict=True))
        found: list[MutableMapping[str, pl.Series]] = []
        for place, base in enumerate(self.plan.bases):
            own = frames.get(place)
            if own is None and base.each is not None:
                own = self.portion.tables[base.each]
            found.append({} if own is None else own.to_dict())
        return found

    def answer(self, queries: Sequence[Query[pl.Series]], *, ordered: bool = True) -> list[dict[str, pl.Series]]:
        """What the queries make; rows keep their order where that is asked for."""
        asked = [self.query(query) for query in queries]
        found = computed_in_order(asked) if ordered else computed(asked, self.portion.reports.height)
        return [frame.to_dict() for frame in found]

    def joined(self, parts: Sequence[pl.Series]) -> pl.Series:
        """Columns laid one below the other."""
        return pl.concat(parts)

    def cut(self, column: pl.Series, start: int, height: int) -> pl.Series:
        """Some rows of the column."""
        return column.slice(start, height)

    def repeated(self, value: str | int | None, kind: pl.DataType, height: int) -> pl.Series:
        """A column that has the same value in every row."""
        return pl.Series([value], dtype=kind).new_from_index(0, height)

    def beside(self, column: pl.Series, report: pl.Series) -> pl.Series:
        """A column of the reports, one entry for each row: that of the row's report."""
        return column[report]

    def kept(self, column: pl.Series, chosen: pl.Series) -> pl.Series:
        """The rows of the column for which `chosen` is true."""
        return column.filter(chosen)

    def whole(self, column: pl.Series) -> pl.Series:
        """Whole numbers, of whatever size, in 64 bits."""
        return column.cast(pl.Int64)

    def equal(self, column: pl.Series, value: int) -> pl.Series:
        """Whether each value is this one."""
        return column == value

    def height(self, column: pl.Series) -> int:
        """How many rows there are."""
        return len(column)

    def frame(self, columns: Mapping[str, pl.Series], kinds: Mapping[str, pl.DataType]) -> pl.DataFrame:
        """The columns as a frame, in the order of `kinds`."""
        return pl.DataFrame({name: columns[name] for name in kinds if name in columns})

    def _attached(self, rows: pl.LazyFrame, joins: Iterable[Join], slots: Mapping[Lookup, str]) -> pl.LazyFrame:
        """The rows with what these joins bring, not settled."""
        for join in joins:
            rows = attach(rows, join, self.plan.groups[join.group], self.groups[join.group].lazy(), slots)
        return rows


def _with_reports(rows: pl.DataFrame, reports: pl.DataFrame, columns: list[str]) -> pl.LazyFrame:
    if not columns:
        return rows.lazy()
    return rows.lazy().join(reports.lazy().select(REPORT, *columns), on=REPORT, how="left")
