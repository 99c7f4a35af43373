"""Columns of a running text that compare a form's own with the year before: last year's figure, the change, its rate.

The words of a broken header show that there are some, not where. Their figures do: they are left out where one order of
the columns alone makes the change of every row, its rate and the row's own sums hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations, takewhile
from math import comb
from typing import Final

from dq.ingest.cells import read_cell
from dq.ingest.flow.rows import Row
from dq.ingest.flow.sums import Sums, adds_up, column_sums
from dq.ingest.headers import Slot

MOST: Final = 3
"""Such columns that a table has at the most."""
_BEFORE, _OWN, _CHANGE, _RATE = range(-4, 0)
_ORDERS: Final = tuple(
    order
    for last in ((_CHANGE, _RATE), (_CHANGE,), (_RATE,))
    for order in ((_BEFORE, _OWN, *last), (_OWN, _BEFORE, *last))
)
_MOST_WAYS: Final = 200
_LEAST_ROWS: Final = 3
_MOST_ROWS: Final = 500
"""Rows that are tried: a table of such columns has some dozens, and each row takes its time."""
_HUNDRED: Final = Decimal(100)

_Kept = tuple[int, ...]
"""Which of a row's values are the form's own."""


def leave_out_comparison(rows: Sequence[Row], slots: Sequence[Slot]) -> bool:
    """Leave out the figures of such columns from all rows, where one order of the columns alone explains these, and say
    whether that is so. A row whose own figures may be others is doubted.
    """
    total = next((at for at, slot in enumerate(slots) if slot.measure and slot.measure.role == "total"), None)
    filled = [row for row in rows if row.values]
    if total is None or not _LEAST_ROWS <= len(filled) <= _MOST_ROWS:
        return False
    sums = column_sums(slots)
    found = ([*_explained(_ways(row, order, len(slots), total, sums) for row in filled)] for order in _ORDERS)
    explained = [each for each in found if len(each) == len(filled)]
    if len(explained) != 1:
        return False
    for row, ways in zip(filled, explained[0], strict=True):
        figures = {tuple(row.values[at].plain for at in kept) for kept in ways}
        row.doubted = row.doubted or len(figures) > 1
        row.extra += [value for at, value in enumerate(row.values) if at not in ways[0]]
        row.values = [row.values[at] for at in ways[0]]
    return True


def _explained(rows: Iterable[Iterator[_Kept]]) -> Iterator[list[_Kept]]:
    """The ways of each row up to the first that has none: what the rows behind it have does not matter."""
    return takewhile(bool, map(list, rows))


def _ways(row: Row, order: Sequence[int], width: int, total: int, sums: Sums) -> Iterator[_Kept]:
    """The ways in which a row's values fill the columns in this order so that all holds."""
    columns = [column for each in order for column in (range(width) if each == _OWN else (each,))]
    figures = [read_cell(value.plain.removesuffix("%")).value or Decimal(0) for value in row.values]
    count = len(figures)
    for chosen in combinations(columns, count) if comb(len(columns), count) <= _MOST_WAYS else ():
        placed = dict(zip(chosen, figures, strict=True))
        is_rate = all(column == _RATE for column, value in zip(chosen, row.values, strict=True) if "%" in value.plain)
        is_filled = all(at in placed or placed.keys().isdisjoint(parts) for at, parts in sums.items())
        holds = is_rate and is_filled and adds_up(sums, [placed.get(column) for column in range(width)])
        if holds and _compares(order, placed, total):
            yield tuple(at for at, column in enumerate(chosen) if column >= 0)


def _compares(order: Sequence[int], placed: Mapping[int, Decimal], total: int) -> bool:
    """True where the change and its rate are those of the total; blank only where there is none."""
    own, before = (placed.get(column, Decimal(0)) for column in (total, _BEFORE))
    exact = Decimal(1).scaleb(min(int(each.as_tuple().exponent) for each in (own, before, Decimal(0))))
    change, rate = placed.get(_CHANGE, Decimal(0)), placed.get(_RATE)
    if _CHANGE in order and abs(own - before - change) > exact * 3 / 2:
        return False
    if _RATE not in order or not before:
        return rate is None or _RATE in order
    off = abs((own - before) / before * _HUNDRED - (rate or 0))
    return off <= Decimal(1).scaleb(int((rate or Decimal(0)).as_tuple().exponent)) + exact * _HUNDRED / abs(before)
