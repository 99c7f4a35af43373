"""Calculations that a cell prints, split into their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dq.ingest.statements.model import Said, Statement
from dq.ingest.statements.performance.cells.sheet import Sheet
from dq.ingest.statements.performance.cells.tokens import Token
from dq.ingest.statements.performance.flowing.calculation import calculation, formula, printed_calculation
from dq.ingest.statements.performance.flowing.parts import Sheet as TextSheet
from dq.ingest.statements.performance.flowing.text import flow
from dq.ingest.stream import Line


def calculated(sheet: Sheet, line: Line, token: Token, label: str | None) -> Iterator[Statement]:
    """The calculation with its result that a cell prints, as a row of project_calculation.

    Example: a cell "( 3÷5 ) × 5 = 3.00" → a 3, b 5, c 5, result 3.00, expression a/b*c.
    """
    text = _text(sheet, line, token.text)
    yield from _placed(line, token, printed_calculation(text, 0, len(text.flow.text), label))


def worked_out(
    sheet: Sheet, line: Line, token: Token, label: str | None, numbers: str, result: Said
) -> Iterator[Statement]:
    """The calculation in brackets behind a percentage that it gives.

    Example: in "75%（6/8）" → a 6, b 8, result 75, expression a/b=%.
    """
    text = _text(sheet, line, numbers)
    found = formula(text, 0, len(text.flow.text))
    if found is not None:
        yield from _placed(line, token, [calculation(text, label, found, result, 0, "=%")])


def _text(sheet: Sheet, line: Line, text: str) -> TextSheet:
    alone = Line(line.number, (text,), line.page, ((line.number, 0),))
    return TextSheet(flow((alone,)), sheet.form.number, sheet.form.kind, {})


def _placed(line: Line, token: Token, statements: list[Statement]) -> Iterator[Statement]:
    """The statements with their figures at the cell's place."""
    number, at = line.spot(token.at)
    for each in statements:
        figures = {name: replace(said, line=number, place=at) for name, said in each.figures.items()}
        yield replace(each, line=line.number, sheet=line.sheet, figures=figures)
