"""A condition that always holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dq.authoring.linting.model import Finding, Lint, Subject
from dq.authoring.sense import chains, figure, is_constant, sense, walk
from dq.diagnostics import Text
from dq.functions import function_named
from dq.syntax import tree

_NEVER_NEGATIVE: Final = frozenset({"count", "count_distinct", "abs"})


def _find(subject: Subject) -> Iterator[Finding]:
    told = {id(condition) for condition in _asks_for_presence(subject)}
    for here, root in subject.checks():
        for node in walk(root):
            if isinstance(node, tree.Comparison) and all(map(is_constant, node.operands)):
                headline = Text("两边都是常数，与数据无关", "both sides are constants: the data do not matter")
                yield Finding(here.span(node), headline)
            elif isinstance(node, tree.Comparison) and id(root) not in told and _is_wide(node):
                headline = Text("这个值从不小于零，条件永远如此", "this value is never below zero: always the same")
                yield Finding(
                    here.span(node), headline, Text("写一个有意义的界限", "write a bound that means something")
                )
            elif _is_circular(node):
                yield Finding(here.span(node), Text("前提就是结论", "the conclusion is the premise"))
        for chain in chains(root, tree.Connective.OR):
            denied = {sense(each.operand) for each in chain if isinstance(each, tree.Negation)}
            for each in chain:
                if sense(each) in denied:
                    headline = Text("一个条件与它的反面，总有一个成立", "a condition or its contrary: one always holds")
                    yield Finding(here.span(each), headline)


def _asks_for_presence(subject: Subject) -> Iterator[tree.Expression]:
    """Conditions that are violated where what they name is missing: a count of at least zero asks whether it is."""
    for _, node in subject.written():
        for clause in node.clauses:
            if isinstance(clause, tree.Check) and tree.MissingAsViolation in map(type, clause.options):
                yield clause.condition


def _is_circular(node: tree.Node) -> bool:
    implies = isinstance(node, tree.Logical) and node.connective is tree.Connective.IMPLIES
    return isinstance(node, tree.Logical) and implies and sense(node.left) == sense(node.right)


def _is_wide(node: tree.Comparison) -> bool:
    """Whether a comparison asks of something that is never negative whether it is at least zero, or below."""
    left, right = node.operands[0], node.operands[-1]
    relation = node.signs[0].relation
    if isinstance(left, tree.Number):
        left, right, relation = right, left, _TURNED.get(relation, relation)
    function = function_named(left.function.text) if isinstance(left, tree.Call) else None
    zero = isinstance(right, tree.Number) and figure(right) == 0
    open_end = relation in {tree.Relation.AT_LEAST, tree.Relation.LESS}
    return function is not None and function.name in _NEVER_NEGATIVE and zero and open_end


_TURNED: Final = {
    tree.Relation.AT_MOST: tree.Relation.AT_LEAST,
    tree.Relation.AT_LEAST: tree.Relation.AT_MOST,
    tree.Relation.LESS: tree.Relation.MORE,
    tree.Relation.MORE: tree.Relation.LESS,
}


LINT: Final = Lint(
    code="DQ-L413",
    name="cannot-be-violated",
    title=Text(
        "永远成立",
        "a condition that always holds",
    ),
    why=Text(
        "常数之间的比较、个数不小于零、绝对值不小于零、“a 或者不 a”，不看数据也成立：规则等于没有。",
        "Constants compared, a count of at least zero, an absolute value of at least zero, a or not "
        "a: they hold whatever the data say.",
    ),
    remedy=Text(
        "写出要核对的数；界限写成有意义的值。",
        "Name the figures to check, and a bound that means something.",
    ),
    faulty=('rule AA101 "收支总计相等" {\n  check count(expenditure where role = "item") >= 0\n}'),
    mended=('rule AA101 "收支总计相等" {\n  check count(expenditure where role = "item") > 0\n}'),
    find=_find,
)
