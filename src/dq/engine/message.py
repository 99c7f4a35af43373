"""One sentence for a person: which tables and rows, which figures, how far off; or why it cannot be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, assert_never

from dq.diagnostics import Text
from dq.engine.facts import Asked, Facts, Row, cell_state
from dq.engine.figures import Scale, told, written
from dq.engine.sentences import filled
from dq.engine.statement import Statement
from dq.outcome.model import Outcome
from dq.semantics.checked import (
    Arithmetic,
    Call,
    Case,
    CheckedRule,
    Compare,
    Comparison,
    Exists,
    Expectation,
    Expr,
    Field,
    Inner,
    Literal,
    MonthOf,
    Negate,
    Not,
    Operator,
    Pick,
    Reduce,
    Reducer,
    ReportField,
    StateTest,
)
from dq.templates.model import Schema
from dq.types import Reason, Verdict, unit_named

SHOULD: Final = {
    Comparison.EQ: Text("应等于", "should equal"),
    Comparison.NE: Text("不应等于", "should differ from"),
    Comparison.LT: Text("应小于", "should be less than"),
    Comparison.LE: Text("不应大于", "should be at most"),
    Comparison.GT: Text("应大于", "should be more than"),
    Comparison.GE: Text("不应小于", "should be at least"),
}
"""What the left side of a comparison should be to the right one."""
_NAMES: Final = ("item", "path", "label", "code", "function_code")
"""Columns by which a look-up names its row."""
_NAMED: Final = 2
"""A longer row of operands is named by its first ones and their number."""


@dataclass(frozen=True, slots=True)
class Message:
    """Speaks of one outcome.

    Parameters: `facts` and `row` what was read, None where it was not fetched; `missing` tables not found;
    `blocking` needed rules that are violated or blocked themselves; `scale` the unit of
    the outcome's figures; `template` the form that its report is printed in, whose titles are used; `comparison` the
    one that decides, where it is one; `near` once the row at hand has been named.
    """

    rule: CheckedRule
    expectation: Expectation
    schema: Schema
    facts: Facts | None
    row: Row | None
    missing: frozenset[str]
    language: str
    scale: Scale
    blocking: tuple[str, ...] = ()
    template: str = ""
    comparison: Compare | None = None
    near: bool = False

    def of(self, outcome: Outcome) -> str:
        """The sentence."""
        match outcome.verdict:
            case Verdict.UNDECIDED:
                return self._undecided(outcome)
            case Verdict.ERROR:
                return self._say("有数字超出可以计算的范围，未作判断。", "A figure is too large to be evaluated.")
            case Verdict.HOLDS | Verdict.ROUNDING | Verdict.VIOLATED:
                return self._told(outcome)
            case _:
                assert_never(outcome.verdict)

    def _told(self, outcome: Outcome) -> str:
        own = dict(self.expectation.sentences)
        sentence = own.get(self.language) or own.get("zh") or own.get("en")
        if sentence is not None and self.facts is not None and outcome.verdict is Verdict.VIOLATED:
            return filled(sentence, self.facts, self.row, self.scale, self.language)
        check = self.comparison
        if check is None or (outcome.left is None and outcome.left_text is None):
            return self._plain(outcome)
        left, right = self._sides(check)
        named = f"{right} " if right else ""
        should = SHOULD[check.comparison].in_language(self.language)
        ending = self._ending(outcome, check.comparison)
        if outcome.left is None or outcome.right is None or outcome.difference is None or outcome.allowance is None:
            texts = [f"“{text or ''}”" for text in (outcome.left_text, outcome.right_text)]
            return self._say(
                f"{left}为{texts[0]}，{should}{right}{texts[1]}{ending}",
                f"{left} is {texts[0]}, {should} {named}{texts[1]}{ending}",
            )
        figures = [f"{told(each, check.left.type)}{self._unit(outcome)}" for each in (outcome.left, outcome.right)]
        return self._say(
            f"{left} {figures[0]}，{should}{right} {figures[1]}{ending}",
            f"{left} {figures[0]} {should} {named}{figures[1]}{ending}",
        )

    def _sides(self, check: Compare) -> tuple[str, str]:
        """What both sides are called; where the left one is of the row at hand, the right one does not name it."""
        message = replace(self, near=True) if _is_of_row(check.left) else self
        return self._name(check.left), message._name(check.right)  # noqa: SLF001 - its own kind

    def _ending(self, outcome: Outcome, comparison: Comparison) -> str:
        if outcome.difference is None or outcome.allowance is None:
            return self._say("。", ".")
        off, allowed = written(abs(outcome.difference)), written(outcome.allowance)
        match outcome.verdict:
            case Verdict.ROUNDING:
                return self._say(
                    f"，相差 {off}，四舍五入可以解释（容差 {allowed}）。",
                    f": off by {off}, which rounding can explain (allowance {allowed}).",
                )
            case Verdict.VIOLATED if comparison is Comparison.NE or not outcome.difference:
                return self._say("。", ".")  # figures that should differ do not: nothing is beyond an allowance
            case Verdict.VIOLATED:
                return self._say(
                    f"，相差 {off}，超出容差 {allowed}。", f": off by {off}, beyond the allowance of {allowed}."
                )
            case _:
                return self._say("，相符。", ": it does.")

    def _plain(self, outcome: Outcome) -> str:
        """For checks that are more than one comparison: what the rule says, and of which row."""
        title = self.rule.title.in_language(self.language)
        place = self._place(outcome)
        holds = outcome.verdict is not Verdict.VIOLATED
        found = "" if holds else self._found()
        zh = f"{place}{'' if holds else '不'}符合“{title}”{found}。"
        en = f'{place}{": as" if holds else ": contrary to"} "{title}"{found}.'
        why = None if holds else self.rule.explanation
        if why is None or (self.language == "en" and why.en == why.zh):  # not translated
            return self._say(zh, en)
        return self._say(zh + why.zh, f"{en} {why.en}")

    def _found(self) -> str:
        """The rows that should not be there, where the check is that there are none."""
        match self.expectation.check:
            case Not(Exists(source)) if self.facts is not None:
                told = Statement(self.facts, self.row, self.scale, self.language).found(source)
                return self._say(f"：有{told}", f": there {told}") if told else ""
            case _:
                return ""

    def _undecided(self, outcome: Outcome) -> str:
        start = self._say("无法判断：", "Cannot be told: ")
        match outcome.reason:
            case Reason.MISSING:
                return start + self._what_is_missing()
            case Reason.AMBIGUOUS:
                names = self._listed(self._ambiguous()) or self._say("所指的行", "the row")
                return start + self._say(f"{names}不止一行。", f"{names} is more than one row.")
            case Reason.UNREADABLE:
                return start + self._say("有一格应为数字而不是数字。", "a cell that should hold a figure does not.")
            case Reason.UNITS:
                return start + self._say("各数的计量单位不同。", "the figures have different units.")
            case Reason.NO_PRIOR:
                return start + self._say("没有同一单位上年度的报告。", "the body has no report of the year before.")
            case Reason.ZERO_DIVISOR:
                return start + self._say("除数为零。", "a divisor is zero.")
            case Reason.BLOCKED:
                needs = ", ".join(self.blocking)
                return start + self._say(f"前提规则 {needs} 未通过。", f"it needs {needs}, which is violated.")
            case _:
                return start + self._say("缺少所需的数。", "a figure is not available.")

    def _what_is_missing(self) -> str:
        tables = [self._table(name) for name in self.expectation.tables if name in self.missing]
        if tables:
            names = self._listed(tables)
            return self._say(f"报告中没有{names}。", f"the report has no {names}.")
        cells = self._absent()
        listed = self._say("或", " or ").join(cells) if len(cells) <= _NAMED else ""
        return self._say(f"没有{listed or '所需的行或格'}。", f"{listed or 'a row or cell'} is not there.")

    def _absent(self) -> list[str]:
        """The cells that are looked up in vain; any that is looked up where the rows were not fetched."""
        sought = [
            self._sought(pick)
            for pick in _picks(self.expectation.check)
            if self.facts is None
            or not any(cell_state(row, pick.column) for row in self.facts.matched(pick.source, self.row))
        ]
        return list(dict.fromkeys(sought))

    def _ambiguous(self) -> list[str]:
        if self.facts is None:
            return []
        return [
            self._sought(pick)
            for pick in _picks(self.expectation.check)
            if len(self.facts.matched(pick.source, self.row)) > 1
        ]

    def _place(self, outcome: Outcome) -> str:
        if outcome.row is None or self.expectation.each is None:
            printed = [name for name in self.expectation.tables if not self.schema.tables[name].attributes]
            return self._listed([self._table(name) for name in printed]) or self._say("本报告", "The report")
        named, table = self._row(outcome.row), self._table(self.expectation.each)
        return self._say(table + named, f"{named[:1].upper()}{named[1:]} ({table})")

    def _name(self, node: Expr) -> str:
        """What an operand is called."""
        match node:
            case Literal():
                return ""
            case Field(table, column) if self.near:
                return self._column(table, column)
            case Field(table, column) | Inner(table, column):
                return self._cell(table, self.row, column)
            case Pick():
                rows = [] if self.facts is None else self.facts.matched(node.source, self.row)
                if len(rows) != 1:
                    return self._sought(node)
                name = self._cell(node.source.table, rows[0], node.column)
                return self._say(f"上年{name}", f"last year's {name}") if node.source.prior else name
            case Reduce():
                return self._aggregate(node)
            case Call("exactly" | "percent", (operand,)) | MonthOf(operand):  # the same figure or date
                return self._name(operand)
            case Case():
                taken = self._taken(node)
                return "" if taken is None else self._name(taken)
            case Arithmetic(
                Operator.DIVIDE | Operator.MULTIPLY as operator,
                Field() | Pick() | Literal() as left,
                Field() | Pick() | Literal() as right,
            ):
                return self._bracketed(left, "÷" if operator is Operator.DIVIDE else "×", right)
            case Call("share", (Field() | Pick() as left, Field() | Pick() as right)):
                return self._bracketed(left, "÷", right)
            case Arithmetic() | Negate() | Call():
                return self._several(node)
            case ReportField(name):
                return name
            case _:
                assert_never(node)

    def _several(self, node: Arithmetic | Negate | Call) -> str:
        """What is made of one or more figures: never called by one of them alone, which is another figure."""
        names = [name for name in map(self._name, self._parts(node)) if name]
        if not names:
            return ""
        listed = self._say("、", ", ").join(names[:_NAMED])
        if len(names) > _NAMED:
            listed += self._say(f"等 {len(names)} 项", f" and {len(names) - _NAMED} more")
        return (
            self._say(f"{listed}的合计", f"the total of ({listed})")
            if self._is_sum(node)
            else self._say(f"由{listed}算得的数", f"the figure made of ({listed})")
        )

    def _bracketed(self, left: Expr, sign: str, right: Expr) -> str:
        """In brackets: the figure behind it is of neither."""
        first, second = (each.text if isinstance(each, Literal) else self._name(each) for each in (left, right))
        return self._say(f"（{first} {sign} {second}）", f"({first} {sign} {second})")

    def _parts(self, node: Expr) -> Iterator[Expr]:
        """What a figure is made of, whatever is done with it."""
        match node:
            case Arithmetic(_, left, right):
                yield from self._parts(left)
                yield from self._parts(right)
            case Negate(operand):
                yield from self._parts(operand)
            case Call(_, arguments):
                for argument in arguments:
                    yield from self._parts(argument)
            case Case():
                taken = self._taken(node)
                if taken is not None:
                    yield from self._parts(taken)
            case _:
                yield node

    def _is_sum(self, node: Expr) -> bool:
        """True for a + b + c without any other sign."""
        match node:
            case Arithmetic(operator, left, right):
                return operator is Operator.ADD and self._is_sum(left) and self._is_sum(right)
            case Call("exactly", (operand,)):
                return self._is_sum(operand)
            case Case():
                taken = self._taken(node)
                return taken is not None and self._is_sum(taken)
            case _:
                return not isinstance(node, Negate | Literal | Call)

    def _taken(self, node: Case) -> Expr | None:
        return None if self.facts is None else self.facts.taken(node, self.row)

    def _aggregate(self, node: Reduce) -> str:
        table = self._table(node.source.table)
        words = {
            Reducer.SUM: Text("各项之和", "the sum over "),
            Reducer.COUNT: Text("的行数", "the number of rows of "),
            Reducer.MIN: Text("的最小数", "the smallest figure of "),
            Reducer.MAX: Text("的最大数", "the largest figure of "),
            Reducer.AVERAGE: Text("的平均数", "the average of "),
            Reducer.DISTINCT: Text("的不同值数", "the number of different values of "),
        }[node.reducer]
        table = self._say(f"上年{table}", f"last year's {table}") if node.source.prior else table
        return self._say(table + words.zh, words.en + table)

    def _sought(self, pick: Pick) -> str:
        """What a look-up is for that finds no cell or several rows: table, row and column as the form names them."""
        asked = Asked.of(pick.source)
        named = (self._named(key) for column, key in zip(asked.columns, asked.outer, strict=True) if column in _NAMES)
        label = next((name.rpartition("/")[2] for name in named if name), None)
        name = self._cell(pick.source.table, None if label is None else {"label": label}, pick.column)
        return self._say(f"上年{name}", f"last year's {name}") if pick.source.prior else name

    def _named(self, key: Expr) -> str:
        """What a key of a look-up is for this row; empty where that was not fetched."""
        match key:
            case Literal(str() as text):
                return text
            case _:
                value = None if self.facts is None else self.facts.value(key, self.row)
                return value if isinstance(value, str) else ""

    def _column(self, table: str, column: str) -> str:
        found = self.schema.tables[table].columns.get(column)
        return column if found is None else self._say(found.title, found.title_en)

    def _cell(self, table: str, row: Row | None, column: str) -> str:
        title = self._column(table, column)
        if row is None:
            return self._say(f"{self._table(table)}{title}", f"{title} ({self._table(table)})")
        named = self._row(row)
        return self._say(f"{self._table(table)}{named}{title}", f"{title} of {named} ({self._table(table)})")

    def _row(self, row: Row) -> str:
        """A row by its label or code; one without either by its place in the table."""
        name, number = row["label"] or row["code"], row.get("n")
        line = number + 1 if isinstance(number, int) else "?"
        return self._say(f"“{name}”", f'"{name}"') if name else self._say(f"第 {line} 行", f"row {line}")

    def _table(self, name: str) -> str:
        form = self.schema.templates.get(self.template)
        known = self.schema.tables[name]
        table = (form.table(name) if form else None) or known
        # Statements have attributes, and no title that the document prints.
        return self._say(table.title if known.attributes else f"《{table.title}》", table.title_en)

    def _unit(self, outcome: Outcome) -> str:
        """The unit behind a figure, apart from it by a blank where it is a word."""
        if not outcome.unit:
            return ""
        unit = unit_named(outcome.unit)
        return outcome.unit if unit.dimension == "percent" else f" {self._say(unit.name, unit.alias)}"

    def _listed(self, names: list[str]) -> str:
        return self._say("、", ", ").join(dict.fromkeys(names))

    def _say(self, zh: str, en: str) -> str:
        return en if self.language == "en" else zh


def _is_of_row(node: Expr) -> bool:
    """Whether it is a figure of the row at hand."""
    match node:
        case Field():
            return True
        case Call("exactly" | "percent", (operand,)):
            return _is_of_row(operand)
        case _:
            return False


def _picks(node: object) -> Iterator[Pick]:
    """Look-ups of a check, those inside of filters left out."""
    if isinstance(node, Pick):
        if not node.optional:
            yield node
    elif not isinstance(node, StateTest):
        parts = node if isinstance(node, tuple) else _values(node)
        for part in parts:
            yield from _picks(part)


def _values(node: object) -> Iterator[object]:
    """What a node holds, but for the rows that it speaks of."""
    return (getattr(node, name) for name in getattr(node, "__dataclass_fields__", ()) if name != "source")
