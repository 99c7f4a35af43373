"""Rows that somebody writes down as a form prints them: stored as if they had been read from a document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dq.ingest.alignment import Placing
from dq.ingest.body import PrintedRow
from dq.ingest.cells import BLANK_WORDS, plain_digits
from dq.ingest.facts import Row, build_rows
from dq.ingest.headers import BlockHeader, Slot
from dq.ingest.naming import name_rows
from dq.ingest.statements.model import Said, Statement
from dq.ingest.statements.rows import statement_rows
from dq.ingest.stream import Line
from dq.templates import Block, Table, load_statements
from dq.templates.model import STATEMENTS
from dq.types import ValueType

_WITH_UNIT: Final = re.compile(r"([-−]?[\d,]+(?:\.\d+)?)\s*([^\d\s,.].*)")
"""A figure and the unit behind it."""


@dataclass(frozen=True, slots=True)
class GivenRow:
    """One printed row.

    Parameters: `block` the number of the block it stands in; `cells` printed texts by the name of their measure, a
    measure without one is blank; `line` where it is written; labels of layout "nested" are joined by "/".
    """

    block: int
    code: str | None
    label: str | None
    cells: Mapping[str, str]
    line: int


def stored_rows(report: str, table: Table, rows: Sequence[GivenRow], unit: str) -> list[Row]:
    """The rows as ingestion stores them: item, path, parent, states, decimals and radii come from what is printed.

    Parameters: `rows` block by block; `unit` the money unit of the table.
    Example: `stored_rows("r", summary, [GivenRow(0, None, "收入总计", {"amount": "1.00"}, 1)], "元")[0]["item"]`.
    """
    if table.layout == STATEMENTS:
        said = [_statement(table, row, unit) for row in rows]
        return statement_rows(report, said).get(table.name, [])
    return build_rows(report, _by_rows(table), _printed(table, rows), unit)


def unlisted(table: Table, rows: Sequence[GivenRow]) -> list[int]:
    """Places of the rows that the form does not print (rows of codes may be any)."""
    if table.layout == STATEMENTS:
        return []
    names = name_rows(_by_rows(table), _printed(table, rows))
    return [at for at, name in enumerate(names) if not name.known]


def _statement(table: Table, row: GivenRow, unit: str) -> Statement:
    """A row of a table of statements. A cell without text says nothing: its figure is absent; 空白 is a blank one."""
    shape = next(each for each in load_statements() if each.name == table.name)
    words = {each.name for each in shape.attributes}
    types = {each.name: each.type for each in shape.measures}
    said = {name: text for name, text in row.cells.items() if text}
    return Statement(
        table.name,
        row.line,
        row.label,
        {name: _said(text, types[name], row.line, unit) for name, text in said.items() if name in types},
        {name: text for name, text in said.items() if name in words},
        path=said.get("path"),
        code=row.code,
        role=said.get("role"),
    )


def _said(text: str, kind: ValueType, line: int, unit: str) -> Said:
    """A figure with the unit that is written behind it (11 个), or else that of its column."""
    if text in BLANK_WORDS:
        return Said("", line, None)
    if not kind.is_numeric:
        return Said(text, line, None)
    found = _WITH_UNIT.fullmatch(text)
    if found is not None:
        return Said(found[1], line, None, found[2])
    match kind:
        case ValueType.MONEY:
            return Said(text, line, None, unit)
        case ValueType.PERCENT | ValueType.RATIO:
            return Said(text, line, None, "%")
        case _:
            return Said(text, line, None)


def _by_rows(table: Table) -> Table:
    """A table whose items stand across its header, as one whose items are rows: so they are given."""
    return replace(table, layout="items") if table.layout == "columns" else table


def _printed(table: Table, rows: Sequence[GivenRow]) -> list[PrintedRow]:
    return [_row(table, table.blocks[row.block], row) for row in rows]


def _row(table: Table, block: Block, row: GivenRow) -> PrintedRow:
    slots = tuple(Slot(at, at + 1, measure, measure.title) for at, measure in enumerate(block.measures))
    cells = tuple(row.cells.get(measure.name, "") for measure in block.measures)
    trail = tuple((row.label or "").split("/")) if table.layout == "nested" else ()
    return PrintedRow(
        line=Line(row.line, cells),
        block=row.block,
        header=BlockHeader(block, 0, None, slots),
        code=plain_digits(row.code) if row.code else None,
        label=row.label or None,
        placing=Placing(tuple(range(len(slots)))),
        trail=trail,
    )
