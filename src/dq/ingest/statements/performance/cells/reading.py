"""Performance forms whose tables have cells: what each says, as statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from dq.ingest.statements.context import Context
from dq.ingest.statements.forms import Form
from dq.ingest.statements.model import Said, Statement
from dq.ingest.statements.performance.cells.bodies import body_rows
from dq.ingest.statements.performance.cells.fields import Pair, Project, pairs
from dq.ingest.statements.performance.cells.funds import beside, funds, sources
from dq.ingest.statements.performance.cells.headers import FormHeader, Row, Table, header_at, is_unread_header
from dq.ingest.statements.performance.cells.merged import rows_of
from dq.ingest.statements.performance.cells.sheet import Sheet
from dq.ingest.statements.performance.cells.tables import expenditure, group_weight, indicators, targets, total
from dq.ingest.statements.performance.cells.tokens import Token, is_part
from dq.ingest.stream import Line, Shape
from dq.ingest.units import stated_unit
from dq.types import unit_named

_MOST_ROWS: Final = 2_000
"""list[Row] of a form that are read."""


def read_forms(context: Context) -> Sequence[Statement]:
    """What the performance forms of a document with cells say: tables project, project_fund, project_target,
    project_indicator, project_expenditure. () for documents of running text.

    Example: `[each.table for each in read_forms(context)][:2]` → `["project_target", "project_target"]`.
    """
    if context.stream.shape is not Shape.CELLS:
        return ()
    lines = context.stream.lines
    return [each for form in context.forms for each in read_form(form, lines[form.first : form.end], unit=context.unit)]


def read_form(form: Form, lines: Sequence[Line], *, unit: str) -> list[Statement]:
    """What the lines of one form say, its own row last.

    Parameters: `unit` of money where the form states none.
    Example: `[each.table for each in read_form(form, lines, unit="万元")][-1]` → `"project"`.
    """
    lines = tuple(lines[:_MOST_ROWS])
    sheet = Sheet(form, lines, _unit(lines) or unit)
    project = Project(sheet)
    rows = rows_of(lines)
    found: list[Statement] = []
    below = sheet
    at = 0
    while at < len(rows):
        header = header_at(rows, at)
        if header is None:
            known = pairs(rows[at][1])
            _take(project, *rows[at], known)
            project.methods.take(rows[at][0], is_other=_is_known(rows[at][1], known))
            below = below.in_unit(rows[at][1])
            parts = list(beside(below, *rows[at], found, project.fund_labels))
            project.fund_parts.extend(parts)
            found += parts
            at += 1
            continue
        project.fund_labels.clear()
        project.methods.close()
        first = at = at + header.rows
        while at < len(rows) and header_at(rows, at) is None and not is_unread_header(rows[at][1]):
            at += 1
        found += _table(project, header, rows[first:at])
    if project.carried:
        found = [_with_carried(each, project.carried) for each in found]
    return [*found, *project.statements()]


def _is_known(tokens: Sequence[Token], found: Sequence[Pair]) -> bool:
    """Whether a row has a field or opens a part of the form."""
    return bool(found) or any(is_part(token.text) for token in tokens)


def _with_carried(statement: Statement, rates: Mapping[str, Said]) -> Statement:
    """A source's row with the rates of funds carried over, if it is theirs."""
    is_carried = statement.table == "project_fund" and statement.attributes["source"] == "carried"
    return replace(statement, figures={**statement.figures, **rates}) if is_carried else statement


def _take(project: Project, line: Line, tokens: Sequence[Token], found: Sequence[Pair]) -> None:
    project.take(line, tokens, found)
    project.grade(line)


def _table(project: Project, header: FormHeader, rows: list[Row]) -> Iterator[Statement]:
    """The rows below a header: those of the table, and those that are labels with values."""
    sheet, columns = project.sheet.in_unit([token for _, token in header.parts]), list(header.columns)
    kept: list[Row] = []
    totals: list[Statement] = []
    for line, tokens in rows:
        found = pairs(tokens)
        project.methods.take(line, is_other=_is_known(tokens, found))
        bare = [token for token in tokens if not is_part(token.text)]
        if header.table is Table.INDICATORS and _is_total(bare, found):
            shown = total(columns, line, bare)
            if shown:
                totals.append(sheet.row("project_indicator", line, bare[0].text, shown, role="total"))
            if "score" in shown:
                project.figures.setdefault("score", shown["score"])
        elif not bare or _is_fields(header.table, bare, found) or any(_states_unit(token) for token in bare):
            _take(project, line, tokens, found)
        else:
            kept.append((line, tokens))
    yield from _part_weights(sheet, header)
    match header.table:
        case Table.TARGETS:
            yield from targets(sheet, body_rows(columns, kept))
        case Table.INDICATORS:
            yield from indicators(sheet, columns, body_rows(columns, kept))
            yield from totals
        case Table.EXPENDITURE:
            yield from expenditure(sheet, columns, body_rows(columns, kept))
        case Table.SOURCES:
            yield from sources(sheet, columns, body_rows(columns, kept))
        case Table.FUNDS:
            yield from funds(sheet, header, kept, project.figures)


def _is_total(tokens: Sequence[Token], found: Sequence[Pair]) -> bool:
    return bool(found) and found[0].field.name == "total" and found[0].label is tokens[0]


def _states_unit(token: Token) -> bool:
    return token.text.startswith(("单位：", "单位:", "金额单位"))


def _part_weights(sheet: Sheet, header: FormHeader) -> Iterator[Statement]:
    """The weight of a part that its heading beside the header prints: 绩效自评共性指标体系（64%）."""
    for line, token in header.parts:
        found = group_weight(line, token)
        if header.table is Table.INDICATORS and found is not None:
            yield sheet.row("project_indicator", line, found[0], {"weight": found[1]}, {"level1": found[0]}, "heading")


def _is_fields(table: Table, tokens: Sequence[Token], found: Sequence[Pair]) -> bool:
    """Whether a row within a table is labels with values and no row of the table."""
    if not found or found[0].label is not tokens[0]:
        return False
    return found[0].field.name not in ("total", "project_name") or table is Table.INDICATORS


def _unit(lines: Sequence[Line]) -> str | None:
    """The money unit that the form states, in one cell (单位：万元) or in that beside it."""
    for line in lines:
        cells = [line.cells[at].strip() for at in line.filled]
        for cell, following in pairwise([*cells, ""]):
            if "单位" not in cell:
                continue
            unit = stated_unit(cell) or following
            if unit_named(unit).dimension == "money":
                return unit
    return None
