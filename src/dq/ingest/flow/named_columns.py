"""Headers that name items only, in running text: which items, and which of them are sums of others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from dq.ingest.flow.blanks import Choice, Columns
from dq.ingest.flow.tokens import TokenLine
from dq.ingest.headers import Slot, undated
from dq.templates import Item, Table, normalise_label

_FURNITURE: Final = ("小计", "合计", "年度", "单位", "栏次")
"""Words of such headers that name no item by themselves; each may be printed some times."""
_TIMES: Final = 4


def items_named(table: Table, lines: Sequence[TokenLine]) -> tuple[tuple[tuple[Item, str], ...], int]:
    """The items that a header names whose words are broken and out of order, in the form's order
    and each with its label there, and how many of its letters nothing explains.

    Labels made of whole words of the header are taken first, of these the longest, since 购置费 also stands in
    公务用车购置及运行费. Where whole labels stand in another order than the form's, no letter counts as explained: then
    nothing tells which figure is whose.
    """
    letters = Counter(normalise_label("".join(line.words for line in lines)))
    pieces = Counter(undated(normalise_label(token.plain)) for line in lines for token in line.tokens)
    labels = [(label, item) for item in table.items for label in item.labels]
    labels.sort(key=lambda each: (not _made_of(each[0], pieces), -len(each[0])))
    named: dict[Item, str] = {}
    for label, item in labels:
        wanted = Counter(label)
        if item not in named and not wanted - letters:
            letters -= wanted
            named[item] = label
    ordered = tuple((item, named[item]) for item in table.items if item in named)
    if not _in_order(table, lines):
        return ordered, letters.total() + len(table.items)
    for word in _FURNITURE:
        letters -= Counter(word * _TIMES)
    letters -= Counter(next((word for word in table.blocks[0].labels if not Counter(word) - letters), ""))
    unexplained = sum(count for letter, count in letters.items() if letter.isalpha())
    # More letters without than with a meaning: prose below a heading in the contents, no header.
    explained = sum(map(len, named.values()))
    return ordered if unexplained < explained else (), unexplained


def items_spelled(table: Table, texts: Sequence[str], times: int) -> int:
    """How many items the letters of a header can spell `times` times: labels made of its whole words first, of these
    the longest.
    """
    letters, pieces = Counter("".join(texts)), Counter(texts)
    found: set[tuple[str, ...]] = set()
    labels = [(label, item) for item in table.items for label in item.labels]
    for label, item in sorted(labels, key=lambda each: (not _made_of(each[0], pieces), -len(each[0]))):
        wanted = Counter(label * times)
        if item.path not in found and not wanted - letters:
            letters -= wanted
            found.add(item.path)
    return len(found)


def printed_order(table: Table, lines: Sequence[TokenLine], times: int) -> tuple[Item, ...]:
    """The items in the order in which the header prints their columns: that of a line which names all outer ones, the
    parts of each behind it as the form has them; else the form's, and none where a line contradicts that.

    Parameters: `times` how often a line goes through the items.
    """
    outer = [item for item in table.items if not _parents(table, item)]
    for line in lines:
        named = [item for item in _named_on(table, line) if item in outer]
        once = named[: len(outer)]
        if len(named) == times * len(outer) and set(once) == set(outer) and named == once * times:
            return tuple(part for item in once for part in _with_parts(table, item))
    for line in lines:
        places = [table.items.index(item) for item in _named_on(table, line)]
        if sum(one > other for one, other in pairwise(places)) >= times:
            return ()
    return table.items


def _parents(table: Table, item: Item) -> list[Item]:
    """The items that an item is a part of, but for the grand total."""
    return [each for each in table.items if each.path == item.path[:-1] and len(each.path) > 1]


def _with_parts(table: Table, item: Item) -> list[Item]:
    """An item and what is printed under its label; the grand total has a label of its own only."""
    inner = [each for each in table.items if len(item.path) > 1 and each.path[:-1] == item.path]
    return [item, *(part for each in inner for part in _with_parts(table, each))]


def _named_on(table: Table, line: TokenLine) -> list[Item]:
    """The items whose labels stand whole on a line, in print order."""
    texts = [undated(normalise_label(token.plain)) for token in line.tokens]
    return [item for text in texts for item in table.items if text in item.labels]


def _made_of(label: str, pieces: Counter[str]) -> bool:
    """True where some words of the header, each used once, are the label: 因公出国 and (境)费 are 因公出国(境)费."""
    if not label:
        return True
    for end in range(len(label), 0, -1):
        piece = label[:end]
        if pieces[piece] > 0 and _made_of(label[end:], pieces - Counter((piece,))):
            return True
    return False


def _in_order(table: Table, lines: Sequence[TokenLine]) -> bool:
    """True where the labels that stand whole on a line stand there in the form's order."""
    places = ([table.items.index(item) for item in _named_on(table, line)] for line in lines)
    return all(each == sorted(each) for each in places)


def adds_up(slots: Sequence[Slot], figures: Sequence[Decimal | None]) -> bool:
    """False where an item that is a sum is not that of its own parts (figures one a slot, None where it is blank).

    Never makes a reading certain: it only tells that one which may be wrong is wrong, or the document is.
    """
    for total, below in item_sums(slots).items():
        tops = [
            each for each in below if not any(each in parts for at, parts in item_sums(slots).items() if at in below)
        ]
        parts = sum(figures[each] or Decimal(0) for each in tops)
        if abs((figures[total] or Decimal(0)) - parts) >= len(tops):
            return False
    return True


def likeliest_first(slots: Sequence[Slot], choice: Choice) -> list[Columns]:
    """The choices of a row, those before others in which its sums add up; each is as doubted as it was."""

    def misses(columns: Columns) -> bool:
        placed = dict(zip(columns, choice.values, strict=True))
        return not adds_up(slots, [placed.get(column) for column in range(len(slots))])

    return sorted(choice.open, key=misses)


def item_sums(slots: Sequence[Slot]) -> dict[int, tuple[int, ...]]:
    """For each slot of an item that is a sum, the slots of its parts: those under it, or for a grand total that has
    none under it all others.
    """
    paths = [slot.item.path if slot.item is not None else () for slot in slots]
    sums: dict[int, tuple[int, ...]] = {}
    for at, path in enumerate(paths):
        below = tuple(other for other, each in enumerate(paths) if len(each) > len(path) and each[: len(path)] == path)
        item = slots[at].item
        if below:
            sums[at] = below
        elif at == 0 and item is not None and item.role == "total":
            sums[at] = tuple(range(1, len(slots)))
    return sums
