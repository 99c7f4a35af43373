"""The money of a project: rows of sources under measures, or rows of measures under sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from dq.ingest.cells import read_cell
from dq.ingest.statements.forms import PLAN
from dq.ingest.statements.model import Said, Statement
from dq.ingest.statements.performance.cells.blocks import PROJECT, UNTOLD, YEAR, is_of_year, opened, source_of
from dq.ingest.statements.performance.cells.bodies import BodyRow, body_rows
from dq.ingest.statements.performance.cells.headers import FormColumn, FormHeader, Row
from dq.ingest.statements.performance.cells.sheet import Sheet, measures_of
from dq.ingest.statements.performance.cells.tables import MARKS, group_weight, is_figure, mark, rate
from dq.ingest.statements.performance.cells.tokens import Kind, Token, is_part
from dq.ingest.statements.performance.cells.values import Value, figure, quantity, said
from dq.ingest.statements.performance.flowing.figures import is_rate
from dq.ingest.statements.performance.vocabulary import vocabulary
from dq.ingest.stream import Line
from dq.types import DoubtReason, unit_named

_SOURCE: Final = FormColumn("source", "label", "", None)
_FEW: Final = 2
_LABELS: Final = 4
"""Cells of a row among which its source's name is looked for: parts and numbers may stand before it."""
_PARTS: Final = frozenset({"central", "province", "city", "county", "local", "loan", "raised", "other_part"})
_YEARS: Final = frozenset({"current", "carried", "added"})
_OF_YEAR: Final = ("当年", "本年")
_CELLS: Final = 20
"""Filled cells of a row among which a total is looked for."""
_DIVISION: Final = re.compile(r"(?:基本|项目)支出")
"""What money is spent on: a total parted anew, no source."""
_PROJECT_RATES: Final = ("execution_rate", "use_rate")
"""Rates of a row without a source's name: they are the project's own."""


def funds(sheet: Sheet, header: FormHeader, rows: Sequence[Row], rates: dict[str, Said]) -> Iterator[Statement]:
    """A statement for each source of money with its sums and rates; of a form with one source, without any name, one.

    Parameters: `rates` takes the rates that are the project's own.
    """
    names = next((each for each in header.columns if each.name == "source"), None) or _over_names(header, rows)
    named = replace(_SOURCE, start=None if names is None else names.start)
    others = [each for each in header.columns if each is not names and each.name not in ("source", "number")]
    columns = [named, *others]
    units = {column.name: vocabulary().unit_of(column.label) or sheet.unit for column in columns}
    # The goals in words that stand below, two to a row, are no rows of it: their places tell nothing of its columns.
    printed = [row for row in _named(rows) if any(token.kind.is_figure for token in row[1])]
    found = _proved([row for row in _placed(columns, printed) if _has_money(row)])
    seen: list[str] = []
    full = _full_mark(header)
    for at, row in enumerate(found):
        label = row.text("source")
        source = _source_of(label, seen) if label is not None else _unnamed(columns)
        figures = {
            name: _money(row, name, units[name])
            for name, token in row.cells.items()
            if name in measures_of("project_fund") and token.kind in (Kind.NUMBER, Kind.PERCENT)
        }
        if label is None:
            figures = {**(_inline(sheet, header) if at == 0 else {}), **figures}
            if source == "current":
                rates.update({name: figures.pop(name) for name in _PROJECT_RATES if name in figures})
        yield sheet.row("project_fund", row.line, label, figures, {"source": source}, _role(source, label, seen))
        seen.append(source or "")
        marks = {name: mark(row.line, row.cells[name], name, row.doubt(name)) for name in MARKS if is_figure(row, name)}
        if marks:
            yield sheet.row("project_indicator", row.line, "预算执行率", {**full, **marks})
            full = {}


def _full_mark(header: FormHeader) -> dict[str, Said]:
    """The full mark of the execution that the part's heading prints, where no column does: 预算执行情况（20分）."""
    found = [weight for each in header.parts if (weight := group_weight(*each)) and weight[1].unit == "分"]
    has_column = any(column.name in ("full_mark", "weight") for column in header.columns)
    return {"full_mark": found[0][1]} if len(found) == 1 and not has_column else {}


def _placed(columns: Sequence[FormColumn], rows: Sequence[Row]) -> Iterator[BodyRow]:
    """The rows with their cells by column. Marks stand in the row of the total alone: a row whose cells are in doubt,
    or with a rate for a mark, has none, where all others are there then, and its rate is one by its sign, or by its
    sums.
    """
    bare = [column for column in columns if column.name not in MARKS]
    tokens = {id(line): found for line, found in rows}
    for row in body_rows(columns, rows):
        strange = _rates_for_marks(row)
        is_open = row.doubted or strange
        again = body_rows(bare, [(row.line, tokens[id(row.line)])]) if is_open and len(bare) < len(columns) else []
        is_whole = (
            bool(again)
            and len(again[0].cells) == sum(column.name != "unknown" for column in bare)
            and _has_rate(again[0])
        )
        yield again[0] if is_whole else replace(row, doubted=row.doubted | strange)


