"""Which column a figure stands in on a page without rulings, told from where its letters are printed.

The figures of a table make clusters, one a column: their intervals overlap whatever side they are aligned to. A
cluster belongs to the column whose header words it stands under, and where a row prints a figure for every column, to
the column of the same number. Where the two differ, or neither tells, nothing is said, and what is read is doubted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from dq.ingest.flow.blanks import Choice
from dq.ingest.flow.labels_in_place import Interval, column_labels
from dq.ingest.flow.rows import Row
from dq.ingest.flow.tokens import Token, TokenLine
from dq.ingest.headers import BlockHeader

_CLEAR: Final = 1.0
"""Points that part two columns, and by which a figure reaches over the words of a header, at the least."""

_IN_LINE: Final = 2.0
"""Points by which a figure's edge may miss the line that others touch."""
_MANY: Final = 3
_MOSTLY: Final = 0.7
"""Figures, and the share of them, that make a line."""

Standing = tuple[int | None, ...]
"""For each value of a row the column that it stands in, None where that is not clear."""


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Figures above one another. `block` that of their rows; `is_clear` where no row prints two of them."""

    block: int
    left: float
    right: float
    is_clear: bool = True
    stands_right: bool = False
    """True where its right edges make a line, and its left ones do not."""
    line: tuple[float, float] | None = None
    """The line that nearly all of its figures touch: how much right edges weigh in where one does, and its place."""

    def is_in_line(self, extent: Interval) -> bool:
        """False for a figure apart from the line that the others touch: one that was moved stands so."""
        return self.line is None or abs(_touching(extent, self.line[0]) - self.line[1]) <= _IN_LINE


def stand(header: Sequence[TokenLine], blocks: Sequence[BlockHeader], rows: Sequence[Row]) -> list[Standing]:
    """For each row the columns that its values stand in.

    Parameters: `header` the header's lines; `blocks` its columns; `rows` of all blocks, their values with extents.
    Example: a row whose second figure stands under no header → `(0, None)`.
    """
    labels = column_labels(header, blocks)
    clusters = [cluster for at in range(len(blocks)) for cluster in _clusters(rows, at)]
    columns = _columns(clusters, blocks, rows, labels)
    return [_standing(row, clusters, columns) for row in rows]


def settle_by_standing(rows: Sequence[Row], choices: Sequence[Choice], standings: Sequence[Standing]) -> None:
    """Take the columns that all values of a row stand in for those that it fills; where structure forbids them, the
    row is at odds.
    """
    for row, choice, standing in zip(rows, choices, standings, strict=True):
        columns = tuple(column for column in standing if column is not None)
        if not row.values or len(columns) < len(standing):
            continue
        choice.is_at_odds = columns not in choice.open
        choice.open = [columns]


def is_beside_its_label(row: Row) -> bool:
    """True where a row's values stand on one line, and this between the first and the last line of its label, all of
    them apart from other letters.
    """
    if any(token.extent is None for token in (*row.words, *row.values)):
        return False
    if not row.words or not row.values:
        return True
    lines = {(value.page, value.number) for value in row.values}
    if len(lines) != 1:
        return False
    page, number = lines.pop()
    own = {(row.page, row.line), *((word.page, word.number) for word in row.words)}
    numbers = [line for on, line in own if on == page]
    return len(numbers) == len(own) and min(numbers) <= number <= max(numbers)


def _clusters(rows: Sequence[Row], block: int) -> Iterator[_Cluster]:
    """The clusters of a block's values, from left to right."""
    values = [(value.extent, number) for number, row in enumerate(rows) if row.block == block for value in row.values]
    placed = sorted((extent, number) for extent, number in values if extent is not None)
    found: list[list[tuple[Interval, int]]] = []
    right = 0.0
    for each in placed:
        if not found or each[0][0] - right >= _CLEAR:
            found.append([])
            right = each[0][1]
        found[-1].append(each)
        right = max(right, each[0][1])
    for members in found:
        numbers = [number for _, number in members]
        extents = [extent for extent, _ in members]
        left, right = min(left for left, _ in extents), max(right for _, right in extents)
        line = _line(extents)
        stands_right = line is not None and line[0] == 1.0 and _line(extents, (0.0,)) is None
        yield _Cluster(block, left, right, len(set(numbers)) == len(numbers), stands_right, line)


def _line(extents: Sequence[Interval], weights: Sequence[float] = (1.0, 0.0, 0.5)) -> tuple[float, float] | None:
    """The line that nearly all figures touch with their right edges, their left edges or their middles."""
    for weight in weights:
        places = [_touching(extent, weight) for extent in extents]
        line = median(places)
        if len(places) >= _MANY and sum(abs(place - line) <= _IN_LINE for place in places) >= _MOSTLY * len(places):
            return weight, line
    return None


def _touching(extent: Interval, weight: float) -> float:
    return extent[0] * (1 - weight) + extent[1] * weight


