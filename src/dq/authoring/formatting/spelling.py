"""How each word and sign of the language is spelled: as it was written, in English, or in Chinese."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

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

    Example: `Spelling("zh").of(token, "")`, of the token `check` → `"校验"`.
    """

    keywords: Keywords | None = None

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
        both = _MARKS.get(token.kind) or _SIGNS.get(token.kind)
        if both is not None:
            return both[place]
        return _number(token.text) if token.kind == "NUMBER" else token.text


def _number(text: str) -> str:
    """A figure with half-width point and percent sign; its digits may be of any script and stay."""
    return text.translate(_NUMBER_SIGNS)


def is_wide(text: str) -> bool:
    """Whether a mark brings its own space along. Example: `is_wide("，")` → `True`."""
    return unicodedata.east_asian_width(text[:1] or " ") in "FW"
