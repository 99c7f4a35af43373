"""Two rules of one title."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dq.authoring.linting.model import Finding, Here, Lint, Subject
from dq.diagnostics import Label, Text
from dq.syntax import tree


def _find(subject: Subject) -> Iterator[Finding]:
    first: dict[str, tuple[Here, tree.Rule]] = {}
    for here in subject.declarations():
        if not isinstance(here.node, tree.Rule) or here.node.title is None:
            continue
        title = here.node.title.text
        earlier, rule = first.setdefault(title, (here, here.node))
        if rule is not here.node:
            headline = Text(f"规则 {rule.id.text} 已叫“{title}”", f"rule {rule.id.text} has this title, too")
            label = Label(earlier.span(rule.title or rule.id), Text("第一条在这里", "the first is here"))
            yield Finding(here.span(here.node.title), headline, None, (label,))


LINT: Final = Lint(
    code="DQ-L407",
    name="duplicate-title",
    title=Text(
        "两条规则同名",
        "two rules of one title",
    ),
    why=Text(
        "报告里只看得到名称：同名的两条，读者以为是重复。",
        "A report shows titles: two rules of one title look like one finding told twice.",
    ),
    remedy=Text(
        "在名称里写出两条规则的区别（哪张表、哪一栏）。",
        "Say in the title what tells them apart: the table, the column.",
    ),
    faulty=(
        'rule AA101 "收支总计相等" {\n'
        '  check summary["收入总计"].amount = summary["支出总计"].amount\n'
        "}\n"
        'rule AA102 "收支总计相等" {\n'
        '  check summary["收入总计"].amount >= 0\n'
        "}"
    ),
    mended=(
        'rule AA101 "收支总计相等" {\n'
        '  check summary["收入总计"].amount = summary["支出总计"].amount\n'
        "}\n"
        'rule AA102 "收入总计不为负" {\n'
        '  check summary["收入总计"].amount >= 0\n'
        "}"
    ),
    find=_find,
)
