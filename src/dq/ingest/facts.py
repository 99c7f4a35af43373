"""Printed rows as stored rows: the wide layout of `dq.archive.layout`, figures in the base unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from dq.ingest.body import PrintedRow
from dq.ingest.cells import Cell, read_cell
from dq.ingest.headers import Slot
from dq.ingest.naming import Name, name_of_item, name_rows, parents_of
from dq.templates import Measure, Table
from dq.types import CellState, DoubtReason, Unit, ValueType, unit_named

Row = dict[str, Any]
"""A stored row: columns of `dq.archive.layout`; what is left out is null."""

_HALF: Final = Decimal("0.5")


def build_rows(report: str, table: Table, printed: Sequence[PrintedRow], unit: str) -> list[Row]:
    """The stored rows of a table.

    Parameters: `printed` its rows block by block in print order; `unit` the money unit stated above the table.
    """
    if table.layout == "columns":
        return _link(_rows_across(report, printed, unit))
    names = name_rows(table, printed)
    parents = parents_of(names)
    rows: list[Row] = []
    for number, (row, name, parent) in enumerate(zip(printed, names, parents, strict=True)):
        stored = _key(report, number, row, name, row.label)
        stored["parent"] = parent
        doubts_total = _fills_unknown_column(row)
        for at, slot in enumerate(row.header.slots):
            if slot.measure is not None:
                doubt = _doubt(row, name, at, slot, unknown_filled=doubts_total)
                stored.update(_family(row, at, slot.measure, _unit(slot.measure, name, slot.unit or unit), doubt))
        rows.append(stored)
    return _link(rows, [row.block for row in printed])


def _rows_across(report: str, printed: Sequence[PrintedRow], unit: str) -> list[Row]:
    """The items of a table whose header names them: a printed row is one stored row an item. Where printed rows name
    the measures, they fill the same stored rows, unless one is printed again.
    """
    rows: list[Row] = []
    open_rows: dict[tuple[str, ...], Row] = {}
    for line in printed:
        filled = [slot.measure.name for slot in line.header.slots if slot.measure is not None]
        if line.header.label is None or any(f"{name}__state" in row for row in open_rows.values() for name in filled):
            open_rows = {}
        for at, slot in enumerate(line.header.slots):
            if slot.item is None or slot.measure is None:
                continue
            name = name_of_item(slot.item)
            if name.trail not in open_rows:
                open_rows[name.trail] = _key(report, 0, line, name, slot.label)
                rows.append(open_rows[name.trail])
            doubt = DoubtReason.COLUMN_SHIFT if at in line.placing.doubted else None
            own_unit = _unit(slot.measure, name, slot.unit or unit)
            open_rows[name.trail].update(_family(line, at, slot.measure, own_unit, doubt))
    return rows


def _key(report: str, number: int, row: PrintedRow, name: Name, label: str | None) -> Row:
    return {
        "report": report,
        "n": number,
        "line": row.line.number,
        "page": row.line.page,
        "sheet": row.line.sheet,
        "code": name.code,
        "label": label or None,
        "item": name.item,
        "path": name.path,
        "side": name.side,
        "role": name.role,
        "function_code": name.function_code,
        "level": name.level,
        "parent": None,
        "above": None,
        "below": None,
    }


def _link(rows: list[Row], blocks: Sequence[int] | None = None) -> list[Row]:
    """Number the rows and name each one's neighbours in its block; rows across a header also find their parents."""
    paths: dict[str, int] = {}
    seen: dict[str, int] = {}
    for number, row in enumerate(rows):
        row["n"] = number
        neighbour = number > 0 and (blocks is None or blocks[number] == blocks[number - 1])
        if neighbour:
            row["above"] = number - 1
            rows[number - 1]["below"] = number
        if blocks is None:
            path = row["path"]
            seen[path] = seen.get(path, 0) + 1
            row["path"] = path if seen[path] == 1 else f"{path}#{seen[path]}"
            row["parent"] = paths.get(path.rpartition("/")[0])
            paths[path] = number
    return rows


