"""Labels whose cells are too low for them: the end of one is printed over the next, and their letters come out mixed.

The letters tell where they are from: what a row's label lacks, in its order, and the beginning of the next row's label,
in its own, are together that row's letters. All these labels must be printed whole elsewhere in the report.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from dq.ingest.flow.rows import Row
from dq.templates import normalise_label

_LONGEST_LABEL: Final = 80
_MOST_ROWS: Final = 12
"""Rows that run into one another at the most."""
_MOST_TRIED: Final = 100
"""Rows of a table that are tried: each takes its time where all letters are the same."""
_MOST_NAMES: Final = 6
"""Labels of one code in other tables beyond which nothing is told by them."""


def untangle(rows: Sequence[Row], elsewhere: Mapping[str, Collection[str]]) -> None:
    """Give rows with codes whose labels run into one another their own.

    Parameters: `rows` of one block, in print order; `elsewhere` the labels that other tables print for a code, plain.
    Example: where other tables have 养老保险缴费 and 职业年金 for their codes, 养老保险 above 缴职业费年金 are these.
    """
    elsewhere = {code: names for code, names in elsewhere.items() if len(names) <= _MOST_NAMES}
    for at, over, whole in islice(_cut(rows, elsewhere), _MOST_TRIED):
        names = _behind(rows[at + 1 : at + 1 + _MOST_ROWS], over, elsewhere)
        for each, name in zip(rows[at:], [whole, *names] if names else (), strict=False):
            each.words = [replace(each.words[0], text=name, plain=name)]


def _cut(rows: Sequence[Row], elsewhere: Mapping[str, Collection[str]]) -> Iterator[tuple[int, str, str]]:
    """Rows whose labels are the beginning of one that is printed elsewhere: their place, the rest of it and all."""
    for at, row in enumerate(rows):
        label = normalise_label(row.label)
        for whole in sorted(elsewhere.get(row.code or "", ())):
            if label and whole != label and whole.startswith(label):
                yield at, whole.removeprefix(label), whole


def _behind(rows: Sequence[Row], over: str, elsewhere: Mapping[str, Collection[str]]) -> list[str]:
    """The labels of the rows that the rest of a label runs into, up to the first that is whole; none where their
    letters are not theirs and that rest's.
    """
    names: list[str] = []
    for row in rows:
        label = normalise_label(row.label)
        length = len(label) - len(over)
        longest_first = sorted(elsewhere.get(row.code or "", ()), key=lambda whole: (-len(whole), whole))
        fitting = (whole for whole in longest_first if 0 < length <= len(whole))
        name = next((whole for whole in fitting if _is_shuffled(label, over, whole[:length])), None)
        if name is None:
            return []
        names.append(name)
        over = name[length:]
        if not over:
            return names
    return []


def _is_shuffled(text: str, one: str, other: str) -> bool:
    """True where the letters of two texts, each in its order, make the third."""
    if len(text) > _LONGEST_LABEL:
        return False
    reached = {0}  # how many letters of the one may be among those of the text so far
    for at, letter in enumerate(text):
        reached = {
            count + step
            for count in reached
            for step in (0, 1)
            if (one[count : count + 1] == letter if step else other[at - count : at - count + 1] == letter)
        }
    return bool(reached)
