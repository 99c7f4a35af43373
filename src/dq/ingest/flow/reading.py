"""A table of a running text while it is read: its header as slots, its rows and the ways in which they fill these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import comb
from typing import Final

from dq.ingest.alignment import Placing
from dq.ingest.body import PrintedRow
from dq.ingest.flow.blanks import Choice, mark_loose, possible
from dq.ingest.flow.compared import leave_out_comparison
from dq.ingest.flow.named_columns import years_above
from dq.ingest.flow.open_orders import open_orders
from dq.ingest.flow.regions import Region
from dq.ingest.flow.rows import Row, Rows
from dq.ingest.flow.standing import Standing, stand
from dq.ingest.flow.sums import column_sums, item_sums, likeliest_first
from dq.ingest.flow.tokens import Kind, tokenise
from dq.ingest.headers import BlockHeader, Header, Slot
from dq.ingest.naming import Name, name_rows, parents_of
from dq.ingest.stream import Line, Shape, Stream
from dq.templates import Item, Measure, normalise_label

_MOST_WAYS: Final = 4_000
_MOST_CHOICES: Final = 1_000
"""Ways in which a row's figures may fill its columns, all and those that its sums allow, beyond which they are not told
apart.
"""
_LETTERS: Final = 4
"""Letters of a column's header on the average."""
_LEAST_PAGE: Final = 10
"""Lines of a page at the least, in text with a cell a line."""


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


def start_reading(region: Region, rows: Rows, stream: Stream) -> Reading:
    """The reading of a table from its rows, each with all the ways in which its figures may fill its columns."""
    region = _without_comparison(region, rows, stream.lines)
    header = _header(region, stream.lines)
    # A figure beside the title has moved there from a row above.
    beside = tokenise(region.heading.index, stream.lines[region.heading.index]).tokens
    rows.stray += [token for token in beside if token.kind is Kind.FIGURE]
    printed = [_unplaced_row(header, row) for row in rows.rows]
    names = name_rows(region.table, printed) if region.table.layout != "columns" else []
    choices: list[Choice] = []
    parents = parents_of(names) if names else [None] * len(rows.rows)
    has_root = len(header.blocks) == 1 and (region.table.layout == "codes" or region.table.is_list)
    pages = len(stream.lines) // _LEAST_PAGE if stream.rows and region.table.layout != "nested" else 0
    root = next((at for at, name in enumerate(names) if name.role == "total" and name.code is None), None)
    for at, row in enumerate(rows.rows):
        # A row that the form prints once and the text twice is most likely another table's.
        row.doubted = row.doubted or (region.table.layout == "items" and bool(names) and "#" in names[at].path)
        slots = header.blocks[row.block].slots
        sums = item_sums(slots) if region.table.layout == "columns" else column_sums(slots)
        totals = tuple(sorted(sums.items()))
        parent = parents[at]
        # (A row without a code may be a unit's, which adds up to the total once more.)
        if parent is None and has_root and root != at and (region.table.is_list or names[at].code is not None):
            parent = root
        row.extra, row.values = [*row.values[len(slots) :], *row.extra], row.values[: len(slots)]
        values = row.amounts
        is_open = comb(len(slots), len(values)) > _MOST_WAYS or _may_have_page_number(region, row, pages)
        ways = () if is_open else possible(len(slots), len(values), totals)
        choices.append(Choice(values, parent, likeliest_first(sums, len(slots), ways, values)))
    mark_loose(choices)
    _leave_out_open_rows(rows.rows, choices)
    in_place = stream.shape is Shape.ALIGNED and any(line.edges for line in stream.lines)
    standings = stand(region.header, header.blocks, rows.rows) if in_place else None
    if not stream.by_page and standings is not None and any(None in standing for standing in standings):
        standings = None  # told by the other rows of this table and by other tables, as in any aligned text
    is_of_years = region.table.layout == "columns" and any(slot.measure is None for slot in header.blocks[0].slots)
    is_broken = bool(stream.rows) and _has_lost_rows(region, rows, names)
    for row in rows.rows:
        row.doubted = row.doubted or is_broken or (is_of_years and standings is None)
    orders = _open_orders(region, header.blocks[0].slots, is_placed=is_of_years or standings is not None)
    return Reading(region, header, rows, names, choices, standings, orders, bool(stream.rows))


