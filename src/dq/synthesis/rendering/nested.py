"""Tables whose labels stand in several columns: a label holds for the rows below it until its column prints another.

Only a row's innermost label is stored as printed; those left of it are told by its path, and printed where they change,
as merged cells come out of a document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from dq.synthesis.rendering.figures import figure_text, label_text
from dq.synthesis.rendering.headers import Column, Row, padded, printed_label
from dq.synthesis.rendering.noise import Noise
from dq.synthesis.rendering.pieces import Kind
from dq.templates import Measure, Table, normalise_label

_SUMS: Final = frozenset(("小计", "合计", "总计"))
_REMARKS: Final = ("集中采购", "分散采购")
Trail = tuple[str, ...]


def nested_lines(
    table: Table, rows: Sequence[Row], shown: Sequence[Measure], noise: Noise
) -> tuple[list[Column], list[tuple[str, ...]]]:
    """The columns of a table of layout "nested", and its printed lines.

    Parameters: `rows` in print order; `shown` the columns of figures that are printed.
    Example: rows 小计 (path 收入总计/其他资金) and 事业收入 (收入总计/其他资金/事业收入) → the labels (其他资金, 小计)
    and ("", 事业收入).
    """
    block = table.blocks[0]
    trails = [_trail(table, row) for row in rows]
    least = 1 if table.is_list else 1 + (len(block.inner) or 1)
    depth = max([least, *map(len, trails)])
    columns = [*_label_columns(table, depth), *_remark_columns(table)]
    columns += [Column(Kind.FIGURE, tuple(map(printed_label, measure.headers[0])), 0, measure) for measure in shown]
    rows_of_header = max(len(column.path) for column in columns)
    columns = [padded(column, rows_of_header) for column in columns]
    lines: list[tuple[str, ...]] = []
    for row, trail, labels in zip(rows, trails, _printed_trails(table, rows, trails, noise), strict=True):
        own = [*labels, *[""] * (depth - len(labels))]
        is_thing = bool(block.inner or block.outer) and len(trail) == depth
        own += [noise.pick(f"{table.name}/remark", _REMARKS) if is_thing else ""] * bool(block.remarks)
        lines.append((*own, *(figure_text(table.name, row, measure, noise) for measure in shown)))
    return columns, lines


def _label_columns(table: Table, depth: int) -> Iterator[Column]:
    """One for each label; columns without a header of their own share that of the column before. What names the rows of
    a list stands behind what they are parts of.
    """
    block = table.blocks[0]
    own = (*block.outer[: depth - 1], block.labels[0]) if table.is_list else (block.labels[0], *block.inner)
    headers = [printed_label(each) for each in own]
    for level in range(depth):
        yield Column(Kind.LABEL, (headers[min(level, len(headers) - 1)],), 0)


def _remark_columns(table: Table) -> Iterator[Column]:
    if table.blocks[0].remarks:
        yield Column(Kind.LABEL, (printed_label(table.blocks[0].remarks[0]),), 0)


def _trail(table: Table, row: Row) -> Trail:
    """The labels that hold for a row, the outermost first, its own last."""
    if not row["label"]:
        return ()
    path, own = row["path"].partition("#")[0], normalise_label(row["label"])
    parts = path.split("/")
    if any(len(item.path) > 1 and list(item.path) == parts[: len(item.path)] for item in table.items):
        parts = parts[1:]  # the grand total over all of them has a row of its own
    return (*parts, own) if own in _SUMS and len(path.split("/")) > 1 else tuple(parts)


def _printed_trails(
    table: Table, rows: Sequence[Row], trails: Sequence[Trail], noise: Noise
) -> Iterator[tuple[str, ...]]:
    """What the label columns print: the row's own label, and those left of it that do not hold from the row before."""
    spelled: dict[Trail, str] = {}
    before: Trail = ()
    for row, trail in zip(rows, trails, strict=True):
        if trail:
            spelled[trail] = label_text(table.name, row, noise)
        same = next((at for at, (one, other) in enumerate(zip(before, trail, strict=False)) if one != other), None)
        held = min(len(before), len(trail)) if same is None else same
        outer = (
            spelled.get(trail[: at + 1], printed_label(trail[at])) if at >= held else "" for at in range(len(trail) - 1)
        )
        yield (*outer, *([spelled[trail]] if trail else []))
        before = trail or before
