"""Text whose columns are aligned with spaces, as layout-keeping PDF tools write it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import Final

from dq.ingest.stream import Line, Shape, Stream
from dq.ingest.text_shape import decoded_text, read_lines

PRIORITY = -40
"""Only text comes here, and only where no TAB separates cells."""
_FIGURE: Final = re.compile(r"(?<![^\s])-?\d[\d,]*\.\d{2}(?![^\s])", re.ASCII)
_LETTER: Final = 5.0
"""Points that a letter takes in type of ten points, a Chinese one twice that."""
_LONGEST: Final = 4_000
"""Characters of a line whose places are told; the widest form prints some hundreds."""
_LEAST: Final = 8
_TIMES: Final = 4
"""Figures that stand in line with those above them, and how much oftener than by the other way to count."""


def accepts(name: str, data: bytes) -> bool:
    """True for text without TABs whose lines often have gaps between words."""
    return decoded_text(name, data)[1] is Shape.ALIGNED


def read(name: str, data: bytes) -> Stream:
    """One `Line` a text line, its text in one cell; tables are found in it by `dq.ingest.flow`.

    Where figures stand in line only if a Chinese character takes the room of two, header and figures stand as on the
    page, and each line has the places of its letters. (Tools that count it as one move words against figures.)
    """
    stream = read_lines(name, data)
    if not _is_in_full_width(stream.lines):
        return stream
    return replace(stream, lines=tuple(map(_placed, stream.lines)))


def _is_in_full_width(lines: Sequence[Line]) -> bool:
    narrow = wide = 0
    for above, below in pairwise(filter(None, map(_ends, lines))):
        if above[0][1] - above[0][0] != below[0][1] - below[0][0]:  # else both ways put them in line alike
            narrow += len({each[0] for each in above} & {each[0] for each in below})
            wide += len({each[1] for each in above} & {each[1] for each in below})
    return wide >= _LEAST and wide > _TIMES * narrow


def _ends(line: Line) -> list[tuple[int, int]]:
    """Where the line's figures end, by both ways to count."""
    if not 0 < len(line.cells[0]) <= _LONGEST:
        return []
    ends = [found.end() for found in _FIGURE.finditer(line.cells[0])]
    edges = list(_edges(line)) if ends else []
    return [((line.spot(0)[1] or 0) + end, edges[end]) for end in ends]


def _edges(line: Line) -> Iterator[int]:
    widths = (1 + (unicodedata.east_asian_width(letter) in "WF") for letter in line.cells[0])
    return accumulate(widths, initial=line.spot(0)[1] or 0)


def _placed(line: Line) -> Line:
    if not 0 < len(line.cells[0]) <= _LONGEST:
        return line
    return replace(line, edges=((0, tuple(each * _LETTER for each in _edges(line))),))
