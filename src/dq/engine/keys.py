"""Keys as one whole number: a join that compares one is three times as quick as one that compares several.

The values of each key column are numbered as they stand in what a group-by came to, and the number of the report and
those of the keys become one, as digits of different bases do. What stands nowhere in the group has no number, and so
is not found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Final

import polars as pl

from dq.engine.rows import REPORT

KEY: Final = "key"
"""Column of the one number."""

_FEW: Final = 1_000
"""Up to so many rows, to number the values takes longer than to compare them."""

_MOST: Final = 2**31
"""Different keys in a report: the number of the report, itself of 31 bits, stands before theirs in 63."""


@dataclass(frozen=True, slots=True)
class _Digit:
    """A key column. Parameters: `values` its texts, None for whole numbers, which are `size` from `least` on."""

    name: str
    size: int
    values: pl.Enum | None = None
    least: int = 0

    @staticmethod
    def of(column: pl.Series) -> _Digit:
        """The digit of a column without nulls."""
        if column.dtype == pl.String:
            values = pl.Enum(column.unique())
            return _Digit(column.name, len(values.categories), values)
        least, most = column.min(), column.max()
        if not (isinstance(least, int) and isinstance(most, int)):
            raise TypeError(f"keys are texts or whole numbers, not {column.dtype}")
        return _Digit(column.name, most - least + 1, least=least)

    def number(self) -> pl.Expr:
        """The number of each value, null for what is not among them."""
        column = pl.col(self.name)
        if self.values is not None:
            return column.cast(self.values, strict=False).to_physical().cast(pl.Int64)
        return pl.when(column.is_between(self.least, self.least + self.size - 1)).then(column - self.least)


@dataclass(frozen=True, slots=True)
class Keys:
    """How the keys of a group are compared. Parameters: `digits` None where they are compared column by column."""

    names: Sequence[str]
    digits: Sequence[_Digit] | None

    @staticmethod
    def of(found: pl.DataFrame, names: Sequence[str]) -> Keys:
        """Those of a group. Parameters: `found` has columns r and, 64 bits or texts and without nulls, the keys."""
        if found.height <= _FEW or not names:
            return Keys(names, None)
        digits = [_Digit.of(found[name]) for name in names]
        return Keys(names, digits if prod(digit.size for digit in digits) <= _MOST else None)

    @property
    def columns(self) -> list[str]:
        """Names of the columns to be compared."""
        return [REPORT, *self.names] if self.digits is None else [KEY]

    def compared(self) -> list[pl.Expr]:
        """The columns to be compared, of rows with column r and the keys."""
        if self.digits is None:
            return [pl.col(name) for name in self.columns]
        number = pl.col(REPORT).cast(pl.Int64)
        for digit in self.digits:
            number = number * digit.size + digit.number()
        return [number.alias(KEY)]
