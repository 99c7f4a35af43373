"""A plan on a portion: group-bys, then the rows of every base, then every shape of test once for all its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from dq.archive.layout import VALUE
from dq.engine.frame import absent_column
from dq.engine.groups import grouped
from dq.engine.joins import attach, constant_keys, spread_out
from dq.engine.portion import Portion, report_columns
from dq.engine.rows import REPORT, nulls
from dq.engine.stacking import Rows, Stack
from dq.engine.verdicts import COMPARED, INCLUDED, UNDECIDED, UNTOLD, choice, compared, judged
from dq.plan.nodes import Base, Condition, Group, Join, Lookup, Plan, Test
from dq.plan.shape import Shape, shaped
from dq.plan.walk import parts
from dq.types import Reason

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

_Filter = tuple[str | None, Condition | None, Condition | None]


@dataclass(frozen=True, slots=True)
class _Sources:
    """What queries read: the plan, its portion, the results of its groups and the reports with shared lookups."""

    plan: Plan
    portion: Portion
    groups: dict[int, pl.DataFrame]
    reports: pl.DataFrame
    shared: dict[Lookup, str]


def evaluate(plan: Plan, portion: Portion) -> pl.DataFrame:
    """Every outcome of the plan's tests, with the columns of RESULTS, in no order.

    Errors: whatever polars or a test raises; the caller finds out which test is to blame.
    """
    sources = _sources(plan, portion)
    rows = _rows(sources)
    tests = [(base, test) for base in plan.bases for test in base.tests if plan.template in test.expectation.templates]
    choices = _choices(tests, rows)
    stacks: dict[Shape, Stack] = {}
    for base, test in tests:
        form = shaped((test.check,), test.unit_of)
        mask = choices.get((base.each, test.where, test.applies))
        included = rows[id(base)] if mask is None else rows[id(base)].only(mask == INCLUDED)
        stacks.setdefault(form.shape, Stack()).add(test.number, included, form.operands)
    frames = pl.collect_all([_shape_query(shape, stack) for shape, stack in stacks.items()])
    told = [judged(pl.concat(frames)).select(*RESULTS)] if frames else []
    return pl.concat([pl.DataFrame(schema=RESULTS), *told, *_others(tests, rows, choices, portion)])


def explain_stages(plan: Plan, portion: Portion) -> Iterator[tuple[str, str]]:
    """Pairs (title, polars' own plan) of the queries that evaluating the plan runs."""
    sources = _sources(plan, portion)
    for number, group in enumerate(plan.groups):
        keys = ", ".join(("report", *(cell.column for cell in group.keys)))
        yield f"group {number}: {group.table} by {keys}", _group_query(sources, group).explain()
    rows = _rows(sources)
    for base in plan.bases:
        if base.joins:
            yield f"rows of {base.each or 'reports'}", _base_query(sources, base).explain()
        for test in base.tests:
            form = shaped((test.check,), test.unit_of)
            stack = Stack()
            stack.add(test.number, rows[id(base)], form.operands)
            yield f"test {test.expectation.rule}", _shape_query(form.shape, stack).explain()


def _sources(plan: Plan, portion: Portion) -> _Sources:
    """Run the group-bys: those that look nothing up together, then those that need them; then the shared lookups."""
    sources = _Sources(plan, portion, {}, portion.reports, {})
    waiting = list(enumerate(plan.groups))
    while waiting:
        ready = [(number, group) for number, group in waiting if all(j.group in sources.groups for j in group.joins)]
        frames = pl.collect_all([_group_query(sources, group) for _, group in ready])
        sources.groups.update(zip((number for number, _ in ready), frames, strict=True))
        waiting = [(number, group) for number, group in waiting if number not in sources.groups]
    shared = _named("s", plan.shared)
    return _Sources(plan, portion, sources.groups, _with_shared(sources, shared), shared)


def _group_query(sources: _Sources, group: Group) -> pl.LazyFrame:
    nodes = [part for aggregate in group.aggregates for part in parts(aggregate)]
    rows = _with_report_columns(sources.portion.tables[group.table], sources.portion.reports, report_columns(nodes))
    slots = _named("n", group.joins)
    for join in group.joins:
        rows = attach(rows, join, sources.plan.groups[join.group], sources.groups[join.group].lazy(), slots)
    return grouped(rows, group, slots)


def _with_shared(sources: _Sources, slots: Mapping[Lookup, str]) -> pl.DataFrame:
    """The reports with the lookups that are made once for all bases."""
    rows = sources.reports.lazy()
    constant: dict[int, list[Join]] = {}
    for join in sources.plan.shared:
        if constant_keys(join):
            constant.setdefault(join.group, []).append(join)
        else:
            rows = attach(rows, join, sources.plan.groups[join.group], sources.groups[join.group].lazy(), slots)
    reports = rows.sort(REPORT).collect()
    columns = [
        column
        for number, joins in constant.items()
        for column in spread_out(reports.height, joins, sources.plan.groups[number], sources.groups[number], slots)
    ]
    return reports.hstack(columns)


def _rows(sources: _Sources) -> dict[int, Rows]:
    """The rows of each base (by its identity) with what is joined to them."""
    joined = [base for base in sources.plan.bases if base.joins]
    frames = dict(zip(map(id, joined), pl.collect_all([_base_query(sources, base) for base in joined]), strict=True))
    once = sources.reports.to_dict()
    rows = {}
    for base in sources.plan.bases:
        slots = {**sources.shared, **_named("j", base.joins)}
        if base.each is None:
            reports = frames[id(base)].to_dict() if base.joins else once
            rows[id(base)] = Rows(None, reports, slots, reports[REPORT])
        else:
            own = frames.get(id(base), sources.portion.tables[base.each]).to_dict()
            rows[id(base)] = Rows(own, once, slots, own[REPORT])
    return rows


def _base_query(sources: _Sources, base: Base) -> pl.LazyFrame:
    """The rows of a base with its own joins."""
    if base.each is None:
        rows = sources.reports.lazy()
    else:
        outer = [value for join in base.joins for value in join.outer]
        rows = _with_report_columns(
            sources.portion.tables[base.each], sources.reports, report_columns(outer, sources.shared)
        )
    slots = {**sources.shared, **_named("j", base.joins)}
    for join in base.joins:
        rows = attach(rows, join, sources.plan.groups[join.group], sources.groups[join.group].lazy(), slots)
    return rows.sort(REPORT) if base.each is None else rows


def _choices(tests: Sequence[tuple[Base, Test]], rows: Mapping[int, Rows]) -> dict[_Filter, pl.Series]:
    """For each distinct filter of a base, what it says of every row."""
    filters: dict[_Filter, Base] = {}
    for base, test in tests:
        if test.where is not None or test.applies is not None:
            filters.setdefault((base.each, test.where, test.applies), base)
    stacks: dict[Shape, Stack] = {}
    for number, ((_, where, applies), base) in enumerate(filters.items()):
        form = shaped((where, applies))
        stacks.setdefault(form.shape, Stack()).add(number, rows[id(base)], form.operands)
    queries = [stack.frame().lazy().select("test", choice(shape).alias("choice")) for shape, stack in stacks.items()]
    found: dict[int, pl.Series] = {}
    for frame in pl.collect_all(queries):
        for (number,), part in frame.group_by("test", maintain_order=True):
            found[int(str(number))] = part["choice"]
    nothing = pl.Series([], dtype=pl.UInt8)
    return {each: found.get(number, nothing) for number, each in enumerate(filters)}


def _shape_query(shape: Shape, stack: Stack) -> pl.LazyFrame:
    """All tests of a shape on all their rows."""
    return compared(shape, stack.frame().lazy()).select("test", REPORT, "n", *COMPARED)


def _others(
    tests: Sequence[tuple[Base, Test]], rows: Mapping[int, Rows], choices: Mapping[_Filter, pl.Series], portion: Portion
) -> Iterator[pl.DataFrame]:
    """Outcomes that need no figures: rows that `where` cannot be told of, and tables to be checked that are missing."""
    for base, test in tests:
        mask = choices.get((base.each, test.where, test.applies))
        if mask is not None and (mask == UNTOLD).any():
            untold = rows[id(base)].only(mask == UNTOLD)
            yield _undecided(test, untold.report, untold.numbers(), Reason.UNREADABLE)
        if base.each is not None:
            missing = portion.reports[absent_column(base.each)] > 0
            if missing.any():
                applying = _applying(test, portion)
                reports = portion.reports[REPORT].filter(missing & applying)
                yield _undecided(test, reports, nulls(len(reports), pl.Int32()), Reason.MISSING)


def _undecided(test: Test, reports: pl.Series, numbers: pl.Series, reason: Reason) -> pl.DataFrame:
    known = {REPORT: reports, "n": numbers}
    constant = {"test": test.number, "verdict": UNDECIDED + reason}
    rest = [pl.lit(constant.get(name), kind).alias(name) for name, kind in RESULTS.items() if name not in known]
    return pl.DataFrame(known).with_columns(rest).select(*RESULTS)


def _applying(test: Test, portion: Portion) -> pl.Series:
    """For each report of the portion, whether the test's `applies` is true."""
    form = shaped((None, test.applies))
    stack = Stack()
    stack.add(0, Rows(None, portion.reports.to_dict(), {}, portion.reports[REPORT]), form.operands)
    return stack.frame().select(choice(form.shape) == INCLUDED).to_series()


def _with_report_columns(rows: pl.DataFrame, reports: pl.DataFrame, columns: list[str]) -> pl.LazyFrame:
    if not columns:
        return rows.lazy()
    return rows.lazy().join(reports.lazy().select(REPORT, *columns), on=REPORT, how="left")


def _named(letter: str, joins: Sequence[Join]) -> dict[Lookup, str]:
    """A column prefix for every lookup of these joins."""
    named: dict[Lookup, str] = {}
    for place, join in enumerate(joins):
        for number, lookup in enumerate(join.lookups):
            named[lookup] = f"{letter}{place}_{number}"
    return named
