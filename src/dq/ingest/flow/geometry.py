"""Which columns a row's figures stand under in text whose columns are aligned with spaces.

A column's place is where rows print it whose columns are settled. Headers say nothing of it: tools that keep the layout
count a Chinese character as one, so that lines of words and lines of figures do not stand under one another; others
count it as two. Which way it was is told from how well the figures of settled rows stand in line. Pages have places of
their own; where a page has no settled row, the places of a page before are moved so that first figures meet.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Final

from dq.ingest.flow.blanks import Choice, Columns
from dq.ingest.flow.rows import Row
from dq.ingest.flow.tokens import Token

_CLEAR: Final = 4.0
"""Characters by which one reading must be nearer to its columns than another to be the only one."""
_AS_GOOD: Final = 1.0
"""Characters a figure by which the ways to count may differ where neither is the better one."""
_WAYS: Final = (1, 2)
"""Characters that a Chinese one is counted as."""

Places = Mapping[int, float]
"""For columns the middle of their figures, in characters of the line."""
_Middles = Mapping[int | None, Mapping[int, Sequence[float]]]
"""For each page and column the middles of the figures that settled rows print there, in order of size."""


def narrow_by_place(rows: Sequence[Row], choices: Sequence[Choice]) -> None:
    """Keep for each row the choices whose columns its figures stand under.

    Parameters: `choices` one a row; those of some rows should be settled, the others are measured against them.
    """
    ways = {way: _places(middles) for way, middles in _likely_ways(rows, choices).items()}
    for row, choice in zip(rows, choices, strict=True):
        if choice.is_settled or any(value.number != row.line for value in row.values):
            continue  # nothing to tell, or its figures came out on a line of their own, at other places
        near: set[Columns] = set()
        for way, pages in ways.items():
            places = pages.get(row.page) or _moved(row, rows, pages, way)
            if places is None or any(column not in places for columns in choice.open for column in columns):
                break
            costs = {columns: _cost(row, columns, places, way) for columns in choice.open}
            near.update(columns for columns, cost in costs.items() if cost - min(costs.values()) < _CLEAR)
        else:
            choice.open = [columns for columns in choice.open if columns in near]


def doubt_by_place(rows: Sequence[Row], choices: Sequence[Choice], possible: Sequence[Sequence[Columns]]) -> None:
    """Take back what was settled for a row whose figures clearly stand under other columns: what tables say of one
    another may be wrong, since the document itself may be.

    Parameters: `possible` for each row all the columns that its figures could fill.
    """
    for way, pages in _likely_ways(rows, choices).items():
        for row, choice, others in zip(rows, choices, possible, strict=True):
            if not choice.is_settled or any(value.number != row.line for value in row.values):
                continue
            own = {column: _middle(value, way) for column, value in zip(choice.open[0], row.values, strict=True)}
            page = pages.get(row.page, {})
            places = {column: _median_without(each, own.get(column)) for column, each in page.items()}
            known = {column: place for column, place in places.items() if place is not None}
            costs = {columns: _cost(row, columns, known, way) for columns in others if known.keys() >= set(columns)}
            settled = choice.open[0]
            nearest = min(costs, key=lambda columns: costs[columns], default=settled)
            if settled in costs and costs[settled] - costs[nearest] >= _CLEAR:
                choice.open, choice.is_at_odds = [settled, nearest], True


def _likely_ways(rows: Sequence[Row], choices: Sequence[Choice]) -> dict[int, _Middles]:
    """The middles of settled figures by each way to count that puts them about as well in line as the other."""
    ways = {way: _middles(rows, choices, way) for way in _WAYS}
    spread = {way: _spread(middles) for way, middles in ways.items()}
    return {way: middles for way, middles in ways.items() if spread[way] - min(spread.values()) < _AS_GOOD}


def _spread(pages: _Middles) -> float:
    """How far on the average figures stand from the middle of their column."""
    columns = [(column, median(column)) for page in pages.values() for column in page.values()]
    off = [abs(each - middle) for column, middle in columns for each in column]
    return sum(off) / max(len(off), 1)


def _median_without(middles: Sequence[float], own: float | None) -> float | None:
    """The place of a column as the other rows print it. Parameters: `middles` sorted, `own` one of them."""
    gone = bisect_left(middles, own) if own is not None else len(middles)
    count = len(middles) - (own is not None)
    low, high = ((at + (at >= gone)) for at in ((count - 1) // 2, count // 2))
    return (middles[low] + middles[high]) / 2 if count else None


def _middle(token: Token, way: int) -> float:
    return (token.start + token.end) / 2 + token.wide * (way - 1)


def _cost(row: Row, columns: Sequence[int], places: Places, way: int) -> float:
    return sum(abs(_middle(value, way) - places[column]) for value, column in zip(row.values, columns, strict=True))


def _places(pages: _Middles) -> dict[int | None, dict[int, float]]:
    """For each page the places of the columns that settled rows fill."""
    return {page: {column: median(each) for column, each in columns.items()} for page, columns in pages.items()}


def _middles(rows: Sequence[Row], choices: Sequence[Choice], way: int) -> _Middles:
    middles: dict[int | None, dict[int, list[float]]] = {}
    for row, choice in zip(rows, choices, strict=True):
        if choice.is_settled and all(value.number == row.line for value in row.values):
            for column, value in zip(choice.open[0], row.values, strict=True):
                middles.setdefault(row.page, {}).setdefault(column, []).append(_middle(value, way))
    return {page: {column: sorted(each) for column, each in columns.items()} for page, columns in middles.items()}


def _moved(row: Row, rows: Sequence[Row], pages: dict[int | None, dict[int, float]], way: int) -> Places | None:
    """The places of the nearest page before, moved so that first figures stand under the first column."""
    if row.page is None:
        return None
    earlier = [page for page in pages if page is not None and page < row.page and 0 in pages[page]]
    if not earlier:
        return None
    places = pages[max(earlier)]
    firsts = [_middle(each.values[0], way) for each in rows if each.page == row.page and each.values]
    shift = median(firsts) - places[0]
    return {column: place + shift for column, place in places.items()}
