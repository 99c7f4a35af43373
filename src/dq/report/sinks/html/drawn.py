"""The report's own tables as the page draws them: as printed, with the cells marked that a finding reads."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dq.report.printed import PrintedCell, PrintedReport, PrintedRow, PrintedTable
from dq.report.sinks.html.places import cell_id, table_id
from dq.report.sinks.text.details import doubt_words
from dq.report.sinks.text.view import View

_DEEPEST: Final = 5
_AROUND: Final = 2
"""Lines kept around a marked one where a table is not drawn in full."""


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """A cell. `anchor` where something points to it; `findings` numbers of those that read it; `notes` what a person
    should know of its reading; `name` what its anchor is or would be, none where the form has no cell.
    """

    text: str
    is_number: bool
    anchor: str | None = None
    findings: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    name: str | None = None


@dataclass(frozen=True, slots=True)
class DrawnHalf:
    """What one block prints on a line: None for the row where it prints nothing."""

    code: str
    label: str
    depth: int
    words: tuple[str, ...]
    cells: tuple[DrawnCell, ...]
    is_total: bool
    is_there: bool


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line of the table, or (`skipped`) a gap of so many lines that are not drawn."""

    place: str
    halves: tuple[DrawnHalf, ...]
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class DrawnBlock:
    """The heads of a block's columns."""

    has_codes: bool
    attributes: tuple[str, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """A table. `is_statement` where its rows are sentences and forms; `disputed` cells that findings read; `width` how
    many columns there are.
    """

    anchor: str
    title: str
    heading: str
    unit: str
    blocks: tuple[DrawnBlock, ...]
    lines: tuple[DrawnLine, ...]
    disputed: int
    rows: int
    width: int
    is_statement: bool


def drawn_tables(
    printed: PrintedReport, marks: Mapping[str, Sequence[int]], view: View, *, whole: bool
) -> tuple[DrawnTable, ...]:
    """The tables of a report.

    Parameters: `marks` numbers of findings by the anchors of the cells that they read; `whole` draws every line of the
    tables that the form prints; else only tables with a marked cell are drawn, and the lines around it. Of statements
    only rows with a marked cell are drawn.
    """
    drawn = (_table(table, marks, view, whole=whole) for table in printed.tables)
    return tuple(table for table in drawn if table is not None)


def _table(table: PrintedTable, marks: Mapping[str, Sequence[int]], view: View, *, whole: bool) -> DrawnTable | None:
    is_statement = table.heading is None
    marked = {number for number, line in enumerate(table.lines) if _is_marked(table.name, line, marks)}
    if not marked and (is_statement or not whole):
        return None
    numbers = range(len(table.lines))
    kept = numbers if whole and not is_statement else _near(marked, 0 if is_statement else _AROUND, numbers)
    rows = [row for number in kept for row in table.lines[number] if row is not None]
    attributes = tuple(name for name in table.attributes if any(name in row.words for row in rows))
    columns = tuple(_columns(block, rows, whole=not is_statement) for block in table.blocks)
    blocks = tuple(
        DrawnBlock(
            any(row.code for number in kept if (row := table.lines[number][at]) is not None),
            tuple(view.column(table.name, name) for name in attributes),
            tuple(view.column(table.name, name) for name in names),
        )
        for at, names in enumerate(columns)
    )
    lines = _lines(table, kept, columns, attributes, marks, view)
    return DrawnTable(
        anchor=table_id(table.name),
        title=view.table(table.name),
        heading=table.heading or "",
        unit=table.unit or "",
        blocks=blocks,
        lines=lines,
        disputed=sum(bool(cell.findings) for line in lines for half in line.halves for cell in half.cells),
        rows=sum(1 for _ in table.rows),
        width=1 + sum(1 + block.has_codes + len(block.attributes) + len(block.columns) for block in blocks),
        is_statement=is_statement,
    )


def _is_marked(table: str, line: Sequence[PrintedRow | None], marks: Mapping[str, Sequence[int]]) -> bool:
    return any(cell_id(table, row.n, column) in marks for row in line if row is not None for column in row.cells)


def _near(marked: Collection[int], around: int, numbers: range) -> list[int]:
    near = {at for number in marked for at in range(number - around, number + around + 1)}
    return sorted(near.intersection(numbers))


def _columns(block: Sequence[str], rows: Sequence[PrintedRow], *, whole: bool) -> tuple[str, ...]:
    """The columns of a block; of statements those that something is printed in."""
    return tuple(name for name in block if whole or any(row.cells[name].text for row in rows if name in row.cells))


def _lines(
    table: PrintedTable,
    kept: Sequence[int],
    columns: Sequence[Sequence[str]],
    attributes: Sequence[str],
    marks: Mapping[str, Sequence[int]],
    view: View,
) -> tuple[DrawnLine, ...]:
    lines: list[DrawnLine] = []
    next_line = 0
    for number in kept:
        if number > next_line:
            lines.append(DrawnLine("", (), number - next_line))
        rows = table.lines[number]
        halves = tuple(_half(table.name, row, columns[at], attributes, marks, view) for at, row in enumerate(rows))
        lines.append(DrawnLine(_place(next(row for row in rows if row is not None), view), halves))
        next_line = number + 1
    if next_line < len(table.lines):
        lines.append(DrawnLine("", (), len(table.lines) - next_line))
    return tuple(lines)


def _place(row: PrintedRow, view: View) -> str:
    if row.sheet is not None:
        return f"{row.sheet}!{row.line}"
    if row.line is None:
        return ""
    return str(row.line) if row.page is None else view.say(f"{row.page} 页 {row.line}", f"p{row.page}:{row.line}")


def _half(
    table: str,
    row: PrintedRow | None,
    columns: Sequence[str],
    attributes: Sequence[str],
    marks: Mapping[str, Sequence[int]],
    view: View,
) -> DrawnHalf:
    if row is None:
        empty = tuple(DrawnCell("", is_number=True) for _ in columns)
        return DrawnHalf("", "", 0, tuple("" for _ in attributes), empty, is_total=False, is_there=False)
    return DrawnHalf(
        code=row.code or "",
        label=row.label or "",
        depth=min(row.depth, _DEEPEST),
        is_total=row.role == "total",
        words=tuple(view.word(table, name, row.words.get(name, "")) for name in attributes),
        cells=tuple(_cell(table, row, column, marks, view) for column in columns),
        is_there=True,
    )


def _cell(table: str, row: PrintedRow, column: str, marks: Mapping[str, Sequence[int]], view: View) -> DrawnCell:
    cell = row.cells.get(column)
    if cell is None:
        return DrawnCell("", is_number=True)
    anchor = cell_id(table, row.n, column)
    findings = tuple(sorted(marks.get(anchor, ())))
    return DrawnCell(
        text=cell.text,
        is_number=cell.value is not None or not cell.text,
        anchor=anchor if anchor in marks else None,
        findings=findings,
        notes=_notes(cell, view),
        name=anchor,
    )


def _notes(cell: PrintedCell, view: View) -> tuple[str, ...]:
    notes = []
    if cell.doubt is not None:
        words = doubt_words(cell.doubt).in_language(view.language)
        notes.append(view.say(f"读数可疑：{words}", f"reading doubted: {words}"))
    if cell.correction is not None:
        made = cell.correction
        notes.append(
            view.say(
                f"更正为 {made.value}（{made.author}：{made.reason}）",
                f"corrected to {made.value} ({made.author}: {made.reason})",
            )
        )
    return tuple(notes)
