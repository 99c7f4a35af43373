"""The tables of a running text as printed rows, in the shape that the readers of cells give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import comb
from typing import Final

from dq.ingest.alignment import Placing, total_parts
from dq.ingest.body import Body, PrintedRow, Stray
from dq.ingest.cells import read_cell
from dq.ingest.flow.across import read_across
from dq.ingest.flow.blanks import Choice, Columns, narrow, possible, settle, strike_out
from dq.ingest.flow.codes import read_codes, whole_labels
from dq.ingest.flow.evidence import (
    WHOLE,
    LabelledRows,
    NarrowedRows,
    blank_items,
    columns_of_others,
    empty_columns,
    filled_columns,
    settle_parts,
)
from dq.ingest.flow.geometry import doubt_by_place, narrow_by_place
from dq.ingest.flow.items import read_items
from dq.ingest.flow.lists import read_list
from dq.ingest.flow.named_columns import adds_up, item_sums, likeliest_first, years_above
from dq.ingest.flow.nested import read_nested
from dq.ingest.flow.open_orders import columns_in_doubt, open_orders
from dq.ingest.flow.regions import Region, find_regions
from dq.ingest.flow.rows import Row, Rows
from dq.ingest.flow.standing import Standing, is_beside_its_label, settle_by_standing, stand
from dq.ingest.flow.tokens import Kind, Token, tokenise
from dq.ingest.header_search import FoundTable
from dq.ingest.headers import BlockHeader, Header, Slot, names_items_only, of_measure
from dq.ingest.naming import Name, name_rows, parents_of
from dq.ingest.recognition import Recognition, Survey
from dq.ingest.stream import Line, Shape, Stream
from dq.ingest.stretches import MAX_ROWS
from dq.templates import Item, Measure, Template, economic_classes, normalise_label

_PASSES: Final = 4
_MOST_CHOICES: Final = 1_000
"""Ways in which a row's figures may fill its columns, beyond which they are not told apart."""
_MOSTLY: Final = 0.9
_FEW: Final = 5


@dataclass(slots=True)
class Reading:
    """One table while it is read: its region, header and rows; `names` and `choices` one a row, as are `standings`
    where letters have places on a page; `orders` its columns in each order that its header leaves open; `is_gathered`
    where its rows were put together from a cell a line.
    """

    region: Region
    header: Header
    rows: Rows
    names: list[Name]
    choices: list[Choice]
    standings: list[Standing] | None = None
    orders: list[list[Slot]] = field(default_factory=list)
    is_gathered: bool = False


def read_flow(template: Template, stream: Stream, survey: Survey) -> tuple[Recognition, list[tuple[FoundTable, Body]]]:
    """The template's tables in a running text, in print order."""
    found, headless = find_regions(template, stream.rows or stream.lines, survey)
    regions = [_by_rows(region) for region in found]
    by_code = _read_codes([region for region in regions if region.table.layout == "codes"])
    has_nested = any(region.table.layout == "nested" for region in regions)
    subjects = _subjects(regions, by_code) if has_nested else frozenset()
    readings: list[Reading] = []
    for region in regions:
        match region.table.layout:
            case "codes":
                rows = by_code[region.heading.index]
            case "columns":
                rows = read_across(region)
            case "nested":
                rows = read_list(region) if region.table.is_list else read_nested(region, subjects)
            case _:
                rows = read_items(region)
        readings.append(_reading(region, rows, stream))
    _settle(readings, stream.shape)
    read = [(_found(reading), _body(reading, by_sums=stream.shape is Shape.FLOWING)) for reading in readings]
    return Recognition(tuple(table for table, _ in read), tuple(headless), {}, frozenset()), read


def _by_rows(region: Region) -> Region:
    """Of shapes that have the same header the one that knows most of the rows, the form's own where none knows more."""
    shapes = [each for each in (region, *region.rivals) if each.table.layout == "items"]
    if region.table.layout != "items" or len(shapes) == 1:
        return region
    return min(shapes, key=lambda each: sum(row.item is None for row in read_items(each).rows))


