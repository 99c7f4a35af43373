"""A plan on a portion: the rows of every base with their lookups, then every shape of test once for all its rows."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Iterator, Mapping
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
    EXCLUDED,
    HOLDS,
    INCLUDED,
    NONE,
    UNDECIDED,
    UNTOLD,
    VIOLATED,
    answered,
    bare,
    choice,
    compared,
    judged,
    sign,
)
from dq.engine.work import Column, Query, Work
from dq.plan.nodes import Condition
from dq.plan.shape import Shape, shaped
from dq.plan.whole import Base, Plan, Test
from dq.types import Reason

FEW: Final = 3
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

_Filter = tuple[int, Condition | None, Condition | None]
"""Identity of the base, where, applies."""


_CHOICE: Final = "choice"


def evaluate(plan: Plan, portion: Portion, few: int = FEW, blockable: Collection[int] | None = None) -> pl.DataFrame:
    """Every outcome of the plan's tests, with the columns of RESULTS, in no order.

    Parameters: `few` up to so many reports are evaluated by plain Python, which says the same; `blockable` where what
    holds is not told, the tests that others may block, which is: what holds may then come without figures, unless it
    is of one of these. None: every outcome has its figures.
    Errors: whatever polars or a test raises; the caller finds out which test is to blame.
    """
    if portion.reports.height <= few:
        return _Evaluating(plan, Direct.of(plan, portion)).results()
    fused = _Evaluating(plan, Fused.of(plan, portion))
    return fused.results() if blockable is None else _bare_results(fused, blockable)


def _bare_results(evaluating: _Evaluating[pl.Series], blockable: Collection[int]) -> pl.DataFrame:
    """All outcomes, figures only of those that are told or may be: most hold, and nothing is shown of them."""
    stacks, strict = evaluating.stacks(), tuple(evaluating.strict())
    queries = [
        Query(columns, (*answered(shape), *bare(shape, strict)), ("test", REPORT, "n"))
        for shape, columns in stacks.items()
    ]
    others = evaluating.others()
    verdicts = [pl.DataFrame(each) for each in evaluating.work.answer(queries)]
    violated = (each.filter(pl.col("verdict") == VIOLATED)[REPORT] for each in (*verdicts, others))
    holds, wrong = pl.col("verdict") == HOLDS, pl.concat(violated).unique().implode()
    may_be_told = ~holds | (pl.col(REPORT).is_in(wrong) & pl.col("test").is_in(list(blockable)))
    shown: dict[Shape, dict[str, pl.Series]] = {}
    found = [pl.DataFrame(schema=RESULTS), others]
    for (shape, columns), each in zip(stacks.items(), verdicts, strict=True):
        chosen = each.select((pl.col("verdict") > NONE) & may_be_told).to_series()
        if chosen.any():
            shown[shape] = pl.DataFrame(columns).filter(chosen).to_dict()
        held = each.filter(~chosen & (each["verdict"] == HOLDS))
        rest = [pl.lit(None, kind).alias(name) for name, kind in RESULTS.items() if name not in each.columns]
        found.append(held.with_columns(rest).select(*RESULTS))
    return pl.concat([*found, *evaluating.judged(shown)])


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
            form = shaped((test.check,), test.unit_of)
            stack = Stack(fused)
            stack.add(test.number, rows[id(base)], form.operands)
            yield f"test {test.expectation.rule}", fused.query(_told(form.shape, stack.columns())).explain()


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
        return pl.concat([pl.DataFrame(schema=RESULTS), *self.judged(self.stacks()), self.others()])

    def stacks(self) -> dict[Shape, dict[str, Column]]:
        """The operands of all tests on the rows that they are about, laid below each other by shape."""
        included = {
            each: self.rows[each[0]].only(self.work.equal(mask, INCLUDED)) for each, mask in self.choices.items()
        }
        stacks: dict[Shape, Stack[Column]] = {}
        for base, test in self.tests:
            chosen = included.get(_filter(base, test), self.rows[id(base)])
            if not chosen.height:
                continue  # a query takes as long for no row as for a hundred, and most rules of a small store have none
            form = shaped((test.check,), test.unit_of)
            stacks.setdefault(form.shape, Stack(self.work)).add(test.number, chosen, form.operands)
        return {shape: stack.columns() for shape, stack in stacks.items()}

    def judged(self, stacks: Mapping[Shape, Mapping[str, Column]]) -> list[pl.DataFrame]:
        """What the rows of these stacks came to, without those that have no outcome."""
        if not stacks:
            return []
        found = self.work.answer([_told(shape, columns) for shape, columns in stacks.items()], ordered=False)
        names = ("test", REPORT, "n", *COMPARED)
        columns = {name: self.work.joined([each[name] for each in found]) for name in names}
        stages = judged(sorted({sign(shape) for shape in stacks}), self.strict())
        kept = [name for name in RESULTS if name not in stages[-1]]
        (results,) = self.work.answer([Query(columns, stages, kept)])
        return [self.work.frame(results, RESULTS).filter(pl.col("verdict") > NONE)]

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
        for base, test in self.tests:
            mask = self.choices.get(_filter(base, test))
            if mask is not None:
                untold = self.rows[id(base)].only(self.work.equal(mask, UNTOLD))
                if untold.height:
                    yield test, UNDECIDED + Reason.UNREADABLE, untold
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
