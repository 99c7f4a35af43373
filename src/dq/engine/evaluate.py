"""A plan on a portion: the rows of every base with their lookups, then every shape of test once for all its rows."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Generic

import polars as pl

from dq.archive.layout import VALUE
from dq.engine.bits import ABSENT_TABLE, flag
from dq.engine.direct import Direct
from dq.engine.expression import col, number, when
from dq.engine.frame import absent_column
from dq.engine.fused import Fused
from dq.engine.joins import lookup_names
from dq.engine.portion import Portion
from dq.engine.rows import REPORT
from dq.engine.stacking import Rows, Stack
from dq.engine.verdicts import (
    COMPARED,
    ERROR,
    EXCLUDED,
    HOLDS,
    INCLUDED,
    LARGE,
    NONE,
    OPEN,
    UNDECIDED,
    UNTOLD,
    VIOLATED,
    answered,
    as_printed,
    choice,
    compared,
    judged,
    sign,
)
from dq.engine.work import Column, Query, Work
from dq.plan.nodes import Condition
from dq.plan.shape import Shape, Shaped, shaped
from dq.plan.whole import Base, Plan, Test
from dq.types import Reason

FEW: Final = 12
"""Up to so many reports plain Python is quicker than polars, which takes as long for no row as for a hundred."""

RESULTS: Final[dict[str, pl.DataType]] = {
    "test": pl.Int32(),
    REPORT: pl.Int32(),
    "n": pl.Int32(),
    "verdict": pl.UInt8(),
    "left": VALUE,
    "right": VALUE,
    "allowance": VALUE,
    "scaled": pl.Int32(),
    "left_text": pl.String(),
    "right_text": pl.String(),
    "unit": pl.String(),
}
"""Results, one row an outcome: `n` null for an outcome of the report, figures times 10^`scaled`."""

HELD: Final = {name: RESULTS[name] for name in ("test", REPORT, "n")}
"""What holds, one row an outcome."""

_Filter = tuple[int, Condition | None, Condition | None]
"""Identity of the base, where, applies."""


_CHOICE: Final = "choice"

_OF_UNTOLD: Final = ((UNTOLD, UNDECIDED + Reason.UNREADABLE), (LARGE, ERROR))
"""What `where` says of a row that it cannot be told of, and what is told of that row."""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What the tests of a plan came to.

    Parameters: `results` with the columns of RESULTS, in no order; `held` with those of HELD, of what holds and is in
    no `results`, since nothing of it is told.
    """

    results: pl.DataFrame
    held: pl.DataFrame


def evaluate(plan: Plan, portion: Portion, few: int = FEW, blockable: Collection[int] | None = None) -> Evaluated:
    """Every outcome of the plan's tests.

    Parameters: `few` up to so many reports are evaluated by plain Python, which says the same; `blockable` where what
    holds is not told, the tests that others may block, which is. None: every outcome is among the results.
    Errors: whatever polars or a test raises; the caller finds out which test is to blame.
    """
    if portion.reports.height <= few:
        return Evaluated(_Evaluating(plan, Direct.of(plan, portion)).results(), pl.DataFrame(schema=HELD))
    fused = _Evaluating(plan, Fused.of(plan, portion))
    if blockable is None:
        return Evaluated(fused.results(), pl.DataFrame(schema=HELD))
    return _settled(fused, blockable)


def _settled(evaluating: _Evaluating[pl.Series], blockable: Collection[int]) -> Evaluated:
    """First what is printed, of all rows; then radii, units and all else, of the few rows that it does not settle."""
    pieces = evaluating.as_printed()
    still_open = [each for piece in pieces for each in _on(piece, piece.verdict == OPEN)]
    results = pl.concat([evaluating.told(still_open), evaluating.others()])
    wrong = results.filter(pl.col("verdict") == VIOLATED)[REPORT].unique()
    held, may_be_blocked = [pl.DataFrame(schema=HELD)], []
    for piece in pieces:
        holds = piece.verdict == HOLDS
        if len(wrong) and piece.test.number in blockable:
            beside_wrong = holds & piece.rows.report.is_in(wrong.implode())
            may_be_blocked += _on(piece, beside_wrong)
            holds &= ~beside_wrong
        held.append(piece.named(holds))
    return Evaluated(pl.concat([results, evaluating.told(may_be_blocked)]), pl.concat(held))


def _on(piece: _Piece[pl.Series], chosen: pl.Series) -> list[_Asked[pl.Series]]:
    """The test of a piece on those of its rows for which `chosen` is true, if there are any."""
    return [_Asked(piece.test, piece.rows.only(chosen), piece.form)] if chosen.any() else []


