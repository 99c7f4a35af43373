"""A stored report laid out as a publisher does: cover, contents, tables, narrative."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from dq.archive import ReportTables
from dq.synthesis.rendering import prose
from dq.synthesis.rendering.bodies import body_rows, numbering, rows_by_block, shown_measures, side_by_side
from dq.synthesis.rendering.figures import figure_text
from dq.synthesis.rendering.headers import (
    CODE_PARTS,
    Column,
    Row,
    columns_across,
    columns_by_row,
    printed_label,
    spans_of,
    without_empty_rows,
)
from dq.synthesis.rendering.nested import nested_lines
from dq.synthesis.rendering.noise import Noise
from dq.synthesis.rendering.pieces import Break, Grid, Kind, Piece, Publication, Role, Text
from dq.synthesis.rendering.project_forms import form_grid
from dq.synthesis.rendering.told import Told
from dq.synthesis.rendering.wording import narrative
from dq.templates import Table, Template
from dq.types import CellState

_NUMERALS: Final = "一二三四五六七八九十"
_PAGE_ROWS: Final = 30


def publish(report: ReportTables, template: Template, noise: Noise, told: Told | None = None) -> Publication:
    """Lay a report out.

    Parameters: `template` the form whose headers its tables print; `told` what it says outside its tables, by default
    what is true of it.
    Errors: `ValueError` for a table that the template does not have.
    Example: `publish(read.report, template, Noise())[0]` → `Text("某市测试局", Role.TITLE)`.
    """
    return tuple(_pieces(report, template, noise, told or Told.of(report, noise)))


def _pieces(report: ReportTables, template: Template, noise: Noise, told: Told) -> Iterator[Piece]:
    grids = [_grid(report, number, table, template, noise) for number, table in enumerate(report.tables, 1)]
    titles = [f"{_numeral(number)}、{_unnumbered(grid.title)}" for number, grid in enumerate(grids)]
    tables = f"{prose.year_text(int(report.report['year']), Noise())}部门{prose.kind_word(report)}表"
    chapters = [f"第{_NUMERALS[at]}部分 {name}" for at, name in enumerate(("概况", tables, "情况说明", "名词解释"))]
    yield from (Text(line, Role.TITLE) for line in prose.title_lines(report, noise))
    yield Break()
    yield Text(noise.pick("contents", ("目录", "目 录")), Role.HEADING)
    yield from (Text(entry, Role.ENTRY) for entry in (*chapters[:2], *titles, *chapters[2:]))
    yield Break()
    yield Text(chapters[0], Role.HEADING)
    yield from (Text(paragraph, Role.PARAGRAPH) for paragraph in prose.duties(noise))
    yield Break()
    yield Text(chapters[1], Role.HEADING)
    for title, grid in zip(titles, grids, strict=True):
        if noise.chance("chapter titles", 0.3):
            yield Text(title, Role.HEADING)
        yield grid
        if noise.chance(f"{grid.name}/page", 0.5):
            yield Break()
    yield Text(chapters[2], Role.HEADING)
    if told.sayings:
        yield from narrative(told.sayings, int(report.report["year"]), noise)
    else:
        yield from (Text(paragraph, Role.PARAGRAPH) for paragraph in prose.statements(report, noise))
    for project in told.projects:
        yield Break()
        yield form_grid(project, noise)
    yield Text(chapters[3], Role.HEADING)
    yield Text("一、结转资金：上年没有用完、本年按原用途继续使用的资金。", Role.PARAGRAPH)


def _numeral(number: int) -> str:
    return _NUMERALS[number] if number < len(_NUMERALS) else f"十{_NUMERALS[number - len(_NUMERALS)]}"


def _unnumbered(title: str) -> str:
    head, mark, rest = title.partition("、")
    return rest if mark and head and all(each in _NUMERALS for each in head) else title


def _grid(report: ReportTables, number: int, stored: dict[str, Any], template: Template, noise: Noise) -> Grid:
    name = stored["table"]
    table = template.table(name)
    if table is None:
        raise ValueError(f"template {template.name} has no table {name}")
    rows = sorted(report.rows.get(name, []), key=lambda row: row["n"])
    printed = {each.removesuffix("__state") for row in rows for each in row if each.endswith("__state")}
    shown = {each for each in printed if any(row.get(f"{each}__state") is not None for row in rows)}
    table = table.shape_with(shown, {row["path"] for row in rows})
    if table.layout == "columns" and table.blocks[0].labels:
        columns, lines = _by_measure(table, rows, noise)
    elif table.layout == "columns":
        columns, lines = _across(table, rows, noise)
    elif table.layout == "nested":
        columns, lines = nested_lines(table, rows, shown_measures(table, [rows])[0], noise)
    else:
        columns, lines = _by_row(table, rows, noise)
    header, depth = spans_of(columns)
    extra = (
        numbering(columns) if table.layout in ("items", "codes") and noise.chance(f"{name}/numbering", 0.2) else None
    )
    lines = [extra, *lines] if extra else lines
    body = noise.pick(f"{name}/body", ("编制单位：", "部门：", "单位名称：", ""))
    return Grid(
        name=name,
        title=stored["title"],
        mark=f"公开{number:02d}表" if noise.chance("marks", 0.5) else "",
        body=f"{body}{report.report['department']}" if body else "",
        unit=f"{noise.pick(f'{name}/unit', ('单位：', '金额单位：', '单位:'))}{stored['unit']}",
        header=header,
        depth=depth,
        kinds=tuple(column.kind for column in columns),
        rows=tuple(lines),
        notes=prose.notes_of(stored, noise),
        breaks=_breaks(name, len(lines), noise),
        repeats=noise.chance("header again", 0.6),
    )


def _by_row(table: Table, rows: Sequence[Row], noise: Noise) -> tuple[list[Column], list[tuple[str, ...]]]:
    blocks = rows_by_block(table, rows)
    columns = columns_by_row(table, shown_measures(table, blocks), noise)
    lines = list(body_rows(table, columns, side_by_side(blocks), noise))
    return _with_captions(table, columns, lines, noise)


def _with_captions(
    table: Table, columns: list[Column], lines: list[tuple[str, ...]], noise: Noise
) -> tuple[list[Column], list[tuple[str, ...]]]:
    """Some forms print the captions of the code's columns (类 款 项) in the row of the total."""
    split = [at for at, column in enumerate(columns) if column.part is not None]
    if not split or not lines or any(lines[0][at] for at in split) or not noise.chance(f"{table.name}/captions", 0.5):
        return columns, lines
    bare = without_empty_rows([_without_caption(column) for column in columns])
    first = [CODE_PARTS[at] if at < len(split) else cell for at, cell in enumerate(lines[0])]
    return bare, [tuple(first), *lines[1:]]


