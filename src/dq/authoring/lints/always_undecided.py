"""A rule that is never decided in this archive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dq.authoring.linting.model import Finding, Lint, Subject
from dq.diagnostics import Text
from dq.syntax import tree
from dq.types import Verdict


def _find(subject: Subject) -> Iterator[Finding]:
    for here in subject.declarations():
        tally = (subject.tallies or {}).get(here.node.id.text) if isinstance(here.node, tree.Rule) else None
        if isinstance(here.node, tree.Rule) and tally is not None and set(tally.verdicts) == {Verdict.UNDECIDED.value}:
            headline = Text(f"{tally.reports} 份报告里总是无法判断", f"undecided in each of {tally.reports} reports")
            yield Finding(here.span(here.node.id), headline, _HELP)


_HELP: Final = Text("用 applies 限定适用的报告", "say with applies which reports it is for")


LINT: Final = Lint(
    code="DQ-L433",
    name="always-undecided",
    title=Text(
        "在这个报告库里从不能判断",
        "a rule that is never decided in this archive",
    ),
    why=Text(
        "总是“无法判断”的规则等于没有：多半是要的行或表在这种表式里没有。",
        "A rule that is always undecided is none: most often its rows or tables are not in these forms.",
    ),
    remedy=Text(
        "用 applies 限定表式，或写 missing as zero。",
        "Say with applies which forms it is for, or write missing as zero.",
    ),
    faulty=('rule AA101 "收支总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}'),
    mended=('rule AA101 "收支总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}'),
    find=_find,
    tallies={"undecided": 3},
)
