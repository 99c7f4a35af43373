"""The oracle: the language's meaning in plain Python and `Decimal`, written from language.md, cell by cell.

It shares no code with plan or engine: it reads checked rules and dict rows, one report and one row at a time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Context, Decimal
from fractions import Fraction
from functools import cache
from itertools import product
from math import ceil, floor, inf, isinf
from typing import Any

from dq.semantics import checked as c
from dq.semantics.bodies import Bodies
from dq.templates import load_statements
from dq.types import MONEY_UNITS, CellState, ValueType

UNRELATED = Bodies()
WIDE = Context(prec=200)
ZERO = Fraction(0)
TOO_LARGE = Decimal(10) ** 16
LARGEST_RESULT = 10**31
PRECEDENCE = ("missing", "ambiguous", "no_prior", "units", "unreadable", "zero_divisor")
FIGURES = (CellState.FIGURE, CellState.ZERO)
EMPTY = (CellState.BLANK, CellState.DASH)
FACTORS = {unit.name: unit.factor for unit in MONEY_UNITS}


@dataclass(frozen=True)
class Told:
    """An outcome as the oracle sees it."""

    rule: str
    column: str | None
    report: str
    n: int | None
    verdict: str
    reason: str | None = None
    left: Decimal | None = None
    right: Decimal | None = None
    allowance: Decimal | None = None
    left_text: str | None = None
    right_text: str | None = None


@dataclass
class Trace:
    """What evaluating something came across: reasons why it is unusable, whether anything printed was read."""

    problems: set[str] = field(default_factory=set)
    printed: bool = False
    no_table: bool = False
    units: set[str] = field(default_factory=set)
    deep: set[str] = field(default_factory=set)
    """What of it came from looking rows up, rather than from cells of the row at hand."""

    gap: bool = False
    """A cell of the row at hand is not there."""

    def looked_up(self) -> Trace:
        self.gap = False
        self.deep = self.problems | ({"no_table"} if self.no_table else set())
        return self

    def add(self, other: Trace) -> None:
        self.deep |= other.deep
        self.gap |= other.gap
        self.problems |= other.problems
        self.printed |= other.printed
        self.no_table |= other.no_table
        self.units |= other.units

    @property
    def usable(self) -> bool:
        return not self.problems

    @property
    def unreadable(self) -> bool:
        return self.problems == {"unreadable"}


@dataclass
class Range:
    """A figure and the closed interval of the true values that print as it; an end may be infinite."""

    value: Fraction
    low: Any
    high: Any

    @property
    def bounded(self) -> bool:
        return not (isinf(self.low) or isinf(self.high))


def evaluate(
    rules: tuple[c.CheckedRule, ...], reports: list[Any], schema: Any, bodies: Bodies = UNRELATED
) -> set[Told]:
    """All outcomes of the rules, before `needs` is looked at. No two bodies have one name."""
    found = set()
    subjects = {(r.report["department"], r.report["year"], r.report["kind"]): r for r in reports}
    for report in reports:
        about = report.report
        before = subjects.get((about["department"], about["year"] - 1, about["kind"]))
        mine = [
            subjects.get((each.unit, about["year"], about["kind"]))
            for each in bodies.units
            if each.department == about["department"] and each.first_year <= about["year"] <= each.last_year
        ]
        subject = _Report(report, schema, before, mine)
        for rule in rules:
            for expectation in rule.expectations:
                if about["template"] in expectation.templates:
                    found |= set(subject.outcomes(expectation))
    return found


class _Report:
    def __init__(self, report: Any, schema: Any, before: Any = None, units: Any = ()) -> None:
        self.before = None if before is None else _Report(before, schema)
        self.of_units = [None if each is None else _Report(each, schema) for each in units]
        self.about = {**report.report, "units": len(self.of_units)}
        self.rows = report.rows
        self.present = {table["table"] for table in report.tables} | {each.name for each in load_statements()}
        self.units = {table["table"]: table["unit"] for table in report.tables}
        self.schema = schema
        self.groups: dict[c.Compare, list[list[Any]]] = {}

    def measure(self, table: str, column: str) -> bool:
        found = self.schema.tables[table].columns.get(column)
        return found is not None and found.is_measure

    # Outcomes

    def outcomes(self, expectation: c.Expectation):
        if expectation.applies is not None and self.truth(expectation.applies, None, None)[0] is not True:
            return
        if expectation.each is None:
            yield from self.outcome(expectation, None)
            return
        if expectation.each not in self.present:
            if expectation.missing_violates:
                yield self.told(expectation, None, "violated")
            else:
                yield self.told(expectation, None, "undecided", "missing")
            return
        for row in self.rows.get(expectation.each, []):
            if expectation.where is not None:
                printed, _, _, trace = self.truth(expectation.where, row, None)
                if printed is None and "overflow" in trace.problems:
                    yield self.told(expectation, row, "error")
                elif printed is None and trace.unreadable:
                    yield self.told(expectation, row, "undecided", "unreadable")
                if printed is not True:
                    continue
            yield from self.outcome(expectation, row)

    def told(
        self, expectation: c.Expectation, row: Any, verdict: str, reason: str | None = None, **figures: Any
    ) -> Told:
        n = None if row is None else row["n"]
        return Told(expectation.rule, expectation.column, self.about["report"], n, verdict, reason, **figures)

    def outcome(self, expectation: c.Expectation, row: Any):
        printed, possible, _, trace = self.truth(expectation.check, row, None)
        untold = printed is None or possible is None
        absent = expectation.missing_violates and "missing" in trace.problems and untold
        if not (trace.printed or trace.no_table or absent or "unreadable" in trace.problems):
            return
        if "overflow" in trace.problems:
            yield self.told(expectation, row, "error")
            return
        if printed is True:
            verdict = "holds"
        elif printed is None or possible is None:
            reason = next((each for each in PRECEDENCE if each in trace.problems), "missing")
            if reason == "missing" and expectation.missing_violates:
                yield self.told(expectation, row, "violated")
                return
            yield self.told(expectation, row, "undecided", reason)
            return
        else:
            verdict = "rounding" if possible else "violated"
        yield self.told(expectation, row, verdict, **self.shown(expectation, row))

    def shown(self, expectation: c.Expectation, row: Any) -> dict[str, Any]:
        """Figures of the first comparison that speaks against the check, else of the first that can be told."""
        taken = list(self.taken(expectation.check, row, negated=False))
        told = [(leaf, self.truth(leaf, row, None)[0], negated) for leaf, negated in taken]
        against = [leaf for leaf, printed, negated in told if printed is negated]
        known = [leaf for leaf, printed, _ in told if printed is not None]
        if not (against or known):
            return {}
        leaf = (against or known)[0]
        if not _numeric(leaf):
            return {"left_text": self.text(leaf.left, row, None)[0], "right_text": self.text(leaf.right, row, None)[0]}
        left, right, allowance = self.sides(leaf, row)
        factor = self.factor(leaf, row)
        computed = _row_by_row(leaf, self)
        return {
            name: None if value is None else _shown(value, factor, rounded=computed)
            for name, value in (("left", left), ("right", right), ("allowance", allowance))
        }

    def taken(self, node: c.Condition, row: Any, *, negated: bool):
        """The comparisons that are read, of cases those of the branch that is taken as printed."""
        match node:
            case c.Compare() | c.Among() | c.StartsWith() | c.Matches():
                case = _first_case(node)
                if case is None:
                    yield from _comparisons(node, negated=negated)
                    return
                for guard, value in (*case.branches, (None, case.otherwise)):
                    printed = True if guard is None else self.truth(guard, row, None)[0]
                    if printed is None:
                        return
                    if printed:
                        yield from self.taken(_put(node, case, value), row, negated=negated)
                        return
            case c.And(left, right) | c.Or(left, right):
                yield from self.taken(left, row, negated=negated)
                yield from self.taken(right, row, negated=negated)
            case c.Not(operand):
                yield from self.taken(operand, row, negated=not negated)
            case c.Implies(_, right):
                yield from self.taken(right, row, negated=negated)

    def factor(self, leaf: c.Compare, row: Any) -> Decimal:
        """Size of the printed unit of the first money operand, else of the first quantity, else of the first figure."""
        operands = list(self.figures_read(leaf))
        for wanted in (ValueType.MONEY, ValueType.QUANTITY, None):
            for node in operands:
                if wanted in (None, node.type):
                    return FACTORS.get(self.unit_of(node, row) or "", Decimal(1))
        return Decimal(1)

    def figures_read(self, leaf: c.Compare):
        for side in (leaf.left, leaf.right):
            yield from self.read_of(side)

    def read_of(self, side: c.Expr):
        for node, _ in self.linear(side, row=None, inner=None, values=False)[0]:
            yield from _innermost(node, self)

    def unit_of(self, node: Any, row: Any) -> str | None:
        match node:
            case c.Field(_, column):
                return row[f"{column}__unit"]
            case c.Pick(source, column):
                units = [each[f"{column}__unit"] for each in self.matched(source, row)[0]]
            case c.Reduce(_, source, element):
                column = next(name for name in _inner_columns(element) if self.measure(source.table, name))
                units = [each[f"{column}__unit"] for each in self.matched(source, row)[0]]
        stated = [(unit, dec) for unit, dec in zip(units, self.decimals(node, row), strict=True) if unit is not None]
        return max((f"{u}|{'' if d is None else d}" for u, d in stated), default="").partition("|")[0] or None

    def decimals(self, node: Any, row: Any) -> list[int | None]:
        column = (
            node.column
            if isinstance(node, c.Pick)
            else next(name for name in _inner_columns(node.element) if self.measure(node.source.table, name))
        )
        return [each[f"{column}__decimals"] for each in self.matched(node.source, row)[0]]

    # Comparisons

    def sides(self, leaf: c.Compare, row: Any) -> tuple[Fraction, Fraction, Any]:
        left, right, low, high, _ = self.difference(leaf, row, None)
        reach = _reach(leaf.comparison, left - right, low, high)
        return left, right, None if isinf(reach) else reach

    def difference(self, leaf: c.Compare, row: Any, inner: Any):
        cut = leaf.tolerance.kind is c.ToleranceKind.TRUNCATION
        lterms, lconst, ltrace = self.linear(leaf.left, row, inner, cut=cut)
        rterms, rconst, rtrace = self.linear(leaf.right, row, inner, cut=cut)
        left = lconst + sum((k * r.value for k, r in lterms.values()), ZERO)
        right = rconst + sum((k * r.value for k, r in rterms.values()), ZERO)
        net = dict(lterms)
        for key, (factor, figure) in rterms.items():
            net[key] = (net.get(key, (ZERO, figure))[0] - factor, figure)
        low = high = left - right
        amount = Fraction(leaf.tolerance.amount)
        match leaf.tolerance.kind:
            case c.ToleranceKind.ABSOLUTE:
                low, high = low - amount, high + amount
            case c.ToleranceKind.RELATIVE:
                low, high = low - abs(right) * amount, high + abs(right) * amount
            case c.ToleranceKind.ROUNDING | c.ToleranceKind.TRUNCATION:
                whole = _range(net, lconst - rconst)
                low, high = whole.low, whole.high
        ltrace.add(rtrace)
        self.clash(leaf, ltrace, row, inner)
        if len(ltrace.problems) > 1:
            ltrace.problems.discard("zero_divisor")  # what cannot be used is not divided by
        return left, right, low, high, ltrace

    def clash(self, leaf: c.Compare, trace: Trace, row: Any, inner: Any) -> None:
        """A quantity beside money, or two quantities of money and of something else; in a ratio, too."""
        for read in self.groups_of(leaf):
            types = {node.type for node in read}
            if ValueType.QUANTITY in types:
                kinds = {unit for node in read for unit in self.figure(node, row, inner)[1].units}
                kinds |= {"money"} if ValueType.MONEY in types else set()
                kinds |= {"other"} if types - {ValueType.MONEY, ValueType.QUANTITY} else set()
                if len(kinds) > 1:
                    trace.problems.add("units")

    def groups_of(self, leaf: c.Compare) -> list[list[Any]]:
        """What the sides of a comparison read, and those of each ratio in it: the same in every row."""
        if leaf not in self.groups:
            sides = leaf.left, leaf.right
            groups = (sides, *((a, b) for side in sides for a, b in self.ratios(side)))
            self.groups[leaf] = [[node for side in group for node in self.read_of(side)] for group in groups]
        return self.groups[leaf]

    def ratios(self, side: c.Expr):
        """Dividend and divisor of each ratio in it."""
        for node, _ in self.linear(side, row=None, inner=None, values=False)[0]:
            match node:
                case c.Arithmetic(operator, left, right, type_):
                    if operator is c.Operator.DIVIDE and type_ is ValueType.RATIO:
                        yield left, right
                    yield from (*self.ratios(left), *self.ratios(right))
                case c.Call(_, arguments):
                    for each in arguments:
                        yield from self.ratios(each)

    def truth(self, node: c.Condition, row: Any, inner: Any):
        """(printed, can be true, can be false, trace), each of the three None where it cannot be told."""
        if isinstance(node, c.Compare | c.Among | c.StartsWith | c.Matches) and _first_case(node) is not None:
            return self.through_cases(node, row, inner)
        match node:
            case c.Compare() if _numeric(node):
                return self.numeric(node, row, inner)
            case c.Compare(comparison, left, right):
                a, trace = self.text(left, row, inner)
                b, more = self.text(right, row, inner)
                trace.add(more)
                return self.plain(trace, lambda: _ordered(comparison, a, b))
            case c.And(left, right):
                return self.joined(_and, _or, self.truth(left, row, inner), self.truth(right, row, inner))
            case c.Or(left, right):
                return self.joined(_or, _and, self.truth(left, row, inner), self.truth(right, row, inner))
            case c.Not(operand):
                printed, possible, refutable, trace = self.truth(operand, row, inner)
                return _not(printed), refutable, possible, trace
            case c.Implies(left, right):
                printed, _, _, trace = self.truth(left, row, inner)
                settled = (_not(printed), _not(printed), printed, trace)
                return self.joined(_or, _and, settled, self.truth(right, row, inner))
            case c.Matches(operand, pattern):
                text, trace = self.text(operand, row, inner)
                return self.plain(trace, lambda: re.fullmatch(pattern, text) is not None)
            case c.StateTest(operand, state):
                code, trace = self.state(operand, row, inner)
                return self.plain(trace, lambda: _is_state(code, state))
            case c.Exists(source):
                rows, trace = self.matched(source, row)
                return self.plain(trace.looked_up(), lambda: bool(rows))
            case c.Among(operand, choices) if operand.type.is_numeric:
                equal = [c.Compare(c.Comparison.EQ, operand, choice, c.Tolerance()) for choice in choices]
                result = self.truth(equal[0], row, inner)
                for each in equal[1:]:
                    result = self.joined(_or, _and, result, self.truth(each, row, inner))
                return result
            case c.Among(operand, choices):
                text, trace = self.text(operand, row, inner)
                return self.plain(trace, lambda: text in [choice.value for choice in choices])
            case c.StartsWith(operand, prefix):
                text, trace = self.text(operand, row, inner)
                start, more = self.text(prefix, row, inner)
                trace.add(more)
                return self.plain(trace, lambda: text.startswith(start))
        raise TypeError(node)

    def through_cases(self, node: Any, row: Any, inner: Any):
        """As printed the branch that is taken; possible and refutable if that of any branch still possible is."""
        case = _first_case(node)
        result = self.truth(_put(node, case, case.otherwise), row, inner)
        for guard, value in reversed(case.branches):
            if_printed, if_possible, if_refutable, trace = self.truth(guard, row, inner)
            printed, possible, refutable, more = self.truth(_put(node, case, value), row, inner)
            trace.add(more)
            trace.add(result[3])
            result = (
                None if if_printed is None else printed if if_printed else result[0],
                _or(_and(if_possible, possible), _and(if_refutable, result[1])),
                _or(_and(if_possible, refutable), _and(if_refutable, result[2])),
                trace,
            )
        return result

    def numeric(self, node: c.Compare, row: Any, inner: Any):
        left, right, low, high, trace = self.difference(node, row, inner)
        if not trace.usable:
            return None, None, None, trace
        value = left - right
        reach = _reach(node.comparison, value, low, high)
        shown = (left, right, ZERO if isinf(reach) else reach)
        if max(map(abs, shown)) >= LARGEST_RESULT and _row_by_row(node, self):  # of sums none can be as large
            trace.problems.add("overflow")
            return None, None, None, trace
        equal = value == 0 or self.rounds_to(node, left, right, row, inner)
        cut = node.tolerance.kind is c.ToleranceKind.TRUNCATION and not _row_by_row(node, self)
        below = low < 0 or (value if cut else low) <= 0
        above = high > 0 or (value if cut else high) >= 0
        some = {
            "=": below and above,
            "!=": (low != high or value != 0) if cut or equal else (low != 0 or high != 0),
            "<=": below,
            "<": low < 0,
            ">=": above,
            ">": high > 0,
        }
        contrary = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
        sign = node.comparison.value
        printed = {"=": equal, "!=": not equal}.get(sign, _ordered(node.comparison, value, ZERO))
        return printed, printed or some[sign], not printed or some[contrary[sign]], trace

    def rounds_to(self, node: c.Compare, left: Fraction, right: Fraction, row: Any, inner: Any) -> bool:
        """One side is a single printed figure, the other contains × ÷ avg or share and rounds to it."""
        figure = _single(node, self)
        if figure is None:
            return False
        printed, computed = (left, right) if figure is node.left else (right, left)
        match figure:
            case c.Field(_, column):
                cell = row
            case c.Inner(_, column):
                cell = inner
            case c.Pick(source, column):
                rows = self.matched(source, row)[0]
                cell = rows[0] if rows else None
        if cell is None or cell[f"{column}__state"] not in FIGURES:
            return False
        radius = cell[f"{column}__radius"] if figure.type.is_measured else None
        if radius:
            step = 2 * Fraction(radius)
        else:
            step = Fraction(FACTORS.get(cell[f"{column}__unit"], 1)) / 10 ** cell[f"{column}__decimals"]
        return _multiple(computed, step, "round") == printed

    def plain(self, trace: Trace, decide: Any):
        if not trace.usable:
            return None, None, None, trace
        printed = decide()
        return printed, printed, not printed, trace

    def joined(self, straight: Any, crossed: Any, a: Any, b: Any):
        a[3].add(b[3])
        return straight(a[0], b[0]), straight(a[1], b[1]), crossed(a[2], b[2]), a[3]

    # Values

    def linear(self, node: c.Expr, row: Any, inner: Any, *, values: bool = True, cut: bool = False):
        """(terms {(what is read, exact): (coefficient, range)}, constant, trace)."""
        trace = Trace()
        match node:
            case c.Literal(value):
                return {}, Fraction(value), trace
            case c.Negate(operand):
                terms, constant, trace = self.linear(operand, row, inner, values=values, cut=cut)
                return {key: (-k, r) for key, (k, r) in terms.items()}, -constant, trace
            case c.Arithmetic(operator, left, right):
                return self.arithmetic(node, operator, (left, right), row, inner, values=values, cut=cut)
            case c.Call("exactly", (operand,)):
                terms, constant, trace = self.linear(operand, row, inner, values=values, cut=cut)
                merged: dict[Any, Any] = {}
                for (what, _), (k, r) in terms.items():
                    merged[what, True] = (merged.get((what, True), (ZERO, r))[0] + k, r)
                return merged, constant, trace
            case c.Call("percent", (operand,)):
                terms, constant, trace = self.linear(operand, row, inner, values=values, cut=cut)
                return {key: (100 * k, r) for key, (k, r) in terms.items()}, 100 * constant, trace
            case c.Call("share", (of, total)):
                quotient = c.Arithmetic(c.Operator.DIVIDE, of, total, node.type)
                return self.linear(quotient, row, inner, values=values, cut=cut)
            case c.Call(function, arguments):
                return self.called(node, function, arguments, row, inner, values=values, cut=cut)
            case c.Reduce(c.Reducer.AVERAGE, source, element, type_, text):
                total = c.Reduce(c.Reducer.SUM, source, element, type_, text)
                count = c.Reduce(c.Reducer.COUNT, source, None, ValueType.COUNT, text)
                quotient = c.Arithmetic(c.Operator.DIVIDE, total, count, type_)
                return self.linear(quotient, row, inner, values=values, cut=cut)
        figure = None
        if values:
            figure, trace = self.figure(node, row, inner, cut=cut)
        return {(_bare(node), False): (Fraction(1), figure)}, ZERO, trace

    def called(self, node: c.Call, function: str, arguments: Any, row: Any, inner: Any, *, values: bool, cut: bool):
        """abs, round, floor, ceil, min and max map the ends of their figures' intervals."""
        trace = Trace()
        figures = []
        for argument in arguments:
            terms, constant, more = self.linear(argument, row, inner, values=values, cut=cut)
            trace.add(more)
            if function == "abs" and not terms:
                return {}, abs(constant), trace
            figures.append(_range(terms, constant) if values else None)
        figure = None
        if values:
            match function:
                case "abs":
                    figure = _absolute(figures[0])
                case "min" | "max":
                    choose = min if function == "min" else max
                    figure = Range(
                        *(choose(getattr(each, end) for each in figures) for end in ("value", "low", "high"))
                    )
                case _:
                    step = Fraction(node.step)
                    ends = (getattr(figures[0], end) for end in ("value", "low", "high"))
                    figure = Range(*(end if isinf(end) else _multiple(end, step, function) for end in ends))
        return {(_bare(node), False): (Fraction(1), figure)}, ZERO, trace

    def arithmetic(self, node: Any, operator: c.Operator, sides: Any, row: Any, inner: Any, *, values: bool, cut: bool):
        a, aconst, trace = self.linear(sides[0], row, inner, values=values, cut=cut)
        b, bconst, more = self.linear(sides[1], row, inner, values=values, cut=cut)
        trace.add(more)
        if operator is c.Operator.DIVIDE:
            return self.divided(node, (a, aconst), (b, bconst), trace, values=values)
        if operator is c.Operator.MULTIPLY:
            if a and b:
                figure = _product(_range(a, aconst), _range(b, bconst)) if values else None
                return {(_bare(node), False): (Fraction(1), figure)}, ZERO, trace
            terms, const, factor = (a, aconst, bconst) if a else (b, bconst, aconst)
            return {key: (k * factor, r) for key, (k, r) in terms.items()}, const * factor, trace
        sign = 1 if operator is c.Operator.ADD else -1
        merged = dict(a)
        for key, (k, r) in b.items():
            merged[key] = (merged.get(key, (ZERO, r))[0] + sign * k, r)
        return merged, aconst + sign * bconst, trace

    def divided(self, node: Any, above: Any, below: Any, trace: Trace, *, values: bool):
        (a, aconst), (b, bconst) = above, below
        if not b and bconst and _ends(1 / bconst):  # the same sum, smaller
            return {key: (k / bconst, r) for key, (k, r) in a.items()}, aconst / bconst, trace
        key = (_bare(node), False)
        if not values:
            return {key: (Fraction(1), None)}, ZERO, trace
        divisor = _range(b, bconst)
        if divisor.value == 0:
            if trace.usable:
                trace.problems.add("zero_divisor")
            return {key: (Fraction(1), _exact(ZERO))}, ZERO, trace
        return {key: (Fraction(1), _quotient((a, aconst), (b, bconst)))}, ZERO, trace

    def figure(self, node: c.Expr, row: Any, inner: Any, *, cut: bool = False) -> tuple[Range, Trace]:
        match node:
            case c.Field(table, column, type_, optional):
                return self.cell(table, row, column, type_, optional=optional, cut=cut)
            case c.Inner(table, column, type_):
                return self.cell(table, inner, column, type_, cut=cut)
            case c.ReportField(name):
                value = self.about[name]
                return _exact(Fraction(value or 0)), Trace(set() if value is not None else {"missing"})
            case c.Pick():
                figure, trace = self.pick(node, row, cut=cut)
                return figure, trace.looked_up()
            case c.Reduce():
                figure, trace = self.reduce(node, row, cut=cut)
                return figure, trace.looked_up()
        raise TypeError(node)

    def cell(self, table: str, row: Any, column: str, type_: ValueType, *, optional: bool = False, cut: bool = False):
        if not self.measure(table, column):
            value = row[column]
            missing = set() if value is not None else {"missing"}
            return _exact(Fraction(value or 0)), Trace(missing, printed=value is not None, gap=value is None)
        state, value, radius = row[f"{column}__state"], row[column], row[f"{column}__radius"]
        unit = row[f"{column}__unit"]
        units = set() if unit is None else {"money" if unit in FACTORS else "other"}
        if state is None:
            return _exact(ZERO), Trace(set() if optional else {"missing"}, units=units, gap=not optional)
        if state in EMPTY:
            return _exact(ZERO), Trace(units=units)
        if state not in FIGURES:
            return _exact(ZERO), Trace({"unreadable"}, units=units)
        if abs(value) > TOO_LARGE or (radius or ZERO) > TOO_LARGE:
            return _exact(ZERO), Trace({"overflow"}, printed=True, units=units)
        radius = Fraction(radius or 0) if type_.is_measured else ZERO
        value = Fraction(value)
        if cut:  # cut off towards zero: up to one unit further out
            low = value - (2 * radius if value <= 0 else 0)
            return Range(value, low, value + (2 * radius if value >= 0 else 0)), Trace(printed=True, units=units)
        return Range(value, value - radius, value + radius), Trace(printed=True, units=units)

    def pick(self, node: c.Pick, row: Any, *, cut: bool = False):
        rows, trace = self.matched(node.source, row)
        trace.printed = False
        if "no_prior" in trace.problems:
            return _exact(ZERO), trace
        if not rows:
            trace.problems.add("missing")
            figure = _exact(ZERO)
        elif len(rows) > 1:
            trace.problems.add("ambiguous")
            trace.printed = True
            figure = _exact(ZERO)
        else:
            figure, more = self.cell(node.source.table, rows[0], node.column, node.type, cut=cut)
            trace.add(more)
        if node.optional:
            trace.problems.discard("missing")
            trace.no_table = False
        return figure, trace

    def reduce(self, node: c.Reduce, row: Any, *, cut: bool = False):
        rows, trace = self.matched(node.source, row)
        if node.reducer is c.Reducer.COUNT:
            return _exact(Fraction(len(rows))), trace
        trace.printed = False
        if node.reducer is c.Reducer.DISTINCT:
            return self.distinct(node, rows, trace)
        figures = []
        for each in rows:
            terms, constant, more = self.linear(node.element, None, each, cut=cut)
            trace.add(more)
            figures.append(_range(terms, constant))
        if node.reducer is c.Reducer.SUM:
            total = [sum((getattr(each, end) for each in figures), ZERO) for end in ("value", "low", "high")]
            if node.optional:
                trace.problems.discard("missing")
                trace.no_table = False
            return Range(*total), trace
        if not figures:
            if "no_prior" not in trace.problems:
                trace.problems.add("missing")
            return _exact(ZERO), trace
        choose = min if node.reducer is c.Reducer.MIN else max
        return Range(*(choose(getattr(each, end) for each in figures) for end in ("value", "low", "high"))), trace

    def distinct(self, node: c.Reduce, rows: Any, trace: Trace):
        """How many different values are printed: cells that are empty or not there do not count."""
        values = set()
        for each in rows:
            table, column = node.element.table, node.element.column
            if self.state_cell(table, each, column) in (0, *EMPTY):
                continue
            if node.element.type.is_numeric:
                figure, more = self.cell(table, each, column, node.element.type)
                values.add(figure.value)
            else:
                text, more = self.text_cell(table, each, column)
                values.add(text)
            trace.add(more)
        return _exact(Fraction(len(values))), trace

    def text(self, node: c.Expr, row: Any, inner: Any) -> tuple[str | None, Trace]:
        match node:
            case c.Literal(value):
                return str(value), Trace()
            case c.Field(table, column) | c.Inner(table, column):
                return self.text_cell(table, inner if isinstance(node, c.Inner) else row, column)
            case c.ReportField(name):
                value = self.about[name]
                return value, Trace(set() if value is not None else {"missing"})
            case c.Pick():
                rows, trace = self.matched(node.source, row)
                trace.printed = False
                if "no_prior" in trace.problems:
                    return None, trace.looked_up()
                if len(rows) != 1:
                    trace.problems.add("ambiguous" if rows else "missing")
                    trace.printed = bool(rows)
                    return None, trace.looked_up()
                text, more = self.text_cell(node.source.table, rows[0], node.column)
                trace.add(more)
                return text, trace.looked_up()
        raise TypeError(node)

    def text_cell(self, table: str, row: Any, column: str) -> tuple[str | None, Trace]:
        value = row[column] if not self.measure(table, column) else row[f"{column}__printed"]
        if self.measure(table, column) and row[f"{column}__state"] in EMPTY:
            value = None
        return value, Trace(set() if value is not None else {"missing"}, printed=value is not None, gap=value is None)

    def state(self, node: c.Expr, row: Any, inner: Any) -> tuple[int, Trace]:
        match node:
            case c.Field(table, column) | c.Inner(table, column):
                return self.state_cell(table, inner if isinstance(node, c.Inner) else row, column), Trace(printed=True)
            case c.Pick(source, column):
                rows, trace = self.matched(source, row)
                if len(rows) > 1:
                    trace.problems.add("ambiguous")
                    return 0, trace.looked_up()
                return self.state_cell(source.table, rows[0], column) if rows else 0, trace.looked_up()
        raise TypeError(node)

    def state_cell(self, table: str, row: Any, column: str) -> int:
        if self.measure(table, column):
            return row[f"{column}__state"] or 0
        if row[column] is not None:
            return CellState.FIGURE
        return CellState.BLANK if column == "label" else 0

    def matched(self, source: c.Source, row: Any) -> tuple[list[Any], Trace]:
        """Rows of a source; unreadable where a cell that decides on a row cannot be read. What is counted is told."""
        if source.home is c.Home.UNITS:
            trace = Trace(printed=True)
            rows = []
            for unit in self.of_units:
                if unit is None or source.table not in unit.present:
                    trace.problems.add("missing")
                    trace.no_table = True
                else:
                    found, more = self.chosen(unit, source, row)
                    rows += found
                    trace.add(more)
            return rows, trace
        home = self.before if source.home is c.Home.BEFORE else self
        if home is None:
            return [], Trace({"no_prior"})
        if source.table not in home.present:
            return [], Trace({"missing"}, no_table=True)
        return self.chosen(home, source, row)

    def chosen(self, home: _Report, source: c.Source, row: Any) -> tuple[list[Any], Trace]:
        """Those rows of one report."""
        trace = Trace(printed=True)
        found = []
        for each in home.rows.get(source.table, []):
            if not all(self.same(each[column], outer, row) for column, outer in source.keys):
                continue
            if source.filter is not None:
                printed, _, _, more = self.truth(source.filter, None, each)
                if printed is None and not more.gap:
                    trace.problems |= (more.deep - {"no_table"}) | ({"unreadable"} if more.unreadable else set())
                    trace.problems |= more.problems & {"overflow"}
                    trace.no_table |= "no_table" in more.deep
                if printed is not True:
                    continue
            found.append(each)
        return found, trace

    def same(self, value: Any, outer: c.Expr, row: Any) -> bool:
        if outer.type.is_numeric:
            figure, trace = (
                self.figure(outer, row, None) if not isinstance(outer, c.Literal) else (_exact(outer.value), Trace())
            )
            return trace.usable and value is not None and Decimal(value) == figure.value
        text, trace = self.text(outer, row, None)
        return trace.usable and value is not None and value == text


