"""Which of the columns left of a table's figures are those of its rows' labels."""

from __future__ import annotations

from collections.abc import Sequence

from dq.ingest.header_columns import Column
from dq.templates import Block


def levels_between(block: Block, label: int, first: int, columns: Sequence[Column]) -> tuple[int, ...]:
    """The positions of label columns: all from the first to the figures, other than those of remarks.

    Parameters: `label` the position of the first of them, `first` that of the first figures.
    Example: below 类别, 项目, 采购方式 (a remark), 金额 → (0, 1).
    """
    remarks = {at for each in columns if _is_of_remarks(block, each) for at in range(each.start, each.end)}
    return tuple(at for at in range(label, first) if at not in remarks)


def levels_of_list(block: Block, columns: Sequence[Column]) -> tuple[tuple[int, ...], int | None]:
    """The positions of a list's columns of labels, in print order, and that of the one that names its rows: of those
    printed the one that its template names first; what a project is called before what kind it is and whose.

    Parameters: `columns` those before the figures.
    Example: below 类型, 项目名称, 项目单位 → ((0, 1, 2), 1).
    """
    ranks = {word: at for at, word in reversed([*enumerate((*block.labels, *block.outer))])}
    found = {column.start: rank for column in columns if (rank := _rank(ranks, column)) is not None}
    return tuple(found), min(found, key=lambda at: found[at], default=None)


def others_of_list(block: Block, columns: Sequence[Column], levels: Sequence[int]) -> frozenset[int]:
    """The positions of a list's columns that are neither labels nor remarks: what stands there names no row."""
    return frozenset(each.start for each in columns if each.start not in levels and not _is_of_remarks(block, each))


def _rank(ranks: dict[str, int], column: Column) -> int | None:
    """What a header's last part says, or all of it where that is broken over its rows (部门(单位) over 名称)."""
    return ranks.get("".join(column.path[-1:]), ranks.get("".join(column.path)))


def _is_of_remarks(block: Block, column: Column) -> bool:
    """True for a column of remarks. A narrow one's label is often cut: its end comes out in the row below."""
    return any(
        len(part) > 1 and alias.startswith(part) and len(part) >= len(alias) - 2
        for part in column.path
        for alias in block.remarks
    )
