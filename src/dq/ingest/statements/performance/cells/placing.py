"""Which column each filled cell of a row belongs to, where blanks were lost and merged cells came out once.

A row's cells keep their order, and each looks like what some columns hold: a rate has a percent sign, a document's
number is a text, money is a number. Where that leaves one way to give cells to columns, it is certain. Where it leaves
several, the places of cells in rows that are certain decide; what then remains open is doubted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from typing import Final

from dq.ingest.statements.performance.cells.tokens import Kind, Token

Layout = Mapping[int, int]
"""The position of each column's cell in a row that is certain."""
Choice = tuple[int, ...]
"""The column of each cell of a row."""

_NEVER: Final = 99
_CLASSES: Final = (Kind.LEVEL1, Kind.LEVEL2, Kind.LEVEL)
_WORDS: Final = (Kind.TEXT, Kind.BOUND)
"""What stands in a column of values; names are no figures that something is compared with."""
_PLAIN: Final[Mapping[str, Mapping[Kind, int]]] = {
    "level1": {Kind.LEVEL1: 0, Kind.LEVEL: 0, Kind.TEXT: 1, Kind.WORD: 2, Kind.DASH: 0, Kind.UNIT: 2},
    "class": {**dict.fromkeys(_CLASSES, 0), Kind.TEXT: 1, Kind.WORD: 2, Kind.DASH: 0, Kind.UNIT: 2},
    "level2": {Kind.LEVEL2: 0, Kind.LEVEL: 0, Kind.LEVEL1: 2, Kind.TEXT: 1, Kind.WORD: 2, Kind.DASH: 0},
    "label": {Kind.TEXT: 0, **dict.fromkeys(_CLASSES, 1), Kind.WORD: 1, Kind.DASH: 0, Kind.UNIT: 1},
    "number": {Kind.NUMBER: 0, **dict.fromkeys(_WORDS, 2), Kind.DASH: 1, Kind.SEVERAL: 2},
    "text": {
        **dict.fromkeys(_WORDS, 0),
        **dict.fromkeys(_CLASSES, 1),
        Kind.WORD: 0,
        Kind.DASH: 0,
        Kind.NUMBER: 2,
        Kind.PERCENT: 2,
    },
    "quantity": dict.fromkeys(Kind, 0) | dict.fromkeys(_CLASSES, 1),
    "percent": {
        Kind.PERCENT: 0,
        Kind.NUMBER: 1,
        Kind.WORD: 0,
        Kind.DASH: 0,
        **dict.fromkeys(_WORDS, 1),
        Kind.SEVERAL: 1,
    },
    "amount": {Kind.NUMBER: 0, Kind.DASH: 0, Kind.SEVERAL: 1},
    "score": {Kind.NUMBER: 0, Kind.DASH: 0, Kind.PERCENT: 1, Kind.SEVERAL: 1},
    "weight": {Kind.NUMBER: 0, Kind.PERCENT: 0, Kind.DASH: 0, Kind.SEVERAL: 1},
    "word": {Kind.WORD: 0, **dict.fromkeys(_WORDS, 1), Kind.DASH: 0},
    "sign": {Kind.SIGN: 0, **dict.fromkeys(_WORDS, 1), Kind.DASH: 0},
    "unit": {Kind.UNIT: 0, **dict.fromkeys(_WORDS, 1), Kind.DASH: 0},
    "any": dict.fromkeys(Kind, 0),
}
"""How ill a cell's look suits a column of each type; what is not there does not suit at all."""
_COSTS: Final = {name: tuple(costs.get(kind, _NEVER) for kind in (0, *Kind)) for name, costs in _PLAIN.items()}
_MOST: Final = 300
"""Ways that are looked at; a row with more of them is as good as unreadable."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A row's cells by column, and the columns on which that is doubted."""

    columns: Mapping[int, Token]
    doubted: frozenset[int] = frozenset()


