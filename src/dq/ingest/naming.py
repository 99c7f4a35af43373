"""Which item of the form a printed row is, and where it hangs in the tree of items."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from dq.ingest.body import PrintedRow
from dq.ingest.code_parts import unit_rows
from dq.templates import Item, Table, normalise_label, split_unit

_LEVELS: Final = {3: 1, 5: 2, 7: 3}
_CLASS_DIGITS: Final = 3
_TOTALS: Final = ("合计", "总计", "小计")
_OF_WHICH: Final = re.compile(r"[\s\d.、()（）]*其中\s*[:：]?")


@dataclass(frozen=True, slots=True)
class Name:
    """A row's identity. `path` is told apart from its likes by #2, #3 …; `trail` is the path without that;
    `known` is False for a row that the template does not list.
    """

    item: str | None
    path: str
    trail: tuple[str, ...]
    role: str
    side: str | None
    code: str | None
    function_code: str | None
    level: int | None
    unit: str | None
    known: bool


def name_rows(table: Table, rows: Sequence[PrintedRow]) -> list[Name]:
    """Name every row of a table, in the order given (block by block, in print order)."""
    match table.layout:
        case "codes":
            namer = _by_code
        case "nested":
            namer = _by_trail
        case _:
            namer = _by_item
    ties: Counter[tuple[str | None, str]] = Counter()
    names: list[Name] = []
    for name in namer(table, rows):
        ties[name.side, name.path] += 1
        tie = ties[name.side, name.path]
        names.append(name if tie == 1 else _tied(name, tie))
    return names


def _tied(name: Name, tie: int) -> Name:
    return replace(name, path=f"{name.path}#{tie}")


def _by_item(table: Table, rows: Sequence[PrintedRow]) -> list[Name]:
    """Names of rows that the form prints by label. Labels that mean several items are told apart by print order:
    the first one listed behind the row before, else the first one not printed yet.
    """
    listed: dict[tuple[str, str], list[int]] = {}
    for index, item in enumerate(table.items):
        for label in item.labels:
            listed.setdefault((item.side, label), []).append(index)
    names: list[Name] = []
    at = -1
    block = 0
    seen: set[int] = set()
    within: tuple[str, ...] | None = None
    for row in rows:
        if row.block != block:
            block, at, within = row.block, -1, None
        label, printed_unit = split_unit(normalise_label(row.label or ""))
        side = row.header.block.side
        candidates = listed.get((side, label), [])
        ahead = [index for index in candidates if index > at]
        unseen = [index for index in candidates if index not in seen]
        chosen = next(iter((*ahead, *unseen, *candidates)), None)
        within = _within(row, within, names[-1] if at >= 0 else None)
        if chosen is None:
            above = table.items[at].path[:-1] if at >= 0 and label else ()
            names.append(_unlisted(label or None, side, printed_unit, above, within))
            continue
        at = chosen
        seen.add(chosen)
        names.append(name_of_item(table.items[chosen], printed_unit))
    return names


def name_of_item(item: Item, printed_unit: str | None = None) -> Name:
    """The name of a row that is a listed item; a unit printed with the label goes before the form's."""
    path = "/".join(item.path)
    unit = printed_unit or item.unit
    return Name(
        item.key, path, item.path, item.role, item.side or None, None, item.function_code, None, unit, known=True
    )


def _within(row: PrintedRow, within: tuple[str, ...] | None, before: Name | None) -> tuple[str, ...] | None:
    """What a row that begins with 其中 is a part of: the row before the first of such rows; None for other rows.
    Nothing shows of a row that the template does not list whether it goes on with the list: its figures are doubted.

    Parameters: `within` what the row `before` is a part of.
    """
    if _OF_WHICH.match(row.label or "") is None:
        return None
    return within if within is not None else before.trail if before is not None else None


