"""The columns of a portion as polars has them: group-bys and joins as queries, many reports at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import polars as pl

from dq.engine.brought import Brought, Found
from dq.engine.collecting import computed, computed_in_order
from dq.engine.expression import named
from dq.engine.frame import absent_column
from dq.engine.groups import Part, grouped, key_names, parts_of
from dq.engine.joins import PLACE, asked_constants, constant_keys, lookup_names, places, places_of_constants
from dq.engine.keys import Keys
from dq.engine.portion import Portion, asked_columns, report_columns
from dq.engine.raw import Raw
from dq.engine.rows import REPORT
from dq.engine.settling import settled
from dq.engine.work import Query
from dq.plan.nodes import Lookup
from dq.plan.walk import parts
from dq.plan.whole import Group, Join, Plan


@dataclass(frozen=True, slots=True)
class Fused:
    """What queries read: the plan, its portion and the results of its groups.

    Parameters: `groups` for each group the parts it is made in, each with what was found.
    """

    plan: Plan
    portion: Portion
    groups: dict[int, list[tuple[Part, Found]]] = field(default_factory=dict)

    @staticmethod
    def of(plan: Plan, portion: Portion) -> Fused:
        """Run the group-bys: those that look nothing up together, then those that need them."""
        found = Fused(plan, portion)
        waiting = list(enumerate(plan.groups))
        while waiting:
            ready = [number for number, group in waiting if all(join.group in found.groups for join in group.joins)]
            asked = [(number, part, query) for number in ready for part, query in found.group_queries(number)]
            raw = computed([query for _, _, query in asked], portion.reports.height)
            made = computed_in_order([_settled(part, frame) for (_, part, _), frame in zip(asked, raw, strict=True)])
            for (number, part, _), frame, columns in zip(asked, raw, made, strict=True):
                keys = Keys.of(frame, key_names(part.group))
                rows = frame.select(keys.compared()).with_row_index(PLACE)
                found.groups.setdefault(number, []).append((part, Found(keys, rows, columns.to_dict())))
            waiting = [(number, group) for number, group in waiting if number not in found.groups]
        return found

    def group_queries(self, number: int) -> Iterator[tuple[Part, pl.LazyFrame]]:
        """The group-bys of a group, one for each of its parts."""
        group = self.plan.groups[number]
        constants = asked_constants(group)
        slots = lookup_names("n", group.joins)
        rows = self._rows_of(group, slots).lazy()
        for part in parts_of(group):
            yield part, grouped(rows, part, slots, constants)

    def place_queries(self, rows: pl.DataFrame, joins: Sequence[Join]) -> list[pl.LazyFrame]:
        """For each part of the group, where in it the rows find what they ask for: join by join.

        Parameters: `joins` of one group, several only where they ask with constants once a report.
        """
        group, made = self.plan.groups[joins[0].group], self.groups[joins[0].group]
        if self._asks_once(rows, joins[0]):
            return [places_of_constants(rows.height, joins, group, found) for _, found in made]
        asking = self._beside(rows, asked_columns(joins[0].outer))
        return [places(asking.lazy(), joins[0], group, found) for _, found in made]

    def query(self, query: Query[pl.Series]) -> pl.LazyFrame:
        """What a query makes."""
        rows = pl.LazyFrame(query.columns)
        *before, last = query.stages
        for stage in before:
            rows = rows.with_columns(named(stage)) if stage else rows
        return rows.select(*query.kept, *named(last))

    def read(
        self, shared: Mapping[Lookup, str], slots: Sequence[Mapping[Lookup, str]]
    ) -> tuple[Brought, list[Brought]]:
        """Columns of the reports with the lookups made once for all bases, and each base's own with its own lookups."""
        reports = Brought(self.portion.reports.to_dict())
        self._bring(reports, self.portion.reports, self.plan.shared, shared)
        bases = []
        for base, own in zip(self.plan.bases, slots, strict=True):
            rows = self.portion.reports if base.each is None else self.portion.tables[base.each]
            brought = Brought({} if base.each is None else rows.to_dict())
            self._bring(brought, rows, base.joins, own)
            bases.append(brought)
        return reports, bases

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

    def places(self, chosen: pl.Series) -> pl.Series:
        """Where `chosen` is true: numbers of rows."""
        return _numbers(1 << len(chosen).bit_length()).head(len(chosen)).filter(chosen)

    def at(self, columns: Mapping[str, pl.Series], name: str, places: pl.Series) -> pl.Series:
        """What one of the columns that `read` gave has at these places."""
        return columns.at(name, places) if isinstance(columns, Brought) else columns[name][places]

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

    def _rows_of(self, group: Group, slots: Mapping[Lookup, str]) -> pl.DataFrame:
        """The rows of a group with what its filters read of the reports and look up."""
        nodes = [part for aggregate in group.aggregates for part in parts(aggregate)]
        rows = self.portion.at(group.home)[group.table]
        rows = self._beside(rows, report_columns(nodes))
        if not group.joins:
            return rows
        brought = Brought({})
        self._bring(brought, rows, group.joins, slots)
        return rows.hstack([brought[name].alias(name) for name in brought.brought()])

    def _bring(self, brought: Brought, rows: pl.DataFrame, joins: Iterable[Join], slots: Mapping[Lookup, str]) -> None:
        """Add what these joins bring to the rows."""
        absences: dict[str, pl.Series | None] = {}
        for join, by_part in self._places(rows, joins):
            aggregates = self.plan.groups[join.group].aggregates
            for lookup in join.lookups:
                name = absent_column(lookup.table, lookup.home)
                if name not in absences:
                    absent = self.portion.reports[name]
                    absences[name] = self.beside(absent, rows[REPORT]) if (absent != 0).any() else None
                number = aggregates.index(lookup.aggregate)
                for (part, found), place in zip(self.groups[join.group], by_part, strict=True):
                    if number in part.aggregates:
                        brought.bring(slots[lookup], found, f"a{number}", place, absences[name], home=lookup.home)

    def _places(self, rows: pl.DataFrame, joins: Iterable[Join]) -> Iterator[tuple[Join, list[pl.Series]]]:
        """For each join and each part of its group, where the rows find what they ask for."""
        together: dict[int, list[Join]] = {}
        for number, join in enumerate(joins):
            together.setdefault(join.group if self._asks_once(rows, join) else -1 - number, []).append(join)
        queries = [query for same in together.values() for query in self.place_queries(rows, same)]
        found = iter(computed_in_order(queries))
        for same in together.values():
            by_part = [next(found)[PLACE] for _ in self.groups[same[0].group]]
            for place, join in enumerate(same):
                yield join, [column.slice(place * rows.height, rows.height) for column in by_part]

    def _asks_once(self, rows: pl.DataFrame, join: Join) -> bool:
        """Whether a join asks with constants, once a report."""
        return rows is self.portion.reports and constant_keys(join)

    def _beside(self, rows: pl.DataFrame, columns: Iterable[str]) -> pl.DataFrame:
        """The rows with these columns of their reports."""
        reports = self.portion.reports
        missing = [name for name in columns if name not in rows.columns]
        return rows.with_columns(reports[name][rows[REPORT]] for name in missing) if missing else rows


@lru_cache(maxsize=4)
def _numbers(most: int) -> pl.Series:
    """The numbers below this one: to pick some of them is ten times as quick as `arg_true`, which makes a query."""
    return pl.int_range(most, dtype=pl.UInt32, eager=True)


def _settled(part: Part, frame: pl.DataFrame) -> pl.LazyFrame:
    """The settled columns of what a part came to, with one more row: that of what is not found."""
    rows = pl.concat([frame, frame.head(0).select(pl.all().first())], rechunk=True)
    made = {
        f"a{place}_{suffix}": each
        for place, aggregate in part.aggregates.items()
        for suffix, each in settled(Raw.of(aggregate), f"a{place}").items()
    }
    return rows.lazy().select(named(made))
