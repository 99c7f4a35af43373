"""What the grammar lets pass so that it can be spoken of plainly: ==, 14,085.13, chained comparisons, depth."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Final

from dq.diagnostics import Diagnostic, Label, Span, Text, refused, replace
from dq.syntax import tree

DEEPEST: Final = 64
"""Levels of nesting: brackets, signs, and the terms of a chain a + b + c … all count."""

_GROUPED: Final = re.compile(r"[,，]")


_PARTS: Final[dict[type[tree.Node], tuple[str, ...]]] = {}


def parts(kind: type[tree.Node]) -> tuple[str, ...]:
    """Fields of a node class that may hold nodes, in their order; worked out once a class.

    Example: `parts(tree.Name)` → `()`.
    """
    found = _PARTS.get(kind)
    if found is None:
        found = _PARTS[kind] = tuple(each.name for each in fields(kind) if each.type not in {"int", "str", "bool"})
    return found


def children(node: tree.Node) -> list[tree.Node]:
    """The nodes directly within a node, in the order of its fields.

    Example: `children(comparison)` → operands, then signs.
    """
    found: list[tree.Node] = []
    for name in parts(node.__class__):
        value = getattr(node, name)
        if isinstance(value, tree.Node):
            found.append(value)
        elif isinstance(value, tuple):
            found += value
    return found


def faults(declared: tree.Declaration, text: str, span: Callable[[int, int], Span]) -> Iterator[Diagnostic]:
    """What is wrong with the form of a declaration that could be read. Never recurses, however deep it is.

    Parameters: `text` the declaration's own text, `span` makes places of its offsets.
    """
    waiting: list[tuple[tree.Node, int]] = [(declared, 0)]
    told = False
    while waiting:
        node, depth = waiting.pop()
        if depth > DEEPEST:
            if not told:
                yield too_deep_here(span(node.start, node.end))
            told = True
            continue
        if isinstance(node, tree.Comparison):
            yield from _comparison(node, text, span)
        elif isinstance(node, tree.Number) and _GROUPED.search(node.text):
            yield _grouped(node, span)
        elif isinstance(node, tree.Name) and not node.text:
            place = span(node.start, node.end)
            yield refused("DQ-L001", place, Text("【】之间没有名称", "there is no name between 【 and 】"))
        below = depth + isinstance(node, tree.Expression)
        waiting += [(child, below) for child in children(node)]


def parts_of(root: tree.Node) -> int:
    """How many nodes a tree has, itself included. Never recurses."""
    waiting, found = [root], 0
    while waiting:
        found += 1
        waiting.extend(children(waiting.pop()))
    return found


def too_deep(root: tree.Node) -> bool:
    """Whether a tree is nested deeper than `DEEPEST`. Never recurses."""
    waiting: list[tuple[tree.Node, int]] = [(root, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > DEEPEST:
            return True
        below = depth + isinstance(node, tree.Expression)
        waiting += [(child, below) for child in children(node)]
    return False


def too_deep_here(place: Span) -> Diagnostic:
    """Something nested deeper than `DEEPEST`."""
    return refused(
        "DQ-L008",
        place,
        Text(f"嵌套或连写超过 {DEEPEST} 层", f"nested or chained more than {DEEPEST} levels deep"),
        help=Text(
            "许多行相加用 sum(…)，许多值选一用 in (…)",
            "add many rows with sum(…), choose among many values with in (…)",
        ),
    )


def _comparison(node: tree.Comparison, text: str, span: Callable[[int, int], Span]) -> Iterator[Diagnostic]:
    for sign in node.signs:
        if sign.text == "==":
            place = span(sign.start, sign.end)
            yield refused(
                "DQ-L005", place, Text("等于只写一个 =", "equality is written with one ="), fix=replace(place, "=")
            )
    if len(node.signs) == 1:
        return
    first, second, third = (text[each.start : each.end] for each in node.operands[:3])
    place = span(node.signs[1].start, node.signs[1].end)
    written = f"{first} {node.signs[0].relation} {second} and {second} {node.signs[1].relation} {third}"
    yield refused(
        "DQ-L007",
        place,
        Text("比较不能连写", "comparisons do not chain"),
        labels=(Label(span(node.signs[0].start, node.signs[0].end), Text("第一个比较", "the first comparison")),),
        help=Text(f"写成两个条件：{' '.join(written.split())}", f"write two conditions: {' '.join(written.split())}"),
    )


def _grouped(node: tree.Number, span: Callable[[int, int], Span]) -> Diagnostic:
    place = span(node.start, node.end)
    return refused(
        "DQ-L006",
        place,
        Text("数字中不能有分节的逗号", "a figure has no commas between its digits"),
        help=Text("若是几个数，逗号后空一格", "where several figures are meant, put a blank after the comma"),
        fix=replace(place, _GROUPED.sub("", node.text)),
    )