def _without_caption(column: Column) -> Column:
    return replace(column, path=tuple("" if label in CODE_PARTS else label for label in column.path))


def _across(table: Table, rows: Sequence[Row], noise: Noise) -> tuple[list[Column], list[tuple[str, ...]]]:
    """The printed lines of a table whose header names its items: a line begins where an item comes again."""
    lines: list[dict[str, Row]] = [{}]
    for row in rows:
        if row["path"] in lines[-1]:
            lines.append({})
        lines[-1][row["path"]] = row
    pairs = columns_across(table, list(lines[0].values()) or _blank_items(table), noise)
    printed = [
        tuple(figure_text(table.name, line.get(row["path"], {}), column.measure, noise) for column, row in pairs)
        for line in lines
    ]
    return [column for column, _ in pairs], printed if rows else []


def _by_measure(table: Table, rows: Sequence[Row], noise: Noise) -> tuple[list[Column], list[tuple[str, ...]]]:
    """The printed lines of a table whose header names its items and whose rows name the measures."""
    (block,) = table.blocks
    shown = [each for each in block.measures if any(row.get(f"{each.name}__state") is not None for row in rows)]
    nameless = replace(table, blocks=(replace(block, measures=(replace((shown or block.measures)[0], headers=()),)),))
    columns, _ = _across(nameless, rows, noise)
    depth = len(columns[0].path) - 1
    label = Column(Kind.LABEL, (printed_label(block.labels[0]), *[""] * depth), 0)
    return [label, *columns], [
        (printed_label(each.headers[0][-1]), *(figure_text(table.name, row, each, noise) for row in rows))
        for each in shown
    ]


def _blank_items(table: Table) -> list[Row]:
    """The items of a table of which nothing is printed but the header."""
    states = {f"{measure.name}__state": int(CellState.BLANK) for measure in table.blocks[0].measures}
    return [
        {"path": "/".join(item.path), "label": item.labels[0], "n": at, **states} for at, item in enumerate(table.items)
    ]


def _breaks(name: str, lines: int, noise: Noise) -> frozenset[int]:
    """Where pages end within a table."""
    if not noise.chance("breaks", 0.7):
        return frozenset()
    found: set[int] = set()
    at = noise.count(f"{name}/first break", 3, _PAGE_ROWS)
    while at < lines:
        found.add(at)
        at += noise.count(f"{name}/break {at}", 8, _PAGE_ROWS)
    return frozenset(found)
