"""A rule without explanation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dq.authoring.linting.model import Finding, Lint, Subject
from dq.diagnostics import Text
from dq.syntax import tree


def _find(subject: Subject) -> Iterator[Finding]:
    for here, rule, clauses in subject.complete():
        if not clauses.of(tree.Explain):
            headline = Text(f"规则 {rule.id.text} 没有说明", f"rule {rule.id.text} has no explanation")
            help_ = Text(
                "写明核对的是什么、为什么成立：explain “…”", 'say what is checked and why it holds: explain "…"'
            )
            yield Finding(here.span(rule.id), headline, help_)


LINT: Final = Lint(
    code="DQ-L403",
    name="missing-explanation",
    title=Text(
        "规则没有说明",
        "a rule without explanation",
    ),
    why=Text(
        "看报告的人不是写规则的人：名称说不清的口径、例外和道理要写在说明里。",
        "Who reads the report did not write the rule: what its title cannot say belongs to its explanation.",
    ),
    remedy=Text(
        "用 explain 写一两句话。",
        "Write a sentence or two with explain.",
    ),
    faulty=('rule AA101 "收支总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}'),
    mended=(
        'rule AA101 "收支总计相等" {\n'
        '  explain "收支两栏的总计是同一个数。"\n'
        '  check summary["收入总计"].amount = summary["支出总计"].amount\n'
        "}"
    ),
    find=_find,
)