def _read_codes(regions: Sequence[Region]) -> dict[int, Rows]:
    """Rows by code of all tables. Labels broken over lines are told by what the other tables make of the same code:
    the label that most of them have is taken for known, and all are read again, as often as that still helps.
    """
    known: dict[str, str] = {}
    for _ in range(_PASSES):
        read = {region.heading.index: read_codes(region, known) for region in regions}
        votes: dict[str, Counter[str]] = {}
        for rows in read.values():
            for code, label in whole_labels(rows).items():
                votes.setdefault(code, Counter())[label] += 1
        agreed = {
            code: max(each, key=lambda label: each[label]) for code, each in votes.items() if max(each.values()) > 1
        }
        if agreed == known:
            break
        known = agreed
    return read


def _subjects(regions: Sequence[Region], by_code: Mapping[int, Rows]) -> frozenset[str]:
    """Names of economic classes: all that are known, and whatever this report prints beside such a code."""
    economic = (region.heading.index for region in regions if region.table.code_list == "economic")
    known = (normalise_label(name) for names in economic_classes().values() for name in names)
    printed = (label for index in economic for label in whole_labels(by_code[index]).values())
    return frozenset((*known, *printed))


def _reading(region: Region, rows: Rows, stream: Stream) -> Reading:
    header = _header(region, stream.lines)
    # A figure beside the title has moved there from a row above.
    beside = tokenise(region.heading.index, stream.lines[region.heading.index]).tokens
    rows.stray += [token for token in beside if token.kind is Kind.FIGURE]
    printed = [_unplaced_row(header, row) for row in rows.rows]
    names = name_rows(region.table, printed) if region.table.layout != "columns" else []
    choices: list[Choice] = []
    parents = parents_of(names) if names else [None] * len(rows.rows)
    has_root = len(header.blocks) == 1 and (region.table.layout == "codes" or region.table.is_list)
    root = next((at for at, name in enumerate(names) if name.role == "total" and name.code is None), None)
    for at, row in enumerate(rows.rows):
        # A row that the form prints once and the text twice is most likely another table's.
        row.doubted = row.doubted or (region.table.layout == "items" and bool(names) and "#" in names[at].path)
        slots = header.blocks[row.block].slots
        sums = item_sums(slots) if region.table.layout == "columns" else total_parts(slots)
        totals = tuple(sorted(sums.items()))
        parent = parents[at]
        if parent is None and has_root and root != at:
            parent = root
        row.extra, row.values = [*row.values[len(slots) :], *row.extra], row.values[: len(slots)]
        values = tuple(read_cell(value.plain).value for value in row.values)
        is_open = comb(len(slots), len(values)) <= _MOST_CHOICES
        row.doubted = row.doubted or not is_open
        ways = list(possible(len(slots), len(values), totals)) if is_open else [tuple(range(len(values)))]
        choices.append(Choice(values, parent, ways))
    in_place = stream.shape is Shape.ALIGNED and any(line.edges for line in stream.lines)
    standings = stand(region.header, header.blocks, rows.rows) if in_place else None
    if not stream.by_page and standings is not None and any(None in standing for standing in standings):
        standings = None  # told by the other rows of this table and by other tables, as in any aligned text
    is_of_years = any(slot.measure is None for slot in header.blocks[0].slots)
    is_broken = bool(stream.rows) and _has_lost_rows(region, rows, names)
    for row in rows.rows:
        row.doubted = row.doubted or is_broken or (is_of_years and standings is None)
    is_placed = is_of_years or standings is not None
    orders = _open_orders(region, header.blocks[0].slots, is_placed=is_placed)
    return Reading(region, header, rows, names, choices, standings, orders, bool(stream.rows))


def _has_lost_rows(region: Region, rows: Rows, names: Sequence[Name]) -> bool:
    """True where a figure of a table with a cell a line is in no row of the form's: what it adds to is not known."""
    strange = region.table.layout == "codes" and any(
        row.values and not name.known for row, name in zip(rows.rows, names, strict=True)
    )
    read = {token.number for row in rows.rows for token in (*row.words, *row.values, *row.extra)}
    figures = (token for line in region.body for token in line.tokens if token.kind is Kind.FIGURE)
    return strange or any(token.number not in read for token in figures)


