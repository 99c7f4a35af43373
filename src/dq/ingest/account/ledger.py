"""One table's account: what each figure printed within its lines is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from dq.archive.reading import Use
from dq.ingest.account.marks import Mark, Sheet, digit_runs
from dq.ingest.body import Body
from dq.ingest.cells import is_words, plain_digits
from dq.ingest.facts import measures_of
from dq.ingest.header_search import FoundTable
from dq.ingest.headers import NUMBERING
from dq.ingest.stream import Line
from dq.ingest.units import is_form_number, is_page_foot, is_page_number, is_unit_line
from dq.templates import Table, normalise_label
from dq.types import CellState

_NEAR: Final = 6
"""Lines around a row of running text on which its code and the parts of its label may stand."""
_MANY: Final = 200
"""Figures on a line; a line with more is none that a person would print, and not looked through for each row on it."""
_YEAR: Final = re.compile(r"(?:19|20)\d{2}", re.ASCII)
_DECIMALS: Final = re.compile(r"[\d,]+\.\d+", re.ASCII)
_ANY_DECIMALS: Final = re.compile(r"[\d,]\.\d", re.ASCII)
"""The same anywhere in a text, which may be a line of commas."""
_COLUMN: Final = re.compile(r"\d{1,2}", re.ASCII)
_CODE_PART: Final = 2
_PROSE: Final = re.compile(r"[，。；]|\d年")
_ROW_NUMBERS: Final = ("行次", "序号")

StoredRow = dict[str, Any]


def balance(sheet: Sheet, found: FoundTable, body: Body, rows: Sequence[StoredRow], running: Collection[str]) -> int:
    """Claim every figure of a table that can be told to be something.

    Parameters: `rows` the table's stored rows; `running` short texts that come again and again in the document.
    Returns the number of stored figures that do not stand where they say (0 unless there is a bug of ours).
    """
    lost = _take_facts(sheet, rows)
    for row in rows:
        _take_code(sheet, row)
    _take_labels(sheet, rows)
    _take_row_numbers(sheet, found, body)
    furniture = _Furniture(sheet, found, running)
    _take_copies(sheet, found, rows)
    for index in range(sheet.first, sheet.end):
        furniture.claim(index)
    if not sheet.in_cells:
        _leave_prose(sheet, found)
    _take_unread(sheet, body)
    return lost


def _take_facts(sheet: Sheet, rows: Iterable[StoredRow]) -> int:
    lost = 0
    for row in rows:
        for column in measures_of(tuple(row)):
            state, position = CellState(row[f"{column}__state"]), row[f"{column}__cell"]
            if state in (CellState.BLANK, CellState.DASH) or position is None:
                continue
            use = {CellState.TEXT: Use.TEXT, CellState.UNREADABLE: Use.UNREADABLE}.get(state)
            place = row[f"{column}__line"], row["page"], position
            lost += not sheet.take_fact(*place, row[f"{column}__printed"], use)
    return lost


def _around(sheet: Sheet, row: StoredRow) -> list[int]:
    """The lines on which a row's code and label may stand, its own first."""
    own = sheet.indices(row["line"], row["page"])
    if sheet.in_cells or not own:
        return own
    above = range(own[0] - 1, max(sheet.first, own[0] - _NEAR) - 1, -1)
    around = (*own, *above, *range(own[-1] + 1, min(sheet.end, own[-1] + 1 + _NEAR)))
    return [index for index in around if len(sheet.marks.get(index, ())) <= _MANY]


def _take_code(sheet: Sheet, row: StoredRow) -> None:
    """Claim a row's code: figures side by side that make it up (201 03 01), even without leading zeros."""
    code = row["code"]
    if not code:
        return
    for index in _around(sheet, row):
        marks = sheet.open([index])
        for at in range(len(marks)):
            joined = padded = ""
            for count, mark in enumerate(marks[at:], 1):
                part = plain_digits(mark.text)
                joined, padded = joined + part, padded + (part.zfill(_CODE_PART) if padded else part)
                if code in (joined, padded):  # 301 2 may be kept as 30102
                    _claim(marks[at : at + count], Use.CODE)
                    return
                if not code.startswith((joined, padded)):
                    break


