"""Where the header of a table stands: the rows that match it best, and the table that begins there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dq.ingest.cells import is_figure
from dq.ingest.headers import Header, match_header
from dq.ingest.stream import Line
from dq.ingest.units import is_page_foot, is_unit_line, stated_unit
from dq.templates import Table, normalise_label

HEADER_ROWS: Final = 5
"""Rows that a header has at most."""
_SAME: Final = 1e-9
"""Scores that differ by less are the same."""
_PARTS: Final = ("编码", "代码", "名称")
_CAPTIONS: Final = ("类", "款", "项")


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table that was found. `first` is the index of its heading's line (of its header where it has no heading),
    `body` that of the line after its header rows; `unit` the money unit stated there; `rivals` what else it may be:
    other shapes of the table whose header fits as well.
    """

    heading: str
    first: int
    body: int
    header: Header
    unit: str | None
    rivals: tuple[FoundTable, ...] = ()


def best_headers(table: Table, lines: Sequence[Line], start: int) -> list[Header]:
    """The best matches of all shapes of a table, and of those that may stand for it, in the rows from `start` on: as
    good as any, the form's own first.
    """
    shapes = (shape for each in (table, *table.substitutes) for shape in each.shapes)
    found = [header for shape in shapes if (header := best_header(shape, lines, start)) is not None]
    most = max((header.score for header in found), default=0.0)
    return [header for header in found if header.score > most - _SAME]


def is_preferred(header: Header, best: Header, first: Line) -> bool:
    """True for a header that fits better than the best one above it. One that begins within that one (with the line
    `first`) has to show more of the form's columns: where it only shows fewer others, it has lost those that the rows
    above it name.
    """
    if header.score <= best.score + _SAME:
        return False
    return first not in best.rows or header.known > best.known


def best_header(table: Table, lines: Sequence[Line], start: int) -> Header | None:
    """The best match of the table's header in the rows from `start` on; of equal ones that with the fewest rows."""
    best: Header | None = None
    rows: list[Line] = []
    for line in lines[start : start + HEADER_ROWS]:
        if is_page_foot(line.sole_text or ""):
            continue
        if not line.filled and len(line.cells) == 1:
            break
        if len(line.cells) == 1 or any(map(is_figure, line.cells)) or is_unit_line("".join(line.cells)):
            break
        if not line.filled or any(line.cells == row.cells for row in rows):
            continue  # a row that stands there again tells nothing, and may stand there thousands of times
        rows.append(line)
        header = match_header(table, rows)
        if header is not None and (best is None or _is_better(header, best, line)):
            best = header
    return best


def _is_better(header: Header, best: Header, line: Line) -> bool:
    """True where a header with one line more than `best` tells more: more columns of the form, or as many and parts of
    them or the columns of codes and labels.
    """
    if (header.score, header.known) > (best.score, best.known) or (
        header.score == best.score and _names_labels(header.table, line)
    ):
        return True
    return len(header.lacking) == len(best.lacking) and _parts_columns(best, line)


def _parts_columns(header: Header, line: Line) -> bool:
    """True for a row that prints nothing but 类, 款, 项 in the columns of codes and labels, words under columns of
    figures only: it parts these further (事业收入 into 小计 and 其中：教育收费).
    """
    beside = {at for block in header.blocks if block.label is not None for at in range(block.begin, block.label + 1)}
    words = [at for at in line.filled if line.cells[at] not in _CAPTIONS]
    is_own = len(words) == len(line.filled) or len(words) > 1  # one beside 类, 款, 项 is the label 合计 of a row
    return header.table.layout in ("codes", "items") and is_own and beside.isdisjoint(words)


def _names_labels(table: Table, line: Line) -> bool:
    """True for a row that names nothing but columns of codes and labels: it goes on with the header above it."""
    known = {word for block in table.blocks for word in (*block.labels, *block.codes, *_PARTS)}
    return all(normalise_label(line.cells[at]) in known for at in line.filled)


def found_at(heading: str, first: int, header: Header, lines: Sequence[Line]) -> FoundTable:
    """The table that a header belongs to.

    Parameters: `heading` its title, with `first` its line's index; where it has none, that of the header's first line
    or of a line above that belongs to it.
    """
    body = lines.index(header.rows[-1], first) + 1
    stated = (stated_unit("".join(line.cells)) for line in lines[first:body])
    return FoundTable(heading, first, body, header, next((unit for unit in stated if unit), header.unit))
