"""An empty text for a blank cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dq.authoring.linting.model import Finding, Lint, Subject
from dq.authoring.sense import walk
from dq.diagnostics import Text
from dq.syntax import tree


def _find(subject: Subject) -> Iterator[Finding]:
    for here, root in subject.checks():
        for node in walk(root):
            if isinstance(node, tree.Comparison) and any(
                isinstance(each, tree.String) and not each.text.strip() for each in node.operands
            ):
                headline = Text("空白的格子不等于空文字", "a blank cell does not equal an empty text")
                yield Finding(here.span(node), headline, Text("写 … is blank", "write … is blank"))


LINT: Final = Lint(
    code="DQ-L426",
    name="blank-as-text",
    title=Text(
        "用空文字表示空白",
        "an empty text for a blank cell",
    ),
    why=Text(
        '空白的格子不是空文字：与 "" 比较从不成立。',
        'A blank cell is no empty text: a comparison with "" never holds.',
    ),
    remedy=Text(
        "写 is blank 或 is present。",
        "Write is blank, or is present.",
    ),
    faulty=('rule AA101 "收支总计相等" {\n  check not exists expenditure where label = "" and total is present\n}'),
    mended=('rule AA101 "收支总计相等" {\n  check not exists expenditure where label is blank and total is present\n}'),
    find=_find,
)
