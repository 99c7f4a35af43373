"""The oracle: the language's meaning in plain Python and `Decimal`, written from language.md, cell by cell.

It shares no code with plan or engine: it reads checked rules and dict rows, one report and one row at a time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Context, Decimal
from typing import Any

from dq.semantics import checked as c
from dq.types import MONEY_UNITS, CellState, ValueType

WIDE = Context(prec=200)
ZERO = Decimal(0)
TOO_LARGE = Decimal(10) ** 16
PRECEDENCE = ("missing", "ambiguous", "units", "unreadable")
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
        return bool(self.problems) and self.problems <= {"unreadable", "overflow"}


@dataclass
class Range:
    """A figure and the closed interval of the true values that print as it."""

    value: Decimal
    low: Decimal
    high: Decimal


def evaluate(rules: tuple[c.CheckedRule, ...], reports: list[Any], schema: Any) -> set[Told]:
    """All outcomes of the rules, before `needs` is looked at."""
    found = set()
    for report in reports:
        for rule in rules:
            for expectation in rule.expectations:
                if report.report["template"] in expectation.templates:
                    found |= set(_Report(report, schema).outcomes(expectation))
    return found


class _Report:
    def __init__(self, report: Any, schema: Any) -> None:
        self.about = report.report
        self.rows = report.rows
        self.present = {table["table"] for table in report.tables}
        self.units = {table["table"]: table["unit"] for table in report.tables}
        self.schema = schema

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
            yield self.told(expectation, None, "undecided", "missing")
            return
        for row in self.rows.get(expectation.each, []):
            if expectation.where is not None:
                printed, _, _, trace = self.truth(expectation.where, row, None)
                if printed is None and trace.unreadable:
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
        if not (trace.printed or trace.no_table):
            return
        if "overflow" in trace.problems:
            yield self.told(expectation, row, "error")
            return
        if printed is True:
            verdict = "holds"
        elif printed is None or possible is None:
            reason = next((each for each in PRECEDENCE if each in trace.problems), "missing")
            yield self.told(expectation, row, "undecided", reason)
            return
        else:
            verdict = "rounding" if possible else "violated"
        yield self.told(expectation, row, verdict, **self.shown(expectation, row))

    def shown(self, expectation: c.Expectation, row: Any) -> dict[str, Any]:
        """Figures of the first comparison that speaks against the check, else of the first that can be told."""
        leaves = list(_comparisons(expectation.check, negated=False))
        told = [(leaf, self.truth(leaf, row, None)[0], negated) for leaf, negated in leaves]
        against = [leaf for leaf, printed, negated in told if printed is negated]
        known = [leaf for leaf, printed, _ in told if printed is not None]
        if not (against or known):
            return {}
        leaf = (against or known)[0]
        if not leaf.left.type.is_numeric:
            return {"left_text": self.text(leaf.left, row, None)[0], "right_text": self.text(leaf.right, row, None)[0]}
        left, right, allowance = self.sides(leaf, row)
        factor = self.factor(leaves, row)
        return {
            name: WIDE.divide(value, factor)
            for name, value in (("left", left), ("right", right), ("allowance", allowance))
        }

    def factor(self, leaves: Any, row: Any) -> Decimal:
        """Size of the printed unit of the first money operand, else of the first quantity, else of the first figure."""
        operands = [each for leaf, _ in leaves if leaf.left.type.is_numeric for each in self.figures_read(leaf)]
        for wanted in (ValueType.MONEY, ValueType.QUANTITY, None):
            for node in operands:
                if wanted in (None, node.type):
                    return FACTORS.get(self.unit_of(node, row) or "", Decimal(1))
        return Decimal(1)

    def figures_read(self, leaf: c.Compare):
        for side in (leaf.left, leaf.right):
            remaining = self.linear(side, row=None, inner=None, values=False)[0]
            for node, _ in remaining:
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

    def sides(self, leaf: c.Compare, row: Any) -> tuple[Decimal, Decimal, Decimal]:
        left, right, low, high, _ = self.difference(leaf, row, None)
        value = left - right
        down, up = value - low, high - value
        match leaf.comparison:
            case c.Comparison.LE | c.Comparison.LT:
                return left, right, down
            case c.Comparison.GE | c.Comparison.GT:
                return left, right, up
        return left, right, down if value > 0 else up if value < 0 else max(down, up)

    def difference(self, leaf: c.Compare, row: Any, inner: Any):
        lterms, lconst, ltrace = self.linear(leaf.left, row, inner)
        rterms, rconst, rtrace = self.linear(leaf.right, row, inner)
        left = WIDE.add(lconst, sum((WIDE.multiply(k, r.value) for k, r in lterms.values()), ZERO))
        right = WIDE.add(rconst, sum((WIDE.multiply(k, r.value) for k, r in rterms.values()), ZERO))
        net = dict(lterms)
        for key, (factor, figure) in rterms.items():
            net[key] = (net.get(key, (ZERO, figure))[0] - factor, figure)
        low = high = left - right
        if leaf.tolerance.kind is c.ToleranceKind.ABSOLUTE:
            low, high = low - leaf.tolerance.amount, high + leaf.tolerance.amount
        elif leaf.tolerance.kind is c.ToleranceKind.ROUNDING:
            for (_, exact), (factor, figure) in net.items():
                if not exact:
                    ends = sorted((factor * (figure.low - figure.value), factor * (figure.high - figure.value)))
                    low, high = low + ends[0], high + ends[1]
        ltrace.add(rtrace)
        self.clash(leaf, ltrace)
        return left, right, low, high, ltrace

    def clash(self, leaf: c.Compare, trace: Trace) -> None:
        """A quantity beside money, or two quantities of money and of something else."""
        types = {node.type for node in self.figures_read(leaf)}
        if ValueType.QUANTITY in types:
            kinds = set(trace.units)
            kinds |= {"money"} if ValueType.MONEY in types else set()
            kinds |= {"other"} if types - {ValueType.MONEY, ValueType.QUANTITY} else set()
            if len(kinds) > 1:
                trace.problems.add("units")

    def truth(self, node: c.Condition, row: Any, inner: Any):
        """(printed, can be true, can be false, trace), each of the three None where it cannot be told."""
        match node:
            case c.Compare() if node.left.type.is_numeric:
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

    def numeric(self, node: c.Compare, row: Any, inner: Any):
        left, right, low, high, trace = self.difference(node, row, inner)
        if not trace.usable:
            return None, None, None, trace
        value = left - right
        some = {
            c.Comparison.EQ: low <= 0 <= high,
            c.Comparison.NE: low != 0 or high != 0,
            c.Comparison.LE: low <= 0,
            c.Comparison.LT: low < 0,
            c.Comparison.GE: high >= 0,
            c.Comparison.GT: high > 0,
        }
        contrary = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
        return (
            _ordered(node.comparison, value, ZERO),
            some[node.comparison],
            some[c.Comparison(contrary[node.comparison.value])],
            trace,
        )

    def plain(self, trace: Trace, decide: Any):
        if not trace.usable:
            return None, None, None, trace
        printed = decide()
        return printed, printed, not printed, trace

    def joined(self, straight: Any, crossed: Any, a: Any, b: Any):
        a[3].add(b[3])
        return straight(a[0], b[0]), straight(a[1], b[1]), crossed(a[2], b[2]), a[3]

    # Values

    def linear(self, node: c.Expr, row: Any, inner: Any, *, values: bool = True):
        """(terms {(what is read, exact): (coefficient, range)}, constant, trace)."""
        trace = Trace()
        match node:
            case c.Literal(value):
                return {}, value, trace
            case c.Negate(operand):
                terms, constant, trace = self.linear(operand, row, inner, values=values)
                return {key: (-k, r) for key, (k, r) in terms.items()}, -constant, trace
            case c.Arithmetic(operator, left, right):
                return self.arithmetic(operator, left, right, row, inner, values=values)
            case c.Call("exactly", (operand,)):
                terms, constant, trace = self.linear(operand, row, inner, values=values)
                merged: dict[Any, Any] = {}
                for (what, _), (k, r) in terms.items():
                    merged[what, True] = (merged.get((what, True), (ZERO, r))[0] + k, r)
                return merged, constant, trace
            case c.Call("abs", (operand,)):
                terms, constant, trace = self.linear(operand, row, inner, values=values)
                if not terms:
                    return {}, abs(constant), trace
                figure = _range(terms, constant) if values else None
                return {(_bare(node), False): (Decimal(1), None if figure is None else _absolute(figure))}, ZERO, trace
        figure = None
        if values:
            figure, trace = self.figure(node, row, inner)
        return {(_bare(node), False): (Decimal(1), figure)}, ZERO, trace

    def arithmetic(self, operator: c.Operator, left: c.Expr, right: c.Expr, row: Any, inner: Any, *, values: bool):
        a, aconst, trace = self.linear(left, row, inner, values=values)
        b, bconst, more = self.linear(right, row, inner, values=values)
        trace.add(more)
        if operator is c.Operator.MULTIPLY:
            terms, const, factor = (a, aconst, bconst) if a else (b, bconst, aconst)
            scaled = {key: (WIDE.multiply(k, factor), r) for key, (k, r) in terms.items()}
            return scaled, WIDE.multiply(const, factor), trace
        sign = 1 if operator is c.Operator.ADD else -1
        merged = dict(a)
        for key, (k, r) in b.items():
            merged[key] = (merged.get(key, (ZERO, r))[0] + sign * k, r)
        return merged, aconst + sign * bconst, trace

    def figure(self, node: c.Expr, row: Any, inner: Any) -> tuple[Range, Trace]:
        match node:
            case c.Field(table, column, type_, optional):
                return self.cell(table, row, column, type_, optional=optional)
            case c.Inner(table, column, type_):
                return self.cell(table, inner, column, type_)
            case c.ReportField(name):
                value = self.about[name]
                return _exact(Decimal(value or 0)), Trace(set() if value is not None else {"missing"})
            case c.Pick():
                figure, trace = self.pick(node, row)
                return figure, trace.looked_up()
            case c.Reduce():
                figure, trace = self.reduce(node, row)
                return figure, trace.looked_up()
        raise TypeError(node)

    def cell(self, table: str, row: Any, column: str, type_: ValueType, *, optional: bool = False):
        if not self.measure(table, column):
            value = row[column]
            missing = set() if value is not None else {"missing"}
            return _exact(Decimal(value or 0)), Trace(missing, printed=value is not None, gap=value is None)
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
        radius = (radius or ZERO) if type_.is_measured else ZERO
        return Range(value, value - radius, value + radius), Trace(printed=True, units=units)

    def pick(self, node: c.Pick, row: Any):
        rows, trace = self.matched(node.source, row)
        trace.printed = False
        if not rows:
            trace.problems.add("missing")
            figure = _exact(ZERO)
        elif len(rows) > 1:
            trace.problems.add("ambiguous")
            trace.printed = True
            figure = _exact(ZERO)
        else:
            figure, more = self.cell(node.source.table, rows[0], node.column, node.type)
            trace.add(more)
        if node.optional:
            trace.problems.discard("missing")
            trace.no_table = False
        return figure, trace

    def reduce(self, node: c.Reduce, row: Any):
        rows, trace = self.matched(node.source, row)
        if node.reducer is c.Reducer.COUNT:
            return _exact(Decimal(len(rows))), trace
        trace.printed = False
        figures = []
        for each in rows:
            terms, constant, more = self.linear(node.element, None, each)
            trace.add(more)
            figures.append(_range(terms, constant))
        if node.reducer is c.Reducer.SUM:
            total = [sum((getattr(each, end) for each in figures), ZERO) for end in ("value", "low", "high")]
            return Range(*total), trace
        if not figures:
            trace.problems.add("missing")
            return _exact(ZERO), trace
        choose = min if node.reducer is c.Reducer.MIN else max
        return Range(*(choose(getattr(each, end) for each in figures) for end in ("value", "low", "high"))), trace

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
        if source.table not in self.present:
            return [], Trace({"missing"}, no_table=True)
        trace = Trace(printed=True)
        found = []
        for each in self.rows.get(source.table, []):
            if not all(self.same(each[column], outer, row) for column, outer in source.keys):
                continue
            if source.filter is not None:
                printed, _, _, more = self.truth(source.filter, None, each)
                if printed is None and not more.gap:
                    trace.problems |= (more.deep - {"no_table"}) | ({"unreadable"} if more.unreadable else set())
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


def _range(terms: dict[Any, Any], constant: Decimal) -> Range:
    value = constant + sum((WIDE.multiply(k, r.value) for k, r in terms.values()), ZERO)
    low = high = value
    for (_, exact), (k, r) in terms.items():
        if not exact:
            ends = sorted((k * (r.low - r.value), k * (r.high - r.value)))
            low, high = low + ends[0], high + ends[1]
    return Range(value, low, high)


def _absolute(figure: Range) -> Range:
    if figure.low > 0:
        low = figure.low
    elif figure.high < 0:
        low = -figure.high
    else:
        low = ZERO
    return Range(abs(figure.value), low, max(-figure.low, figure.high))


def _exact(value: Decimal) -> Range:
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
    match node:
        case c.Compare():
            yield node, negated
        case c.Among(operand, choices) if operand.type.is_numeric:
            for choice in choices:
                yield c.Compare(c.Comparison.EQ, operand, choice, c.Tolerance()), negated
        case c.And(left, right) | c.Or(left, right):
            yield from _comparisons(left, negated=negated)
            yield from _comparisons(right, negated=negated)
        case c.Not(operand):
            yield from _comparisons(operand, negated=not negated)
        case c.Implies(_, right):
            yield from _comparisons(right, negated=negated)


def _innermost(node: Any, report: _Report):
    """The figures that are read of cells, as the unit of an outcome is one of theirs."""
    match node:
        case c.Field(table, column) | c.Inner(table, column) if report.measure(table, column):
            yield node
        case c.Pick(source, column) if report.measure(source.table, column):
            yield node
        case c.Reduce(_, source, element) if element is not None:
            if any(report.measure(source.table, name) for name in _inner_columns(element)):
                yield node
        case c.Call(_, (operand,)):
            for each, _ in report.linear(operand, None, None, values=False)[0]:
                yield from _innermost(each, report)


def _inner_columns(node: Any):
    if isinstance(node, c.Inner):
        yield node.column
    if isinstance(node, c.Source):
        return
    for name in getattr(node, "__dataclass_fields__", ()):
        value = getattr(node, name)
        for part in value if isinstance(value, tuple) else (value,):
            yield from _inner_columns(part)


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
