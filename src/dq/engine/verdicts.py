"""Verdicts: what a shape's conditions say of the rows laid below each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, assert_never

import polars as pl

from dq.archive.layout import VALUE
from dq.engine.bits import MISSING, NO_TABLE, OVERFLOW, REASONS, TOLD, UNREADABLE, UNUSABLE, flag, has
from dq.engine.conditions import sides, test_digits, truth
from dq.engine.frame import Frame
from dq.engine.literals import null, small
from dq.engine.rowwise import answered, row_tests, test_bits
from dq.plan.form import row_by_row
from dq.plan.nodes import NumberTest
from dq.plan.shape import Shape
from dq.plan.shown import Displayed, displayed
from dq.semantics.checked import Comparison, ToleranceKind
from dq.types import Reason

NONE: Final = 0
HOLDS: Final = 1
ROUNDING: Final = 2
VIOLATED: Final = 3
ERROR: Final = 4
_LACKING: Final = 5
"""Violated because something is missing: there are no figures to show."""

UNDECIDED: Final = 10
"""Verdicts as small integers; an undecided one is UNDECIDED + its reason."""

FIGURES: Final = ("left", "right", "allowance", "left_text", "right_text")
"""What is shown of an outcome, where it could be told."""

COMPARED: Final = ("bits", "sign", "printed", "possible", *FIGURES, "scaled", "unit")
"""Columns that a shape gives for each of its tests' rows; `sign` is the comparison that the check is."""

_COMPARISONS: Final = tuple(Comparison)
_COMPOSED: Final = len(_COMPARISONS)
"""Instead of a sign where the check is more than one comparison of figures, and told already."""

EXCLUDED, INCLUDED, UNTOLD = 0, 1, 2
"""What `applies` and `where` say of a row."""


def asked(shape: Shape, rows: pl.LazyFrame) -> pl.LazyFrame:
    """The rows with what `compared` and `choice` take for evaluated."""
    return answered(rows, row_tests(*shape.conditions))


def compared(shape: Shape) -> list[pl.Expr]:
    """COMPARED of the tests of a shape, over the rows that `asked` gives.

    Errors: `ValueError` for the shape of a filter that filters nothing.
    """
    check = shape.conditions[0]
    if check is None:
        raise ValueError("a test has a check")
    frame = Frame(answered=row_tests(*shape.conditions))
    shown = _Shown(frame, tuple(displayed(check)), alone=isinstance(check, NumberTest))
    columns = {
        "unit": null(pl.String()) if shape.unit is None else pl.col(f"{frame.prefix(shape.unit)}_u"),
        "scaled": small(shown.scaled, pl.Int32()),
        **shown.columns(),
    }
    if isinstance(check, NumberTest) and _told_by_figures(check):
        later = null(pl.Boolean())
        sign = _COMPARISONS.index(check.comparison)
        columns |= {"bits": test_bits(check, frame), "printed": later, "possible": later}
    else:
        told = truth(check, frame)
        sign = _COMPOSED
        columns |= {"bits": told.bits, "printed": told.printed, "possible": told.possible}
    columns["sign"] = small(sign, pl.UInt8())
    return [columns[name].alias(name) for name in COMPARED]


def _told_by_figures(test: NumberTest) -> bool:
    """Whether the difference and the allowance that are shown of a comparison decide it."""
    return not row_by_row(test) and test.tolerance.kind is not ToleranceKind.TRUNCATION


def judged(rows: pl.DataFrame, strict: Sequence[int] = ()) -> pl.DataFrame:
    """Compared rows of all shapes with their verdict; figures only where it could be told; no row without outcome.

    Parameters: `strict` the numbers of tests that what is missing violates.
    """
    known = pl.col("verdict") <= VIOLATED
    return (
        rows.lazy()
        .with_columns(difference=pl.col("left") - pl.col("right"), usable=(pl.col("bits") & flag(UNUSABLE)) == 0)
        .with_columns(_single_truths(rows["sign"].unique().sort().to_list()))
        .with_columns(verdict=_verdict(strict))
        .filter(pl.col("verdict") > NONE)
        .with_columns(pl.when(known).then(pl.col(FIGURES)).name.keep())
        .with_columns(verdict=pl.when(pl.col("verdict") == _LACKING).then(VIOLATED).otherwise("verdict").cast(pl.UInt8))
        .collect()
    )


def choice(shape: Shape) -> pl.Expr:
    """Of the rows that `asked` gives: EXCLUDED, INCLUDED, or UNTOLD where an unreadable cell keeps `where` from being
    told.
    """
    where, applies = shape.conditions
    frame = Frame(answered=row_tests(where, applies))
    result = pl.lit(INCLUDED)
    if where is not None:
        told = truth(where, frame)
        result = pl.when(told.printed).then(result).when(told.unreadable).then(UNTOLD).otherwise(EXCLUDED)
    if applies is not None:
        result = pl.when(truth(applies, frame).printed).then(result).otherwise(EXCLUDED)
    return result.cast(pl.UInt8())


