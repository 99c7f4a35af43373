"""One line of addresses for all texts of a check, so that a tree made of pieces of several files has places."""

from __future__ import annotations

from typing import Final

from dq.diagnostics import SourceText, Span

STRIDE: Final = 1 << 22
"""Addresses of one file; the parser refuses longer texts."""


class Places:
    """The texts that a check speaks of. A node's place is an address: the file's number times STRIDE, plus an offset.

    Example: `places.span(places.add(source) + 3, …)` is in `source`.
    """

    def __init__(self) -> None:
        self._sources: list[SourceText] = []

    def add(self, source: SourceText) -> int:
        """Take in a text. Gives the address of its first character."""
        self._sources.append(source)
        return (len(self._sources) - 1) * STRIDE

    def span(self, start: int, end: int) -> Span:
        """The place of the characters from address `start` to `end`."""
        number, offset = divmod(start, STRIDE)
        return self._sources[number].span(offset, offset + end - start)

    def text(self, start: int, end: int) -> str:
        """What stands there."""
        number, offset = divmod(start, STRIDE)
        return self._sources[number].text[offset : offset + end - start]