def explain_stages(plan: Plan, portion: Portion) -> Iterator[tuple[str, str]]:
    """Pairs (title, polars' own plan) of the queries that evaluating the plan runs."""
    fused = Fused.of(plan, portion)
    for place, group in enumerate(plan.groups):
        keys = ", ".join(("report", *(cell.column for cell in group.keys)))
        for _, query in fused.group_queries(place):
            yield f"group {place}: {group.table} by {keys}", query.explain()
    _, rows = _rows(plan, fused)
    for base in plan.bases:
        own = portion.reports if base.each is None else portion.tables[base.each]
        for join in base.joins:
            for query in fused.place_queries(own, [join]):
                yield f"rows of {base.each or 'reports'}, group {join.group}", query.explain()
        for test in base.tests:
            form = shaped((test.check,), test.units)
            stack = Stack(fused)
            stack.add(test.number, rows[id(base)], form.operands)
            yield f"test {test.expectation.rule}", fused.query(_told(form.shape, stack.columns())).explain()


@dataclass(frozen=True, slots=True)
class _Asked(Generic[Column]):
    """A test that is asked about some rows. Parameters: `form` its shape, and what stands in its places."""

    test: Test
    rows: Rows[Column]
    form: Shaped


@dataclass(frozen=True, slots=True)
class _Piece(_Asked[Column]):
    """What a test came to. Parameters: `verdict` of each row."""

    verdict: Column

    def named(self, chosen: Column) -> pl.DataFrame:
        """The rows for which `chosen` is true, with the columns of HELD."""
        rows = self.rows.only(chosen)
        numbers = self.rows.work.repeated(self.test.number, pl.Int32(), rows.height)
        return self.rows.work.frame({"test": numbers, REPORT: rows.report, "n": rows.numbers()}, HELD)


