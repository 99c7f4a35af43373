"""Cells and rows that a test speaks of: by label, path, code or condition, as rules name them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dq.authoring.testing.model import Row
from dq.syntax import tree
from dq.templates import normalise_label

_KEYS: Final = frozenset({"code", "item", "label", "path", "side", "role", "function_code"})


@dataclass(frozen=True, slots=True)
class Selector:
    """Which row is meant. Parameters: `labels` from the outermost on; `key` instead: a column and what it holds."""

    labels: tuple[str, ...]
    key: tuple[str, str] | None
    text: str
    node: tree.Node


@dataclass(frozen=True, slots=True)
class Place:
    """base, base[row] or base[row].column; `base` a table or a rule."""

    base: tree.Name
    row: Selector | None
    column: tree.Name | None


def place_of(node: tree.Expression) -> Place | None:
    """What a reference names, or None where it is none.

    Example: summary["收入总计"].amount → table summary, row 收入总计, column amount.
    """
    column: tree.Name | None = None
    row: Selector | None = None
    if isinstance(node, tree.Member):
        column = node.name
        node = node.base
    if isinstance(node, tree.Lookup):
        row = _selector(node.selector)
        if row is None:
            return None
        node = node.base
    return Place(node, row, column) if isinstance(node, tree.Name) else None


def _selector(node: tree.Labels | tree.Expression) -> Selector | None:
    match node:
        case tree.String():
            return Selector((node.text,), None, node.text, node)
        case tree.Labels(_, _, labels):
            texts = tuple(label.text for label in labels)
            return Selector(texts, None, "/".join(texts), node)
        case tree.Comparison(_, _, (tree.Name() as name, tree.String() as value), (sign,)):
            if sign.relation is tree.Relation.EQUALS and name.text in _KEYS:
                return Selector((), (name.text, value.text), f"{name.text} = {value.text}", node)
            return None
        case _:
            return None


def rows_of(selector: Selector, rows: Sequence[Row]) -> list[int]:
    """Places of the rows that are meant: those whose whole path, code or label it is, else those within whose path the
    labels stand in this order.
    """
    if selector.key is not None:
        column, value = selector.key
        return [at for at, row in enumerate(rows) if row[column] == value]
    wanted = [normalise_label(label) for label in selector.labels]
    whole = "/".join(wanted)
    exact = [at for at, row in enumerate(rows) if whole in {row["path"], row["code"]}]
    if exact:
        return exact
    return [at for at, row in enumerate(rows) if _within(wanted, row)]


def _within(wanted: Sequence[str], row: Row) -> bool:
    path = (row["path"] or "").split("/")
    if wanted[-1] != path[-1] and wanted[-1] != normalise_label(row["item"] or ""):
        return False
    outer = iter(path[:-1])
    return all(label in outer for label in wanted[:-1])
