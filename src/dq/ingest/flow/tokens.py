"""The words and figures of a line of running text, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from dq.ingest.cells import is_figure, is_words
from dq.ingest.glyphs import plain
from dq.ingest.records import record
from dq.ingest.stream import Line
from dq.ingest.units import without_stamps

_CHUNK: Final = re.compile(r"\d{1,2}[.、] (?=[\u4e00-\u9fff])\S+|\d[\d,]* [.] \d+|\S+", re.ASCII)
"""What stands between spaces; one behind an enumerator is none (1. 一般公共预算), nor those beside a torn point."""
_GROUPED: Final = r"(?:\d{1,3}(?:,\d{3})+|\d+)"
_FIGURE: Final = re.compile(rf"(?:(?<!\d)[-−–—△▲])?{_GROUPED}\.\d+%?", re.ASCII)
_CENTS: Final = re.compile(rf"[-−]?{_GROUPED}\.\d\d(?!\d)%?|[-−]?{_GROUPED}\.\d\d%?", re.ASCII)
_CENTS_BEFORE_CODE: Final = re.compile(rf"(-?{_GROUPED}\.\d\d)[2-5]\d{{2}}(?:\d{{2}}){{0,2}}", re.ASCII)
_BRACKETED: Final = re.compile(rf"\({_GROUPED}\.\d+\)", re.ASCII)
_NUMBER: Final = re.compile(rf"-?{_GROUPED}%?", re.ASCII)
_NUMERIC: Final = re.compile("[\\d.,\ufffd?−-]*\\d[\\d.,\ufffd?]*%?", re.ASCII)
_NUMBER_BEFORE_WORD: Final = re.compile(rf"{_GROUPED}(?=[\u4e00-\u9fff(])", re.ASCII)
_MARKED_CODE: Final = re.compile(
    r"[\[【〔](\d{3}(?:\d{2}){0,2})[]】〕](?:$|[-–—_]?(?=[\u4e00-\u9fff]))"
    r"|\((\d{3}(?:\d{2}){0,2})\)[-–—_]?(?=[\u4e00-\u9fff])"
    r"|(\d{3}(?:\d{2}){0,2})[-–—_](?=[\u4e00-\u9fff])",
    re.ASCII,
)
"""A code that brackets or a dash part from its label: [2080505]养老支出, 2080505-养老支出."""
_RUN: Final = re.compile(r"[\d.,]*\d", re.ASCII)
_DASH: Final = re.compile(r"[-‐‑‒–—―─━ー]+|[/\\]")
_ENUMERATOR_POINT: Final = re.compile(r"\d{1,2}[.、](?!\d)", re.ASCII)
_TORN: Final = re.compile(r"\d[\d,]* [.] \d+", re.ASCII)
"""A figure that was torn apart at its point: 4 . 64."""
_CENT_DIGITS: Final = 2
CLOSING: Final = ")"
"""A bracket that closes a label may come out on a line of its own."""
_LONGEST_LINE: Final = 4_000
"""Characters of a line that are looked at; the widest form prints some hundreds."""


class Kind(Enum):
    """`FIGURE` has a decimal point, `NUMBER` has none; `MARK` a dash or slash in a figure's place; `BROKEN` digits that
    are no figure as they stand.
    """

    WORD = auto()
    FIGURE = auto()
    NUMBER = auto()
    MARK = auto()
    BROKEN = auto()


@record
class Token:
    """A word or figure. `text` as printed, `plain` with its glyphs plain; `number` of its line, `start` and `end` its
    characters there; `doubted` where it was put together or cut apart in a way that is not certain; `page` where the
    document has pages; `is_page_number` where it may be that of a page; `extent` where on the page it stands, from left
    to right in points, where that is known; `wide` counts the characters before it that take the room of two.
    """

    text: str
    plain: str
    kind: Kind
    number: int
    start: int
    end: int
    doubted: bool = False
    page: int | None = None
    is_page_number: bool = False
    extent: tuple[float, float] | None = None
    wide: int = 0

    @property
    def is_value(self) -> bool:
        """True for what can stand in a figure's place."""
        return self.kind is not Kind.WORD


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A line's tokens; `index` of the line in the document, `page` where it has pages."""

    index: int
    number: int
    page: int | None
    tokens: tuple[Token, ...]

    @property
    def last(self) -> int:
        """Index of the line that its last token stands on: a row that was put together has cells on several."""
        return self.index + (self.tokens[-1].number - self.number if self.tokens else 0)

    @property
    def words(self) -> str:
        """All that the line prints, without its spaces."""
        return "".join(token.plain for token in self.tokens)

    @property
    def has_figure(self) -> bool:
        """True where a figure with a decimal point is printed, or one whose thousands are set apart."""
        return any(
            token.kind is Kind.FIGURE or (token.kind is Kind.NUMBER and "," in token.plain) for token in self.tokens
        )

    @property
    def is_words(self) -> bool:
        """True where nothing but words is printed."""
        return bool(self.tokens) and all(token.kind is Kind.WORD for token in self.tokens)


