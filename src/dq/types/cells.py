"""What a printed cell is. Blank is not zero is not absent: the states stay apart to the report."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class CellState(IntEnum):
    """State of a printed cell, stored as a small integer.

    A cell that the template does not have is null in the store; a row that is not printed
    is not stored at all.
    """

    FIGURE = 1
    ZERO = 2
    BLANK = 3
    DASH = 4
    TEXT = 5
    UNREADABLE = 6

    @property
    def is_printed_figure(self) -> bool:
        """True for a figure that is printed, zero included."""
        return self in (CellState.FIGURE, CellState.ZERO)

    @property
    def label(self) -> str:
        """The name used in `dq facts` (the machine-readable contract)."""
        return self.name.lower()


class DoubtReason(StrEnum):
    """Why the reading of a cell is doubted; stored beside the cell."""

    COLUMN_SHIFT = "column_shift"
    UNKNOWN_COLUMN = "unknown_column"
    UNKNOWN_ROW = "unknown_row"
    ROW_SHIFT = "row_shift"
    ANOTHER_YEAR = "another_year"
    ANOTHER_BODY = "another_body"
    DECIMALS = "decimals"
