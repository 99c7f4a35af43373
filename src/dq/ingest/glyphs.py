"""Characters that PDF tools put in place of others, one for one, so that positions on the line stay."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Radicals of the supplement have no compatibility mapping in Unicode, except two.
_RADICALS: Final = dict(
    zip(
        "⺁⺄⺊⺌⺍⺎⺗⺝⺟⺠⺬⻁⻄⻅⻆⻉⻋⻑⻒⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻥⻦⻧⻨⻩⻬⻮⻰",
        "厂乙卜小小兀心月母民示虎西见角贝车長長长门雨青韦页风飞食马骨鱼鸟卤麦黄齐齿龙",
        strict=True,
    )
)
_KEPT: Final = "\ufffd"
_WIDE: Final = range(0xFF01, 0xFF5F)
_KANGXI: Final = range(0x2F00, 0x2FD6)
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+")
"""Characters that take no room: they may stand within a figure, and nobody sees them."""
_HYPHEN: Final = re.compile(r"(?<=\d)\u00ad|\u00ad(?=[ \u00a0\u00ad\u200b-\u200f\u2060-\u2064\ufeff]{0,9}\d)")
"""A soft hyphen beside a digit: many fonts print it, and there it may be a minus."""
_SPACES: Final = "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000"
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@lru_cache(maxsize=65_536)
def _plain(each: str) -> str:
    if each in _RADICALS:
        return _RADICALS[each]
    code = ord(each)
    if code in _WIDE or code in _KANGXI:
        return unicodedata.normalize("NFKC", each)
    if each in _SPACES or (each != _KEPT and unicodedata.category(each) in ("Cc", "Cf", "Zs")):
        return " "
    return each


def plain(text: str) -> str:
    """The text with full-width letters and digits narrow, radicals as characters, controls as spaces; its length stays.

    A damaged character (U+FFFD) stays, and a soft hyphen beside a digit becomes one: what it stood for is not known.
    Example: `plain("⽀出　１２")` → `"支出 12"`.
    """
    return text if text.isascii() and text.isprintable() else "".join(map(_plain, _HYPHEN.sub(_KEPT, text)))


def visible(text: str) -> str:
    """The text without characters that nobody sees: zero-width spaces and joiners, soft hyphens, marks of direction.

    A soft hyphen beside a digit, which may be a minus, becomes a damaged character (U+FFFD).
    Example: `visible("1,2\u200b34.50")` → `"1,234.50"`.
    """
    return text if text.isascii() else _INVISIBLE.sub("", _HYPHEN.sub(_KEPT, text))


def raised(text: str) -> str:
    """The text with its digits raised: the mark of a note, which is no part of a figure before it.

    Example: `raised("1")` → `"¹"`.
    """
    return text.translate(_RAISED)
