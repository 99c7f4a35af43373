"""Functions of figures over plain decimals: what statements and messages show, never what decides."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Context, Decimal
from typing import Final

from dq.types import Rounding

WIDE: Final = Context(prec=60)
"""More digits than any figure shown has."""

_MONTH: Final = re.compile(r"(\d{4})(?:年|[-./])(\d{1,2})(?:月(?:\d{1,2}日)?|[-./]\d{1,2})?")
_DECEMBER: Final = 12


class DecimalAlgebra:
    """The algebra of printed figures. Example: `DecimalAlgebra().quotient(Decimal(1), Decimal(4))` → 0.25."""

    def scaled(self, figure: Decimal, factor: Decimal) -> Decimal:
        """Factor · figure."""
        return WIDE.multiply(figure, factor)

    def difference(self, left: Decimal, right: Decimal) -> Decimal:
        """Left − right."""
        return WIDE.subtract(left, right)

    def quotient(self, left: Decimal, right: Decimal) -> Decimal:
        """Left ÷ right. Errors: `ZeroDivisionError`."""
        if not right:
            raise ZeroDivisionError
        return WIDE.divide(left, right)

    def absolute(self, figure: Decimal) -> Decimal:
        """|figure|."""
        return abs(figure)

    def exact(self, figure: Decimal) -> Decimal:
        """The figure itself."""
        return figure

    def rounded(self, figure: Decimal, step: Decimal, way: Rounding) -> Decimal:
        """The figure as a multiple of `step`."""
        from fractions import Fraction  # few rules round

        from dq.engine.interval import multiple

        found = multiple(Fraction(figure), Fraction(step), way)
        return WIDE.divide(Decimal(found.numerator), Decimal(found.denominator))

    def extreme(self, figures: Sequence[Decimal], *, largest: bool) -> Decimal:
        """The smallest or largest of several."""
        return max(figures) if largest else min(figures)


def month_of(text: str) -> Decimal | None:
    """The month that a printed text names, as a number of months; None where it names none.

    Example: `month_of("2018年12月") - month_of("2018-01")` → 11.
    """
    match = _MONTH.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    if match is None or not 1 <= int(match[2]) <= _DECEMBER:
        return None
    return Decimal(int(match[1]) * _DECEMBER + int(match[2]) - 1)


def month_text(month: Decimal) -> str:
    """A number of months as `month_of` gives it, for people. Example: `month_text(Decimal(24227))` → `"2018年12月"`."""
    year, before = divmod(int(month), _DECEMBER)
    return f"{year}年{before + 1}月"


def called(function: str, figures: Sequence[Decimal], step: Decimal | None) -> Decimal | None:
    """What a function gives of printed figures; None where it divides by zero. Example: `called("abs", [x], None)`."""
    from dq.functions import scalar_called  # few rules call one

    try:
        return scalar_called(function).meaning(DecimalAlgebra(), figures, step or Decimal(0))
    except ZeroDivisionError:
        return None
