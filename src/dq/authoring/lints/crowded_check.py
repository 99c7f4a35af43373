"""A rule that checks too much."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dq.authoring.linting.model import Finding, Lint, Subject
from dq.authoring.sense import joined
from dq.diagnostics import Text
from dq.syntax import tree

_MOST: Final = 4


def _find(subject: Subject) -> Iterator[Finding]:
    for here, node in subject.written():
        for clause in node.clauses:
            if isinstance(clause, tree.Check):
                number = len(list(joined(clause.condition, tree.Connective.AND)))
                if number > _MOST:
                    headline = Text(f"一条规则核对了 {number} 件事", f"one rule makes {number} statements")
                    help_ = Text("分成几条规则", "divide it into several rules")
                    yield Finding(here.span(clause.condition), headline, help_)


LINT: Final = Lint(
    code="DQ-L430",
    name="crowded-check",
    title=Text(
        "一条规则核对太多",
        "a rule that checks too much",
    ),
    why=Text(
        "一条规则说一件事：核对五六件的，不成立时读的人不知道是哪一件。",
        "One rule, one statement. Where it makes five, nobody sees which of them failed.",
    ),
    remedy=Text(
        "分成几条规则，或用 column as c in (…)。",
        "Divide it into several rules, or use column as c in (…).",
    ),
    faulty=(
        'rule AA101 "收支总计相等" {\n'
        "  for each expenditure as r\n"
        "  check r.total >= 0 and r.basic >= 0 and r.project >= 0 and r.remitted >= 0 and r.business >= 0\n"
        "}"
    ),
    mended=(
        'rule AA101 "收支总计相等" {\n'
        "  for each expenditure as r, column as c in (total, basic, project, remitted, business)\n"
        "  check r.c >= 0\n"
        "}"
    ),
    find=_find,
)
