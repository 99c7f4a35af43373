"""Where and on what the parser stopped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dq.diagnostics import Span


@dataclass(frozen=True, slots=True)
class Stop:
    """Where and on what the parser stopped.

    Parameters: `text` of the rule; `at` and `end` the place of what was found; `terminal` what the lexer took it for,
    None for a sign without meaning, "$END" for the end; `expected` terminals that might stand there;
    `words` the keywords' spellings; `span` makes places of offsets; `before` the terminals that might stand at an
    earlier place.
    """

    text: str
    at: int
    end: int
    terminal: str | None
    expected: frozenset[str]
    words: Mapping[str, tuple[str, ...]]
    span: Callable[[int, int], Span]
    before: Callable[[int], frozenset[str]]

    @property
    def found(self) -> str:
        """What stands at the place."""
        return self.text[self.at : self.end]

    @property
    def place(self) -> Span:
        """The place as a span."""
        return self.span(self.at, self.end)
