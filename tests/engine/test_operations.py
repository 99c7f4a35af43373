"""Each operation of expressions means the same to polars and to plain Python, with nulls in every place."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import Any

import polars as pl
import pytest

from dq.engine import operations
from dq.engine.direct import Direct
from dq.engine.expression import Expr, col, constant, exact, number, whole
from dq.engine.fused import Fused
from dq.engine.operations import Operation
from dq.engine.plain import column_of, plain
from dq.engine.work import Query
from dq.plan.whole import Plan

VALUE = operations.ANSWER["left"]
FIGURES = (VALUE, (None, -2_500_000, 0, 1_000_000, 10**30))
TRUTHS = (pl.Boolean(), (None, True, False))
TEXTS = (pl.String(), (None, "", "2018年12月", "2018-3", "合计数", "99年", "合"))
BITS = (pl.UInt16(), (0, 1, 6, 65535))
WHOLES = (pl.Int64(), (None, -3, 0, 7))
STATES = (pl.UInt8(), (None, 0, 3))

CASES: dict[Operation, list[tuple[tuple[Any, ...], tuple[Any, ...]]]] = {
    operations.ADD: [((FIGURES, FIGURES), ())],
    operations.SUBTRACT: [((FIGURES, FIGURES), ()), ((WHOLES, WHOLES), ())],
    operations.NEGATE: [((FIGURES,), ())],
    operations.MAGNITUDE: [((FIGURES,), ())],
    operations.EQUAL: [((FIGURES, FIGURES), ()), ((TEXTS, TEXTS), ()), ((STATES, WHOLES), ())],
    operations.DIFFERENT: [((FIGURES, FIGURES), ()), ((BITS, WHOLES), ())],
    operations.LESS: [((FIGURES, FIGURES), ()), ((TEXTS, TEXTS), ())],
    operations.AT_MOST: [((FIGURES, FIGURES), ()), ((TEXTS, TEXTS), ())],
    operations.MORE: [((FIGURES, FIGURES), ()), ((TEXTS, TEXTS), ())],
    operations.AT_LEAST: [((FIGURES, FIGURES), ()), ((TEXTS, TEXTS), ())],
    operations.AND: [((TRUTHS, TRUTHS), ()), ((BITS, BITS), ())],
    operations.OR: [((TRUTHS, TRUTHS), ()), ((BITS, BITS), ())],
    operations.NOT: [((TRUTHS,), ())],
    operations.IS_NULL: [((TEXTS,), ()), ((FIGURES,), ())],
    operations.FILL: [((FIGURES, FIGURES), ()), ((TRUTHS, TRUTHS), ())],
    operations.CHOOSE: [((TRUTHS, FIGURES, FIGURES), ()), ((TRUTHS, TEXTS, TEXTS), ())],
    operations.AMONG: [((TEXTS,), (("合", "x"),)), ((STATES,), ((0, 1),)), ((STATES,), ((),))],
    operations.FIGURE: [((WHOLES,), ())],
    operations.TAGGED: [((TEXTS, STATES), ())],
    operations.SIZED: [((STATES,), (pl.Int64(),))],
    operations.STARTS: [((TEXTS, TEXTS), ())],
    operations.LIKE: [((TEXTS,), ("合.*",)), ((TEXTS,), (r"\d{4}.*",))],
    operations.MONTH: [((TEXTS,), ())],
}
ELSEWHERE = {
    operations.COLUMN, operations.CONSTANT,  # in every case
    operations.MULTIPLY,  # by a whole number that is a constant: below
    operations.ANSWERS, operations.FIELD,  # tests/engine/test_computed.py and the promise test
}  # fmt: skip

DIRECT = Direct(Plan("", (), (), ()), {}, {}, {})
FUSED: Any = Fused(Plan("", (), (), ()), None)  # type: ignore[arg-type]  # a query reads no portion


def both(expression: Expr, *given: tuple[pl.DataType, tuple[Any, ...]]) -> tuple[list[Any], list[Any]]:
    """What each says of all combinations of values."""
    rows = list(product(*(values for _, values in given)))
    columns = {f"x{place}": [row[place] for row in rows] for place in range(len(given))}
    series = {name: column_of(columns[name], kind) for name, (kind, _) in zip(columns, given, strict=True)}
    stages = ({}, {"y": expression})
    (by_python,) = DIRECT.answer([Query(columns, stages)])
    (by_polars,) = FUSED.answer([Query(series, stages, ("x0",))])
    return by_python["y"], plain(by_polars["y"])


@pytest.mark.parametrize("operation", CASES, ids=lambda each: each.name)
def test_both_meanings_agree(operation: Operation) -> None:
    for given, parameters in CASES[operation]:
        args = tuple(col(f"x{place}") for place in range(len(given)))
        direct, by_polars = both(Expr(operation, args, parameters), *given)
        assert direct == by_polars


def test_every_operation_is_compared() -> None:
    assert {each for each in vars(operations).values() if isinstance(each, Operation)} == {*CASES, *ELSEWHERE}


@pytest.mark.parametrize("factor", [Decimal(3), Decimal(10**5)])
def test_a_figure_times_a_constant(factor: Decimal) -> None:
    direct, by_polars = both(col("x0") * whole(factor), (VALUE, (None, -2_500_000, 0, 1_000_000)))
    assert direct == by_polars


def test_constants_are_the_same() -> None:
    texts = constant("合", pl.String())
    for made in (exact(Decimal("-0.05")), exact(Decimal(10**31)), number(7), texts, constant(None, VALUE)):
        direct, by_polars = both(made, (VALUE, (0, 1)))
        assert direct == by_polars


def test_a_long_chain_is_no_deep_recursion() -> None:
    total = col("x0")
    for _ in range(5_000):
        total = total + col("x0")
    (found,) = DIRECT.answer([Query({"x0": [1]}, ({"y": total},))])
    assert found == {"y": [5_001]}
