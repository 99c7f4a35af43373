"""Brackets around a plain name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dq.authoring.linting.model import Finding, Here, Lint, Subject
from dq.authoring.sense import walk
from dq.diagnostics import Fix, Text
from dq.syntax import keywords, parser, tree

_PLAIN: Final = re.compile(r"[^\W\d]\w*")


def _find(subject: Subject) -> Iterator[Finding]:
    words = {word for spellings in keywords(parser()).values() for each in spellings for word in each.split()}
    for here in subject.declarations():
        for node in walk(here.node):
            written = here.text(node.start, node.end) if isinstance(node, tree.Name) and node.quoted else ""
            if not written.startswith("【") or not isinstance(node, tree.Name):
                continue
            if _PLAIN.fullmatch(node.text) and node.text not in words:
                headline = Text(f"{node.text} 不必写在【】里", f"{node.text} needs no brackets")
                fix = Fix(here.span(node), f" {node.text} " if _touches(here, node) else node.text, _REMEDY)
                yield Finding(here.span(node), headline, None, (), fix)


_REMEDY: Final = Text("去掉【】", "take the brackets out")


def _touches(here: Here, node: tree.Node) -> bool:
    """Whether a word stands right beside the brackets: without them, both would be one."""
    return bool(re.search(r"\w", here.text(node.start - 1, node.start) + here.text(node.end, node.end + 1)))


LINT: Final = Lint(
    code="DQ-L427",
    name="needless-brackets",
    title=Text(
        "不必写的【】",
        "brackets around a plain name",
    ),
    why=Text(
        "【】只为含空格、符号或与关键词同形的名称而设；处处写，反而看不出哪里要紧。",
        "【】 is for names with blanks, signs or the shape of a keyword. Used everywhere, it no longer says anything.",
    ),
    remedy=Text(
        "去掉【】（可自动改正）。",
        "Take them out (a certain fix).",
    ),
    faulty=('rule AA101 "收支总计相等" {\n  check 【summary】["收入总计"].amount >= 0\n}'),
    mended=('rule AA101 "收支总计相等" {\n  check summary["收入总计"].amount >= 0\n}'),
    find=_find,
)
