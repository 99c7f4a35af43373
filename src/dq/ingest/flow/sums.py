"""Which columns of a running text are sums of others, and whether a row's figures are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from dq.ingest.alignment import total_parts
from dq.ingest.flow.blanks import Columns
from dq.ingest.headers import Slot

_SUMS: Final = ("小计", "合计")

Sums = Mapping[int, Sequence[int]]
"""For each column that is a sum the columns of its parts, of these parts' own, too."""


def adds_up(sums: Sums, figures: Sequence[Decimal | None]) -> bool:
    """False where a column that is a sum is not that of its own parts, each rounded on its own.

    Parameters: `figures` one a column, None where it is blank.

    Never takes a doubt away that a figure may be another column's: it only tells that a reading which may be wrong is
    wrong, or the document is.
    """
    finest = min((_exponent(figure) for figure in figures if figure is not None), default=0)
    for total, below in sums.items():
        tops = [each for each in below if not any(each in parts for at, parts in sums.items() if at in below)]
        printed = [figures[each] or Decimal(0) for each in (total, *tops)]
        # A whole number among figures with decimals has lost its zeros.
        rounding = sum(Decimal(1).scaleb(_exponent(figure) or finest) for figure in printed) / 2
        if abs(printed[0] - sum(printed[1:])) > rounding:
            return False
    return True


def _exponent(figure: Decimal) -> int:
    """The place of the last digit: -2 for 1.50, 0 for a whole number."""
    return min(int(figure.as_tuple().exponent), 0)


def likeliest_first(sums: Sums, width: int, ways: Sequence[Columns], values: Sequence[Decimal | None]) -> list[Columns]:
    """The ways in which a row's values may fill its columns, those before others in which its sums hold, and of these
    those that fill most sums; each is as doubted as it was.
    """

    def unlikely(columns: Columns) -> tuple[bool, int]:
        placed = dict(zip(columns, values, strict=True))
        holds = adds_up(sums, [placed.get(column) for column in range(width)])
        return not holds, -len(sums.keys() & placed.keys())

    return sorted(ways, key=unlikely)


def column_sums(slots: Sequence[Slot]) -> dict[int, tuple[int, ...]]:
    """For each slot that is a total, or a sum beside its parts (本年收入 / 合计), the slots of its parts."""
    sums = total_parts(slots)
    paths = [slot.measure.headers if slot.measure is not None else () for slot in slots]
    for at, own in enumerate(paths):
        labels = {path[:-1] for path in own if len(path) > 1 and path[-1] in _SUMS}
        parts = {
            other for other, each in enumerate(paths) if other != at and not labels.isdisjoint(p[:-1] for p in each)
        }
        if parts:
            sums[at] = tuple(sorted(parts.union(sums.get(at, ()))))
    return sums


def item_sums(slots: Sequence[Slot]) -> dict[int, tuple[int, ...]]:
    """For each slot of an item that is a sum, the slots of its parts: those under it of the same measure, or for a
    grand total that has none under it all others.
    """
    paths = [slot.item.path if slot.item is not None else () for slot in slots]
    sums: dict[int, tuple[int, ...]] = {}
    for at, path in enumerate(paths):
        below = tuple(
            other
            for other, each in enumerate(paths)
            if len(each) > len(path) and each[: len(path)] == path and slots[other].measure == slots[at].measure
        )
        item = slots[at].item
        if below:
            sums[at] = below
        elif at == 0 and item is not None and item.role == "total":
            sums[at] = tuple(range(1, len(slots)))
    return sums
