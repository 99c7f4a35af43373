"""Walks over plan nodes: which lookups, cells and tables they read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from dq.plan.linear import atoms
from dq.plan.nodes import (
    Aggregate,
    Both,
    Cell,
    Choice,
    Condition,
    Contrary,
    Either,
    Given,
    Kind,
    Leaf,
    Like,
    Linear,
    Lookup,
    NumberTest,
    Occurs,
    OneOf,
    Operand,
    Origin,
    Property,
    Slot,
    Starts,
    StateIs,
    TextTest,
    Words,
)
from dq.plan.whole import Test
from dq.types import ValueType

Node = Condition | Linear | Words | Leaf


def leaves(node: Node) -> Iterator[Leaf]:
    """Every cell, property and lookup that a node reads of its own row, in the order of reading, repeats included."""
    match node:
        case Cell() | Property() | Slot() | Operand():
            yield node
        case Linear():
            yield from atoms(node)
        case Words(atom):
            if not isinstance(atom, str):
                yield atom
        case NumberTest():
            yield from atoms(node.left)
            yield from atoms(node.right)
            if node.single is not None:
                yield node.single.unit
        case TextTest():
            yield from leaves(node.left)
            yield from leaves(node.right)
        case OneOf(operand) | Like(operand):
            yield from leaves(operand)
        case Starts(operand, prefix):
            yield from leaves(operand)
            yield from leaves(prefix)
        case StateIs(operand) | Occurs(operand):
            yield operand
        case Both(left, right) | Either(left, right) | Given(left, right):
            yield from leaves(left)
            yield from leaves(right)
        case Contrary(inner):
            yield from leaves(inner)
        case Choice(branches, otherwise):
            for guard, condition in branches:
                yield from leaves(guard)
                yield from leaves(condition)
            yield from leaves(otherwise)
        case _:
            assert_never(node)


def slots(*nodes: Node | None) -> tuple[Slot, ...]:
    """The distinct lookups of these nodes, each once (of an optional and a plain reading the first)."""
    found: dict[Lookup, Slot] = {}
    for node in nodes:
        if node is not None:
            for leaf in leaves(node):
                if isinstance(leaf, Slot):
                    found.setdefault(leaf.lookup, leaf)
    return tuple(found.values())


def parts(aggregate: Aggregate) -> tuple[Node, ...]:
    """What an aggregate reads of each row: its element and its filter."""
    return tuple(node for node in (aggregate.element, aggregate.filter) if node is not None)


def test_nodes(test: Test) -> tuple[Node, ...]:
    """What a test reads."""
    return tuple(node for node in (test.check, test.where, test.applies, *test.units) if node is not None)


def demanded(node: Node) -> Iterator[str]:
    """Tables that the node reads otherwise than `missing as zero`, those inside of filters too."""
    for leaf in leaves(node):
        if isinstance(leaf, Slot) and not leaf.optional:
            yield leaf.lookup.table
            for part in parts(leaf.lookup.aggregate):
                yield from demanded(part)


def has_unit(leaf: Leaf) -> bool:
    """True for what is read off printed figures: measures and lookups of them, not counts of rows."""
    match leaf:
        case Cell():
            return leaf.measure
        case Property():
            return False
        case Slot(lookup):
            element = lookup.aggregate.element
            own = () if element is None else leaves(element)
            counts = lookup.aggregate.kind is Kind.DISTINCT
            return not counts and any(isinstance(inner, Cell) and inner.measure for inner in own)
        case Operand(_, form):
            return form.origin is Origin.NUMBER and form.type is not ValueType.NUMBER
