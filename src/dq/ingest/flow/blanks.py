"""Which columns a row fills that prints fewer figures than there are columns, told from structure.

A total is filled where its parts are. A row fills no column that its parent leaves empty, and a parent none that all
its children leave empty. A column is empty where the report names it as an item and leaves that item blank. What then
is still open is open: the likeliest choice is taken, and every cell on which the choices differ is doubted. Only to
find the likeliest do sums count. They take a doubt away where nothing but them can tell, and all of a table adds up in
one way alone: where a figure was lost or is wrong, it does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import combinations, count, islice, repeat
from typing import Final

Columns = tuple[int, ...]
"""The columns that a row's figures stand in, in order."""
_MOST_GUESSES: Final = 4_096
_MOST_SUMS: Final = 128
"""Guesses for all rows that are added up: each costs as much as there are rows."""
_MOST_CHILDREN: Final = 200
_DEEPEST: Final = 12
_MOST_PASSES: Final = 12
_ONE_PART: Final = 2
"""Figures of a row that prints its total and one part of it."""


@dataclass(slots=True)
class Choice:
    """A row and the columns that it may fill. `values` its figures (None for what is none), `parent` the index of the
    row above it in the tree; `open` the columns still possible; `is_at_odds` where structure forbids all of them;
    `is_loose` where the table prints nothing as a 0 in some places and as a blank in others: a 0 tells no column then.
    """

    values: tuple[Decimal | None, ...]
    parent: int | None
    open: list[Columns] = field(default_factory=list)
    is_at_odds: bool = False
    is_loose: bool = False

    @property
    def is_settled(self) -> bool:
        """True where only one choice is left."""
        return len(self.open) == 1


@lru_cache(maxsize=1_024)
def possible(width: int, count: int, totals: tuple[tuple[int, tuple[int, ...]], ...]) -> tuple[Columns, ...]:
    """All ways in which `count` figures fill `width` columns, in the columns' order.

    Parameters: `totals` pairs of a total's column and those of its parts.
    Example: `possible(3, 2, ((0, (1, 2)),))` → `((0, 1), (0, 2))`.
    """
    found = []
    for columns in combinations(range(width), count):
        filled = set(columns)
        if all(total in filled or filled.isdisjoint(parts) for total, parts in totals):
            found.append(columns)
    return tuple(found) or tuple(combinations(range(width), count))


def strike_out(choices: Sequence[Choice], empty: frozenset[int]) -> None:
    """Strike out choices that fill columns known to be empty. A row that has only one choice, because it prints a
    figure for every column, stands: what others leave blank it may print as 0.
    """
    for choice in choices:
        if not choice.is_settled:
            _keep(choice, [each for each in choice.open if empty.isdisjoint(filled_by(choice, each))])


def narrow(choices: Sequence[Choice], filled: Mapping[int, frozenset[int]]) -> None:
    """Strike out what structure forbids, until nothing changes. A condition that would leave no choice is passed over,
    since the document itself may break it; the row is then at odds with others.

    Parameters: `filled` for some rows columns known to be filled.
    """
    for at, choice in enumerate(choices):
        _keep(choice, [each for each in choice.open if filled.get(at, frozenset()) <= set(each)])
    children: dict[int, list[int]] = {}
    for at, choice in enumerate(choices):
        if choice.parent is not None:
            children.setdefault(choice.parent, []).append(at)
    for _ in range(_MOST_PASSES):
        changed = False
        for parent, below in children.items():
            changed |= _narrow_family(choices[parent], [choices[child] for child in below])
        if not changed:
            return


def _narrow_family(parent: Choice, below: Sequence[Choice]) -> bool:
    printed = _printed(parent)
    held = {column for each in parent.open for column in _amounts(parent, each)}
    changed = False
    for child in below:
        # A row with one choice prints all it can: an amount below a 0 is a fault that checking finds.
        room = printed if child.is_settled else held
        ways = [each for each in child.open if filled_by(child, each) <= printed and _amounts(child, each) <= room]
        changed |= _keep(child, ways)
    must = {column for child in below for column in set.intersection(*(filled_by(child, each) for each in child.open))}
    any_of = set().union(*(_printed(child) if parent.is_settled else _filled(child) for child in below))
    own = {each: set(each) if parent.is_settled else filled_by(parent, each) for each in parent.open}
    kept = [each for each in parent.open if must <= own[each] and filled_by(parent, each) <= any_of]
    return _keep(parent, kept) or changed


