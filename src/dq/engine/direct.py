"""The columns of a portion as plain lists: for a few reports, whose few rows polars would be longer about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

import polars as pl

from dq.engine.expression import Expr, col
from dq.engine.frame import Frame, absent_column
from dq.engine.groups import prepared
from dq.engine.joins import constant_key, lookup_names
from dq.engine.members import Members
from dq.engine.operations import COLUMN, CONSTANT, Operation
from dq.engine.plain import column_of
from dq.engine.portion import Portion
from dq.engine.raw import Raw
from dq.engine.rows import REPORT
from dq.engine.settling import Settler, settled_beside
from dq.engine.work import Query
from dq.plan.nodes import Cell, Key, Lookup, Property
from dq.plan.whole import Group, Join, Plan
from dq.semantics.checked import Home

Values = list[Any]
"""One value a row; figures in millionths."""


@dataclass(frozen=True, slots=True)
class Direct:
    """What is read: the plan, and the columns of its portion.

    Parameters: `about` columns of the reports; `tables` those of each table by whose reports they stand in; `groups`
    the rows of each group by their keys.
    """

    plan: Plan
    about: dict[str, Values]
    tables: dict[Home, dict[str, dict[str, Values]]]
    groups: dict[int, Members] = field(default_factory=dict)

    @staticmethod
    def of(plan: Plan, portion: Portion) -> Direct:
        """The portion in plain lists."""
        return Direct(
            plan,
            _lists(portion.reports),
            {home: {table: _lists(rows) for table, rows in portion.at(home).items()} for home in Home},
        )

    def read(
        self, shared: Mapping[Lookup, str], slots: Sequence[Mapping[Lookup, str]]
    ) -> tuple[dict[str, Values], list[dict[str, Values]]]:
        """Columns of the reports with the lookups made once for all bases, and each base's own with its own lookups."""
        reports = dict(self.about)
        self._attach(reports, self.plan.shared, shared)
        settler = Settler(self)
        settler.add(reports, shared, reports)
        bases: list[dict[str, Values]] = []
        for base, named in zip(self.plan.bases, slots, strict=True):
            columns = dict(self.about if base.each is None else self.tables[Home.OWN][base.each])
            self._attach(columns, base.joins, named)
            settler.add(columns, named, reports, None if base.each is None else columns[REPORT])
            bases.append(columns)
        settler.settle()
        return reports, bases

    def answer(self, queries: Sequence[Query[Values]], *, ordered: bool = True) -> list[dict[str, Values]]:  # noqa: ARG002 - lists always keep their order
        """What the queries make."""
        return [_answered(query) for query in queries]

    def joined(self, parts: Sequence[Values]) -> Values:
        """Columns laid one below the other."""
        return [value for part in parts for value in part]

    def cut(self, column: Values, start: int, height: int) -> Values:
        """Some rows of the column."""
        return column[start : start + height]

    def repeated(self, value: str | int | None, kind: pl.DataType, height: int) -> Values:  # noqa: ARG002 - lists are of no type
        """A column that has the same value in every row."""
        return [value] * height

    def beside(self, column: Values, report: Values) -> Values:
        """A column of the reports, one entry for each row: that of the row's report."""
        return [column[number] for number in report]

    def places(self, chosen: Values) -> Values:
        """Where `chosen` is true: numbers of rows."""
        return [number for number, here in enumerate(chosen) if here]

    def at(self, columns: Mapping[str, Values], name: str, places: Values) -> Values:
        """What one of the columns that `read` gave has at these places."""
        return self.beside(columns[name], places)

    def whole(self, column: Values) -> Values:
        """Whole numbers are of any size."""
        return column

    def equal(self, column: Values, value: int) -> Values:
        """Whether each value is this one."""
        return [each == value for each in column]

    def height(self, column: Values) -> int:
        """How many rows there are."""
        return len(column)

    def frame(self, columns: Mapping[str, Values], kinds: Mapping[str, pl.DataType]) -> pl.DataFrame:
        """The columns as a frame, in the order of `kinds`."""
        return pl.DataFrame({name: column_of(columns[name], kind) for name, kind in kinds.items() if name in columns})

    def _attach(self, columns: MutableMapping[str, Values], joins: Iterable[Join], slots: Mapping[Lookup, str]) -> None:
        """Add what these joins bring."""
        for join in joins:
            members = self._members(join.group)
            keys = [self._asked(key, cell, columns) for key, cell in zip(join.outer, members.group.keys, strict=True)]
            asked = list(zip(columns[REPORT], *keys, strict=True))
            for lookup in join.lookups:
                suffixes = Raw.of(lookup.aggregate).suffixes
                found = members.found(lookup.aggregate, asked)
                for place, suffix in enumerate(suffixes):
                    columns[slots[lookup] + suffix] = [each[place] for each in found]

    def _asked(self, key: Key, cell: Cell, columns: Mapping[str, Values]) -> Values:
        """What rows ask for with a key."""
        match key:
            case Cell():
                return columns[Frame().prefix(key)]
            case Property():
                return self.beside(self.about[Frame().prefix(key)], columns[REPORT])
            case _:
                return [constant_key(key, cell)] * len(columns[REPORT])

    def _members(self, number: int) -> Members:
        """The rows of a group, prepared when they are first asked for."""
        members = self.groups.get(number)
        if members is None:
            members = self.groups[number] = self._prepared(self.plan.groups[number])
        return members

    def _prepared(self, group: Group) -> Members:
        columns = dict(self.tables[group.home][group.table])
        report = columns[REPORT]
        columns.update({name: self.beside(values, report) for name, values in self.about.items() if name != REPORT})
        slots = lookup_names("n", group.joins)
        self._attach(columns, group.joins, slots)
        for lookup, prefix in slots.items():
            absent = col(absent_column(lookup.table, lookup.home))
            made = settled_beside(Raw.of(lookup.aggregate), prefix, absent, home=lookup.home)
            columns.update(_made({f"{prefix}_{suffix}": each for suffix, each in made.items()}, columns, len(report)))
        making = prepared(group.aggregates, slots)
        columns.update(_made(making.columns, columns, len(report)))
        return Members(group, making, columns)