def _rates_for_marks(row: BodyRow) -> frozenset[str]:
    """The marks that look like a rate, in a row without one: a cell before them may have been lost."""
    marks = [name for name, token in row.cells.items() if name in MARKS and token.kind is Kind.PERCENT]
    return frozenset() if "execution_rate" in row.cells else frozenset(marks)


def _proved(rows: Sequence[BodyRow]) -> list[BodyRow]:
    """The rows; those into which a total is parted anew without a doubt where each sum of it is that of its parts."""
    parts = [row for row in rows if _DIVISION.search(row.text("source") or "")]
    total = next((row for row in rows if vocabulary().source(row.text("source") or "") == "total"), None)
    if not parts or total is None or total.doubted:
        return list(rows)
    sums = {name: each for name in measures_of("project_fund") if (each := _amount(total, name)) is not None}
    holds = all(sum(_amount(row, name) or 0 for row in parts) == each for name, each in sums.items())
    is_whole = all(set(row.cells) == {"source", *sums} for row in parts)
    return [replace(row, doubted=frozenset()) if holds and is_whole and row in parts else row for row in rows]


def _amount(row: BodyRow, name: str) -> Decimal | None:
    """The sum of money in a column; None for rates and where there is none."""
    token = row.cells.get(name)
    return None if token is None or name.endswith("_rate") else read_cell(token.text).value


def _has_rate(row: BodyRow) -> bool:
    """Whether the rate of execution is one: it has its sign, or says what the sums do."""
    rate = row.cells.get("execution_rate")
    if rate is None or rate.kind is Kind.PERCENT:
        return rate is not None
    base = "full_year_budget" if "full_year_budget" in row.cells else "budget"
    return is_rate(rate.text, row.text("spent") or "", row.text(base) or "")


def beside(
    sheet: Sheet, line: Line, tokens: Sequence[Token], before: Sequence[Statement], columns: dict[int, str]
) -> Iterator[Statement]:
    """The sources of a row without a header, each with its sum beside it: 其中：财政拨款, 85.00.

    Parameters: `before` the statements of the form so far; `columns` the measure by the position of a label that stands
    above (预算数 | 60.00 | 执行数 | 55.00); where none does, sums are those of the budget in a form of the budget,
    but for the project's own where it has a total beside that of the year, or above or below it: a row of totals puts
    there what its own sums and those of the rows below state.
    """
    sums = [
        (label, token, value)
        for label, token in pairwise(tokens)
        if not label.kind.is_figure and (value := _sum(token)) is not None
    ]
    is_plan = sheet.form.kind == PLAN
    if is_plan and set(columns.values()) <= {PROJECT, YEAR, UNTOLD}:
        block = opened(tokens, [label for label, _, _ in sums], before, has_year=_has_year(sheet))
        if block:
            columns.clear()
            columns.update(block)
    pairs = [each for each in sums if source_of(each[0].text) is not None]
    measures = _measures([label for label, _, _ in pairs], columns, is_plan=is_plan)
    found: dict[str, tuple[str, dict[str, Said]]] = {}
    units = _units(sheet, before)
    for (label, token, value), (measure, doubt) in zip(pairs, measures, strict=True):
        if measure:
            source = source_of(label.text) or ""
            _, figures = found.setdefault(source, (label.text, {}))
            unit = value.unit or vocabulary().unit_of(label.text)
            unit, unsure = (unit, None) if unit else units.get(measure, (sheet.unit, None))
            figures[measure] = said(line, token, value.figure, unit, doubt or unsure)
    seen = [each.attributes["source"] or "" for each in before if each.table == "project_fund"]
    for source, (name, figures) in found.items():
        yield sheet.row("project_fund", line, name, figures, {"source": source}, _role(source, name, seen))
        seen.append(source)


def _has_year(sheet: Sheet) -> bool:
    """Whether the form prints a total that is said to be the year's."""
    return any(
        source_of(line.cells[at]) == "total" and is_of_year(line.cells[at])
        for line in sheet.lines
        for at in line.filled[:_CELLS]
    )


def _units(sheet: Sheet, before: Sequence[Statement]) -> dict[str, tuple[str, DoubtReason | None]]:
    """By measure the unit that the label of the last total states, which holds for its parts: 年度资金总额（元）.

    Where another unit than the form's stands beside the total's figure, that of the parts is doubted.
    """
    return {
        name: (
            figure.unit,
            None if vocabulary().unit_of(each.label or "") == figure.unit else DoubtReason.UNKNOWN_COLUMN,
        )
        for each in before
        if each.table == "project_fund" and each.role == "total"
        for name, figure in each.figures.items()
        if unit_named(figure.unit).dimension == "money" and figure.unit != sheet.unit
    }


