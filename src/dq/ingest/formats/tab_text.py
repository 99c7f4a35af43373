"""Text whose table cells are separated by TABs, one printed row a line."""

from __future__ import annotations

from dq.ingest.bounds import text_too_much
from dq.ingest.decoding import decode
from dq.ingest.stream import Line, Stream

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
    refusal = text_too_much(name, decoded.text, "\t")
    if refusal is not None:
        return Stream((), (refusal, *said))
    # str.strip also takes the \r and form feeds of other systems' line ends and page breaks.
    return Stream(tuple(_line(number, text) for number, text in enumerate(decoded.text.split("\n"), 1)), said)


def _line(number: int, text: str) -> Line:
    cells = tuple(cell.strip() for cell in text.split("\t"))
    return Line(number, cells, indent=len(text) - len(text.lstrip()) if len(cells) == 1 else 0)
