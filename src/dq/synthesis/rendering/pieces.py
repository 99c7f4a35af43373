"""A report as a publisher lays it out, before any format: texts and grids in print order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise


class Role(Enum):
    """What a text is: a line of the cover, an entry of the contents list, a heading, a paragraph."""

    TITLE = auto()
    ENTRY = auto()
    HEADING = auto()
    PARAGRAPH = auto()


class Kind(Enum):
    """What a column of a grid holds."""

    LABEL = auto()
    CODE = auto()
    NUMBER = auto()
    FIGURE = auto()


@dataclass(frozen=True, slots=True)
class Text:
    """A text that stands by itself."""

    text: str
    role: Role


@dataclass(frozen=True, slots=True)
class Span:
    """A cell of a header: `rows` and `columns` that it reaches over, from `row` and `column` (from 0) on."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as printed.

    Parameters: `name` the table's name in the template; `title` its heading; `mark` its number on the form (公开01表),
    empty where none is printed; `body` and `unit` the texts above it that name the body and the unit; `header` its
    cells over `depth` rows; `kinds` one a column; `rows` the printed lines below, each as wide as `kinds`; `breaks` the
    lines before which a page ends, `repeats` where the next page prints the header again; `notes` the lines below.
    """

    name: str
    title: str
    mark: str
    body: str
    unit: str
    header: tuple[Span, ...]
    depth: int
    kinds: tuple[Kind, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    breaks: frozenset[int] = frozenset()
    repeats: bool = False

    @property
    def width(self) -> int:
        """Its number of columns."""
        return len(self.kinds)

    def header_rows(self) -> tuple[tuple[str, ...], ...]:
        """The header row by row, each cell at its top left, the rest of its reach empty."""
        rows = [[""] * self.width for _ in range(self.depth)]
        for span in self.header:
            rows[span.row][span.column] = span.text
        return tuple(map(tuple, rows))

    def parts(self) -> tuple[tuple[tuple[str, ...], ...], ...]:
        """The printed lines page by page.

        Example: five lines with a break before the fourth give parts of three and two lines.
        """
        borders = [0, *sorted(at for at in self.breaks if 0 < at < len(self.rows)), len(self.rows)]
        return tuple(self.rows[first:last] for first, last in pairwise(borders))


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a page."""


Piece = Text | Grid | Break
Publication = tuple[Piece, ...]
