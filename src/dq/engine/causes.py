"""Causes: violated outcomes that one faulty place explains are one finding, not thirty.

A place is a cell, or a row or the whole of a printed table. A cell is the simplest explanation; a row is blamed where
it explains what would take two cells, a table where it explains what would take three: figures that stand one row too
low, columns that changed places, a header in 元 over figures in 万元 are one fault each, though no one cell tells it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Final, TypeVar

from dq.engine.facts import Cell
from dq.engine.interchanged import Differences, interchanged

Key = TypeVar("Key", bound=Hashable)

_ROW_SPARES: Final = 1
"""Causes that a row must spare to be the cause itself: a missing row leaves a gap in each of its columns."""

_TRIED: Final = 20_000
_LEAST_TRIED: Final = 4
"""Places that are tried, times outcomes: a report made to have thousands of faults must not take minutes."""

_TABLE_SPARES: Final = 2
"""Causes that a table must spare: two wrong cells of a table are likelier than a wrong table, four are not."""


def causes(
    violated: Mapping[Key, frozenset[Cell]],
    held: Callable[[], Mapping[Cell, int]],
    printed: Collection[str] = frozenset(),
    told: Differences[Key] | None = None,
) -> dict[Key, str]:
    """A cause ("c1", "c2" …) for each violated outcome of one report, in the order in which they are found.

    Parameters: `violated` the cells of each outcome; `held` counts, for each of these cells, the outcomes that hold and
    read it (asked only to settle ties, then again and again: it is to remember); `printed` the tables that are
    printed as such, so that a row of theirs or all of them may be wrong at once (sentences are wrong one by one);
    `told` by how much outcomes are off, where two cells that changed places are to be one cause.
    Example: two outcomes that share the cell of a wrong total → both "c1".
    """
    left = dict(violated)
    groups = _by_cells(left, held)
    found: list[list[Key]] = []
    for place_of, spares in ((_table, _TABLE_SPARES), (_row, _ROW_SPARES)):
        while len(groups) > spares:
            spared, explained, others = _best(left, groups, held, place_of, printed)
            if spared < spares:
                break
            groups = others
            found.append(explained)
            for key in explained:
                del left[key]
    if told is not None:
        groups = interchanged(groups, violated, told)
    return {key: f"c{number}" for number, keys in enumerate([*found, *groups], 1) for key in keys}


def _table(cell: Cell) -> str:
    return cell[0]


def _row(cell: Cell) -> tuple[str, int]:
    return cell[0], cell[1]


def _best(
    left: Mapping[Key, frozenset[Cell]],
    groups: list[list[Key]],
    held: Callable[[], Mapping[Cell, int]],
    place_of: Callable[[Cell], Hashable],
    printed: Collection[str],
) -> tuple[int, list[Key], list[list[Key]]]:
    """The printed place that spares most causes: how many, the outcomes it explains, and the groups of the others."""
    reached: dict[Hashable, set[int]] = {}
    for number, keys in enumerate(groups):
        for place in {place_of(cell) for key in keys for cell in left[key] if cell[0] in printed}:
            reached.setdefault(place, set()).add(number)
    best: tuple[int, list[Key], list[list[Key]]] = 0, [], groups
    # A place spares at most one cause less than it reaches: of very many only those that reach most are tried.
    likely = sorted((place for place, numbers in reached.items() if len(numbers) > 1), key=lambda p: -len(reached[p]))
    for place in likely[: max(_TRIED // len(left), _LEAST_TRIED)]:
        if len(reached[place]) - 1 <= best[0]:
            break
        explained = {key: cells for key, cells in left.items() if any(place_of(cell) == place for cell in cells)}
        others = _by_cells({key: cells for key, cells in left.items() if key not in explained}, held)
        spared = len(groups) - len(others) - 1
        if spared > best[0]:
            best = spared, list(explained), others
    return best


def _by_cells(violated: Mapping[Key, frozenset[Cell]], held: Callable[[], Mapping[Cell, int]]) -> list[list[Key]]:
    """Groups of outcomes that share a faulty cell.

    Again and again the cell that most of the unexplained outcomes read explains them; of several, the one that
    fewest outcomes which hold have read; then the first in the order of tables, rows and columns.
    """
    left = dict(violated)
    found = []
    while left:
        cell = _suspect(left, held)
        explained = [key for key, cells in left.items() if cell is None or cell in cells]
        if cell is None:
            explained = explained[:1]
        found.append(explained)
        for key in explained:
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
