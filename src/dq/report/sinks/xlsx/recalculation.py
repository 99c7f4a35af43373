"""Formulas that reckon the two sides of a check anew from the printed cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, product
from typing import Final

from dq.outcome import decimal_text
from dq.outcome.model import Operand, Outcome
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


def side_formula(terms: Sequence[Term], value: Decimal, places: Places, home: str = "") -> str | None:
    """The side as a formula over the cells of the workbook, rounded to the decimals that exact reckoning has.

    A figure of another report stands in it as a number. None where it would be longer than spreadsheets take.
    Parameters: `home` the name of the sheet where the formula is to stand: its own cells go without a name.
    """
    if not terms:
        return f"={decimal_text(value)}"
    parts = []
    for (negative, factor), same in groupby(sorted(terms, key=_kind), key=_kind):
        arguments = _arguments([term.operand for term in same], places, home)
        if len(arguments) > _MOST:
            return None
        scaled = "" if factor == 1 else f"*{decimal_text(factor)}"
        parts.append(f"{'-' if negative else '+'}SUM({','.join(arguments)}){scaled}")
    formula = f"=ROUND({''.join(parts).removeprefix('+')},{decimals(value)})"
    return formula if len(formula) <= _LONGEST else None


def _kind(term: Term) -> tuple[bool, Decimal]:
    return term.sign < 0, term.factor


def decimals(value: Decimal) -> int:
    """How many decimals the figure has. Example: `decimals(Decimal("1.50"))` → 2."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _arguments(operands: Iterable[Operand], places: Places, home: str) -> list[str]:
    """References to the operands' cells, neighbours in a column as one range; numbers for what is not here."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    runs: list[tuple[str, int, int, int]] = []
    constants = []
    for operand in operands:
        place = places.number(operand)
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
        name = "" if sheet == home else f"'{sheet}'!"
        references.append(f"{name}{xl_rowcol_to_cell(first, column)}{end}")
    return references + constants
