"""Letters on a page into tables and lines of text: by the rulings of tables, else by the gaps between words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dq.ingest.cells import is_figure
from dq.ingest.glyphs import raised
from dq.ingest.stream import Run

_SAME_LINE: Final = 0.5
"""Letters whose middles are nearer than this share of their height stand on one line."""
_SPACE: Final = 0.3
_CELL_GAP: Final = 1.2
"""Gaps as wide as these shares of a letter's height are a space, and the border of two cells."""
_OVERPRINTED: Final = 0.25
"""Share of a letter's height by which the next one begins within it, beyond what fonts do."""
_SMALL: Final = 0.75
_RAISED: Final = 0.15
"""A digit as small as this share of the one before it, its foot higher by that share, is the mark of a note."""
_BORDER: Final = 3.0
"""Points by which a cell must reach over a border to cover the column behind it."""
_LEAST_GAP: Final = 4
"""Spaces that part two words of an aligned line at the least."""

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points, from the page's top left."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """True where a point lies in it."""
        return self.left <= x < self.right and self.top <= y < self.bottom


@dataclass(frozen=True, slots=True)
class Glyph:
    """A printed letter and its place."""

    text: str
    box: Box

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle point."""
        return (self.box.left + self.box.right) / 2, (self.box.top + self.box.bottom) / 2

    @property
    def height(self) -> float:
        """Its height, never zero."""
        return max(self.box.bottom - self.box.top, 0.1)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Words of one line without a wide gap between them. `edges` where each character begins, and the last one ends;
    `is_overprinted` where letters stand upon one another, so that their order tells little.
    """

    text: str
    edges: tuple[float, ...]
    is_overprinted: bool = False

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.edges[0]


@dataclass(frozen=True, slots=True)
class TextLine:
    """Words that stand on one line of a page."""

    top: float
    bottom: float
    chunks: tuple[Chunk, ...]

    @property
    def has_columns(self) -> bool:
        """True for words and a figure apart from one another."""
        return any(is_figure(chunk.text) for chunk in self.chunks[1:])

    @property
    def text(self) -> str:
        """All of its words, one space where there is a gap."""
        return " ".join(chunk.text for chunk in self.chunks)


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruled table on one page: its rows, and where each column begins and the last one ends; `reaches` for each cell
    of each row the column behind the last one that it covers (empty: each cell covers its own).
    """

    top: float
    rows: tuple[Row, ...]
    borders: tuple[float, ...]
    reaches: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Plain:
    """A line of text outside of ruled tables."""

    top: float
    line: TextLine


Block = Ruled | Plain


def page_blocks(glyphs: Sequence[Glyph], tables: Iterable[Sequence[Sequence[Box | None]]]) -> list[Block]:
    """What stands on a page, from top to bottom.

    Parameters: `tables` the cells of each ruled table, row by row, None where another cell reaches over. A row of a
    table is one row here, in however many lines its cells are wrapped.
    """
    placed: list[Block] = []
    left = list(glyphs)
    for rows in tables:
        boxes = [box for row in rows for box in row if box is not None]
        if not boxes:
            continue
        outer = _around(boxes)
        inside = [glyph for glyph in left if outer.holds(*glyph.middle)]
        found, outside = _ruled(rows, inside)
        # What stands within the table but in none of its cells is kept, below it: nothing printed is lost.
        left = [glyph for glyph in left if not outer.holds(*glyph.middle)] + outside
        lefts = _lefts(rows)
        reaches = tuple(tuple(_reach(row, at, lefts) for at in range(len(row))) for row in rows)
        placed.append(Ruled(outer.top, tuple(found), (*lefts, outer.right), reaches))
    placed += [Plain(line.top, line) for line in text_lines(left)]
    return sorted(placed, key=lambda block: block.top)


def _reach(row: Sequence[Box | None], at: int, lefts: Sequence[float]) -> int:
    """The column behind the last one that a cell covers."""
    box = row[at]
    reach = at + 1
    while box is not None and reach < len(lefts) and lefts[reach] < box.right - _BORDER:
        reach += 1
    return reach


def _lefts(rows: Sequence[Sequence[Box | None]]) -> list[float]:
    """Where the columns of a ruled table begin."""
    columns = zip(*rows, strict=True)
    return [min(box.left for box in column if box is not None) for column in columns]


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def _ruled(rows: Sequence[Sequence[Box | None]], glyphs: Sequence[Glyph]) -> tuple[list[Row], list[Glyph]]:
    """The rows of a ruled table, and the letters that stand in none of its cells."""
    found: list[Row] = []
    left = list(glyphs)
    for row in rows:
        cells: list[str] = []
        for box in row:
            inside = [glyph for glyph in left if box is not None and box.holds(*glyph.middle)]
            if inside:
                left = [glyph for glyph in left if box is None or not box.holds(*glyph.middle)]
            cells.append(_cell_text(inside))
        found.append(tuple(cells))
    return found, left


def _cell_text(glyphs: Sequence[Glyph]) -> str:
    """A cell's text; lines of a wrapped cell are joined, with a space between Latin words only."""
    joined = ""
    for line in text_lines(glyphs):
        text = line.text
        apart = joined[-1:].isascii() and joined[-1:].isalpha() and text[:1].isascii() and text[:1].isalpha()
        joined += " " + text if apart else text
    return joined


