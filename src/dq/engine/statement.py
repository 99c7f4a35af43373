"""The rule's check with the figures put in: `16,592.05 = 402.19 + 810.16 + … ; 差额 -360.00，容差 0.055`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, assert_never

from dq.diagnostics import Text
from dq.engine.facts import Facts, Row, cell_state, cell_value
from dq.engine.figures import Scale, allowed, quoted, told, written
from dq.semantics.checked import (
    Among,
    And,
    Arithmetic,
    Call,
    Case,
    Compare,
    Comparison,
    Condition,
    Exists,
    Expr,
    Field,
    Home,
    Implies,
    Inner,
    Literal,
    Matches,
    MonthOf,
    Negate,
    Not,
    Operator,
    Or,
    Pick,
    Reduce,
    Reducer,
    ReportField,
    Source,
    StartsWith,
    StateName,
    StateTest,
)
from dq.types import CellState, ValueType, unit_named

SIGNS: Final = {
    Comparison.EQ: "=",
    Comparison.NE: "≠",
    Comparison.LT: "<",
    Comparison.LE: "≤",
    Comparison.GT: ">",
    Comparison.GE: "≥",
}
_ADDENDS: Final = 12
"""A longer sum is told by its first and last addends and their number."""

_SIGNS: Final = "+−×÷…"
"""Signs that make a figure of several."""

_NAMES: Final = {
    "round": "四舍五入",
    "floor": "向下取整",
    "ceil": "向上取整",
    "min": "最小",
    "max": "最大",
    "months": "月数",
}
_REDUCERS: Final = {
    Reducer.SUM: "合计",
    Reducer.COUNT: "行数",
    Reducer.MIN: "最小",
    Reducer.MAX: "最大",
    Reducer.AVERAGE: "平均",
    Reducer.DISTINCT: "不同值数",
}
SAME: Final = (Reducer.MIN, Reducer.MAX)
"""What gives the figure that all rows have."""
_MONEY: Final = (ValueType.MONEY, ValueType.QUANTITY)
_COUNTED: Final = (ValueType.QUANTITY, ValueType.COUNT)
_ROWS: Final = 3
"""So many found rows are told one by one."""

_STATES: Final = {
    StateName.PRESENT: Text("有数", "present"),
    StateName.BLANK: Text("空白", "blank"),
    StateName.ABSENT: Text("没有", "absent"),
}


@dataclass(frozen=True, slots=True)
class Statement:
    """Puts the figures of one row into a check.

    Parameters: `row` the row of `for each`; `scale` the unit of all money figures; `named`
    whether counted figures are followed by their unit.
    """

    facts: Facts
    row: Row | None
    scale: Scale
    language: str
    named: bool = False

    def condition(self, node: Condition) -> str:
        """The condition with figures."""
        match node:
            case Compare(comparison, left, right):
                units = {*self._units(left), *self._units(right)}
                own = replace(self, named=True) if len(units) > 1 else self
                return f"{own.value(left)} {SIGNS[comparison]} {own.value(right)}"
            case And():
                return self._chain(node, And, self._say("且", "and"))
            case Or():
                return self._chain(node, Or, self._say("或", "or"))
            case Not(Exists(source)):
                found = self.found(source)
                expected = self._say("不应有这样的行", "no such row is expected")
                return self._say(f"{expected}，却有{found}", f"{expected}, but there {found}") if found else expected
            case Not(operand):
                return f"{self._say('并非', 'not ')}({self.condition(operand)})"
            case Implies(left, right):
                words = self._say("若", "if"), self._say("，则", ", then")
                return f"{words[0]} {self.condition(left)}{words[1]} {self.condition(right)}"
            case StateTest(operand, state):
                return f"[{self.value(operand)}] {self._say('为', 'is')} {_STATES[state].in_language(self.language)}"
            case Exists(source):
                found = self.found(source)
                return self._say(f"有{found}", f"there {found}") if found else self._say("没有这样的行", "no such row")
            case Matches(operand, pattern):
                return f"{self.value(operand)} {self._say('形如', 'matches')} {pattern}"
            case Among(operand, _, listed) if listed:
                return f"{self.value(operand)} {self._say('属于', 'in')} {listed}"
            case Among(operand, choices):
                listed = ", ".join(choice.text for choice in choices)
                return f"{self.value(operand)} {self._say('属于', 'in')} ({listed})"
            case StartsWith(operand, prefix):
                return f"{self.value(operand)} {self._say('开头是', 'starts with')} {self.value(prefix)}"
            case _:
                assert_never(node)

    def value(self, node: Expr) -> str:
        """The expression with figures."""
        match node:
            case Literal(_, _, text):
                return text
            case Field() | Inner():
                optional = isinstance(node, Field) and node.optional
                return self._cell(self.row, node.column, type_=node.type, optional=optional)
            case ReportField(name):
                return str(self.facts.report.get(name))
            case Pick() if not self.facts.homes(node.source):
                return self._say("无上年报告", "no report of last year")
            case Pick():
                rows = self.facts.matched(node.source, self.row)
                if len(rows) > 1:
                    return self._say(f"{len(rows)} 行同名", f"{len(rows)} such rows")
                return self._cell(rows[0] if rows else None, node.column, type_=node.type, optional=node.optional)
            case Reduce():
                return self._reduced(node)
            case Negate(operand):
                return f"-{self._factor(operand)}"
            case Arithmetic(Operator.MULTIPLY, Literal(_, _, "1%"), rate, ValueType.RATIO) if (
                rate.type is ValueType.PERCENT
            ):
                return self.value(rate)  # a percentage as the ratio it is, which its sign says
            case Arithmetic(Operator.MULTIPLY | Operator.DIVIDE as operator, left, right):
                sign = "×" if operator is Operator.MULTIPLY else "÷"
                return f"{self._factor(left)} {sign} {self._factor(right)}"
            case Arithmetic(operator, left, right):
                inner = self._factor(right) if operator is Operator.SUBTRACT else self.value(right)
                inner = f"({inner})" if inner.startswith("-") else inner
                return f"{self.value(left)} {'+' if operator is Operator.ADD else '−'} {inner}"
            case Call(function, arguments, _, step):
                return self._called(function, arguments, step)
            case MonthOf(operand):
                return self.value(operand).strip("“”")
            case Case():
                taken = self.facts.taken(node, self.row)
                return "?" if taken is None else self.value(taken)
            case _:
                assert_never(node)

    def _units(self, node: Expr) -> Iterator[str]:
        """The units of what an expression counts, which is in each cell's own."""
        match node:
            case Field(_, column) | Pick(_, column) if node.type in _COUNTED:
                rows = [self.row] if isinstance(node, Field) else self.facts.matched(node.source, self.row)
                yield from (row.get(f"{column}__unit") or "" for row in rows if row is not None)
            case Negate(operand):
                yield from self._units(operand)
            case Arithmetic(_, left, right):
                yield from (*self._units(left), *self._units(right))
            case Call(_, arguments):
                for each in arguments:
                    yield from self._units(each)
            case Case():
                taken = self.facts.taken(node, self.row)
                yield from () if taken is None else self._units(taken)
            case _:
                return

    def _called(self, function: str, arguments: Sequence[Expr], step: Decimal | None) -> str:
        match function:
            case "abs":
                return f"|{self.value(arguments[0])}|"
            case "exactly" | "percent":
                return self.value(arguments[0])
            case "share":
                return f"{self._factor(arguments[0])} ÷ {self._factor(arguments[1])}"
            case _:
                shown = [self.value(each) for each in arguments]
                if step is not None:
                    shown.append(self.scale.text(step) if arguments[0].type in _MONEY else f"{step:f}")
                return f"{self._say(_NAMES[function], function)}({', '.join(shown)})"

    def found(self, source: Source) -> str:
        """How many rows a source has and what the first ones print where it looks; empty for none."""
        rows = self.facts.matched(source, self.row)
        if not rows:
            return ""
        columns = {each.column: each for each in _looked_at(source.filter)}
        shown = []
        for row in rows[:_ROWS]:
            cells = (self._cell(row, name, type_=each.type) for name, each in columns.items() if cell_state(row, name))
            listed = self._say("、", ", ").join(cells)
            place = self._say(f"第 {row['line']} 行", f"line {row['line']}")
            shown.append(self._say(f"{place}（{listed}）", f"{place} ({listed})") if listed else place)
        more = self._say("等", " …") if len(rows) > _ROWS else ""
        count, text = len(rows), self._say("，", "; ").join(shown)
        return self._say(f" {count} 行：{text}{more}", f"{'is' if count == 1 else 'are'} {count}: {text}{more}")

    def _factor(self, node: Expr) -> str:
        """In brackets where it is a sum."""
        text = self.value(node)
        return f"({text})" if any(f" {sign} " in text for sign in _SIGNS) else text

    def _chain(self, node: And | Or, kind: type[And | Or], word: str) -> str:
        """Conditions in a row, in brackets where they are joined themselves; what reads the same is told once."""
        parts, waiting = [], [node.right, node.left]
        while waiting:
            each = waiting.pop()
            if isinstance(each, And | Or) and isinstance(each, kind):
                waiting += [each.right, each.left]
            else:
                text = self.condition(each)
                parts.append(f"({text})" if isinstance(each, And | Or | Implies) else text)
        return f" {word} ".join(dict.fromkeys(parts))

    def _reduced(self, node: Reduce) -> str:
        rows = self.facts.matched(node.source, self.row)
        if node.source.home is Home.BEFORE and not self.facts.homes(node.source):
            return self._say("无上年报告", "no report of last year")
        if not self.facts.has(node.source) and not node.optional:
            lacks = node.source.home is Home.UNITS and self.facts.lacks_units
            return self._say("缺单位报告", "missing report of a unit") if lacks else self._say("缺表", "missing table")
        if node.element is None:
            return self._say(f"{len(rows)} 行", f"{len(rows)} row{'' if len(rows) == 1 else 's'}")
        values = [self._addend(node.element, row) for row in rows]
        printed = [value for value in values if value is not None]
        if node.reducer is Reducer.SUM:
            return self._sum(printed)
        if (
            printed
            and len(set(values)) == 1
            and (node.reducer in SAME or (node.reducer is Reducer.AVERAGE and len(values) == 1))
        ):
            return printed[0]
        name = self._say(_REDUCERS[node.reducer], node.reducer.value)
        return f"{name}({_abbreviated(printed, ', ', self.language)})"

    def _addend(self, element: Expr, row: Row) -> str | None:
        """One row's part of an aggregate; None for a blank one."""
        if isinstance(element, Inner):
            blank = cell_state(row, element.column) in (CellState.BLANK, CellState.DASH)
            return None if blank else self._cell(row, element.column, type_=element.type)
        value = self.facts.number(element, row)
        return "?" if value is None else told(self.scale.figure(value), element.type)

    def _sum(self, values: Sequence[str]) -> str:
        if not values:
            return "0"
        first, *rest = values
        bracketed = (f"({value})" if value.startswith("-") else value for value in rest)
        return _abbreviated([first, *bracketed], " + ", self.language)

    def _cell(self, row: Row | None, column: str, *, type_: ValueType, optional: bool = False) -> str:
        state = 0 if row is None else cell_state(row, column)
        if row is None or state == 0:
            return "0" if optional else self._say("缺", "missing")
        if not type_.is_numeric:
            text = cell_value(row, column, numeric=False)
            if type_ is ValueType.DATE and text is not None:
                return str(text)
            return self._say("空白", "blank") if text is None else quoted(str(text))
        match state:
            case CellState.FIGURE | CellState.ZERO:
                value = cell_value(row, column, numeric=True)
                return self._figure(row, column, value, type_) if isinstance(value, Decimal) else "?"
            case CellState.BLANK | CellState.DASH:
                return self._say("空白", "blank")
            case _:
                return quoted(str(row.get(f"{column}__printed")))

    def _figure(self, row: Row, column: str, value: Decimal, type_: ValueType) -> str:
        """Money in the outcome's unit, with the decimals that are printed; other figures in their own.

        A percentage has its sign, as those that the rule writes, but a weight is points; other units are named where
        they differ.
        """
        own = row.get(f"{column}__unit")
        dimension = unit_named(own or "").dimension
        is_money = dimension == self.scale.size.dimension == "money"
        scale = Scale(self.scale.unit if is_money else own, row.get(f"{column}__decimals") or 0)
        text = told(scale.figure(value), type_)
        if dimension == "percent":
            return text if type_ is ValueType.SCORE else f"{text}%"
        return f"{text} {own}" if self.named and dimension == "count" and own else text

    def _say(self, zh: str, en: str) -> str:
        return en if self.language == "en" else zh


