"""The tables of a report as they are printed: what a sink draws, with where each cell stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from itertools import zip_longest
from typing import Any, Final

import polars as pl

from dq.archive.corrections import Cell, Correction
from dq.archive.store import Store
from dq.templates.model import Schema, Table, TableSchema
from dq.types import CellState, unit_named

_EXACT: Final = Context(prec=60)
_FEW_SHARED: Final = 8
"""Where fewer than one row in so many stands on the line of another, the document is running text."""


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell of a figure column.

    Parameters: `text` as printed; `value` in `unit`, None where the cell has no figure; `line` (1-based) and `cell`
    (0-based, None where nothing is printed) its place; `doubt` why its reading is doubted; `correction` where a person
    put a misreading right: `value` is the corrected one then.
    """

    text: str
    state: CellState
    value: Decimal | None
    unit: str | None
    line: int | None
    cell: int | None
    doubt: str | None
    correction: Correction | None = None


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A printed row, or a statement of the text.

    Parameters: `n` its number, as operands have it; `depth` how many printed ancestors it has; `words` its attributes
    (statements only); `cells` by column, without those that the form does not have.
    """

    n: int
    page: int | None
    sheet: str | None
    line: int | None
    code: str | None
    label: str | None
    role: str | None
    depth: int
    words: Mapping[str, str]
    cells: Mapping[str, PrintedCell]
    side: str | None = None


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table of one report.

    Parameters: `heading` as printed, None of a table of statements; `blocks` the figure columns of each group of
    columns side by side, left to right (one group for most tables); `attributes` columns of words that are filled;
    `lines` the rows, one each block, None where a block prints nothing on that line.
    """

    name: str
    heading: str | None
    unit: str | None
    blocks: tuple[tuple[str, ...], ...]
    attributes: tuple[str, ...]
    lines: tuple[tuple[PrintedRow | None, ...], ...]

    @property
    def rows(self) -> Iterator[PrintedRow]:
        """Every row, line by line from left to right."""
        return (row for line in self.lines for row in line if row is not None)


@dataclass(frozen=True, slots=True)
class PrintedReport:
    """The tables of a report, in the order of the document, then the tables of statements."""

    report: str
    tables: tuple[PrintedTable, ...]


def printed_reports(
    store: Store, schema: Schema, reports: Sequence[str], tables: Collection[str] | None = None
) -> Iterator[PrintedReport]:
    """The tables of these reports, in the order asked for; a report that the store does not hold has none.

    All of them are read at once: hand over some hundreds at most. Parameters: `tables` those wanted, all where None.
    Example: `next(printed_reports(store, schema, [report])).tables[0].heading`.
    """
    wanted = pl.col("report").is_in(list(reports))
    forms = dict(store.scan("reports").filter(wanted).select("report", "template").collect().iter_rows())
    heads: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for head in store.scan("tables").filter(wanted).collect().iter_rows(named=True):
        heads[head["report"]][head["table"]] = head
    corrections = {each.cell: each for each in store.corrections}
    rows: dict[str, dict[str, list[PrintedRow]]] = defaultdict(dict)
    for name, shape in schema.tables.items():
        if tables is not None and name not in tables:
            continue
        for row in store.scan(name).filter(wanted).sort("report", "n").collect().iter_rows(named=True):
            rows[row["report"]].setdefault(name, []).append(_row(shape, row, corrections))
    for report in reports:
        template = schema.templates.get(forms.get(report, ""))
        found = [
            _table(schema.tables[name], heads[report].get(name), template.table(name) if template else None, each)
            for name, each in rows[report].items()
        ]
        yield PrintedReport(report, tuple(sorted(found, key=_order)))


def _order(table: PrintedTable) -> tuple[bool, int, int, str]:
    first = next(table.rows)
    return table.heading is None, first.page or 0, first.line or 0, table.name


