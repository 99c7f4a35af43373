"""Two rules that check the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dq.authoring.linting.model import Clauses, Finding, Here, Lint, Subject
from dq.authoring.sense import sense
from dq.diagnostics import Label, Text
from dq.syntax import tree


def _find(subject: Subject) -> Iterator[Finding]:
    first: dict[object, tuple[Here, tree.Rule]] = {}
    for here, rule, clauses in subject.complete():
        if rule.use is not None or not clauses.of(tree.Check):
            continue
        earlier, same = first.setdefault(_checked(clauses), (here, rule))
        if same is not rule:
            headline = Text(f"与规则 {same.id.text} 核对的是同一件事", f"this checks the same as rule {same.id.text}")
            label = Label(earlier.span(same.id), Text("第一条在这里", "the first is here"))
            yield Finding(here.span(rule.id), headline, None, (label,))


def _checked(clauses: Clauses) -> object:
    """What a rule checks, its aliases given one name everywhere."""
    renamed: dict[str, str] = {}
    for each in clauses.of(tree.ForEach):
        if isinstance(each, tree.ForEach):
            aliases = (each.alias, *(columns.alias for columns in each.columns))
            names = [alias.text for alias in aliases if alias is not None]
            renamed = {name: f"alias {number}" for number, name in enumerate(names)}
    kinds = (tree.Since, tree.Until, tree.Applies, tree.ForEach, tree.Check)
    return tuple(tuple(sense(each, renamed) for each in clauses.of(kind)) for kind in kinds)


LINT: Final = Lint(
    code="DQ-L419",
    name="duplicate-rule",
    title=Text(
        "两条规则核对同一件事",
        "two rules that check the same",
    ),
    why=Text(
        "一个错数会在报告里出现两次，看起来像两个问题；改一条忘了另一条，结论就会互相矛盾。",
        "One wrong figure is told twice and looks like two faults; once one of them is changed, they "
        "contradict each other.",
    ),
    remedy=Text(
        "删去一条，或写出它们的区别。",
        "Take one out, or write what tells them apart.",
    ),
    faulty=(
        'rule AA101 "收支总计相等" {\n'
        '  check summary["收入总计"].amount = summary["支出总计"].amount\n'
        "}\n"
        'rule AA102 "总表两栏平衡" {\n'
        '  check summary["收入总计"].amount = summary["支出总计"].amount\n'
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
