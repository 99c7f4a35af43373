"""The printed lines of a table: which rows stand side by side, and what each cell prints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

from dq.synthesis.rendering.figures import code_parts, figure_text, label_text
from dq.synthesis.rendering.headers import Column, Row, drops_zeros
from dq.synthesis.rendering.noise import Noise
from dq.synthesis.rendering.pieces import Kind
from dq.templates import Measure, Table

_CODE_DIGITS: Final = re.compile(r"\d{3}(?:\d{2}){0,2}", re.ASCII)


def rows_by_block(table: Table, rows: Sequence[Row]) -> list[list[Row]]:
    """A table's stored rows block by block: by their side, else by which row follows which."""
    ordered = sorted(rows, key=lambda row: row["n"])
    sides = [block.side for block in table.blocks]
    if len(sides) > 1 and len(set(sides)) == len(sides):
        return [[row for row in ordered if row["side"] == side] for side in sides]
    blocks: list[list[Row]] = [[] for _ in table.blocks]
    at = -1
    for row in ordered:
        at += row["above"] is None and at + 1 < len(blocks)
        blocks[max(at, 0)].append(row)
    return blocks


def shown_measures(table: Table, blocks: Sequence[Sequence[Row]]) -> list[list[Measure]]:
    """The columns that each block prints: those that its rows have, all of them where it has no rows."""
    return [
        [
            measure
            for measure in block.measures
            if not rows or any(row.get(f"{measure.name}__state") is not None for row in rows)
        ]
        for block, rows in zip(table.blocks, blocks, strict=True)
    ]


def side_by_side(blocks: Sequence[Sequence[Row]]) -> list[tuple[Row | None, ...]]:
    """The rows of blocks that stand side by side, line by line: as they did in the source, else totals with totals."""
    if len(blocks) == 1:
        return [(row,) for row in blocks[0]]
    places = [[(row.get("page") or 0, row.get("line") or 0) for row in rows] for rows in blocks]
    if all(one == sorted(set(one)) for one in places):
        by_place = [dict(zip(one, rows, strict=True)) for one, rows in zip(places, blocks, strict=True)]
        lines = sorted({place for one in places for place in one})
        return [tuple(rows.get(place) for rows in by_place) for place in lines]
    most = max(map(len, blocks))
    return list(zip_longest(*(_with_gap(rows, most) for rows in blocks)))


def _with_gap(rows: Sequence[Row], most: int) -> list[Row | None]:
    """Rows with their totals at the foot, as far down as those of the longest block."""
    first = next((at for at, row in enumerate(rows) if row["role"] in ("total", "balance")), len(rows))
    return [*rows[:first], *[None] * (most - len(rows)), *rows[first:]]


def body_rows(
    table: Table, columns: Sequence[Column], lines: Sequence[tuple[Row | None, ...]], noise: Noise
) -> Iterator[tuple[str, ...]]:
    """The cells of each printed line."""
    numbers = _first_numbers(columns, len(lines))
    for number, line in enumerate(lines):
        cells: list[str] = []
        for column in columns:
            row = line[column.block]
            match column.kind:
                case Kind.NUMBER:
                    cells.append(str(numbers[column.block] + number))
                case _ if row is None:
                    cells.append("")
                case Kind.CODE:
                    cells.append(code_text(table, row, column, noise))
                case Kind.LABEL:
                    cells.append(label_text(table.name, row, noise))
                case Kind.FIGURE:
                    cells.append(figure_text(table.name, row, column.measure, noise))
        yield tuple(cells)


def _first_numbers(columns: Sequence[Column], lines: int) -> dict[int, int]:
    """行次 goes on from block to block."""
    blocks = sorted({column.block for column in columns if column.kind is Kind.NUMBER})
    return {block: 1 + at * lines for at, block in enumerate(blocks)}


def code_text(table: Table, row: Row, column: Column, noise: Noise) -> str:
    """A code, or the part of it that stands in one column."""
    code = row["code"] or ""
    if column.part is None:
        return code
    if not _CODE_DIGITS.fullmatch(code):
        return code if column.part == 0 else ""
    parts = code_parts(code)
    if column.part >= len(parts):
        return ""
    bare = column.part > 0 and drops_zeros(table.name, noise)
    return parts[column.part].lstrip("0") or "0" if bare else parts[column.part]


def numbering(columns: Sequence[Column]) -> tuple[str, ...]:
    """The row that numbers the columns of figures (栏次)."""
    cells: list[str] = []
    count = 0
    for column in columns:
        count += column.kind is Kind.FIGURE
        is_label = column.kind is Kind.LABEL
        cells.append("栏次" if is_label else str(count) if column.kind is Kind.FIGURE else "")
    return tuple(cells)
