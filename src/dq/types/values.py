"""The types a column or an expression can have."""

from __future__ import annotations

from enum import StrEnum


class ValueType(StrEnum):
    """Type of a column or expression, checked before any data is read.

    `NUMBER` is the type of a bare literal: it fits any numeric type.
    """

    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"
    RATIO = "ratio"
    SCORE = "score"
    QUANTITY = "quantity"
    NUMBER = "number"
    TEXT = "text"
    CODE = "code"
    DATE = "date"
    BOOL = "bool"

    @property
    def is_numeric(self) -> bool:
        """True where arithmetic makes sense."""
        return self not in (ValueType.TEXT, ValueType.CODE, ValueType.DATE, ValueType.BOOL)

    @property
    def is_measured(self) -> bool:
        """True where a printed figure stands for a true value within half its last digit."""
        return self in (ValueType.MONEY, ValueType.PERCENT, ValueType.RATIO, ValueType.QUANTITY)