def place(
    types: Sequence[str], tokens: Sequence[Token], layouts: Sequence[Layout], *, intact: bool = False
) -> Placed | None:
    """The cells of a row by column; None where there are more cells than columns or some suit no column.

    Parameters: `types` what the columns hold, in print order; `tokens` the row's filled cells; `layouts` the places of
    cells in rows of the table that are certain; `intact` where no blank cell was lost, so that places tell the column.
    Example: types (amount, text, amount, percent), a row 7, 7, 100% → its first and third column and the rate.
    """
    ways = ways_of(tuple(types), tuple(token.kind for token in tokens))
    if not ways:
        return None
    exact = [way for way in ways if intact and any(_is_at(way, tokens, layout) for layout in layouts)]
    if len(ways) == 1 or len(exact) == 1:
        return Placed(dict(zip((exact or ways)[0], tokens, strict=True)))
    shifts = [min((_shift(way, tokens, layout) for layout in layouts), default=0) for way in ways]
    least = min(shifts)
    best = ways[shifts.index(least)]
    # Of a row with few cells any place may have been lost: there what is nearest proves nothing.
    is_sparse = not intact and 2 * len(tokens) < len(types)
    rivals = [way for way, shift in zip(ways, shifts, strict=True) if is_sparse or shift <= least + 1]
    rivals += [way for layout in layouts if (way := _in_place(types, tokens, layout)) is not None]
    doubted = {column for way in rivals for column, other in zip(best, way, strict=True) if column != other}
    return Placed(dict(zip(best, tokens, strict=True)), frozenset(doubted))


def certain(types: Sequence[str], tokens: Sequence[Token]) -> Layout | None:
    """The places of a row's cells where their looks leave one way only, else None."""
    ways = ways_of(tuple(types), tuple(token.kind for token in tokens))
    return {column: token.at for column, token in zip(ways[0], tokens, strict=True)} if len(ways) == 1 else None


@lru_cache(maxsize=512)
def ways_of(types: tuple[str, ...], kinds: tuple[Kind, ...]) -> tuple[Choice, ...]:
    """The ways to give cells of these looks, in order, to columns in order that suit them best.

    Example: `ways_of(("amount", "percent"), (Kind.PERCENT,))` → `((1,),)`.
    """
    costs = [[_COSTS[each][kind] for each in types] for kind in kinds]
    least = _least(costs, len(types))
    return () if least[0][0] >= _NEVER else tuple(islice(_ways(costs, least, 0, 0, least[0][0]), _MOST))


def suits(kind: str, token: Token) -> bool:
    """True where a cell may well be one of a column of this type.

    Example: `suits("amount", Token(3, "5.00", Kind.NUMBER))` → `True`.
    """
    return _COSTS[kind][token.kind] <= 1


def _least(costs: Sequence[Sequence[int]], columns: int) -> list[list[int]]:
    """The least cost of the cells from each one on, in the columns from each one on."""
    table = [[_NEVER] * (columns + 1) for _ in costs] + [[0] * (columns + 1)]
    for at in range(len(costs) - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            table[at][column] = min(costs[at][column] + table[at + 1][column + 1], table[at][column + 1], _NEVER)
    return table


def _ways(
    costs: Sequence[Sequence[int]], least: Sequence[Sequence[int]], at: int, column: int, left: int
) -> Iterator[Choice]:
    if at == len(costs):
        yield ()
        return
    for each in range(column, len(costs[at])):
        if least[at][each] > left:
            return
        cost = costs[at][each]
        if cost <= left and least[at + 1][each + 1] <= left - cost:
            for rest in _ways(costs, least, at + 1, each + 1, left - cost):
                yield (each, *rest)


def _is_at(way: Choice, tokens: Sequence[Token], layout: Layout) -> bool:
    """Whether all cells stand where those of another row stand."""
    return all(layout.get(column) == token.at for column, token in zip(way, tokens, strict=True))


def _shift(way: Choice, tokens: Sequence[Token], layout: Layout) -> int:
    """By how many cells the distances between a row's cells differ from those in another row. A column that is blank
    there tells nothing, but is no proof either.
    """
    pairs = zip(pairwise(way), pairwise(tokens), strict=True)
    return sum(
        abs(there.at - here.at - layout[second] + layout[first]) if first in layout and second in layout else 1
        for (first, second), (here, there) in pairs
    )


def _in_place(types: Sequence[str], tokens: Sequence[Token], layout: Layout) -> Choice | None:
    """The way that has every cell at the place of another row's, whatever the cells look like."""
    columns = {position: column for column, position in layout.items()}
    way = tuple(columns.get(token.at, -1) for token in tokens)
    fits = all(
        column >= 0 and _COSTS[types[column]][token.kind] < _NEVER for column, token in zip(way, tokens, strict=True)
    )
    return way if fits else None
