"""Verdicts: what a shape's conditions say of the rows laid below each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, assert_never

import polars as pl

from dq.archive.layout import VALUE
from dq.engine.bits import MISSING, NO_TABLE, OVERFLOW, REASONS, TOLD, UNREADABLE, UNUSABLE, flag, has
from dq.engine.conditions import sides, test_digits, truth
from dq.engine.expression import FALSE, NOT_TOLD, NOTHING, Expr, col, constant, number, read_by, when
from dq.engine.frame import Frame
from dq.engine.rowwise import answers, row_tests, test_bits
from dq.plan.form import row_by_row
from dq.plan.nodes import NumberTest, Operand
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

OPEN: Final = 6
"""Not settled by what is printed: no verdict, but that there is one yet to be found."""

UNDECIDED: Final = 10
"""Verdicts as small integers; an undecided one is UNDECIDED + its reason."""

FIGURES: Final[dict[str, pl.DataType]] = {
    "left": VALUE,
    "right": VALUE,
    "allowance": VALUE,
    "left_text": pl.String(),
    "right_text": pl.String(),
}
"""What is shown of an outcome, where it could be told."""

_SHOWN: Final = {**FIGURES, "unit": pl.String()}

COMPARED: Final = ("bits", "sign", "printed", "possible", *FIGURES, "scaled", "unit")
"""Columns that a shape gives for each of its tests' rows; `sign` is the comparison that the check is."""

_COMPARISONS: Final = tuple(Comparison)
_COMPOSED: Final = len(_COMPARISONS)
"""Instead of a sign where the check is more than one comparison of figures, and told already."""

_DIFFERENCE: Final = col("left") - col("right")
_USABLE: Final = (col("bits") & flag(UNUSABLE)).equals(number(0))
_TOLD: Final = (
    when(col("verdict").equals(number(_LACKING))).then(number(VIOLATED)).otherwise(col("verdict")).sized(pl.UInt8())
)
"""What lacks something is violated in the end."""

EXCLUDED, INCLUDED, UNTOLD, LARGE = 0, 1, 2, 3
"""What `applies` and `where` say of a row."""


def answered(shape: Shape) -> tuple[dict[str, Expr], dict[str, Expr]]:
    """Columns that `compared` and `choice` take for evaluated: the first, then those that read them."""
    return answers(row_tests(*shape.conditions))


@lru_cache(maxsize=1_000)
def compared(shape: Shape) -> dict[str, Expr]:
    """COMPARED of the tests of a shape, over rows with the columns that `answered` gives.

    Errors: `ValueError` for the shape of a filter that filters nothing.
    """
    check = shape.conditions[0]
    if check is None:
        raise ValueError("a test has a check")
    frame = Frame(answered=row_tests(*shape.conditions))
    shown = _Shown(frame, tuple(displayed(check)), shape.units, alone=isinstance(check, NumberTest))
    columns = {
        "scaled": constant(shown.scaled, pl.Int32()),
        **shown.columns(),
    }
    if isinstance(check, NumberTest) and _told_by_figures(check):
        columns |= {"bits": test_bits(check, frame), "printed": NOT_TOLD, "possible": NOT_TOLD}
    else:
        told = truth(check, frame)
        columns |= {"bits": told.bits, "printed": told.printed, "possible": told.possible}
    columns["sign"] = constant(sign(shape), pl.UInt8())
    return {name: columns[name] for name in COMPARED}


def sign(shape: Shape) -> int:
    """The comparison that the check of a shape is, as a number."""
    check = shape.conditions[0]
    by_figures = isinstance(check, NumberTest) and _told_by_figures(check)
    return _COMPARISONS.index(check.comparison) if isinstance(check, NumberTest) and by_figures else _COMPOSED


def _told_by_figures(test: NumberTest) -> bool:
    """Whether the difference and the allowance that are shown of a comparison decide it."""
    return not row_by_row(test) and test.tolerance.kind is not ToleranceKind.TRUNCATION


