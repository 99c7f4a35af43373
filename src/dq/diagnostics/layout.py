"""Lines of text with styles, wrapped to a terminal in which Chinese characters are two columns wide.

Everything shown passes through `clean`: a document or rule may not send control sequences to a terminal.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_BIDI_CONTROLS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# A line does not begin with closing punctuation: it stays with the word before it.
_CLOSERS: Final = frozenset("，。；：、！？）】》」』”’…%％,.;:!?)]}")


class Style(StrEnum):
    """What a piece of text is; the writer chooses the colour."""

    PLAIN = "plain"
    STRONG = "strong"
    FAINT = "faint"
    GOOD = "good"
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text in one style."""

    text: str
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph to be wrapped: `indent` columns before its first line, `hang` before the following ones."""

    pieces: tuple[Piece, ...] = ()
    indent: int = 0
    hang: int | None = None
    limit: int | None = None
    """At most this many printed lines; the rest is cut with "…"."""
    whole: bool = False
    """Never cut: a command or a line of a file, which would be another one then."""


def line(
    *parts: str | Piece, indent: int = 0, hang: int | None = None, limit: int | None = None, whole: bool = False
) -> Line:
    """A line of plain strings and styled pieces.

    Example: `line(Piece("错误", Style.ERROR), "  FA101")`.
    """
    pieces = tuple(Piece(part) if isinstance(part, str) else part for part in parts)
    return Line(pieces, indent, hang, limit, whole)


def clean(text: str) -> str:
    """`text` without control characters and direction marks, each shown as "�"; a tab or line end becomes a blank."""
    if text.isprintable():
        return text
    return "".join(_clean_character(character) for character in text)


def printable(value: object) -> object:
    """What a template prints: `clean` text, anything else as it is. Example: `Environment(finalize=printable)`."""
    return clean(value) if type(value) is str else value


def _clean_character(character: str) -> str:
    if character in "\t\n\r":
        return " "
    unsafe = unicodedata.category(character) in ("Cc", "Cs") or character in _BIDI_CONTROLS
    return "\N{REPLACEMENT CHARACTER}" if unsafe else character


def width_of(text: str) -> int:
    """Columns that `text` takes on a terminal: two for a Chinese character, none for a combining mark.

    Example: `width_of("表a")` → 3.
    """
    if text.isascii():
        return len(text)
    return sum(_character_width(character) for character in text)


def _character_width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, width: int) -> str:
    """`text` filled with spaces to `width` columns."""
    return text + " " * max(0, width - width_of(text))


def wrap(lines: Iterable[Line], width: int) -> Iterator[tuple[Piece, ...]]:
    """Each line cut into printed lines of at most `width` columns, indentation included as a first piece."""
    for each in lines:
        yield from _wrap_line(each, max(width, 20))


def _wrap_line(each: Line, width: int) -> Iterator[tuple[Piece, ...]]:
    hang = each.indent if each.hang is None else each.hang
    rows: list[list[Piece]] = [[Piece(" " * each.indent)]]
    used = each.indent
    for token in _tokens(each.pieces):
        size = width_of(token.text)
        if not each.whole and used + size > width and used > hang and token.text[0] not in _CLOSERS:
            rows.append([Piece(" " * hang)])
            used = hang
            if token.text.isspace():
                continue
        rows[-1].append(token)
        used += size
    if each.limit is not None and len(rows) > each.limit:
        rows = rows[: each.limit]
        rows[-1].append(Piece(" …", Style.FAINT))
    yield from (_joined(row) for row in rows)


def _tokens(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The smallest parts that a line break may stand between: words, spaces, single wide characters, each with the
    closing punctuation behind it.
    """
    for piece in pieces:
        part = ""
        for character in clean(piece.text):
            is_closer = character in _CLOSERS and part != " "
            if part and not (is_closer or (_is_of_a_word(character) and _is_of_a_word(part[-1]))):
                yield Piece(part, piece.style)
                part = ""
            part += character
        if part:
            yield Piece(part, piece.style)


def _is_of_a_word(character: str) -> bool:
    return character != " " and _character_width(character) <= 1


def _joined(row: list[Piece]) -> tuple[Piece, ...]:
    """Neighbours of one style made one piece, trailing spaces dropped."""
    joined: list[Piece] = []
    for piece in row:
        if joined and joined[-1].style is piece.style:
            joined[-1] = Piece(joined[-1].text + piece.text, piece.style)
        elif piece.text:
            joined.append(piece)
    if joined:
        joined[-1] = Piece(joined[-1].text.rstrip(" "), joined[-1].style)
    return tuple(piece for piece in joined if piece.text)


def plain(lines: Iterable[Line], width: int) -> Iterator[str]:
    """The printed lines as strings without styles.

    Example: `list(plain([line("一二三四五六七八九十", indent=2)], 20))` → `["  一二三四五六七八九", "  十"]`.
    """
    for row in wrap(lines, width):
        yield "".join(piece.text for piece in row)
