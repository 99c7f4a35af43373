"""A web page: headings, paragraphs, and tables with merged header cells."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final, assert_never

from dq.synthesis.rendering.cells import caption_rows
from dq.synthesis.rendering.noise import Noise
from dq.synthesis.rendering.pieces import Break, Grid, Publication, Role, Span, Text

SUFFIX = ".html"
_TAGS: Final = {Role.TITLE: "h1", Role.ENTRY: "p", Role.HEADING: "h2", Role.PARAGRAPH: "p"}


def write(publication: Publication, noise: Noise) -> bytes:
    """The report as one page in UTF-8."""
    lines = ["<!DOCTYPE html>", '<html lang="zh"><head><meta charset="utf-8"><title>公开</title></head><body>']
    for piece in publication:
        match piece:
            case Text(text, role):
                lines.append(f"<{_TAGS[role]}>{escape(text)}</{_TAGS[role]}>")
            case Break():
                lines.append("<hr>")
            case Grid():
                lines += _grid(piece, noise)
            case _:
                assert_never(piece)
    return "\n".join([*lines, "</body></html>", ""]).encode()


def _grid(grid: Grid, noise: Noise) -> Iterator[str]:
    yield f"<h3>{escape(grid.title)}</h3>"
    for row in caption_rows(grid, noise):
        yield f"<p>{escape('　'.join(filter(None, row)))}</p>"
    yield '<table border="1">'
    for level in range(grid.depth):
        yield "<tr>" + "".join(_header_cell(span) for span in grid.header if span.row == level) + "</tr>"
    for cells in grid.rows:
        yield "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
    yield "</table>"
    yield from (f"<p>{escape(note)}</p>" for note in grid.notes)


def _header_cell(span: Span) -> str:
    return f'<th rowspan="{span.rows}" colspan="{span.columns}">{escape(span.text)}</th>'
