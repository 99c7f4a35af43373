"""The operations of expressions, each with both its meanings side by side: as polars computes it on columns (`fused`),
and of plain values (`direct`). Figures are decimals there and whole millionths here; no other difference is meant.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from dq.archive.layout import VALUE
from dq.engine.patterns import Meaning, has_pattern, of_texts

MILLIONTHS: Final = 10**6
"""A figure's value as a whole number: it is stored with six decimals."""


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """What is done with the arguments of an expression; parameters that are no columns follow the arguments.

    Parameters: `direct` is of the values of one row, and asked only where all are there; `columns`: it is of lists of
    them, nulls included, and gives a list.
    """

    name: str
    fused: Callable[..., pl.Expr]
    direct: Callable[..., Any]
    columns: bool = False


_Values = Sequence[Any]


def _both(left: _Values, right: _Values) -> list[Any]:
    """Kleene's and; of bits those that both have."""
    return [
        False if a is False or b is False else None if a is None or b is None else a & b
        for a, b in zip(left, right, strict=True)
    ]


def _either(left: _Values, right: _Values) -> list[Any]:
    """Kleene's or; of bits those that one has."""
    return [
        True if a is True or b is True else None if a is None or b is None else a | b
        for a, b in zip(left, right, strict=True)
    ]


def _chosen(conditions: _Values, then: _Values, otherwise: _Values) -> list[Any]:
    return [a if condition else b for condition, a, b in zip(conditions, then, otherwise, strict=True)]


def _filled(values: _Values, instead: _Values) -> list[Any]:
    return [other if value is None else value for value, other in zip(values, instead, strict=True)]


def _tagged(first: _Values, second: _Values) -> list[str | None]:
    return [
        None if text is None else text if tag is None else f"{text}|{tag}"
        for text, tag in zip(first, second, strict=True)
    ]


def _by_polars(meaning: Meaning) -> Callable[..., list[Any]]:
    """The meaning on a column of texts that polars computes here too."""
    return lambda texts, *parameters: of_texts(meaning, texts, parameters)


_MONTH: Final = r"^(\d{4})(?:年|[-./])(\d{1,2})(?:月(?:\d{1,2}日)?|[-./]\d{1,2})?$"
"""As `dq.semantics.literals.month` reads a month that a rule writes."""

_DECEMBER: Final = 12


def _month(text: pl.Expr) -> pl.Expr:
    plain = text.str.normalize("NFKC").str.replace_all(r"\s", "")
    year, month = (plain.str.extract(_MONTH, group).cast(pl.Int64, strict=False) for group in (1, 2))
    return pl.when(month.is_between(1, _DECEMBER)).then(year * _DECEMBER + month - 1)


COLUMN: Final = Operation("column", pl.col, lambda name: name)
"""The column of the name that is its parameter: whoever evaluates has it."""
CONSTANT: Final = Operation("constant", lambda _, literal: literal, lambda value, _: value)
"""The first parameter in every row; the second is the same for polars."""
ADD: Final = Operation("+", operator.add, operator.add)
SUBTRACT: Final = Operation("-", operator.sub, operator.sub)
MULTIPLY: Final = Operation("*", operator.mul, operator.mul)
"""Of a figure and a whole number."""
NEGATE: Final = Operation("negate", operator.neg, operator.neg)
MAGNITUDE: Final = Operation("abs", pl.Expr.abs, abs)
EQUAL: Final = Operation("==", operator.eq, operator.eq)
DIFFERENT: Final = Operation("!=", operator.ne, operator.ne)
LESS: Final = Operation("<", operator.lt, operator.lt)
AT_MOST: Final = Operation("<=", operator.le, operator.le)
MORE: Final = Operation(">", operator.gt, operator.gt)
AT_LEAST: Final = Operation(">=", operator.ge, operator.ge)
AND: Final = Operation("and", operator.and_, _both, columns=True)
OR: Final = Operation("or", operator.or_, _either, columns=True)
NOT: Final = Operation("not", operator.invert, operator.not_)
IS_NULL: Final = Operation("is null", pl.Expr.is_null, lambda values: [each is None for each in values], columns=True)
FILL: Final = Operation("fill null", pl.Expr.fill_null, _filled, columns=True)
CHOOSE: Final = Operation("when", lambda c, then, other: pl.when(c).then(then).otherwise(other), _chosen, columns=True)
AMONG: Final = Operation("is in", lambda value, choices: value.is_in(list(choices)), lambda v, among: v in among)
FIGURE: Final = Operation("figure", lambda value: value.cast(VALUE), lambda value: int(value) * MILLIONTHS)
"""A whole number as a figure."""
TAGGED: Final = Operation(
    "tagged",
    lambda text, tag: pl.when(text.is_not_null()).then(pl.concat_str(text, tag, separator="|", ignore_nulls=True)),
    _tagged,
    columns=True,
)
"""A text, behind a bar with what is told beside it, if that is there; null where there is no text."""
FIELD: Final = Operation("field", lambda value, name, _: value.struct.field(name), lambda value, _, place: value[place])
"""A field of a structure: its name, and its place where that is a tuple."""
ANSWER: Final[dict[str, pl.DataType]] = {
    "printed": pl.Boolean(),
    "possible": pl.Boolean(),
    "refutable": pl.Boolean(),
    "left": VALUE,
    "right": VALUE,
    "allowance": VALUE,
    "zero": pl.Boolean(),
    "large": pl.Boolean(),
}
"""What a comparison that is evaluated row by row says: `zero` a divisor is zero, `large` the result is too large."""
ANSWERS: Final = Operation(
    "answers", lambda *given: given[-1].fused(given[:-1]), lambda *given: given[-1].direct(given[:-1]), columns=True
)
"""The ANSWER of the comparison that is the parameter (a `dq.engine.exact.Evaluation`)."""
SIZED: Final = Operation("sized", lambda value, kind: value.cast(kind), lambda values, _: values, columns=True)
"""A whole number in so many bits."""
STARTS: Final = Operation("starts with", lambda text, prefix: text.str.starts_with(prefix), str.startswith)
LIKE: Final = Operation("like", has_pattern, _by_polars(has_pattern), columns=True)
MONTH: Final = Operation("month", _month, _by_polars(_month), columns=True)
"""The month that a text names, as a number of months; null where it names none."""
