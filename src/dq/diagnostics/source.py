"""A text and its places: bytes to characters, character offsets to lines and columns."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from typing import Final

from dq.diagnostics.model import Span

_WIDE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


def decoded(content: bytes) -> str | None:
    """The text of a file that a person wrote: UTF-8, GB18030, or UTF-16 that says so; None where it is no text.

    GB18030 takes nearly everything: bytes of which more are UTF-8 than not are damaged UTF-8, and where characters
    that stand for nothing come out, they are Big5 or another code.
    Example: `decoded("规则".encode("gb18030"))` → `"规则"`.
    """
    try:
        text = content.decode("utf-16" if content.startswith(_WIDE_MARKS) else "utf-8-sig")
    except UnicodeDecodeError:
        seen = content.decode("utf-8", "replace")
        damaged = seen.count("\ufffd")
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError:
            return None
        unassigned = any(unicodedata.category(each) in ("Co", "Cn") for each in set(text))
        if unassigned or sum(not each.isascii() for each in seen) > 2 * damaged:
            return None
    return None if "\0" in text else text


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
