"""A parameter that is not used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dq.authoring.linting.model import Finding, Lint, Subject
from dq.authoring.sense import walk
from dq.diagnostics import Text
from dq.syntax import tree


def _find(subject: Subject) -> Iterator[Finding]:
    for here in subject.declarations():
        node = here.node
        if not isinstance(node, tree.Define | tree.Template):
            continue
        within: tuple[tree.Node, ...] = (node.body,) if isinstance(node, tree.Define) else node.clauses
        parts = [each for root in within for each in walk(root)]
        names = {each.text for each in parts if isinstance(each, tree.Name)}
        said = [each.text for each in within if isinstance(each, tree.Title | tree.Basis | tree.Explain)]
        texts = " ".join(each.text for each in (*parts, *said) if isinstance(each, tree.String)).translate(_BRACES)
        for parameter in node.parameters:
            if parameter.text not in names and f"{{{parameter.text}}}" not in texts:
                headline = Text(f"参数 {parameter.text} 没有用到", f"the parameter {parameter.text} is not used")
                yield Finding(here.span(parameter), headline)


_BRACES: Final = str.maketrans("｛｝", "{}")


LINT: Final = Lint(
    code="DQ-L409",
    name="unused-parameter",
    title=Text(
        "参数没有用到",
        "a parameter that is not used",
    ),
    why=Text(
        "没有用到的参数多半是写漏了：每处使用都给了它一个值，却不起作用。",
        "A parameter that is not used is most often forgotten: every use gives it a value that does nothing.",
    ),
    remedy=Text(
        "在定义里用它，或去掉它。",
        "Use it, or take it out.",
    ),
    faulty=('define 差(a, b) = a - a\nrule AA101 "收支总计相等" {\n  check 差(summary["收入总计"].amount, 1元) = 0\n}'),
    mended=(
        "define 差(a, b) = a - b\n"
        'rule AA101 "收支总计相等" {\n'
        '  check 差(summary["收入总计"].amount, summary["支出总计"].amount) = 0\n'
        "}"
    ),
    find=_find,
)