@lru_cache(maxsize=65_536)
def tokenise(index: int, line: Line) -> TokenLine:
    """The tokens of a line's cells, of one beyond all measure its beginning only.

    Example: the line "１．公务接待费 3.39二、其他 —" has the tokens １．公务接待费, 3.39, 二、其他 and —.
    """
    tokens = [token for at in range(len(line.cells)) for token in _cell_tokens(line, at)]
    return TokenLine(index, line.number, line.page, tuple(tokens))


def _cell_tokens(line: Line, at: int) -> list[Token]:
    printed = line.cells[at]
    number, begins = line.spot(at)
    offset = begins or 0
    clean = without_stamps(plain(printed[:_LONGEST_LINE]))
    tokens: list[Token] = []
    for chunk in _CHUNK.finditer(clean):
        for kind, start, end, doubted in _split(chunk[0]):
            begin, stop = chunk.start() + start, chunk.start() + end
            text = printed[begin:stop]
            place = number, offset + begin, offset + stop
            extent = line.extent(begin, stop)
            wide = _wide(printed[:begin])
            tokens.append(Token(text, clean[begin:stop], kind, *place, doubted, line.page, extent=extent, wide=wide))
    if tokens and len(printed) > len(clean) and tokens[-1].end == offset + len(clean):
        tokens.pop()  # it may go on behind what is read: half a figure is a wrong one
    return tokens


def _wide(text: str) -> int:
    """How many characters take the room of two: those beyond U+07FF, Chinese ones and their punctuation."""
    return (len(text.encode(errors="replace")) - len(text)) // 2


def _split(chunk: str) -> Iterator[tuple[Kind, int, int, bool]]:
    """A chunk without spaces in parts: (kind, start, end, doubted)."""
    if _DASH.fullmatch(chunk):
        yield Kind.MARK, 0, len(chunk), False
    elif _CENTS_BEFORE_CODE.fullmatch(chunk):
        yield from _numeric(chunk)
    elif _BRACKETED.fullmatch(chunk) or (_FIGURE.fullmatch(chunk) and is_figure(chunk)):
        yield Kind.FIGURE, 0, len(chunk), False
    elif _NUMBER.fullmatch(chunk):
        yield Kind.NUMBER, 0, len(chunk), False
    elif _NUMERIC.fullmatch(chunk):
        yield from _numeric(chunk)
    elif _TORN.fullmatch(chunk):
        yield Kind.BROKEN, 0, len(chunk), True
    else:
        yield from _mixed(chunk)


def _numeric(chunk: str) -> Iterator[tuple[Kind, int, int, bool]]:
    """Digits and points that are no figure: two figures to the cent run together, a figure and the code of the row
    beside it, or nothing that can be read.
    """
    parts = list(_CENTS.finditer(chunk))
    glued = _CENTS_BEFORE_CODE.fullmatch(chunk)
    if glued is not None:
        yield Kind.FIGURE, 0, glued.end(1), True
        yield Kind.NUMBER, glued.end(1), len(chunk), True
    elif len(parts) > 1 and sum(len(part[0]) for part in parts) == len(chunk):
        for part in parts:
            yield Kind.FIGURE, part.start(), part.end(), True
    else:
        yield Kind.BROKEN, 0, len(chunk), True


