"""Tables written in a test as a form prints them: strokes between cells, the header first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dq.authoring.testing import complaints as wrong
from dq.authoring.testing.model import Grid, GridRow
from dq.diagnostics import Diagnostic, Span, Text
from dq.syntax import tree
from dq.templates import normalise_label
from dq.templates.model import Block, Table
from dq.types import MONEY_UNITS

CODES: Final = frozenset({"code", "科目编码", "编码", "科目代码"})
LABELS: Final = frozenset({"label", "item", "项目", "科目名称", "名称"})
UNITS: Final = tuple(unit.name for unit in MONEY_UNITS)
MOST_ROWS: Final = 2_000
"""Rows of one given table."""

_STROKE: Final = re.compile(r"[|｜]")


@dataclass(frozen=True, slots=True)
class _Header:
    """Columns of one block: place of the code and the label, and the places of measures by name."""

    block: int
    code: int | None
    label: int | None
    measures: dict[str, int]


def cells_of(text: str) -> list[str]:
    """The cells of a line. What follows the last stroke is a remark.

    Example: `cells_of("| 合计 | 1.00 | # 样")` → `["合计", "1.00"]`.
    """
    return [part.strip() for part in _STROKE.split(text)[1:-1]]


def read_grid(
    node: tree.Given, table: Table, span: Callable[[tree.Node], Span], say: Callable[[Diagnostic], None]
) -> Grid | None:
    """The table that `given` writes, or None with diagnostics."""
    if not node.rows or len(node.rows) > MOST_ROWS:
        say(wrong.bad_table(span(node.table), Text("这张表没有行，或行太多", "the table has no rows, or too many")))
        return None
    header, *lines = node.rows
    titles = cells_of(header.text)
    headers = _headers(titles, table, span(header), say)
    if headers is None:
        return None
    rows: list[GridRow] = []
    for line in lines:
        cells = cells_of(line.text)
        if len(cells) != len(titles):
            zh = f"表头 {len(titles)} 格，这一行 {len(cells)} 格"
            en = f"the header has {len(titles)} cells, this line {len(cells)}"
            say(wrong.bad_table(span(line), Text(zh, en)))
            return None
        rows += _rows(cells, headers, span(line).line)
    unit = "元" if node.unit is None else node.unit.text
    if unit not in UNITS:
        say(wrong.unknown_word(span(node.unit or node), unit, UNITS))
        return None
    return Grid(table, unit, tuple(sorted(rows, key=lambda row: row.block)))


def _rows(cells: Sequence[str], headers: Sequence[_Header], line: int) -> Iterator[GridRow]:
    for header in headers:
        code = cells[header.code] if header.code is not None else ""
        label = cells[header.label] if header.label is not None else ""
        figures = {name: cells[at] for name, at in header.measures.items()}
        if code or label or any(figures.values()):
            yield GridRow(header.block, code or None, label or None, figures, line)


def _headers(
    titles: Sequence[str], table: Table, place: Span, say: Callable[[Diagnostic], None]
) -> list[_Header] | None:
    """The columns block by block; a second label column begins the next block."""
    groups = _groups(titles)
    if len(groups) > len(table.blocks):
        told = Text("表头的栏组比表式多", "the header has more groups of columns than the form")
        say(wrong.bad_table(place, told))
        return None
    found: list[_Header] = []
    for number, group in enumerate(groups):
        header = _header(number, group, titles, table, alone=len(groups) == 1)
        if isinstance(header, str):
            known = [measure.title for block in table.blocks for measure in block.measures]
            say(wrong.unknown_column(place, header, table.name, dict.fromkeys(known)))
            return None
        found.append(header)
    return found


def _groups(titles: Sequence[str]) -> list[list[int]]:
    """Places of the columns of each block."""
    groups: list[list[int]] = []
    seen: set[str] = set()
    for at, title in enumerate(titles):
        kind = "code" if title in CODES else "label" if title in LABELS else ""
        if not groups or kind in seen:
            groups.append([])
            seen = set()
        if kind:
            seen.add(kind)
        groups[-1].append(at)
    return groups


def _header(number: int, group: Sequence[int], titles: Sequence[str], table: Table, *, alone: bool) -> _Header | str:
    """The columns of one block, or the title that it does not have."""
    code = next((at for at in group if titles[at] in CODES), None)
    label = next((at for at in group if titles[at] in LABELS), None)
    figures = {at: titles[at] for at in group if at not in {code, label}}
    unknown = ""
    for block in range(len(table.blocks)) if alone else (number,):
        named = {at: measure_named(table.blocks[block], title) for at, title in figures.items()}
        lacking = [at for at, name in named.items() if name is None]
        if not lacking:
            return _Header(block, code, label, {name: at for at, name in named.items() if name is not None})
        unknown = unknown or titles[lacking[0]]
    return unknown


def measure_named(block: Block, title: str) -> str | None:
    """The name of the measure that a title or a name means in a block; None for none or several.

    Example: `measure_named(block, "决算数")` → `"amount"`.
    """
    if any(measure.name == title for measure in block.measures):
        return title
    wanted = normalise_label(title)
    exact = {measure.name for measure in block.measures if wanted == normalise_label(measure.title)}
    last = {measure.name for measure in block.measures if wanted in {path[-1] for path in measure.headers}}
    found = exact or last
    return next(iter(found)) if len(found) == 1 else None
