"""What stands above a table's rows, as rows of cells."""

from __future__ import annotations

from collections.abc import Iterator

from dq.synthesis.rendering.noise import Noise
from dq.synthesis.rendering.pieces import Grid, Role

CellRow = tuple[str, ...]
_FOOT = ("- {} -", "{}", "第 {} 页", "— {} —")


def upper_rows(grid: Grid, noise: Noise) -> Iterator[CellRow]:
    """The title, the lines with body and unit, and the header; a text that stands alone is a row of one cell."""
    yield (grid.title,)
    yield from caption_rows(grid, noise)
    yield from grid.header_rows()


def caption_rows(grid: Grid, noise: Noise) -> Iterator[CellRow]:
    """The table's number, the body that made it and its unit: each on a line, or together within the grid."""
    if grid.mark:
        yield (grid.mark,)
    if grid.body and grid.width > 1 and noise.chance(f"{grid.name}/captions", 0.5):
        yield (grid.body, *[""] * (grid.width - 2), grid.unit)
        return
    if grid.body:
        yield (grid.body,)
    yield (grid.unit,)


def page_foot(page: int, noise: Noise) -> str | None:
    """The number at the foot of a page, where the report prints any."""
    return noise.pick("foot", _FOOT).format(page) if noise.chance("feet", 0.6) else None


def wrapped(text: str, width: int) -> list[str]:
    """A text broken where its cell or line ends; a figure is never broken.

    Example: `wrapped("机关事业单位", 4)` → `["机关事业", "单位"]`.
    """
    if len(text) <= width or text.isascii():
        return [text] if text else []
    lines: list[str] = []
    rest = text
    while len(rest) > width:
        end = width
        while 1 < end < len(rest) and is_numeric(rest[end - 1]) and is_numeric(rest[end]):
            end -= 1
        lines.append(rest[:end].strip())
        rest = rest[end:].strip()
    return [*lines, rest] if rest else lines


def is_numeric(letter: str) -> bool:
    """True for what figures are made of."""
    return letter.isdigit() or letter in ".,%-－，．"


def text_lines(text: str, role: Role, width: int) -> list[str]:
    """A text on lines of a page: paragraphs begin with two spaces of their own and go on over lines."""
    return wrapped(text, width) if role is Role.PARAGRAPH else [text]
