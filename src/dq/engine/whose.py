"""What rules look up, and words for whose report it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dq.diagnostics import Text
from dq.semantics.checked import Home, Pick, Source, StateTest
from dq.types import Reason

WHOSE: Final = {
    Home.OWN: Text("", ""),
    Home.BEFORE: Text("上年", "last year's "),
    Home.UNITS: Text("所属单位", "the units' "),
}
"""What stands before the name of something by whose report it stands in."""

_UNTOLD: Final = {
    Reason.MISSING: Text(
        "所属单位的报告不全，或其中没有所需的表。", "the report of a unit, or the table in it, is not there."
    ),
    Reason.AMBIGUOUS: Text(
        "所属单位中有的不知是哪一个，或名单有误。",
        "it cannot be told which body one of the units is, or the list is wrong.",
    ),
}


def untold_of_units(check: object, reason: Reason | None) -> Text | None:
    """Why what is read of units cannot be told; None where none is read, or it is not for them.

    Example: `untold_of_units(expectation.check, Reason.MISSING)`.
    """
    return _UNTOLD.get(reason) if reason is not None and _reads_units(check) else None


def _reads_units(node: object) -> bool:
    if isinstance(node, Source):
        return node.home is Home.UNITS
    if isinstance(node, tuple):
        return any(_reads_units(each) for each in node)
    return any(_reads_units(getattr(node, name)) for name in getattr(node, "__dataclass_fields__", ()))


def picks(node: object) -> Iterator[Pick]:
    """Look-ups of a check, those inside of filters left out."""
    if isinstance(node, Pick):
        if not node.optional:
            yield node
    elif not isinstance(node, StateTest):
        parts = node if isinstance(node, tuple) else _values(node)
        for part in parts:
            yield from picks(part)


def _values(node: object) -> Iterator[object]:
    """What a node holds, but for the rows that it speaks of."""
    return (getattr(node, name) for name in getattr(node, "__dataclass_fields__", ()) if name != "source")
