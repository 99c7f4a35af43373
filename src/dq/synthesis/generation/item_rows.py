"""Rows that a form prints by name: one set of rows for every report, the same in all of them."""

from __future__ import annotations

from typing import Final

import polars as pl

from dq.synthesis.generation.accounts import Accounts, Cells, class_cells
from dq.templates.model import Block, Item, Table

_NUMERALS: Final = "一二三四五六七八九十"
_TOP: Final = 2
"""Length of the path of an item that stands right under its table's total."""


def item_rows(table: Table, whole: pl.DataFrame, accounts: Accounts) -> pl.DataFrame:
    """The rows of a table that names them (every layout but "codes"), for each report of `whole` in its order.

    The columns: `at`, the keys of `dq.archive.layout` that say what a row is, `row` (its line within the table),
    `unit` (where it is a number of things), `heading`, each measure's exact amount under its name (null where the
    row has no such cell), and `cell_…`, the cell's place on its line.
    """
    placed = _placed(table)
    names = list(dict.fromkeys(measure.name for block in table.blocks for measure in block.measures))
    cells = [_cells(table, item, accounts) for item, _, _ in placed]
    columns = [
        pl.concat_list(
            [
                cell.get(name, pl.lit(0)).cast(pl.Int64) if _has(block, name) else pl.lit(None, dtype=pl.Int64)
                for cell, (_, block, _) in zip(cells, placed, strict=True)
            ]
        ).alias(name)
        for name in names
    ]
    amounts = whole.select("at", *columns).explode(names)
    keys = _keys(table, placed, names)
    repeated = pl.concat([keys] * whole.height) if whole.height else keys.clear()
    return pl.concat([amounts, repeated], how="horizontal")


def _placed(table: Table) -> list[tuple[Item, Block, int]]:
    """Each item with the block that prints it and the block's number."""
    placed = []
    for number, block in enumerate(table.blocks):
        sharing = [at for at, other in enumerate(table.blocks) if other.side == block.side]
        items = [item for item in table.items if item.side == block.side]
        parts = _parted(items, len(sharing))
        placed += [(item, block, number) for item in parts[sharing.index(number)]]
    return placed


def _parted(items: list[Item], parts: int) -> list[list[Item]]:
    """The items in two parts of like length where two blocks share them, parted before a total or heading."""
    if parts == 1:
        return [items]
    borders = [at for at, item in enumerate(items) if len(item.path) == 1 and item.role in ("total", "heading") and at]
    at = min(borders, key=lambda border: abs(2 * border - len(items)), default=len(items))
    return [items[:at], items[at:], *([] for _ in range(parts - 2))]


def _cells(table: Table, item: Item, accounts: Accounts) -> Cells:
    if item.function_code is not None:
        return class_cells(table.name, item.function_code)
    return accounts.items.get(table.name, {}).get("/".join(item.path), {})


def _has(block: Block, name: str) -> bool:
    return any(measure.name == name for measure in block.measures)


def _keys(table: Table, placed: list[tuple[Item, Block, int]], names: list[str]) -> pl.DataFrame:
    across = table.layout == "columns"
    numbers = {(item.side, item.path): n for n, (item, _, _) in enumerate(placed)}
    blocks = [block for _, _, block in placed]
    rows = [n - blocks.index(block) for n, block in enumerate(blocks)]
    size = len(placed)
    data: dict[str, pl.Series] = {
        "n": pl.Series(range(size), dtype=pl.Int32),
        "row": pl.Series([0] * size if across else rows, dtype=pl.Int32),
        "code": pl.Series([None] * size, dtype=pl.String),
        "label": pl.Series(_labels(table, [item for item, _, _ in placed]), dtype=pl.String),
        "item": pl.Series([item.key for item, _, _ in placed], dtype=pl.String),
        "path": pl.Series(["/".join(item.path) for item, _, _ in placed], dtype=pl.String),
        "side": pl.Series([item.side or None for item, _, _ in placed], dtype=pl.String),
        "role": pl.Series([item.role for item, _, _ in placed], dtype=pl.String),
        "function_code": pl.Series([item.function_code for item, _, _ in placed], dtype=pl.String),
        "level": pl.Series([None] * size, dtype=pl.Int8),
        "parent": pl.Series([_parent(item, numbers) for item, _, _ in placed], dtype=pl.Int32),
        "above": pl.Series([n - 1 if n and blocks[n - 1] == blocks[n] else None for n in range(size)], dtype=pl.Int32),
        "below": pl.Series(
            [n + 1 if n + 1 < size and blocks[n + 1] == blocks[n] else None for n in range(size)], dtype=pl.Int32
        ),
        "own_unit": pl.Series([item.unit for item, _, _ in placed], dtype=pl.String),
        "heading": pl.Series([item.role == "heading" for item, _, _ in placed], dtype=pl.Boolean),
        "blank": pl.Series([False] * size, dtype=pl.Boolean),
    }
    starts = _starts(table)
    for name in names:
        places = [
            _place(block, name, n * len(block.measures) if across else starts[number] + 1)
            for n, (_, block, number) in enumerate(placed)
        ]
        data[f"cell_{name}"] = pl.Series(places, dtype=pl.Int16)
    return pl.DataFrame(data)


def _starts(table: Table) -> list[int]:
    """Place of each block's last label on a line."""
    starts, at = [], 0
    for block in table.blocks:
        labels = 1 + (len(block.inner) or 1) + bool(block.remarks) if table.layout == "nested" else 1
        starts.append(at + labels - 1)
        at += labels + len(block.measures)
    return starts


def _place(block: Block, name: str, first: int) -> int | None:
    places = {measure.name: first + at for at, measure in enumerate(block.measures)}
    return places.get(name)


def _parent(item: Item, numbers: dict[tuple[str, tuple[str, ...]], int]) -> int | None:
    ancestors = (item.path[:end] for end in range(len(item.path) - 1, 0, -1))
    return next((numbers[item.side, path] for path in ancestors if (item.side, path) in numbers), None)


def _labels(table: Table, items: list[Item]) -> list[str]:
    """Labels as forms print them: addends numbered, of-which rows said to be such, units in brackets; where a group's
    name stands left of its rows, the group's own row says 小计.
    """
    plain = table.layout == "columns"
    grouped = table.layout == "nested" and not table.is_open
    labels: list[str] = []
    counts: dict[str, int] = {}
    for item in items:
        label = item.key.replace("(", "（").replace(")", "）")
        if item.unit is not None:
            label = f"{label}（{item.unit}）"
        if not plain and item.role == "of_which":
            label = f"其中：{label}"
        elif grouped and item.role == "item" and len(item.path) == _TOP:
            label = "小计"
        elif not plain and item.role == "item" and len(item.path) == _TOP and item.side != "statistic":
            counts[item.side] = counts.get(item.side, 0) + 1
            label = f"{numeral(counts[item.side])}、{label}"
        labels.append(label)
    return labels


def numeral(number: int) -> str:
    """A number below 100 in Chinese. Example: 21 → 二十一."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else _NUMERALS[tens - 1] + "十"
    return head + (_NUMERALS[ones - 1] if ones else "")