def _reach(comparison: c.Comparison, value: Fraction, low: Any, high: Any) -> Any:
    """How far the difference may reach towards truth; infinite without a bound."""
    down, up = value - low, high - value
    match comparison:
        case c.Comparison.LE | c.Comparison.LT:
            return down
        case c.Comparison.GE | c.Comparison.GT:
            return up
        case _:
            return down if value > 0 else up if value < 0 else max(down, up)


def _range(terms: dict[Any, Any], constant: Fraction) -> Range:
    value = constant + sum((k * r.value for k, r in terms.values()), ZERO)
    low: Any = value
    high: Any = value
    for (_, exact), (k, r) in terms.items():
        if not exact and k:
            ends = sorted((k * (r.low - r.value), k * (r.high - r.value)))
            low, high = low + ends[0], high + ends[1]
    return Range(value, low, high)


def _product(a: Range, b: Range) -> Range:
    if not (a.bounded and b.bounded):
        return Range(a.value * b.value, -inf, inf)
    corners = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
    return Range(a.value * b.value, min(corners), max(corners))


def _quotient(above: Any, below: Any) -> Range:
    """Corners over every figure: one that stands above and below is one figure. Nothing bounds it across zero."""
    (a, aconst), (b, bconst) = above, below
    upper, lower = _range(a, aconst), _range(b, bconst)
    value = upper.value / lower.value
    if not (upper.bounded and lower.bounded) or lower.low <= 0 <= lower.high:
        return Range(value, -inf, inf)
    figures = {**{key: r for key, (_, r) in a.items()}, **{key: r for key, (_, r) in b.items()}}
    free = [key for key in figures if not key[1]]
    corners = []
    for ends in product(*((figures[key].low, figures[key].high) for key in free)):
        at = {key: r.value for key, r in figures.items()} | dict(zip(free, ends, strict=True))
        top = aconst + sum((k * at[key] for key, (k, _) in a.items()), ZERO)
        corners.append(top / (bconst + sum((k * at[key] for key, (k, _) in b.items()), ZERO)))
    return Range(value, min(corners), max(corners))