def _row(shape: TableSchema, row: Mapping[str, Any], corrections: Mapping[Cell, Correction]) -> PrintedRow:
    cells = {
        measure: _cell(row, measure, corrections.get((row["report"], shape.name, row["n"], measure)))
        for measure in shape.measures
        if row[f"{measure}__state"] is not None
    }
    return PrintedRow(
        n=row["n"],
        page=row["page"],
        sheet=row["sheet"],
        line=row["line"],
        code=row["code"],
        label=row["label"],
        role=row["role"],
        depth=(row["path"] or "").count("/"),
        words={name: row[name] for name in shape.attributes if row[name]},
        cells=cells,
        side=row["side"],
    )


def _cell(row: Mapping[str, Any], measure: str, correction: Correction | None) -> PrintedCell:
    value, unit = row[measure], row[f"{measure}__unit"]
    return PrintedCell(
        text=row[f"{measure}__printed"] or "",
        state=CellState(row[f"{measure}__state"]),
        value=_EXACT.divide(value, unit_named(unit).factor) if value is not None and unit else value,
        unit=unit,
        line=row[f"{measure}__line"] or row["line"],
        cell=row[f"{measure}__cell"],
        doubt=row[f"{measure}__doubt"],
        correction=correction,
    )


def _table(
    shape: TableSchema, head: Mapping[str, Any] | None, form: Table | None, rows: list[PrintedRow]
) -> PrintedTable:
    columns = tuple(name for name in shape.measures if any(name in row.cells for row in rows))
    form = form and form.shape_with(columns)
    blocks: tuple[tuple[str, ...], ...] = (columns,)
    lines: tuple[tuple[PrintedRow | None, ...], ...] | None = None
    if form is not None and len(form.blocks) > 1:
        blocks = tuple(tuple(each.name for each in block.measures if each.name in columns) for block in form.blocks)
        lines = _side_by_side(rows, [block.side for block in form.blocks])
    if lines is None:
        blocks, lines = (columns,), tuple((row,) for row in rows)
    return PrintedTable(
        name=shape.name,
        heading=None if head is None else head["title"],
        unit=None if head is None else head["unit"],
        blocks=blocks,
        attributes=tuple(name for name in shape.attributes if any(name in row.words for row in rows)),
        lines=lines,
    )


def _side_by_side(rows: list[PrintedRow], sides: list[str]) -> tuple[tuple[PrintedRow | None, ...], ...] | None:
    """Rows that are printed on one line beside each other; None where the document does not show which these are."""
    by_line: dict[tuple[int, int], list[PrintedRow]] = {}
    for row in rows:
        by_line.setdefault((row.page or 0, row.line or 0), []).append(row)
    if _FEW_SHARED * (len(rows) - len(by_line)) < len(rows):
        return _paired(rows, sides)
    starts = _starts(by_line.values(), len(sides)) if len(set(sides)) < len(sides) else None
    lines: list[tuple[PrintedRow | None, ...]] = []
    for key in sorted(by_line):
        line: list[PrintedRow | None] = [None] * len(sides)
        for row in by_line[key]:
            at = _by_side(row, sides) if starts is None else sum(start <= _first_cell(row) for start in starts) - 1
            if at is None or at < 0 or line[at] is not None:
                return None
            line[at] = row
        lines.append(tuple(line))
    return tuple(lines)


def _paired(rows: list[PrintedRow], sides: list[str]) -> tuple[tuple[PrintedRow | None, ...], ...] | None:
    """Running text has each row on a line of its own; the sides say what stands beside what, in order."""
    if len(set(sides)) < len(sides) or any(_by_side(row, sides) is None for row in rows):
        return None
    return tuple(zip_longest(*([row for row in rows if row.side == side] for side in sides)))


def _by_side(row: PrintedRow, sides: list[str]) -> int | None:
    return sides.index(row.side or "") if (row.side or "") in sides else None


def _starts(lines: Iterable[list[PrintedRow]], blocks: int) -> list[int] | None:
    """Where each of several blocks of one side begins at the least, as lines show that have a row in all of them."""
    full = [sorted(map(_first_cell, line)) for line in lines if len(line) == blocks]
    return [min(starts) for starts in zip(*full, strict=True)] if full else None


def _first_cell(row: PrintedRow) -> int:
    return min((cell.cell for cell in row.cells.values() if cell.cell is not None), default=0)
