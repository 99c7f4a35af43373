"""Text whose table cells are separated by TABs, or by the bars of Markdown, one printed row a line."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from dq.ingest.bounds import text_too_much
from dq.ingest.decoding import decode
from dq.ingest.stream import Line, Stream
from dq.ingest.text_shape import BAR, is_barred

_BREAK: Final = re.compile(r"<br ?/?>", re.IGNORECASE)
_EMPHASIS: Final = re.compile(r"\*\*|__")
_HEADING: Final = re.compile(r"#{1,6} +")
_RULE: Final = re.compile(r":?-{3,}:?")
_SELDOM: Final = 0.05
"""Share of lines that may stand right below another in double-spaced text."""
PRIORITY = -100
"""Any text can be read this way, so every other format is asked first."""


def accepts(_name: str, _data: bytes) -> bool:
    """Whatever no other format took is read as text; what is no text is refused with its reason."""
    return True


def read(name: str, data: bytes) -> Stream:
    """One `Line` a text line (split at line feeds only, as the machine-readable contract counts lines).

    Example: the line 合计 TAB 1.00 has the cells `("合计", "1.00")`.
    """
    decoded = decode(name, data)
    said = () if decoded.diagnostic is None else (decoded.diagnostic,)
    if decoded.text is None:
        return Stream((), said)
    barred = is_barred(decoded.text)
    refusal = text_too_much(name, decoded.text, "|" if barred else "\t")
    if refusal is not None:
        return Stream((), (refusal, *said))
    if barred:
        return Stream(tuple(_barred(number, text) for number, text in enumerate(decoded.text.split("\n"), 1)), said)
    # str.strip also takes the \r and form feeds of other systems' line ends and page breaks.
    lines = tuple(_line(number, text) for number, text in enumerate(decoded.text.split("\n"), 1))
    return Stream(_closed_up(lines), said)


def _closed_up(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines without the empty ones between, where one stands between nearly any two: such text is double-spaced."""
    printed = [line for line in lines if line.filled or len(line.cells) > 1]
    adjacent = sum(there.number == here.number + 1 for here, there in pairwise(printed))
    return tuple(printed) if adjacent <= _SELDOM * len(printed) else lines


def _line(number: int, text: str) -> Line:
    cells = tuple(cell.strip() for cell in text.split("\t"))
    return Line(number, cells, indent=len(text) - len(text.lstrip()) if len(cells) == 1 else 0)


def _barred(number: int, text: str) -> Line:
    """A line of Markdown: between bars its cells, else what it says without the marks of a heading. The row of dashes
    below a header prints nothing.
    """
    inner = text.strip().removeprefix(">").strip()
    if not (inner.startswith("|") and inner.endswith("|") and len(inner) > 1):
        plain = _HEADING.sub("", inner, count=1) if inner.startswith("#") else inner
        return Line(number, (_EMPHASIS.sub("", plain).strip(),))
    cells = tuple(_EMPHASIS.sub("", _BREAK.sub("", cell)).strip() for cell in BAR.split(inner[1:-1]))
    return Line(number, ("",) * len(cells) if all(map(_RULE.fullmatch, cells)) else cells)
