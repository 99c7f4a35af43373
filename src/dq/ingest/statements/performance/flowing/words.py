"""The words of a form in running text one by one, and the labels that they are together."""

from __future__ import annotations

import re
from typing import Final

from dq.ingest.statements.performance.flowing.figures import CELL
from dq.ingest.statements.performance.flowing.text import Flow
from dq.ingest.statements.performance.vocabulary import plain_label, vocabulary

_MOST: Final = 6
"""Words of which a label is put together."""

_SHOWN: Final = 2
"""Labels that show in which order a text goes through its cells."""

BLANK: Final = re.compile(r"指标\s?\d{1,2}[:：]|[.…]{2,}")
"""What a form prints in the place of indicators that nobody filled in."""

Span = tuple[int, int]
"""Where a word begins and ends in the form's text."""


class Words:
    """The words of a form by number.

    Parameters: `broken` False where a line holds the words of one row only, as in aligned text.
    """

    def __init__(self, flow: Flow, *, broken: bool) -> None:
        self.flow, self.broken = flow, broken
        self.spans = flow.words(0, len(flow.text))
        self._labels: dict[int, int] = {}
        self._is_in_order: bool | None = None

    def __len__(self) -> int:
        return len(self.spans)

    def of(self, span: Span) -> str:
        """The text of some words, with plain brackets and signs."""
        return self.flow.text[slice(*span)]

    def text(self, word: int) -> str:
        """The text of a word."""
        begin, end = self.spans[word]
        return self.flow.text[begin:end]

    def span(self, first: int, end: int) -> Span:
        """Where some words begin and end in the form's text."""
        return self.spans[first][0], self.spans[end - 1][1]

    def is_line_start(self, word: int) -> bool:
        """Whether a word begins a line (or the text ends)."""
        return word >= len(self) or self.flow.is_line_start(self.spans[word][0])

    def line_end(self, at: int) -> int:
        """The word behind the line that a word stands in."""
        at += 1
        while not self.is_line_start(at):
            at += 1
        return at

    def label(self, at: int) -> int:
        """Where the label that begins with this word ends: with the word itself, or, broken over lines, a later one."""
        if at not in self._labels:
            self._labels[at] = self._label_end(at)
        return self._labels[at]

    def _label_end(self, at: int) -> int:
        known = vocabulary()

        def is_known(text: str) -> bool:
            named = (known.column(text), known.source(text), known.part(text), known.field(text))
            return any(each is not None for each in named) or bool(known.level(text))

        for end in range(min(at + _MOST, len(self)), at + 1, -1):
            if not self.broken or not all(self.is_line_start(word) for word in range(at + 1, end)):
                continue
            begin, stop = self.span(at, end)
            is_split = not all(is_known(self.text(word)) for word in range(at, end)) and plain_label(self.text(at))
            if is_split and is_known(self.flow.text[begin:stop]):
                return end
        return at + 1

    def is_in_order(self) -> bool:
        """Whether one cell's text ends before the next one's begins: known labels show it that stand whole below each
        other, or a header's, each on a line of its own. Where lines of neighbouring cells follow each other, a label's
        first part ends a line of others.
        """
        if self._is_in_order is None:
            told, at = 0, 0
            while at < len(self) and told >= 0:
                end = self.label(at)
                is_alone = self.is_line_start(at) and self.is_line_start(end)
                is_label = end > at + 1 or vocabulary().column(self.text(at)) is not None
                told = -1 if end > at + 1 and not is_alone else told + (is_alone and is_label)
                at = end
            self._is_in_order = self.broken and told >= _SHOWN
        return self._is_in_order

    def is_figure(self, word: int) -> bool:
        """Whether a word is a figure or a stroke, and nothing else."""
        return word < len(self) and CELL.fullmatch(self.text(word)) is not None

    def goes_on(self, word: int) -> bool:
        """Whether a word may go on with a name above it that is broken over lines."""
        if not self.broken or word >= len(self) or not self.is_line_start(word):
            return False
        known, text = vocabulary(), self.text(word)
        named = (known.column(text), known.source(text), known.part(text), known.field(text))
        return all(each is None for each in named)

    def is_header_part(self, at: int, end: int) -> bool:
        """Whether a line of names of columns goes on above or below, in text where lines are broken."""
        words = range(at - 1, end + 1)
        names = [0 <= word < len(self) and vocabulary().column(self.text(word)) is not None for word in words]
        return self.broken and end > at + 1 and all(names[1:-1]) and (names[0] or names[-1])

    def is_broken(self, at: int, end: int) -> bool:
        """Whether some words stand on more than one line."""
        return any(self.is_line_start(word) for word in range(at + 1, end))
