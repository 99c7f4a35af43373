"""Pages whose text runs up or down, their tables being wider than the paper: turned so that it runs to the right."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from dq.ingest.page_layout import Box


class Turn(Enum):
    """Which way the lines of a page run other than to the right."""

    NONE = auto()
    UP = auto()
    DOWN = auto()


def turn_of(matrix: Sequence[float]) -> Turn:
    """Which way a letter stands by its matrix (ISO 32000-1, 8.3.3); what leans less than half a right angle stands.

    Example: `turn_of((0, 10, -10, 0, 50, 200))` → `Turn.UP`.
    """
    along, up = matrix[:2]
    if abs(up) <= abs(along):
        return Turn.NONE
    return Turn.UP if up > 0 else Turn.DOWN


def turned(box: Box, turn: Turn, paper: Box) -> Box:
    """A rectangle where it stands once the lines run to the right. Parameters: `paper` the page as it is.

    Example: `turned(Box(0, 90, 10, 100), Turn.UP, Box(0, 0, 50, 100))` → `Box(0, 0, 10, 10)`.
    """
    if turn is Turn.UP:
        return Box(paper.bottom - box.bottom, box.left, paper.bottom - box.top, box.right)
    return Box(box.top, paper.right - box.right, box.bottom, paper.right - box.left)


def turned_table(rows: Sequence[Sequence[Box | None]], turn: Turn, paper: Box) -> list[list[Box | None]]:
    """The cells of a ruled table, row by row, once the lines run to the right; as `turned`."""
    columns = zip(*(rows if turn is Turn.DOWN else rows[::-1]), strict=True)
    found = [[None if box is None else turned(box, turn, paper) for box in column] for column in columns]
    return found if turn is Turn.UP else found[::-1]