def _verdict(strict: Sequence[int]) -> pl.Expr:
    """The verdict by columns bits, printed and possible; NONE where nothing was read that is printed: what cannot be
    read is printed, and is not passed over in silence.
    """
    if strict:
        lacking = pl.col("test").is_in(strict) & has(pl.col("bits"), MISSING)
        told = pl.when(has(pl.col("bits"), OVERFLOW)).then(ERROR).when(pl.col("printed")).then(HOLDS)
        untold = pl.col("printed").is_null() | pl.col("possible").is_null()
        return pl.when(lacking & untold).then(told.otherwise(_LACKING)).otherwise(_verdict(())).cast(pl.UInt8)
    bits, printed, possible = pl.col("bits"), pl.col("printed"), pl.col("possible")
    reason = pl.lit(UNDECIDED + Reason.MISSING)
    for bit, each in reversed(REASONS):
        reason = pl.when(has(bits, bit)).then(UNDECIDED + each).otherwise(reason)
    return (
        pl.when(~has(bits, TOLD | NO_TABLE | UNREADABLE))
        .then(NONE)
        .when(has(bits, OVERFLOW))
        .then(ERROR)
        .when(printed)
        .then(HOLDS)
        .when(printed.is_null() | possible.is_null())
        .then(reason)
        .when(possible)
        .then(ROUNDING)
        .otherwise(VIOLATED)
        .cast(pl.UInt8)
    )


def _single_truths(signs: Sequence[int]) -> list[pl.Expr]:
    """Columns printed and possible: of a check that is one comparison of figures, what is shown of it decides."""
    printed, possible = pl.col("printed"), pl.col("possible")
    for sign in signs:
        if sign != _COMPOSED:
            told = (pl.col("sign") == sign) & pl.col("usable")
            as_printed, as_possible = _single_truth(_COMPARISONS[sign])
            printed = pl.when(told).then(as_printed).otherwise(printed)
            possible = pl.when(told).then(as_possible).otherwise(possible)
    return [printed.alias("printed"), possible.alias("possible")]


def _single_truth(comparison: Comparison) -> tuple[pl.Expr, pl.Expr]:
    """Whether the figures of a comparison satisfy it, and whether true values might that print as them."""
    difference, allowance = pl.col("difference"), pl.col("allowance")
    match comparison:
        case Comparison.EQ:
            return difference == 0, difference.abs() <= allowance
        case Comparison.NE:
            return difference != 0, (difference != 0) | (allowance > 0)
        case Comparison.LE:
            return difference <= 0, difference <= allowance
        case Comparison.LT:
            return difference < 0, difference < allowance
        case Comparison.GE:
            return difference >= 0, difference >= -allowance
        case Comparison.GT:
            return difference > 0, difference > -allowance
        case _:
            assert_never(comparison)


@dataclass(frozen=True, slots=True)
class _Shown:
    """Which comparison of a check is shown: the first that speaks against it, else the first that is told.

    Parameters: `alone` where the check is that comparison, so that whether it is told need not be asked again.
    """

    frame: Frame
    tests: tuple[Displayed, ...]
    alone: bool

    @property
    def scaled(self) -> int:
        """The power of ten that all figures shown are scaled by."""
        return max((test_digits(each.test) for each in self.tests if isinstance(each.test, NumberTest)), default=0)

    def columns(self) -> dict[str, pl.Expr]:
        """Left, right and allowance, and the texts; null where the comparison shown has none."""
        number, text = null(VALUE), null(pl.String())
        rows: list[tuple[pl.Expr, ...]] = []
        for test in (each.test for each in self.tests):
            if isinstance(test, NumberTest):
                both = sides(test, self.frame, self.scaled)
                rows.append((both.left, both.right, both.allowance, text, text))
            else:
                rows.append((number, number, number, self.frame.words(test.left), self.frame.words(test.right)))
        columns = list(zip(*rows, strict=True)) or [(each,) for each in (number, number, number, text, text)]
        return {name: self._first(column) for name, column in zip(FIGURES, columns, strict=True)}

    def _first(self, choices: tuple[pl.Expr, ...]) -> pl.Expr:
        if self.alone or not self.tests:
            return choices[0]
        told = [self._speaks(each) for each in self.tests]
        result = pl.lit(None)
        for speaks, each in zip(reversed(told), reversed(choices), strict=True):
            result = pl.when(speaks.is_not_null()).then(each).otherwise(result)
        for speaks, each in zip(reversed(told), reversed(choices), strict=True):
            result = pl.when(~speaks).then(each).otherwise(result)
        return result

    def _speaks(self, each: Displayed) -> pl.Expr:
        """Whether a comparison speaks for the check, null where it cannot be told or its branch is not taken."""
        printed = truth(each.test, self.frame).printed
        printed = ~printed if each.negated else printed
        for guard, wanted in each.path:
            told = truth(guard, self.frame).printed
            printed = pl.when(told if wanted else ~told).then(printed)
        return printed
