"""A condition that is there twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dq.authoring.linting.model import Finding, Lint, Subject
from dq.authoring.sense import chains, sense
from dq.diagnostics import Label, Text
from dq.syntax import tree


def _find(subject: Subject) -> Iterator[Finding]:
    for here, root in subject.checks():
        for connective in (tree.Connective.AND, tree.Connective.OR):
            for chain in chains(root, connective):
                first: dict[object, tree.Expression] = {}
                for each in chain:
                    earlier = first.setdefault(sense(each), each)
                    if earlier is not each:
                        label = Label(here.span(earlier), Text("第一次在这里", "the first is here"))
                        headline = Text("这个条件已经写过", "this condition is there already")
                        yield Finding(here.span(each), headline, None, (label,))


LINT: Final = Lint(
    code="DQ-L415",
    name="repeated-condition",
    title=Text(
        "同一条件写了两次",
        "a condition that is there twice",
    ),
    why=Text(
        "重复的条件不增加什么，多半是想写另一个条件。",
        "Said twice it adds nothing; most often another condition was meant.",
    ),
    remedy=Text(
        "删去一个，或改成想写的那一个。",
        "Take one out, or write the one that was meant.",
    ),
    faulty=(
        'rule AA101 "收支总计相等" {\n'
        '  for each expenditure as r where r.role = "item" and r.role = "item"\n'
        "  check r.total >= 0\n"
        "}"
    ),
    mended=(
        'rule AA101 "收支总计相等" {\n'
        '  for each expenditure as r where r.role = "item" and r.level = 1\n'
        "  check r.total >= 0\n"
        "}"
    ),
    find=_find,
)
