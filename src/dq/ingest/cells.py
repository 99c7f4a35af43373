"""One printed cell: what its text is, and the figure in it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from dq.ingest.glyphs import visible
from dq.types import CellState

_GROUPED: Final = r"\d{1,3}(?:,\d{3})+"
_FIGURE: Final = re.compile(rf"(-)?({_GROUPED}|\d+)(?:\.(\d+))?%?", re.ASCII)
_NEGATIVE_IN_BRACKETS: Final = re.compile(rf"\(((?:{_GROUPED}|\d+)\.\d+)\)", re.ASCII)
_DASH: Final = re.compile(r"[-‐‑‒–—―─━ー﹣－]+")
_MINUS: Final = re.compile("^(?:[−–—‐‑‒﹣－]\\s*(?=\\d)|[△▲]\\s*(?=[\\d,]+\\.\\d))")
"""Ledgers print a triangle for a minus; before a whole number it may as well be a mark."""
_ROUND: Final = "\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u209c\u2150-\u218b\u2460-\u24ff\u2776-\u2793"
_WORD: Final = re.compile(rf"[^\W\d_{_ROUND}]")
_GARBLED: Final = re.compile("[\ufffd\ue000-\uf8ff?？#�]")
_SPACES: Final = re.compile(r"\s+")
_SYMBOLS: Final = re.compile(f"[{_ROUND}]")
"""Digits in circles, raised or lowered, and fractions: NFKC would make them digits of the figure before them."""
_REMARK: Final = re.compile(
    r"(?<=\d)[\[(（]?[\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2460-\u2473\u24ea-\u24ff\u2776-\u2793]+[\])）]?\s*$"
)
"""The mark of a note behind a figure, a digit in a circle or raised: 58.20①; a fraction (4½) belongs to the figure."""
_MAX_DIGITS: Final = 18
_MAX_DECIMALS: Final = 6
"""As many as the store keeps."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed cell. `value` and `decimals` are None unless the state is figure or zero; both are as printed."""

    state: CellState
    value: Decimal | None = None
    decimals: int | None = None


BLANK_WORDS: Final = ("空白", "blank")
"""What a person writes for a blank cell, where nothing written would say nothing."""
BLANK: Final = Cell(CellState.BLANK)


@lru_cache(maxsize=65_536)
def read_cell(text: str) -> Cell:
    """What a cell in a figure's place says.

    Figures may be full-width, grouped by thousands, negative by any kind of minus or (with decimals) by brackets or a
    triangle; the mark of a note behind one (58.20①) is no part of it.
    A text with digits that is no figure (1 23.4, 12.3.4, 1,23) is unreadable rather than guessed.
    Example: `read_cell("１，２３４．５０")` → `Cell(FIGURE, Decimal("1234.50"), 2)`.
    """
    text = _REMARK.sub("", visible(text))
    if _SYMBOLS.search(text):
        return _no_figure(_SYMBOLS.sub("", text))
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return BLANK
    if _DASH.fullmatch(plain):
        return Cell(CellState.DASH)
    plain = _MINUS.sub("-", plain)
    in_brackets = _NEGATIVE_IN_BRACKETS.fullmatch(plain)
    found = _FIGURE.fullmatch(f"-{in_brackets[1]}" if in_brackets else plain)
    if found is None:
        return _no_figure(plain)
    whole, fraction = found[2].replace(",", ""), found[3] or ""
    if len(whole) > _MAX_DIGITS or len(fraction) > _MAX_DECIMALS:
        return Cell(CellState.UNREADABLE)
    value = Decimal(f"{found[1] or ''}{whole}.{fraction or '0'}")
    if not value:
        return Cell(CellState.ZERO, Decimal(0), len(fraction))
    return Cell(CellState.FIGURE, value if fraction else Decimal(int(value)), len(fraction))


def _no_figure(plain: str) -> Cell:
    garbled = _GARBLED.search(plain) is not None
    has_digit = any(each.isdigit() for each in plain)
    if garbled or (has_digit and not _WORD.search(plain)):
        return Cell(CellState.UNREADABLE)
    return Cell(CellState.TEXT)


@lru_cache(maxsize=65_536)
def plain_digits(text: str) -> str:
    """A code's text without what copies differ in: full-width digits made plain, spaces out (22 001 99 → 2200199)."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=65_536)
def is_figure(text: str) -> bool:
    """True where the cell holds a figure (zero too)."""
    return read_cell(text).value is not None


@lru_cache(maxsize=65_536)
def is_words(text: str) -> bool:
    """True where the text has a letter or a Chinese character: a label, not a figure or a mark."""
    return _WORD.search(text) is not None
