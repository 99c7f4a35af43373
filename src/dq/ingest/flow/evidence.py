"""What other tables of the report say of a table's columns: never by their figures, only by which are printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from dq.ingest.flow.blanks import Choice, filled_by, narrow, settle, strike_out
from dq.ingest.headers import Slot
from dq.ingest.naming import Name
from dq.templates import Measure, normalise_label

_CLASS_DIGITS: Final = 3

_ROUNDING: Final = Decimal("0.1")
"""By which a part may exceed its whole where each figure is rounded on its own."""
Filled = bool | None
"""Whether a row prints figures; None where those read, or none, may be another row's."""
NamedRows = tuple[Sequence[Name], Sequence[Filled]]
"""A table's rows: their names, and whether each is filled."""
LabelledRows = tuple[Sequence[str], Sequence[Filled]]
"""A table's rows: their plain labels, and whether each is filled."""
NarrowedRows = tuple[Sequence[Slot], Sequence[Name], Sequence[Choice]]
"""A table's rows, narrowed down: its columns, their names and choices."""
WHOLE: Final = "expenditure"
"""The table of all expenditure: the others by function print parts of it."""
SUMMARY: Final = "summary"
"""The table of all money: what it leaves blank no other has, and what it prints the totals of `OF_ALL` have, too."""
OF_ALL: Final = ("income", WHOLE)


def empty_columns(slots: Sequence[Slot], tables: Sequence[NamedRows]) -> frozenset[int]:
    """Columns that the report also names as items and leaves blank wherever it does.

    Example: the summary prints nothing for 上级补助收入, so the column 上级补助收入 of the table of income is empty.
    """
    printed: dict[str, list[Filled]] = {}
    for names, filled in tables:
        for name, own in zip(names, filled, strict=True):
            if name.item is not None and name.code is None and name.known:
                printed.setdefault(name.item, []).append(own)
    found = set()
    for column, slot in enumerate(slots):
        labels = {normalise_label(path[-1]) for path in slot.measure.headers} if slot.measure else set()
        named = [own for label in labels for own in printed.get(label, ())]
        if _is_blank(named) and slot.measure is not None and slot.measure.role != "total":
            found.add(column)
    return frozenset(found)


def blank_items(slots: Sequence[Slot], tables: Sequence[LabelledRows]) -> tuple[frozenset[int], frozenset[int]]:
    """Of the columns that stand for items or are headed as items are, those which other tables of the report print
    blank wherever they name the item, and those which they print with a figure.

    Example: the summary leaves 结转下年资金 blank, so the column 结转下年资金 of the table of uses is empty.
    """
    printed: dict[str, list[Filled]] = {}
    for labels, filled in tables:
        for label, own in zip(labels, filled, strict=True):
            printed.setdefault(label, []).append(own)
    known = {
        column: [own for label in _labels(slot, slot.measure) for own in printed.get(label, ())]
        for column, slot in enumerate(slots)
        if slot.measure is not None and (slot.item or slot.measure).role != "total"
    }
    empty = frozenset(column for column, each in known.items() if _is_blank(each))
    return empty, frozenset(column for column, each in known.items() if any(each))


def _labels(slot: Slot, measure: Measure) -> tuple[str, ...]:
    """What an item may be called that a column stands for, or that has its name."""
    return slot.item.labels if slot.item is not None else tuple(dict.fromkeys(path[-1] for path in measure.headers))


def _is_blank(printed: Sequence[Filled]) -> bool:
    """True where all rows of an item are blank without a doubt: a figure that they lack may stand in another row."""
    return bool(printed) and all(own is False for own in printed)


def columns_of_others(name: Name, slots: Sequence[Slot]) -> frozenset[int]:
    """Columns that the form leaves empty in a row, since they belong to rows of other classes.

    Example: 人员经费 holds rows of the classes 301 and 303 only, so a row of 302 leaves it empty.
    """
    of_class = (name.code or "")[:_CLASS_DIGITS]
    columns = ((column, slot.measure.classes if slot.measure else ()) for column, slot in enumerate(slots))
    return frozenset(column for column, classes in columns if of_class and classes and of_class not in classes)


