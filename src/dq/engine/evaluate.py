"""A plan on a portion: group-bys, then the rows of every base, then every shape of test once for all its rows."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from dq.archive.layout import VALUE
from dq.engine.collecting import computed, computed_in_order
from dq.engine.frame import absent_column
from dq.engine.groups import grouped
from dq.engine.joins import attach, constant_keys, cut_out, spread_out
from dq.engine.portion import Portion, asked_columns, report_columns
from dq.engine.raw import Raw
from dq.engine.rows import REPORT, nulls
from dq.engine.settling import Settler, settled
from dq.engine.stacking import Rows, Stack
from dq.engine.verdicts import INCLUDED, UNDECIDED, UNTOLD, VIOLATED, asked, choice, compared, judged
from dq.plan.nodes import Condition, Lookup
from dq.plan.shape import Shape, shaped
from dq.plan.walk import parts
from dq.plan.whole import Base, Group, Join, Plan, Test
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

_Filter = tuple[int, Condition | None, Condition | None]
"""Identity of the base, where, applies."""


@dataclass(frozen=True, slots=True)
class _Sources:
    """What queries read: the plan, its portion and the results of its groups."""

    plan: Plan
    portion: Portion
    groups: dict[int, pl.DataFrame] = field(default_factory=dict)

    def attached(self, rows: pl.LazyFrame, joins: Iterable[Join], slots: Mapping[Lookup, str]) -> pl.LazyFrame:
        """The rows with what these joins bring, not settled."""
        for join in joins:
            rows = attach(rows, join, self.plan.groups[join.group], self.groups[join.group].lazy(), slots)
        return rows


def evaluate(plan: Plan, portion: Portion) -> pl.DataFrame:
    """Every outcome of the plan's tests, with the columns of RESULTS, in no order.

    Errors: whatever polars or a test raises; the caller finds out which test is to blame.
    """
    sources = _sources(plan, portion)
    rows = _rows(sources)
    tests = [(base, test) for base in plan.bases for test in base.tests if plan.template in test.expectation.templates]
    choices = _choices(tests, rows)
    included = {each: rows[each[0]].only(mask == INCLUDED) for each, mask in choices.items()}
    stacks: dict[Shape, Stack] = {}
    for base, test in tests:
        chosen = included.get(_filter(base, test), rows[id(base)])
        if chosen.report.is_empty():
            continue  # a query takes as long for no row as for a hundred, and most rules of a small store have none
        form = shaped((test.check,), test.unit_of)
        stacks.setdefault(form.shape, Stack()).add(test.number, chosen, form.operands)
    frames = computed([_shape_query(shape, stack) for shape, stack in stacks.items()], portion.reports.height)
    strict = [test.number for _, test in tests if test.expectation.missing_violates]
    told = [judged(pl.concat(frames), strict).select(*RESULTS)] if frames else []
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
    """Run the group-bys: those that look nothing up together, then those that need them."""
    sources = _Sources(plan, portion)
    waiting = list(enumerate(plan.groups))
    while waiting:
        ready = [(number, group) for number, group in waiting if all(j.group in sources.groups for j in group.joins)]
        frames = computed([_group_query(sources, group) for _, group in ready], portion.reports.height)
        sources.groups.update(zip((number for number, _ in ready), frames, strict=True))
        waiting = [(number, group) for number, group in waiting if number not in sources.groups]
    return sources


def _group_query(sources: _Sources, group: Group) -> pl.LazyFrame:
    nodes = [part for aggregate in group.aggregates for part in parts(aggregate)]
    columns = report_columns(nodes)
    slots = _named("n", group.joins)
    tables = sources.portion.prior if group.prior else sources.portion.tables
    rows = _with_reports(tables[group.table], sources.portion.reports, columns)
    rows = sources.attached(rows, group.joins, slots)
    for lookup, prefix in slots.items():
        rows = rows.with_columns(
            settled(
                Raw.of(lookup.aggregate),
                prefix,
                pl.col(absent_column(lookup.table, prior=lookup.prior)),
                prior=lookup.prior,
            )
        )
    return grouped(rows, group, slots)


def _rows(sources: _Sources) -> dict[int, Rows]:
    """The rows of each base (by its identity) with their lookups and those that are made once for all bases."""
    shared = _named("s", sources.plan.shared)
    settler = Settler()
    reports = _with_shared(sources, shared)
    settler.add(reports, shared, reports)
    joined = [base for base in sources.plan.bases if base.joins]
    queries = [_base_query(sources, base) for base in joined]
    found = computed(queries, sources.portion.reports.height)
    frames = {id(base): frame for base, frame in zip(joined, found, strict=True)}
    rows = {}
    for base in sources.plan.bases:
        slots = _named("j", base.joins)
        if base.each is None:
            own = frames[id(base)].to_dict() if base.joins else {}
            settler.add(own, slots, reports)
            rows[id(base)] = Rows(None, ChainMap(own, reports), {**shared, **slots}, reports[REPORT])
        else:
            own = frames.get(id(base), sources.portion.tables[base.each]).to_dict()
            settler.add(own, slots, reports, own[REPORT])
            rows[id(base)] = Rows(own, reports, {**shared, **slots}, own[REPORT])
    settler.settle()
    return rows


def _with_shared(sources: _Sources, slots: Mapping[Lookup, str]) -> dict[str, pl.Series]:
    """Columns of the reports, with the lookups that are made once for all bases."""
    constant: dict[int, list[Join]] = {}
    others = []
    for join in sources.plan.shared:
        if constant_keys(join):
            constant.setdefault(join.group, []).append(join)
        else:
            others.append(join)
    reports = sources.portion.reports
    if others:
        reports = sources.attached(reports.lazy(), others, slots).sort(REPORT).collect()
    columns = reports.to_dict()
    groups = sources.plan.groups
    queries = [spread_out(reports.height, j, groups[n], sources.groups[n].lazy()) for n, j in constant.items()]
    for (number, joins), laid in zip(constant.items(), computed_in_order(queries), strict=True):
        columns |= cut_out(reports.height, joins, groups[number], laid, slots)
    return columns


def _base_query(sources: _Sources, base: Base) -> pl.LazyFrame:
    """The rows of a base with its own joins."""
    slots = _named("j", base.joins)
    if base.each is None:
        return sources.attached(sources.portion.reports.lazy(), base.joins, slots)
    columns = asked_columns(key for join in base.joins for key in join.outer)
    rows = _with_reports(sources.portion.tables[base.each], sources.portion.reports, list(columns))
    return sources.attached(rows, base.joins, slots)


def _filter(base: Base, test: Test) -> _Filter:
    return id(base), test.where, test.applies


def _choices(tests: Sequence[tuple[Base, Test]], rows: Mapping[int, Rows]) -> dict[_Filter, pl.Series]:
    """For each distinct filter of a base, what it says of every row."""
    filters = {_filter(base, test): None for base, test in tests if test.where is not None or test.applies is not None}
    stacks: dict[Shape, Stack] = {}
    members: dict[Shape, list[_Filter]] = {}
    found: dict[_Filter, pl.Series] = {}
    for each in filters:
        if rows[each[0]].report.is_empty():
            found[each] = nulls(0, pl.UInt8())
            continue
        form = shaped(each[1:])
        stacks.setdefault(form.shape, Stack()).add(0, rows[each[0]], form.operands)
        members.setdefault(form.shape, []).append(each)
    queries = [asked(shape, stack.frame().lazy()).select(choice(shape)) for shape, stack in stacks.items()]
    for frame, same in zip(computed_in_order(queries), members.values(), strict=True):
        start = 0
        for each in same:
            height = len(rows[each[0]].report)
            found[each] = frame.to_series().slice(start, height)
            start += height
    return found


def _shape_query(shape: Shape, stack: Stack) -> pl.LazyFrame:
    """All tests of a shape on all their rows."""
    return asked(shape, stack.frame().lazy()).select("test", REPORT, "n", *compared(shape))


def _others(
    tests: Sequence[tuple[Base, Test]], rows: Mapping[int, Rows], choices: Mapping[_Filter, pl.Series], portion: Portion
) -> Iterator[pl.DataFrame]:
    """Outcomes that need no figures: rows that `where` cannot be told of, and tables to be checked that are missing."""
    for base, test in tests:
        mask = choices.get(_filter(base, test))
        if mask is not None and (mask == UNTOLD).any():
            untold = rows[id(base)].only(mask == UNTOLD)
            yield _without_figures(test, untold.report, untold.numbers(), UNDECIDED + Reason.UNREADABLE)
        if base.each is not None:
            missing = portion.reports[absent_column(base.each)] > 0
            if missing.any():
                applying = _applying(test, portion)
                reports = portion.reports[REPORT].filter(missing & applying)
                verdict = VIOLATED if test.expectation.missing_violates else UNDECIDED + Reason.MISSING
                yield _without_figures(test, reports, nulls(len(reports), pl.Int32()), verdict)


def _without_figures(test: Test, reports: pl.Series, numbers: pl.Series, verdict: int) -> pl.DataFrame:
    known = {REPORT: reports, "n": numbers}
    constant = {"test": test.number, "verdict": verdict}
    rest = [pl.lit(constant.get(name), kind).alias(name) for name, kind in RESULTS.items() if name not in known]
    return pl.DataFrame(known).with_columns(rest).select(*RESULTS)


def _applying(test: Test, portion: Portion) -> pl.Series:
    """For each report of the portion, whether the test's `applies` is true."""
    form = shaped((None, test.applies))
    stack = Stack()
    stack.add(0, Rows(None, portion.reports.to_dict(), {}, portion.reports[REPORT]), form.operands)
    return asked(form.shape, stack.frame().lazy()).select(choice(form.shape) == INCLUDED).collect().to_series()


def _with_reports(rows: pl.DataFrame, reports: pl.DataFrame, columns: list[str]) -> pl.LazyFrame:
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
