"""Numbers of pages among lines that print nothing but a number: known by their count, which goes on page by page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from dq.ingest.glyphs import plain
from dq.ingest.stream import Line

_NUMBER: Final = re.compile(r"([1-9]\d{0,3})|\(([1-9]\d{0,3})\)|([1-9]\d{0,3}) ?/ ?([1-9]\d{0,3})", re.ASCII)
_LONGEST: Final = 12
_LEAST_PAGE: Final = 10
"""Lines of a page at the least: what counts on sooner numbers rows or columns."""
_LEAST_PAGES: Final = 3

_Place = tuple[int, int]
"""The position of a line, and the number on it."""


def page_numbers(lines: Sequence[Line], in_table: Sequence[bool]) -> frozenset[int]:
    """Positions of the lines that print the number of a page and nothing else.

    A number in brackets or before that of all pages is a page's where three or more of its kind count on over the
    pages. One without any sign may be a figure, a row's number, a part of a code: it is a page's where form feeds show
    pages and it stands first or last on them, or where it stands between others of the count, three of them outside of
    tables, and no other line could be that page's.

    Parameters: `lines` those with text; `in_table` for each whether a table may go on there.
    Example: of a text whose pages end with (1), (2) and (3) the positions of these lines.
    """
    kinds: dict[str, list[_Place]] = {}
    for at, line in enumerate(lines):
        found = _NUMBER.fullmatch(plain(line.cells[0])) if len(line.cells[0]) <= _LONGEST else None
        if found is not None:
            kind = found[4] or ("()" if found[2] else "")
            kinds.setdefault(kind, []).append((at, int(found[1] or found[2] or found[3])))
    bare = kinds.pop("", [])
    marks = [at for places in kinds.values() for at in _counted(places)]
    if lines and lines[-1].page is not None:
        marks += _at_edges(bare, [line.page or 0 for line in lines])
    else:
        own = _counted(bare)
        outside = [at for at in own if not in_table[at]]
        marks += {*own[1:-1], *outside} if len(outside) >= _LEAST_PAGES else ()
    return frozenset(marks)


def _at_edges(places: Sequence[_Place], pages: Sequence[int]) -> Iterator[int]:
    """The numbers on the first and last lines of pages that are as far ahead of the page's own count as most are."""
    edges = {0, len(pages) - 1}
    for at in range(1, len(pages)):
        if pages[at] != pages[at - 1]:
            edges |= {at - 1, at}
    ahead = {at: number - pages[at] for at, number in places if at in edges}
    (most, times), *_ = Counter(ahead.values()).most_common(1) or [(0, 0)]
    return (at for at, each in ahead.items() if each == most and times >= _LEAST_PAGES)


def _counted(places: Sequence[_Place]) -> list[int]:
    """The positions of numbers that belong to every longest count through the text."""
    free = list(_apart(places))
    ending = _lengths(free)
    beginning = _lengths([(-at, -number) for at, number in reversed(free)])[::-1]
    length = max(ending, default=0)
    on_the_way = [
        (one, at) for (at, _), one, other in zip(free, ending, beginning, strict=True) if one + other == length + 1
    ]
    same = [list(each) for _, each in groupby(sorted(on_the_way), lambda each: each[0])]
    return [each[0][1] for each in same if len(each) == 1] if length >= _LEAST_PAGES else []


def _apart(places: Sequence[_Place]) -> Iterator[_Place]:
    """The numbers without those that number rows or columns: the next one stands too near before or behind them."""
    seen: dict[int, int] = {}
    numbering = set[int]()
    for at, number in places:
        before = seen.get(number - 1)
        if before is not None and at - before < _LEAST_PAGE:
            numbering |= {before, at}
        seen[number] = at
    return (each for each in places if each[0] not in numbering)


def _lengths(places: Sequence[_Place]) -> list[int]:
    """How long the longest count is that ends with each number. (A page may print none.)"""
    found: list[int] = []
    # For each number where it stands, and the longest count that ends with one of those so far.
    known: dict[int, tuple[list[int], list[int]]] = {}
    for at, number in places:
        length = 0
        for step in (1, 2):
            where, best = known.get(number - step, ((), ()))
            before = bisect_right(where, at - step * _LEAST_PAGE)
            length = max(length, best[before - 1] if before else 0)
        found.append(length + 1)
        where, best = known.setdefault(number, ([], []))
        where.append(at)
        best.append(max([length + 1, *best[-1:]]))
    return found