def _header(region: Region, lines: Sequence[Line]) -> Header:
    """The header that stands for the words read: one slot a column, in the form's order."""
    table = region.table
    blocks: list[BlockHeader] = []
    for block, measures in zip(table.blocks, region.words.measures, strict=True):
        if table.layout == "columns":
            slots = _slots_across(region)
        else:
            slots = tuple(Slot(at, at + 1, each, each.headers[0][-1]) for at, each in enumerate(measures, 1))
        blocks.append(BlockHeader(block, 0, 0 if block.labels else None, slots))
    first = region.header[0].index if region.header else region.heading.index
    width = 1 + max(len(block.slots) for block in blocks)
    return Header(table, tuple(blocks), (lines[first],), width, min(1.0, region.words.score))


def _slots_across(region: Region) -> tuple[Slot, ...]:
    """A slot for each item and measure, measures in the order in which the header prints their names; where it prints
    the items below several years, for each of these, without a measure but for the last one.
    """
    years = years_above(region.table, region.header)
    if years:
        of_year = [(year, *each) for year in years for each in _arranged(region, region.words.items)]
        return tuple(
            Slot(at, at + 1, measure if year == max(years) else None, label, item)
            for at, (year, measure, item, label) in enumerate(of_year, 1)
        )
    return tuple(
        Slot(at, at + 1, measure, label, item)
        for at, (measure, item, label) in enumerate(_arranged(region, region.words.items), 1)
    )


def _open_orders(region: Region, slots: Sequence[Slot], *, is_placed: bool) -> list[list[Slot]]:
    """The columns of a table whose header names the items, in each order that this leaves open; none where letters have
    places on the page (`is_placed`), which tell.
    """
    if region.table.layout != "columns" or is_placed:
        return []
    labels = dict(region.words.items)
    places = {(slot.measure, slot.item): slot for slot in slots}
    orders = open_orders(tuple(labels), region.header)
    return [
        [places[measure, item] for measure, item, _ in _arranged(region, [(each, labels[each]) for each in order])]
        for order in orders
    ]


def _arranged(region: Region, items: Sequence[tuple[Item, str]]) -> list[tuple[Measure, Item, str]]:
    measures = region.table.blocks[0].measures
    texts = [normalise_label(token.plain) for line in region.header for token in line.tokens]
    ordered = sorted(
        measures, key=lambda each: min((texts.index(p[-1]) for p in each.headers if p[-1] in texts), default=0)
    )
    if region.table.blocks[0].labels:
        return [(measures[0], *each) for each in items]
    if region.words.by_measure:
        return [(measure, *each) for measure in ordered for each in items]
    return [(measure, *each) for each in items for measure in ordered]


def _unplaced_row(header: Header, row: Row) -> PrintedRow:
    block = header.blocks[row.block]
    line = Line(row.line, (row.label,), row.page, ((row.line, None),))
    placing = Placing((None,) * len(block.slots))
    return PrintedRow(line, row.block, block, row.code, row.label or None, placing, trail=tuple(row.trail))


def _settle_items(reading: Reading, labelled: Sequence[LabelledRows]) -> None:
    """Narrow down which of a header's items are blank, where no label but they stand in it."""
    slots = reading.header.blocks[0].slots
    empty, filled = blank_items(slots, labelled)
    strike_out(reading.choices, empty)
    narrow(reading.choices, dict.fromkeys(range(len(reading.choices)), filled))


