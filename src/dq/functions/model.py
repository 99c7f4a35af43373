"""What a built-in function of the rule language is: its names, its meaning and what it takes."""

from __future__ import annotations

from dataclasses import dataclass

from dq.diagnostics import Text


@dataclass(frozen=True, slots=True)
class Scalar:
    """A figure from one figure of the same type: abs(x)."""


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One figure from many rows: sum(T.amount where …).

    Parameters: `takes_value` whether it takes a column (sum, min, max) or the rows alone (count).
    """

    takes_value: bool


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


Shape = Scalar | Aggregate | Relation | Selection


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
