"""The printed rows below a header: which lines they are, and which cell of a line is label, code or figure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dq.ingest.alignment import Placing, place_displaced, place_rows
from dq.ingest.cells import plain_digits
from dq.ingest.code_parts import codes_of, unit_rows
from dq.ingest.header_search import FoundTable
from dq.ingest.headers import BlockHeader, Header, of_measure, of_one_year
from dq.ingest.nested import nested_rows
from dq.ingest.recognition import Recognition
from dq.ingest.records import record
from dq.ingest.row_shapes import (
    CAPTIONS,
    CODE_BEFORE_LABEL,
    is_label,
    of_odd_width,
)
from dq.ingest.stream import Line
from dq.ingest.stretches import MAX_ROWS, Stretch, gather
from dq.templates import normalise_label

_CODE: Final = re.compile(r"\d{1,9}", re.ASCII)
_WITH_FIGURE: Final = re.compile(r"[^\d.,]\d[\d,]{0,20}\.\d\d$", re.ASCII)
"""A label with an amount at its end, that of a cell of the row: which one, nothing tells."""


@record
class PrintedRow:
    """One row of one block. `block` is the block's number; `label` is None where no label is printed; `placing` tells
    where the cells of `header`'s slots stand on the line, `unplaced` are filled positions that no column explains;
    `trail` in layout "nested" the labels that hold for the row, the outermost first; `is_open` where a figure beside
    the row may be one of its blanks.
    """

    line: Line
    block: int
    header: BlockHeader
    code: str | None
    label: str | None
    placing: Placing
    unplaced: frozenset[int] = frozenset()
    trail: tuple[str, ...] = ()
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Stray:
    """A figure within a table that belongs to no row, with its line (on its page, where the format has pages)."""

    line: int
    printed: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """A table's rows, block by block, each in print order; `end` is the index after the last line read, `cut` says
    that the table has more rows than are read, `stray` are figures that belong to no row.
    """

    rows: tuple[PrintedRow, ...]
    end: int
    cut: bool
    stray: tuple[Stray, ...] = ()


def read_body(table: FoundTable, lines: Sequence[Line], seen: Recognition, limit: int) -> Body:
    """All printed rows of a table.

    Parameters: `seen` what else was recognised in the document; `limit` index of the line where the next table begins.
    """
    gathered = gather(table, lines, seen, limit)
    stretches = gathered.stretches
    if table.header.table.layout == "nested":
        nested = nested_rows([(stretch.header, stretch.lines) for stretch in stretches])
        rows = [
            PrintedRow(row.line, 0, row.block, None, row.label, row.placing, row.unplaced, row.trail, row.is_doubted)
            for row in nested
        ]
    else:
        rows = _by_unit([row for stretch in stretches for row in _rows_of(stretch)], table.header.table.code_list)
    unsure = {*gathered.beside, *_of_odd_width(table.header, stretches)}
    rows = [_doubted(row) if row.line in unsure else row for row in rows]
    totals = [
        PrintedRow(block.total_row[1], at, block, None, block.total_row[0], Placing((None,) * len(block.slots)))
        for at, block in enumerate(table.header.blocks)
        if block.total_row is not None
    ]
    read = sum(len(stretch.lines) for stretch in stretches)
    stray = tuple(Stray(line.number, line.sole_text or "", line.page) for line in gathered.stray)
    return Body(tuple(sorted((*totals, *rows), key=lambda row: row.block)), gathered.end, read >= MAX_ROWS, stray)


def _of_odd_width(header: Header, stretches: Sequence[Stretch]) -> set[Line]:
    """Lines of a nested table of several columns of figures that have more or fewer cells than its header: no figure's
    place tells there that a cell is lost. Fewer say nothing where empty ends were trimmed away: no line has one.
    """
    if header.table.layout != "nested" or len(header.blocks[0].slots) == 1:
        return set()
    lines = [line for stretch in stretches for line in stretch.lines]
    kept = any(not line.cells[-1] for line in lines)
    return {line for line in lines if len(line.cells) > header.width or (kept and len(line.cells) < header.width)}


def _by_unit(rows: list[PrintedRow], code_list: str | None) -> list[PrintedRow]:
    """The rows of a table that says whose each of them is, in columns of their own or in rows among them: where a code
    has several, each is a part of what it has.
    """
    units = unit_rows(code_list, [(row.code, row.label) for row in rows])
    codes = Counter(row.code for at, row in enumerate(rows) if row.code is not None and at not in units)
    is_by_unit = any(row.header.units for row in rows) or bool(units)
    is_shared = is_by_unit and any(count > 1 for count in codes.values())
    return [_doubted(row) if is_shared and row.code is not None else row for row in rows]


def _doubted(row: PrintedRow) -> PrintedRow:
    """The row, with every cell of it doubted, blank ones too."""
    return replace(row, placing=Placing(row.placing.places, frozenset(range(len(row.header.slots)))), is_open=True)


@dataclass(frozen=True, slots=True)
class _Part:
    """One block's share of a line: its label (position and text), its code where it is printed before the label, the
    parts of one in columns of its own, and the positions that it fills behind them.
    """

    line: Line
    label: int | None
    text: str | None
    code: str | None
    code_parts: dict[int, str]
    pattern: frozenset[int]


def _rows_of(stretch: Stretch) -> list[PrintedRow]:
    header = stretch.header
    if header.table.layout == "columns":
        return _rows_across(stretch)
    rows: list[PrintedRow] = []
    labels = _label_positions(stretch)
    odd = of_odd_width(stretch.lines)
    for at, block in enumerate(header.blocks):
        begin = _begin(header, labels, at) if at else 0
        end = _begin(header, labels, at + 1) if at + 1 < len(labels) else max(len(line.cells) for line in stretch.lines)
        found = [_part(line, header, block, labels[at], begin, end) for line in stretch.lines]
        codes = codes_of([part.code_parts for part in found])
        parts = [replace(part, code=code or part.code) for part, code in zip(found, codes, strict=True)]
        for part, placed in _place(block, labels[at], parts, as_printed=stretch.width == header.width):
            unplaced = part.pattern.difference(placed.places)
            doubted = frozenset(range(len(block.slots))) if part.line in odd else placed.doubted
            row = PrintedRow(part.line, at, block, part.code, part.text, Placing(placed.places, doubted), unplaced)
            rows.append(_doubted(row) if _WITH_FIGURE.search(part.text or "") else row)
    return _reaching_across(header, rows)


def _rows_across(stretch: Stretch) -> list[PrintedRow]:
    """The rows of a table whose header names the items; where rows name the measures, those that name one of the form.
    (Of others, such as 增减额, the account of the reading says that they are unread.)
    """
    header, block = stretch.header, stretch.header.blocks[0]
    label = -1 if block.label is None else block.label
    patterns = [frozenset(at for at in line.filled if at > label) for line in stretch.lines]
    placing = place_rows(block, label, patterns, as_printed=stretch.width == header.width)
    has_cells_put_in = stretch.width > header.width and len(frozenset().union(*patterns)) < len(block.slots)
    # (Several rows that nothing names may be of years or of units.)
    if has_cells_put_in or (block.label is None and len(stretch.lines) > len(block.block.measures)):
        placing = Placing(placing.places, frozenset(range(len(block.slots))))
    rows: list[PrintedRow] = []
    is_sole = len(stretch.lines) == len(block.block.measures) == 1  # the row of the only unit, where rows name units
    texts = [line.cells[label] if 0 <= label < len(line.cells) else None for line in stretch.lines]
    names = of_one_year([normalise_label(text or "") for text in texts])
    for line, pattern, text, name in zip(stretch.lines, patterns, texts, names, strict=True):
        own = block if block.label is None or is_sole else of_measure(block, name)
        if own is not None:
            rows.append(PrintedRow(line, 0, own, None, text, placing, pattern.difference(placing.places)))
    return rows


def _reaching_across(header: Header, rows: list[PrintedRow]) -> list[PrintedRow]:
    """The rows, where a label that reaches over the blocks to its right has the figure that stands in the last one."""
    items = {(item.side, label) for item in header.table.items if item.is_across for label in item.labels}
    last = len(header.blocks) - 1
    ends = {id(row.line): row for row in rows if row.block == last and row.label is None}
    labelled = {(id(row.line), row.block) for row in rows if row.label is not None}
    moved: dict[int, PrintedRow] = {}
    for at, row in enumerate(rows):
        end = ends.get(id(row.line))
        known = (row.header.block.side, normalise_label(row.label or "")) in items
        between = any((id(row.line), block) in labelled for block in range(row.block + 1, last))
        if end is not None and known and row.block < last and not between and not _prints_figures(row):
            block = replace(row.header, slots=end.header.slots)
            moved[at] = replace(row, header=block, placing=end.placing, unplaced=end.unplaced)
    gone = {id(ends[id(row.line)]) for row in moved.values()}
    return [moved.get(at, row) for at, row in enumerate(rows) if id(row) not in gone]


def _prints_figures(row: PrintedRow) -> bool:
    return any(at is not None and at < len(row.line.cells) and row.line.cells[at] for at in row.placing.places)


def _begin(header: Header, labels: Sequence[int], at: int) -> int:
    """First position of the block numbered `at`: its code columns stand before its label as they do in the header."""
    block = header.blocks[at]
    return labels[at] - ((block.label or 0) - block.begin)


def _label_positions(stretch: Stretch) -> list[int]:
    """Where the rows' labels stand, for each block: where most rows have their words."""
    header = stretch.header
    printed = [block.label or 0 for block in header.blocks]
    words = Counter(at for line in stretch.lines for at in line.filled if is_label(line.cells[at]))
    if not words:
        return printed
    if len(printed) == 1:
        numbers = header.blocks[0].numbers
        labels = (_first_label(line, 0, len(line.cells), numbers) for line in stretch.lines)
        first = Counter(at for at in labels if at is not None) or words
        most = max(first.values())
        return [printed[0] if first.get(printed[0]) == most else min(at for at in first if first[at] == most)]
    # A label may reach over the column of codes before it, as that of a total does.
    begins = [block.begin for block in header.blocks]
    reaching = sum(_reaches(line, *each) for line in stretch.lines for each in zip(begins, printed, strict=True))
    if (sum(words[at] for at in printed) + reaching) * 2 >= words.total():
        return printed
    common = sorted(sorted(words, key=lambda at: (-words[at], at))[: len(printed)])
    return common if len(common) == len(printed) else printed


