"""A text and its places: character offsets to lines and columns."""

from __future__ import annotations

from bisect import bisect_right

from dq.diagnostics.model import Span


class SourceText:
    r"""A text file that diagnostics point into.

    Parameters: `file` the name shown to people, `text` its characters (lines end at \n).
    Example: `SourceText("a.dq", "x\ny").span(2, 3)` → line 2, columns 1 to 2.
    """

    __slots__ = ("_starts", "file", "text")

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self._starts: list[int] | None = None

    def _line_starts(self) -> list[int]:
        if self._starts is None:
            starts = [0]
            position = self.text.find("\n")
            while position >= 0:
                starts.append(position + 1)
                position = self.text.find("\n", position + 1)
            self._starts = starts
        return self._starts

    def span(self, start: int, end: int) -> Span:
        """The place of the characters `start` to `end` (exclusive), 1-based."""
        starts = self._line_starts()
        first = bisect_right(starts, start)
        last = bisect_right(starts, max(start, end))
        return Span(self.file, first, start - starts[first - 1] + 1, last, max(start, end) - starts[last - 1] + 1)
