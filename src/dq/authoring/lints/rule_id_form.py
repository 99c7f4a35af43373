"""A rule id of another form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dq.authoring.linting.model import Finding, Lint, Subject
from dq.diagnostics import Text
from dq.syntax import tree

_FORM: Final = re.compile(r"[A-Z]{2,4}[0-9]{3}[a-z]?")


def _find(subject: Subject) -> Iterator[Finding]:
    for here in subject.declarations():
        if isinstance(here.node, tree.Rule) and not _FORM.fullmatch(here.node.id.text):
            name = here.node.id.text
            headline = Text(
                f"编号 {name} 不是大写字母加三位数字", f"the id {name} is not capital letters and three digits"
            )
            yield Finding(here.span(here.node.id), headline, Text("例如 FA101", "FA101, for example"))


LINT: Final = Lint(
    code="DQ-L405",
    name="rule-id-form",
    title=Text(
        "规则编号不合格式",
        "a rule id of another form",
    ),
    why=Text(
        "编号写在每一份报告里，要能念、能排序、能引用：两到四个大写字母加三位数字。",
        "Ids stand in every report: they are read aloud, sorted and cited. Two to four capital "
        "letters and three digits.",
    ),
    remedy=Text(
        "改成例如 FA101；已在报告里用过的编号不要改，写明理由忽略。",
        "Write FA101, for example. An id that reports already cite stays: ignore this with that reason.",
    ),
    faulty=('rule 总计1 "收支总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}'),
    mended=('rule AA101 "收支总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}'),
    find=_find,
)
