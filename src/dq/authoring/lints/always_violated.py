"""A rule that is always violated in this archive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dq.authoring.linting.model import Finding, Lint, Subject, Tally
from dq.diagnostics import Text
from dq.syntax import tree
from dq.types import Verdict

_MANY: Final = 5
"""So many violations without a single pass are no accident."""


def _find(subject: Subject) -> Iterator[Finding]:
    for here in subject.declarations():
        tally = (subject.tallies or {}).get(here.node.id.text) if isinstance(here.node, tree.Rule) else None
        if isinstance(here.node, tree.Rule) and tally is not None and _is_wrong(tally):
            headline = Text(
                f"{tally.verdicts[Verdict.VIOLATED.value]} 次核对无一成立",
                f"violated {tally.verdicts[Verdict.VIOLATED.value]} times, never held",
            )
            yield Finding(here.span(here.node.id), headline, _HELP)


def _is_wrong(tally: Tally) -> bool:
    decided = {name for name, number in tally.verdicts.items() if number} - {Verdict.UNDECIDED.value}
    return decided == {Verdict.VIOLATED.value} and tally.verdicts[Verdict.VIOLATED.value] >= _MANY


_HELP: Final = Text("先疑规则，再疑报告", "doubt the rule before the reports")


LINT: Final = Lint(
    code="DQ-L434",
    name="always-violated",
    title=Text(
        "在这个报告库里从不成立",
        "a rule that is always violated in this archive",
    ),
    why=Text(
        "许多报告无一成立，错的多半是规则。",
        "Where many reports all violate it, it is most often the rule that is wrong.",
    ),
    remedy=Text(
        "用 dq explain 看一份报告的数；确是普遍的错误，写明理由忽略。",
        "Look at one report with dq explain. If it is a common fault indeed, ignore this with that reason.",
    ),
    faulty=('rule AA101 "收支总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}'),
    mended=('rule AA101 "收支总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}'),
    find=_find,
    tallies={"violated": 7},
)