def _settle(readings: Sequence[Reading], shape: Shape) -> None:
    """Narrow down which columns rows fill: by structure, and by place where the text is aligned."""
    named = [(each.names, [row.values for row in each.rows.rows]) for each in readings if each.names]
    labelled = [
        ([normalise_label(row.label) for row in each.rows.rows], [row.values for row in each.rows.rows])
        for each in readings
        if each.names
    ]
    settled: dict[str, NarrowedRows] = {}
    for reading in sorted(readings, key=lambda each: (each.region.table.name == WHOLE, each.header.width)):
        parts = settled if reading.region.table.name == WHOLE else {}
        if names_items_only(reading.region.table) and not reading.region.table.blocks[0].labels:
            _settle_items(reading, labelled)
        if reading.standings is not None:
            settle_by_standing(reading.rows.rows, reading.choices, reading.standings)
        if reading.region.table.layout == "columns":
            for choice in reading.choices:
                choice.open = likeliest_first(reading.header.blocks[0].slots, choice)
            continue
        before = [tuple(choice.open) for choice in reading.choices]
        for at, block in enumerate(reading.header.blocks):
            own = [number for number, row in enumerate(reading.rows.rows) if row.block == at]
            empty = empty_columns(block.slots, named) if len(block.slots) > 1 else frozenset()
            strike_out([reading.choices[number] for number in own], empty)
            for number in own:
                strike_out([reading.choices[number]], columns_of_others(reading.names[number], block.slots))
            if shape is Shape.ALIGNED and reading.standings is None:
                narrow(reading.choices, filled_columns(reading.names, block.slots, reading.choices, parts))
                narrow_by_place([reading.rows.rows[number] for number in own], [reading.choices[n] for n in own])
        slots = reading.header.blocks[-1].slots
        narrow(reading.choices, filled_columns(reading.names, slots, reading.choices, parts))
        if shape is Shape.ALIGNED and reading.standings is None:
            _doubt_by_place(reading, before)
        if reading.region.table.layout == "codes" and len(reading.header.blocks) == 1:
            settled[reading.region.table.name] = reading.header.blocks[0].slots, reading.names, reading.choices
    settle_parts(settled, by_sums=shape is Shape.FLOWING)


def _doubt_by_place(reading: Reading, before: Sequence[Sequence[Columns]]) -> None:
    for at in range(len(reading.header.blocks)):
        own = [number for number, row in enumerate(reading.rows.rows) if row.block == at]
        rows, choices = [reading.rows.rows[number] for number in own], [reading.choices[number] for number in own]
        doubt_by_place(rows, choices, [before[number] for number in own])


def _found(reading: Reading) -> FoundTable:
    region = reading.region
    body = region.body[0].index if region.body else region.last + 1
    return FoundTable(region.heading.text, region.heading.index, body, reading.header, region.unit)


def _body(reading: Reading, *, by_sums: bool) -> Body:
    rows = reading.rows.rows
    usual = [_usual([row for row in rows if row.block == at]) for at in range(len(reading.header.blocks))]
    printed = [
        _printed(reading, row, columns, doubt | _not_standing(reading, at, columns), usual[row.block])
        for at, (row, (columns, doubt)) in enumerate(zip(rows, settle(reading.choices, by_sums=by_sums), strict=True))
    ]
    left = (token for token in reading.rows.stray if token.kind is not Kind.MARK)
    stray = tuple(Stray(token.number, token.text, token.page) for token in left)
    cut = reading.region.cut or len(printed) > MAX_ROWS
    return Body(tuple(printed[:MAX_ROWS]), reading.region.last + 1, cut, stray)


def _not_standing(reading: Reading, at: int, columns: Columns) -> frozenset[int]:
    """All columns of a row whose values do not clearly stand in the columns that they are read into, beside its label,
    or stand where structure forbids it: then its blanks are no clearer than its figures.
    """
    row = reading.rows.rows[at]
    if reading.standings is None:
        return frozenset()
    at_odds = bool(row.values) and reading.choices[at].is_at_odds
    if reading.standings[at] == columns and is_beside_its_label(row) and not at_odds:
        return frozenset()
    return frozenset(range(len(reading.header.blocks[row.block].slots)))


@dataclass(frozen=True, slots=True)
class _Usual:
    """What nearly all rows of a block print: at least `count` figures where they print any (0 where there are too few
    rows to say), `decimals` in them (None where rows differ); `never_blank` where nearly all rows print some.
    """

    count: int
    decimals: int | None
    never_blank: bool


