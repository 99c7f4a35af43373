"""What the operands of a check are called: table, row and column as the form prints them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, assert_never

from dq.diagnostics import Text
from dq.engine.facts import Asked, Facts, Row
from dq.engine.figures import Scale, quoted
from dq.engine.statement import SAME, Statement
from dq.engine.whose import WHOSE
from dq.semantics.checked import (
    Arithmetic,
    Call,
    Case,
    Compare,
    Expr,
    Field,
    Inner,
    Literal,
    MonthOf,
    Negate,
    Operator,
    Pick,
    Reduce,
    Reducer,
    ReportField,
    Source,
)
from dq.templates.model import Schema

_NAMES: Final = ("item", "path", "label", "code", "function_code")
"""Columns by which a look-up names its row."""
NAMED: Final = 2
"""A longer row of operands is named by its first ones and their number."""


_AGGREGATES: Final = {
    Reducer.SUM: Text("各项之和", "the sum over "),
    Reducer.COUNT: Text("的行数", "the number of rows of "),
    Reducer.MIN: Text("的最小数", "the smallest figure of "),
    Reducer.MAX: Text("的最大数", "the largest figure of "),
    Reducer.AVERAGE: Text("的平均数", "the average of "),
    Reducer.DISTINCT: Text("的不同值数", "the number of different values of "),
}
_OF_ONE: Final = (Reducer.SUM, Reducer.AVERAGE, *SAME)
"""What gives the figure itself where there is but one."""


Called = dict[tuple[int, str, str], tuple[str, str]]
"""Names of both sides by the identity of their comparison (whoever keeps them keeps the rules), form and language."""


@dataclass(frozen=True, slots=True)
class Naming:
    """Names what one outcome is about, in one language.

    Parameters: `facts` and `row` what was read, None where it was not fetched; `scale` the unit of the outcome's
    figures; `template` the form that its report is printed in, whose titles are used; `called` what the sides of
    comparisons were called where no rows were fetched, which is the same in all reports of a form; `near` once the row
    at hand has been named.
    """

    schema: Schema
    facts: Facts | None
    row: Row | None
    scale: Scale
    language: str
    template: str = ""
    called: Called | None = None
    near: bool = False

    def sides(self, check: Compare) -> tuple[str, str]:
        """What both sides are called; where the left one is of the row at hand, the right one does not name it."""
        key = id(check), self.template, self.language
        found = None if self.called is None or self.facts is not None else self.called.get(key)
        if found is None:
            right = replace(self, near=True) if _is_of_row(check.left) else self
            found = self.name(check.left), right.name(check.right)
            if self.called is not None and self.facts is None:
                self.called[key] = found
        return found

    def name(self, node: Expr) -> str:
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
                    return self.sought(node)
                return self._of_report(self._cell(node.source.table, rows[0], node.column), node.source)
            case Reduce():
                return self._aggregate(node)
            case Call("exactly" | "percent", (operand,)) | MonthOf(operand):  # the same figure or date
                return self.name(operand)
            case Case():
                taken = self._taken(node)
                return "" if taken is None else self.name(taken)
            case Arithmetic(Operator.DIVIDE | Operator.MULTIPLY as operator, left, right):
                return self._bracketed(node, left, "÷" if operator is Operator.DIVIDE else "×", right)
            case Call("share", (left, right)):
                return self._bracketed(node, left, "÷", right)
            case Arithmetic() | Negate() | Call():
                return self._several(node)
            case ReportField(name):
                return name
            case _:
                assert_never(node)

    def _several(self, node: Arithmetic | Negate | Call) -> str:
        """What is made of one or more figures: never called by one of them alone, which is another figure."""
        parts = [name for name in map(self.name, self._parts(node)) if name]
        names = list(dict.fromkeys(parts))
        if not names:
            return ""
        if len(parts) > len(names) == 1:  # one name for several does not tell them apart
            if self.facts is None:
                return self._say("算得的数", "the figure computed")
            figures = Statement(self.facts, self.row, self.scale, self.language).value(node)
            return self._say(f"（{figures}）", f"({figures})")
        listed = self._say("、", ", ").join(names[:NAMED])
        if len(names) > NAMED:
            listed += self._say(f"等 {len(names)} 项", f" and {len(names) - NAMED} more")
        return (
            self._say(f"{listed}的合计", f"the total of ({listed})")
            if self._is_sum(node)
            else self._say(f"由{listed}算得的数", f"the figure made of ({listed})")
        )

    def _bracketed(self, node: Arithmetic | Call, left: Expr, sign: str, right: Expr) -> str:
        """Two operands with their sign, in brackets: the figure behind it is of neither."""
        sides = [list(self._parts(side)) for side in (left, right)]
        if any(len(side) != 1 for side in sides):
            return self._several(node)
        first, second = (each.text if isinstance(each, Literal) else self.name(each) for (each,) in sides)
        if first == second or not (first and second):
            return self._several(node)
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
        """What is made of rows; of one row alone, its cell."""
        rows = [] if self.facts is None else self.facts.matched(node.source, self.row)
        if isinstance(node.element, Inner) and rows and self._is_one(node, node.element, rows):
            return self._of_report(self._cell(node.source.table, rows[0], node.element.column), node.source)
        words, table = _AGGREGATES[node.reducer], self._of_report(self.table(node.source.table), node.source)
        return self._say(table + words.zh, words.en + table)

    def _is_one(self, node: Reduce, element: Expr, rows: Sequence[Row]) -> bool:
        """Whether an aggregate is a printed figure itself: that of its one row, or the same in all."""
        if len(rows) == 1:
            return node.reducer in _OF_ONE
        return (
            node.reducer in SAME and self.facts is not None and len({self.facts.number(element, r) for r in rows}) == 1
        )

    def sought(self, pick: Pick) -> str:
        """What a look-up is for that finds no cell or several rows: table, row and column as the form names them."""
        asked = Asked.of(pick.source)
        named = (self._named(key) for column, key in zip(asked.columns, asked.outer, strict=True) if column in _NAMES)
        label = next((name.rpartition("/")[2] for name in named if name), None)
        name = self._cell(pick.source.table, None if label is None else {"label": label}, pick.column)
        return self._of_report(name, pick.source)

    def _of_report(self, name: str, source: Source) -> str:
        return WHOSE[source.home].in_language(self.language) + name

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
            return self._say(f"{self.table(table)}{title}", f"{title} ({self.table(table)})")
        named = self.of_row(row)
        return self._say(f"{self.table(table)}{named}{title}", f"{title} of {named} ({self.table(table)})")

    def of_row(self, row: Row) -> str:
        """A row by its label or code; one without either by its place in the table."""
        name, number = row["label"] or row["code"], row.get("n")
        line = number + 1 if isinstance(number, int) else "?"
        return self._say(quoted(name), f'"{name}"') if name else self._say(f"第 {line} 行", f"row {line}")

    def table(self, name: str) -> str:
        """A table by the title that the form prints; a table of statements by its own."""
        form = self.schema.templates.get(self.template)
        known = self.schema.tables[name]
        table = (form.table(name) if form else None) or known
        # Statements have attributes, and no title that the document prints.
        return self._say(table.title if known.attributes else f"《{table.title}》", table.title_en)

    def listed(self, names: list[str]) -> str:
        """Names in a row, each once."""
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
