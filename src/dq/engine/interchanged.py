"""Two figures that changed places are one fault: each is wrong by what lies between them."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, islice, product
from typing import Final, Generic, TypeVar

from dq.engine.facts import Cell

Key = TypeVar("Key", bound=Hashable)

_CLEAR: Final = 10
"""Allowances that a difference must come to: small ones are alike by chance."""

_MOST: Final = 50
"""Outcomes that two cells which changed places turn at the most."""

_TRIED: Final = 20_000
"""Pairs of cells that are compared for one report."""


@dataclass(frozen=True, slots=True)
class Differences(Generic[Key]):
    """By how much violated outcomes are off, and what stands in the cells that they read, in base units.

    Parameters: `gaps` distance of both sides and its allowance, of each comparison of figures; `values` by cell.
    """

    gaps: Mapping[Key, tuple[Decimal, Decimal]]
    values: Mapping[Cell, Decimal]


def interchanged(
    groups: Sequence[list[Key]], read: Mapping[Key, frozenset[Cell]], told: Differences[Key]
) -> list[list[Key]]:
    """The groups, those two joined that one exchange of two cells of a column or of a row explains.

    Parameters: `groups` outcomes that share a faulty cell; `read` the cells of each; `told` by how much they are off.
    Example: 5 and 3 of two rows printed as 3 and 5, each row off by 2 against another table → one group.
    """
    shared = {
        number: sorted(cell for cell in frozenset.intersection(*(read[key] for key in keys)) if cell in told.values)
        for number, keys in enumerate(groups)
        if len(keys) <= _MOST
    }
    pairs: dict[int, int] = {}
    tried = ((both, cells) for both in combinations(shared, 2) for cells in product(*(shared[each] for each in both)))
    for both, cells in islice(tried, _TRIED):
        if pairs.keys().isdisjoint(both) and _are_near(*cells):
            # What reads both cells is off by another multiple of what lies between them, or by nothing.
            turned = [[key for key in groups[number] if not read[key].issuperset(cells)] for number in both]
            gap = abs(told.values[cells[0]] - told.values[cells[1]])
            if all(keys and _are_off_by(gap, keys, told) for keys in turned):
                pairs |= {both[0]: both[1], both[1]: both[0]}
    return [
        [*keys, *(groups[pairs[number]] if number in pairs else ())]
        for number, keys in enumerate(groups)
        if pairs.get(number, number) >= number
    ]


def _are_near(here: Cell, there: Cell) -> bool:
    """Whether these are two cells of one column of a table, or of one row."""
    return here[0] == there[0] and (here[1] == there[1]) != (here[2] == there[2])


def _are_off_by(gap: Decimal, keys: Collection[Key], told: Differences[Key]) -> bool:
    """Whether each outcome is clearly off, and by this."""
    found = [told.gaps.get(key) for key in keys]
    return all(each is not None and abs(each[0] - gap) <= each[1] and each[0] > _CLEAR * each[1] for each in found)
