"""Facts about operands in one small integer: combining two operands is one `|`."""

from __future__ import annotations

from typing import Final

import polars as pl

from dq.engine.expression import Expr, constant, number
from dq.types import Reason

TOLD: Final = 1
"""Something printed was read (a figure, a text, one of several rows), or a state, count or existence was told."""
NO_TABLE: Final = 2
MISSING: Final = 4
AMBIGUOUS: Final = 8
UNITS: Final = 16
UNREADABLE: Final = 32
OVERFLOW: Final = 64
MONEY_UNIT: Final = 128
OTHER_UNIT: Final = 256
NO_PRIOR: Final = 512
ZERO_DIVISOR: Final = 1024

UNUSABLE: Final = MISSING | AMBIGUOUS | NO_PRIOR | UNITS | UNREADABLE | ZERO_DIVISOR | OVERFLOW
ABSENT_TABLE: Final = NO_TABLE | MISSING

REASONS: Final[tuple[tuple[int, Reason], ...]] = (
    (MISSING, Reason.MISSING),
    (AMBIGUOUS, Reason.AMBIGUOUS),
    (NO_PRIOR, Reason.NO_PRIOR),
    (UNITS, Reason.UNITS),
    (UNREADABLE, Reason.UNREADABLE),
    (ZERO_DIVISOR, Reason.ZERO_DIVISOR),
)
"""By precedence."""

BITS: Final = pl.UInt16()


def flag(value: int) -> Expr:
    """The constant as an expression."""
    return constant(value, BITS)


def has(bits: Expr, wanted: int) -> Expr:
    """True where any of the wanted bits is set."""
    return (bits & flag(wanted)).differs(number(0))


def union(parts: list[Expr]) -> Expr:
    """All bits of all parts; none for no parts."""
    if not parts:
        return flag(0)
    result = parts[0]
    for part in parts[1:]:
        result = result | part
    return result
