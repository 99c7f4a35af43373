"""Lines within a table that are no rows: numbers of columns, rulings, its header again, figures that stand alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from dq.ingest.cells import is_figure, is_words
from dq.ingest.header_search import best_header
from dq.ingest.headers import NUMBERING, Header
from dq.ingest.stream import Line
from dq.templates import normalise_label, split_unit

CAPTIONS: Final = frozenset(("类", "款", "项"))
NOTE: Final = re.compile(r"^(?:注|说明|备注|备 注|填表说明)\s*[:：]")
CODE_BEFORE_LABEL: Final = re.compile(
    r"[\[【〔(（]?(\d{3}(?:\d{2}){0,2})[]】〕)）]?\s*[-–—_:：]?\s*(\D.*)", re.ASCII | re.DOTALL
)
"""A code and a label in one cell: 2080505养老支出, [2080505]养老支出, 2080505-养老支出."""
_MANY: Final = 5
_MOSTLY: Final = 0.9
"""Lines, and the share of them, that must agree before one that differs counts as odd."""
_NEAR: Final = 12
"""Lines looked at behind a figure that stands alone or a header, for the row that shows what goes on there."""


def below_bare_figure(lines: Sequence[Line], index: int, limit: int) -> int | None:
    """Index of the first line below a figure alone that prints anything else; None where the line is no such figure
    or nothing follows soon.

    Parameters: `limit` index of the line where the next table begins.
    Example: with the lines `["12.50"]` and `["合计", "30.00"]`, `below_bare_figure(lines, 0, 2)` → 1.
    """
    if not _is_bare(lines[index]):
        return None
    behind = range(index + 1, min(limit, index + 1 + _NEAR))
    return next((at for at in behind if lines[at].filled and not _is_bare(lines[at])), None)


def is_label(text: str) -> bool:
    """Whether a cell has words, and not those that stand above the columns of a code's parts.

    Example: `is_label("教育支出")` → True, `is_label("款")` → False.
    """
    return is_words(text) and text not in CAPTIONS


def is_note_above(lines: Sequence[Line], index: int, limit: int, is_row: Callable[[int], bool]) -> bool:
    """True for a note between the header and the rows: the next line that prints anything is a row with figures.

    Parameters: `is_row` tells of a line's index whether it may be a row of the table.
    """
    if not NOTE.match(lines[index].sole_text or ""):
        return False
    after = next((at for at in range(index + 1, limit) if lines[at].filled), None)
    return after is not None and is_row(after) and any(is_figure(cell) for cell in lines[after].cells)


def is_numbering(line: Line) -> bool:
    """A row that numbers the columns (栏次 1 2 3 …, ** ** 1 2 …): its figures are no figures."""
    texts = [text for at in line.filled if (text := normalise_label(line.cells[at])).strip("*")]
    if not NUMBERING.isdisjoint(texts):
        return all(text.isdecimal() for text in texts if text not in NUMBERING and text not in CAPTIONS)
    return len(texts) > 1 and texts == [str(at) for at in range(1, len(texts) + 1)]


def is_ruling(line: Line) -> bool:
    """A row of rules or ellipses: nothing in it is a word or a figure, and no cell is a plain dash beside a label."""
    return not any(is_words(line.cells[at]) or is_figure(line.cells[at]) for at in line.filled)


def header_again(header: Header, lines: Sequence[Line], index: int) -> tuple[Header, int] | None:
    """The table's header repeated on a new page, with the index of the line after it."""
    line = lines[index]
    end = index + len(header.rows)
    if [each.cells for each in lines[index:end]] == [row.cells for row in header.rows]:
        return header, end
    if len(line.filled) <= 1 or any(is_figure(line.cells[at]) for at in line.filled):
        return None
    known = {normalise_label(cell) for row in header.rows for cell in row.cells if cell}
    if not all(normalise_label(line.cells[at]) in known for at in line.filled):
        return None
    again = best_header(header.table, lines, index)
    if again is None or again.score < header.score:
        return None
    return again, lines.index(again.rows[-1], index) + 1


def begins_anew(rows: Sequence[Line], lines: Sequence[Line], index: int) -> bool:
    """True where the lines below a header printed again begin with the row that a table's `rows` begin with: another
    table, or the same one once more.

    Example: behind rows of which `["合计", "9.00"]` is the first, and a header, the line `["合计", "3.00"]` → True.
    """
    name = _first_name(rows)
    return bool(name) and name == _first_name(lines[index : index + _NEAR])


def _first_name(lines: Iterable[Line]) -> list[str]:
    """The name of the first row with figures."""
    rows = (line for line in lines if any(map(is_figure, line.cells)) and not is_numbering(line))
    return next(map(_name, rows), [])


def _name(line: Line) -> list[str]:
    """All words that a row prints, with its code: what stands before the first of them."""
    texts = ["".join(line.cells[at].split()) for at in line.filled]
    first = next((at for at, text in enumerate(texts) if is_words(text)), len(texts))
    return texts[:first] + list(filter(is_words, texts[first:])) if first < len(texts) else []


def _is_bare(line: Line) -> bool:
    return len(line.cells) == 1 and is_figure(line.cells[0])


def begins_as_listed(line: Line, header: Header) -> bool:
    """True where an item of the form stands in a label's place: a row with words where others have figures."""
    places = [block.label for block in header.blocks if block.label in line.filled]
    labels = [split_unit(normalise_label(line.cells[at]))[0] for at in places]
    return header.table.layout == "items" and any(
        label in item.labels for item in header.table.items for label in labels
    )


def of_odd_width(lines: Sequence[Line]) -> frozenset[Line]:
    """Lines with more or fewer cells than nearly all others: a cell of theirs may be lost, merged or doubled.

    Fewer say nothing where empty ends were trimmed away, as they seem to be where no line ends with an empty cell.
    Example: of ten lines of three cells and one of four `of_odd_width(lines)` is the last.
    """
    widths = Counter(len(line.cells) for line in lines)
    usual = max(widths, key=lambda width: widths[width])
    if len(lines) < _MANY or widths[usual] < _MOSTLY * len(lines) - 1:
        return frozenset()
    kept = any(len(line.cells) == usual and not line.cells[-1] for line in lines)
    return frozenset(line for line in lines if len(line.cells) > usual or (kept and len(line.cells) < usual))
