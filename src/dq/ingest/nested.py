"""Rows whose labels stand in several columns: a label holds for the rows below it until its column prints another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import zip_longest
from typing import Final

from dq.ingest.alignment import Placing
from dq.ingest.cells import is_figure, is_words, read_cell
from dq.ingest.headers import BlockHeader, Header
from dq.ingest.stream import Line
from dq.templates import normalise_label

_DEEPEST: Final = 8
"""Label columns that are looked at; the widest form has four."""
_SELDOM: Final = 0.1
"""The share of rows with a label lacking that is a sign of rows out of place; where more lack one, the form is so."""


_ROWS: Final = 10
"""Rows that a table must have for one that differs from nearly all others to be odd."""


@dataclass(frozen=True, slots=True)
class NestedRow:
    """One row: `trail` the labels that hold for it, the outermost first, and where its figures stand; `own` the levels
    of those that it prints itself, `held` of all; `is_apart` where its cells stand elsewhere than those of nearly all
    rows; `is_unnamed` where it prints a label behind that of its name, and no name: that of the row above may hold;
    `is_total` where a list's row prints nothing but the grand total's label.
    """

    line: Line
    block: BlockHeader
    trail: tuple[str, ...]
    placing: Placing
    unplaced: frozenset[int]
    own: frozenset[int]
    held: frozenset[int]
    is_apart: bool
    is_unnamed: bool
    is_total: bool

    @property
    def label(self) -> str | None:
        """The innermost of its labels."""
        return self.trail[-1] if self.trail else None

    @property
    def is_doubted(self) -> bool:
        """True where its figures, blanks too, may be those of another row."""
        return bool(self.placing.doubted)

    @property
    def has_gap(self) -> bool:
        """True where a label further left than its own is not there: it may have lost the row that it belongs to."""
        return bool(self.own) and len(self.held) <= max(self.own)


def nested_rows(stretches: Sequence[tuple[Header, Sequence[Line]]]) -> Iterator[NestedRow]:
    """The rows of a table whose template has layout "nested".

    Parameters: `stretches` lines of one width with the header above them. Where a page lacks empty columns its rows
    stand as far from the header's places as its figures do. What nearly all rows have in common and one has not tells
    that its labels may have moved or be lost: it is doubted, and the rows below it that would hang under such a label.
    """
    rows = _with_grand_total(list(_rows(stretches)))
    odd = _odd(rows)
    is_open = False
    for row in rows:
        is_odd = row.line in odd
        # (A label that no figure stands beside holds all the same.)
        is_open = (is_odd and any(map(is_figure, row.line.cells))) or (is_open and 0 not in row.own)
        doubted = frozenset(range(len(row.block.slots))) if is_odd or is_open else frozenset[int]()
        yield replace(row, placing=replace(row.placing, doubted=doubted))


def _with_grand_total(rows: list[NestedRow]) -> list[NestedRow]:
    """The rows, the grand total of a list with no label but its own: where it stands in the column of names below a
    unit's projects, it is their sum only where the list has more such rows.
    """
    alone = [at for at, row in enumerate(rows) if row.is_total]
    if len(alone) == 1:
        (at,) = alone
        rows[at] = replace(rows[at], trail=rows[at].trail[-1:])
    return rows


def _odd(rows: Sequence[NestedRow]) -> set[Line]:
    """The lines of rows that differ from nearly all others."""
    odd = {row.line for row in rows if _is_remark(row) or row.is_unnamed}
    unnamed = [row.line for row in rows if not row.own and any(map(is_figure, row.line.cells))]
    odd.update(unnamed if 2 * len(unnamed) < len(rows) else ())
    if len(rows) < _ROWS:
        return odd
    few = _SELDOM * len(rows)
    for differing in (
        [row for row in rows if row.has_gap],
        [row for row in rows if row.is_apart],
        [row for row in rows if not row.own],
        *(_without_their_companion(rows, level) for level in range(1, _DEEPEST)),
    ):
        if len(differing) <= few:
            odd.update(row.line for row in differing)
    odd.update(row.line for row in _without_rows_below(rows))
    without = [row for row in rows if not any(map(is_figure, row.line.cells))]
    if len(without) <= few:
        odd.update(row.line for row in without if not _is_sign(row))
    return odd


def _without_their_companion(rows: Sequence[NestedRow], level: int) -> list[NestedRow]:
    """Rows that print a label of this level and none of the next, where nearly all that print the one print both."""
    here = [row for row in rows if level in row.own]
    alone = [row for row in here if level + 1 not in row.own]
    return alone if len(alone) <= max(1, _SELDOM * len(here)) < len(here) else []


def _without_rows_below(rows: Sequence[NestedRow]) -> list[NestedRow]:
    """Rows that head a group and have no row of it below, where nearly all heads have: theirs may be lost."""
    deepest = max((max(row.own) for row in rows if row.own), default=0)
    heads = [
        (row, below)
        for row, below in zip_longest(rows, rows[1:])
        if row.own and 0 < max(row.own) < deepest and _heads(row)
    ]
    alone = [row for row, below in heads if below is None or (below.own and min(below.own) <= max(row.own))]
    return alone if len(alone) <= max(1, _SELDOM * len(heads)) < len(heads) else []


def _heads(row: NestedRow) -> bool:
    """True where a row prints labels and a sum alone: a group that is empty has nothing below it, and a word of another
    column (采购组织形式) stands in the innermost rows.
    """
    cells = row.line.cells
    return sum(map(is_words, cells)) == len(row.own) and any(read_cell(cell).value for cell in cells)


def _rows(stretches: Sequence[tuple[Header, Sequence[Line]]]) -> Iterator[NestedRow]:
    shifts = [_shift(header.blocks[0], lines) for header, lines in stretches]
    count: Counter[int] = Counter()
    for shift, (_, lines) in zip(shifts, stretches, strict=True):
        count[shift or 0] += len(lines) if shift is not None else 0
    usual = max(count, key=lambda each: count[each], default=0)
    held: dict[int, str] = {}
    for own_shift, (header, lines) in zip(shifts, stretches, strict=True):
        block = header.blocks[0]
        is_few = len(lines) <= _SELDOM * count.total()
        shift = usual if own_shift is None or is_few else own_shift
        places = tuple(slot.start + shift for slot in block.slots)
        levels = {at + shift: level for level, at in enumerate(block.levels[:_DEEPEST])}
        name = levels.get(block.name + shift) if block.name is not None else None
        before = range(0 if header.table.is_list else block.levels[0], block.slots[0].start)
        remarks = {at + shift for at in (*before, *block.numbers) if at not in block.levels}
        is_total = partial(_is_total, totals=header.table.total_labels)
        for line in lines:
            own = {levels[at]: line.cells[at] for at in line.filled if at in levels and is_words(line.cells[at])}
            if not own:  # the total may stand in a column of codes
                own = dict(
                    enumerate([line.cells[at] for at in line.filled if at in remarks and is_total(line.cells[at])])
                )
            held = _held(held, own) if own else held
            order = sorted(held, key=lambda level: (level == name, level)) if own else ()
            trail = tuple(held[level] for level in order)
            unplaced = frozenset(line.filled).difference(levels, remarks, places)
            yield NestedRow(
                *(line, block, trail, Placing(places), unplaced, frozenset(own), frozenset(held)),
                is_apart=own_shift not in (None, shift),
                is_unnamed=name is not None and name not in own and max(own, default=0) > name,
                is_total=header.table.is_list and bool(own) and all(map(is_total, own.values())),
            )


def _held(held: Mapping[int, str], own: Mapping[int, str]) -> dict[int, str]:
    """The labels that hold for a row: its own, and of those before it what stands left of the first that is new."""
    new = min((level for level, text in own.items() if held.get(level) != text), default=max(own))
    return {**{level: text for level, text in held.items() if level < new}, **own}


def _is_total(text: str, totals: Collection[str]) -> bool:
    return normalise_label(text) in totals


def _is_sign(row: NestedRow) -> bool:
    """True where a lone sign stands instead of the row's figure (—, 略): no label that has moved there is as short."""
    cells = row.line.cells
    own = [cells[at] for at in row.placing.places if at is not None and at < len(cells) and cells[at]]
    return bool(row.own) and bool(own) and all(len(cell) == 1 and not is_figure(cell) for cell in own)


