"""Which printed column a cell belongs to, told from where cells stand, never from what their figures add up to.

Documents lose and shift cells: a page without its empty columns, a row whose label stands one cell to the right.
Rows of one width and stretch are read together. The positions that they fill are assigned, in order, to the header's
columns; shifting a run of neighbouring cells costs, breaking a run costs more, and most of all costs an assignment
that leaves a total's column empty in every row that fills its parts. Where another assignment is nearly as good,
the cells on which they differ carry a doubt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations, pairwise, product
from math import comb
from typing import Final

from dq.ingest.headers import BlockHeader, Slot
from dq.ingest.records import record

_SHIFT: Final = 1.0
_FURTHER_SHIFT: Final = 0.25
_WITHIN_SPAN: Final = 0.5
_BROKEN_RUN: Final = 1.5
_EMPTY_TOTAL: Final = 4.0
_SOME_EMPTY_TOTALS: Final = 0.25
_UNUSED_COLUMN: Final = 1.0
_ROW_SHIFT: Final = 0.5
_CLEAR_MARGIN: Final = 0.5
"""An assignment that is better than the next one by less than this leaves a doubt."""
_MAX_ASSIGNMENTS: Final = 5_000
_MAX_RUNS: Final = 8
_MANY: Final = 5
"""Rows that must agree before one that differs counts as odd."""
_NOWHERE: Final = 1_000.0

Places = tuple[int | None, ...]
"""For each slot of a block the position of its cell, None where it has none."""


@record
class Placing:
    """Where the cells of a block's slots stand, and the slots on which that is doubted."""

    places: Places
    doubted: frozenset[int] = frozenset()


def total_parts(slots: Sequence[Slot]) -> dict[int, tuple[int, ...]]:
    """For each slot that is a total, the slots whose sum it carries: those under the same header label, or all others
    where it stands at the top of the header, or may and no others stand under that label.

    Example: 本年支出 / 小计 is the total of 本年支出 / 基本支出 and 本年支出 / 项目支出, not of 年末结转和结余.
    """
    parts: dict[int, tuple[int, ...]] = {}
    for at, slot in enumerate(slots):
        if slot.measure is None or slot.measure.role != "total":
            continue
        under = (_under(slots, at, path[:-1]) for path in slot.measure.headers)
        parts[at] = next((each for each in under if each), ())
    return parts


def _under(slots: Sequence[Slot], at: int, group: tuple[str, ...]) -> tuple[int, ...]:
    """The slots besides the one `at` that stand under these header labels."""
    measured = ((other, each.measure) for other, each in enumerate(slots) if other != at and each.measure is not None)
    return tuple(other for other, measure in measured if measure.headers[0][: len(group)] == group)


def place_rows(block: BlockHeader, label: int, patterns: Sequence[frozenset[int]], *, as_printed: bool) -> Placing:
    """Assign the positions that rows fill to the block's slots.

    Parameters: `label` position of the rows' labels; `patterns` the positions that each row fills behind it;
    `as_printed` True where the rows are as wide as the header, so that its positions are the first evidence
    (else cells are counted from the label on).
    """
    slots = block.slots
    patterns = _without_odd_positions(patterns)
    used = _positions(patterns, len(slots))
    expected = [slot.start if as_printed else label + 1 + at for at, slot in enumerate(slots)]
    ranked = _ranked(_assignments(len(slots), used, expected), used, slots, expected, patterns)
    cost, best = ranked[0]
    rivals = [chosen for each, chosen in ranked[1:6] if each - cost < _CLEAR_MARGIN]
    pairs = [pair for rival in rivals for pair in zip(best, rival, strict=True)]
    doubted = {slot for one, other in pairs if one != other for slot in (one, other)}
    doubted |= _loosened(best, used, slots, expected)
    return Placing(_complete(dict(zip(best, used, strict=True)), expected, label), frozenset(doubted))


