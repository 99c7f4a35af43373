"""A rule that checks nothing in this archive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dq.authoring.linting.model import Finding, Lint, Subject
from dq.diagnostics import Text
from dq.syntax import tree


def _find(subject: Subject) -> Iterator[Finding]:
    for here in subject.declarations():
        tally = (subject.tallies or {}).get(here.node.id.text) if isinstance(here.node, tree.Rule) else None
        if isinstance(here.node, tree.Rule) and tally is not None and not sum(tally.verdicts.values()):
            headline = Text(f"{tally.reports} 份报告里一次也没有核对", f"never applied in {tally.reports} reports")
            yield Finding(here.span(here.node.id), headline, _HELP)


_HELP: Final = Text("核对 applies、where 和科目的写法", "look at applies, where and the labels")


LINT: Final = Lint(
    code="DQ-L432",
    name="vacuous",
    title=Text(
        "在这个报告库里从不核对",
        "a rule that checks nothing in this archive",
    ),
    why=Text(
        "一次也没有核对过的规则，成立不说明任何事：多半是表名、科目名写错，或 where 选不出行。",
        "A rule that was never applied says nothing by not being violated. Most often a name is "
        "wrong, or where lets no row through.",
    ),
    remedy=Text(
        "看 applies 和 where；报告库里确实没有这类报告的，写明理由忽略。",
        "Look at applies and where. Where the archive has no such reports, ignore this with that reason.",
    ),
    faulty=('rule AA101 "收支总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}'),
    mended=('rule AA101 "收支总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}'),
    find=_find,
    tallies={},
)
