"""Columns that stand for items, in running text: which of them a broken header leaves in an order that nothing tells.

What is printed on one line stands from left to right. Where the pieces of two labels stand on no line together, either
column may be the first one, and only the row below can tell: orders in which its sums do not hold are none, unless they
hold in no order. What the orders that are left give to different items is doubted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations, islice, permutations, product
from typing import Final

from dq.ingest.flow.named_columns import siblings_below
from dq.ingest.flow.sums import adds_up, item_sums
from dq.ingest.flow.tokens import TokenLine
from dq.ingest.headers import Slot, undated
from dq.templates import Item, normalise_label

_MOST_ORDERS: Final = 6_000
"""Orders that are looked at: seven columns side by side have 5,040."""

_OF_PARTS: Final = "小计"

Order = tuple[Item, ...]


def open_orders(items: Order, lines: Sequence[TokenLine]) -> list[Order]:
    """The orders of a header's items that none of its lines contradicts: sums before their parts, each beside its own.

    Parameters: `items` those that the header prints, in the order in which they are read.
    Example: a header of one line that names all items → that order alone.
    """
    texts = [[undated(normalise_label(token.plain)) for token in line.tokens] for line in lines]
    texts = _row_by_row(items, texts)
    # 小计 is the column of what has parts, unless the total is called so, too.
    is_one = sum(line.count(_OF_PARTS) for line in texts) == 1
    whole = [item for item in items if is_one and any(other.path[:-1] == item.path for other in items)]
    named = [[whole if text == _OF_PARTS else _meant(items, text) for text in line] for line in texts]
    return list(islice(_orders(items, (), named), _MOST_ORDERS))


def _row_by_row(items: Order, texts: list[list[str]]) -> list[list[str]]:
    """The words of a header with a cell a line as one line, where it begins with the total: then it is printed row by
    row or column by column, and what stands beside one another comes in its order. (By the height of its words the
    upper label of some columns comes before the total, which stands beside both rows.)
    """
    words = [text for line in texts for text in line]
    labels = {label: item for item in reversed(items) for label in item.labels}
    named = [labels[text] for text in words if text in labels]
    is_whole = len(texts) > 1 and all(len(line) == 1 for line in texts) and set(named) == set(items)
    return [words] if is_whole and named[0].role == "total" else texts


def columns_in_doubt(
    slots: Sequence[Slot], figures: Sequence[Decimal | None], orders: Sequence[Sequence[Slot]]
) -> frozenset[int]:
    """The columns of a row whose figures are other ones in another order of its columns.

    Parameters: `slots` the columns as they are read, with the row's `figures` (None for a blank); `orders` the same
    slots in each order that the header leaves open.
    """
    own = {slot: figure for slot, figure in zip(slots, figures, strict=True) if figure is not None}
    filled = ([slot for slot in order if slot in own] for order in orders)
    readings = [dict(zip(order, own.values(), strict=True)) for order in filled]
    if _holds(slots, own):
        readings = [reading for reading in readings if _holds(slots, reading)]
    return frozenset(
        at for at, slot in enumerate(slots) if any(reading.get(slot) != own.get(slot) for reading in readings)
    )


def _holds(slots: Sequence[Slot], figures: Mapping[Slot, Decimal]) -> bool:
    """True where the sums of each measure hold."""
    measures = dict.fromkeys(slot.measure for slot in slots)
    of_each = ([slot for slot in slots if slot.measure == measure] for measure in measures)
    return all(adds_up(item_sums(columns), [figures.get(slot) for slot in columns]) for columns in of_each)


def _meant(items: Order, text: str) -> list[Item]:
    """The items of whose label a word of the header is the whole, else a part."""
    whole = [item for item in items if text in item.labels]
    return whole or [item for item in items if any(text in label for label in item.labels)]


def _orders(items: Order, path: tuple[str, ...], named: Sequence[Sequence[Sequence[Item]]]) -> Iterator[Order]:
    """All orders of the items below a path, each followed by its parts; a total stands first."""
    siblings = siblings_below(items, path)
    first = [item for item in siblings if item.role == "total"][:1]
    told = {pair for line in named for pair in combinations(_of_one_run(line, siblings), 2)}
    for order in permutations([item for item in siblings if item not in first]):
        places = {item: at for at, item in enumerate((*first, *order))}
        if any(places[before] > places[after] for before, after in told):
            continue
        for below in product(*(_with_parts(item, items, named) for item in places)):
            yield tuple(item for each in below for item in each)


def _with_parts(item: Item, items: Order, named: Sequence[Sequence[Sequence[Item]]]) -> list[Order]:
    has_parts = any(other.path[:-1] == item.path for other in items)
    return [(item, *parts) for parts in _orders(items, item.path, named)] if has_parts else [(item,)]


def _of_one_run(line: Sequence[Sequence[Item]], siblings: Sequence[Item]) -> list[Item]:
    """The siblings that a line names, themselves or by one of their parts, up to where it begins with them anew."""
    seen: list[Item] = []
    for meant in line:
        above = {sibling for item in meant for sibling in siblings if item.path[: len(sibling.path)] == sibling.path}
        if len(above) != 1 or above == {*seen[-1:]}:
            continue
        if not above.isdisjoint(seen):
            break
        seen.extend(above)
    return seen
