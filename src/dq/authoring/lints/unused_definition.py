"""A definition or template that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dq.authoring.linting.model import Finding, Lint, Subject
from dq.authoring.sense import walk
from dq.diagnostics import Text
from dq.syntax import tree


def _find(subject: Subject) -> Iterator[Finding]:
    used = {name: _names(file) for name, file in subject.files.items()}
    for here in subject.declarations():
        node = here.node
        if not isinstance(node, tree.Define | tree.Template):
            continue
        home = here.source.file
        users = {home, *(file for (file, _), target in subject.imports.items() if target == home)}
        library = not subject.files[home].rules and users == {home}
        if subject.whole and not library and not any(node.name.text in used.get(user, ()) for user in users):
            headline = Text(f"{node.name.text} 没有用到", f"{node.name.text} is not used")
            yield Finding(here.span(node.name), headline, Text("删去它", "take it out"))


def _names(file: tree.File) -> set[str]:
    """Every name that a file uses; a definition's own name where it is declared is none."""
    found: set[str] = set()
    for placed in file.declarations:
        own = {id(each) for each in (getattr(placed.declaration, "name", None),)}
        found |= {each.text for each in walk(placed.declaration) if isinstance(each, tree.Name) and id(each) not in own}
    return found


LINT: Final = Lint(
    code="DQ-L408",
    name="unused-definition",
    title=Text(
        "定义或模板没有用到",
        "a definition or template that nothing uses",
    ),
    why=Text(
        "没有用到的定义会误导：读的人以为规则按它核对。",
        "A definition that nothing uses misleads: readers believe that rules follow it.",
    ),
    remedy=Text(
        "删去，或在规则里用它。只供别的文件引用的定义，放在没有规则的文件里。",
        "Take it out, or use it. What only other files import belongs to a file without rules.",
    ),
    faulty=(
        "define 上限 = 5亿元\n"
        'rule AA101 "收支总计相等" {\n'
        '  check summary["收入总计"].amount = summary["支出总计"].amount\n'
        "}"
    ),
    mended=('define 上限 = 5亿元\nrule AA101 "收支总计相等" {\n  check summary["收入总计"].amount <= 上限\n}'),
    find=_find,
)
