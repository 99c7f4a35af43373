"""A number without origin."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from dq.authoring.linting.model import Finding, Lint, Subject
from dq.authoring.sense import figure, walk
from dq.diagnostics import Text
from dq.semantics.vocabulary import PROPERTIES
from dq.syntax import tree

_PLAIN: Final = frozenset(Decimal(number) for number in (*range(11), 100))
"""Numbers that say all there is to say: levels, one, none, a hundred per cent."""


def _find(subject: Subject) -> Iterator[Finding]:
    for here, root in subject.checks():
        if isinstance(here.node, tree.Define):
            continue
        years = {
            id(part)
            for node in walk(root)
            if isinstance(node, tree.Comparison | tree.Between | tree.Among) and _is_of_year(node)
            for part in walk(node)
        }
        for node in walk(root):
            if not isinstance(node, tree.Number) or id(node) in years or figure(node) == 0:
                continue
            if figure(node) not in _PLAIN or not node.text.rstrip("%％").isdecimal():
                headline = Text(f"{node.text} 从哪里来？", f"where does {node.text} come from?")
                help_ = Text("用 define 给它一个名称并写明出处", "give it a name with define, and say its origin")
                yield Finding(here.span(node), headline, help_)


def _is_of_year(node: tree.Node) -> bool:
    """Whether a comparison asks for the year of a report: years explain themselves."""
    return any(
        isinstance(each, tree.Member) and PROPERTIES.get(each.name.text, ("",))[0] == "year" for each in walk(node)
    )


LINT: Final = Lint(
    code="DQ-L421",
    name="magic-number",
    title=Text(
        "没有来历的数",
        "a number without origin",
    ),
    why=Text(
        "标准变了，要改的数散在各处；读的人也不知道它从哪里来。",
        "When the standard changes, the number has to be found everywhere; and nobody knows where it comes from.",
    ),
    remedy=Text(
        "用 define 给它一个名称，注释写明出处。",
        "Give it a name with define, and say in a remark where it comes from.",
    ),
    faulty=('rule AA101 "收支总计相等" {\n  check summary["收入总计"].amount <= 5亿元\n}'),
    mended=('define 上限 = 5亿元\nrule AA101 "收支总计相等" {\n  check summary["收入总计"].amount <= 上限\n}'),
    find=_find,
)