def _absolute(figure: Range) -> Range:
    if not figure.bounded:
        return Range(abs(figure.value), ZERO, inf)
    low = figure.low if figure.low > 0 else -figure.high if figure.high < 0 else ZERO
    return Range(abs(figure.value), low, max(-figure.low, figure.high))


def _multiple(value: Fraction, step: Fraction, way: str) -> Fraction:
    steps = value / step
    if way == "floor":
        return step * floor(steps)
    if way == "ceil":
        return step * ceil(steps)
    return step * (floor(steps + Fraction(1, 2)) if steps >= 0 else -floor(-steps + Fraction(1, 2)))


def _shown(value: Fraction, factor: Decimal, *, rounded: bool) -> Decimal:
    """A figure in its printed unit; what was computed to six decimals of the base unit, halves away from zero."""
    if rounded:
        value = _multiple(value, Fraction(1, 10**6), "round")
    return WIDE.divide(WIDE.divide(Decimal(value.numerator), Decimal(value.denominator)), factor)


def _numeric(node: c.Compare) -> bool:
    return node.left.type.is_numeric


@cache
def _first_case(node: Any) -> Any:
    if isinstance(node, c.Case):
        return node
    if isinstance(node, c.Source):
        return None
    parts = node if isinstance(node, tuple) else [getattr(node, n) for n in getattr(node, "__dataclass_fields__", ())]
    return next((found for part in parts if (found := _first_case(part)) is not None), None)


