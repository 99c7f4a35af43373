"""How spreadsheets name a cell."""

from __future__ import annotations


def cell_reference(row: int, column: int) -> str:
    """The reference of a cell by its row and column, both from 1.

    Example: `cell_reference(7, 3)` → `"C7"`; `cell_reference(1, 28)` → `"AB1"`.
    """
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"
