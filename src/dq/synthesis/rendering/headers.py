"""Headers of tables: the columns that a template prints, and the cells above them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final

from dq.synthesis.rendering.noise import Noise
from dq.synthesis.rendering.pieces import Kind, Span
from dq.templates import Block, Measure, Table

_SIDES: Final = {"income": "收入", "expenditure": "支出"}
CODE_PARTS: Final = ("类", "款", "项")
_PARTS: Final = {"function": 3, "economic": 2}
_FORM_WORDS: Final = re.compile(r"(?:支出)?(?:决算|预算)?(?:情况)?表$")

Row = dict[str, Any]
"""A stored row: columns of `dq.archive.layout`."""


@dataclass(frozen=True, slots=True)
class Column:
    """A printed column. `path` its header from the top row down, an empty label where the one above reaches over;
    `block` the number of its block; `measure` the column of figures; `part` which part of a code it prints.
    """

    kind: Kind
    path: tuple[str, ...]
    block: int
    measure: Measure | None = None
    part: int | None = None


def columns_by_row(table: Table, shown: Sequence[Sequence[Measure]], noise: Noise) -> list[Column]:
    """The columns of a table whose rows are printed one below the other.

    Parameters: `shown` the columns of figures that each block prints.
    """
    parts = _PARTS[table.code_list or ""] if table.layout == "codes" and _is_split(table, noise) else 1
    numbered = table.layout == "items" and noise.chance(f"{table.name}/numbers", 0.2)
    found: list[Column] = []
    for at, (block, measures) in enumerate(zip(table.blocks, shown, strict=True)):
        top = _top(table, block)
        found += _code_columns(block, at, top, parts)
        found.append(Column(Kind.LABEL, (*top, printed_label(block.labels[0])), at))
        if numbered:
            found.append(Column(Kind.NUMBER, (*top, "行次"), at))
        side = top if table.layout == "items" else ()
        for measure in measures:
            path = tuple(map(printed_label, measure.headers[0]))
            found.append(Column(Kind.FIGURE, (*side, *path), at, measure))
    depth = max(len(column.path) for column in found)
    return [padded(column, depth) for column in found]


def columns_across(table: Table, rows: Sequence[Row], noise: Noise) -> list[tuple[Column, Row]]:
    """The columns of a table whose header names its items, each with the row that is printed in it."""
    over = (_subject(table.title),) if noise.chance(f"{table.name}/over", 0.5) else ()
    held = {tuple(row["path"].split("/"))[:-1] for row in rows}
    labels = {tuple(row["path"].split("/")): row["label"] for row in rows}
    found: list[tuple[Column, Row]] = []
    for row in rows:
        own = tuple(row["path"].split("/"))
        outer = [labels[own[:end]] for end in range(2, len(own)) if own[:end] in labels]
        inner = ["小计"] if len(own) > 1 and own in held else []
        for measure in table.blocks[0].measures:
            if row.get(f"{measure.name}__state") is not None:
                path = (*over, *outer, row["label"], *inner, *(measure.headers[0][-1:] if measure.headers else ()))
                found.append((Column(Kind.FIGURE, path, 0, measure), row))
    depth = max((len(column.path) for column, _ in found), default=0)
    named = any(measure.headers for measure in table.blocks[0].measures)
    return [((_padded_within if named else padded)(column, depth), row) for column, row in found]


def spans_of(columns: Sequence[Column]) -> tuple[tuple[Span, ...], int]:
    """The header's cells, and how many rows they take: neighbours under one label share its cell.

    Example: columns (本年支出, 小计) and (本年支出, 基本支出) have the cell 本年支出 over both.
    """
    depth = len(columns[0].path) if columns else 0
    found: list[Span] = []
    for level in range(depth):
        groups = groupby(enumerate(columns), key=lambda each: _group(each[1], level))
        for _, group in groups:
            members = list(group)
            start, first = members[0]
            if first.path[level]:
                reach = next((at for at in range(level + 1, depth) if first.path[at]), depth) - level
                found.append(Span(level, start, reach, len(members), first.path[level]))
    return tuple(found), depth


def without_empty_rows(columns: Sequence[Column]) -> list[Column]:
    """The columns without the last rows of the header that print nothing."""
    depth = max(max((at for at, label in enumerate(column.path, 1) if label), default=0) for column in columns)
    return [replace(column, path=column.path[:depth]) for column in columns]


def printed_label(label: str) -> str:
    """A normalised label as a publisher prints it, with the brackets of Chinese text."""
    return label.replace("(", "（").replace(")", "）")


def _subject(title: str) -> str:
    """What a table is about: 财政拨款“三公”经费 of 财政拨款“三公”经费支出决算表."""
    return printed_label(_FORM_WORDS.sub("", title))


def drops_zeros(table: str, noise: Noise) -> bool:
    """True where the columns of a code are columns of numbers (201 | 3 | 1)."""
    return noise.chance(f"{table}/bare", 0.4)


def _is_split(table: Table, noise: Noise) -> bool:
    return len(table.blocks) == 1 and noise.chance(f"{table.name}/split", 0.25)


def _top(table: Table, block: Block) -> tuple[str, ...]:
    if table.layout == "codes":
        upper = block.measures[0].headers[0][:-1] if block.measures[0].headers else ()
        return ("项目",) if len(table.blocks) == 1 else tuple(map(printed_label, upper))
    return (_SIDES[block.side],) if block.side in _SIDES else ()


def _code_columns(block: Block, at: int, top: tuple[str, ...], parts: int) -> list[Column]:
    if not block.codes:
        return []
    path = (*top, printed_label(block.codes[0]))
    if parts == 1:
        return [Column(Kind.CODE, path, at)]
    return [Column(Kind.CODE, (*path, CODE_PARTS[part]), at, part=part) for part in range(parts)]


def padded(column: Column, depth: int) -> Column:
    """The column with a header of so many rows: its label reaches over the last ones."""
    return replace(column, path=(*column.path, *[""] * (depth - len(column.path))))


def _padded_within(column: Column, depth: int) -> Column:
    """The measure's label stands in the last row, whatever is above it."""
    return replace(column, path=(*column.path[:-1], *[""] * (depth - len(column.path)), column.path[-1]))


def _group(column: Column, level: int) -> object:
    """What neighbours share a cell by: the label and those above it, within their block."""
    return (column.block, column.path[: level + 1]) if column.path[level] else ()