def text_lines(glyphs: Sequence[Glyph]) -> Iterator[TextLine]:
    """Letters as lines from top to bottom, each from left to right."""
    line: list[Glyph] = []
    level = 0.0
    for glyph in sorted(glyphs, key=lambda each: (each.middle[1], each.box.left)):
        if line and glyph.middle[1] - level > _SAME_LINE * max(glyph.height, line[0].height):
            yield from _line(line)
            line = []
        if not line:
            level = glyph.middle[1]
        line.append(glyph)
    if line:
        yield from _line(line)


def _line(glyphs: Sequence[Glyph]) -> Iterator[TextLine]:
    """One line's words; nothing where it is blank."""
    chunks: list[Chunk] = []
    text = ""
    edges: list[float] = []
    right = 0.0
    overprinted = False
    before: Glyph | None = None
    printed = sorted((glyph for glyph in glyphs if glyph.text.strip()), key=lambda each: each.box.left)
    for glyph in printed:
        gap = glyph.box.left - right
        if text and gap > _CELL_GAP * glyph.height:
            chunks.append(Chunk(text, (*edges, right), overprinted))
            text, edges, overprinted = "", [], False
        elif text and gap > _SPACE * glyph.height:
            text += " "
            edges.append(right)
        overprinted = overprinted or (bool(text) and gap < -_OVERPRINTED * glyph.height)
        letters = glyph.text.strip()
        if before is not None and _is_raised(glyph, before):
            letters = raised(letters)
        else:
            before = glyph
        text += letters
        edges += [glyph.box.left] * len(letters)
        right = max(right, glyph.box.right)
    if printed:
        chunks.append(Chunk(text, (*edges, right), overprinted))
        box = _around([glyph.box for glyph in printed])
        yield TextLine(box.top, box.bottom, tuple(chunks))


def _is_raised(glyph: Glyph, before: Glyph) -> bool:
    is_high = before.box.bottom - glyph.box.bottom > _RAISED * before.height
    return is_high and glyph.height < _SMALL * before.height and before.text.strip()[-1:].isdigit()


def aligned(line: TextLine, unit: float) -> tuple[str, int, tuple[Run, ...]]:
    """A line with its words as far apart as on the page, how many characters in it begins, and the edges of its words
    other than those that stand upon others.

    Parameters: `unit` the width in points that counts as one character; with that of a digit (half that of a Chinese
    character) no text is wider than its place.
    """
    text = ""
    begins: list[int] = []
    for chunk in line.chunks:
        text = text.ljust(max(round(chunk.left / unit), len(text) + _LEAST_GAP * bool(text)))
        begins.append(len(text))
        text += chunk.text
    start = begins[0] if begins else 0
    placed = zip(begins, line.chunks, strict=True)
    return text[start:], start, tuple((at - start, chunk.edges) for at, chunk in placed if not chunk.is_overprinted)
