"""How each word and sign of the language is spelled: as it was written, in English, or in Chinese."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from dq.authoring.closed import Spellings, closed
from dq.authoring.sense import walk
from dq.syntax import keywords, parser, tree

Keywords = Literal["zh", "en"]

_MARKS: Final = {
    "LPAR": ("(", "（"),
    "RPAR": (")", "）"),
    "LSQB": ("[", "［"),
    "RSQB": ("]", "］"),
    "LBRACE": ("{", "｛"),
    "RBRACE": ("}", "｝"),
    "COMMA": (",", "，"),
    "SEMICOLON": (";", "；"),
}
_SIGNS: Final = {
    "ARROW": ("=>", "=>"),
    "EQUALS": ("=", "="),
    "DIFFERS": ("!=", "≠"),
    "AT_MOST": ("<=", "≤"),
    "AT_LEAST": (">=", "≥"),
    "LESS": ("<", "<"),
    "MORE": (">", ">"),
    "PLUS": ("+", "+"),
    "MINUS": ("-", "-"),
    "TIMES": ("*", "×"),
    "DIVIDE": ("/", "÷"),
    "SLASH": ("/", "÷"),
    "DOT": (".", "."),
}
_NUMBER_SIGNS: Final = str.maketrans({"．": ".", "％": "%"})


@dataclass(frozen=True, slots=True)
class Spelling:
    """The chosen spelling; None keeps every word as it was written.

    Parameters: `closed` where names stand that are words of the language, by offset in the file (`closed_words`).
    Example: `Spelling("zh").of(token, "")`, of the token `check` → `"校验"`.
    """

    keywords: Keywords | None = None
    closed: Mapping[int, Spellings] = field(default_factory=dict)

    def of(self, token: tree.Token, before: str) -> str:
        """The token's spelling. Parameters: `before` the token written before it. Names and texts stay as they are."""
        if token.kind == "TABLE_LINE":
            return token.text.rstrip()
        spellings = keywords(parser()).get(token.kind)
        if self.keywords is None:
            return " ".join(token.text.split()) if spellings is not None else token.text
        place = 0 if self.keywords == "en" else 1
        if spellings is not None:
            return spellings[place]
        if token.kind in {"DIVIDE", "SLASH"} and before[-1:] in set('"＂”」'):
            return "/"  # a path of labels
        named = self.closed.get(token.start) if token.kind == "NAME" else None
        both = _MARKS.get(token.kind) or _SIGNS.get(token.kind) or named
        if both is not None:
            return both[place]
        return _number(token.text) if token.kind == "NUMBER" else token.text


def closed_words(file: tree.File) -> dict[int, Spellings]:
    """Offset in a file → the spellings of the word that stands there: severities, states, functions …

    What a template's or definition's own parameter stands for is a name.
    """
    found: dict[int, Spellings] = {}
    for placed in file.declarations:
        node = placed.declaration
        own = {each.text for each in node.parameters} if isinstance(node, tree.Define | tree.Template) else set()
        words = (pair for each in walk(node) for pair in closed(each))
        found.update({placed.base + name.start: both for name, both in words if name.text not in own})
    return found


def _number(text: str) -> str:
    """A figure with half-width point and percent sign; its digits may be of any script and stay."""
    return text.translate(_NUMBER_SIGNS)


def is_wide(text: str) -> bool:
    """Whether a mark brings its own space along. Example: `is_wide("，")` → `True`."""
    return unicodedata.east_asian_width(text[:1] or " ") in "FW"
