"""An alias that is not used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dq.authoring.linting.model import Finding, Lint, Subject
from dq.authoring.sense import walk
from dq.diagnostics import Text
from dq.syntax import tree


def _find(subject: Subject) -> Iterator[Finding]:
    for here, node in subject.written():
        each = next((clause for clause in node.clauses if isinstance(clause, tree.ForEach)), None)
        check = next((clause for clause in node.clauses if isinstance(clause, tree.Check)), None)
        if each is None or check is None:
            continue
        names = {part.text for part in walk(check) if isinstance(part, tree.Name)}
        for alias in (each.alias, *(columns.alias for columns in each.columns)):
            if alias is not None and alias.text not in names:
                headline = Text(
                    f"校验没有用到 {alias.text}：同样的核对会重复许多遍",
                    f"the check does not use {alias.text}: it is the same every time",
                )
                yield Finding(here.span(alias), headline, Text("用它，或删去这一项", "use it, or take this part out"))


LINT: Final = Lint(
    code="DQ-L410",
    name="unused-alias",
    title=Text(
        "别名没有用到",
        "an alias that is not used",
    ),
    why=Text(
        "逐行核对却不提到那一行，等于把同一件事核对许多遍，报告里也会重复许多遍。",
        "A check of each row that never speaks of the row is the same check many times, and is reported many times.",
    ),
    remedy=Text(
        "在校验里用它；与行无关的，删去 for each。",
        "Use it in the check, or take out for each.",
    ),
    faulty=(
        'rule AA101 "收支总计相等" {\n'
        "  for each expenditure as r\n"
        '  check summary["收入总计"].amount = summary["支出总计"].amount\n'
        "}"
    ),
    mended=('rule AA101 "收支总计相等" {\n  for each expenditure as r\n  check r.total >= 0\n}'),
    find=_find,
)
