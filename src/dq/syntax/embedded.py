"""Values within the texts of messages: “{summary["收入总计"].amount} 与表内不符”."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final, TypeVar

from dq.diagnostics import Diagnostic, Span, Text, refused
from dq.syntax import tree
from dq.syntax.braces import BRACED
from dq.syntax.wellformed import parts

MOST_VALUES: Final = 20
"""Values within one message."""

Declared = TypeVar("Declared", bound=tree.Rule | tree.Template)
Node = TypeVar("Node", bound=tree.Node)


def shifted(node: Node, by: int) -> Node:
    """The node with all its places moved. Example: `shifted(name, 10).start == name.start + 10`."""
    moved: dict[str, Any] = {}
    for name in parts(node.__class__):
        value = getattr(node, name)
        if isinstance(value, tree.Node):
            moved[name] = shifted(value, by)
        elif isinstance(value, tuple):
            moved[name] = tuple(shifted(each, by) for each in value)
    return replace(node, start=node.start + by, end=node.end + by, **moved)


def with_values(
    declared: Declared,
    read: Callable[[str, int], tree.Expression | Diagnostic],
    span: Callable[[int, int], Span],
) -> tuple[Declared, list[Diagnostic]]:
    """The rule or template with the values of its messages read.

    Parameters: `read` the expression of a text that begins at an offset, or what is wrong with it.
    """
    if not any(isinstance(clause, tree.Message) for clause in declared.clauses):
        return declared, []
    wrong: list[Diagnostic] = []
    clauses: list[tree.Clause] = []
    for clause in declared.clauses:
        if not isinstance(clause, tree.Message):
            clauses.append(clause)
            continue
        parts = []
        for found in _parts(clause, read, span):
            if isinstance(found, Diagnostic):
                wrong.append(found)
            else:
                parts.append(found)
        clauses.append(replace(clause, parts=tuple(parts)))
    return replace(declared, clauses=tuple(clauses)), wrong


def _parts(
    message: tree.Message,
    read: Callable[[str, int], tree.Expression | Diagnostic],
    span: Callable[[int, int], Span],
) -> Iterator[tree.Interpolation | Diagnostic]:
    text = message.text.text
    start = message.text.start + 1  # behind the quotation mark
    found = list(BRACED.finditer(text))
    rest = BRACED.sub(lambda match: " " * len(match.group()), text)
    stray = re.search(r"[{}｛｝]", rest)
    if stray is not None:
        place = span(start + stray.start(), start + stray.end())
        yield refused("DQ-L017", place, Text("这个花括号不成对", "this brace has no partner"))
    if len(found) > MOST_VALUES:
        place = span(message.text.start, message.text.end)
        headline = Text(f"一条提示里超过 {MOST_VALUES} 个数", f"a message holds at most {MOST_VALUES} values")
        yield refused("DQ-L017", place, headline)
        return
    for match in found:
        value = read(match[1], start + match.start(1))
        if isinstance(value, Diagnostic):
            yield value
        else:
            yield tree.Interpolation(start + match.start(), start + match.end(), value)
