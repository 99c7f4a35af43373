"""Paths of labels: `summary["年末结转和结余"/"项目支出结转和结余"]` reads like a division of texts."""

from __future__ import annotations

from dq.syntax import tree


def label_path(selector: tree.Expression | tree.Labels) -> tree.Expression | tree.Labels:
    """The labels that a look-up's selector lists, or the selector as it is where it is no path.

    Example: the division "a" / "b" → `Labels("a", "b")`.
    """
    labels: list[tree.String] = []
    found = selector
    while isinstance(found, tree.Arithmetic) and found.sign is tree.Sign.DIVIDE:
        if not isinstance(found.right, tree.String):
            return selector
        labels.append(found.right)
        found = found.left
    if not labels or not isinstance(found, tree.String):
        return selector
    return tree.Labels(selector.start, selector.end, (found, *reversed(labels)))
