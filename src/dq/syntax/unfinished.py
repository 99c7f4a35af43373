"""Text that is being written: its words and signs, as far as they can be told apart, and whether a text is open."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from dq.syntax.parser import parser
from dq.syntax.tree import Token

OPEN: Final = "OPEN"
"""The kind of an opening quotation mark whose partner has not been written yet."""

OTHER: Final = "OTHER"
"""The kind of a sign that no sign of the language is."""

_KINDS: Final = (
    "STRING", "QUOTED_NAME", "TABLE_LINE", "COMMENT", "BLANK", "NUMBER",
    "IMPORT", "FOR_EACH", "AS", "WHERE", "COLUMN", "IN", "NEEDS", "DEFINE", "TEMPLATE", "EXISTS", "NAME",
    "EQUALS", "DIFFERS", "SLASH", "LPAR", "RPAR", "LSQB", "RSQB", "LBRACE", "RBRACE", "COMMA", "SEMICOLON", "DOT",
)  # fmt: skip
"""What is told apart, in the order of trying. Words that are the language's in few places only are names here."""

_PASSED: Final = frozenset({"COMMENT", "BLANK"})


def unfinished(text: str) -> tuple[Token, ...]:
    """The words and signs of a text that may break off anywhere; blanks and comments are left out.

    A quotation mark that nothing closes is the last of them, with what follows it, and so is a comment's end.
    Example: `[each.kind for each in unfinished('r["合')]` → `["NAME", "LSQB", "OPEN"]`.
    """
    return tuple(
        Token(match.start(), match.end(), match.lastgroup or OTHER, match.group())
        for match in _pieces().finditer(text)
        if match.lastgroup not in _PASSED
    )


@lru_cache(maxsize=1)
def _pieces() -> re.Pattern[str]:
    """The grammar's own terminals, an open text, and any other sign."""
    terminals = {each.name: each.pattern.to_regexp() for each in parser().terminals}
    known = "|".join(f"(?P<{kind}>{terminals[kind]})" for kind in _KINDS)
    return re.compile(rf"{known}|(?P<{OPEN}>[\"＂“「【][^\n]*)|(?P<{OTHER}>[^\n])")
