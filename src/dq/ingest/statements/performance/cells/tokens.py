"""The filled cells of a row, and what each of them can be."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum, auto
from functools import lru_cache
from typing import Final

from dq.ingest.statements.performance.vocabulary import vocabulary
from dq.ingest.stream import Line

_NUMBER: Final = re.compile(r"[-−–△▲]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", re.ASCII)
_PERCENT: Final = re.compile(rf"{_NUMBER.pattern}\s*%", re.ASCII)
_SEVERAL: Final = re.compile(rf"{_NUMBER.pattern}%?(?:\s+{_NUMBER.pattern}%?)+", re.ASCII)
_DASH: Final = re.compile(r"[-‐‑‒–—―─━ー/\\]+|无|不适用")
_DOTS: Final = re.compile(r"[.…·]+")
_BOUND: Final = re.compile(
    rf"(?:≥|>=|>|≤|<=|<|不[低高大小]于|不[少多]于|不超过)\s*{_NUMBER.pattern}\s*%?|"
    rf"{_NUMBER.pattern}\s*%?\s*及?以[上下内]",
    re.ASCII,
)
_WIDEST: Final = 100
"""Filled cells of a row that are looked at; no form is wider, and time must stay bounded."""
_LONG: Final = 24
"""A text longer than this is a sentence and no name of a class."""


class Kind(IntEnum):
    """What a filled cell looks like: `SEVERAL` figures in one cell, `DASH` a sign or word that says: nothing, `LEVEL`
    the name of a class of either level, `WORD` one that says whether a target was met, `SIGN` how a target binds,
    `BOUND` a figure that something is compared with (95%以上).
    """

    NUMBER = auto()
    PERCENT = auto()
    SEVERAL = auto()
    DASH = auto()
    LEVEL1 = auto()
    LEVEL2 = auto()
    LEVEL = auto()
    WORD = auto()
    SIGN = auto()
    UNIT = auto()
    TEXT = auto()
    BOUND = auto()

    @property
    def is_figure(self) -> bool:
        """True for cells that print a figure or several and nothing else."""
        return self in (Kind.NUMBER, Kind.PERCENT, Kind.SEVERAL)


@dataclass(frozen=True, slots=True)
class Token:
    """A filled cell: its position in the row, its text as printed, what it looks like."""

    at: int
    text: str
    kind: Kind


def tokens_of(line: Line) -> tuple[Token, ...]:
    """The filled cells of a row; cells with dots only, which say that more rows may follow, are left out.

    Example: `[token.kind for token in tokens_of(Line(7, ("产出", "3", "60%")))]` → `[LEVEL1, NUMBER, PERCENT]`.
    """
    return tuple(
        Token(at, line.cells[at], kind_of(line.cells[at]))
        for at in line.filled[:_WIDEST]
        if not _DOTS.fullmatch(line.cells[at])
    )


@lru_cache(maxsize=65_536)
def kind_of(text: str) -> Kind:
    """What a cell's text looks like.

    Example: `kind_of("46.6%")` → `Kind.PERCENT`.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if _NUMBER.fullmatch(plain):
        return Kind.NUMBER
    if _PERCENT.fullmatch(plain):
        return Kind.PERCENT
    if _SEVERAL.fullmatch(plain):
        return Kind.SEVERAL
    if _DASH.fullmatch(plain):
        return Kind.DASH
    known = vocabulary()
    levels = known.level(plain)
    if levels and (len(plain) <= _LONG or levels == {1}):
        return Kind.LEVEL if len(levels) > 1 else Kind.LEVEL1 if levels == {1} else Kind.LEVEL2
    if known.word(plain) is not None:
        return Kind.WORD
    if known.binds(plain):
        return Kind.SIGN
    if _BOUND.fullmatch(plain):
        return Kind.BOUND
    return Kind.UNIT if known.is_unit(plain) else Kind.TEXT


@lru_cache(maxsize=65_536)
def is_part(text: str) -> bool:
    """True for the heading of a part of the form, which stands beside its rows.

    Example: `is_part("项目资金情况")` → `True`.
    """
    return vocabulary().part(text) is not None
