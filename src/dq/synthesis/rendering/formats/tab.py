"""Text whose cells are separated by TABs, one printed row a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, assert_never

from dq.synthesis.rendering.cells import page_foot, text_lines, upper_rows
from dq.synthesis.rendering.noise import Noise
from dq.synthesis.rendering.pieces import Break, Grid, Publication, Text

SUFFIX = ".txt"
_LINE: Final = 32


def write(publication: Publication, noise: Noise) -> bytes:
    """The report in UTF-8, now and then in GB18030."""
    text = "\n".join(_lines(publication, noise)) + "\n"
    return text.encode("gb18030" if noise.chance("tab/gb18030", 0.2) else "utf-8")


def _lines(publication: Publication, noise: Noise) -> Iterator[str]:
    page = 1
    for piece in publication:
        match piece:
            case Text(text, role):
                yield from text_lines(text, role, _LINE)
            case Break():
                yield from _page_end(page, noise)
                page += 1
            case Grid():
                yield from _grid(piece, page, noise)
                page += len(piece.parts()) - 1
            case _:
                assert_never(piece)


def _grid(grid: Grid, page: int, noise: Noise) -> Iterator[str]:
    upper = ["\t".join(row) for row in upper_rows(grid, noise)]
    yield from upper
    for number, part in enumerate(grid.parts()):
        if number:
            yield from _page_end(page + number - 1, noise)
            yield from upper if grid.repeats else ()
        yield from ("\t".join(row) for row in part)
    yield from grid.notes
    yield ""


def _page_end(page: int, noise: Noise) -> Iterator[str]:
    foot = page_foot(page, noise)
    if foot is not None:
        yield ""
        yield foot
    yield ""
