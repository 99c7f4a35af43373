"""A tolerance that need not be said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dq.authoring.linting.model import Finding, Lint, Subject
from dq.diagnostics import Fix, Text
from dq.semantics.vocabulary import TOLERANCES
from dq.syntax import tree


def _find(subject: Subject) -> Iterator[Finding]:
    for here, node in subject.written():
        for clause in node.clauses:
            for option in clause.options if isinstance(clause, tree.Check) else ():
                if isinstance(option, tree.Tolerance) and TOLERANCES.get(option.amount.text) == "rounding":
                    headline = Text("这就是默认的容差", "this tolerance holds anyway")
                    fix = Fix(here.span(option), "", Text("删去它", "take it out"))
                    yield Finding(here.span(option), headline, None, (), fix)


LINT: Final = Lint(
    code="DQ-L422",
    name="needless-tolerance",
    title=Text(
        "不必写的容差",
        "a tolerance that need not be said",
    ),
    why=Text(
        "tolerance rounding 就是默认的容差；写出来，读的人以为这条规则有什么特别。",
        "tolerance rounding is what holds anyway: to write it makes the rule look special.",
    ),
    remedy=Text(
        "删去（可自动改正）。",
        "Take it out (a certain fix).",
    ),
    faulty=(
        'rule AA101 "收支总计相等" {\n'
        '  check summary["收入总计"].amount = summary["支出总计"].amount tolerance rounding\n'
        "}"
    ),
    mended=('rule AA101 "收支总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}'),
    find=_find,
)
