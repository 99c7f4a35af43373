"""A comparison with itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dq.authoring.linting.model import Finding, Lint, Subject
from dq.authoring.sense import sense, walk
from dq.diagnostics import Label, Text
from dq.syntax import tree


def _find(subject: Subject) -> Iterator[Finding]:
    for here, root in subject.checks():
        for node in walk(root):
            if isinstance(node, tree.Comparison) and sense(node.operands[0]) == sense(node.operands[-1]):
                headline = Text("两边是同一个值", "both sides are the same value")
                label = Label(here.span(node.operands[0]), Text("与它相同", "the same as this"))
                help_ = Text("改成要与之比较的另一个值", "write the other value that is meant")
                yield Finding(here.span(node.operands[-1]), headline, help_, (label,))


LINT: Final = Lint(
    code="DQ-L412",
    name="self-comparison",
    title=Text(
        "与自己比较",
        "a comparison with itself",
    ),
    why=Text(
        "一个数总等于它自己：这样的规则查不出任何问题，多半是复制后忘了改。",
        "A figure always equals itself: the rule finds nothing. Most often a copy was not changed.",
    ),
    remedy=Text(
        "把一边改成另一个数。",
        "Write the other figure on one side.",
    ),
    faulty=('rule AA101 "收支总计相等" {\n  check summary["收入总计"].amount = summary["收入总计"].amount\n}'),
    mended=('rule AA101 "收支总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}'),
    find=_find,
)