def _put(node: Any, case: Any, value: Any) -> Any:
    """The node with a value in the place of a case."""
    if node is case:
        return value
    if isinstance(node, tuple):
        return tuple(_put(each, case, value) for each in node)
    if isinstance(node, c.Source) or not hasattr(node, "__dataclass_fields__"):
        return node
    return replace(node, **{name: _put(getattr(node, name), case, value) for name in node.__dataclass_fields__})


def _multiplies(node: Any) -> bool:
    """Whether a value contains × ÷ avg or share outside of aggregates."""
    match node:
        case c.Arithmetic(c.Operator.MULTIPLY | c.Operator.DIVIDE) | c.Call("share") | c.Reduce(c.Reducer.AVERAGE):
            return True
        case c.Source() | c.Reduce():
            return False
        case c.Negate(operand):
            return _multiplies(operand)
        case c.Arithmetic(_, left, right):
            return _multiplies(left) or _multiplies(right)
        case c.Call(_, arguments):
            return any(_multiplies(each) for each in arguments)
    return False


def _single(node: c.Compare, report: Any) -> Any:
    """The side that is one printed figure beside a computed one."""
    if node.comparison not in (c.Comparison.EQ, c.Comparison.NE) or not _numeric(node):
        return None
    if node.tolerance.kind is not c.ToleranceKind.ROUNDING:
        return None
    for side, other in ((node.left, node.right), (node.right, node.left)):
        table = side.source.table if isinstance(side, c.Pick) else getattr(side, "table", None)
        figure = isinstance(side, c.Field | c.Inner | c.Pick) and report.measure(table, side.column)
        if figure and _multiplies(other):
            return side
    return None


