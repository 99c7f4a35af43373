"""Formulas that reckon the two sides of a check anew from the printed cells, beside what the engine found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, product
from typing import Final

from dq.outcome import decimal_text
from dq.outcome.model import Operand, Outcome
from dq.report.sinks.text.view import View, row_name
from dq.report.sinks.xlsx.book import Sheet, fits
from dq.report.sinks.xlsx.tables import Places
from dq.types import unit_named

_SIGNED: Final = 6
"""So many figures are tried with both signs."""
_LONGEST: Final = 8_000
_MOST: Final = 250
"""Excel takes 8,192 characters in a formula and 255 arguments of a function."""


@dataclass(frozen=True, slots=True)
class Term:
    """A figure of a side: its operand, what brings it to the unit of the outcome, and its sign."""

    operand: Operand
    factor: Decimal
    sign: int

    @property
    def value(self) -> Decimal:
        """The figure in the unit of the outcome, signed."""
        return (self.operand.value or Decimal(0)) * self.factor * self.sign


def side_terms(outcome: Outcome, role: str, value: Decimal) -> tuple[Term, ...] | None:
    """The figures whose sum is the side's value, or None where it is no sum of printed figures.

    Where the plain sum is another, the only choice of signs that gives the value is taken; two are none.
    Parameters: `role` "left" or "right"; `value` what the engine found. A side that reads nothing is a constant: ().
    """
    terms = []
    for operand in outcome.operands:
        if operand.role == role and operand.value is not None:
            if (operand.unit is None) != (outcome.unit is None):
                return None
            factor = Decimal(1)
            if operand.unit is not None and outcome.unit is not None and operand.unit != outcome.unit:
                factor = unit_named(operand.unit).factor / unit_named(outcome.unit).factor
            terms.append(Term(operand, factor, 1))
    if not any(operand.role == role for operand in outcome.operands):
        return ()
    if sum((term.value for term in terms), Decimal(0)) == value:
        return tuple(terms)
    moving = [term for term in terms if term.value]
    if not moving or len(moving) > _SIGNED:
        return None
    fitting = [
        signs
        for signs in product((1, -1), repeat=len(moving))
        if sum((sign * term.value for sign, term in zip(signs, moving, strict=True)), Decimal(0)) == value
    ]
    if len(fitting) != 1:
        return None
    return tuple(Term(term.operand, term.factor, sign) for sign, term in zip(fitting[0], moving, strict=True))


def side_formula(terms: Sequence[Term], value: Decimal, places: Places) -> str | None:
    """The side as a formula over the cells of the workbook, rounded to the decimals that exact reckoning has.

    A figure of another report stands in it as a number. None where it would be longer than spreadsheets take.
    """
    if not terms:
        return f"={decimal_text(value)}"
    parts = []
    for (negative, factor), same in groupby(sorted(terms, key=_kind), key=_kind):
        arguments = _arguments([term.operand for term in same], places)
        if len(arguments) > _MOST:
            return None
        scaled = "" if factor == 1 else f"*{decimal_text(factor)}"
        parts.append(f"{'-' if negative else '+'}SUM({','.join(arguments)}){scaled}")
    formula = f"=ROUND({''.join(parts).removeprefix('+')},{_decimals(value)})"
    return formula if len(formula) <= _LONGEST else None


def _kind(term: Term) -> tuple[bool, Decimal]:
    return term.sign < 0, term.factor


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _arguments(operands: Iterable[Operand], places: Places) -> list[str]:
    """References to the operands' cells, neighbours in a column as one range; numbers for what is not here."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    runs: list[tuple[str, int, int, int]] = []
    constants = []
    for operand in operands:
        place = None if operand.report is not None else places.numbers.get(_key(operand))
        if place is None:
            constants.append(decimal_text(operand.value) or "0")
            continue
        sheet, row, column = place
        if runs and runs[-1][0] == sheet and runs[-1][2] == row - 1 and runs[-1][3] == column:
            runs[-1] = (sheet, runs[-1][1], row, column)
        else:
            runs.append((sheet, row, row, column))
    references = []
    for sheet, first, last, column in runs:
        end = "" if first == last else ":" + xl_rowcol_to_cell(last, column)
        references.append(f"'{sheet}'!{xl_rowcol_to_cell(first, column)}{end}")
    return references + constants


def _key(operand: Operand) -> tuple[str, object, str]:
    return operand.table, operand.row.get("n"), operand.column


class Recalculation:
    """The sheet of recalculated checks; rows are added one by one."""

    def __init__(self, sheet: Sheet, places: Places, view: View) -> None:
        self._sheet, self._places, self._view = sheet, places, view
        self._row = 2
        note = view.say(
            "左右两边用本簿各表的单元格重新计算；改动表中数字，这里随之变化。",
            "Both sides are reckoned anew from the cells of this workbook: change a figure in a table and they change.",
        )
        sheet.text(0, 0, note, italic=True)
        titles = (
            *("规则", "检查内容", "行", "结论", "左（重算）", "右（重算）", "差（重算）"),
            *("左（程序）", "右（程序）", "差（程序）", "允许", "单位", "一致"),
        )
        english = (
            *("rule", "title", "row", "verdict", "left, anew", "right, anew", "difference, anew"),
            *("left, dq", "right, dq", "difference, dq", "allowance", "unit", "same"),
        )
        sheet.header(1, titles if view.language != "en" else english, (10, 34, 24, 12, *(14,) * 7, 8, 8))

    def add(self, outcome: Outcome) -> None:
        """Add a check whose sides are sums of printed figures; others cannot be reckoned anew here."""
        if outcome.left is None or outcome.right is None:
            return
        formulas, printed = [], 0
        for role, value in (("left", outcome.left), ("right", outcome.right)):
            terms = side_terms(outcome, role, value)
            formula = None if terms is None or not fits(value) else side_formula(terms, value, self._places)
            if formula is None:
                return
            formulas.append((formula, value))
            printed += len(terms or ())
        if not printed:
            return
        self._write(outcome, formulas)
        self._row += 1

    def _write(self, outcome: Outcome, formulas: Sequence[tuple[str, Decimal]]) -> None:
        at, sheet = self._row, self._sheet
        (_, left), (_, right) = formulas
        told = (outcome.rule, outcome.rule_title, row_name(outcome.row), self._view.verdict(outcome.verdict))
        for column, text in enumerate(told):
            sheet.text(at, column, text, border=1)
        for column, (formula, value) in enumerate(formulas, start=4):
            sheet.formula(at, column, formula, float(value))
        row = at + 1
        decimals = max(_decimals(left), _decimals(right))
        sheet.formula(at, 6, f"=ROUND(E{row}-F{row},{decimals})", float(left - right))
        for column, value in ((7, left), (8, right), (9, left - right), (10, outcome.allowance or Decimal(0))):
            sheet.figure(at, column, value, border=1)
        sheet.text(at, 11, outcome.unit or "", border=1)
        yes, no = self._view.say("是", "yes"), self._view.say("否", "no")
        same = f'=IF(AND(E{row}=H{row},F{row}=I{row}),"{yes}","{no}")'
        sheet.formula(at, 12, same, yes)
