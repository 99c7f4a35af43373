r"""Patterns behind `matches`: the part of regular expressions that every engine understands alike, in linear time.

Checked here, so that no pattern fails, runs long or means something else once data are read. What may be written:
characters, `.`, `[a-z]`, `[^…]`, `\d \w \s` and their opposites, `\` before a sign, groups `(…)`, alternatives `|`,
and `? * + {m} {m,} {m,n}`. No look-around, no back-reference, no flags. A pattern is for the whole text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 200
"""Characters of a pattern."""

LARGEST: Final = 2_000
"""Characters of a pattern after every {m,n} is written out."""

DEEPEST: Final = 10
"""Groups within groups."""

_CLASS: Final = re.compile(r"\[\^?(?:\\[dDwWsS]|\\[^\w\s]|[^\[\]\\&~-](?:-[^\[\]\\&~-])?)+\]")
_ESCAPE: Final = re.compile(r"\\(?:[dDwWsS]|[^\w\s])")
_REPEAT: Final = re.compile(r"\{(?P<least>\d{1,3})(?P<comma>,(?P<most>\d{1,3})?)?\}")


class PatternError(Exception):
    """What is wrong with a pattern. Parameters: `at` the character where it is."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


def check_pattern(pattern: str) -> int | None:
    """The character at which a pattern is not allowed, or None where it is.

    Example: `check_pattern("(a+)+b")` → None; `check_pattern("(?=a)")` → 1.
    """
    if len(pattern) > LONGEST:
        return LONGEST
    reader = _Reader(pattern)
    try:
        size = reader.alternatives(0)
        if reader.at < len(pattern) or size > LARGEST:
            return min(reader.at, len(pattern) - 1)
    except PatternError as error:
        return min(error.at, max(len(pattern) - 1, 0))
    return None


@dataclass(slots=True)
class _Reader:
    """Reads a pattern; each method gives the size of what it read, repetitions written out."""

    pattern: str
    at: int = 0

    def _here(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def alternatives(self, depth: int) -> int:
        """One or more sequences, with | between them."""
        size = self._sequence(depth)
        while self._here() == "|":
            self.at += 1
            size += self._sequence(depth)
        return size

    def _sequence(self, depth: int) -> int:
        size = 0
        while self._here() not in ("", "|", ")"):
            size += self._repeated(self._single(depth))
            if size > LARGEST:
                raise PatternError(self.at)
        return size

    def _single(self, depth: int) -> int:
        sign = self._here()
        if sign == "(":
            return self._group(depth)
        for form in (_CLASS, _ESCAPE):
            match = form.match(self.pattern, self.at)
            if match is not None:
                self.at = match.end()
                return 1
        if sign in "*+?{}[]\\^$":
            raise PatternError(self.at)
        self.at += 1
        return 1

    def _group(self, depth: int) -> int:
        opened = self.at
        self.at += 1
        if depth >= DEEPEST or self._here() == "?":
            raise PatternError(self.at)
        size = self.alternatives(depth + 1)
        if self._here() != ")":
            raise PatternError(opened)
        self.at += 1
        return size

    def _repeated(self, size: int) -> int:
        if self._here() in ("*", "+", "?") and self._here():
            self.at += 1
        elif self._here() == "{":
            match = _REPEAT.match(self.pattern, self.at)
            if match is None:
                raise PatternError(self.at)
            least, most = int(match["least"]), int(match["most"] or match["least"])
            if most < least or most == 0:
                raise PatternError(self.at)
            self.at = match.end()
            size *= most
        if self._here() in ("*", "+", "?", "{") and self._here():
            raise PatternError(self.at)
        return size
