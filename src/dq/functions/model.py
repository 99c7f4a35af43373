"""What a built-in function of the rule language is: its names, what it takes, and its meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from dq.diagnostics import Text
from dq.functions.algebra import Algebra, Figure


class Meaning(Protocol):
    """What a function of figures gives, over any algebra."""

    def __call__(self, algebra: Algebra[Figure], figures: Sequence[Figure], step: Decimal, /) -> Figure:
        """The result. Parameters: `figures` as many as the shape says; `step` what is rounded to, else zero."""
        ...


class Gives(StrEnum):
    """The type of a function's result, by that of its arguments."""

    SAME = "same"  # the type that all arguments have
    RATIO = "ratio"  # the ratio of two figures of one type
    PERCENT = "percent"  # a ratio, as a percentage
    MONTHS = "months"  # a number of months between two dates


@dataclass(frozen=True, slots=True)
class Scalar:
    """A figure from figures: abs(x), share(of, total).

    Parameters: `meaning` over any algebra; `fewest` and `most` arguments; `gives` the type of the result; `stepped`
    whether the last argument is a constant step, which only bare numbers may leave out.
    """

    meaning: Meaning
    fewest: int = 1
    most: int = 1
    gives: Gives = Gives.SAME
    stepped: bool = False


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One figure from many rows: sum(T.amount where …).

    Parameters: `takes_value` whether it takes a column (sum, min, max) or the rows alone (count); `several` what
    it means of several figures instead: min(a, b).
    """

    takes_value: bool
    several: Scalar | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """True where all values of many rows coincide: agree(T.amount where …)."""


@dataclass(frozen=True, slots=True)
class Relation:
    """Rows that stand in a relation to a row: those whose `inner` column equals the row's `outer` column.

    Parameters: `single` whether it is at most one row (parent, above, below) or many (children).
    """

    inner: str
    outer: str
    single: bool


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows of a table whose `column` holds nothing: roots(T) have no parent."""

    column: str


@dataclass(frozen=True, slots=True)
class YearBefore:
    """A value as the same body's report of the year before has it: prior(e)."""


@dataclass(frozen=True, slots=True)
class OfUnits:
    """The rows of a table in the reports of the department's units, all together: units(T)."""


@dataclass(frozen=True, slots=True)
class MonthNamed:
    """The month that a text names: date("2018-12")."""


@dataclass(frozen=True, slots=True)
class CodeList:
    """The codes of a list that are valid in a year, behind `in`: codelist("name", year)."""


Shape = Scalar | Aggregate | Agreement | Relation | Selection | YearBefore | OfUnits | MonthNamed | CodeList


@dataclass(frozen=True, slots=True)
class Function:
    """A function that rules may call.

    Parameters: `name` in English, `chinese` its Chinese spelling, `signature` as people read it,
    `summary` what it gives, `example` a check that uses it.
    """

    name: str
    chinese: str
    signature: str
    summary: Text
    example: str
    shape: Shape