def _fills_unknown_column(row: PrintedRow) -> bool:
    """True for a row with a figure that may be a part of its total, in a column that the form does not have."""
    places = zip(row.header.slots, row.placing.places, strict=True)
    return any(
        slot.is_unknown
        and slot.is_part
        and not _NO_PART.search(slot.label)
        and read_cell(_text(row, place)).value is not None
        for slot, place in places
    )


def _doubt(row: PrintedRow, name: Name, at: int, slot: Slot, *, unknown_filled: bool) -> DoubtReason | None:
    """Why the reading of one cell is doubted, or None. A total is doubted where a column beside it was not read."""
    if at in row.placing.doubted or row.unplaced:
        return DoubtReason.COLUMN_SHIFT
    if unknown_filled and slot.measure is not None and slot.measure.role == "total":
        return DoubtReason.UNKNOWN_COLUMN
    return None if name.known else DoubtReason.UNKNOWN_ROW


def _unit(measure: Measure, name: Name, money: str) -> Unit:
    """The unit of a cell: the row's own where the column leaves it to the row, else the table's money unit."""
    if measure.type is ValueType.QUANTITY and name.unit is not None:
        return unit_named(name.unit)
    match measure.type:
        case ValueType.MONEY | ValueType.QUANTITY:
            return unit_named(money)
        case ValueType.PERCENT | ValueType.RATIO:
            return unit_named("%")
        case _:
            return unit_named("")


def _text(row: PrintedRow, place: int | None) -> str:
    return row.line.cells[place] if place is not None and place < len(row.line.cells) else ""


def _family(row: PrintedRow, at: int, measure: Measure, unit: Unit, doubt: DoubtReason | None) -> Row:
    """The columns of one measure (docs: `dq.archive.layout`)."""
    place = row.placing.places[at]
    text = _text(row, place)
    cell = read_cell(text)
    name = measure.name
    line, position = row.line.spot(place)
    is_filled = cell.state is not CellState.BLANK
    # In running text the figure that a blank lacks may have been read into another column.
    is_open = (bool(row.line.spots) or row.is_open) and at in row.placing.doubted
    if unit.name != "%" and text.rstrip().endswith(("%", "％")):
        doubt = doubt or DoubtReason.COLUMN_SHIFT  # a share where money or a number should be
    return {
        **figure_columns(cell, measure, unit),
        f"{name}__printed": text,
        f"{name}__unit": unit.name,
        f"{name}__line": line,
        f"{name}__cell": position,
        f"{name}__doubt": doubt.value if doubt is not None and (is_filled or is_open) else None,
    }


def figure_columns(cell: Cell, measure: Measure, unit: Unit) -> Row:
    """The columns of a measure that say what the cell's figure is: value, state, radius, decimals.

    Example: `figure_columns(read_cell("1.50"), total, unit_named("万元"))["total"]` → `Decimal("15000.00")`.
    """
    name = measure.name
    return {
        name: None if cell.value is None else cell.value * unit.factor,
        f"{name}__state": int(cell.state),
        f"{name}__radius": None if cell.value is None else _radius(cell, measure, unit),
        f"{name}__decimals": cell.decimals,
    }


@lru_cache(maxsize=100)
def measures_of(columns: tuple[str, ...]) -> tuple[str, ...]:
    """The measures that a stored row has, by the names of its columns; rows of one table mostly have the same.

    Example: `measures_of(("label", "total", "total__state"))` → `("total",)`.
    """
    return tuple(column.removesuffix("__state") for column in columns if column.endswith("__state"))


_NO_PART: Final = re.compile(r"[%％]|占比|比重|增减|[上去]年(?!结[转余])|(?:增长|下降|完成|执行)率|人数")
"""Words of a column's header whose figures are no money of the year, so no part of a total."""
_LEAST_RADIUS: Final = Decimal("0.000001")
"""The store keeps six decimals: half a unit of the sixth is taken as a whole one."""


def _radius(cell: Cell, measure: Measure, unit: Unit) -> Decimal:
    """Half a unit of the last printed digit in the base unit, or of the least precision that the form gives the column
    where fewer digits are printed; counts and exact columns have none.
    """
    if unit.dimension == "count" or not measure.type.is_measured:
        return Decimal(0)
    half = _HALF.scaleb(-max(cell.decimals or 0, measure.least_precision or 0)) * unit.factor
    return max(half, _LEAST_RADIUS)