def _sum(token: Token) -> Value | None:
    """The sum of money that a cell is; None for others."""
    value = quantity(token.text)
    is_money = value is not None and (token.kind is Kind.NUMBER or unit_named(value.unit).dimension == "money")
    return value if is_money else None


def _measures(
    labels: Sequence[Token], columns: Mapping[int, str], *, is_plan: bool
) -> list[tuple[str | None, DoubtReason | None]]:
    """What each sum of a row states: all columns in their order, or one by its place, which lost cells may move.

    Where nothing parts the columns, one row cannot print a source twice: nothing is told then.
    """
    named = [source_of(label.text) for label in labels]
    if len(set(columns.values())) <= 1:
        only = next(iter(columns.values()), YEAR if is_plan else None)
        is_one = len(set(named)) == len(named)
        is_sure = is_plan or not columns
        return [
            (only if is_one else None, None if is_sure or label.at in columns else DoubtReason.COLUMN_SHIFT)
            for label in labels
        ]
    if len(labels) == len(columns):
        return [(columns[at], None) for at in sorted(columns)]
    return [
        (YEAR, None) if is_plan and source in _YEARS else (columns.get(label.at), DoubtReason.COLUMN_SHIFT)
        for label, source in zip(labels, named, strict=True)
    ]


def sources(sheet: Sheet, columns: Sequence[FormColumn], rows: Sequence[BodyRow]) -> Iterator[Statement]:
    """A statement for each source where the columns are the sources."""
    known = vocabulary()
    figures: dict[str, dict[str, Said]] = {column.name: {} for column in columns if column.name != "measure"}
    for row in rows:
        measure = known.column(row.text("measure") or "")
        if measure is None or measure.name not in measures_of("project_fund"):
            continue
        unit = "%" if measure.type == "percent" else known.unit_of(row.text("measure") or "") or sheet.unit
        for name, shown in figures.items():
            if is_figure(row, name):
                shown[measure.name] = figure(row.line, row.cells[name], unit, row.doubt(name))
    seen: list[str] = []
    for column in columns:
        if figures.get(column.name):
            role = _role(column.name, column.label, seen)
            shared = {"source": column.name}
            yield sheet.row("project_fund", rows[0].line, column.label, figures[column.name], shared, role)
        seen.append(column.name)


def _named(rows: Sequence[Row]) -> list[Row]:
    """The rows of money from their source's name on, and those of figures only."""
    known = vocabulary()
    named: list[Row] = []
    for line, tokens in rows:
        at = next((at for at, token in enumerate(tokens[:_LABELS]) if known.source(token.text) is not None), None)
        if at is None and tokens and not tokens[0].kind.is_figure and not is_part(tokens[0].text):
            at = int(any(_DIVISION.search(token.text) for token in tokens[1:_FEW]))
        if at is not None or all(token.kind.is_figure for token in tokens):
            named.append((line, tokens[at or 0 :]))
    return named


def _over_names(header: FormHeader, rows: Sequence[Row]) -> FormColumn | None:
    """The header cell that stands over the sources' names, whatever it says (年度预算数（万元））; None for others."""
    first = header.columns[0]
    below = (token for _, tokens in rows for token in tokens if token.at == first.start)
    is_over = first.name == "unknown" and any(vocabulary().source(token.text) for token in below)
    return first if is_over else None


def _has_money(row: BodyRow) -> bool:
    return any(
        name in measures_of("project_fund") and token.kind in (Kind.NUMBER, Kind.PERCENT)
        for name, token in row.cells.items()
    )


def _inline(sheet: Sheet, header: FormHeader) -> dict[str, Said]:
    """What the header prints itself beside a name."""
    return {
        column.name: figure(line, token, vocabulary().unit_of(column.label) or sheet.unit)
        for column, token, line in header.inline
        if column.name in measures_of("project_fund")
    }


def _source_of(label: str, seen: Sequence[str]) -> str | None:
    """The source that a row's label names; what has no name below other funds is a part of them."""
    source = vocabulary().source(label)
    if source is None and _DIVISION.search(label):
        return None
    last = next(reversed(seen), "")
    if source in (None, "other") and last in ("other", "other_part", "loan", "raised"):
        return "other_part"
    return source


def _unnamed(columns: Sequence[FormColumn]) -> str:
    """The source of a row without a name: the budget of the year where the header says so, else all."""
    of_year = any(column.label.startswith(_OF_YEAR) and column.name in ("budget", "spent") for column in columns)
    return "current" if of_year else "total"


def _role(source: str | None, label: str | None, seen: Sequence[str]) -> str:
    if source == "total":
        return "total"
    is_part = source in _PARTS or (source in _YEARS and "own" in seen)
    return "of_which" if is_part and label is not None else "item"


def _money(row: BodyRow, name: str, unit: str) -> Said:
    """A sum or a rate of a row; a rate that lacks its sign and may be a share of one is doubted."""
    token = row.cells[name]
    if name.endswith("_rate"):
        return rate(row.line, token, row.doubt(name))
    return figure(row.line, token, unit, row.doubt(name))
