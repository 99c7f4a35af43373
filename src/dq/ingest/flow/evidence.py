"""What other tables of the report say of a table's columns: never by their figures, only by which are printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from dq.ingest.flow.blanks import Choice
from dq.ingest.flow.tokens import Token
from dq.ingest.headers import Slot
from dq.ingest.naming import Name
from dq.templates import normalise_label

_CLASS_DIGITS: Final = 3

_ROUNDING: Final = Decimal("0.1")
"""By which a part may exceed its whole where each figure is rounded on its own."""
NamedRows = tuple[Sequence[Name], Sequence[Sequence[Token]]]
"""A table's rows: their names, and the values that each prints."""
LabelledRows = tuple[Sequence[str], Sequence[Sequence[Token]]]
"""A table's rows: their plain labels, and the values that each prints."""
Settled = Mapping[str, tuple[Sequence[Slot], Sequence[Name], Sequence[Choice]]]
"""Tables whose rows are narrowed down: their columns, names and choices."""


def empty_columns(slots: Sequence[Slot], tables: Sequence[NamedRows]) -> frozenset[int]:
    """Columns that the report also names as items and leaves blank wherever it does.

    Example: the summary prints nothing for 上级补助收入, so the column 上级补助收入 of the table of income is empty.
    """
    printed: dict[str, bool] = {}
    for names, values in tables:
        for name, own in zip(names, values, strict=True):
            if name.item is not None and name.code is None and name.known:
                printed[name.item] = printed.get(name.item, False) or bool(own)
    found = set()
    for column, slot in enumerate(slots):
        labels = {normalise_label(path[-1]) for path in slot.measure.headers} if slot.measure else set()
        named = [printed[label] for label in labels if label in printed]
        if named and not any(named) and slot.measure is not None and slot.measure.role != "total":
            found.add(column)
    return frozenset(found)


def blank_items(slots: Sequence[Slot], tables: Sequence[LabelledRows]) -> tuple[frozenset[int], frozenset[int]]:
    """Of the columns that stand for items, those which other tables of the report print blank wherever they name the
    item, and those which they print with a figure.

    Example: the summary leaves 结转下年资金 blank, so the column 结转下年资金 of the table of uses is empty.
    """
    printed: dict[str, bool] = {}
    for labels, values in tables:
        for label, own in zip(labels, values, strict=True):
            printed[label] = printed.get(label, False) or bool(own)
    known = {
        column: [printed[label] for label in slot.item.labels if label in printed]
        for column, slot in enumerate(slots)
        if slot.item is not None and slot.measure is not None and slot.item.role != "total"
    }
    empty = frozenset(column for column, each in known.items() if each and not any(each))
    return empty, frozenset(column for column, each in known.items() if any(each))


def columns_of_others(name: Name, slots: Sequence[Slot]) -> frozenset[int]:
    """Columns that the form leaves empty in a row, since they belong to rows of other classes.

    Example: 人员经费 holds rows of the classes 301 and 303 only, so a row of 302 leaves it empty.
    """
    of_class = (name.code or "")[:_CLASS_DIGITS]
    columns = ((column, slot.measure.classes if slot.measure else ()) for column, slot in enumerate(slots))
    return frozenset(column for column, classes in columns if of_class and classes and of_class not in classes)


def filled_columns(
    names: Sequence[Name], slots: Sequence[Slot], own_choices: Sequence[Choice], settled: Settled
) -> dict[int, frozenset[int]]:
    """For rows by code the columns that a table of a part of the same figures fills in the row of the same code.

    A table is a part where its columns are among those of this one, unless it contradicts itself or this one: then its
    rows may be printed beside those that they belong to, and say nothing.
    Example: basic expenditure from the general budget is printed for 20805, so it is printed for all expenditure too.
    """
    own = {slot.measure.name: column for column, slot in enumerate(slots) if slot.measure}
    found: dict[int, set[int]] = {}
    for other_slots, other_names, choices in settled.values():
        columns = [slot.measure.name if slot.measure else "" for slot in other_slots]
        if not set(columns) < own.keys() or not _is_witness((names, own_choices), (other_names, choices)):
            continue
        must = {
            _key(name): set.intersection(*map(set, choice.open)) if choice.open else set()
            for name, choice in zip(other_names, choices, strict=True)
        }
        for at, name in enumerate(names):
            found.setdefault(at, set()).update(own[columns[column]] for column in must.get(_key(name), ()))
    return {at: frozenset(columns) for at, columns in found.items() if columns}


def _is_witness(whole: tuple[Sequence[Name], Sequence[Choice]], part: tuple[Sequence[Name], Sequence[Choice]]) -> bool:
    """False where rows of the part are at odds with one another, or print more than the whole does."""
    if any(choice.is_at_odds for choice in part[1]):
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
