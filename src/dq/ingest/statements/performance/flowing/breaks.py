"""Figures that running text breaks over two lines, or parts from their row: what is read of either part is wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from dq.ingest.statements.performance.vocabulary import vocabulary
from dq.ingest.stream import Line

_CUT: Final = re.compile(r"\d[.,]\n\d|\d\n[.,]\d|\d\n0\d+(?![\d.,])|\.\d\n\d(?:%|$)")
"""Before or behind its point or comma, before noughts that no figure begins with, or before its last decimal."""
_HEAD: Final = re.compile(r"\d[\d,]*[.,]|\d{1,3}(?:,\d{3})*,\d{1,2}")
"""A word that is the beginning of a figure and none itself."""
_TAIL: Final = re.compile(r"[.,]\d[\d.,]*%?|0\d[\d.,]*%?")
"""A word that is the end of a figure and none itself."""
_TENTHS: Final = re.compile(r"\d\.\d(?!\S)")
_LAST: Final = re.compile(r"(?:\D\S* )?(\d{1,2}(?: \d{1,2})*)(?: %)?")
"""Digits below a row, with the end of its name and the sign of its rate."""
_FIGURE: Final = re.compile(r"\d")
_FEW: Final = 2
"""Words of a line that is a total with one mark."""
_MOST: Final = 20
"""Signs of a line in which it is looked for."""


def lines_with_broken(lines: Sequence[Line]) -> frozenset[int]:
    """The numbers of the lines between which a figure is broken, or a total between its marks; of a figure that is all
    its line has also the line before.

    Example: of the lines "其他资金 40.", "00 30.00" both.
    """
    texts = [" ".join(" ".join(line.cells).split()) for line in lines]
    found: set[int] = set()
    for at, (above, below) in enumerate(pairwise(texts)):
        words = above.split(" ")
        is_parted = len(words) == _FEW and _is_total(words[0]) and _FIGURE.match(below)
        if is_parted or _CUT.search(f"{words[-1]}\n{below[:_MOST]}") or _goes_on(above, below):
            found |= {lines[each].number for each in range(max(at - (len(words) == 1), 0), at + 2)}
    return frozenset(found)


def _goes_on(above: str, below: str) -> bool:
    """Whether figures of a row go on in the line below it, where each of its cells is broken by itself."""
    first, *figures = above.split(" ")
    rest, *more = below.split(" ")
    if not any(map(_FIGURE.match, figures)):
        return False
    if any(map(_HEAD.fullmatch, figures)) or any(map(_TAIL.fullmatch, (rest, *more))):
        return True
    last, source = _LAST.fullmatch(below), vocabulary().source
    if last and len(_TENTHS.findall(above)) == len(last[1].split(" ")):
        return True
    is_one_name = source(first + rest) is not None and source(first) is None and source(rest) is None
    return any(map(_FIGURE.match, more)) and is_one_name


def _is_total(text: str) -> bool:
    field = vocabulary().field(text)
    return field is not None and field.name == "total"