def _unlisted(
    label: str | None, side: str | None, unit: str | None, above: tuple[str, ...], within: tuple[str, ...] | None
) -> Name:
    """A row that the template does not list: it hangs where the row before it does (`above`), or below the row `within`
    which 其中 puts it.
    """
    trail = (*(above if within is None else within), label or "")
    # A total that the form does not list is still no addend of the others, nor is a part of one of them.
    role = "total" if label and label.endswith(_TOTALS) else "item" if within is None else "of_which"
    return Name(label, "/".join(trail), trail, role, side, None, None, None, unit, known=label is None)


def _by_code(table: Table, rows: Sequence[PrintedRow]) -> list[Name]:
    """Names of rows that a code list names: the path is made of the code and its ancestors, printed or not. A unit's
    own row among them is no addend of the total.
    """
    names: list[Name] = []
    units = unit_rows(table.code_list, [(row.code, row.label) for row in rows])
    within: tuple[str, ...] | None = None
    for at, row in enumerate(rows):
        label = normalise_label(row.label or "") or None
        total = next((item for item in table.items if label in item.labels), None) if row.code is None else None
        within = _within(row, within, names[-1] if names else None)
        if row.code is None or at in units:
            unlisted = _unlisted(label, None, None, (), within)
            of_unit = at in units or (bool(row.header.units) and label is not None)
            names.append(
                name_of_item(total) if total is not None else replace(unlisted, role="part") if of_unit else unlisted
            )
            continue
        trail = (*(row.code[:end] for end in range(_CLASS_DIGITS, len(row.code), 2)), row.code)
        names.append(
            Name(
                item=label,
                path="/".join(trail),
                trail=trail,
                role="item",
                side=None,
                code=row.code,
                function_code=row.code[:_CLASS_DIGITS] if table.code_list == "function" else None,
                level=_LEVELS.get(len(row.code)),
                unit=None,
                known=True,
            )
        )
    return names


def _by_trail(table: Table, rows: Sequence[PrintedRow]) -> list[Name]:
    """Names of rows whose labels are nested: the item whose path ends in the row's labels (the grand total over all of
    them is printed in a row of its own); a row of the document's own hangs under the item that its outer labels are.
    """
    names: list[Name] = []
    for row in rows:
        trail = tuple(normalise_label(label) for label in row.trail)
        if len(trail) > 1 and trail[-1] in _TOTALS:
            trail = trail[:-1]
        item = _nested_item(table.items, trail)
        if item is not None:
            names.append(name_of_item(item))
            continue
        outer = next(
            (found for end in range(len(trail) - 1, 0, -1) if (found := _nested_item(table.items, trail[:end]))), None
        )
        within = trail[len(outer.path) - _above(outer) :] if outer is not None else trail
        path = (*(outer.path if outer is not None else ()), *within)
        side = row.header.block.side
        known = (table.is_list or (table.is_open and outer is not None)) and not row.placing.doubted
        names.append(
            Name(trail[-1] if trail else None, "/".join(path), path, "part", side, None, None, None, None, known)
        )
    return names


def _above(item: Item) -> int:
    """How many of an item's ancestors are no labels to its left: the grand total."""
    return 1 if len(item.path) > 1 else 0


def _nested_item(items: Sequence[Item], trail: tuple[str, ...]) -> Item | None:
    """The item that nested labels name, each part of its path in any of its spellings."""
    spellings = {item.path: item.labels for item in items}
    for item in items:
        own = item.path[_above(item) :]
        if len(own) == len(trail) and all(
            label in spellings[item.path[: at + 1 + _above(item)]] for at, label in enumerate(trail)
        ):
            return item
    return None


def parents_of(names: Sequence[Name]) -> list[int | None]:
    """For each row the index of its nearest printed ancestor; of several with the same name the nearest one before it,
    else the first one after it.
    """
    places: dict[tuple[str | None, tuple[str, ...]], list[int]] = {}
    for index, name in enumerate(names):
        places.setdefault((name.side, name.trail), []).append(index)
    found: list[int | None] = []
    for index, name in enumerate(names):
        trails = (name.trail[:end] for end in range(len(name.trail) - 1, 0, -1))
        printed = next((places[name.side, trail] for trail in trails if (name.side, trail) in places), [])
        before = bisect_left(printed, index)
        found.append(printed[before - 1] if before else next(iter(printed), None))
    return found