def filled_columns(
    names: Sequence[Name], slots: Sequence[Slot], own_choices: Sequence[Choice], settled: Mapping[str, NarrowedRows]
) -> dict[int, frozenset[int]]:
    """For rows by code the columns that a table of a part of the same figures fills in the row of the same code.

    A part says nothing where it contradicts itself or this table: then its rows may be printed beside those that they
    belong to.
    Example: basic expenditure from the general budget is printed for 20805, so it is printed for all expenditure too.
    """
    found: dict[int, set[int]] = {}
    for other_slots, other_names, choices in settled.values():
        same = _same_columns(slots, other_slots)
        if not same or not _is_witness((names, own_choices), (other_names, choices)):
            continue
        must = {
            _key(name): set.intersection(*(filled_by(choice, each) for each in choice.open)) if choice.open else set()
            for name, choice in zip(other_names, choices, strict=True)
        }
        for at, name in enumerate(names):
            found.setdefault(at, set()).update(same[column] for column in must.get(_key(name), set()) & same.keys())
    return {at: frozenset(columns) for at, columns in found.items() if columns}


def settle_parts(settled: Mapping[str, NarrowedRows], *, by_sums: bool) -> None:
    """Strike out columns that the table of all expenditure leaves empty in the row of the same code, as far as it is
    certain itself.

    Parameters: `by_sums` whether its sums may say so, see `settle`.
    Example: nothing is printed as basic for 21208 there, so nothing of the funds is basic either.
    """
    if WHOLE not in settled:
        return
    slots, names, choices = settled[WHOLE]
    read = settle([replace(choice) for choice in choices], by_sums=by_sums)
    may = {
        _key(name): {column for each in (choice.open if doubt else [columns]) for column in each}
        for name, choice, (columns, doubt) in zip(names, choices, read, strict=True)
        if choice.values and not choice.is_at_odds
    }
    for part_slots, part_names, part in (rows for table, rows in settled.items() if table != WHOLE):
        same = _same_columns(slots, part_slots)
        if not _is_witness((names, choices), (part_names, part)):
            continue
        for name, choice in zip(part_names, part, strict=True):
            own = may.get(_key(name), set(same.values()))
            strike_out([choice], frozenset(column for column, of_whole in same.items() if of_whole not in own))
        narrow(part, {})


def _same_columns(slots: Sequence[Slot], others: Sequence[Slot]) -> dict[int, int]:
    """Columns of another table by those of this one that are headed alike."""
    own = {slot.measure.name: (column, slot.measure) for column, slot in enumerate(slots) if slot.measure}
    measured = ((at, slot.measure) for at, slot in enumerate(others) if slot.measure and slot.measure.name in own)
    return {at: own[each.name][0] for at, each in measured if not _heads(each).isdisjoint(_heads(own[each.name][1]))}


def _heads(measure: Measure) -> set[str]:
    return {path[-1] for path in measure.headers}


def _is_witness(whole: tuple[Sequence[Name], Sequence[Choice]], part: tuple[Sequence[Name], Sequence[Choice]]) -> bool:
    """False where rows of the part are at odds with one another, print more than the whole does, or are mostly of codes
    that the whole does not have: state capital is no part of government funds.
    """
    if any(choice.is_at_odds for choice in part[1]):
        return False
    own, codes = ({name.code for name in names if name.code is not None} for names in (whole[0], part[0]))
    if 2 * len(codes & own) < len(codes):
        return False
    most = _largest(*whole)
    return all(value <= most.get(key, value) + _ROUNDING for key, value in _largest(*part).items())


def _largest(names: Sequence[Name], choices: Sequence[Choice]) -> dict[str, Decimal]:
    """The largest figure that each row prints."""
    figures = (
        (_key(name), [value for value in choice.values if value is not None])
        for name, choice in zip(names, choices, strict=True)
    )
    return {key: max(values) for key, values in figures if values}


def _key(name: Name) -> str:
    return name.code or name.path