def mark_loose(choices: Sequence[Choice]) -> None:
    """Mark the rows of a table that prints nothing as it likes: one with a 0 prints more figures than its parent."""
    families = ((choice, choices[choice.parent]) for choice in choices if choice.parent is not None)
    is_loose = any(0 in child.values and len(child.values) > len(parent.values) > 0 for child, parent in families)
    for choice in choices:
        choice.is_loose = is_loose


def filled_by(choice: Choice, columns: Columns) -> set[int]:
    """The columns that a row is known to fill, if it is read into these."""
    return _amounts(choice, columns) if choice.is_loose else set(columns)


def _amounts(choice: Choice, columns: Columns) -> set[int]:
    return {column for column, value in zip(columns, choice.values, strict=True) if value != 0}


def _printed(choice: Choice) -> set[int]:
    return {column for each in choice.open for column in each}


def _filled(choice: Choice) -> set[int]:
    return {column for each in choice.open for column in filled_by(choice, each)}


def _keep(choice: Choice, kept: list[Columns]) -> bool:
    if not kept:
        choice.is_at_odds = True
    if not kept or len(kept) == len(choice.open):
        return False
    choice.open = kept
    return True


def settle(choices: Sequence[Choice], *, by_sums: bool = False) -> list[tuple[Columns, frozenset[int]]]:
    """For each row the columns that its figures are read into, and the columns on which that is doubted.

    Parameters: `by_sums` whether sums may say so, since the text shows nothing of its columns.
    """
    doubts = [_differing(choice) for choice in choices]
    children: dict[int, list[int]] = {}
    for at, choice in enumerate(choices):
        if choice.parent is not None:
            children.setdefault(choice.parent, []).append(at)
    is_told_once = False
    for at in sorted(children, key=lambda at: _depth(choices, at)):
        below = [choices[child] for child in children[at]]
        if not all(child.is_settled for child in below):
            is_told_once |= choices[at].parent is None and not _is_told_again(choices[at], below, choices)
            _guess(choices[at], below)
    families = ((choices[at], [choices[child] for child in own]) for at, own in children.items())
    if by_sums and not is_told_once and all(_adds_up(parent, below) for parent, below in families):
        told = {child for own in children.values() for child in own}
        doubts = [frozenset() if at in told else doubt for at, doubt in enumerate(doubts)]
    return [(choice.open[0], doubt) for choice, doubt in zip(choices, doubts, strict=True)]


def _is_told_again(parent: Choice, below: Sequence[Choice], rows: Sequence[Choice]) -> bool:
    """True where more than the sum tells in which columns a total's parts stand: a row below it that prints several of
    them, or another row with all of its columns (总计 beside 本年支出合计) that differs in one of them at most.
    """
    if any(len(child.values) > _ONE_PART for child in below):
        return True
    columns = parent.open[0]
    alike = (row for row in rows if row is not parent and row.open == parent.open and len(columns) > _ONE_PART)
    pairs = (zip(row.values[1:], parent.values[1:], strict=True) for row in alike)
    return any(sum(one != other for one, other in each) <= 1 for each in pairs)


def _adds_up(parent: Choice, below: Sequence[Choice]) -> bool:
    """True where all rows of a family are settled, and their columns add up."""
    family = [parent, *below]
    if not all(choice.is_settled and not choice.is_at_odds and None not in choice.values for choice in family):
        return False
    return _is_sum(parent, below, [choice.open[0] for choice in below])


