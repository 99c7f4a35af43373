"""A list of one value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dq.authoring.linting.model import Finding, Here, Lint, Subject
from dq.authoring.sense import walk
from dq.diagnostics import Fix, Text
from dq.syntax import tree


def _find(subject: Subject) -> Iterator[Finding]:
    for here, root in subject.checks():
        for node in walk(root):
            if isinstance(node, tree.Among) and len(node.choices) == 1:
                headline = Text("清单里只有一个值", "the list has one value only")
                yield Finding(here.span(node), headline, None, (), _fix(here, node))


def _fix(here: Here, node: tree.Among) -> Fix | None:
    """A comparison of texts says the same; one of figures would have an allowance, so it is left to the author."""
    choice = node.choices[0]
    between = here.text(node.operand.end, node.end)
    if not isinstance(choice, tree.String) or "\n" in between:
        return None
    written = here.text(choice.start, choice.end)
    sign = "!=" if node.negated else "="
    text = Text(f"改写为 {sign} {written}", f"write {sign} {written}")
    return Fix(here.between(node.operand.end, node.end), f" {sign} {written.strip('()（） ')}", text)


LINT: Final = Lint(
    code="DQ-L418",
    name="single-choice",
    title=Text(
        "清单里只有一个值",
        "a list of one value",
    ),
    why=Text(
        "只有一个值时写 = 更明白；写成清单，读的人会找其余的。",
        "One value is said with =. A list makes readers look for the others.",
    ),
    remedy=Text(
        "改写成 =（不等于写 !=）。",
        "Write = (or !=).",
    ),
    faulty=(
        'rule AA101 "收支总计相等" {\n  for each expenditure as r where r.role in ("item")\n  check r.total >= 0\n}'
    ),
    mended=('rule AA101 "收支总计相等" {\n  for each expenditure as r where r.role = "item"\n  check r.total >= 0\n}'),
    find=_find,
)
