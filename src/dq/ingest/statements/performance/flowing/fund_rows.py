"""Sources of money in running text: which column each of their figures stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from dq.ingest.cells import read_cell
from dq.ingest.statements.performance.flowing.figures import is_rate
from dq.ingest.statements.performance.flowing.heads import MARKS, MONEY, SAID, Header
from dq.ingest.statements.performance.flowing.words import Words
from dq.ingest.statements.performance.vocabulary import vocabulary

_MOST: Final = 6
"""Words of which a label is put together."""
_ROWS: Final = 30
"""Sources under a header of which it is asked whether they add up."""
_CUT: Final = re.compile(r"[.,]?\d[\d.,]*$")
"""A figure, or part of one."""
_STROKE: Final = re.compile(r"[-—–/]+")


class FundRow(NamedTuple):
    """A source of money: the words behind its label and behind its figures, and the word in each column; None for
    `columns` where blank cells leave that open.
    """

    label: int
    end: int
    columns: dict[str, int] | None


def fund_row(words: Words, header: Header, at: int) -> FundRow | None:
    """The source with its sums that begins with a word, None where none does.

    Example: of "其他资金 40.00 40.00 30.00" one with the three sums under its header's columns of money.
    """
    label, end = _spans(words, at)
    if end == label or any(_CUT.match(words.text(word)) for word in range(at, label)):
        return None
    figures = range(label, end)
    return FundRow(label, end, _columns(words, header, figures) or _proved(words, header, figures))


def _spans(words: Words, at: int) -> tuple[int, int]:
    """Where the label ends that begins here, and the figures behind it."""
    label = words.label(at)
    while not words.is_figure(label) and label < at + _MOST and words.goes_on(label):
        label += 1
    end = label
    while words.is_figure(end):
        end += 1
    return label, end


def _columns(words: Words, header: Header, figures: range) -> dict[str, int] | None:
    """The column of each figure of a source; None where blank cells leave that open.

    Marks stand in the row of the total alone: the sign of the rate, or a stroke behind the sums, tells that nothing
    else is left out.
    """
    columns = [name for name in header.values if name not in SAID]
    bare = [name for name in columns if name not in MARKS]
    sums = [name for name in bare if name in MONEY]
    told = [word for word in figures if not _STROKE.fullmatch(words.text(word))]
    if len(figures) == len(columns):
        placed = dict(zip(columns, figures, strict=True))
        may_be_cut = words.is_broken(figures.start, figures.stop) and _is_cut(words, placed)
        return None if may_be_cut and not _has_rate(words, placed) else placed
    if len(told) == len(bare) and _has_rate(words, dict(zip(bare, told, strict=True))):
        return dict(zip(bare, told, strict=True))
    has_sign = any(words.text(word).endswith("%") for word in told)
    if len(told) == len(sums) and len(told) < len(figures) and not has_sign and figures[len(told) - 1] == told[-1]:
        return dict(zip(sums, told, strict=True))
    return None


def _proved(words: Words, header: Header, figures: range) -> dict[str, int] | None:
    """The column of each sum of a source that has as many as there are columns of money and nothing else, where in
    each of these all sources add up to the total.
    """
    sums = [name for name in header.values if name in MONEY]
    if len(figures) != len(sums):
        return None
    total, *parts = list(_sums(words, header, len(sums))) or [[]]
    is_whole = bool(parts) and all(len(row) == len(sums) for row in (total, *parts))
    if not is_whole or any(sum(column) != whole for whole, column in zip(total, zip(*parts, strict=True), strict=True)):
        return None
    return dict(zip(sums, figures, strict=True))


def _sums(words: Words, header: Header, count: int) -> Iterator[list[Decimal]]:
    """The first figures of each source under a header that has any: the total's come first."""
    at = header.end
    for _ in range(_ROWS):
        label, end = _spans(words, at) if at < len(words) else (at, at)
        if label == end and (at >= len(words) or vocabulary().source(words.text(at)) is None):
            return
        told = [read_cell(words.text(word)).value for word in range(label, min(end, label + count))]
        if any(told):
            yield [value for value in told if value is not None]
        at = max(end, words.label(at))


def _is_cut(words: Words, placed: Mapping[str, int]) -> bool:
    """Whether a figure may be broken within its digits: one stands for the rate, or a mark without a rate."""
    rate = words.text(placed["execution_rate"]) if "execution_rate" in placed else ""
    is_marked = any(name in MARKS and not _STROKE.fullmatch(words.text(at)) for name, at in placed.items())
    return bool(rate) and (not _STROKE.fullmatch(rate) or is_marked)


def _has_rate(words: Words, placed: Mapping[str, int]) -> bool:
    """Whether the rate of execution is one: it has its sign, or says what the sums do."""
    texts = {name: words.text(word) for name, word in placed.items()}
    signs = [name for name, text in texts.items() if text.endswith("%")]
    base = texts.get("full_year_budget") or texts.get("budget", "")
    is_told = is_rate(texts.get("execution_rate", ""), texts.get("spent", ""), base)
    return signs == ["execution_rate"] or (not signs and is_told)
