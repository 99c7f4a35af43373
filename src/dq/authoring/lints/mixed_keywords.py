"""Keywords of both languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dq.authoring.linting.model import Finding, Lint, Subject
from dq.diagnostics import SourceText, Text
from dq.syntax import keywords, parser, tokens


def _find(subject: Subject) -> Iterator[Finding]:
    known = {name: spellings for name, spellings in keywords(parser()).items() if len(set(spellings)) > 1}
    for name, file in subject.files.items():
        words = [token for token in tokens(file.text) if token.kind in known and token.kind != "ENGLISH"]
        chinese = [token for token in words if not token.text.isascii()]
        fewer = min(chinese, [token for token in words if token.text.isascii()], key=len)
        if fewer:
            source = SourceText(name, file.text)
            headline = Text(
                f"{fewer[0].text} 与其余的关键词不是一种写法", f"{fewer[0].text} is not of the other keywords' language"
            )
            help_ = Text("用 dq fmt --keywords zh 或 en 统一", "make them one with dq fmt --keywords zh or en")
            yield Finding(source.span(fewer[0].start, fewer[0].end), headline, help_)


LINT: Final = Lint(
    code="DQ-L428",
    name="mixed-keywords",
    title=Text(
        "关键词中英文混用",
        "keywords of both languages",
    ),
    why=Text(
        "一个文件里两种写法混着，找起来要找两遍。",
        "With both spellings in one file everything has to be searched for twice.",
    ),
    remedy=Text(
        "用 dq fmt --keywords zh（或 en）统一。",
        "Make them one with dq fmt --keywords zh (or en).",
    ),
    faulty=(
        'rule AA101 "收支总计相等" {\n  级别 error\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}'
    ),
    mended=(
        'rule AA101 "收支总计相等" {\n'
        "  severity error\n"
        '  check summary["收入总计"].amount = summary["支出总计"].amount\n'
        "}"
    ),
    find=_find,
)
