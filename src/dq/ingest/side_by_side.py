"""Tables printed side by side on one sheet: made to stand one below the other, every cell where it is printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from dq.ingest.recognition import titled
from dq.ingest.stream import Line
from dq.ingest.units import is_form_number, is_unit_line
from dq.templates import Table

_LAST: Final = frozenset("表)）")
_TITLE_LENGTHS: Final = range(5, 41)
"""Letters of the title of a table that no form knows."""
_LEAST: Final = 2
_MOST: Final = 6
"""Tables side by side; a list of tables in one row has more."""


def one_below_another(lines: Sequence[Line], tables: Sequence[Table]) -> tuple[Line, ...]:
    """The lines, those of tables that stand side by side cut into one stretch of lines a table. A line keeps its number
    and a cell its place, with blank cells before it, so that facts have the places that the document shows.

    Parameters: `tables` of all forms: where a row bears the titles of several of them, tables stand side by side.
    Example: a sheet whose first row has 收入决算表 in its first cell and 支出决算表 in its tenth.
    """
    titles = {title: table for table in tables for title in table.titles}
    at_titles = [_at_titles(line, titles) for line in lines]
    if all(len(places) < _LEAST for places in at_titles):
        return tuple(lines)
    found: list[Line] = []
    begin = 0
    for end in [*_borders(lines, at_titles), len(lines)]:
        part = lines[begin:end]
        found += _parted(part, at_titles[begin]) if begin < end and len(at_titles[begin]) >= _LEAST else part
        begin = end
    return tuple(found)


def _at_titles(line: Line, titles: dict[str, Table]) -> tuple[int, ...]:
    """The positions of the titles in a line that has nothing else: one at least of a known table, each of another."""
    at = tuple(at for at in line.filled if line.cells[at][-1] in _LAST and not is_form_number(line.cells[at]))
    if not 0 < len(at) <= _MOST or any(not _is_beside(line.cells[other]) for other in line.filled if other not in at):
        return ()
    found = {at: titled(line.cells[at], titles) for at in at}
    names = [table.name for table in found.values() if table is not None]
    are_titles = all(table is not None or len(line.cells[at]) in _TITLE_LENGTHS for at, table in found.items())
    return at if names and len(set(names)) == len(names) and are_titles else ()


def _is_beside(text: str) -> bool:
    """True for what stands in one row with titles: the number of the form, the unit."""
    return is_form_number(text) or is_unit_line(text)


def _borders(lines: Sequence[Line], at_titles: Sequence[tuple[int, ...]]) -> Iterator[int]:
    """Where a stretch of lines ends: before a row of titles, and with a page or sheet."""
    for index in range(1, len(lines)):
        if at_titles[index] or lines[index].page != lines[index - 1].page:
            yield index


def _parted(lines: Sequence[Line], titles: Sequence[int]) -> Iterator[Line]:
    """The lines of tables below titles at these positions, table by table."""
    filled = {at for line in lines[1:] for at in line.filled}
    begins = [0, *(_begin(at, before, filled) for before, at in pairwise(titles))]
    for begin, end in zip(begins, [*begins[1:], None], strict=True):
        yield from (_cut(line, begin, end) for line in lines if begin == 0 or len(line.cells) > begin)


def _begin(title: int, before: int, filled: set[int]) -> int:
    """The first column of a table whose title stands at a position, right of another title: behind the last column in
    which no line prints anything, else at the title itself, for a title may be centred over its table.
    """
    gaps = (at + 1 for at in range(title - 1, before, -1) if at not in filled)
    return next(gaps, title)


def _cut(line: Line, begin: int, end: int | None) -> Line:
    """A line with its cells from `begin` to before `end` alone, blank ones before them."""
    if begin == 0 and (end is None or len(line.cells) <= end):
        return line
    return replace(line, cells=("",) * begin + line.cells[begin:end], spots=line.spots[:end])