def _columns(
    clusters: Sequence[_Cluster],
    blocks: Sequence[BlockHeader],
    rows: Sequence[Row],
    labels: Mapping[tuple[int, int | None], Interval],
) -> dict[_Cluster, int]:
    """The column of each cluster that has a clear one."""
    under = _under_labels(clusters, labels)
    counted = _by_full_rows(clusters, blocks, rows)
    found: dict[_Cluster, int] = {}
    for cluster in clusters:
        told = {column for column in (under.get(cluster), counted.get(cluster)) if column is not None}
        if cluster.is_clear and len(told) == 1:
            found[cluster] = told.pop()
    for one, other in pairwise(clusters):
        # Two clusters in one column, or columns out of order: one of them is not what it seems.
        if one.block == other.block and one in found and other in found and found[one] >= found[other]:
            return {each: column for each, column in found.items() if each.block != one.block}
    return found


def _by_full_rows(
    clusters: Sequence[_Cluster], blocks: Sequence[BlockHeader], rows: Sequence[Row]
) -> dict[_Cluster, int]:
    """The columns of clusters by the rows that print a figure for every column; -1 where such rows differ."""
    found: dict[_Cluster, int] = {}
    for row in rows:
        if len(row.values) != len(blocks[row.block].slots):
            continue
        for column, value in enumerate(row.values):
            cluster = _cluster_of(row, value, clusters)
            if cluster is not None:
                found[cluster] = column if found.get(cluster, column) == column else -1
    return found


def _under_labels(
    clusters: Sequence[_Cluster], labels: Mapping[tuple[int, int | None], Interval]
) -> dict[_Cluster, int]:
    """The columns of clusters by the header words above them: those that they overlap; else, where headers stand left
    and figures right in their columns or the other way round, those beside them. -1 for one below no column of its
    block or below two.
    """
    places = sorted(labels.items(), key=lambda each: each[1])
    lefts, rights = _borders(clusters, [interval for _, interval in places])
    found: dict[_Cluster, int] = {}
    for cluster in clusters:
        above = [place for place, interval in places if _overlap(cluster, interval) >= _CLEAR]
        if not above:
            behind = sum(left <= cluster.left + _CLEAR for _, (left, _) in places) - 1
            before = sum(right < cluster.right - _CLEAR for _, (_, right) in places)
            told = {
                places[at][0] for at, holds in ((behind, lefts), (before, rights)) if holds and 0 <= at < len(places)
            }
            if len(told) != 1:
                continue
            above = list(told)
        block, column = above[0]
        found[cluster] = column if len(above) == 1 and block == cluster.block and column is not None else -1
    return found


def _borders(clusters: Sequence[_Cluster], labels: Sequence[Interval]) -> tuple[bool, bool]:
    """Whether columns may begin where labels do, and whether they may end where labels do.

    Where both may be, figures tell that stand right in their columns, or one gap between all columns: before labels
    where figures stand right, behind labels where they stand left.
    """
    starts, ends = [left for left, _ in labels], [right for _, right in labels]
    lefts, rights = _sides(clusters, starts), _sides(clusters, ends)
    if lefts and rights and clusters and all(each.stands_right for each in clusters):
        rights = False
    if lefts and rights:
        before = _is_even([-each.right for each in clusters], [-at for at in starts])
        behind = _is_even([each.left for each in clusters], ends)
        lefts, rights = before or not behind, behind or not before
    return lefts, rights


def _sides(clusters: Sequence[_Cluster], borders: Sequence[float]) -> bool:
    """True where no cluster lies on both sides of a border."""
    return not any(
        cluster.left < border - _CLEAR and border + _CLEAR < cluster.right for cluster in clusters for border in borders
    )


def _is_even(begins: Sequence[float], ends: Sequence[float]) -> bool:
    """True where what begins there is, where it has an end before it, always as far behind the nearest one."""
    gaps = [
        min(begin - end for end in ends if end <= begin) for begin in begins if begin >= min(ends, default=begin + 1)
    ]
    return len(gaps) >= _MANY and max(gaps) - min(gaps) <= _IN_LINE


def _overlap(cluster: _Cluster, interval: Interval) -> float:
    return min(cluster.right, interval[1]) - max(cluster.left, interval[0])


def _standing(row: Row, clusters: Sequence[_Cluster], columns: Mapping[_Cluster, int]) -> Standing:
    own = [_cluster_of(row, value, clusters) for value in row.values]
    found = [columns.get(cluster) if cluster is not None else None for cluster in own]
    return tuple(column if column is not None and column >= 0 else None for column in found)


def _cluster_of(row: Row, value: Token, clusters: Sequence[_Cluster]) -> _Cluster | None:
    if value.extent is None:
        return None
    middle = sum(value.extent) / 2
    own = next((each for each in clusters if each.block == row.block and each.left <= middle <= each.right), None)
    return own if own is not None and own.is_in_line(value.extent) else None
