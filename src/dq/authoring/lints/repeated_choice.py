"""A value that is listed twice."""

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
            if isinstance(node, tree.Among):
                first: dict[object, tree.Expression] = {}
                for choice in node.choices:
                    earlier = first.setdefault(sense(choice), choice)
                    if earlier is not choice:
                        label = Label(here.span(earlier), Text("第一次在这里", "the first is here"))
                        headline = Text("这个值已经列出", "this value is listed already")
                        yield Finding(here.span(choice), headline, None, (label,))


LINT: Final = Lint(
    code="DQ-L417",
    name="repeated-choice",
    title=Text(
        "清单里有重复的值",
        "a value that is listed twice",
    ),
    why=Text(
        "in (…) 里重复的值不起作用，多半是想写另一个。",
        "A value listed twice does nothing; most often another one was meant.",
    ),
    remedy=Text(
        "删去或改成想写的值。",
        "Take it out, or write the one that was meant.",
    ),
    faulty=(
        'rule AA101 "收支总计相等" {\n'
        '  for each expenditure as r where r.role in ("item", "item")\n'
        "  check r.total >= 0\n"
        "}"
    ),
    mended=(
        'rule AA101 "收支总计相等" {\n'
        '  for each expenditure as r where r.role in ("item", "total")\n'
        "  check r.total >= 0\n"
        "}"
    ),
    find=_find,
)
