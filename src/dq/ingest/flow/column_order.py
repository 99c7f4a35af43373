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
        words = [(text, owned) for [text], [owned] in zip(texts, named, strict=True)]
        if words and words[-1][1] in [owned for _, owned in words[:-1]]:
            words.pop()  # the label of the first row, 合计
        return list(shown), not all(_is_in_order(measures, words) for measures in shown)
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


def _is_in_order(measures: Sequence[Measure], words: Sequence[tuple[str, set[Measure]]]) -> bool:
    """True where a header with a cell a line names columns in the form's order, or row by row: columns below an upper
    label stand where that does, and their own labels behind it.
    """
    told: list[list[int]] = [[], []]
    order: list[Measure] = []
    below = {text: [each for each in measures if _is_below(each, text)] for text, _ in words}
    inner = {each for columns in below.values() for each in columns}
    for text, owned in words:
        named = [each for each in owned if len(owned) == 1 and each in measures]
        order += [each for each in below[text] or named if each not in order]
        for each in named:
            told[each in inner and not below[text]].append(measures.index(each))
    return all(places == sorted(places) for places in (*told, [*map(measures.index, order)]))


def _is_below(measure: Measure, text: str) -> bool:
    return any(text in path[:-1] for path in measure.headers)


def _broken(text: str, owners: Mapping[str, set[Measure]]) -> set[Measure]:
    """The measures of whose labels a word of the header is a part, but for words that head rows and groups."""
    if len(text) < _LEAST_LETTERS or text in FURNITURE:
        return set()
    return set().union(*(measures for label, measures in owners.items() if text in label))