def _is_sum(
    parent: Choice, below: Sequence[Choice], guess: Sequence[Columns], wrong: frozenset[int] = frozenset()
) -> bool:
    """True where rows add up to their parent, if they fill the columns guessed for each, but for those that are
    `wrong`. A column may differ by what the rounding of each figure in it makes.
    """
    over: dict[int, Decimal] = {}
    allowed: dict[int, Decimal] = {}
    for columns, choice, sign in ((parent.open[0], parent, -1), *zip(guess, below, repeat(1))):
        for column, value in zip(columns, choice.values, strict=True):
            over[column] = over.get(column, Decimal(0)) + sign * (value or 0)
            allowed[column] = allowed.get(column, Decimal(0)) + (_half_of_last(value) if value else 0)
    return all(abs(difference) <= allowed[column] for column, difference in over.items() if column not in wrong)


def _size(value: Decimal | None) -> Decimal:
    return abs(value or Decimal(0))


def _half_of_last(value: Decimal) -> Decimal:
    """Half a unit of the last printed place."""
    exponent = value.as_tuple().exponent
    return Decimal(5).scaleb(exponent - 1) if isinstance(exponent, int) else Decimal(0)


def _differing(choice: Choice) -> frozenset[int]:
    """The columns that the choices fill with different figures, or only some of them; of a row at odds with others all
    that it may fill.
    """
    columns = _printed(choice)
    if choice.is_at_odds:
        return frozenset(columns)
    figures = [{column: at for at, column in enumerate(each)} for each in choice.open]
    return frozenset(column for column in columns if len({each.get(column) for each in figures}) > 1)


def _depth(choices: Sequence[Choice], at: int) -> int:
    depth = 0
    parent = choices[at].parent
    while parent is not None and depth < _DEEPEST:
        depth, parent = depth + 1, choices[parent].parent
    return depth


def _guess(parent: Choice, below: Sequence[Choice]) -> None:
    """Settle children in the only way in which they add up to their parent, where there is just one; where there is
    none, in the only way in which they do in all columns but one: that one holds a wrong figure.
    """
    if len(below) > _MOST_CHILDREN:
        return
    found = list(islice(_guesses(parent, below), 2))
    if not found:
        columns = parent.open[0][1:] if len(parent.open[0]) > _ONE_PART else ()
        found = [way for column in columns for way in islice(_guesses(parent, below, frozenset({column})), 2)]
    if len(found) == 1:
        for child, columns in zip(below, found[0], strict=True):
            child.open = [columns]


def _least_open_first(below: Sequence[Choice]) -> list[int]:
    """The children in which order they are tried: the fewest ways or the largest figure leave the least to try."""

    def key(at: int) -> tuple[int, Decimal]:
        return len(below[at].open), -max(map(_size, below[at].values), default=Decimal(0))

    return sorted(range(len(below)), key=key)


def _guesses(
    parent: Choice, below: Sequence[Choice], wrong: frozenset[int] = frozenset()
) -> Iterator[Sequence[Columns]]:
    """The ways in which children add up to their parent, but for the columns that are `wrong`. Where nothing is
    negative, a column that already holds more than the parent's ends the search there; one that takes too long ends as
    if there were two ways.
    """
    figures = [value for child in (parent, *below) for value in child.values]
    room = sum((_half_of_last(value) for value in figures if value), Decimal(0))
    most = {
        column: (value or 0) + room
        for column, value in zip(parent.open[0], parent.values, strict=True)
        if column not in wrong
    }
    is_rising = all(value is not None and value >= 0 for value in figures)
    order = _least_open_first(below)
    taken: list[Columns] = [()] * len(below)
    steps, sums = count(), count()

    def search(depth: int, held: Mapping[int, Decimal]) -> Iterator[Sequence[Columns]]:
        if depth == len(order):
            guess = tuple(taken)
            if next(sums) > _MOST_SUMS:
                yield from repeat((), 2)
            elif _is_sum(parent, below, guess, wrong):
                yield guess
            return
        child = below[order[depth]]
        for columns in child.open:
            if next(steps) > _MOST_GUESSES:
                yield from repeat((), 2)
                return
            with_it = {
                column: held.get(column, Decimal(0)) + (value or 0)
                for column, value in zip(columns, child.values, strict=True)
            }
            if is_rising and any(with_it[column] > most.get(column, room) for column in with_it.keys() - wrong):
                continue
            taken[order[depth]] = columns
            yield from search(depth + 1, {**held, **with_it})

    return search(0, {})
