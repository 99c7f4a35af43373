"""Headers of the tables of a form in running text: words that name columns, side by side or one below another."""

from __future__ import annotations

from typing import Final, NamedTuple

from dq.ingest.statements.performance.flowing.figures import CELL
from dq.ingest.statements.performance.flowing.words import Span, Words
from dq.ingest.statements.performance.vocabulary import vocabulary

MONEY: Final = frozenset({"budget", "full_year_budget", "spent", "received", "balance"})
LABELS: Final = ("level1", "level2", "indicator", "number")
NAMES: Final = ("source", "content")
"""Columns of what money comes from or is for."""
TEXTS: Final = ("reason", "remark")
SAID: Final = ("criterion", *TEXTS)
"""Columns of words, of which there may be several."""
MARKS: Final = ("full_mark", "weight", "score")
_FEW: Final = 2
_WIDEST: Final = 40
"""Words of a header."""


class Header(NamedTuple):
    """A header: the names of its columns (None for a part's heading), its cells, and the word behind it."""

    names: tuple[str | None, ...]
    cells: tuple[Span | None, ...]
    end: int

    @property
    def is_money(self) -> bool:
        """Whether money stands below it, and no rows of indicators."""
        return not set(self.names) & set(LABELS)

    @property
    def values(self) -> tuple[str, ...]:
        """The columns behind the rows' names, but for texts at their end."""
        found = [name for name in self.names if name and name not in (*LABELS, *NAMES)]
        while found and found[-1] in TEXTS:
            found.pop()
        return tuple(found)


def header_at(words: Words, at: int) -> Header | None:
    """The header that begins with a word: words that name columns, with a part's heading before them; None where
    none does.

    Example: of 一级指标 二级指标 三级指标 指标值 分值 得分 one with six columns.
    """
    known = vocabulary()
    names: list[str | None] = []
    cells: list[Span] = []
    word = at
    while word < len(words) and len(names) < _WIDEST:
        end = words.label(word)
        span = words.span(word, end)
        text = words.of(span)
        column = known.column(text)
        is_heading = known.part(text) is not None and not names
        is_first = len(names) <= 1 and not CELL.match(text)
        is_beside = column is None and is_first and (text == "项目" or not words.is_line_start(word + 1))
        if column is None and not is_heading and not is_beside:
            break
        if is_heading or column is not None:
            names.append(None if is_heading or column is None else column.name)
            cells.append(span)
        word = end
    named = [name for name in names if name is not None]
    is_money = len(MONEY.intersection(named)) >= _FEW and not set(named) & set(LABELS)
    is_rows = bool({"indicator", "level2"} & set(named)) and bool({"target", "actual", *MARKS} & set(named))
    alone = [name for name in named if name not in SAID]
    is_whole = len(set(alone)) == len(alone) and (is_money or is_rows)
    if not is_whole:
        return None
    if is_money and names[0] not in (None, *NAMES):
        return Header((None, *names), (None, *cells), word)  # The sources' names stand under nothing.
    return Header(tuple(names), tuple(cells), word)