def _mixed(chunk: str) -> Iterator[tuple[Kind, int, int, bool]]:
    """Words with figures glued to them: only what has a decimal point is a figure, digits belong to the words."""
    at = 0
    for found in _FIGURE.finditer(chunk):
        start, end = found.span()
        if start < at:
            continue
        run = _RUN.match(chunk, start)
        if run is not None and run.end() > end + 1 and not _ENUMERATOR_POINT.match(chunk, end - 1):
            yield from _word(chunk, at, start)
            for kind, first, last, doubted in _numeric(run[0]):
                yield kind, start + first, start + last, doubted
            at = run.end()
            continue
        point = chunk.index(".", start)
        if end - point - 1 > _CENT_DIGITS and _ENUMERATOR_POINT.match(chunk, point + 1 + _CENT_DIGITS):
            end = point + 1 + _CENT_DIGITS  # 0.003.机要 is 0.00 and the third item
        if chunk[start] == "-" and start > at:
            start += 1
        # In brackets it is negative, or a remark of the words beside it.
        in_brackets = start > at and chunk[start - 1] == "(" and chunk[end : end + 1] == ")"
        start, end = (start - 1, end + 1) if in_brackets else (start, end)
        yield from _word(chunk, at, start)
        yield Kind.FIGURE, start, end, in_brackets
        at = end
    yield from _word(chunk, at, len(chunk))


def _word(chunk: str, start: int, end: int) -> Iterator[tuple[Kind, int, int, bool]]:
    text = chunk[start:end]
    if not text:
        return
    glued = _NUMBER_BEFORE_WORD.match(text)
    marked = _MARKED_CODE.match(text)
    if marked is not None:
        first, behind = marked.span(marked.lastindex or 0)
        yield Kind.NUMBER, start + first, start + behind, False
        yield from _word(chunk, start + marked.end(), end)
    elif glued is not None:
        yield Kind.NUMBER, start, start + glued.end(), False
        yield Kind.WORD, start + glued.end(), end, False
    elif _NUMBER.fullmatch(text):
        yield Kind.NUMBER, start, end, False
    elif _DASH.fullmatch(text):
        yield Kind.MARK, start, end, False
    elif any(each.isdigit() for each in text) and not is_words(text):
        yield Kind.BROKEN, start, end, True
    elif is_words(text) or "\ufffd" in text or text == CLOSING:
        yield Kind.WORD, start, end, False


def is_open(words: Sequence[Token]) -> bool:
    """True where words open a bracket that they do not close."""
    text = "".join(word.plain for word in words)
    return text.count("(") > text.count(")")


def mended(line: TokenLine, after: TokenLine | None) -> tuple[TokenLine, bool]:
    """The line with its broken figure completed by the next line's digits, and whether that used up the next line.

    Only where the one is the last of a line and cannot be a figure alone (17,692.) and the other is nothing but digits.
    """
    last = line.tokens[-1] if line.tokens else None
    if last is None or last.kind is not Kind.BROKEN or after is None or len(after.tokens) != 1:
        return line, False
    rest = after.tokens[0]
    joined = last.plain + rest.plain
    if rest.kind not in (Kind.NUMBER, Kind.FIGURE) or not is_figure(joined):
        return line, False
    doubted = not last.plain.endswith((".", ",")) or len(joined.partition(".")[2]) > _CENT_DIGITS
    kind = Kind.FIGURE if "." in joined else Kind.NUMBER
    token = Token(last.text + rest.text, joined, kind, last.number, last.start, last.end, doubted, last.page)
    return TokenLine(line.index, line.number, line.page, (*line.tokens[:-1], token)), True
