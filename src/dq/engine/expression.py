"""Expressions over columns, whoever computes them: polars for many reports, plain Python for a few.

They are written like those of polars and mean the same (`dq.engine.operations` has both meanings of each operation).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Final

import polars as pl

from dq.archive.layout import VALUE
from dq.engine import operations as op
from dq.engine.operations import Operation
from dq.plan.form import STORED_DECIMALS
from dq.plan.linear import EXACT


class Expr:
    """An operation on what its arguments give; `parameters` are the same in every row."""

    __slots__ = ("args", "lowered", "operation", "parameters")

    def __init__(self, operation: Operation, args: tuple[Expr, ...], parameters: tuple[Any, ...] = ()) -> None:
        self.operation = operation
        self.args = args
        self.parameters = parameters
        self.lowered: pl.Expr | None = None
        """What polars is given, once it was made."""

    def __add__(self, other: Expr) -> Expr:
        return Expr(op.ADD, (self, other))

    def __sub__(self, other: Expr) -> Expr:
        return Expr(op.SUBTRACT, (self, other))

    def __mul__(self, other: Expr) -> Expr:
        return Expr(op.MULTIPLY, (self, other))

    def __neg__(self) -> Expr:
        return Expr(op.NEGATE, (self,))

    def __and__(self, other: Expr) -> Expr:
        return Expr(op.AND, (self, other))

    def __or__(self, other: Expr) -> Expr:
        return Expr(op.OR, (self, other))

    def __invert__(self) -> Expr:
        return Expr(op.NOT, (self,))

    def __lt__(self, other: Expr) -> Expr:
        return Expr(op.LESS, (self, other))

    def __le__(self, other: Expr) -> Expr:
        return Expr(op.AT_MOST, (self, other))

    def __gt__(self, other: Expr) -> Expr:
        return Expr(op.MORE, (self, other))

    def __ge__(self, other: Expr) -> Expr:
        return Expr(op.AT_LEAST, (self, other))

    def equals(self, other: Expr) -> Expr:
        """Whether both are the same; `==` itself stays that of objects."""
        return Expr(op.EQUAL, (self, other))

    def differs(self, other: Expr) -> Expr:
        """Whether they are not the same."""
        return Expr(op.DIFFERENT, (self, other))

    def magnitude(self) -> Expr:
        """The value without its sign."""
        return Expr(op.MAGNITUDE, (self,))

    def is_null(self) -> Expr:
        """Whether there is no value."""
        return Expr(op.IS_NULL, (self,))

    def filled(self, value: Expr) -> Expr:
        """The value, or where there is none another."""
        return Expr(op.FILL, (self, value))

    def among(self, choices: Iterable[Any]) -> Expr:
        """Whether the value is one of the choices."""
        return Expr(op.AMONG, (self,), (tuple(choices),))

    def starts_with(self, prefix: Expr) -> Expr:
        """Whether the text starts with the other."""
        return Expr(op.STARTS, (self, prefix))

    def like(self, pattern: str) -> Expr:
        """Whether the whole text has the pattern."""
        return Expr(op.LIKE, (self,), (pattern,))

    def month(self) -> Expr:
        """The month that the text names, as a number of months; null where it names none."""
        return Expr(op.MONTH, (self,))

    def field(self, name: str, place: int) -> Expr:
        """The field of a structure that has this name and stands in this place."""
        return Expr(op.FIELD, (self,), (name, place))

    def sized(self, kind: pl.DataType) -> Expr:
        """The whole number in so many bits."""
        return Expr(op.SIZED, (self,), (kind,))

    def figure(self) -> Expr:
        """The whole number as a figure."""
        return Expr(op.FIGURE, (self,))


class When:
    """A choice in the making: `when(a).then(x).when(b).then(y).otherwise(z)`."""

    __slots__ = ("branches",)

    def __init__(self, branches: tuple[tuple[Expr, Expr], ...]) -> None:
        self.branches = branches

    def when(self, condition: Expr) -> Condition:
        """Where none of the conditions before was true and this is."""
        return Condition(condition, self.branches)

    def otherwise(self, value: Expr) -> Expr:
        """Where none of the conditions was true."""
        for condition, then in reversed(self.branches):
            value = Expr(op.CHOOSE, (condition, then, value))
        return value


class Condition:
    """A condition that waits for what it chooses."""

    __slots__ = ("branches", "condition")

    def __init__(self, condition: Expr, branches: tuple[tuple[Expr, Expr], ...]) -> None:
        self.condition = condition
        self.branches = branches

    def then(self, value: Expr) -> When:
        """Where the condition is true."""
        return When((*self.branches, (self.condition, value)))


def when(condition: Expr) -> Condition:
    """A choice: where the condition is neither true nor, by null, told, the next one is asked."""
    return Condition(condition, ())


@lru_cache(maxsize=10_000)
def col(name: str) -> Expr:
    """The column of this name."""
    return Expr(op.COLUMN, (), (name,))


@lru_cache(maxsize=10_000)
def exact(value: Decimal) -> Expr:
    """A figure as a constant. Example: `exact(Decimal("0.5"))` keeps its 0.5 exactly."""
    # A `Decimal` given to polars loads numpy, a third of a short run: text does not.
    return _constant(int(value.scaleb(STORED_DECIMALS, EXACT)), pl.lit(format(value, "f")).cast(VALUE))


@lru_cache(maxsize=10_000)
def whole(value: Decimal) -> Expr:
    """A whole number as a factor that keeps the scale of what it multiplies."""
    return _constant(int(value), pl.lit(format(value, "f")).cast(pl.Decimal(38, 0)))


@lru_cache(maxsize=10_000)
def constant(value: str | int | None, kind: pl.DataType) -> Expr:
    """A text or a small whole number of this type, or none."""
    return _constant(value, pl.lit(value, kind))


@cache
def number(value: int) -> Expr:
    """A small whole number beside others, whatever their type."""
    return _constant(value, pl.lit(value))


def tagged(text: Expr, tag: Expr) -> Expr:
    """A text, behind a bar with what is told beside it, if that is there; null where there is no text."""
    return Expr(op.TAGGED, (text, tag))


def _constant(value: str | int | None, literal: pl.Expr) -> Expr:
    return Expr(op.CONSTANT, (), (value, literal))


NOT_TOLD: Final = constant(None, pl.Boolean())
"""A truth that is not told."""

FALSE: Final = constant(value=False, kind=pl.Boolean())

NOTHING: Final = exact(Decimal(0))
"""Zero as a figure."""


def read_by(expressions: Iterable[Expr]) -> frozenset[str]:
    """Names of the columns that these expressions read.

    Example: `read_by([col("a") + col("b")])` → `frozenset({"a", "b"})`.
    """
    waiting, seen = list(expressions), set[Expr]()
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting += node.args
    return frozenset(node.parameters[0] for node in seen if node.operation is op.COLUMN)


def fused(expression: Expr) -> pl.Expr:
    """The expression for polars, made once: what several share is made once, too."""
    waiting = [expression]
    while waiting:
        node = waiting[-1]
        made = [each.lowered for each in node.args if each.lowered is not None]
        if len(made) < len(node.args):
            waiting += [each for each in node.args if each.lowered is None]
            continue
        if node.lowered is None:
            node.lowered = lowered = node.operation.fused(*made, *node.parameters)
        waiting.pop()
    return lowered if expression.lowered is None else expression.lowered


def named(expressions: Mapping[str, Expr]) -> list[pl.Expr]:
    """The expressions for polars under their names."""
    return [fused(each).alias(name) for name, each in expressions.items()]