def _ranked(
    assignments: Sequence[tuple[int, ...]],
    used: Sequence[int],
    slots: Sequence[Slot],
    expected: Sequence[int],
    patterns: Sequence[frozenset[int]],
) -> list[tuple[float, tuple[int, ...]]]:
    """The assignments with what they cost, the cheapest first, without those that are dearer by a clear margin.

    Empty totals only add to what shifts cost, and are counted where the assignment may still be among these.
    """
    totals = total_parts(slots)
    counted = Counter(patterns)
    found: list[tuple[float, tuple[int, ...]]] = []
    least = float("inf")
    for shifts, chosen in sorted((_cost(chosen, used, slots, expected), chosen) for chosen in assignments):
        if shifts - least >= _CLEAR_MARGIN:
            break
        cost = shifts + _missing_totals(chosen, used, counted, totals)
        least = min(least, cost)
        found.append((cost, chosen))
    return sorted(found)


def _without_odd_positions(patterns: Sequence[frozenset[int]]) -> Sequence[frozenset[int]]:
    """The patterns without positions that a single row of many fills: one cell astray must not move the others."""
    times = Counter(position for pattern in patterns for position in pattern)
    odd = {position for position, count in times.items() if count == 1}
    if len(patterns) < _MANY or len(odd) == len(times):
        return patterns
    return [pattern - odd for pattern in patterns]


def _loosened(chosen: tuple[int, ...], used: Sequence[int], slots: Sequence[Slot], expected: Sequence[int]) -> set[int]:
    """Slots that columns put in or left out between them may have moved, where not all slots are filled.

    All of them where cells are moved by different distances; where they are moved alike, but do not stand side by side,
    those behind the first gap.
    """
    moved = set()
    for slot, position in zip(chosen, used, strict=True):
        begins = slots[slot].start
        within = expected[slot] == begins <= position < slots[slot].end
        moved.add(0 if within else position - expected[slot])
    if len(used) == len(slots) or moved <= {0}:
        return set()
    if len(moved) > 1:
        return set(range(len(slots)))
    gap = next((at for at, (here, there) in enumerate(pairwise(used), 1) if there != here + 1), len(used))
    return set(range(chosen[gap - 1] + 1, len(slots))) if gap < len(used) else set()


def _positions(patterns: Sequence[frozenset[int]], count: int) -> list[int]:
    """The positions that rows fill, at most `count`: a cell that a row or two print beyond the columns is left out."""
    times = Counter(position for pattern in patterns for position in pattern)
    return sorted(sorted(times, key=lambda position: (-times[position], position))[:count])


def _assignments(count: int, used: Sequence[int], expected: Sequence[int]) -> list[tuple[int, ...]]:
    """All ways to give the used positions, in order, to slots in order; of too many only the plainest ones."""
    if comb(count, len(used)) <= _MAX_ASSIGNMENTS:
        return list(combinations(range(count), len(used)))
    in_place = tuple(expected.index(position) for position in used if position in expected)
    first = [tuple(range(start, start + len(used))) for start in range(count - len(used) + 1)]
    return [*([in_place] if len(in_place) == len(used) else []), *first]


def _cost(chosen: tuple[int, ...], used: Sequence[int], slots: Sequence[Slot], expected: Sequence[int]) -> float:
    """What shifts and broken runs cost."""
    cost = 0.0
    before: int | None = None
    for at, slot in enumerate(chosen):
        offset = used[at] - expected[slot]
        if offset and offset != before:
            within = expected[slot] == slots[slot].start < used[at] < slots[slot].end
            cost += _WITHIN_SPAN if within else _SHIFT + _FURTHER_SHIFT * (abs(offset) - 1)
        before = offset
    for (one, other), (here, there) in zip(pairwise(chosen), pairwise(used), strict=True):
        in_place = expected[one] == here and expected[other] == there
        if there == here + 1 and other != one + 1 and not in_place:
            cost += _BROKEN_RUN
    return cost


def _missing_totals(
    chosen: tuple[int, ...],
    used: Sequence[int],
    patterns: Counter[frozenset[int]],
    totals: dict[int, tuple[int, ...]],
) -> float:
    """What it costs that totals are empty in rows that fill their parts."""
    cost = 0.0
    for total, parts in totals.items():
        wanting = empty = 0
        for pattern, rows in patterns.items():
            filled = {slot for slot, position in zip(chosen, used, strict=True) if position in pattern}
            if filled.intersection(parts):
                wanting += rows
                empty += rows * (total not in filled)
        if empty:
            cost += _EMPTY_TOTAL if empty == wanting else _SOME_EMPTY_TOTALS * empty / wanting
    return cost


