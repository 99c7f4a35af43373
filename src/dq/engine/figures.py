"""Figures for people: in the printed unit, with thousands separators, as exact as the data."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal
from functools import lru_cache
from typing import Final

from dq.types import Unit, ValueType, unit_named

WIDE: Final = Context(prec=200)
"""Arithmetic of what is told: any stored figure with any stored number of decimals, which is below 128."""


_INNER: Final = str.maketrans("“”", "‘’")


@dataclass(frozen=True, slots=True)
class Scale:
    """The printed unit that the figures of one outcome are shown in, and its printed decimals."""

    unit: str | None = None
    decimals: int = 0

    @staticmethod
    @lru_cache(maxsize=1_000)
    def parse(stored: str | None) -> Scale:
        """From "unit|decimals" as operands carry it. Example: `Scale.parse("万元|2").decimals` → 2."""
        unit, _, decimals = (stored or "").partition("|")
        return Scale(unit or None, int(decimals or 0))

    @property
    def size(self) -> Unit:
        """The unit with its factor."""
        return unit_named(self.unit or "")

    def figure(self, value: Decimal, *, scaled: int = 0) -> Decimal:
        """A value in base units times 10^scaled, in the unit: no exponent, at least the printed decimals.

        Example: `Scale("万元", 2).figure(Decimal(4600000))` → `Decimal("460.00")`.
        """
        exact = value.scaleb(-scaled - self.size.factor.adjusted(), WIDE)
        printed = exact.quantize(_last_of(self.decimals), context=WIDE)
        if printed == exact:  # nearly all are no more exact than they are printed
            return printed
        exponent = exact.normalize(WIDE).as_tuple().exponent
        return exact.quantize(_last_of(-exponent if isinstance(exponent, int) else 0), context=WIDE)

    def text(self, value: Decimal) -> str:
        """A value in base units for people. Example: `Scale("万元", 2).text(Decimal(165920500))` → `"16,592.05"`."""
        return written(self.figure(value))


@lru_cache(maxsize=200)
def _last_of(places: int) -> Decimal:
    """A unit of the last of so many decimals."""
    return Decimal(1).scaleb(-places)


def written(figure: Decimal) -> str:
    """A figure with thousands separators; never "-0.00". Example: `written(Decimal("-1234.5"))` → `"-1,234.5"`."""
    return format(figure or abs(figure), ",f")


def told(figure: Decimal, type_: ValueType) -> str:
    """A figure of a type: lines and years, too, are counts, so these have no separators.

    Example: `told(Decimal(2018), ValueType.COUNT)` → `"2018"`.
    """
    return format(figure or abs(figure), "f") if type_ is ValueType.COUNT else written(figure)


@lru_cache(maxsize=10_000)
def allowed(allowance: Decimal) -> str:
    """An allowance: no more decimals than it needs. Example: `allowed(Decimal("0.00"))` → `"0"`."""
    return written(shortest(allowance))


def shortest(figure: Decimal) -> Decimal:
    """A figure without zeros behind its decimals. Example: `shortest(Decimal("10.50"))` → `Decimal("10.5")`."""
    return Scale().figure(figure)


def quoted(text: str) -> str:
    """A text in Chinese quotation marks, its own turned into single ones where they are pairs.

    Example: `quoted("“三公”经费")` → `"“‘三公’经费”"`.
    """
    return f"“{text.translate(_INNER) if text.count('“') == text.count('”') else text}”"
