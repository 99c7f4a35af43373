"""A sum that must agree exactly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dq.authoring.linting.model import Finding, Lint, Subject
from dq.authoring.sense import walk
from dq.diagnostics import Label, Text
from dq.functions import function_named
from dq.semantics.vocabulary import TOLERANCES
from dq.syntax import tree

_SUMS: Final = frozenset({"sum", "avg"})


def _find(subject: Subject) -> Iterator[Finding]:
    for here, node in subject.written():
        for clause in node.clauses:
            if not isinstance(clause, tree.Check):
                continue
            exact = next((option for option in clause.options if _is_exact(option)), None)
            added = next((each for each in walk(clause.condition) if _adds(each)), None)
            if exact is not None and added is not None:
                headline = Text("舍入后的各项相加，不会分毫不差", "rounded parts do not add up exactly")
                label = Label(here.span(added), Text("这里相加", "added up here"))
                help_ = Text("去掉 tolerance exact", "take tolerance exact out")
                yield Finding(here.span(exact), headline, help_, (label,))


def _is_exact(option: tree.Option) -> bool:
    return isinstance(option, tree.Tolerance) and TOLERANCES.get(option.amount.text) == "exact"


def _adds(node: tree.Node) -> bool:
    match node:
        case tree.Call(function=function):
            called = function_named(function.text)
            return called is not None and called.name in _SUMS
        case tree.Arithmetic(sign=sign):
            return sign in {tree.Sign.PLUS, tree.Sign.MINUS}
        case _:
            return False


LINT: Final = Lint(
    code="DQ-L424",
    name="exact-sum",
    title=Text(
        "合计要求分毫不差",
        "a sum that must agree exactly",
    ),
    why=Text(
        "各项四舍五入之后相加，与四舍五入的合计可以差几个末位：tolerance exact 会把正常的舍入当作错误。",
        "Rounded parts need not add up to the rounded total: tolerance exact takes ordinary rounding for a fault.",
    ),
    remedy=Text(
        "去掉 tolerance exact；它只用于同一个数印了两次。",
        "Take it out. tolerance exact is for one figure that is printed twice.",
    ),
    faulty=(
        'rule AA101 "收支总计相等" {\n'
        '  check summary["本年收入合计"].amount = sum(summary.amount where role = "item") tolerance exact\n'
        "}"
    ),
    mended=(
        'rule AA101 "收支总计相等" {\n'
        '  check summary["本年收入合计"].amount = sum(summary.amount where role = "item")\n'
        "}"
    ),
    find=_find,
)
