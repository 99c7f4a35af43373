"""Clauses in an unusual order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from dq.authoring.linting.model import Finding, Lint, Subject
from dq.diagnostics import Label, Text
from dq.syntax import tree

_ORDER: Final = (
    tree.Title,
    tree.Basis,
    tree.Explain,
    tree.Message,
    tree.Meta,
    tree.SeverityClause,
    tree.Since,
    tree.Until,
    tree.Applies,
    tree.ForEach,
    tree.Check,
    tree.Needs,
)


def _find(subject: Subject) -> Iterator[Finding]:
    for here, node in subject.written():
        for before, clause in pairwise(node.clauses):
            if _ORDER.index(type(clause)) < _ORDER.index(type(before)):
                headline = Text("这个子句通常写在前面", "this clause usually stands further up")
                label = Label(here.span(before), Text("应在它之后", "this one should follow"))
                yield Finding(here.span(clause), headline, None, (label,))
                break


LINT: Final = Lint(
    code="DQ-L406",
    name="clause-order",
    title=Text(
        "子句不按惯常的次序",
        "clauses in an unusual order",
    ),
    why=Text(
        "每条规则次序相同，读的人才知道到哪里找：名称、依据、说明、提示、级别、年度、适用、逐行、校验、需先。",
        "Readers find what they look for where every rule has it: title, basis, explain, message, "
        "meta, severity, since, until, applies, for each, check, needs.",
    ),
    remedy=Text(
        "把指出的子句移到它的位置。",
        "Move the clause to its place.",
    ),
    faulty=(
        'rule AA101 "收支总计相等" {\n'
        '  check summary["收入总计"].amount = summary["支出总计"].amount\n'
        "  severity error\n"
        "}"
    ),
    mended=(
        'rule AA101 "收支总计相等" {\n'
        "  severity error\n"
        '  check summary["收入总计"].amount = summary["支出总计"].amount\n'
        "}"
    ),
    find=_find,
)