def _is_remark(row: NestedRow) -> bool:
    """True where one of the row's labels is a word of another column (采购组织形式)."""
    words = row.block.block.remark_words
    return bool(words) and any(normalise_label(label).endswith(words) for label in row.trail)


def _shift(block: BlockHeader, lines: Sequence[Line]) -> int | None:
    """How far the stretch's last figures stand from the header's last column; None where it has no figures."""
    ends = Counter(
        max(figures) for line in lines if (figures := [at for at in line.filled if is_figure(line.cells[at])])
    )
    if not ends:
        return None
    end = min(ends, key=lambda at: (-ends[at], at))
    shift = end - block.slots[-1].start
    # (The last column may be empty throughout.)
    return 0 if _out_of_place(block, lines, 0) <= _out_of_place(block, lines, shift) else shift


def _out_of_place(block: BlockHeader, lines: Sequence[Line], shift: int) -> int:
    """How many figures stand among the labels, and labels among the figures, where the places are so far from the
    header's. (A lone sign, 略, is no label.)
    """
    first = block.slots[0].start + shift
    labels = {at for at in range(block.levels[0] + shift, first) if at - shift not in block.numbers}
    figures = {slot.start + shift for slot in block.slots if slot.measure is not None}
    return sum(
        (at in labels and is_figure(line.cells[at]))
        or (at in figures and len(line.cells[at]) > 1 and is_words(line.cells[at]))
        for line in lines
        for at in line.filled
    )