def _usual(rows: Sequence[Row]) -> _Usual:
    counts = sorted(len(row.values) for row in rows)
    filled = [count for count in counts if count]
    least = filled[int(len(filled) * (1 - _MOSTLY))] if len(filled) >= _FEW else 0
    cells = [read_cell(value.plain) for row in rows for value in row.values]
    decimals = Counter(cell.decimals for cell in cells if cell.value is not None)
    most = max(decimals, key=lambda each: decimals[each], default=None)
    certain = decimals[most] >= _MOSTLY * decimals.total()
    return _Usual(least, most if certain else None, bool(least) and len(filled) >= _MOSTLY * len(counts))


def _printed(reading: Reading, row: Row, columns: Columns, doubt: frozenset[int], usual: _Usual) -> PrintedRow:
    """The row with its figures in their columns: the label at position 0, column n at n + 1, further values behind."""
    block = reading.header.blocks[row.block]
    placed = dict(zip(columns, row.values, strict=True))
    tokens: list[Token | None] = [placed.get(column) for column in range(len(block.slots))]
    cells = [row.label, *(token.text if token else "" for token in tokens), *(token.text for token in row.extra)]
    spots = [_spot(row, token) for token in (row.words[0] if row.words else None, *tokens, *row.extra)]
    # A row that prints fewer figures than nearly all others has lost one: no cell of it stands where it seems to.
    # (A page without rulings shows its blanks.)
    lost = len(row.values) < usual.count and (bool(row.values) or usual.never_blank) and reading.standings is None
    if names_items_only(reading.region.table) and _may_have_moved(row, block.slots):
        lost = lost or not adds_up(block.slots, [_figure(token) for token in tokens])
    if reading.is_gathered:  # which of its columns are blank, no place tells
        doubt |= {column for column, token in enumerate(tokens) if token is None}
    if reading.orders:
        doubt |= columns_in_doubt(block.slots, [_figure(token) for token in tokens], reading.orders)
    lost = lost or (bool(row.values) and _is_beside_other_columns(reading.header, block))
    if row.doubted or lost or (reading.region.words.is_strange and row.values):
        doubt = frozenset(range(len(tokens)))
    unusual = {column for column, token in enumerate(tokens) if token is not None and _is_unusual(token, usual)}
    number = row.values[0].number if row.values else row.line
    line = Line(number, tuple(cells), row.page, tuple(spots))
    placing = Placing(tuple(range(1, len(block.slots) + 1)), doubt | unusual)
    unplaced = frozenset(range(len(block.slots) + 1, len(cells)))
    if block.label is not None and reading.region.table.layout == "columns":
        block = of_measure(block, row.label) or block
    return PrintedRow(line, row.block, block, row.code, row.label or None, placing, unplaced, tuple(row.trail))


def _is_beside_other_columns(header: Header, block: BlockHeader) -> bool:
    """True where another block of the same items has other columns: which of the two a row stands in, no word tells."""
    sides = [each.block for each in header.blocks if each.block.side == block.block.side]
    return header.table.layout == "items" and len({tuple(m.name for m in each.measures) for each in sides}) > 1


def _figure(token: Token | None) -> Decimal | None:
    return read_cell(token.plain).value if token is not None else None


def _may_have_moved(row: Row, slots: Sequence[Slot]) -> bool:
    """True for a row that lacks figures or is broken over lines."""
    return 0 < len(row.values) < len(slots) or len({value.number for value in row.values}) > 1


def _is_unusual(token: Token, usual: _Usual) -> bool:
    """True for a figure with other decimals than nearly all in its table: two that run together, or a part of one."""
    decimals = read_cell(token.plain).decimals
    return token.doubted or (decimals is not None and usual.decimals not in (None, decimals) and token.plain != "0")


def _spot(row: Row, token: Token | None) -> tuple[int, int | None]:
    return (
        (token.number, token.start) if token is not None else (row.values[0].number if row.values else row.line, None)
    )
