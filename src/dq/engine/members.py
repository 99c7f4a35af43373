"""The rows of a group in plain lists; an aggregate is made of them when it is asked for, and of those rows only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any, assert_never

from dq.engine.bits import MISSING
from dq.engine.frame import Frame
from dq.engine.groups import VALUES, Prepared
from dq.engine.raw import ONE_ROW, Raw
from dq.engine.rows import REPORT
from dq.plan.nodes import Aggregate, Kind, Spread
from dq.plan.whole import Group

Asked = tuple[Any, ...]
"""The number of a report and what equals the group's keys."""

Found = tuple[Any, ...]
"""What an aggregate comes to: one value for each suffix of its `Raw`."""


class Members:
    """The rows of a group by their keys.

    Parameters: `columns` of its table with what `making` makes of each row. A row without a key belongs to none.
    """

    def __init__(self, group: Group, making: Prepared, columns: Mapping[str, Sequence[Any]]) -> None:
        self.group = group
        self._making = making
        self._columns = columns
        self._rows: dict[Asked, list[int]] = {}
        self._known: dict[Aggregate, dict[Asked, Found]] = {}
        keys = (columns[Frame().prefix(cell)] for cell in group.keys)
        for row, key in enumerate(zip(columns[REPORT], *keys, strict=True)):
            if None not in key:
                self._rows.setdefault(key, []).append(row)

    def found(self, aggregate: Aggregate, asked: Iterable[Asked]) -> list[Found]:
        """What the aggregate comes to for each that asks; nulls where the group has no such rows."""
        raw = Raw.of(aggregate)
        nothing = (None,) * len(raw.suffixes)
        known = self._known.setdefault(aggregate, {})
        results = []
        for key in asked:
            rows = self._rows.get(key)
            result = nothing if rows is None else known.get(key)
            if result is None and rows is not None:
                result = known[key] = self._aggregated(aggregate, raw, rows)
            results.append(nothing if result is None else result)
        return results

    def _aggregated(self, aggregate: Aggregate, raw: Raw, rows: Sequence[int]) -> Found:
        element, chosen = self._making.prefixes(aggregate)
        taken = rows if chosen is None else [row for row in rows if self._columns[chosen][row]]
        found = self._of_kind(aggregate.kind, raw, element, taken)
        return (*found, self._union(f"{chosen}_q", rows)) if raw.filtered and aggregate.kind is not Kind.UNIT else found

    def _of_kind(self, kind: Kind, raw: Raw, element: str, rows: Sequence[int]) -> Found:
        """The aggregate of the rows that are chosen."""
        match kind:
            case Kind.COUNT:
                return (len(rows),)
            case Kind.DISTINCT:
                return self._distinct(element, rows, numeric=raw.numeric)
            case Kind.STATE:
                return self._first(f"{element}_s", rows), len(rows)
            case Kind.UNIT:
                return (max((unit for unit in self._values(f"{element}_u", rows) if unit is not None), default=None),)
            case Kind.PICK:
                bits = sum(bits + ONE_ROW for bits in self._values(f"{element}_b", rows))
                own = self._sums(raw, element, rows) if raw.numeric else (self._first(f"{element}_t", rows),)
                return (*own, bits)
            case Kind.SUM:
                return (*self._sums(raw, element, rows), self._union(f"{element}_b", rows))
            case Kind.MIN | Kind.MAX:
                return (*self._outermost(kind, raw, element, rows), self._union(f"{element}_b", rows))
            case _:
                assert_never(kind)

    def _values(self, name: str, rows: Sequence[int]) -> list[Any]:
        column = self._columns[name]
        return [column[row] for row in rows]

    def _first(self, name: str, rows: Sequence[int]) -> Any:  # noqa: ANN401 - a text or a state
        return self._columns[name][rows[0]] if rows else None

    def _union(self, name: str, rows: Sequence[int]) -> int | None:
        """All bits; null of no rows."""
        return reduce(or_, self._values(name, rows)) if rows else None

    def _sums(self, raw: Raw, element: str, rows: Sequence[int]) -> Found:
        return tuple(sum(self._values(element + s, rows)) for s in ("_v", "_d", "_p") if s in raw.suffixes)

    def _outermost(self, kind: Kind, raw: Raw, element: str, rows: Sequence[int]) -> Found:
        """The outermost value, and the outermost of the lower and of the upper ends."""
        values = self._values(f"{element}_v", rows)
        ends = [values]
        if raw.spread:
            down = self._values(f"{element}_d", rows)
            up = self._values(f"{element}_p", rows) if raw.spread is Spread.UNEVEN else down
            ends.append([value - reach for value, reach in zip(values, down, strict=True)])
            ends.append([value + reach for value, reach in zip(values, up, strict=True)])
        outermost = min if kind is Kind.MIN else max
        return tuple(outermost(each, default=None) for each in ends)

    def _distinct(self, element: str, rows: Sequence[int], *, numeric: bool) -> Found:
        """How many different values are printed. Cells that are empty or not there do not count and do no harm."""
        there = [row for row in rows if self._columns[f"{element}_s"][row] in VALUES]
        values = {*self._values(element + ("_v" if numeric else "_t"), there)}
        bits = reduce(or_, (each & ~MISSING for each in self._values(f"{element}_b", there)), 0)
        return len(values), bits if rows else None