def _without_comparison(region: Region, rows: Rows, lines: Sequence[Line]) -> Region:
    """The region, no more strange where the columns that the form does not have are proven and left out."""
    if region.words.is_compared and leave_out_comparison(rows.rows, _header(region, lines).blocks[0].slots):
        return replace(region, words=replace(region.words, is_strange=False))
    return region


def _leave_out_open_rows(rows: Sequence[Row], choices: Sequence[Choice]) -> None:
    """Doubt the rows with more ways than are told apart; they say nothing of other rows, nor do these of them."""
    for row, choice in zip(rows, choices, strict=True):
        if not 0 < len(choice.open) <= _MOST_CHOICES:
            row.doubted = choice.is_at_odds = True
            choice.open = [tuple(range(len(choice.values)))]
    for choice in choices:
        if choice.is_at_odds or (choice.parent is not None and choices[choice.parent].is_at_odds):
            choice.parent = None


def _has_lost_rows(region: Region, rows: Rows, names: Sequence[Name]) -> bool:
    """True where a figure of a table with a cell a line is in no row of the form's: what it adds to is not known. (A
    unit's row may print the total's figures once more.) Where none has decimals, a code without a name may be one.
    """
    printed = [[value.plain for value in row.values] for row in rows.rows]
    again = printed[:1] if any(row.is_unit for row in rows.rows) else []
    strange = region.table.layout == "codes" and any(
        values and not name.known and values not in again for values, name in zip(printed, names, strict=True)
    )
    read = {token.number for row in rows.rows for token in (*row.words, *row.values, *row.extra)}
    figures = [token for line in region.body for token in line.tokens if token.kind is Kind.FIGURE]
    is_code_open = not figures and any(row.code and not row.words for row in rows.rows)
    return strange or is_code_open or any(token.number not in read for token in figures)


def _may_have_page_number(region: Region, row: Row, pages: int) -> bool:
    """True where a row of money has a whole number that one of so many pages may bear: it has a line of its own, as all
    cells have, and what stands behind it is one column further.
    """
    item = None if row.item is None else region.table.items[row.item]
    is_money = region.table.layout == "codes" or (item is not None and item.unit is None and item.side != "statistic")
    if region.table.layout == "columns":
        is_money = all(each.unit is None for each in region.table.items)
    values = [*row.values, *row.extra]
    return is_money and any(each.plain.isdecimal() and 0 < int(each.plain) <= pages for each in values)


def _header(region: Region, lines: Sequence[Line]) -> Header:
    """The header that stands for the words read: one slot a column, in the form's order."""
    table = region.table
    blocks: list[BlockHeader] = []
    for block, measures in zip(table.blocks, region.words.measures, strict=True):
        if table.layout == "columns":
            slots = _slots_across(region)
        else:
            slots = tuple(Slot(at, at + 1, each, each.headers[0][-1]) for at, each in enumerate(measures, 1))
            slots = _slots_of_years(region.words.years, slots) or slots
        blocks.append(BlockHeader(block, 0, 0 if block.labels else None, slots))
    first = region.header[0].index if region.header else region.heading.index
    width = 1 + max(len(block.slots) for block in blocks)
    # As with cells, a column that the form does not know counts half of one that it does, unless the table is empty.
    strange = region.words.unexplained / _LETTERS / sum(len(block.measures) for block in table.blocks)
    is_filled = any(token.is_value for line in region.body for token in line.tokens)
    score = min(1.0, region.words.score) * (1 - min(strange, 1) / 2 if region.words.is_strange and is_filled else 1)
    return Header(table, tuple(blocks), (lines[first],), width, score)


def _slots_of_years(years: Sequence[int], slots: Sequence[Slot]) -> tuple[Slot, ...]:
    """The only column for each year that the header prints it for, without a measure but for the last one."""
    return tuple(
        Slot(at, at + 1, slot.measure if year == max(years) else None, f"{year}年{slot.label}")
        for slot in slots
        for at, year in enumerate(years, 1)
    )


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


def block_of(header: Header, row: Row) -> BlockHeader:
    """The columns of a row's block, where it is a unit's own with the place of its label as that of units."""
    block = header.blocks[row.block]
    return replace(block, units=frozenset((0,))) if row.is_unit else block


def _unplaced_row(header: Header, row: Row) -> PrintedRow:
    block = block_of(header, row)
    line = Line(row.line, (row.label,), row.page, ((row.line, None),))
    placing = Placing((None,) * len(block.slots))
    return PrintedRow(line, row.block, block, row.code, row.label or None, placing, trail=tuple(row.trail))
