"""A rule that was commented out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dq.authoring.linting.model import Finding, Lint, Subject
from dq.diagnostics import SourceText, Text
from dq.syntax import parse


def _find(subject: Subject) -> Iterator[Finding]:
    for name, file in subject.files.items():
        for comment in file.comments:
            text = comment.text.lstrip("#＃ ")
            if _CLAUSE.match(text) and not parse(f"rule A {{\n{text}\n}}", name).diagnostics:
                source = SourceText(name, file.text)
                headline = Text("这是注释掉的规则", "this is a rule that was commented out")
                yield Finding(source.span(comment.start, comment.end), headline, Text("删去它", "take it out"))


_CLAUSE: Final = re.compile(r"(?:check|for\s+each|applies|校验|逐行|对每个|适用)\s")


LINT: Final = Lint(
    code="DQ-L429",
    name="commented-out-rule",
    title=Text(
        "注释掉的规则",
        "a rule that was commented out",
    ),
    why=Text(
        "注释里的规则没有人核对，却像是还在用：要恢复，版本库里有。",
        "A rule within remarks is checked by nobody and looks as if it were. Version control keeps what was.",
    ),
    remedy=Text(
        "删去；暂不使用的写 until，或写明理由忽略。",
        "Take it out; what holds no longer gets until.",
    ),
    faulty=(
        '# check summary["收入总计"].amount >= 0\n'
        'rule AA101 "收支总计相等" {\n'
        '  check summary["收入总计"].amount = summary["支出总计"].amount\n'
        "}"
    ),
    mended=(
        '# 收支总计\nrule AA101 "收支总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}'
    ),
    find=_find,
)