def _lists(frame: pl.DataFrame) -> dict[str, Values]:
    return {column.name: column.to_list() for column in frame.select(pl.all().to_physical()).get_columns()}


def _answered(query: Query[Values]) -> dict[str, Values]:
    height = len(next(iter(query.columns.values())))
    columns = dict(query.columns)
    made: dict[str, Values] = {}
    for stage in query.stages:
        made = _made(stage, columns, height)
        columns.update(made)
    return {**{name: columns[name] for name in query.kept}, **made}


class _Same:
    """One value for all rows."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:  # noqa: ANN401 - of any type that columns have
        self.value = value


def _made(expressions: Mapping[str, Expr], columns: Mapping[str, Values], height: int) -> dict[str, Values]:
    """The columns of these expressions; what several share is computed once."""
    known: dict[Expr, Values | _Same] = {}
    for root in expressions.values():
        waiting = [root]
        while waiting:
            node = waiting[-1]
            unknown = [each for each in node.args if each not in known]
            if unknown:
                waiting += unknown
                continue
            waiting.pop()
            if node not in known:
                known[node] = _computed(node, known, columns, height)
    return {name: _list(known[root], height) for name, root in expressions.items()}


def _list(values: Values | _Same, height: int) -> Values:
    return [values.value] * height if isinstance(values, _Same) else values


def _computed(
    node: Expr, known: Mapping[Expr, Values | _Same], columns: Mapping[str, Values], height: int
) -> Values | _Same:
    operation, parameters = node.operation, node.parameters
    if operation is COLUMN:
        return columns[parameters[0]]
    if operation is CONSTANT:
        return _Same(parameters[0])
    args = [known[each] for each in node.args]
    if operation.columns:
        values: Values = operation.direct(*(_list(each, height) for each in args), *parameters)
        return values
    if all(isinstance(each, _Same) for each in args):
        return _Same(_by_rows(operation, args, parameters, 1)[0])
    return _by_rows(operation, args, parameters, height)


def _by_rows(operation: Operation, args: Sequence[Values | _Same], parameters: tuple[Any, ...], height: int) -> Values:
    """The operation row by row."""
    columns = [
        repeat(each.value, height) if isinstance(each, _Same) else each for each in (*args, *map(_Same, parameters))
    ]
    if any(_lacks(each) for each in args):
        own = len(args)
        return [None if None in row[:own] else operation.direct(*row) for row in zip(*columns, strict=True)]
    return list(map(operation.direct, *columns))


def _lacks(values: Values | _Same) -> bool:
    """Whether a value is not there."""
    return values.value is None if isinstance(values, _Same) else None in values