class _Evaluating(Generic[Column]):
    """A plan being evaluated.

    Parameters: `reports` all of the portion; `rows` of each base, by its identity; `choices` what each distinct filter
    of a base says of every row.
    """

    def __init__(self, plan: Plan, work: Work[Column]) -> None:
        self.plan = plan
        self.work = work
        self.reports, self.rows = _rows(plan, work)
        self.tests = [
            (base, test) for base in plan.bases for test in base.tests if plan.template in test.expectation.templates
        ]
        self.choices = self._choices()

    def results(self) -> pl.DataFrame:
        """All outcomes, with the figures of each."""
        return pl.concat([self.told(self.asked()), self.others()])

    def asked(self) -> list[_Asked[Column]]:
        """Every test with the rows that it is about."""
        included = {
            each: self.rows[each[0]].only(self.work.equal(mask, INCLUDED)) for each, mask in self.choices.items()
        }
        found = []
        for base, test in self.tests:
            rows = included.get(_filter(base, test), self.rows[id(base)])
            if rows.height:  # a query takes as long for no row as for a hundred, and of a small store most have none
                found.append(_Asked(test, rows, shaped((test.check,), test.units)))
        return found

    def told(self, asked: Iterable[_Asked[Column]]) -> pl.DataFrame:
        """What these tests say of these rows, without those that have no outcome."""
        stacks: dict[Shape, Stack[Column]] = {}
        for each in asked:
            stack = stacks.setdefault(each.form.shape, Stack(self.work))
            stack.add(each.test.number, each.rows, each.form.operands)
        if not stacks:
            return pl.DataFrame(schema=RESULTS)
        queries = [_told(shape, stack.columns()) for shape, stack in stacks.items()]
        found = self.work.answer(queries, ordered=False)
        names = ("test", REPORT, "n", *COMPARED)
        columns = {name: self.work.joined([each[name] for each in found]) for name in names}
        stages = judged(sorted({sign(shape) for shape in stacks}), self.strict())
        kept = [name for name in RESULTS if name not in stages[-1]]
        (results,) = self.work.answer([Query(columns, stages, kept)])
        return self.work.frame(results, RESULTS).filter(pl.col("verdict") > NONE)

    def as_printed(self) -> list[_Piece[Column]]:
        """Every test with its rows and what is printed says of them: OPEN where that does not settle it."""
        by_shape: dict[Shape, list[_Asked[Column]]] = {}
        for each in self.asked():
            by_shape.setdefault(each.form.shape, []).append(each)
        queries = []
        for shape, same in by_shape.items():
            stages, wanted = as_printed(shape, tuple(self.strict()))
            stack = Stack(self.work, wanted)
            for each in same:
                stack.add(each.test.number, each.rows, each.form.operands)
            queries.append(Query(stack.columns(), stages))
        found: list[_Piece[Column]] = []
        for columns, same in zip(self.work.answer(queries), by_shape.values(), strict=True):
            start = 0
            for each in same:
                verdict = self.work.cut(columns["verdict"], start, each.rows.height)
                found.append(_Piece(each.test, each.rows, each.form, verdict))
                start += each.rows.height
        return found

    def strict(self) -> list[int]:
        """The tests that what is missing violates."""
        return [test.number for _, test in self.tests if test.expectation.missing_violates]

    def _choices(self) -> dict[_Filter, Column]:
        """For each distinct filter of a base, what it says of every row."""
        filters = {_filter(base, test): self.rows[id(base)] for base, test in self.tests if _filters(test)}
        stacks: dict[Shape, Stack[Column]] = {}
        members: dict[Shape, list[_Filter]] = {}
        for each, rows in filters.items():
            form = shaped(each[1:])
            stacks.setdefault(form.shape, Stack(self.work)).add(0, rows, form.operands)
            members.setdefault(form.shape, []).append(each)
        queries = [_chosen(shape, stack) for shape, stack in stacks.items()]
        found: dict[_Filter, Column] = {}
        for columns, same in zip(self.work.answer(queries), members.values(), strict=True):
            start = 0
            for each in same:
                height = filters[each].height
                found[each] = self.work.cut(columns[_CHOICE], start, height)
                start += height
        return found

    def others(self) -> pl.DataFrame:
        """Outcomes without figures: rows that `where` cannot be told of, and tables to be checked that are missing."""
        parts: dict[str, list[Column]] = {name: [] for name in ("test", REPORT, "n", "verdict")}
        for test, verdict, rows in self._without_figures():
            parts["test"].append(self.work.repeated(test.number, pl.Int32(), rows.height))
            parts[REPORT].append(rows.report)
            parts["n"].append(rows.numbers())
            parts["verdict"].append(self.work.repeated(verdict, pl.UInt8(), rows.height))
        if not parts["test"]:
            return pl.DataFrame(schema=RESULTS)
        known = {name: self.work.joined(columns) for name, columns in parts.items()}
        rest = [pl.lit(None, kind).alias(name) for name, kind in RESULTS.items() if name not in known]
        return self.work.frame(known, RESULTS).with_columns(rest).select(*RESULTS)

    def _without_figures(self) -> Iterator[tuple[Test, int, Rows[Column]]]:
        """Tests with rows of which nothing can be told but this verdict."""
        missing: dict[tuple[str, Condition | None], Rows[Column]] = {}
        untold = {
            each: [(verdict, self.rows[each[0]].only(self.work.equal(mask, told))) for told, verdict in _OF_UNTOLD]
            for each, mask in self.choices.items()
        }
        for base, test in self.tests:
            yield from ((test, verdict, rows) for verdict, rows in untold.get(_filter(base, test), ()) if rows.height)
            if base.each is not None:
                lacking = missing.get((base.each, test.applies))
                if lacking is None:
                    lacking = missing[base.each, test.applies] = self._missing(base.each, test.applies)
                if lacking.height:
                    verdict = VIOLATED if test.expectation.missing_violates else UNDECIDED + Reason.MISSING
                    yield test, verdict, lacking

    def _missing(self, table: str, applies: Condition | None) -> Rows[Column]:
        """The reports without this table in which `applies` is true."""
        absent = self.reports.reports[absent_column(table)]
        missing = self.reports.only(self.work.equal(absent, ABSENT_TABLE))
        if not missing.height or applies is None:
            return missing
        form = shaped((None, applies))
        stack = Stack(self.work)
        stack.add(0, self.reports, form.operands)
        chosen = when(col("absent").equals(flag(ABSENT_TABLE))).then(choice(form.shape)).otherwise(number(EXCLUDED))
        stages = (*answered(form.shape), {_CHOICE: chosen})
        (found,) = self.work.answer([Query({**stack.columns(), "absent": absent}, stages)])
        return self.reports.only(self.work.equal(found[_CHOICE], INCLUDED))


def _rows(plan: Plan, work: Work[Column]) -> tuple[Rows[Column], dict[int, Rows[Column]]]:
    """The reports, and the rows of each base (by its identity), with their lookups and those that are made once."""
    shared = lookup_names("s", plan.shared)
    slots = [lookup_names("j", base.joins) for base in plan.bases]
    reports, own = work.read(shared, slots)
    rows = {}
    for base, named, columns in zip(plan.bases, slots, own, strict=True):
        known = {**shared, **named}
        if base.each is None:
            rows[id(base)] = Rows(work, None, ChainMap(columns, reports), known, reports[REPORT])
        else:
            rows[id(base)] = Rows(work, columns, reports, known, columns[REPORT])
    return Rows(work, None, reports, shared, reports[REPORT]), rows


def _filters(test: Test) -> bool:
    return test.where is not None or test.applies is not None


def _filter(base: Base, test: Test) -> _Filter:
    return id(base), test.where, test.applies


def _told(shape: Shape, columns: Mapping[str, Column]) -> Query[Column]:
    """All tests of a shape on all their rows."""
    return Query(columns, (*answered(shape), compared(shape)), ("test", REPORT, "n"))


def _chosen(shape: Shape, stack: Stack[Column]) -> Query[Column]:
    """All filters of a shape on all their rows."""
    return Query(stack.columns(), (*answered(shape), {_CHOICE: choice(shape)}), (REPORT,))
