"""A rule without severity."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dq.authoring.linting.model import Finding, Lint, Subject
from dq.diagnostics import Text
from dq.syntax import tree


def _find(subject: Subject) -> Iterator[Finding]:
    for here, rule, clauses in subject.complete():
        if not clauses.of(tree.SeverityClause):
            headline = Text(f"规则 {rule.id.text} 没有写级别", f"rule {rule.id.text} does not say its severity")
            help_ = Text(
                "不可能对的写 severity error，可疑的写 warning", "severity error where it cannot be right, else warning"
            )
            yield Finding(here.span(rule.id), headline, help_)


LINT: Final = Lint(
    code="DQ-L402",
    name="missing-severity",
    title=Text(
        "规则没有级别",
        "a rule without severity",
    ),
    why=Text(
        "没有写级别的按 error 计，会让整次检查不通过；这应当是作者的决定，不是默认。",
        "Without severity a violation counts as an error and fails the run. That should be decided, not left out.",
    ),
    remedy=Text(
        "写 severity error、warning 或 info：只有数字不可能对的才是 error。",
        "Write severity error, warning or info: an error only where the data cannot be right.",
    ),
    faulty=('rule AA101 "收支总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}'),
    mended=(
        'rule AA101 "收支总计相等" {\n'
        "  severity error\n"
        '  check summary["收入总计"].amount = summary["支出总计"].amount\n'
        "}"
    ),
    find=_find,
)
