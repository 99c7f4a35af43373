"""Causes: violated outcomes that one faulty cell explains are one finding, not thirty."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar

from dq.engine.facts import Cell

Key = TypeVar("Key", bound=Hashable)


def causes(violated: Mapping[Key, frozenset[Cell]], held: Callable[[], Mapping[Cell, int]]) -> dict[Key, str]:
    """A cause ("c1", "c2" …) for each violated outcome of one report, in the order in which they are found.

    Again and again the cell that most of the unexplained outcomes read explains them; of several, the one that
    fewest outcomes which hold have read; then the first in the order of tables, rows and columns.
    Parameters: `violated` the cells of each outcome; `held` counts, for each of these cells, the outcomes
    that hold and read it (asked only to settle ties, then again and again: it is to remember).
    Example: two outcomes that share the cell of a wrong total → both "c1".
    """
    left = dict(violated)
    found: dict[Key, str] = {}
    while left:
        number = len(set(found.values())) + 1
        cell = _suspect(left, held)
        explained = [key for key, cells in left.items() if cell is None or cell in cells]
        if cell is None:
            explained = explained[:1]
        for key in explained:
            found[key] = f"c{number}"
            del left[key]
    return found


def _suspect(left: Mapping[Key, frozenset[Cell]], held: Callable[[], Mapping[Cell, int]]) -> Cell | None:
    """The cell that explains most; None where no outcome has read any."""
    counts: dict[Cell, int] = {}
    for cells in left.values():
        for cell in cells:
            counts[cell] = counts.get(cell, 0) + 1
    if not counts:
        return None
    most = max(counts.values())
    tied = frozenset(cell for cell, count in counts.items() if count == most)
    if len(tied) == 1:
        return next(iter(tied))
    good = held()
    return min(tied, key=lambda cell: (good.get(cell, 0), cell))
