"""Text with one cell of a table a line, as PDF tools write it that keep no layout, and who copies a page by hand: its
rows are put together again.

Only below a line that states a unit, up to the next prose, note or chapter: elsewhere a number alone is a page's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from dq.ingest.glyphs import plain
from dq.ingest.page_numbers import page_numbers
from dq.ingest.stream import Line
from dq.ingest.units import is_marked_page, is_unit_line

_VALUE: Final = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?%?|[-‐–—―]{1,2}", re.ASCII)
# No code, number of a row or of a column has a point, thousands set apart or so many digits.
_FIGURE: Final = re.compile(r"[-−]?(?=\d{8}|\d*[,.])\d[\d,]*(?:\.\d+)?%?", re.ASCII)
_WHOLE: Final = re.compile(r"[1-9]\d{0,6}", re.ASCII)
_CODE: Final = re.compile(r"[23]\d{2}(?:\d{2}){0,2}", re.ASCII)
_CODE_PART: Final = re.compile(r"\d{1,2}|\d{4}|\d{6}", re.ASCII)
"""What stands between the first cell of a row's code and its name: parts of the code, the code of a unit."""
_SPACED_CODE: Final = re.compile(r"[23]\d{2}(?: \d{2}){1,2}", re.ASCII)
_TOTAL: Final = re.compile(r"[合总]\s*计$")
_MEASURE: Final = re.compile(r"(?:年初|全年|调整)?(?:预算|决算)数")
_END: Final = re.compile(r"^(?:注|说明|备注)[:：]|^第[一二三四五六七八九十]{1,3}(?:部分|章)|[。；;]$|.{40}")
_ENUMERATED: Final = re.compile(r"[一二三四五六七八九十]{1,3}、|\([一1]\)|1[.、](?!\d)")
_MOST_ALONE: Final = 0.25
"""Share of lines that are one value from which on a text has a cell a line; other flattened text has a few of them."""
_LEAST: Final = 40
_MOST_CELLS: Final = 200
"""Cells of a row; where no next one begins for longer, a text is no table, and is left as it is up to the next unit."""


def has_cell_a_line(lines: Sequence[Line]) -> bool:
    """True where a good part of the lines are one value, and hardly any has words and a value."""
    printed = [_joined(text) for line in lines if (text := line.cells[0]) and not is_marked_page(text)]
    alone = sum(_VALUE.fullmatch(text) is not None for text in printed)
    if alone < _LEAST or alone <= _MOST_ALONE * len(printed):
        return False
    mixed = sum(" " in text and _VALUE.fullmatch(text.rpartition(" ")[2]) is not None for text in printed)
    return mixed * 10 < alone


def _joined(text: str) -> str:
    """A cell's text, a code without the spaces between its parts: 208 05 01 → 2080501."""
    return text.replace(" ", "") if _SPACED_CODE.fullmatch(text) else text


def rows_of_cells(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, of a table's row the first with all of its cells and the others blank: every index stays.

    Example: below 单位：万元 the lines 合计, 1.00, 205, 教育支出, 1.00 → 合计 1.00 and
    205 教育支出 1.00, with blanks behind.
    """
    found = list(lines)
    row: list[int] = []
    own: list[str] = []
    header: list[str] = []
    in_table = in_header = False
    printed = [at for at, line in enumerate(lines) if line.filled and not is_marked_page(line.cells[0])]
    texts = [_joined(plain(lines[at].cells[0])) for at in printed]
    units = [is_unit_line(text) for text in texts]
    pages = page_numbers([lines[at] for at in printed], list(_in_tables(texts, units)))
    for number in pages:
        found[printed[number]] = replace(lines[printed[number]], cells=("",), spots=())
    kept = [each for number, each in enumerate(zip(printed, texts, units, strict=True)) if number not in pages]
    for (at, text, is_unit), (_, after, _) in zip(kept, [*kept[1:], (0, "", False)], strict=True):
        if is_unit or not in_table or _END.search(text):
            # Words right above a unit are the next table's title and the number of its form, but a last code's name.
            last = max((n for n, each in enumerate(own) if _VALUE.fullmatch(each)), default=-2)
            _join(found, row[: last + 2] if is_unit else row)
            row, own, in_table = [], [], is_unit
            in_header = in_table
            continue
        is_again = not in_header and [text, after] == header[:2]  # on the next page
        begins = _begins_rows(own, text, after) if in_header else _begins_row(own, text, after)
        if begins or is_again:
            _join(found, row, is_shown=not (in_header and own == header))
            header = own if in_header else header
            row, own, in_header = [], [], is_again
        row.append(at)
        own.append(text)
        if len(row) > _MOST_CELLS:
            row, own, in_table = [], [], False
    _join(found, row)
    return tuple(found)


def _in_tables(texts: Sequence[str], units: Sequence[bool]) -> Iterator[bool]:
    """For each line whether a table may stand there. Parameters: `units` which of them state a unit."""
    was = False
    for text, is_unit in zip(texts, units, strict=True):
        was = is_unit or (was and _END.search(text) is None)
        yield was


def _begins_rows(header: Sequence[str], text: str, after: str) -> bool:
    """True for a cell that no header has: an enumerated label, a total's before a figure or one that the header above
    does not have among its columns (预算数), a code or a figure itself.
    """
    is_named = _TOTAL.search(text) is not None or (_MEASURE.fullmatch(text) is not None and text not in header)
    is_label = (is_named and _FIGURE.fullmatch(after) is not None) or _ENUMERATED.match(text) is not None
    return is_label or _CODE.fullmatch(text) is not None or _FIGURE.fullmatch(text) is not None


def _begins_row(row: Sequence[str], text: str, after: str) -> bool:
    """True for the first cell of the next row: a total's label, a word behind a value, a code behind one or with its
    name behind, a whole number behind a figure.
    """
    if not row:
        return False
    is_after_value = _VALUE.fullmatch(row[-1]) is not None
    has_code = _CODE.fullmatch(row[0]) is not None
    if _VALUE.fullmatch(text) is not None:
        # Behind a code and its name stands the next row's where that row prints nothing.
        is_named = has_code and _VALUE.fullmatch(after) is None and _TOTAL.search(after) is None
        is_code = _CODE.fullmatch(text) is not None and (is_after_value or is_named)
        return is_code or (_WHOLE.fullmatch(text) is not None and _FIGURE.fullmatch(row[-1]) is not None)
    is_code = has_code and all(map(_CODE_PART.fullmatch, row[1:]))
    is_number = len(row) == 1 and _WHOLE.fullmatch(row[0]) is not None
    is_total = has_code and _TOTAL.search(text) is not None  # the row above it prints nothing
    return is_total or (is_after_value and not is_code and not is_number)


def _join(lines: list[Line], row: Sequence[int], *, is_shown: bool = True) -> None:
    """Put the cells of a row into its first line, or nowhere where it is not to be shown."""
    if not row:
        return
    own = [lines[at] for at in row]
    for at in row:
        lines[at] = replace(lines[at], cells=("",), spots=())
    if not is_shown:
        return
    cells, spots = tuple(line.cells[0] for line in own), tuple(line.spot(0) for line in own)
    lines[row[0]] = replace(own[0], cells=cells, spots=spots)
