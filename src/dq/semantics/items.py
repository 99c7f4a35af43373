"""Rows by the labels that the forms print: `summary["年末结转和结余"/"项目支出结转和结余"]`."""

from __future__ import annotations

from dq.semantics.checked import Among, Compare, Comparison, Condition, Inner, Literal, Tolerance, ToleranceKind
from dq.semantics.complaints import names as wrong
from dq.semantics.context import Checking, Use
from dq.syntax import tree
from dq.templates import normalise_label
from dq.templates.model import TableSchema
from dq.types import ValueType, unit_named

EXACT = Tolerance(ToleranceKind.EXACT)
"""The tolerance of comparisons that read printed values."""

Meaning = tuple[tuple[str, ...], frozenset[str]]
"""An item's path and the templates that print it."""


def row_named(
    checking: Checking, node: tree.Node, labels: tuple[tree.String, ...], table: TableSchema
) -> tuple[Condition, tuple[str, ...]] | None:
    """The condition that picks the row of these labels, and the units its paths fix; None where it was complained of.

    Parameters: `labels` from the outermost named ancestor to the row; `node` the place of all of them.
    """
    keys = [normalise_label(label.text) for label in labels]
    written = "/".join(label.text for label in labels)
    if not table.items:
        if len(labels) > 1:
            checking.say(wrong.labels_by_code(checking.span(node), table))
            return None
        return _equals(Inner(table.name, "item", ValueType.TEXT), keys[0], written), ()
    meanings = _meanings(table, keys)
    if not meanings:
        _complain(checking, labels, keys, table)
        return None
    for template in sorted(frozenset().union(*(templates for _path, templates in meanings))):
        paths = [path for path, templates in meanings if template in templates]
        if len(paths) > 1:
            checking.say(wrong.ambiguous_label(checking.span(node), written, paths))
            return None
    printed = frozenset[str]().union(*(templates for _path, templates in meanings))
    checking.uses.uses.append(Use(f"{table.name}[{written}]", printed, checking.span(node)))
    paths = [path for path, _templates in meanings]
    column = Inner(table.name, "path", ValueType.TEXT)
    units = tuple(table.item_units.get(path, "元") for path in paths)
    if len(paths) == 1:
        return _equals(column, "/".join(paths[0]), written), units
    choices = tuple(Literal("/".join(path), ValueType.TEXT, written) for path in paths)
    return Among(column, choices), units


def _equals(column: Inner, value: str, written: str) -> Condition:
    return Compare(Comparison.EQ, column, Literal(value, ValueType.TEXT, written), EXACT)


def _meanings(table: TableSchema, keys: list[str]) -> list[Meaning]:
    """The paths that end with the last label and pass through the others in order."""
    return [meaning for meaning in table.items.get(keys[-1], ()) if _passes(table, meaning[0], keys[:-1])]


def _passes(table: TableSchema, path: tuple[str, ...], ancestors: list[str]) -> bool:
    """Whether a path leads through rows of these labels, in this order."""
    length = 0
    for key in ancestors:
        lengths = [len(other) for other, _templates in table.items.get(key, ()) if path[: len(other)] == other]
        longer = sorted(each for each in lengths if length < each < len(path))
        if not longer:
            return False
        length = longer[0]
    return True


def _complain(checking: Checking, labels: tuple[tree.String, ...], keys: list[str], table: TableSchema) -> None:
    """Say which of the labels is not known, or that no row of the last one stands below the others."""
    for label, key in zip(labels, keys, strict=True):
        if key not in table.items:
            near = [*table.items, *(path[-1] for meanings in table.items.values() for path, _ in meanings)]
            checking.say(wrong.unknown_label(checking.span(label), label.text, table, near))
            return
    paths = ["/".join(path) for path, _templates in table.items[keys[-1]]]
    last = labels[-1]
    checking.say(wrong.unknown_label(checking.span(last), "/".join(keys), table, paths))


def type_in(column: ValueType, units: tuple[str, ...]) -> ValueType:
    """The type of a picked cell: a quantity's, where the picked rows fix their unit.

    Example: `type_in(ValueType.QUANTITY, ("辆",))` → `ValueType.COUNT`.
    """
    dimensions = {unit_named(unit).dimension for unit in units}
    if column is not ValueType.QUANTITY or len(dimensions) != 1:
        return column
    return ValueType(dimensions.pop())