def _complete(placed: dict[int, int], expected: Sequence[int], label: int) -> Places:
    """Positions of all slots: one that no row fills moves like its nearest neighbour, None where that is taken."""
    places: list[int | None] = []
    taken = set(placed.values())
    for slot, position in enumerate(expected):
        if slot in placed or not placed:
            own = placed.get(slot, position)
        else:
            near = min(placed, key=lambda each: (abs(each - slot), each))
            own = position + placed[near] - expected[near]
            before = max((placed[each] for each in placed if each < slot), default=label)
            after = min((placed[each] for each in placed if each > slot), default=None)
            own = own if own not in taken and own > before and (after is None or own < after) else -1
        places.append(own if own > label or slot in placed else None)
    return tuple(places)


def place_displaced(
    block: BlockHeader, placing: Placing, shift: int, pattern: frozenset[int], common: frozenset[int], label: int
) -> Placing:
    """Place the cells of a row whose label stands `shift` cells off those of its neighbours.

    Each run of cells was displaced with the label or stayed. A run that falls on columns which other rows fill speaks
    for its reading, as does a total that is not left empty.
    Parameters: `placing` that of the neighbours; `pattern` positions that the row fills; `common` slots that
    neighbours fill; `label` position of the row's label.
    """
    runs = _runs(sorted(pattern))
    if not runs or len(runs) > _MAX_RUNS:
        return Placing(tuple(at if at is not None and at > label else None for at in placing.places), placing.doubted)
    shifts = product((0, shift), repeat=len(runs))
    ranked = [_displaced(block, placing, runs, each, common) for each in shifts]
    ranked.sort(key=lambda each: each[0])
    cost, best = ranked[0]
    doubted = set(placing.doubted)
    for other_cost, rival in ranked[1:]:
        if other_cost - cost < _CLEAR_MARGIN:
            doubted |= {slot for slot in best.keys() | rival.keys() if best.get(slot) != rival.get(slot)}
    if cost >= _NOWHERE:
        doubted |= best.keys()
    free = {at for at in placing.places if at is not None and at > label} - set(best.values())
    places = (best.get(slot, at if at in free else None) for slot, at in enumerate(placing.places))
    return Placing(tuple(places), frozenset(doubted))


def _displaced(
    block: BlockHeader,
    placing: Placing,
    runs: Sequence[Sequence[int]],
    shifts: Sequence[int],
    common: frozenset[int],
) -> tuple[float, dict[int, int]]:
    """What it costs to read each run as moved by its shift, and the position that each slot then has."""
    slot_at = {position: slot for slot, position in enumerate(placing.places) if position is not None}
    placed: dict[int, int] = {}
    cost = sum(_FURTHER_SHIFT for one, other in pairwise(shifts) if one != other)
    for run, by in zip(runs, shifts, strict=True):
        cost += _ROW_SHIFT if by else 0.0
        for position in run:
            slot = slot_at.get(position - by)
            if slot is None or slot in placed:
                cost += _NOWHERE
                continue
            cost += 0.0 if slot in common else _UNUSED_COLUMN
            placed[slot] = position
    if [placed[slot] for slot in sorted(placed)] != sorted(placed.values()):
        cost += _NOWHERE
    totals = total_parts(block.slots).items()
    return cost + sum(
        _EMPTY_TOTAL for slot, parts in totals if slot not in placed and placed.keys() & set(parts)
    ), placed


def _runs(positions: Sequence[int]) -> list[list[int]]:
    """Neighbouring positions together: [3, 4, 9] → [[3, 4], [9]]."""
    runs: list[list[int]] = []
    for position in positions:
        if runs and runs[-1][-1] == position - 1:
            runs[-1].append(position)
        else:
            runs.append([position])
    return runs
