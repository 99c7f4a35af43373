"""Comma-separated text, as a spreadsheet exports it: every line as wide as the widest table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import assert_never

from dq.synthesis.rendering.cells import CellRow, upper_rows
from dq.synthesis.rendering.noise import Noise
from dq.synthesis.rendering.pieces import Break, Grid, Publication, Role, Text

SUFFIX = ".csv"


def write(publication: Publication, noise: Noise) -> bytes:
    """The report's titles and tables; narrative has no place in a spreadsheet."""
    width = max((piece.width for piece in publication if isinstance(piece, Grid)), default=1)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n" if noise.chance("csv/crlf", 0.5) else "\n")
    for row in _rows(publication, noise):
        writer.writerow([*row, *[""] * (width - len(row))])
    return text.getvalue().encode("utf-8-sig" if noise.chance("csv/mark", 0.5) else "utf-8")


def _rows(publication: Publication, noise: Noise) -> Iterator[CellRow]:
    for piece in publication:
        match piece:
            case Text(text, role):
                if role in (Role.TITLE, Role.ENTRY):
                    yield (text,)
            case Break():
                yield ()
            case Grid():
                yield from upper_rows(piece, noise)
                yield from piece.rows
                yield from ((note,) for note in piece.notes)
                yield ()
            case _:
                assert_never(piece)
