"""A Word document: paragraphs, and tables with merged header cells."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final, assert_never

from dq.synthesis.rendering.cells import caption_rows
from dq.synthesis.rendering.noise import Noise
from dq.synthesis.rendering.pieces import Break, Grid, Publication, Role, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document
    from docx.table import _Row

SUFFIX = ".docx"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_STYLES: Final = {Role.TITLE: "Title", Role.HEADING: "Heading 1"}
"""Styles that are named; looking up the name of the one that paragraphs have anyway takes longer than writing them."""


def write(publication: Publication, noise: Noise) -> bytes:
    """The report as a document; a table that goes on over a page may be two tables, as editors leave them."""
    import docx
    from docx.enum.text import WD_BREAK

    document = docx.Document()
    for piece in publication:
        match piece:
            case Text(text, role):
                document.add_paragraph(text, style=_STYLES.get(role))
            case Break():
                document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            case Grid():
                _grid(document, piece, noise)
            case _:
                assert_never(piece)
    buffer = io.BytesIO()
    document.save(buffer)
    return _undated(buffer.getvalue())


def _grid(document: Document, grid: Grid, noise: Noise) -> None:
    document.add_paragraph(grid.title)
    for row in caption_rows(grid, noise):
        document.add_paragraph("\t".join(filter(None, row)))
    parts = grid.parts() if noise.chance("docx/parts", 0.4) else (grid.rows,)
    for number, rows in enumerate(parts):
        if number:
            document.add_paragraph()
        above = grid.depth if not number or grid.repeats else 0
        table = document.add_table(above + len(rows), grid.width, style="Table Grid")
        printed = list(table.rows)
        if above:
            _header(printed[:above], grid)
        for row, cells in zip(printed[above:], rows, strict=True):
            for place, text in zip(row.cells, cells, strict=True):
                if text:
                    place.text = text
    for note in grid.notes:
        document.add_paragraph(note)


def _header(rows: Sequence[_Row], grid: Grid) -> None:
    cells = [row.cells for row in rows]  # `Table.cell` gathers every cell of the table, each time
    for span in grid.header:
        cell = cells[span.row][span.column]
        if span.rows * span.columns > 1:
            cell = cell.merge(cells[span.row + span.rows - 1][span.column + span.columns - 1])
        cell.text = span.text


def _undated(data: bytes) -> bytes:
    """The package without the time of its making, so that the same report gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            kept.writestr(zipfile.ZipInfo(name, _EPOCH), made.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
