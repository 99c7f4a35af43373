"""Headers that name items only, in running text: which items."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from dq.ingest.flow.tokens import TokenLine
from dq.ingest.headers import names_items_only, undated
from dq.templates import Item, Table, normalise_label

_FURNITURE: Final = ("小计", "合计", "年度", "单位", "编码", "代码", "栏次")
"""Words of such headers that name no item by themselves; each may be printed some times."""
_TIMES: Final = 4
_YEAR: Final = re.compile(r"20\d{2}", re.ASCII)
_LEAST_LETTERS: Final = 2
"""Letters of a broken label that may tell whose it is."""


def items_named(table: Table, lines: Sequence[TokenLine]) -> tuple[tuple[tuple[Item, str], ...], int]:
    """The items that a header names whose words are broken and out of order, in print order and each with its label
    there, and how many of its letters nothing explains.

    Labels made of whole words of the header are taken first, of these the longest, since 购置费 also stands in
    公务用车购置及运行费. Where labels contradict any order, no letter counts as explained: then nothing tells which
    figure is whose.
    """
    letters = Counter(normalise_label("".join(line.words for line in lines)))
    times = max(len(years_above(table, lines)), 1)
    pieces = Counter(undated(normalise_label(token.plain)) for line in lines for token in line.tokens)
    labels = [(label, item) for item in table.items for label in item.labels]
    labels.sort(key=lambda each: (not _made_of(each[0], pieces), -len(each[0])))
    named: dict[Item, str] = {}
    for label, item in labels:
        wanted = Counter(label * times)
        if item not in named and not wanted - letters:
            letters -= wanted
            named[item] = label
    letters -= Counter("".join(word for line in lines for _, word in _dated(line)) if times > 1 else "")
    shown = [item for item in table.items if item in named]
    ordered = tuple((item, named[item]) for item in printed_order(table, lines, shown, times))
    if not ordered:
        return tuple((item, named[item]) for item in shown), letters.total() + len(table.items)
    labels_printed = [word for word in table.blocks[0].labels if not Counter(word) - letters]
    letters -= Counter("".join(labels_printed[:1]))
    for word in _FURNITURE:
        letters -= Counter(word * _TIMES)
    unexplained = sum(count for letter, count in letters.items() if letter.isalpha())
    if table.blocks[0].labels and not labels_printed:
        unexplained += 1  # of two shapes with the same items the one without labels explains the header better
    # More letters without than with a meaning: prose below a heading in the contents, no header.
    explained = sum(map(len, named.values()))
    return ordered if unexplained < explained else (), unexplained


def items_spelled(table: Table, texts: Sequence[str], times: int) -> int:
    """How many items the letters of a header can spell `times` times: labels made of its whole words first, of these
    the longest.
    """
    letters, pieces = Counter("".join(texts)), Counter(texts)
    found: set[tuple[str, ...]] = set()
    labels = [(label, item) for item in table.items for label in item.labels]
    for label, item in sorted(labels, key=lambda each: (not _made_of(each[0], pieces), -len(each[0]))):
        wanted = Counter(label * times)
        if item.path not in found and not wanted - letters:
            letters -= wanted
            found.add(item.path)
    return len(found)


def years_above(table: Table, lines: Sequence[TokenLine]) -> tuple[int, ...]:
    """The years that stand side by side in a header whose items are named below each of them; else none.

    Example: 2023年预算数 and 2024年预算数, with 合计 and all others twice below → `(2023, 2024)`.
    """
    if not names_items_only(table) or table.blocks[0].labels:
        return ()
    texts = [normalise_label(token.plain) for line in lines for token in line.tokens]
    for line in lines:
        years = tuple(year for year, _ in _dated(line))
        if 1 < len(years) == len(set(years)):
            return years if items_spelled(table, texts, len(years)) == items_spelled(table, texts, 1) else ()
    return ()


def years_beside(table: Table, lines: Sequence[TokenLine]) -> tuple[int, ...]:
    """The years for which a line prints the only column of a table's rows side by side, or a header with a cell a line
    prints it one after the other; else none.

    Example: 项目 2023年预算数 2024年预算数 → `(2023, 2024)`.
    """
    heads = [path for block in table.blocks for measure in block.measures for path in measure.headers]
    if table.layout != "items" or sum(len(block.measures) for block in table.blocks) > 1:
        return ()
    dated = [[(year, undated(f"{year}{word}")) for year, word in _dated(line)] for line in lines]
    if all(one.end == other.start for line in lines for one, other in pairwise(line.tokens)):
        dated = [[each for line in dated for each in line]]
    told = (line for line in dated if len({year for year, _ in line}) == len(line) > 1)
    return next((tuple(year for year, _ in line) for line in told if all((head,) in heads for _, head in line)), ())


def _dated(line: TokenLine) -> list[tuple[int, str]]:
    """The words that begin with a year, apart from it."""
    beside = [(one.plain, other.plain) for one, other in pairwise(line.tokens) if one.end == other.start]
    return [(int(year), word) for year, word in beside if _YEAR.fullmatch(year) and word.startswith("年")]


def printed_order(table: Table, lines: Sequence[TokenLine], items: Sequence[Item], times: int) -> tuple[Item, ...]:
    """The items in the order in which the header prints their columns, each before its parts; none where a line
    contradicts that.

    What has the same parent stands in the order of a line that names all of it, else in the form's.
    Parameters: `items` those that the header prints, in the form's order; `times` how often a line goes through them.
    """
    named = [_named_on(table, line) for line in lines]
    order = [part for item in _among(items, (), named, times) for part in _with_parts(item, items, named, times)]
    places = [[order.index(item) for item in line if item in order] for line in named]
    is_contradicted = any(sum(one > other for one, other in pairwise(line)) >= times for line in places)
    return () if is_contradicted else tuple(order)


def _with_parts(item: Item, items: Sequence[Item], named: Sequence[Sequence[Item]], times: int) -> list[Item]:
    """An item and what is printed under its label."""
    parts = _among(items, item.path, named, times)
    return [item, *(below for part in parts for below in _with_parts(part, items, named, times))]


def _among(items: Sequence[Item], path: tuple[str, ...], named: Sequence[Sequence[Item]], times: int) -> Sequence[Item]:
    """The items right below a path in their printed order, where a line names them all, `times` times."""
    siblings = siblings_below(items, path)
    for line in named:
        here = [item for item in line if item in siblings]
        once = here[: len(siblings)]
        if len(here) == times * len(siblings) and set(once) == set(siblings) and here == once * times:
            return once
    return siblings


def siblings_below(items: Sequence[Item], path: tuple[str, ...]) -> list[Item]:
    """The items right below a path; for () those whose parents are not among them.

    Example: `siblings_below(items, ())` → the total and what is printed beside it.
    """
    paths = {item.path for item in items}
    return [item for item in items if item.path[:-1] == path or (not path and item.path[:-1] not in paths)]


def _named_on(table: Table, line: TokenLine) -> list[Item]:
    """The items whose labels stand whole on a line, begin there or end there, in print order."""
    return [item for token in line.tokens for item in _meant(table, undated(normalise_label(token.plain)))]


def _meant(table: Table, text: str) -> list[Item]:
    """The items that a word of the header names; that of whose label it is the beginning or the end, where that is one
    item.
    """
    whole = [item for item in table.items if text in item.labels]
    if whole or len(text) < _LEAST_LETTERS:
        return whole
    broken = [
        item for item in table.items if any(label.startswith(text) or label.endswith(text) for label in item.labels)
    ]
    return broken if len(broken) == 1 else []


def _made_of(label: str, pieces: Counter[str]) -> bool:
    """True where some words of the header, each used once, are the label: 因公出国 and (境)费 are 因公出国(境)费."""
    if not label:
        return True
    for end in range(len(label), 0, -1):
        piece = label[:end]
        if pieces[piece] > 0 and _made_of(label[end:], pieces - Counter((piece,))):
            return True
    return False
