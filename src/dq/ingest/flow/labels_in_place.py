"""Where on a page without rulings the words stand that name the columns of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from dq.ingest.flow.sums import item_sums
from dq.ingest.flow.tokens import Kind, Token, TokenLine
from dq.ingest.headers import BlockHeader, Slot
from dq.templates import normalise_label

_MOST_PARTS: Final = 8
"""Words into which a label is broken at the most."""
_LINES_BELOW: Final = 4
"""Lines between two parts of a label at the most: those of its neighbours stand between."""
_NEXT_WORD: Final = 12.0
"""Points between two words of a label on one line at the most."""
_SUMS: Final = ("小计", "合计")

Interval = tuple[float, float]
Place = tuple[int, int | None]
"""A column: its block, and the number of its slot there, None for the column of labels."""


def column_labels(header: Sequence[TokenLine], blocks: Sequence[BlockHeader]) -> Mapping[Place, Interval]:
    """From where to where each column's label reaches; columns without a certain place are left out.

    Columns are looked for from left to right in the order of the slots: where a label could be found in more than one
    place of this order, it has none.
    """
    wanted: list[tuple[Place, list[Interval]]] = []
    for number, block in enumerate(blocks):
        named: list[tuple[Place, list[Interval]]] = [
            ((number, at), _places(header, block.slots, at)) for at in range(len(block.slots))
        ]
        if block.label is not None:
            named.insert(0, ((number, None), _found(header, block.block.labels)))
        wanted += [each for each in named if each[1]]
    first = _in_order([places for _, places in wanted])
    last = [(-right, -left) for left, right in _in_order([[(-b, -a) for a, b in each] for _, each in reversed(wanted)])]
    if not first or not last:
        return {}
    agreed = zip(wanted, first, reversed(last), strict=True)
    return {place: one for (place, _), one, other in agreed if one == other}


def _places(header: Sequence[TokenLine], slots: Sequence[Slot], at: int) -> list[Interval]:
    """All places where a column's label in the lowest row of the header may stand.

    A sum of other columns is named there, or above its parts and there as 小计 or 合计.
    """
    slot = slots[at]
    beside = (*slots[max(at - 1, 0) : at], *slots[at + 1 : at + 2])
    if slot.item is None or any(other.item == slot.item for other in beside):
        names = [path[-1] for path in slot.measure.headers] if slot.measure else []
        named, sums = _found(header, names), _found(header, [name for name in names if name in _SUMS])
    else:
        named, sums = _found(header, slot.item.labels), _found(header, _SUMS) if at in item_sums(slots) else []
    above = {place for place in named if place not in sums and any(_is_over(place, each) for each in sums)}
    return sorted({*named, *sums} - above)


def _is_over(one: Interval, other: Interval) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _in_order(columns: Sequence[Sequence[Interval]]) -> list[Interval]:
    """For each column the first of its places behind that of the column before; empty where there is no such place."""
    chosen: list[Interval] = []
    for places in columns:
        right = chosen[-1][1] if chosen else float("-inf")
        behind = [place for place in sorted(places) if place[0] >= right]
        if not behind:
            return []
        chosen.append(behind[0])
    return chosen


def _found(header: Sequence[TokenLine], names: Sequence[str]) -> list[Interval]:
    """All places where one of these labels stands, broken over lines as it may be."""
    found: set[Interval] = set()
    for at, line in enumerate(header):
        for number, token in enumerate(line.tokens):
            if token.kind is Kind.WORD and token.extent is not None:
                found |= set(_completed(header, at, number, "", token.extent, names, _MOST_PARTS))
    return sorted(found)


def _completed(
    header: Sequence[TokenLine], at: int, number: int, before: str, reach: Interval, names: Sequence[str], parts: int
) -> Iterator[Interval]:
    """How far a label reaches that goes on with a token: its next part stands beside or below it."""
    token = header[at].tokens[number]
    text = before + token.plain
    plain = normalise_label(text)
    if token.extent is None or not parts or not any(name.startswith(plain) for name in names):
        return
    reach = min(reach[0], token.extent[0]), max(reach[1], token.extent[1])
    if plain in names:
        yield reach
    if number + 1 < len(header[at].tokens) and _is_beside(token, header[at].tokens[number + 1]):
        yield from _completed(header, at, number + 1, text, reach, names, parts - 1)
    for below in range(at + 1, min(at + 1 + _LINES_BELOW, len(header))):
        under = [n for n, each in enumerate(header[below].tokens) if _is_under(reach, each)]
        if under:
            yield from _completed(header, below, under[0], text, reach, names, parts - 1)
            return


def _is_beside(token: Token, after: Token) -> bool:
    return token.extent is not None and after.extent is not None and after.extent[0] - token.extent[1] <= _NEXT_WORD


def _is_under(reach: Interval, token: Token) -> bool:
    return token.extent is not None and _is_over(reach, token.extent)
