"""A rule without basis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dq.authoring.linting.model import Finding, Lint, Subject
from dq.diagnostics import Text
from dq.syntax import tree


def _find(subject: Subject) -> Iterator[Finding]:
    for here, rule, clauses in subject.complete():
        if not clauses.of(tree.Basis):
            headline = Text(f"规则 {rule.id.text} 没有依据", f"rule {rule.id.text} has no basis")
            help_ = Text("写明所依据的准则、表式或文件：basis “…”", 'name the standard, form or law: basis "…"')
            yield Finding(here.span(rule.id), headline, help_)


LINT: Final = Lint(
    code="DQ-L401",
    name="missing-basis",
    title=Text(
        "规则没有依据",
        "a rule without basis",
    ),
    why=Text(
        "结论要拿给被审计单位看：没有依据（准则、表式、文件）的不一致，对方无从核对，也无从反驳。",
        "A finding is shown to the body that is audited. Without the standard, form or law that "
        "makes the rule true it can neither be checked nor answered.",
    ),
    remedy=Text(
        "写明 basis。",
        "Say it with basis.",
    ),
    faulty=('rule AA101 "收支总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}'),
    mended=(
        'rule AA101 "收支总计相等" {\n'
        '  basis "收入支出决算总表"\n'
        '  check summary["收入总计"].amount = summary["支出总计"].amount\n'
        "}"
    ),
    find=_find,
)