def judged(signs: Iterable[int], strict: Sequence[int] = ()) -> tuple[dict[str, Expr], ...]:
    """Of compared rows of all shapes: their verdict, NONE where there is no outcome, and figures only where it could be
    told. Columns to be made one after the other, the later of the earlier.

    Parameters: `signs` those of the rows; `strict` the numbers of tests that what is missing violates.
    """
    known = col("verdict") <= number(VIOLATED)
    return (
        {"difference": _DIFFERENCE, "usable": _USABLE},
        _single_truths(signs),
        {"verdict": _verdict(strict)},
        {
            "verdict": _TOLD,
            **{name: when(known).then(col(name)).otherwise(constant(None, kind)) for name, kind in FIGURES.items()},
        },
    )


@lru_cache(maxsize=1_000)
def as_printed(shape: Shape, strict: tuple[int, ...]) -> tuple[tuple[Mapping[str, Expr], ...], frozenset[str]]:
    """What the printed figures alone settle of rows of one shape: HOLDS, NONE, or OPEN where `judged` has to tell.

    Most outcomes hold as printed, and of those nothing is shown: neither radii nor units need be read.
    Stages of columns, those of `answered` first, and the names of the columns that they read; `strict` as of `judged`.
    """
    columns, own = compared(shape), sign(shape)
    bits = col("bits")
    told = has(bits, TOLD | NO_TABLE | UNREADABLE)
    if strict:
        told = told | (col("test").among(strict) & has(bits, MISSING))
    printed = col("printed").filled(FALSE) & ~has(bits, OVERFLOW)
    verdict = when(~told).then(number(NONE)).when(printed).then(number(HOLDS)).otherwise(number(OPEN))
    last = {"verdict": verdict.sized(pl.UInt8())}
    stages: tuple[Mapping[str, Expr], ...]
    if own == _COMPOSED:
        stages = {name: columns[name] for name in ("bits", "printed")}, last
    else:
        figures = {name: columns[name] for name in ("bits", "left", "right")}
        usable, (truth_, _) = when(col("usable")), _single_truth(_COMPARISONS[own])
        told_so = usable.then(truth_).otherwise(NOT_TOLD)
        stages = figures, {"difference": _DIFFERENCE, "usable": _USABLE}, {"printed": told_so}, last
    stages = *answered(shape), *stages
    return stages, read_by(each for stage in stages for each in stage.values())


@lru_cache(maxsize=1_000)
def choice(shape: Shape) -> Expr:
    """Of rows with the columns that `answered` gives: EXCLUDED, INCLUDED, or UNTOLD where an unreadable cell, LARGE
    where a figure too large keeps `where` from being told.
    """
    where, applies = shape.conditions
    frame = Frame(answered=row_tests(where, applies))
    result = number(INCLUDED)
    if where is not None:
        told = truth(where, frame)
        untold = when(told.too_large).then(number(LARGE)).when(told.unreadable).then(number(UNTOLD))
        result = when(told.printed).then(result).otherwise(untold.otherwise(number(EXCLUDED)))
    if applies is not None:
        result = when(truth(applies, frame).printed).then(result).otherwise(number(EXCLUDED))
    return result.sized(pl.UInt8())


def _verdict(strict: Sequence[int]) -> Expr:
    """The verdict by columns bits, printed and possible; NONE where nothing was read that is printed: what cannot be
    read is printed, and is not passed over in silence.
    """
    if strict:
        lacking = col("test").among(strict) & has(col("bits"), MISSING)
        told = when(has(col("bits"), OVERFLOW)).then(number(ERROR)).when(col("printed")).then(number(HOLDS))
        untold = col("printed").is_null() | col("possible").is_null()
        return when(lacking & untold).then(told.otherwise(number(_LACKING))).otherwise(_verdict(())).sized(pl.UInt8())
    bits, printed, possible = col("bits"), col("printed"), col("possible")
    reason = number(UNDECIDED + Reason.MISSING)
    for bit, each in reversed(REASONS):
        reason = when(has(bits, bit)).then(number(UNDECIDED + each)).otherwise(reason)
    return (
        when(~has(bits, TOLD | NO_TABLE | UNREADABLE))
        .then(number(NONE))
        .when(has(bits, OVERFLOW))
        .then(number(ERROR))
        .when(printed)
        .then(number(HOLDS))
        .when(printed.is_null() | possible.is_null())
        .then(reason)
        .when(possible)
        .then(number(ROUNDING))
        .otherwise(number(VIOLATED))
        .sized(pl.UInt8())
    )


