"""Tables printed side by side on one sheet: made to stand one below the other, every cell where it is printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from dq.ingest.cells import is_figure
from dq.ingest.header_search import best_headers
from dq.ingest.headers import FURNITURE
from dq.ingest.recognition import titled
from dq.ingest.stream import Line
from dq.ingest.units import is_form_number, is_unit_line
from dq.templates import Table, normalise_label

_LAST: Final = frozenset("表)）")
_TITLE_LENGTHS: Final = range(5, 41)
"""Letters of the title of a table that no form knows."""
_LEAST: Final = 2
_MOST: Final = 6
"""Tables side by side; a list of tables in one row has more."""
_HEADER_LINES: Final = 8
"""Lines below a row of titles, down to the last one of a header."""
_MOST_BEGINS: Final = 12
"""Columns in which a table may begin that are tried: time must stay bounded."""


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
        if begin < end and len(at_titles[begin]) >= _LEAST:
            known = [titled(part[0].cells[at], titles) for at in at_titles[begin]]
            forms = [[each for each in tables if table and each.name == table.name] for table in known]
            found += _parted(part, at_titles[begin], forms)
        else:
            found += part
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


def _parted(lines: Sequence[Line], titles: Sequence[int], forms: Sequence[Sequence[Table]]) -> Sequence[Line]:
    """The lines of tables below titles at these positions, table by table; as they are, where it is open in which
    column one of them begins. `forms` what the forms call so, for each title.
    """
    begins = [0]
    for (before, title), (left, right) in zip(pairwise(titles), pairwise(forms), strict=True):
        begin = _begin(lines[1:], range(max(before, begins[-1]) + 1, title + 1), begins[-1], left, right)
        if begin is None:
            return lines
        begins.append(begin)
    cuts = zip(begins, [*begins[1:], None], strict=True)
    return [_cut(line, begin, end) for begin, end in cuts for line in lines if begin == 0 or len(line.cells) > begin]


def _begin(
    lines: Sequence[Line], among: range, left: int, before: Sequence[Table], forms: Sequence[Table]
) -> int | None:
    """The first column of a table, one of those `among` the titles of its own and of the table before it, which begins
    at `left`: that which leaves both of them the most of their headers, and has the first word of one.

    A title may be centred over its table, and columns that print nothing stand between tables and within them, where
    cells are merged. None where columns fit as well and the form of the table before, which would tell, is not known.
    """
    filled = {at for line in lines for at in line.filled}
    header = _header(lines)
    words = FURNITURE.union(word for table in forms for block in table.blocks for word in (*block.labels, *block.codes))
    opening = {at for line in header for at in line.filled if normalise_label(line.cells[at]) in words}
    begins = [at for at in among if at == among[-1] or at in opening or (at in filled and at - 1 not in filled)]
    if len(begins) == 1 or len(begins) > _MOST_BEGINS:
        return among[-1] if len(begins) == 1 else None
    fits = {at: _fit(before, header, left, at) + _fit(forms, header, at, None) + (at in opening) for at in begins}
    best = [at for at in begins if fits[at] == max(fits.values())]
    return best[0] if before or len(best) == 1 else None


def _header(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines of headers below a row of titles: those before the first figure, without what stands above them."""
    first = next((at for at, line in enumerate(lines) if any(map(is_figure, line.cells))), len(lines))
    return [
        line for line in lines[: min(first, _HEADER_LINES)] if not all(_is_beside(line.cells[at]) for at in line.filled)
    ]


def _fit(tables: Sequence[Table], header: Sequence[Line], begin: int, end: int | None) -> float:
    """How well the lines of a header fit the best of the tables, if cut so."""
    cut = [_cut(line, begin, end) for line in header]
    scores = (each.score for table in tables for at in range(len(cut)) for each in best_headers(table, cut, at))
    return max(scores, default=0.0)


def _cut(line: Line, begin: int, end: int | None) -> Line:
    """A line with its cells from `begin` to before `end` alone, blank ones before them."""
    if begin == 0 and (end is None or len(line.cells) <= end):
        return line
    return replace(line, cells=("",) * begin + line.cells[begin:end], spots=line.spots[:end])