def _looked_at(node: Condition | None) -> Iterator[Inner]:
    """Columns of its own rows that a filter looks at, in order, without those that it asks for one word or figure."""
    match node:
        case None | Exists():
            return
        case And(left, right) | Or(left, right) | Implies(left, right):
            yield from _looked_at(left)
            yield from _looked_at(right)
        case Not(operand):
            yield from _looked_at(operand)
        case Compare(Comparison.EQ, Inner(), Literal()):
            return
        case Compare(_, left, right) | StartsWith(left, right):
            yield from (each for each in (left, right) if isinstance(each, Inner))
        case StateTest(operand) | Among(operand) | Matches(operand):
            if isinstance(operand, Inner):
                yield operand
        case _:
            assert_never(node)


def _abbreviated(values: Sequence[str], sign: str, language: str) -> str:
    if len(values) <= _ADDENDS:
        return sign.join(values)
    count = f" ({len(values)} figures)" if language == "en" else f"（共 {len(values)} 项）"
    return sign.join((*values[:5], "…", *values[-3:])) + count


def with_difference(statement: str, difference: Decimal, allowance: Decimal, language: str) -> str:
    """The statement followed by how far it is off and how far it may be."""
    if language == "en":
        return f"{statement}; difference {written(difference)}, allowance {allowed(allowance)}"
    return f"{statement}；差额 {written(difference)}，容差 {allowed(allowance)}"
