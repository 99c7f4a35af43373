"""Years that no form has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dq.authoring.linting.model import Finding, Lint, Subject
from dq.diagnostics import Text
from dq.syntax import tree


def _find(subject: Subject) -> Iterator[Finding]:
    templates = [each for each in subject.schema.templates.values() if each.tables]  # forms alone are of any year
    first = min((each.first_year for each in templates), default=0)
    last = max((each.last_year for each in templates), default=9999)
    for here, node in subject.written():
        for clause in node.clauses:
            if not isinstance(clause, tree.Since | tree.Until) or not clause.year.text.isdecimal():
                continue
            year = int(clause.year.text)
            if (isinstance(clause, tree.Since) and year > last) or (isinstance(clause, tree.Until) and year < first):
                headline = Text(
                    "没有一种表式属于这些年度，规则从不适用", "no form is of these years: the rule never applies"
                )
                help_ = Text(f"表式的年度是 {first} 至 {last}", f"the forms are of {first} to {last}")
                yield Finding(here.span(clause), headline, help_)


LINT: Final = Lint(
    code="DQ-L431",
    name="never-in-force",
    title=Text(
        "年度在表式之外",
        "years that no form has",
    ),
    why=Text(
        "since、until 所说的年度没有一种表式：规则从不适用。",
        "No form is of the years that since and until name: the rule never applies.",
    ),
    remedy=Text(
        "核对年度。",
        "Check the years.",
    ),
    faulty=(
        'rule AA101 "收支总计相等" {\n  until 1999\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}'
    ),
    mended=(
        'rule AA101 "收支总计相等" {\n  until 2030\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}'
    ),
    find=_find,
)
