"""A condition that never holds."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from dq.authoring.linting.model import Finding, Here, Lint, Subject
from dq.authoring.sense import chains, figure, sense, walk
from dq.diagnostics import Label, Text
from dq.semantics.vocabulary import STATES
from dq.syntax import tree


def _find(subject: Subject) -> Iterator[Finding]:
    for here, root in subject.checks():
        for chain in chains(root, tree.Connective.AND):
            facts = [fact for each in chain if (fact := _fact(each)) is not None]
            for place, (second, value, low, high) in enumerate(facts):
                for first, other, other_low, other_high in facts[:place]:
                    apart = low > other_high or high < other_low
                    same = sense(_operand(first)) == sense(_operand(second))
                    if same and (apart or _exclude(value, other)):
                        yield _both(here, first, second)
                        break
        for node in walk(root):
            if (
                isinstance(node, tree.Between)
                and isinstance(node.low, tree.Number)
                and isinstance(node.high, tree.Number)
            ):
                low_figure, high_figure = figure(node.low), figure(node.high)
                if low_figure is not None and high_figure is not None and low_figure > high_figure:
                    headline = Text("下限大于上限", "the lower bound is above the upper one")
                    yield Finding(here.span(node), headline, Text("两个界限对调", "exchange the bounds"))


def _exclude(one: str | None, other: str | None) -> bool:
    """Whether a value cannot be both: a printed text is present."""
    if one is None or other is None or one == other:
        return False
    return "state present" not in (one, other) or (one.startswith("state") and other.startswith("state"))


def _both(here: Here, first: tree.Expression, second: tree.Expression) -> Finding:
    headline = Text("这两个条件不能同时成立", "these two conditions never hold together")
    label = Label(here.span(first), Text("与这一个相反", "contrary to this one"))
    return Finding(here.span(second), headline, Text("两种情形用 or 连接", "join two cases with or"), (label,))


_Fact = tuple[tree.Expression, str | None, Decimal, Decimal]
_EVERYTHING: Final = (Decimal("-Infinity"), Decimal("Infinity"))


def _fact(node: tree.Expression) -> _Fact | None:
    """What a condition says of one value: the word or state that it is, or the range that it lies in."""
    match node:
        case tree.Comparison(operands=(_, tree.String(text=text)), signs=(sign,)):
            return (node, f"text {text}", *_EVERYTHING) if sign.relation is tree.Relation.EQUALS else None
        case tree.Comparison(operands=(_, tree.Number() as number), signs=(sign,)):
            value = figure(number)
            return None if value is None else _range(node, sign.relation, value)
        case tree.StateTest(state=state, negated=False):
            return (node, f"state {STATES.get(state.text, state.text)}", *_EVERYTHING)
        case _:
            return None


def _range(node: tree.Expression, relation: tree.Relation, value: Decimal) -> _Fact | None:
    least, most = _EVERYTHING
    match relation:
        case tree.Relation.EQUALS:
            return node, None, value, value
        case tree.Relation.LESS | tree.Relation.AT_MOST:
            return node, None, least, value
        case tree.Relation.MORE | tree.Relation.AT_LEAST:
            return node, None, value, most
        case tree.Relation.DIFFERS:
            return None


def _operand(node: tree.Expression) -> tree.Expression:
    match node:
        case tree.Comparison(operands=(first, *_)):
            return first
        case tree.StateTest(operand=operand):
            return operand
        case _:
            return node


LINT: Final = Lint(
    code="DQ-L414",
    name="never-true",
    title=Text(
        "永远不成立",
        "a condition that never holds",
    ),
    why=Text(
        "同一个值不能既是甲又是乙，不能既有数又空白，不能既大于五又小于三：这样的 where 选不出一行，规则从不核对。",
        "One value is not both of two words, not present and blank at once, not above five and below "
        "three. Such a where lets no row through, and nothing is checked.",
    ),
    remedy=Text(
        "多个值取其一写 in (…)；两种情形写 or。",
        "One of several values is in (…); two cases are joined by or.",
    ),
    faulty=(
        'rule AA101 "收支总计相等" {\n'
        '  for each expenditure as r where r.role = "item" and r.role = "total"\n'
        "  check r.total >= 0\n"
        "}"
    ),
    mended=(
        'rule AA101 "收支总计相等" {\n'
        '  for each expenditure as r where r.role in ("item", "total")\n'
        "  check r.total >= 0\n"
        "}"
    ),
    find=_find,
)
