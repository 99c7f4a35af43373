"""A title or message in one language only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dq.authoring.linting.model import Finding, Lint, Subject
from dq.diagnostics import Text
from dq.semantics.vocabulary import LANGUAGES
from dq.syntax import tree


def _find(subject: Subject) -> Iterator[Finding]:
    for here, rule, clauses in subject.complete():
        titles = _languages(clauses.of(tree.Title)) | ({"zh"} if rule.title is not None else set())
        messages = _languages(clauses.of(tree.Message))
        for said, zh, en in ((titles, "名称", "title"), (messages, "提示", "message")):
            for language in sorted({"zh", "en"} - said if said else ()):
                word = {"zh": Text("中文", "Chinese"), "en": Text("英文", "English")}[language]
                headline = Text(
                    f"规则 {rule.id.text} 没有{word.zh}{zh}", f"rule {rule.id.text} has no {en} in {word.en}"
                )
                yield Finding(
                    here.span(rule.id), headline, Text(f"补上 {en} {language} “…”", f'add {en} {language} "…"')
                )


def _languages(clauses: list[tree.Clause]) -> set[str]:
    """The languages that some clauses are in; one without language is Chinese."""
    found = set()
    for clause in clauses:
        if isinstance(clause, tree.Title | tree.Message):
            found.add("zh" if clause.language is None else LANGUAGES.get(clause.language.text, ""))
    return found


LINT: Final = Lint(
    code="DQ-L404",
    name="missing-translation",
    title=Text(
        "名称或提示只有一种语言",
        "a title or message in one language only",
    ),
    why=Text(
        "报告可以用中文或英文出：缺了一种，读者看到的是看不懂的一种。",
        "Reports are read in Chinese or in English: where one is missing, its readers see the other.",
    ),
    remedy=Text(
        "规则编号后写中文名称，其后 en “…” 写英文名称；message 也各写一条。",
        'Write the Chinese title behind the id and the English one behind it (en "…"); give messages in both.',
    ),
    faulty=('rule AA101 "收支总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}'),
    mended=(
        'rule AA101 "收支总计相等" en "Both totals are equal" {\n'
        '  check summary["收入总计"].amount = summary["支出总计"].amount\n'
        "}"
    ),
    find=_find,
)
