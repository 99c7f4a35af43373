"""Which columns a row's figures stand under in text whose columns are aligned with spaces.

A column's place is where rows print it whose columns are settled. Headers say nothing of it: tools that keep the layout
count a Chinese character as one, so that lines of words and lines of figures do not stand under one another. Pages have
places of their own; where a page has no settled row, the places of a page before are moved so that first figures meet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Final

from dq.ingest.flow.blanks import Choice, Columns
from dq.ingest.flow.rows import Row
from dq.ingest.flow.tokens import Token

_CLEAR: Final = 4.0
"""Characters by which one reading must be nearer to its columns than another to be the only one."""

Places = Mapping[int, float]
"""For columns the middle of their figures, in characters of the line."""


def narrow_by_place(rows: Sequence[Row], choices: Sequence[Choice]) -> None:
    """Keep for each row the choices whose columns its figures stand under.

    Parameters: `choices` one a row; those of some rows should be settled, the others are measured against them.
    """
    pages = _places(rows, choices)
    for row, choice in zip(rows, choices, strict=True):
        if choice.is_settled or any(value.number != row.line for value in row.values):
            continue  # nothing to tell, or its figures came out on a line of their own, at other places
        places = pages.get(row.page) or _moved(row, rows, pages)
        if places is None or any(column not in places for columns in choice.open for column in columns):
            continue
        costs = {columns: _cost(row, columns, places) for columns in choice.open}
        nearest = min(costs.values())
        choice.open = [columns for columns, cost in costs.items() if cost - nearest < _CLEAR]


def doubt_by_place(rows: Sequence[Row], choices: Sequence[Choice], possible: Sequence[Sequence[Columns]]) -> None:
    """Take back what was settled for a row whose figures clearly stand under other columns: what tables say of one
    another may be wrong, since the document itself may be.

    Parameters: `possible` for each row all the columns that its figures could fill.
    """
    pages = _middles(rows, choices)
    for row, choice, others in zip(rows, choices, possible, strict=True):
        if not choice.is_settled or any(value.number != row.line for value in row.values):
            continue
        own = dict(zip(choice.open[0], map(_middle, row.values), strict=True))
        places = {column: _median_without(each, own.get(column)) for column, each in pages.get(row.page, {}).items()}
        known = {column: place for column, place in places.items() if place is not None}
        costs = {columns: _cost(row, columns, known) for columns in others if known.keys() >= set(columns)}
        settled = choice.open[0]
        nearest = min(costs, key=lambda columns: costs[columns], default=settled)
        if settled in costs and costs[settled] - costs[nearest] >= _CLEAR:
            choice.open, choice.is_at_odds = [settled, nearest], True


def _median_without(middles: Sequence[float], own: float | None) -> float | None:
    """The place of a column as the other rows print it."""
    others = list(middles)
    if own is not None:
        others.remove(own)
    return median(others) if others else None


def _middle(token: Token) -> float:
    return (token.start + token.end) / 2


def _cost(row: Row, columns: Sequence[int], places: Places) -> float:
    return sum(abs(_middle(value) - places[column]) for value, column in zip(row.values, columns, strict=True))


def _places(rows: Sequence[Row], choices: Sequence[Choice]) -> dict[int | None, dict[int, float]]:
    """For each page the places of the columns that settled rows fill."""
    pages = _middles(rows, choices)
    return {page: {column: median(each) for column, each in columns.items()} for page, columns in pages.items()}


def _middles(rows: Sequence[Row], choices: Sequence[Choice]) -> dict[int | None, dict[int, list[float]]]:
    """For each page and column the middles of the figures that settled rows print there."""
    middles: dict[int | None, dict[int, list[float]]] = {}
    for row, choice in zip(rows, choices, strict=True):
        if choice.is_settled and all(value.number == row.line for value in row.values):
            for column, value in zip(choice.open[0], row.values, strict=True):
                middles.setdefault(row.page, {}).setdefault(column, []).append(_middle(value))
    return middles


def _moved(row: Row, rows: Sequence[Row], pages: dict[int | None, dict[int, float]]) -> Places | None:
    """The places of the nearest page before, moved so that first figures stand under the first column."""
    if row.page is None:
        return None
    earlier = [page for page in pages if page is not None and page < row.page and 0 in pages[page]]
    if not earlier:
        return None
    places = pages[max(earlier)]
    firsts = [_middle(each.values[0]) for each in rows if each.page == row.page and each.values]
    shift = median(firsts) - places[0]
    return {column: place + shift for column, place in places.items()}
