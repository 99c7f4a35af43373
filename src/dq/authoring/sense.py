"""What a piece of rule text says, whatever its looks: without places, spellings and needless brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from dq.authoring.closed import closed
from dq.syntax import children, tree
from dq.types import unit_named

_SKIPPED = frozenset({"start", "end", "quoted"})


def sense(node: object, renamed: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - a tree of tuples
    """A value that is equal for nodes that say the same.

    Parameters: `renamed` names that stand for others (the alias of a row, say).
    Example: `sense(left) == sense(right)`, of `a  <= b` and `a ≤ b` → `True`.
    """
    match node:
        case tree.RelationSign(relation=relation):
            return relation
        case tree.Number(text=text):
            return ("Number", text.replace("．", ".").replace("％", "%"))
        case tree.TableLine(text=text):
            return ("TableLine", text.rstrip())
        case tree.Name(text=text) if renamed is not None:
            return ("Name", renamed.get(text, text))
        case tree.Node():
            names = (name for name in node.__dataclass_fields__ if name not in _SKIPPED)
            words = {word: english for word, (english, _) in closed(node)}
            parts = (getattr(node, name) for name in names)
            return (type(node).__name__, *(_said(part, words, renamed) for part in parts))
        case tuple():
            return tuple(sense(each, renamed) for each in node)
        case _:
            return node


def _said(part: object, words: Mapping[tree.Name, str], renamed: Mapping[str, str] | None) -> Any:  # noqa: ANN401 - as `sense`
    """A part of a node; of its closed words the meaning, whichever spelling was chosen."""
    match part:
        case tree.Name() if part in words:
            return ("Name", words[part])
        case tuple():
            return tuple(_said(each, words, renamed) for each in part)
        case _:
            return sense(part, renamed)


def walk(node: tree.Node) -> Iterator[tree.Node]:
    """A node and everything within it, in no particular order. Never recurses.

    Example: `[each.text for each in walk(condition) if isinstance(each, tree.Name)]`.
    """
    waiting = [node]
    while waiting:
        each = waiting.pop()
        yield each
        waiting.extend(children(each))


def joined(node: tree.Node, connective: tree.Connective) -> Iterator[tree.Expression]:
    """The conditions that a chain joins, in order.

    Example: `list(joined(condition, tree.Connective.AND))`, of `a and b and c` → three conditions.
    """
    waiting: list[Any] = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, tree.Logical) and each.connective is connective:
            waiting += [each.right, each.left]
        else:
            yield each


def chains(root: tree.Node, connective: tree.Connective) -> Iterator[list[tree.Expression]]:
    """Every chain of a connective within a node, each once and whole: lists of two conditions or more."""
    inner: set[int] = set()
    for each in walk(root):
        if isinstance(each, tree.Logical) and each.connective is connective and id(each) not in inner:
            inner.update(
                id(part) for part in _links(each) if isinstance(part, tree.Logical) and part.connective is connective
            )
            yield list(joined(each, connective))


def _links(node: tree.Logical) -> Iterator[tree.Node]:
    waiting: list[tree.Node] = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, tree.Logical) and each.connective is node.connective:
            yield each
            waiting += [each.left, each.right]


_FIGURE: Final = re.compile(r"(?P<figure>\d+(?:\.\d+)?)(?P<unit>.*)", re.DOTALL)


def measured(number: tree.Number) -> tuple[Decimal | None, str]:
    """A figure as it is written, and its unit: "%" of a percentage, "" of none.

    Example: `measured(number)`, of `5万元` → `(Decimal(5), "万元")`.
    """
    match = _FIGURE.fullmatch(number.text.replace("．", ".").replace("％", "%"))
    return (None, "") if match is None else (Decimal(match["figure"]), match["unit"])


def figure(number: tree.Number) -> Decimal | None:
    """A figure in the base unit of its kind, so that 1万元 is more than 5元; None for a date or what has no value.

    Example: `figure(number)`, of `5万元` → `Decimal(50000)`.
    """
    value, unit = measured(number)
    return value if value is None or not unit else value * unit_named(unit).factor


def is_constant(node: tree.Expression) -> bool:
    """Whether a value is made of figures and texts alone."""
    return not any(isinstance(each, tree.Name) for each in walk(node))
