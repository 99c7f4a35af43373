"""What a web page shows of its elements: styles, attributes and some tags hide what they hold."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Final

TAG: Final = re.compile(r"<(/?)((?>[a-zA-Z][\w:-]*))((?>(?:[^<>\"']|\"[^<\"]*\"|'[^<']*')*))>")
"""No tag reaches beyond the next `<`, so that text full of unfinished tags costs no more than other text."""
BLOCKS: Final = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr"
        " html li main nav ol p pre section ul",
    )
)
_STRUCK: Final = frozenset(("s", "strike", "del"))
"""What they hold is struck through: it no longer holds, though it is seen."""
SPOKEN: Final = frozenset(("rt", "rp"))
"""How a word is pronounced."""
_STYLED: Final = re.compile(r"style\s*=|hidden", re.IGNORECASE)
_GONE: Final = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_UNSEEN: Final = re.compile(
    r"visibility\s*:\s*(?:hidden|collapse)|text-decoration(?:-line)?\s*:[^;:\"']*line-through"
    r"|font-size\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile("\"[^\"]*\"|'[^']*'")
_HIDDEN: Final = re.compile(r"(?<![^\s])hidden(?![^\s=/])", re.IGNORECASE)
_RANKS: Final = {"td": 1, "th": 1, "tr": 2, "tbody": 3, "thead": 3, "tfoot": 3}
"""Parts of a table end, with or without a tag that says so, where a part as large begins or ends."""
_VOID: Final = frozenset(("br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"))


class Shows(Enum):
    """What of an element is shown: its content; its place alone (a cell stays one, though it is empty); nothing."""

    ALL = auto()
    PLACE = auto()
    NOTHING = auto()


def shows(tag: str, attributes: str) -> Shows:
    """What of an element is shown, by its name and its attributes as written.

    Example: `shows("td", 'style="visibility: hidden"')` → `Shows.PLACE`.
    """
    if tag in _STRUCK or tag in SPOKEN:
        return Shows.NOTHING
    if tag in _VOID or not _STYLED.search(attributes):
        return Shows.ALL
    if _GONE.search(attributes) or _HIDDEN.search(_QUOTED.sub("", attributes)):
        return Shows.NOTHING
    if _UNSEEN.search(attributes):
        return Shows.PLACE if _RANKS.get(tag) == 1 else Shows.NOTHING
    return Shows.ALL


def end_of(tag: str, text: str, at: int) -> int:
    """Where the element ends that begins before `at`: behind its own end, or before what ends it without one.

    Example: `end_of("span", "<span>a</span>b", 6)` → `14`.
    """
    rank, within, tables = _RANKS.get(tag, 0), 0, 0
    for found in TAG.finditer(text, at):
        name, step = found[2].lower(), -1 if found[1] else 1
        if name == tag and not rank:
            within += step
            if within < 0:
                return found.end()
        if tag == "table":
            continue
        tables += step * (name == "table")
        if tables < 0 or (not tables and (_RANKS.get(name, 0) >= max(rank, 1) or _ends_early(tag, name))):
            return found.start()
    return len(text)


def _ends_early(tag: str, name: str) -> bool:
    """Whether an element that needs no tag for its end ends where another begins or ends."""
    return (tag == "p" and name in BLOCKS) or (tag in SPOKEN and (name in SPOKEN or name == "ruby"))