def _row_by_row(node: c.Compare, report: Any) -> bool:
    """Whether the figures shown of a comparison are rounded: those of sums alone are not."""
    relative = node.tolerance.kind is c.ToleranceKind.RELATIVE
    terms = [key[0] for side in (node.left, node.right) for key in report.linear(side, None, None, values=False)[0]]
    computed = _single(node, report) is not None or any(_is_computed(each, report) for each in terms)
    return relative or computed


def _ends(value: Fraction) -> bool:
    """Whether a fraction is a decimal with an end."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def _is_computed(node: Any, report: Any) -> bool:
    match node:
        case c.Arithmetic():
            return True
        case c.Call("abs", (operand,)):
            return any(_is_computed(key[0], report) for key in report.linear(operand, None, None, values=False)[0])
        case c.Call():
            return True
    return False


def _exact(value: Fraction) -> Range:
    return Range(value, value, value)


def _and(a: bool | None, b: bool | None) -> bool | None:
    if a is False or b is False:
        return False
    return None if a is None or b is None else True


def _or(a: bool | None, b: bool | None) -> bool | None:
    if a is True or b is True:
        return True
    return None if a is None or b is None else False


def _not(a: bool | None) -> bool | None:
    return None if a is None else not a


def _ordered(comparison: c.Comparison, a: Any, b: Any) -> bool:
    return {"=": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[comparison.value]


def _is_state(code: int, state: c.StateName) -> bool:
    if state is c.StateName.ABSENT:
        return code == 0
    if state is c.StateName.BLANK:
        return code in EMPTY
    return code != 0 and code not in EMPTY


def _comparisons(node: c.Condition, *, negated: bool):
    """Every comparison of a check outside of antecedents and guards, those of all branches."""
    match node:
        case c.Compare() | c.Among() | c.StartsWith() | c.Matches() if (case := _first_case(node)) is not None:
            for value in (*(value for _, value in case.branches), case.otherwise):
                yield from _comparisons(_put(node, case, value), negated=negated)
        case c.Compare():
            if _reads_print(node):
                yield node, negated
        case c.Among(operand, choices) if operand.type.is_numeric and _reads_print(operand):
            for choice in choices:
                yield c.Compare(c.Comparison.EQ, operand, choice, c.Tolerance()), negated
        case c.And(left, right) | c.Or(left, right):
            yield from _comparisons(left, negated=negated)
            yield from _comparisons(right, negated=negated)
        case c.Not(operand):
            yield from _comparisons(operand, negated=not negated)
        case c.Implies(_, right):
            yield from _comparisons(right, negated=negated)


def _reads_print(node: Any) -> bool:
    """Whether a figure or a text of the document is read: the year of the report alone proves nothing."""
    if isinstance(node, c.Field | c.Inner | c.Pick | c.Reduce):
        return True
    values = [getattr(node, name) for name in getattr(node, "__dataclass_fields__", ())]
    return any(_reads_print(part) for value in values for part in (value if isinstance(value, tuple) else (value,)))


def _innermost(node: Any, report: _Report):
    """The figures that are read of cells, as the unit of an outcome is one of theirs."""
    match node:
        case c.Field(table, column) | c.Inner(table, column) if report.measure(table, column):
            yield node
        case c.Pick(source, column) if report.measure(source.table, column):
            yield node
        case c.Reduce(reducer, source, element) if element is not None and reducer is not c.Reducer.DISTINCT:
            if any(report.measure(source.table, name) for name in _inner_columns(element)):
                yield node
        case c.Call(_, arguments):
            for operand in arguments:
                for each, _ in report.linear(operand, None, None, values=False)[0]:
                    yield from _innermost(each, report)
        case c.Arithmetic(operator, left, right, type_):  # a product or quotient: what gives it its unit
            for side in (left, right) if operator is c.Operator.MULTIPLY else (left,):
                for each, _ in report.linear(side, None, None, values=False)[0]:
                    yield from (leaf for leaf in _innermost(each, report) if leaf.type is type_)


def _inner_columns(node: Any):
    if isinstance(node, c.Inner):
        yield node.column
    if isinstance(node, c.Source):
        return
    for name in getattr(node, "__dataclass_fields__", ()):
        value = getattr(node, name)
        for part in value if isinstance(value, tuple) else (value,):
            yield from _inner_columns(part)


@cache
def _bare(node: Any) -> Any:
    """The node without the texts as written, so that one thing spelt twice is one thing."""
    if isinstance(node, tuple):
        return tuple(_bare(each) for each in node)
    if not hasattr(node, "__dataclass_fields__"):
        return node
    parts = {name: _bare(getattr(node, name)) for name in node.__dataclass_fields__}
    if "text" in parts:
        parts["text"] = ""
    return type(node)(**parts)
