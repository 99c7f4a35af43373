"""What every document format is turned into: lines of cells, each knowing where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final, Protocol

from dq.diagnostics import Diagnostic
from dq.ingest.records import record


class Shape(Enum):
    """How a document shows which cell of a table a text is: `CELLS` as cells; `FLOWING` by nothing but the order of
    words; `ALIGNED` by where words stand on their line.
    """

    CELLS = auto()
    FLOWING = auto()
    ALIGNED = auto()


Spot = tuple[int, int | None]
"""Where a cell is printed: the 1-based line, and its 0-based place there (None for a cell that prints nothing)."""

Run = tuple[int, tuple[float, ...]]
"""Letters side by side on a page: the index of the first one in its cell, and in points where each one begins and the
last one ends.
"""

_ALONE: Final = (0,)


@record
class Line:
    """One line of a document.

    Parameters: `number` its 1-based line in the text (in a PDF: on its page); `cells` the texts of its cells, trimmed,
    in print order, empty ones too: a cell's index is its position; `page` 1-based, None where the format has none;
    `spots` where each cell stands, for rows gathered from several lines (places there count characters, not cells);
    `sheet` the name of the workbook's sheet, whose number is the page; `edges` of the only cell of a line on a page
    without rulings: where its letters stand; `indent` the characters of the printed line before its only cell (not in
    `spots`).
    """

    number: int
    cells: tuple[str, ...]
    page: int | None = None
    spots: tuple[Spot, ...] = ()
    sheet: str | None = None
    edges: tuple[Run, ...] = ()
    indent: int = 0
    filled: tuple[int, ...] = field(init=False, repr=False, compare=False)
    """Positions of the cells that are not empty."""
    sole_text: str | None = field(init=False, repr=False, compare=False)
    """The text of the only cell that is not empty, or None where there is none or more than one."""

    def __post_init__(self) -> None:
        if len(self.cells) == 1:  # as in running text, which may have 100,000 lines
            filled: tuple[int, ...] = _ALONE if self.cells[0] else ()
        else:
            filled = tuple([at for at, cell in enumerate(self.cells) if cell])
        object.__setattr__(self, "filled", filled)
        object.__setattr__(self, "sole_text", self.cells[filled[0]] if len(filled) == 1 else None)

    def extent(self, begin: int, end: int) -> tuple[float, float] | None:
        """Where on the page the first cell's characters from `begin` to before `end` stand, from left to right in
        points; None where the format does not tell or they do not stand side by side.

        Example: `Line(1, ("合计 1.00",), edges=((0, (20, 28, 36, 40, 44, 46, 50, 54)),)).extent(3, 7)` → `(40, 54)`.
        """
        for first, edges in self.edges:
            if first <= begin and end < first + len(edges):
                return edges[begin - first], edges[end - first]
        return None

    def spot(self, at: int | None) -> Spot:
        """Where the cell at this position is printed.

        Example: `Line(7, ("合计", "1.00")).spot(1)` → `(7, 1)`.
        """
        if at is None or at >= len(self.cells):
            return self.number, None
        return self.spots[at] if self.spots else (self.number, at)


@dataclass(frozen=True, slots=True)
class Stream:
    """A document as lines, or the reasons why it cannot be read (then `lines` is empty).

    Where the shape is not `CELLS`, each line has one cell, whose spot says where it begins. `by_page` where lines are
    numbered from 1 on each page or sheet. `rows`, where the text has a cell a line, the lines with tables' rows put
    together (`dq.ingest.cell_lines`).
    """

    lines: tuple[Line, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    shape: Shape = Shape.CELLS
    by_page: bool = False
    rows: tuple[Line, ...] = ()

    def place(self, name: str, line: Line) -> str:
        """The document's name as a diagnostic gives it for a line: with the page, where its number alone is no place.

        Example: `stream.place("report.pdf", line)` → `"report.pdf#page=3"`.
        """
        return f"{name}#page={line.page}" if self.by_page and line.page is not None else name


class Format(Protocol):
    """A document format: one module in `formats/` with these two functions."""

    def accepts(self, name: str, data: bytes) -> bool:
        """True where this format is the one to read the document. Parameters: the file's name, its content."""
        ...

    def read(self, name: str, data: bytes) -> Stream:
        """The document's lines; never raises on bad content."""
        ...