def _take_labels(sheet: Sheet, rows: Iterable[StoredRow]) -> None:
    """Claim the figures within rows' labels: each figure of a label once."""
    for row in rows:
        label = row["label"] or ""
        wanted = Counter(text for _, _, text in digit_runs(label))
        if not wanted:
            continue
        for mark in sheet.open(_around(sheet, row)):
            if wanted[mark.text] and (not sheet.in_cells or label in sheet.lines[mark.index].cells[mark.cell]):
                wanted[mark.text] -= 1
                mark.use = Use.LABEL


def _take_row_numbers(sheet: Sheet, found: FoundTable, body: Body) -> None:
    """Claim the numbers of rows (行次), in columns of their own or (in running text) by how they count on."""
    if sheet.in_cells:
        columns: dict[int, set[int]] = {}
        for row in body.rows:
            for slot, at in zip(row.header.slots, row.placing.places, strict=True):
                if slot.measure is None and not slot.is_unknown and at is not None:
                    columns.setdefault(len(row.line.cells), set()).add(at)
        before = frozenset().union(*(block.numbers for block in found.header.blocks))
        # Each line has its numbers in all blocks, also in those that print no row there.
        for row in body.rows:
            numbers = before | columns.get(len(row.line.cells), set())
            for mark in sheet.open(sheet.indices(row.line.number, row.line.page)):
                if mark.cell in numbers and _is_whole(mark):
                    mark.use = Use.ROW_NUMBER
        return
    header = "".join(_plain(line) for line in sheet.lines[found.first : found.body])
    if not any(all(letter in header for letter in word) for word in _ROW_NUMBERS):
        return
    blocks = len(found.header.blocks)
    counts: list[int] = []
    for mark in sheet.open(range(found.body, sheet.end)):
        if not _is_whole(mark):
            continue
        number = int(mark.plain)
        if number - 1 in counts:
            counts[counts.index(number - 1)] = number
        elif len(counts) < blocks and (number == 1 or counts):
            counts.append(number)
        else:
            continue
        mark.use = Use.ROW_NUMBER


def _is_whole(mark: Mark) -> bool:
    return mark.plain.isdecimal()


def _claim(marks: Iterable[Mark], use: Use) -> None:
    for mark in marks:
        mark.use = use


def _plain(line: Line) -> str:
    return "".join("".join(cell.split()) for cell in line.cells)


class _Furniture:
    """Lines of a table that are no rows: titles, header, unit, numbers of columns and pages."""

    def __init__(self, sheet: Sheet, found: FoundTable, running: Collection[str]) -> None:
        self._sheet = sheet
        self._body = found.body
        self._table: Table = found.header.table
        self._running = {"".join(title.split()) for title in running}
        self._heading = normalise_label(found.heading)
        header = sheet.lines[found.first : found.body]
        self._header = normalise_label("".join(map(_plain, header)))
        self._cells = {normalise_label(cell) for line in (*header, *found.header.rows) for cell in line.cells if cell}

    def claim(self, index: int) -> None:
        """Claim what is left on a line, where the line is no row."""
        # What has decimals is a figure, wherever it stands: no title, no number of a page or column.
        marks = [mark for mark in self._sheet.open([index]) if not _DECIMALS.fullmatch(mark.plain)]
        if not marks:
            return
        line = self._sheet.lines[index]
        use = self._use(line, _plain(line))
        if use is not None:
            _claim(marks, use)
        elif index < self._body:
            for mark in marks:
                mark.use = self._in_header(mark)

    def _use(self, line: Line, text: str) -> Use | None:
        if self._is_heading(text) or is_form_number(text):
            return Use.HEADING
        if is_unit_line(text):
            return Use.UNIT_LINE
        if _is_numbering(line):
            return Use.COLUMN_NUMBER
        if line.sole_text is not None and is_page_number(line.sole_text):
            return Use.PAGE_NUMBER
        if self._is_header(line):
            return Use.HEADER
        is_running = is_page_foot(" ".join(line.cells)) or (text in self._running and is_words(text))
        return Use.RUNNING_TITLE if is_running else None

    def _is_heading(self, text: str) -> bool:
        plain = normalise_label(text)
        return plain == self._heading or any(plain.endswith(title) for title in self._table.titles)

    def _is_header(self, line: Line) -> bool:
        """True for a line of the header, or the same on a later page."""
        if self._sheet.in_cells:
            return len(line.filled) > 1 and all(normalise_label(line.cells[at]) in self._cells for at in line.filled)
        plain = normalise_label(_plain(line))
        return is_words(plain) and plain in self._header

    def _in_header(self, mark: Mark) -> Use:
        """What a figure above the rows is: a part of a title or label, a column's number, a year, or left out."""
        text = self._sheet.lines[mark.index].cells[mark.cell]
        if is_words(text) or _YEAR.fullmatch(mark.plain):
            return Use.HEADER
        return Use.COLUMN_NUMBER if _COLUMN.fullmatch(mark.plain) else Use.LEFT_OUT


