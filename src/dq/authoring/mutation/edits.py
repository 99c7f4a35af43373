"""The ways in which a rule may be wrong: small changes of its text, each with what it is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dq.functions import function_named
from dq.semantics.checked import StateName
from dq.semantics.columns import find_column
from dq.semantics.vocabulary import ROLES, SIDES, STATES
from dq.syntax import children, tree
from dq.templates.model import Schema, TableSchema

_OTHER_SIGNS: Final = {
    tree.Relation.EQUALS: ("<=", ">=", "!="),
    tree.Relation.DIFFERS: ("=",),
    tree.Relation.LESS: ("<=",),
    tree.Relation.AT_MOST: ("<", "=", ">="),
    tree.Relation.MORE: (">=",),
    tree.Relation.AT_LEAST: (">", "=", "<="),
}
_OTHER_FUNCTIONS: Final = {
    "sum": "max",
    "max": "min",
    "min": "max",
    "avg": "max",
    "roots": "",
    "above": "below",
    "below": "above",
}
_OTHER_WORDS: Final = {
    "item": "total", "total": "item", "part": "of_which", "of_which": "part", "balance": "item",
    "income": "expenditure", "expenditure": "income",
}  # fmt: skip
_OTHER_STATES: Final = {
    StateName.PRESENT: "blank", StateName.BLANK: "present", StateName.ABSENT: "present",
}  # fmt: skip
_ENGLISH: Final = {chinese: word for words in (SIDES, ROLES) for word, chinese in words.items()}
_DIGIT: Final = re.compile(r"\d+")
_SWAPS: Final = 2
"""Columns and items that are tried in the place of one."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Puts `text` in the place of the characters from `start` to `end` of the rule's text.

    Parameters: `kind` what is changed: comparison, column, item, addend, sign, bound, where, tolerance, function, …
    """

    start: int
    end: int
    text: str
    kind: str


def _in_english(word: str) -> str:
    return _ENGLISH.get(word, word)


def _other_function(name: str) -> str | None:
    """What is tried in the place of a function, in either spelling; "" its first argument alone, None for no change."""
    found = function_named(name)
    return None if found is None else _OTHER_FUNCTIONS.get(found.name)


def edits(rule: tree.Rule, text: str, schema: Schema) -> Iterator[Edit]:
    """All small changes of a rule; not each gives a rule that can be checked.

    Parameters: `text` that the rule's offsets count in.
    Example: `check a = b + c` gives `a <= b + c`, `a = b`, `a = b - c`, … each as an edit.
    """
    changer = _Changer(text, schema, {})
    for clause in rule.clauses:
        if isinstance(clause, tree.ForEach):
            if clause.table is not None and clause.alias is not None:
                changer.tables[clause.alias.text] = clause.table.text
            yield from changer.each(clause)
        elif isinstance(clause, tree.Check):
            yield from changer.check(clause)
        elif isinstance(clause, tree.Applies):
            yield from changer.within(clause.condition)
        elif isinstance(clause, tree.Since | tree.Until):
            yield from changer.within(clause.year)
    if rule.use is not None:
        for argument in rule.use.arguments:
            yield from changer.within(argument)


@dataclass(frozen=True, slots=True)
class _Changer:
    """Finds the changes of one rule. Parameters: `tables` the table of each alias."""

    text: str
    schema: Schema
    tables: dict[str, str]

    def written(self, node: tree.Node) -> str:
        return self.text[node.start : node.end]

    def each(self, clause: tree.ForEach) -> Iterator[Edit]:
        if clause.condition is not None and clause.alias is not None:
            yield Edit(clause.alias.end, clause.condition.end, "", "where")
            yield from self.within(clause.condition)
        for columns in clause.columns:
            if len(columns.names) > 1:
                names = [self.written(name) for name in columns.names]
                first, last = columns.names[0], columns.names[-1]
                for at in range(len(names)):
                    yield Edit(first.start, last.end, ", ".join(names[:at] + names[at + 1 :]), "column")

    def check(self, clause: tree.Check) -> Iterator[Edit]:
        yield from self.within(clause.condition)
        tolerances = [option for option in clause.options if isinstance(option, tree.Tolerance)]
        if not tolerances:
            yield Edit(clause.condition.end, clause.condition.end, " tolerance exact", "tolerance")
        for option in clause.options:
            yield Edit(option.start, option.end, "", "tolerance" if option in tolerances else "missing")

    def within(self, root: tree.Expression) -> Iterator[Edit]:
        """The changes of an expression and of all that it is made of."""
        waiting: list[tree.Node] = [root]
        while waiting:
            node = waiting.pop()
            yield from self._of(node)
            waiting += reversed(children(node))

    def _of(self, node: tree.Node) -> Iterator[Edit]:  # noqa: C901, PLR0912 - one case a kind of node
        at = node.start, node.end
        match node:
            case tree.RelationSign(_, _, relation):
                for sign in _OTHER_SIGNS[relation]:
                    yield Edit(*at, sign, "comparison")
            case tree.Arithmetic():
                yield from self._arithmetic(node)
            case tree.Signed(_, _, _, operand):
                yield Edit(*at, f"({self.written(operand)})", "sign")
            case tree.Logical(_, _, left, connective, right):
                for kept in (left, right):
                    yield Edit(*at, f"({self.written(kept)})", "condition")
                joint = "and" if connective is tree.Connective.OR else "or"
                yield Edit(*at, f"(({self.written(left)}) {joint} ({self.written(right)}))", "condition")
            case tree.Negation(_, _, operand):
                yield Edit(*at, f"({self.written(operand)})", "condition")
            case tree.Filtered(_, _, value):
                yield Edit(*at, self.written(value), "where")
            case tree.Exists(_, _, rows, condition) if condition is not None:
                yield Edit(rows.end, condition.end, "", "where")
            case tree.Call(_, _, name, arguments) if (function := _other_function(name.text)) is not None:
                if function:
                    yield Edit(name.start, name.end, function, "function")
                else:
                    yield Edit(*at, self.written(arguments[0]), "function")
            case tree.Number():
                yield from self._number(node)
            case tree.Member():
                yield from self._columns(node)
            case tree.Lookup():
                yield from self._items(node)
            case tree.Comparison(_, _, (_, tree.String() as value)) if _in_english(value.text) in _OTHER_WORDS:
                yield Edit(value.start, value.end, f'"{_OTHER_WORDS[_in_english(value.text)]}"', "bound")
            case tree.Among(_, _, operand, choices, _) if len(choices) > 1:
                for left_out in choices:
                    rest = ", ".join(self.written(each) for each in choices if each is not left_out)
                    yield Edit(choices[0].start, choices[-1].end, rest, "bound")
            case tree.StateTest(_, _, _, state) if state.text in STATES:
                yield Edit(state.start, state.end, _OTHER_STATES[STATES[state.text]], "condition")
            case tree.MissingAsZero(_, _, operand):
                yield Edit(*at, self.written(operand), "missing")
            case tree.Case(_, _, branches, _) if len(branches) > 1:
                for branch in branches:
                    yield Edit(branch.guard.start, branch.guard.end, f"not ({self.written(branch.guard)})", "condition")
            case _:
                pass

    def _arithmetic(self, node: tree.Arithmetic) -> Iterator[Edit]:
        left, right = self.written(node.left), self.written(node.right)
        at = node.start, node.end
        match node.sign:
            case tree.Sign.PLUS | tree.Sign.MINUS:
                yield Edit(*at, f"({left})", "addend")
                yield Edit(*at, f"({right})" if node.sign is tree.Sign.PLUS else f"(0 - {right})", "addend")
                other = "-" if node.sign is tree.Sign.PLUS else "+"
                yield Edit(*at, f"({left} {other} {right})", "sign")
            case tree.Sign.TIMES:
                yield Edit(*at, f"({left})", "factor")
            case tree.Sign.DIVIDE:
                yield Edit(*at, f"({left} × {right})", "factor")

    def _number(self, node: tree.Number) -> Iterator[Edit]:
        shifted = _DIGIT.sub(lambda digits: str(int(digits[0]) + 1), node.text, count=1)
        yield Edit(node.start, node.end, shifted, "bound")
        if node.text == "0":
            yield Edit(node.start, node.end, "0.01元", "bound")

    def _columns(self, node: tree.Member) -> Iterator[Edit]:
        table = self._table(node.base)
        column = None if table is None else find_column(table, node.name.text)
        if table is None or column is None or not column.is_measure:
            return
        alike = [
            each.name
            for each in table.columns.values()
            if each.is_measure and each.type is column.type and each.templates >= column.templates
        ]
        place = alike.index(column.name)
        for other in (*alike[place + 1 :], *alike[:place])[:_SWAPS]:
            yield Edit(node.name.start, node.name.end, other, "column")

    def _items(self, node: tree.Lookup) -> Iterator[Edit]:
        table = self._table(node.base)
        labels = node.selector.labels if isinstance(node.selector, tree.Labels) else (node.selector,)
        last = labels[-1]
        if table is None or not isinstance(last, tree.String):
            return
        names = sorted(label for label, paths in table.items.items() if len(paths) == 1 and paths[0][0][-1] == label)
        others = [name for name in names if name > last.text] + [name for name in names if name < last.text]
        for other in others[:_SWAPS]:
            yield Edit(node.selector.start, node.selector.end, f'"{other}"', "item")

    def _table(self, node: tree.Expression) -> TableSchema | None:
        """The table whose rows an expression stands for."""
        while True:
            match node:
                case tree.Lookup(_, _, base):
                    node = base
                case tree.Call(_, _, _, (tree.Filtered(_, _, value), *_)):
                    node = value
                case tree.Call(_, _, _, (first, *_)) if not isinstance(first, tree.Filtered):
                    node = first
                case tree.Name(_, _, text):
                    return self.schema.resolve(self.tables.get(text, text))
                case _:
                    return None