def _reaches(line: Line, begin: int, label: int) -> bool:
    """True where words stand before a label's place, and nothing up to there behind them."""
    before = [at for at in line.filled if begin <= at <= label]
    return len(before) == 1 and before[0] < label and is_label(line.cells[before[0]])


def _first_label(line: Line, begin: int, end: int, passed: Collection[int] = ()) -> int | None:
    return next((at for at in line.filled if begin <= at < end and at not in passed and is_label(line.cells[at])), None)


def _part(line: Line, header: Header, block: BlockHeader, label: int, begin: int, end: int) -> _Part:
    """The block's share of a line. The label is the word where the stretch has its labels, else the first word in the
    block; a word behind it is a text in a figure's place.
    """
    moved = label - (block.label or 0)
    numbers = {at + moved for at in block.numbers}
    filled = [at for at in line.filled if begin <= at < end and at not in numbers and line.cells[at] not in CAPTIONS]
    found = label if label in filled and is_label(line.cells[label]) else _first_label(line, begin, end, numbers)
    text = line.cells[found] if found is not None else None
    if found is None:  # a unit's own row, or the total, which stands in any of the columns
        unit = _first_label(line, begin, end, set(range(end)).difference(at + moved for at in block.units))
        text = line.cells[unit] if unit is not None else None
    code_end = label if found is None else found
    parts: dict[int, str] = {}
    code = None
    if header.table.layout == "codes":
        behind = {at + moved for at in block.codes_behind}
        digits = {at: plain_digits(line.cells[at]) for at in filled if at < code_end or at in behind}
        parts = {at: text_there for at, text_there in digits.items() if _CODE.fullmatch(text_there)}
        joined = CODE_BEFORE_LABEL.fullmatch(text) if text and not parts else None
        if joined is not None:
            code, text = joined[1], joined[2]
    rest = (at for at in filled if at != found and at not in parts and (found is None or at > found))
    return _Part(line, found, text, code, parts, frozenset(rest))


def _place(
    block: BlockHeader, label: int, parts: Sequence[_Part], *, as_printed: bool
) -> Iterator[tuple[_Part, Placing]]:
    """Each part that prints anything, with the places of its cells."""
    own = [part.pattern for part in parts if part.label in (label, None) and part.pattern]
    common = place_rows(block, label, own or [part.pattern for part in parts], as_printed=as_printed)
    filled = frozenset().union(*own)
    used = frozenset(slot for slot, at in enumerate(common.places) if at in filled)
    numbers = {at for slot, at in zip(block.slots, common.places, strict=True) if not (slot.label or slot.measure)}
    for part in parts:
        if part.label is None and part.code is None and part.pattern <= numbers:
            continue  # nothing, or the number of a line on which another block alone prints a row
        if own and part.label not in (label, None):
            shift = part.label - label
            yield part, place_displaced(block, common, shift, part.pattern, used, part.label)
        else:
            yield part, common