def _is_numbering(line: Line) -> bool:
    """A row that numbers the columns: 栏次 1 2 3 …"""
    texts = [text for at in line.filled for text in _words(line.cells[at])]
    numbers = [text for text in texts if text not in NUMBERING]
    if not numbers or not all(text.isdecimal() for text in numbers):
        return False
    counted = [str(at) for at in range(1, len(numbers) + 1)]
    if len(texts) > len(numbers):
        return numbers == counted or all(_COLUMN.fullmatch(text) for text in numbers)
    return len(numbers) > 1 and numbers == counted


def _words(text: str) -> list[str]:
    label = normalise_label(text)
    return [label] if label in NUMBERING else [plain_digits(word) for word in text.split()]


def _take_copies(sheet: Sheet, found: FoundTable, rows: Iterable[StoredRow]) -> None:
    """Claim figures in the table's title that only repeat its facts: some texts have the whole table there again."""
    texts = (row[f"{column}__printed"] for row in rows for column in measures_of(tuple(row)))
    printed = {text for text in texts if _ANY_DECIMALS.search(text)}
    for index in range(found.first, found.body):
        marks = sheet.open([index])
        decimals = [mark for mark in marks if _DECIMALS.fullmatch(mark.plain)]
        if sheet.lines[index].sole_text is not None and all(mark.text in printed for mark in decimals):
            _claim(decimals, Use.HEADING)


def _leave_prose(sheet: Sheet, found: FoundTable) -> None:
    """Leave out the sentences behind the last row of running text: only its rows tell where a table ends there."""
    claimed = max(sheet.fact_lines | {i for i, marks in sheet.marks.items() if any(m.use for m in marks)}, default=0)
    behind = range(max(claimed, found.body) + 1, sheet.end)
    printed = [index for index in behind if sheet.lines[index].filled]
    if printed and all(_PROSE.search(sheet.lines[index].cells[0]) for index in printed if index in sheet.marks):
        sheet.end = printed[0]
        for index in printed:
            sheet.marks.pop(index, None)


def _take_unread(sheet: Sheet, body: Body) -> None:
    """Say of all figures that are left why they are no facts, as far as the reader knows."""
    uses: dict[tuple[int, int | None], dict[int | None, Use]] = {}
    for row in body.rows:
        placed = zip(row.header.slots, row.placing.places, strict=True)
        unknown = {at for slot, at in placed if slot.is_unknown and at is not None}
        for at in (*unknown, *row.unplaced):
            on_line = uses.setdefault((row.line.number, row.line.page), {})
            on_line.setdefault(row.line.spot(at)[1], Use.UNKNOWN_COLUMN if at in unknown else Use.NO_COLUMN)
    for (number, page), on_line in uses.items():
        for mark in sheet.open(sheet.indices(number, page)):
            mark.use = on_line.get(sheet.place(mark).cell)
    stray = Counter((each.page, each.line, each.printed) for each in body.stray)
    for mark in sheet.open(range(sheet.first, sheet.end)):
        line = sheet.lines[mark.index]
        key = line.page, line.number, mark.text
        mark.use = Use.NO_ROW if stray[key] else Use.LEFT_OUT
        stray[key] -= stray[key] > 0
