"""A branch that is never reached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dq.authoring.linting.model import Finding, Lint, Subject
from dq.authoring.sense import figure, sense, walk
from dq.diagnostics import Label, Text
from dq.syntax import tree


def _find(subject: Subject) -> Iterator[Finding]:
    for here, root in subject.checks():
        for node in walk(root):
            if isinstance(node, tree.Case):
                for place, branch in enumerate(node.branches):
                    earlier = next((each for each in node.branches[:place] if _covers(each.guard, branch.guard)), None)
                    if earlier is not None:
                        label = Label(here.span(earlier.guard), Text("这里已经包括它", "this covers it already"))
                        headline = Text("永远轮不到这个情形", "this branch is never reached")
                        help_ = Text("把窄的情形写在前面", "put the narrower guard first")
                        yield Finding(here.span(branch.guard), headline, help_, (label,))


def _covers(earlier: tree.Expression, later: tree.Expression) -> bool:
    """Whether the earlier guard holds wherever the later one does."""
    if sense(earlier) == sense(later):
        return True
    match earlier, later:
        case (
            tree.Comparison(operands=(one, tree.Number() as bound), signs=(sign,)),
            tree.Comparison(operands=(other, tree.Number() as inner), signs=(other_sign,)),
        ) if sense(one) == sense(other):
            wide, narrow = figure(bound), figure(inner)
            if wide is None or narrow is None:
                return False
            up = {tree.Relation.MORE, tree.Relation.AT_LEAST}
            down = {tree.Relation.LESS, tree.Relation.AT_MOST}
            same = sign.relation == other_sign.relation
            above = {sign.relation, other_sign.relation} <= up and (narrow > wide or (narrow == wide and same))
            below = {sign.relation, other_sign.relation} <= down and (narrow < wide or (narrow == wide and same))
            return above or below
        case _:
            return False


LINT: Final = Lint(
    code="DQ-L420",
    name="unreachable-branch",
    title=Text(
        "永远轮不到的情形",
        "a branch that is never reached",
    ),
    why=Text(
        "case 取第一个成立的情形：前面的情形更宽，后面的就永远轮不到。",
        "A case takes the first guard that holds: behind a wider one a narrower one is never reached.",
    ),
    remedy=Text(
        "窄的写在前面：先 >= 90，再 >= 75。",
        "Put the narrower guard first: >= 90 before >= 75.",
    ),
    faulty='define 等级(分) = case { 分 >= 60 => "合格"; 分 >= 90 => "优秀"; else => "不合格" }',
    mended='define 等级(分) = case { 分 >= 90 => "优秀"; 分 >= 60 => "合格"; else => "不合格" }',
    find=_find,
)