def _single_truths(signs: Iterable[int]) -> dict[str, Expr]:
    """Columns printed and possible: of a check that is one comparison of figures, what is shown of it decides."""
    printed, possible = col("printed"), col("possible")
    for sign in signs:
        if sign != _COMPOSED:
            told = col("sign").equals(number(sign)) & col("usable")
            as_printed, as_possible = _single_truth(_COMPARISONS[sign])
            printed = when(told).then(as_printed).otherwise(printed)
            possible = when(told).then(as_possible).otherwise(possible)
    return {"printed": printed, "possible": possible}


def _single_truth(comparison: Comparison) -> tuple[Expr, Expr]:
    """Whether the figures of a comparison satisfy it, and whether true values might that print as them."""
    difference, allowance = col("difference"), col("allowance")
    match comparison:
        case Comparison.EQ:
            return difference.equals(NOTHING), difference.magnitude() <= allowance
        case Comparison.NE:
            return difference.differs(NOTHING), difference.differs(NOTHING) | (allowance > NOTHING)
        case Comparison.LE:
            return difference <= NOTHING, difference <= allowance
        case Comparison.LT:
            return difference < NOTHING, difference < allowance
        case Comparison.GE:
            return difference >= NOTHING, difference >= -allowance
        case Comparison.GT:
            return difference > NOTHING, difference > -allowance
        case _:
            assert_never(comparison)


@dataclass(frozen=True, slots=True)
class _Shown:
    """Which comparison of a check is shown: the first that speaks against it, else the first that is told.

    Parameters: `units` where the unit of each is told; `alone` where the check is that comparison, so that whether
    it is told need not be asked again.
    """

    frame: Frame
    tests: tuple[Displayed, ...]
    units: tuple[Operand | None, ...]
    alone: bool

    @property
    def scaled(self) -> int:
        """The power of ten that all figures shown are scaled by."""
        return max((test_digits(each.test) for each in self.tests if isinstance(each.test, NumberTest)), default=0)

    def columns(self) -> dict[str, Expr]:
        """Left, right and allowance, the texts, and the unit; null where the comparison shown has none."""
        figure, text = constant(None, VALUE), constant(None, pl.String())
        rows: list[tuple[Expr, ...]] = []
        for test, unit in zip((each.test for each in self.tests), self.units, strict=True):
            if isinstance(test, NumberTest):
                both = sides(test, self.frame, self.scaled)
                printed = text if unit is None else self.frame.unit(unit)
                rows.append((both.left, both.right, both.allowance, text, text, printed))
            else:
                rows.append((figure, figure, figure, self.frame.words(test.left), self.frame.words(test.right), text))
        columns = list(zip(*rows, strict=True)) or [(each,) for each in (figure, figure, figure, text, text, text)]
        if self.alone or not self.tests:
            return {name: column[0] for name, column in zip(_SHOWN, columns, strict=True)}
        told = [self._speaks(each) for each in self.tests]
        return {name: _first(told, each, kind) for (name, kind), each in zip(_SHOWN.items(), columns, strict=True)}

    def _speaks(self, each: Displayed) -> Expr:
        """Whether a comparison speaks for the check, null where it cannot be told or its branch is not taken."""
        printed = truth(each.test, self.frame).printed
        printed = ~printed if each.negated else printed
        for guard, wanted in each.path:
            told = truth(guard, self.frame).printed
            printed = when(told if wanted else ~told).then(printed).otherwise(NOT_TOLD)
        return printed


def _first(told: Sequence[Expr], choices: Sequence[Expr], kind: pl.DataType) -> Expr:
    """What belongs to the first comparison that speaks against the check, else to the first that is told."""
    result = constant(None, kind)
    for speaks, each in zip(reversed(told), reversed(choices), strict=True):
        result = when(speaks.is_null()).then(result).otherwise(each)
    for speaks, each in zip(reversed(told), reversed(choices), strict=True):
        result = when(~speaks).then(each).otherwise(result)
    return result
