"""A double negation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dq.authoring.linting.model import Finding, Lint, Subject
from dq.authoring.sense import walk
from dq.diagnostics import Fix, Text
from dq.syntax import tree


def _find(subject: Subject) -> Iterator[Finding]:
    for here, root in subject.checks():
        for node in walk(root):
            if not isinstance(node, tree.Negation):
                continue
            match node.operand:
                case tree.Negation() as inner:
                    headline = Text("两个“不”互相抵消", "the two negations cancel each other")
                    span = here.between(node.start, inner.operand.start)
                    plain = _PLAIN.fullmatch(here.text(node.start, inner.operand.start))
                    fix = Fix(span, "", Text("去掉两个“不”", "take out both")) if plain else None
                    yield Finding(here.span(node), headline, None, (), fix)
                case operand:
                    if getattr(operand, "negated", False):
                        headline = Text("否定了一个否定", "a negation is negated")
                        yield Finding(here.span(node), headline, Text("两处否定都去掉", "take both negations out"))


_PLAIN: Final = re.compile(r"[^()（）#＃]*")
"""Nothing but the two words stands there: neither a remark nor a bracket that would lose its partner."""


LINT: Final = Lint(
    code="DQ-L416",
    name="double-negation",
    title=Text(
        "双重否定",
        "a double negation",
    ),
    why=Text(
        "“不是不”要倒过来想两遍，最容易读错。",
        "Not not has to be turned round twice: nothing is misread more easily.",
    ),
    remedy=Text(
        "去掉两个“不”（可自动改正），或去掉一层否定。",
        "Take out both (a certain fix), or one of the two.",
    ),
    faulty=('rule AA101 "收支总计相等" {\n  check not not summary["收入总计"].amount >= 0\n}'),
    mended=('rule AA101 "收支总计相等" {\n  check summary["收入总计"].amount >= 0\n}'),
    find=_find,
)
