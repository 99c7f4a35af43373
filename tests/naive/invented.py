"""Invented forms, reports and rules: small, and full of what goes wrong in real ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Any

from dq.archive import ReportTables
from dq.diagnostics import Span, Text
from dq.semantics import checked as c
from dq.semantics.bodies import Bodies, Membership
from dq.templates.model import Block, ColumnSchema, Measure, Schema, Table, TableSchema, Template
from dq.types import CellState, Severity, ValueType

NUMBER, TEXT, CODE, COUNT = ValueType.NUMBER, ValueType.TEXT, ValueType.CODE, ValueType.COUNT
MEASURES: dict[str, dict[str, ValueType]] = {
    "alpha": {"total": ValueType.MONEY, "part": ValueType.MONEY, "heads": ValueType.COUNT},
    "beta": {"amount": ValueType.MONEY, "rate": ValueType.PERCENT, "size": ValueType.QUANTITY},
    "gamma": {"amount": ValueType.MONEY, "grade": ValueType.TEXT},
}
KEYS: dict[str, ValueType] = {
    "n": COUNT, "code": CODE, "label": TEXT, "item": TEXT, "path": TEXT, "side": TEXT, "role": TEXT,
    "function_code": CODE, "level": COUNT, "parent": COUNT, "above": COUNT, "below": COUNT,
}  # fmt: skip
TEXT_KEYS = ("code", "label", "item", "side", "role", "function_code")
WORDS = {
    "code": ("201", "20101", "301"), "label": ("甲", "乙", "丙"), "item": ("甲", "乙", "丙"),
    "side": ("income", "expenditure"), "role": ("item", "total"), "function_code": ("201", "301"),
}  # fmt: skip
TEMPLATES = {"wide": ("alpha", "beta", "gamma"), "narrow": ("alpha", "beta")}
UNITS = {"万元": Decimal(10_000), "元": Decimal(1)}


def schema() -> Schema:
    """Three tables, two templates; the narrow one has neither table gamma nor column part."""
    tables = {name: _table_schema(name, measures) for name, measures in MEASURES.items()}
    return Schema(tables, {name: _template(name, tables) for name, tables in TEMPLATES.items()})


def _table_schema(name: str, measures: dict[str, ValueType]) -> TableSchema:
    templates = frozenset(template for template, tables in TEMPLATES.items() if name in tables)
    columns = {
        column: ColumnSchema(column, type_, column, column, is_measure=column in measures, templates=templates)
        for column, type_ in {**KEYS, **measures}.items()
    }
    return TableSchema(name, f"{name}表", name, (), columns, {}, templates)


def _template(name: str, tables: tuple[str, ...]) -> Template:
    def table(each: str) -> Table:
        measures = tuple(Measure(column, type_, (), column, column) for column, type_ in MEASURES[each].items())
        return Table(
            each, f"{each}表", each, (), "items", mandatory=each == "alpha", blocks=(Block("income", (), (), measures),)
        )

    return Template(name, "final_accounts", name, name, 2000, 2100, tuple(table(each) for each in tables))


@dataclass
class Inventor:
    """Everything follows from one random source, so a seed is an example."""

    random: Random
    computes: bool = True
    """Whether products, quotients and rounding are among what rules compute: not in what aggregates add up."""

    # Reports

    def reports(self) -> list[ReportTables]:
        return [self.report(number) for number in range(self.random.randint(1, 5))]

    def bodies(self) -> Bodies:
        """The first body has units, of which some have no report."""
        units = [each for each in (1, 2, 9) if self.random.random() < 0.5]
        return Bodies(units=tuple(Membership("body-0", f"body-{each}", 2018, 2019) for each in units))

    def report(self, number: int) -> ReportTables:
        template = self.random.choice(("wide", "wide", "narrow"))
        year = 2018 + number % 2
        body = number // 2  # the first two reports are of one body, a year apart
        name = f"body-{body}/{year}"
        about = {
            "report": name, "department": f"body-{body}", "year": year, "kind": "final_accounts", "version": 1,
            "template": template, "document": f"{number}.txt", "sha256": f"{number:064x}", "engine_version": "0",
        }  # fmt: skip
        present = [table for table in TEMPLATES[template] if self.random.random() < 0.85]
        units = {table: self.random.choice(tuple(UNITS)) for table in present}
        tables = [
            {
                "report": name, "table": table, "title": table, "unit": units[table], "first_line": 1,
                "last_line": 9, "rows": 0, "state": "filled",
            }
            for table in present
        ]  # fmt: skip
        rows = {table: self.rows(name, table, template, units[table]) for table in present}
        return ReportTables(about, tables, rows)

    def rows(self, report: str, table: str, template: str, unit: str) -> list[dict[str, Any]]:
        count = self.random.choice((0, 1, 2, 3, 5, 7))
        return [self.row(report, table, template, unit, n, count) for n in range(count)]

    def row(self, report: str, table: str, template: str, unit: str, n: int, count: int) -> dict[str, Any]:
        maybe = self.random.random
        row: dict[str, Any] = {"report": report, "n": n, "line": 10 + n, "page": None}
        row |= {key: self.random.choice(words) if maybe() < 0.85 else None for key, words in WORDS.items()}
        row["path"] = f"{row['item']}/{n}"
        row["level"] = self.random.choice((1, 2, None))
        row["parent"] = self.random.randrange(n) if n and maybe() < 0.7 else None
        row["above"] = n - 1 if n else None
        row["below"] = n + 1 if n + 1 < count else None
        for column, type_ in MEASURES[table].items():
            row |= self.family(column, type_, unit, absent=template == "narrow" and column == "part")
        return row

    def family(self, column: str, type_: ValueType, unit: str, *, absent: bool) -> dict[str, Any]:
        states = [CellState.FIGURE] * 12 + [CellState.ZERO, *[CellState.BLANK] * 3, CellState.DASH, CellState.TEXT]
        state = None if absent else self.random.choice([*states, CellState.UNREADABLE])
        decimals = self.random.choice((0, 1, 2))
        if type_ is ValueType.QUANTITY:
            unit = self.random.choice((unit, unit, unit, "辆"))
        elif type_ is not ValueType.MONEY:
            unit = "%" if type_ is ValueType.PERCENT else ""
        factor = UNITS.get(unit, Decimal(1))
        value = radius = None
        if state in (CellState.FIGURE, CellState.ZERO):
            size = self.random.choice((9, 99, 99, 10**9, 10**13 if self.random.random() < 0.2 else 9))
            printed = (
                Decimal(self.random.randint(-size, size)).scaleb(-decimals) if state is CellState.FIGURE else Decimal(0)
            )
            value = printed * factor
            radius = Decimal(5).scaleb(-decimals - 1) * factor if type_.is_measured else Decimal(0)
        if type_ is ValueType.TEXT and value is not None:
            state, value, radius = CellState.TEXT, None, None
        return {
            column: value,
            f"{column}__state": None if state is None else state.value,
            f"{column}__radius": radius,
            f"{column}__printed": None if state is None else self.random.choice(("甲", "乙", "")),
            f"{column}__decimals": decimals if value is not None else None,
            f"{column}__unit": None if state is None else unit,
            f"{column}__line": None if state is None else 10,
            f"{column}__cell": None if state is None else 1,
        }

    # Rules

    def rule(self, number: int) -> c.CheckedRule:
        each = self.random.choice((None, "alpha", "alpha", "beta", "gamma"))
        expectation = c.Expectation(
            rule=f"R{number:03}",
            column=None,
            each=each,
            where=self.condition(each, 1, where=True) if each and self.random.random() < 0.5 else None,
            applies=self.applies() if self.random.random() < 0.2 else None,
            check=self.condition(each, self.random.choice((0, 0, 1, 2)), where=False),
            tables=tuple(MEASURES),
            templates=frozenset(self.random.choice((("wide", "narrow"), ("wide",)))),
            missing_violates=self.random.random() < 0.1,
        )
        text = Text(expectation.rule, expectation.rule)
        return c.CheckedRule(
            expectation.rule,
            text,
            "",
            Severity.ERROR,
            None,
            (),
            "",
            "",
            Span("x.dq"),
            "x",
            (expectation,),
            expectation.rule,
        )

    def applies(self) -> c.Condition:
        if self.random.random() < 0.3:
            least = c.Literal(Decimal(self.random.choice((1, 2))), NUMBER, "")
            return self.compare(c.ReportField(c.UNITS, NUMBER), least)
        year = c.Literal(Decimal(self.random.choice((2018, 2019))), NUMBER, "")
        return self.compare(c.ReportField("year", COUNT), year)

    def condition(self, each: str | None, depth: int, *, where: bool, inner: str | None = None) -> c.Condition:
        if depth > 0:
            parts = [self.condition(each, depth - 1, where=where, inner=inner) for _ in range(2)]
            kind = self.random.choice((c.And, c.Or, c.Implies, c.Not))
            return c.Not(parts[0]) if kind is c.Not else kind(*parts)
        kinds = ("numbers",) * 6 + ("texts", "state", "among", "starts", "matches") + (() if inner else ("exists",))
        match self.random.choice(kinds):
            case "texts":
                left, right = self.word(each, inner), self.word(each, inner)
                if inner is None and not where and self.random.random() < 0.2:
                    right = self.case(each, right, self.word)
                return self.compare(left, right)
            case "state":
                return c.StateTest(self.stateful(each, inner), self.random.choice(list(c.StateName)))
            case "exists":
                return c.Exists(self.source(each))
            case "among":
                return self.among(each, inner)
            case "matches":
                return c.Matches(self.word(each, inner), self.random.choice(("2.*", "[0-9]{3}", "甲|乙", "item")))
            case "starts":
                return c.StartsWith(self.word(each, inner), c.Literal("2", TEXT, "2"))
            case _:
                left, right = self.number(each, 2, inner), self.number(each, 2, inner)
                if inner is None and not where and self.random.random() < 0.15:
                    right = self.case(each, right, self.number)
                return self.compare(left, right)

    def case(self, each: str | None, otherwise: c.Expr, value: Any) -> c.Case:
        branches = [
            (self.condition(each, 0, where=True), value(each, 1) if value == self.number else value(each, None))
            for _ in range(self.random.choice((1, 1, 2)))
        ]
        return c.Case(tuple(branches), otherwise, otherwise.type)

    def among(self, each: str | None, inner: str | None) -> c.Condition:
        if self.random.random() < 0.5:
            return c.Among(self.word(each, inner), tuple(c.Literal(word, TEXT, word) for word in ("甲", "201", "item")))
        return c.Among(self.number(each, 1, inner), (self.literal(), self.literal()))

    def compare(self, left: c.Expr, right: c.Expr) -> c.Compare:
        kinds = [c.ToleranceKind.ROUNDING] * 6 + [c.ToleranceKind.EXACT, c.ToleranceKind.ABSOLUTE]
        kind = self.random.choice((*kinds, c.ToleranceKind.RELATIVE, c.ToleranceKind.TRUNCATION))
        amount = Decimal(0)
        if kind is c.ToleranceKind.ABSOLUTE:
            amount = Decimal(self.random.choice((0, 1, 10_000, 50)))
        elif kind is c.ToleranceKind.RELATIVE:
            amount = Decimal(self.random.choice(("0.01", "0.5")))
        comparisons = [c.Comparison.EQ] * 4 + list(c.Comparison)
        return c.Compare(self.random.choice(comparisons), left, right, c.Tolerance(kind, amount))

    def number(self, each: str | None, depth: int, inner: str | None = None) -> c.Expr:
        kinds = ("leaf",) * 6 + (("add", "add", "negate", "times", "abs", "exactly") if depth else ())
        if depth and self.computes:
            kinds += ("product", "quotient", "quotient", "rounded", "extreme")
        match self.random.choice(kinds):
            case "add":
                operator = self.random.choice((c.Operator.ADD, c.Operator.SUBTRACT))
                parts = self.number(each, depth - 1, inner), self.number(each, depth - 1, inner)
                return c.Arithmetic(operator, *parts, ValueType.MONEY)
            case "negate":
                return c.Negate(self.number(each, depth - 1, inner), ValueType.MONEY)
            case "times":
                factors = (self.literal(), self.number(each, depth - 1, inner))
                left, right = factors if self.random.random() < 0.5 else factors[::-1]
                return c.Arithmetic(c.Operator.MULTIPLY, left, right, ValueType.MONEY)
            case "product" | "quotient" as name:
                operator = c.Operator.MULTIPLY if name == "product" else c.Operator.DIVIDE
                parts = self.number(each, depth - 1, inner), self.number(each, depth - 1, inner)
                type_ = self.random.choice((ValueType.MONEY, ValueType.RATIO))
                if name == "quotient" and self.random.random() < 0.3:
                    return c.Call("share", parts, ValueType.RATIO)
                return c.Arithmetic(operator, *parts, type_)
            case "rounded":
                step = Decimal(self.random.choice(("1", "0.01", "1000")))
                name = self.random.choice(("round", "floor", "ceil"))
                return c.Call(name, (self.number(each, depth - 1, inner),), ValueType.MONEY, step)
            case "extreme":
                parts = self.number(each, depth - 1, inner), self.number(each, depth - 1, inner)
                return c.Call(self.random.choice(("min", "max")), parts, ValueType.MONEY)
            case "abs" | "exactly" as name:
                return c.Call(name, (self.number(each, depth - 1, inner),), ValueType.MONEY)
            case _:
                return self.leaf(each, inner)

    def leaf(self, each: str | None, inner: str | None) -> c.Expr:
        if inner is not None:
            # What an aggregate adds up and filters by is local to its table: the language has nothing else.
            column, type_ = self.measure(inner)
            return c.Inner(inner, column, type_) if self.random.random() < 0.85 else self.literal()
        kinds = ("pick", "pick", "reduce", "reduce", "literal", "level", "year") + (("field",) * 5 if each else ())
        match self.random.choice(kinds):
            case "field" if each:
                column, type_ = self.measure(each)
                return c.Field(each, column, type_, optional=self.random.random() < 0.2)
            case "pick":
                source = self.source(each)
                column, type_ = self.measure(source.table)
                return c.Pick(source, column, type_, "…", optional=self.random.random() < 0.2)
            case "reduce":
                return self.reduce(each)
            case "level" if each:
                return c.Field(each, "level", COUNT)
            case "year":
                return c.ReportField("year", COUNT)
            case _:
                return self.literal()

    def reduce(self, each: str | None) -> c.Reduce:
        source = self.source(each)
        reducer = self.random.choice((c.Reducer.SUM, c.Reducer.SUM, c.Reducer.SUM, *c.Reducer))
        if reducer is c.Reducer.COUNT:
            return c.Reduce(reducer, source, None, COUNT, "…")
        column, type_ = self.measure(source.table)
        element: c.Expr = c.Inner(source.table, column, type_)
        if reducer is c.Reducer.DISTINCT:
            if self.random.random() < 0.5:
                name = self.random.choice(TEXT_KEYS)
                element = c.Inner(source.table, name, KEYS[name])
            return c.Reduce(reducer, source, element, COUNT, "…")
        if self.random.random() < 0.2:
            element = replace(self, computes=False).number(None, 1, source.table)
            found = list(_inner(element))
            # An element speaks of its own rows' columns: the checker lets no look-up through there.
            if not found or any(each.table != source.table for each in found) or _looks_up(element):
                element = c.Inner(source.table, column, type_)
            type_ = next(_inner(element)).type
        optional = reducer is c.Reducer.SUM and self.random.random() < 0.3
        return c.Reduce(reducer, source, element, type_, "…", optional)

    def source(self, each: str | None) -> c.Source:
        table = self.random.choice(tuple(MEASURES))
        keys: list[tuple[str, c.Expr]] = []
        if each == table and self.random.random() < 0.4:
            inner, outer = self.random.choice((("parent", "n"), ("n", "parent"), ("n", "above"), ("n", "below")))
            keys.append((inner, c.Field(each, outer, COUNT)))
        elif each and self.random.random() < 0.4:
            column = self.random.choice(("code", "item", "function_code"))
            keys.append((column, c.Field(each, self.random.choice((column, "code")), KEYS[column])))
        chosen: c.Condition | None = None
        if not keys or self.random.random() < 0.3:
            column = self.random.choice(TEXT_KEYS)
            word = c.Literal(self.random.choice(WORDS[column]), KEYS[column], "…")
            chosen = c.Compare(
                c.Comparison.EQ, c.Inner(table, column, KEYS[column]), word, c.Tolerance(c.ToleranceKind.EXACT)
            )
        if self.random.random() < 0.15:
            other = self.condition(None, 0, where=True, inner=table)
            chosen = other if chosen is None else c.And(chosen, other)
        elsewhere = self.random.random() < 0.3 and not any(name in ("parent", "n") for name, _ in keys)
        home = self.random.choice((c.Home.BEFORE, c.Home.UNITS)) if elsewhere else c.Home.OWN
        return c.Source(table, tuple(keys), chosen, home)

    def word(self, each: str | None, inner: str | None) -> c.Expr:
        column = self.random.choice(TEXT_KEYS)
        if self.random.random() < 0.1 and "gamma" in (inner, each):
            return c.Inner("gamma", "grade", TEXT) if inner else c.Field("gamma", "grade", TEXT)
        if inner is not None:
            return c.Inner(inner, column, KEYS[column])
        if each and self.random.random() < 0.6:
            return c.Field(each, column, KEYS[column])
        match self.random.choice(("literal", "pick", "kind")):
            case "pick":
                source = self.source(each)
                column = "grade" if source.table == "gamma" and self.random.random() < 0.3 else column
                return c.Pick(source, column, KEYS.get(column, TEXT), "…")
            case "kind":
                return c.ReportField("department", TEXT)
            case _:
                return c.Literal(self.random.choice(WORDS[column]), KEYS[column], "…")

    def stateful(self, each: str | None, inner: str | None) -> c.Expr:
        if inner is not None:
            name, type_ = self.named(inner)
            return c.Inner(inner, name, type_)
        if each and self.random.random() < 0.6:
            name, type_ = self.named(each)
            return c.Field(each, name, type_)
        source = self.source(each)
        name, type_ = self.named(source.table)
        return c.Pick(source, name, type_, "…")

    def named(self, table: str) -> tuple[str, ValueType]:
        return self.random.choice([*MEASURES[table].items(), ("label", TEXT), ("code", CODE), ("level", COUNT)])

    def measure(self, table: str) -> tuple[str, ValueType]:
        return self.random.choice([pair for pair in MEASURES[table].items() if pair[1].is_numeric])

    def literal(self) -> c.Literal:
        text = self.random.choice(("0", "1", "2", "-3", "0.5", "0.155", "10000", "0.0000001", "1234567.89"))
        return c.Literal(Decimal(text), NUMBER, text)


def _inner(node: Any):
    if isinstance(node, c.Inner):
        yield node
    if isinstance(node, c.Source):
        return
    for name in getattr(node, "__dataclass_fields__", ()):
        value = getattr(node, name)
        for part in value if isinstance(value, tuple) else (value,):
            yield from _inner(part)


def _looks_up(node: Any) -> bool:
    if isinstance(node, c.Pick | c.Reduce | c.Exists):
        return True
    parts = [getattr(node, name) for name in getattr(node, "__dataclass_fields__", ())]
    return any(_looks_up(part) for value in parts for part in (value if isinstance(value, tuple) else (value,)))
