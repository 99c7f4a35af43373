"""The tables of a running text: found, read each by its layout, and settled by what the others tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from dq.ingest.body import Body
from dq.ingest.flow.across import read_across
from dq.ingest.flow.blanks import Columns, narrow, strike_out
from dq.ingest.flow.codes import read_codes, whole_labels
from dq.ingest.flow.evidence import (
    OF_ALL,
    SUMMARY,
    WHOLE,
    Filled,
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
from dq.ingest.flow.nested import read_nested
from dq.ingest.flow.overlapping import untangle
from dq.ingest.flow.printed import found_table, printed_body
from dq.ingest.flow.reading import Reading, start_reading
from dq.ingest.flow.regions import Region, find_regions
from dq.ingest.flow.rows import Row, Rows
from dq.ingest.flow.standing import settle_by_standing
from dq.ingest.header_search import FoundTable
from dq.ingest.headers import names_items_only
from dq.ingest.recognition import Recognition, Survey
from dq.ingest.stream import Shape, Stream
from dq.templates import Template, economic_classes, normalise_label

_PASSES: Final = 4


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
        readings.append(start_reading(region, rows, stream))
    _settle(readings, stream.shape)
    by_sums = stream.shape is Shape.FLOWING
    read = [(found_table(each), printed_body(each, by_sums=by_sums)) for each in readings]
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
    for rows in read.values():
        elsewhere = {code: set(labels) for code, labels in votes.items()}
        for block in {row.block for row in rows.rows}:
            untangle([row for row in rows.rows if row.block == block], elsewhere)
    return read


def _subjects(regions: Sequence[Region], by_code: Mapping[int, Rows]) -> frozenset[str]:
    """Names of economic classes: all that are known, and whatever this report prints beside such a code."""
    economic = (region.heading.index for region in regions if region.table.code_list == "economic")
    known = (normalise_label(name) for names in economic_classes().values() for name in names)
    printed = (label for index in economic for label in whole_labels(by_code[index]).values())
    return frozenset((*known, *printed))


def _settle_items(reading: Reading, labelled: Sequence[LabelledRows]) -> None:
    """Narrow down which of a header's items are blank, where no label but they stand in it."""
    slots = reading.header.blocks[0].slots
    empty, filled = blank_items(slots, labelled)
    strike_out(reading.choices, empty)
    narrow(reading.choices, dict.fromkeys(range(len(reading.choices)), filled))


def _settle_by_summary(reading: Reading, block: int, summary: Sequence[LabelledRows]) -> None:
    """Narrow down a block's columns by what the summary prints beside their names: a figure there is one of the total's
    where the table has all money.
    """
    own = [number for number, row in enumerate(reading.rows.rows) if row.block == block]
    empty, filled = blank_items(reading.header.blocks[block].slots, summary)
    strike_out([reading.choices[number] for number in own], empty)
    total = next((at for at in own if reading.names[at].role == "total" and reading.names[at].code is None), None)
    if total is not None and reading.region.table.name in OF_ALL:
        narrow(reading.choices, {total: filled})


def _settle(readings: Sequence[Reading], shape: Shape) -> None:
    """Narrow down which columns rows fill: by structure, and by place where the text is aligned."""
    witnesses = [(each, [_is_filled(row) for row in each.rows.rows]) for each in readings if each.names]
    named = [(each.names, filled) for each, filled in witnesses]
    labelled = [([normalise_label(row.label) for row in each.rows.rows], filled) for each, filled in witnesses]
    summary = [own for (each, _), own in zip(witnesses, labelled, strict=True) if each.region.table.name == SUMMARY]
    settled: dict[str, NarrowedRows] = {}
    for reading in sorted(readings, key=lambda each: (each.region.table.name == WHOLE, each.header.width)):
        parts = settled if reading.region.table.name == WHOLE else {}
        if names_items_only(reading.region.table) and not reading.region.table.blocks[0].labels:
            _settle_items(reading, labelled)
        if reading.standings is not None:
            settle_by_standing(reading.rows.rows, reading.choices, reading.standings)
        if reading.region.table.layout == "columns":
            continue
        before = [tuple(choice.open) for choice in reading.choices]
        for at, block in enumerate(reading.header.blocks):
            own = [number for number, row in enumerate(reading.rows.rows) if row.block == at]
            empty = empty_columns(block.slots, named) if len(block.slots) > 1 else frozenset()
            strike_out([reading.choices[number] for number in own], empty)
            if reading.region.table.layout == "codes" and len(block.slots) > 1:
                _settle_by_summary(reading, at, summary)
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


def _is_filled(row: Row) -> Filled:
    if row.doubted or (row.values and all(amount == 0 for amount in row.amounts)):
        return None  # a 0 says neither that other tables print a figure nor that they print none
    return bool(row.values)


def _doubt_by_place(reading: Reading, before: Sequence[Sequence[Columns]]) -> None:
    for at in range(len(reading.header.blocks)):
        own = [number for number, row in enumerate(reading.rows.rows) if row.block == at]
        rows, choices = [reading.rows.rows[number] for number in own], [reading.choices[number] for number in own]
        doubt_by_place(rows, choices, [before[number] for number in own])
