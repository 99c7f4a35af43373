"""In which order a running header prints its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from dq.ingest.flow.tokens import TokenLine
from dq.ingest.headers import FURNITURE
from dq.ingest.units import column_unit
from dq.templates import Measure, normalise_label

_LEAST_LETTERS: Final = 2
"""Letters of a broken label that may tell whose it is."""


def in_printed_order(
    shown: Sequence[tuple[Measure, ...]], lines: Sequence[TokenLine]
) -> tuple[list[tuple[Measure, ...]], bool]:
    """The measures of each block in the order in which a line prints all of their labels, else in the form's, and
    whether a line that names only some of them contradicts that.

    A piece of two letters that only the labels of one measure have counts as its label.
    Example: under the line 合计 公用经费 人员经费 the columns total, personnel, public are total, public, personnel.
    """
    owners: dict[str, set[Measure]] = {}
    for measure in (each for measures in shown for each in measures):
        for path in measure.headers:
            owners.setdefault(path[-1], set()).add(measure)
    texts = [[column_unit(normalise_label(token.plain))[0] for token in line.tokens] for line in lines]
    named = [[owners.get(text) or _broken(text, owners) for text in line] for line in texts]
    if all(len(line) == 1 for line in texts):
        told = [next(iter(each)) for line in named for each in line if len(each) == 1]
        return list(shown), not all(_is_in_order(measures, told) for measures in shown)
    ordered: list[tuple[Measure, ...]] = []
    is_mixed = False
    for measures in shown:
        best = measures
        for line in named:
            there = [next(iter(each)) for each in line if len(each) == 1 and each <= set(measures)]
            places = [measures.index(each) for each in there]
            if places == sorted(places):
                continue
            if sorted(places) == list(range(len(measures))):
                best = tuple(there)
            else:
                is_mixed = True
        ordered.append(best)
    return ordered, is_mixed


def _is_in_order(measures: Sequence[Measure], told: Sequence[Measure]) -> bool:
    """True where a header with a cell a line names columns in the form's order, or row by row: those below an upper
    label after all others.
    """
    own = [each for each in told if each in measures]
    by_row = sorted(measures, key=lambda each: max(map(len, each.headers), default=0))
    return any(places == sorted(places) for order in (list(measures), by_row) for places in [[*map(order.index, own)]])


def _broken(text: str, owners: Mapping[str, set[Measure]]) -> set[Measure]:
    """The measures of whose labels a word of the header is a part, but for words that head rows and groups."""
    if len(text) < _LEAST_LETTERS or text in FURNITURE:
        return set()
    return set().union(*(measures for label, measures in owners.items() if text in label))
